"""The sharp picture of the ground: layers bottom up, in steps that can be spread in time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PyQt6.QtCore import QRectF, Qt
from PyQt6.QtGui import QBrush, QColor, QPainter, QPen, QTransform

from layers import style
from ui.canvas.borders import Borders
from ui.canvas.camera import Bounds, Camera
from ui.canvas.doors import draw_doors
from ui.canvas.dots import draw_dots, far_dots, is_far
from ui.canvas.hatch import draw_hatches, free_ground
from ui.canvas.pens import pen
from ui.canvas.pixels import Pixels, values
from ui.canvas.scene import Scene

#: Buildings get an outline up to this n of 1:n; farther out the lines would eat the houses.
OUTLINES_UP_TO = 14_000.0
#: Lanes are left out beyond this n of 1:n.
LANES_UP_TO = 40_000.0
_NO_PEN = QPen(Qt.PenStyle.NoPen)
AA = QPainter.RenderHint.Antialiasing


def dashed(colour: str, width_px: float, dashes: list[float], alpha: float = 1.0) -> QPen:
    """Make a dashed pen; dashes count in widths of the line."""
    made = pen(colour, width_px, alpha)
    made.setCapStyle(Qt.PenCapStyle.FlatCap)
    made.setDashPattern(dashes)
    return made


@lru_cache(maxsize=512)
def brush(colour: str, alpha: float = 1.0) -> QBrush:
    """Make a plain brush."""
    shade = QColor(colour)
    shade.setAlphaF(alpha)
    return QBrush(shade)


@dataclass(frozen=True)
class Frame:
    """One repaint: what of the ground it shows and how.

    Attributes
    ----------
    camera : Camera
    view : bounds
        Local bounds of what is repainted.
    matrix : QTransform
        From local coordinates to the window.
    pixels : Pixels or None
        The image to paint where compiled kernels can do it.
    """

    camera: Camera
    view: Bounds
    matrix: QTransform
    pixels: Pixels | None = None

    def strips(self) -> Iterator[str]:
        """Let kernels paint what they were asked for, before Qt's painter paints over it."""
        if self.pixels is not None:
            yield from self.pixels.strips()


def frame_of(scene: Scene, painter: QPainter, camera: Camera, clip: QRectF) -> Frame:
    """Prepare the repaint of a part of the window."""
    slack = 4.0  # outlines reach beyond their shape
    west, south, east, north = camera.ground_of(clip.adjusted(-slack, -slack, slack, slack))
    ox, oy = scene.origin
    matrix = camera.transform(scene.origin)
    pixels = Pixels.of(painter, matrix, clip, scene.buffers)
    return Frame(camera, (west - ox, south - oy, east - ox, north - oy), matrix, pixels)


def steps(scene: Scene, painter: QPainter, camera: Camera, clip: QRectF) -> Iterator[str]:
    """Paint the ground layer by layer; each step's name is given when it is done.

    Kernels gather what several layers ask for and paint it strip by strip.
    """
    painter.setClipRect(clip)
    painter.setRenderHint(AA, True)
    frame = frame_of(scene, painter, camera, clip)
    has_boundary = scene.plan is not None and len(scene.plan.tables["boundary"]) > 0
    surface = scene.surface
    painter.fillRect(clip, QColor(surface.outside if has_boundary else surface.ground))
    if scene.ground is None:
        return
    painter.setTransform(frame.matrix)
    if has_boundary:
        _fill("boundary", surface.ground, scene, painter, frame)
    n = camera.denominator
    for name in scene.layering.order:
        if name == "labels" or not scene.drawn(name, n):
            continue
        if _is_by_qt(name, scene, n):
            yield from frame.strips()
        painter.save()
        painter.setOpacity(scene.layering.opacity_of(name))
        _LAYERS[name](scene, painter, frame)
        painter.restore()
        yield name
    if scene.layering.drawn("grids", n):
        draw_borders(scene, painter, frame)
        yield "borders"
    yield from frame.strips()
    if scene.layering.drawn("grids", n) and scene.lines is None:
        draw_hatches(scene, painter, frame.matrix, frame.view)
        yield "hatches"


def _is_by_qt(name: str, scene: Scene, denominator: float) -> bool:
    """Tell whether Qt's painter paints something of a layer."""
    if name not in _BY_QT or (is_far(name, denominator) and scene.theme != "captain"):
        return False
    return name == "basemap" or (scene.plan is not None and len(scene.plan.tables[name]) > 0)


def _basemap(scene: Scene, painter: QPainter, frame: Frame) -> None:
    if scene.basemap is None:
        return
    ox, oy = scene.origin
    west, south, east, north = frame.view
    painter.setRenderHint(AA, False)
    bounds = (west + ox, south + oy, east + ox, north + oy)
    scene.basemap.paint(painter, frame.camera, bounds)


def _grids(scene: Scene, painter: QPainter, frame: Frame) -> None:
    net = scene.shown_net
    if not net:
        return
    colours = scene.fills()
    if frame.pixels is not None:
        uids, outlines = net.outlines(scene.level)
        shades = [colours.get(uid, style.NO_VALUE) for uid in uids]
        frame.pixels.patches(outlines, values(shades), painter.opacity())
        return
    # Antialiased neighbours let the ground shine through along their common edge.
    painter.setRenderHint(AA, False)
    painter.setPen(_NO_PEN)
    for uid in net.seen(scene.level, frame.view):
        painter.fillPath(net.path(uid), brush(colours.get(uid, style.NO_VALUE)))


def draw_borders(scene: Scene, painter: QPainter, frame: Frame) -> None:
    """Draw every border once, leaves first and the top level last.

    While a proposal is shown, what it would take away is faint and what it would bring is
    dashed in the accent colour.
    """
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if scene.lines is not None:
        _lines(scene, painter, frame, scene.lines.going, "faint")
        _lines(scene, painter, frame, scene.lines.staying, "plain")
        for _ in frame.strips():
            pass
        _lines(scene, painter, frame, scene.lines.coming, "dashed")
    elif scene.net:
        _lines(scene, painter, frame, scene.net.borders, "plain")


def _lines(scene: Scene, painter: QPainter, frame: Frame, borders: Borders, look: str) -> None:
    assert scene.plan is not None
    surface, depth = scene.surface, scene.plan.scheme.depth
    for level in range(min(scene.level, depth), 0, -1):
        width = style.level_width_px(level, depth)
        if look == "dashed":
            painter.setPen(dashed(surface.accent, width * 0.6 + 0.7, [4.0, 2.0]))
        else:
            # Opaque, as see-through lines are darker where they meet; and softer where
            # thin, as a hairline in full black looks coarser than it is.
            paler = 0.65 if look == "faint" else 0.25 if width < 1 else 0.08
            colour = style.mix(scene.border_colour, surface.ground, paler)
            if frame.pixels is not None:
                outlines = borders.outlines(level, frame.camera.m_per_px)
                frame.pixels.lines(outlines, width, colour)
                continue
            painter.setPen(pen(colour, width))
        for chain in borders.seen(level, frame.view, frame.camera.m_per_px):
            painter.drawPolyline(chain)


def _fill(name: str, colour: str, scene: Scene, p: QPainter, f: Frame) -> None:
    assert scene.ground is not None
    if f.pixels is not None:
        f.pixels.fill(scene.ground.outlines(name), colour, p.opacity())
        return
    p.setPen(_NO_PEN)
    p.setBrush(brush(colour))
    for path in scene.ground.batch(name).seen(f.view):
        p.drawPath(path)


def _mask(scene: Scene, painter: QPainter, frame: Frame) -> None:
    _fill("mask", scene.surface.mask, scene, painter, frame)


def _water(scene: Scene, painter: QPainter, frame: Frame) -> None:
    assert scene.ground is not None
    if frame.pixels is not None:
        outlines, colour = scene.ground.outlines("water"), scene.surface.water
        frame.pixels.fill(outlines, colour, painter.opacity())
        frame.pixels.lines(outlines, 1.0, colour, painter.opacity())
        return
    painter.setPen(pen(scene.surface.water, 1.0))
    painter.setBrush(brush(scene.surface.water))
    for path in scene.ground.batch("water").seen(frame.view):
        painter.drawPath(path)


def _outline(name: str, line: QPen, scene: Scene, painter: QPainter, frame: Frame) -> None:
    assert scene.ground is not None
    if frame.pixels is not None and line.style() == Qt.PenStyle.SolidLine:
        alpha = line.color().alphaF() * painter.opacity()
        outlines = scene.ground.outlines(name)
        frame.pixels.lines(outlines, line.widthF(), line.color().name(), alpha)
        return
    paths = scene.ground.batch(name).seen(frame.view)
    if not paths:
        return
    painter.setPen(line)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for path in paths:
        painter.drawPath(path)


def _areas(scene: Scene, painter: QPainter, frame: Frame) -> None:
    line = dashed(scene.surface.muted, 2.0, [5.0, 3.0])
    _outline("areas", line, scene, painter, frame)


def _units(scene: Scene, painter: QPainter, frame: Frame) -> None:
    _outline("units", pen(scene.surface.muted, 0.6, 0.6), scene, painter, frame)


def _compounds(scene: Scene, painter: QPainter, frame: Frame) -> None:
    line = dashed(scene.surface.muted, 1.0, [4.0, 3.0], 0.8)
    _outline("compounds", line, scene, painter, frame)


def _boundary(scene: Scene, painter: QPainter, frame: Frame) -> None:
    wide = style.level_width_px(1, 3)
    if scene.net and not free_ground(scene):
        return  # the top grids' outer border is the boundary; two lines would thicken it
    _outline("boundary", pen(scene.border_colour, wide, 0.9), scene, painter, frame)


def _streets(scene: Scene, painter: QPainter, frame: Frame) -> None:
    assert scene.ground is not None
    m_per_px, n = frame.camera.m_per_px, frame.camera.denominator
    streets, surface = scene.ground.streets(m_per_px), scene.surface
    least_m = 6.0 if n > LANES_UP_TO else 0.0
    # All casings first: crossings then look like crossings, not like stacked sticks.
    looks = ((surface.street_case, 1.6), (surface.street, 0.0))
    if frame.pixels is not None:
        width_m, outlines = streets.outlines
        kinds, kind = np.unique(width_m, return_inverse=True)
        each = np.array([street_width_px(w, m_per_px) for w in kinds.tolist()])
        width = np.where(width_m >= least_m, each[kind], 0.0) if len(kind) else width_m
        for colour, more in looks:
            wide = np.where((width > 0) & (width >= more), width + more, 0.0)
            frame.pixels.lines(outlines, wide, colour, painter.opacity())
        return
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, more in looks:
        for metres, batch in streets.batches:
            width_px = street_width_px(metres, m_per_px)
            if metres < least_m or width_px < more:
                continue
            painter.setPen(pen(colour, width_px + more))
            for path in batch.seen(frame.view):
                painter.drawPath(path)


def street_width_px(width_m: float, m_per_px: float) -> float:
    """Give the width in which a street is drawn: a little less than it has, at least a line.

    >>> street_width_px(16.0, 1.0), street_width_px(16.0, 10.0), street_width_px(4.0, 10.0)
    (12.8, 2.4, 1.0)
    """
    least = 2.4 if width_m >= 14 else 1.7 if width_m >= 8 else 1.0
    return max(width_m / m_per_px * 0.8, least)


def _buildings(scene: Scene, painter: QPainter, frame: Frame) -> None:
    assert scene.ground is not None
    surface = scene.surface
    outlined = frame.camera.denominator <= OUTLINES_UP_TO
    colour = surface.building if outlined else surface.building_line
    if frame.pixels is not None:
        houses = scene.ground.outlines("buildings")
        frame.pixels.fill(houses, colour, painter.opacity())
        if outlined:
            frame.pixels.lines(houses, 0.7, surface.building_line, painter.opacity())
        return
    painter.setPen(pen(surface.building_line, 0.7) if outlined else _NO_PEN)
    painter.setBrush(brush(colour))
    for path in scene.ground.batch("buildings").seen(frame.view):
        painter.drawPath(path)


def _dots(name: str, scene: Scene, painter: QPainter, frame: Frame) -> None:
    n = frame.camera.denominator
    if frame.pixels is not None and is_far(name, n):
        xy, radius, colour = far_dots(scene, name)
        frame.pixels.dots(xy, radius, colour, painter.opacity())
    else:
        draw_dots(scene, painter, frame.view, frame.matrix, name, n)


def _households(scene: Scene, painter: QPainter, frame: Frame) -> None:
    _dots("households", scene, painter, frame)


def _entrances(scene: Scene, painter: QPainter, frame: Frame) -> None:
    if scene.theme == "captain":
        draw_doors(scene, painter, frame.view, frame.matrix, frame.camera.denominator)
    else:
        _dots("entrances", scene, painter, frame)


def _places(scene: Scene, painter: QPainter, frame: Frame) -> None:
    draw_dots(scene, painter, frame.view, frame.matrix, "places")


#: Layers that Qt's painter paints in any case: dashes, stamps, pictures.
_BY_QT = frozenset({"basemap", "areas", "compounds", "households", "entrances", "places"})
_LAYERS = {
    "basemap": _basemap,
    "grids": _grids,
    "mask": _mask,
    "water": _water,
    "areas": _areas,
    "compounds": _compounds,
    "streets": _streets,
    "buildings": _buildings,
    "units": _units,
    "households": _households,
    "entrances": _entrances,
    "places": _places,
    "boundary": _boundary,
}
