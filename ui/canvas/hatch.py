"""Hatches and padlocks: ground that nobody holds, grids that are locked."""

from __future__ import annotations

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QTransform

from gridplanner.edits.locks import FROZEN
from gridplanner.edits.recut import regions_of
from gridplanner.model import Plan
from layers.style import Surface
from ui.canvas.camera import Bounds
from ui.canvas.paths import path_of_shapes
from ui.canvas.scene import Scene

#: Size of a padlock in pixels.
LOCK_W, LOCK_H = 11.0, 13.0


def free_ground(scene: Scene) -> list[object]:
    """Give the pieces of ground that no leaf holds; none while there are no leaves at all."""
    plan, net = scene.plan, scene.net
    if plan is None or not net or not net.level(net.depth) or not len(plan.tables["boundary"]):
        return []
    # Asked in every frame: the regions' own table of grids is looked through each time.
    return plan.derived("map.free", _free, ("grids", "boundary", "scheme"))


def _free(plan: Plan) -> list[object]:
    regions = regions_of(plan)
    return list(regions.shapes[regions.count :])


def draw_hatches(scene: Scene, painter: QPainter, matrix: QTransform, view: Bounds) -> None:
    """Hatch unassigned ground and locked grids; frozen ones both ways."""
    surface, net = scene.surface, scene.net
    if not net:
        return
    paths: list[tuple[QPainterPath, Qt.BrushStyle, str, float]] = []
    free = free_ground(scene)
    if free:
        path = path_of_shapes(free, scene.origin)
        paths.append((path, Qt.BrushStyle.DiagCrossPattern, surface.muted, 0.55))
    for uid in net.locked:
        west, south, east, north = net.box(uid)
        if west > view[2] or east < view[0] or south > view[3] or north < view[1]:
            continue
        frozen = net.cells[uid].lock == FROZEN
        style = Qt.BrushStyle.DiagCrossPattern if frozen else Qt.BrushStyle.BDiagPattern
        paths.append((net.path(uid), style, surface.border, 0.34))
    if not paths:
        return
    painter.save()
    # In pixels of the window, as patterns are scaled with what they fill; they begin where
    # the map does, so that strips painted one after the other fit together.
    painter.resetTransform()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(Qt.PenStyle.NoPen)
    for path, style, colour, alpha in paths:
        shade = QColor(colour)
        shade.setAlphaF(alpha)
        painter.setBrush(QBrush(shade, style))
        painter.setBrushOrigin(QPointF(round(matrix.dx()) % 8, round(matrix.dy()) % 8))
        painter.drawPath(matrix.map(path))
    painter.restore()


def draw_padlock(painter: QPainter, left: float, middle: float, surface: Surface) -> None:
    """Draw a padlock from its left edge, centred on a height."""
    body = QRectF(left + 0.5, middle - 1.0, LOCK_W - 1, LOCK_H / 2 + 0.5)
    bow = QRectF(left + 2.5, middle - 6.0, LOCK_W - 5, 9.0)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    for colour, extra in ((surface.halo, 2.4), (surface.text, 0.0)):
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colour), 1.6 + extra))
        painter.drawArc(bow, 0, 180 * 16)
        painter.setPen(QPen(QColor(colour), extra) if extra else QPen(Qt.PenStyle.NoPen))
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(body, 1.5, 1.5)
    painter.restore()
