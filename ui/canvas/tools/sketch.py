"""A line put down click by click: what drawing, splitting and measuring share."""

from __future__ import annotations

import shapely
from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from ui.canvas.snapping import Snap
from ui.canvas.tools.base import Host, Pointer, Tool

_FINISH = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_BACK = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
#: Clicks nearer to the last vertex than this are the same vertex (a double click's second).
SAME_PX = 3.0


class Sketch(Tool):
    """Vertices by click; Enter, double or right click ends; Backspace takes one back."""

    cursor = Qt.CursorShape.CrossCursor
    hint = ""
    more = ""
    closed = False

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.points: list[tuple[float, float]] = []
        self._snap: Snap | None = None

    @property
    def busy(self) -> bool:
        """Whether a vertex has been put down."""
        return bool(self.points)

    def press(self, pointer: Pointer) -> None:
        """Put down a vertex, or end with the right button."""
        if pointer.button == Qt.MouseButton.RightButton:
            if self.points:
                self.finish()
            return
        if pointer.button != Qt.MouseButton.LeftButton:
            return
        at = self.host.snap(pointer)
        if self.points and self._px_to_last(at) < SAME_PX:
            return
        if not self.accepts((at.x, at.y)):
            return
        self.points.append((at.x, at.y))
        self._snap = at
        self.tell_more()
        self.host.refresh()

    def move(self, pointer: Pointer) -> None:
        """Let the next vertex follow the pointer."""
        self._snap = self.host.snap(pointer)
        self.host.refresh()

    def double(self, pointer: Pointer) -> None:
        """End; the first of the two clicks has put down the last vertex."""
        if pointer.button == Qt.MouseButton.LeftButton and self.points:
            self.finish()

    def key(self, key: int) -> bool:
        """Take Enter, Backspace and Esc."""
        if key in _FINISH and self.points:
            self.finish()
            return True
        if key in _BACK and self.points:
            self.points.pop()
            self.tell_more()
            self.host.refresh()
            return True
        return super().key(key)

    def cancel(self) -> None:
        """Drop all vertices."""
        self.points = []
        self.host.tell(self.hint)
        self.host.refresh()

    def finish(self) -> None:
        """Make what was drawn into an edit."""

    def accepts(self, point: tuple[float, float]) -> bool:  # noqa: ARG002
        """Tell whether a vertex may be put there; says why not."""
        return True

    def tell_more(self) -> None:
        """Say what can be done next."""
        self.host.tell(self.more if self.points else self.hint)

    def crosses(self, point: tuple[float, float]) -> bool:
        """Tell whether the edge to a new vertex meets the line already drawn."""
        if len(self.points) < 2:
            return False
        edge = shapely.LineString([self.points[-1], point])
        drawn = shapely.LineString(self.points)
        meets = shapely.intersection(edge, drawn)
        return not bool(shapely.equals(meets, shapely.Point(self.points[-1])))

    def _px_to_last(self, at: Snap) -> float:
        camera = self.host.camera
        step = camera.to_screen(at.x, at.y) - camera.to_screen(*self.points[-1])
        return max(abs(step.x()), abs(step.y()))

    def paint(self, painter: QPainter) -> None:
        """Paint the line so far, the edge to come, the vertices and the snap marker."""
        surface = self.host.scene.surface
        accent = QColor(surface.accent)
        placed = [self.host.camera.to_screen(x, y) for x, y in self.points]
        ahead = list(placed)
        if self._snap is not None and placed:
            ahead.append(self.host.camera.to_screen(self._snap.x, self._snap.y))
        if self.closed and len(ahead) > 2:
            fill = QColor(accent)
            fill.setAlphaF(0.12)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QBrush(fill))
            painter.drawPolygon(QPolygonF(ahead))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in ((QColor(surface.halo), 5.0), (accent, 2.2)):
            painter.setPen(
                QPen(
                    colour,
                    width,
                    Qt.PenStyle.SolidLine,
                    Qt.PenCapStyle.RoundCap,
                    Qt.PenJoinStyle.RoundJoin,
                )
            )
            painter.drawPolyline(QPolygonF(placed))
        if len(ahead) > len(placed):
            line = QPen(accent, 1.6, Qt.PenStyle.DashLine)
            painter.setPen(line)
            painter.drawLine(ahead[-2], ahead[-1])
            if self.closed and len(ahead) > 2:
                line.setStyle(Qt.PenStyle.DotLine)
                painter.setPen(line)
                painter.drawLine(ahead[-1], ahead[0])
        painter.setPen(QPen(accent, 1.6))
        painter.setBrush(QColor(surface.halo))
        for point in placed:
            painter.drawEllipse(point, 3.6, 3.6)
        if self._snap is not None:
            paint_snap(
                painter,
                self.host.camera.to_screen(self._snap.x, self._snap.y),
                self._snap.kind,
                accent,
            )


def paint_snap(painter: QPainter, at: QPointF, kind: str, colour: QColor) -> None:
    """Paint the snap marker: a square on a vertex, a cross on an edge, nothing elsewhere."""
    if kind == "free":
        return
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, 2.0))
    x, y, r = at.x(), at.y(), 6.0
    if kind == "vertex":
        painter.drawRect(int(x - r), int(y - r), int(2 * r), int(2 * r))
    else:
        painter.drawLine(QPointF(x - r, y - r), QPointF(x + r, y + r))
        painter.drawLine(QPointF(x - r, y + r), QPointF(x + r, y - r))
