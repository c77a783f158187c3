"""Doors and service points as marks made of lines, where the scale leaves room for them."""

from __future__ import annotations

from PyQt6.QtCore import QPointF, QRectF
from PyQt6.QtGui import QColor, QPainter, QPen, QPolygonF

from layers import style
from ui.canvas.camera import Camera
from ui.canvas.layering import UP_TO
from ui.sheet.scene import PrintScene

_DOOR_PX, _PLACE_PX = 1.7, 4.0


def draw_marks(scene: PrintScene, painter: QPainter, camera: Camera) -> None:
    """Draw the doors as small squares and the service points as diamonds."""
    assert scene.ground is not None
    surface = scene.surface
    n = camera.denominator
    if n <= UP_TO["entrances"]:
        painter.setPen(QPen(QColor(surface.halo), 0.6))
        painter.setBrush(QColor(style.mix(surface.text, surface.ground, 0.2)))
        for at in _seen(scene, "entrances", camera):
            painter.drawRect(
                QRectF(at.x() - _DOOR_PX, at.y() - _DOOR_PX, 2 * _DOOR_PX, 2 * _DOOR_PX)
            )
    if n <= UP_TO["places"]:
        painter.setPen(QPen(QColor(surface.text), 1.0))
        painter.setBrush(QColor(surface.halo))
        for at in _seen(scene, "places", camera):
            painter.drawPolygon(
                QPolygonF(
                    [
                        at + QPointF(0, -_PLACE_PX),
                        at + QPointF(_PLACE_PX, 0),
                        at + QPointF(0, _PLACE_PX),
                        at + QPointF(-_PLACE_PX, 0),
                    ]
                )
            )


def _seen(scene: PrintScene, name: str, camera: Camera) -> list[QPointF]:
    assert scene.ground is not None
    ox, oy = scene.origin
    west, south, east, north = camera.bounds
    return [
        camera.to_screen(x + ox, y + oy)
        for x, y in scene.ground.dots(name).xy.tolist()
        if west <= x + ox <= east and south <= y + oy <= north
    ]
