"""A map on a page: the window's own painting, clipped to a frame, with labels as letters."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import QPointF, QRect, QRectF, Qt
from PyQt6.QtGui import QColor, QPainter, QPainterPath, QPen, QTransform

from layers import style
from ui.canvas.camera import Bounds, Camera
from ui.canvas.gridnet import GridNet
from ui.canvas.labels import Labels
from ui.canvas.render import steps
from ui.sheet.frame import Box, MapFrame, centre_of
from ui.sheet.graticule import draw_crosses, draw_ticks
from ui.sheet.ink import Ink
from ui.sheet.lettering import Lettering
from ui.sheet.marks import draw_marks
from ui.sheet.paper import MM_PER_INCH
from ui.sheet.scene import PrintScene

#: Room around a frame for the figures of the coordinates, in mm.
GUTTER_MM = 5.0
_VEIL = 0.62


def draw_map(
    ink: Ink,
    scene: PrintScene,
    frame: MapFrame,
    density: float,
    covered: Sequence[Box] = (),
) -> Camera:
    """Draw a map with its frame and coordinates.

    Parameters
    ----------
    covered : sequence of boxes
        What will be drawn over the map, in mm of the page; no label goes there.

    Returns
    -------
    Camera
        As the map was drawn, for the legend.
    """
    painter = ink.painter
    camera = frame.camera(density)
    box = ink.rect(frame.x, frame.y, frame.width, frame.height)
    window = QRectF(0, 0, camera.width, camera.height)
    painter.save()
    # The canvas sets its transforms whole: a viewport moves them onto the page.
    painter.setWindow(QRect(0, 0, camera.width, camera.height))
    painter.setViewport(
        QRect(round(box.left()), round(box.top()), round(box.width()), round(box.height()))
    )
    for _ in steps(scene, painter, camera, window):
        pass
    painter.setWorldTransform(QTransform())
    painter.setOpacity(1.0)
    if scene.ground is not None:
        draw_marks(scene, painter, camera)
    net = scene.net
    focus = [uid for uid in frame.focus if net is not None and uid in net.cells]
    if net is not None and focus:
        _veil(painter, net, focus, camera, window)
    painter.setViewTransformEnabled(False)
    draw_crosses(ink, frame)
    painter.setViewTransformEnabled(True)
    lettering = Lettering()
    k = density / MM_PER_INCH
    boxes = [QRectF((x - frame.x) * k, (y - frame.y) * k, w * k, h * k) for x, y, w, h in covered]
    labels = Labels(lettering, corners=False, covered=boxes)
    for _ in labels.steps(scene, painter, camera, 1.0):
        pass
    painter.setOpacity(1.0)
    ink.texts += lettering.said
    painter.restore()
    painter.setClipping(False)
    draw_ticks(ink, frame)
    ink.box(frame.x, frame.y, frame.width, frame.height, line=ink.surface.text, line_mm=0.35)
    return camera


def _veil(
    painter: QPainter, net: GridNet, focus: Sequence[int], camera: Camera, window: QRectF
) -> None:
    """Fade what the sheet is not about, and draw the edge of what it is about."""
    matrix = camera.transform(net.origin)
    inside = QPainterPath()
    for uid in focus:
        inside.addPath(matrix.map(net.path(uid)))
    outside = QPainterPath()
    outside.addRect(window)
    veil = QColor("#FFFFFF")
    veil.setAlphaF(_VEIL)
    painter.fillPath(outside.subtracted(inside), veil)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    edge = QPen(QColor(style.MAGENTA), 2.6)
    edge.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(edge)
    painter.drawPath(inside)


def draw_key_map(ink: Ink, net: GridNet, box: Box, bounds: Bounds, here: int) -> None:
    """Draw a small map of the top grids that shows where the sheet's grid lies.

    Parameters
    ----------
    box : Box
    bounds : bounds
        Of the whole plan, in map coordinates.
    here : int
        Uid of the grid to be marked.
    """
    x, y, width, height = box
    ink.box(x, y, width, height, line=ink.surface.panel_line, fill="#FFFFFF")
    west, south, east, north = bounds
    k = ink.px_per_mm
    m_per_px = max((east - west) / ((width - 3) * k), (north - south) / ((height - 3) * k))
    centre = centre_of(bounds)
    painter = ink.painter
    ox, oy = net.origin
    matrix = QTransform(
        1 / m_per_px, 0, 0, -1 / m_per_px,
        (x + width / 2) * k + (ox - centre[0]) / m_per_px,
        (y + height / 2) * k - (oy - centre[1]) / m_per_px,
    )  # fmt: skip
    painter.save()
    painter.setPen(QPen(QColor(ink.surface.muted), 0.15 * k))
    painter.setBrush(QColor(ink.surface.ground))
    for uid in net.level(1):
        painter.drawPath(matrix.map(net.path(uid)))
    if here in net.cells:
        painter.setBrush(QColor(style.MAGENTA))
        painter.setPen(QPen(QColor(style.MAGENTA), 0.3 * k))
        path = matrix.map(net.path(here))
        painter.drawPath(path)
        if path.boundingRect().width() < 2 * k:
            # Too small to be seen: a ring says where to look.
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(path.boundingRect().center()), 2.2 * k, 2.2 * k)
    painter.restore()
