"""Doors by captain: coloured squares, vacant ones hollow and crossed; the doors of one captain."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QPainter, QPen, QPixmap, QTransform

from gridplanner.wording import Language
from layers import style
from layers.door_looks import COLOURS, COLOURS_DARK, IDLE, VACANT, door_looks
from ui.canvas.camera import Bounds, Camera
from ui.canvas.dots import OVER, draw_stamps
from ui.canvas.pens import pen
from ui.canvas.scene import DOORS_UP_TO, Scene
from ui.canvas.words import word

#: Half a door's side in pixels, far off and near, and the n of 1:n where it is largest.
_LEAST_PX, _MOST_PX, _NEAR = 2.0, 4.2, 2_000.0


def palette(mode: style.Mode) -> tuple[str, ...]:
    """Give the colours of captains on a light or a dark ground."""
    return COLOURS if mode == "light" else COLOURS_DARK


def half_px(denominator: float) -> float:
    """Give half the side of a door at a scale of 1:n; larger the nearer one is.

    >>> half_px(1_000.0), half_px(8_000.0)
    (4.2, 2.0)
    """
    wanted: float = _MOST_PX * (_NEAR / denominator) ** 0.6
    return round(min(max(wanted, _LEAST_PX), _MOST_PX) * 5) / 5


def draw_doors(
    scene: Scene, painter: QPainter, view: Bounds, matrix: QTransform, denominator: float
) -> None:
    """Draw the doors in sight, each in the colour of its captain."""
    assert scene.ground is not None
    assert scene.plan is not None
    dots = scene.ground.dots("entrances")
    west, south, east, north = view
    x, y = dots.xy.T
    seen = np.flatnonzero((x >= west) & (x <= east) & (y >= south) & (y <= north))
    looks = door_looks(scene.plan).colour[dots.row[seen]]
    px, py = x[seen] * matrix.m11() + matrix.dx(), y[seen] * matrix.m22() + matrix.dy()
    half = half_px(denominator)
    painter.save()
    painter.resetTransform()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    # Vacant doors come last: nothing hides them.
    for look in sorted(np.unique(looks).tolist(), key=lambda n: (n == VACANT, n)):
        here = looks == look
        draw_stamps(painter, _stamp(look, half, scene.mode), px[here], py[here])
    painter.restore()


@lru_cache(maxsize=256)
def _stamp(look: int, half: float, mode: style.Mode) -> QPixmap:
    size = int(np.ceil(half + 2.5)) * 2 * OVER
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(size / 2, size / 2)
    painter.scale(OVER, OVER)
    draw_door(painter, QPointF(0, 0), look, half, mode)
    painter.end()
    return pixmap


def draw_door(painter: QPainter, at: QPointF, look: int, half: float, mode: style.Mode) -> None:
    """Draw one door: full in a captain's colour, hollow with a cross, or small and grey."""
    surface = style.surface(mode)
    if look == IDLE:
        half *= 0.55
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(style.mix(surface.muted, surface.ground, 0.3)))
        painter.drawRect(QRectF(at.x() - half, at.y() - half, 2 * half, 2 * half))
        return
    box = QRectF(at.x() - half, at.y() - half, 2 * half, 2 * half)
    if look == VACANT:
        painter.setPen(QPen(QColor(surface.halo), 3.0))
        painter.setBrush(QColor(surface.halo))
        painter.drawRect(box)
        painter.setPen(QPen(QColor(surface.text), 1.2))
        painter.drawRect(box)
        painter.drawLine(box.topLeft(), box.bottomRight())
        painter.drawLine(box.bottomLeft(), box.topRight())
        return
    painter.setPen(QPen(QColor(surface.halo), 1.0))
    painter.setBrush(QColor(palette(mode)[look]))
    painter.drawRect(box)


def legend_rows(scene: Scene, denominator: float) -> list[style.LegendEntry]:
    """List what the legend says of doors by captain; how near to come where none are drawn."""
    if not scene.drawn("entrances", denominator):
        return [_row("doors_nearer", scene.surface.muted, value=f"{DOORS_UP_TO:,.0f}")]
    names = ["doors_captain", "doors_vacant", "doors_idle"]
    return [_row(name, scene.surface.text) for name in names]


def _row(key: str, colour: str, **facts: str) -> style.LegendEntry:
    languages: tuple[Language, Language] = ("zh", "en")
    zh, en = (word(f"word.{key}", language, **facts) for language in languages)
    return style.LegendEntry(key, colour, zh, en)


def draw_swatch(painter: QPainter, at: QPointF, key: str, mode: style.Mode) -> bool:
    """Draw the swatch of one of these rows from its left middle; whether it is one."""
    if key == "doors_captain":
        for number in range(3):
            place = at + QPointF(4 + 7.5 * number, 0)
            draw_door(painter, place, number, 3.2, mode)
    elif key == "doors_vacant":
        draw_door(painter, at + QPointF(11, 0), VACANT, 3.6, mode)
    elif key == "doors_idle":
        draw_door(painter, at + QPointF(11, 0), IDLE, 4.0, mode)
    else:
        return key == "doors_nearer"
    return True


def draw_lit(painter: QPainter, scene: Scene, camera: Camera) -> None:
    """Ring the doors of the captains that are chosen; finely where doors run into each other."""
    if not len(scene.lit_xy):
        return
    fine = 1.0 if camera.denominator <= DOORS_UP_TO else 0.45
    places = [camera.to_screen(x, y) for x, y in scene.lit_xy.tolist()]
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((scene.surface.halo, 5.0), (scene.surface.accent, 2.4)):
        painter.setPen(pen(colour, width * fine))
        for place in places:
            painter.drawEllipse(place, 7.5 * fine, 7.5 * fine)
