"""Doors, households and places: one stamp a look, set down many times in one call."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QPainter, QPen, QPixmap, QTransform

from gridplanner.geometry import Floats
from layers import style
from ui.canvas.camera import Bounds
from ui.canvas.layering import UP_TO
from ui.canvas.scene import Scene

#: Stamps are drawn this many times larger and scaled down, so that they stay round.
OVER = 4
#: Radius classes of the household dot, by households on one place.
_STEPS = (1, 4, 10, 20, 40)
#: Radius of a dot beyond the scale at which it can be told from others, and what a class adds.
FAR_PX, FAR_STEP_PX = {"households": 1.2, "entrances": 1.1}, 0.45


def is_far(name: str, denominator: float) -> bool:
    """Tell whether points are drawn beyond the scale at which they can be told apart."""
    return name in FAR_PX and denominator > UP_TO[name]


def far_dots(scene: Scene, name: str) -> tuple[Floats, Floats, str]:
    """Give the points of a layer as they are drawn far off: plain dots of one colour.

    They are opaque: those of all households behind one door would be one dot as well.

    Returns
    -------
    (float array of shape (n, 2), float array, str)
        Local coordinates, radii in pixels, colour.
    """
    assert scene.ground is not None
    dots, surface = scene.ground.dots(name), scene.surface
    step = np.searchsorted(_STEPS, dots.count, side="right") - 1
    radius = FAR_PX[name] + (FAR_STEP_PX * step if name == "households" else 0.0 * step)
    return dots.xy, radius.astype(float), surface.accent if name == "households" else surface.text


def draw_dots(
    scene: Scene,
    painter: QPainter,
    view: Bounds,
    matrix: QTransform,
    name: str,
    denominator: float = 0.0,
) -> None:
    """Draw the points of one layer that are in sight."""
    assert scene.ground is not None
    dots = scene.ground.dots(name)
    west, south, east, north = view
    xy = dots.xy
    seen = np.flatnonzero(
        (xy[:, 0] >= west) & (xy[:, 0] <= east) & (xy[:, 1] >= south) & (xy[:, 1] <= north)
    )
    if len(seen) == 0:
        return
    px = xy[seen, 0] * matrix.m11() + matrix.dx()
    py = xy[seen, 1] * matrix.m22() + matrix.dy()
    classes = np.zeros(len(seen), dtype=np.int64)
    if name == "households":
        classes = np.searchsorted(_STEPS, dots.count[seen], side="right") - 1
    far = is_far(name, denominator)
    painter.save()
    painter.resetTransform()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    for step in np.unique(classes):
        here = classes == step
        draw_stamps(painter, _stamp(name, int(step), scene.surface, far), px[here], py[here])
    painter.restore()


def draw_stamps(painter: QPainter, stamp: QPixmap, px: Floats, py: Floats) -> None:
    """Put a picture, painted :data:`OVER` times as large, on places of the window."""
    source = QRectF(stamp.rect())
    # The stubs ask for an array; the binding takes a list.
    painter.drawPixmapFragments(
        [  # type: ignore[arg-type]
            QPainter.PixmapFragment.create(QPointF(x, y), source, 1 / OVER, 1 / OVER)
            for x, y in zip(px.tolist(), py.tolist(), strict=True)
        ],
        stamp,
    )


@lru_cache(maxsize=64)
def _stamp(name: str, step: int, surface: style.Surface, far: bool = False) -> QPixmap:
    if far:
        radius, colour = FAR_PX[name], surface.text
        if name == "households":
            radius, colour = radius + FAR_STEP_PX * step, surface.accent
        return _painted(radius, lambda p, r: _disc(p, r, colour))
    if name == "households":
        radius = 2.4 + 1.3 * step
        return _painted(radius, lambda p, r: _ring(p, r, surface))
    if name == "entrances":
        return _painted(1.9, lambda p, r: _square(p, r, surface))
    return _painted(4.5, lambda p, r: _diamond(p, r, surface))


def _painted(radius_px: float, draw: Callable[[QPainter, float], None]) -> QPixmap:
    size = int(np.ceil(radius_px + 1.5)) * 2 * OVER
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(size / 2, size / 2)
    draw(painter, radius_px * OVER)
    painter.end()
    return pixmap


def _ring(painter: QPainter, radius: float, surface: style.Surface) -> None:
    fill = QColor(surface.accent)
    fill.setAlphaF(0.16)
    edge = QColor(surface.accent)
    edge.setAlphaF(0.7)
    painter.setBrush(fill)
    painter.setPen(QPen(edge, 0.9 * OVER))
    painter.drawEllipse(QPointF(0, 0), radius, radius)


def _disc(painter: QPainter, radius: float, colour: str) -> None:
    painter.setBrush(QColor(colour))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawEllipse(QPointF(0, 0), radius, radius)


def _square(painter: QPainter, radius: float, surface: style.Surface) -> None:
    painter.setBrush(QColor(style.mix(surface.text, surface.ground, 0.2)))
    painter.setPen(QPen(QColor(surface.halo), 0.8 * OVER))
    painter.drawRect(QRectF(-radius, -radius, 2 * radius, 2 * radius))


def _diamond(painter: QPainter, radius: float, surface: style.Surface) -> None:
    painter.rotate(45)
    painter.setBrush(QColor(surface.halo))
    painter.setPen(QPen(QColor(surface.text), 1.4 * OVER))
    side = radius * 0.75
    painter.drawRect(QRectF(-side, -side, 2 * side, 2 * side))
