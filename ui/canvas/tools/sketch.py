"""A line put down click by click: what drawing, splitting and measuring share."""

from __future__ import annotations

import math

import shapely
from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from ui.canvas.snapping import Snap
from ui.canvas.tools.base import NO_KEYS, Host, Pointer, Tool
from ui.canvas.tracing import Place

_FINISH = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_BACK = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
#: Figures begin the length of the next leg.
_DIGITS = {getattr(Qt.Key, f"Key_{n}").value: str(n) for n in range(10)} | {
    Qt.Key.Key_Period.value: "."
}
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
        #: Vertices to come where the pointer is now.
        self._ahead: list[Place] = []

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
        self._put(at, self._leg(at, pointer))

    def _put(self, at: Snap, leg: list[Place]) -> bool:
        """Put down the vertices of a leg; all or none of them."""
        before = len(self.points)
        for place in leg:
            if not self.accepts(place):
                del self.points[before:]
                return False
            self.points.append(place)
        self._snap, self._ahead = at, []
        self.tell_more()
        self.host.refresh()
        return True

    def _leg(self, at: Snap, pointer: Pointer) -> list[Place]:
        """Give the vertices that a click would put down: one, or a traced way's."""
        end = (at.x, at.y)
        if not self.points or at.kind == "free":
            return [end]
        longer = pointer.has(Qt.KeyboardModifier.ControlModifier)
        way = self.host.trace(self.points[-1], end, longer=longer)
        return way[1:] if way is not None and len(way) > 1 else [end]

    def move(self, pointer: Pointer) -> None:
        """Let the next vertex follow the pointer."""
        self._snap = self.host.snap(pointer)
        self._ahead = self._leg(self._snap, pointer)
        self.host.refresh()

    def double(self, pointer: Pointer) -> None:
        """End; the first of the two clicks has put down the last vertex."""
        if pointer.button == Qt.MouseButton.LeftButton and self.points:
            self.finish()

    def wants(self, key: int) -> bool:
        """Keep the keys of drawing from the commands while a line is being drawn."""
        return self.busy and (key in _FINISH or key in _BACK or key in _DIGITS)

    def key(self, key: int, modifiers: Qt.KeyboardModifier = NO_KEYS) -> bool:
        """Take Enter, Backspace, Esc, and figures as the length of the next leg."""
        if key in _FINISH and self.points:
            self.finish()
            return True
        if key in _BACK and self.points:
            self.points.pop()
            self._ahead = []
            self.tell_more()
            self.host.refresh()
            return True
        if key in _DIGITS and self.points:
            self.host.ask_length(_DIGITS[key], self._typed)
            return True
        return super().key(key, modifiers)

    def _typed(self, length_m: float | None, bearing_deg: float | None) -> None:
        """Put down a vertex by length and bearing; what was not typed goes by the pointer."""
        if not self.points:
            return
        x, y = self.points[-1]
        east, north = (self._snap.x - x, self._snap.y - y) if self._snap else (0.0, 0.0)
        length = math.hypot(east, north) if length_m is None else length_m
        turn = math.atan2(east, north) if bearing_deg is None else math.radians(bearing_deg)
        if length <= 0:
            self.host.tell("canvas.length_zero")
            return
        place = (x + length * math.sin(turn), y + length * math.cos(turn))
        self._put(Snap(*place), [place])

    def cancel(self) -> None:
        """Drop all vertices."""
        self.points, self._ahead = [], []
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

    def line_ahead(self) -> shapely.LineString | None:
        """Give the line with the leg to come; ``None`` where there is none yet."""
        ahead = self._ahead or ([(self._snap.x, self._snap.y)] if self._snap else [])
        points = [*self.points, *(ahead if self.points else [])]
        if len(points) > 1 and points[-1] == points[-2]:
            points.pop()
        return shapely.LineString(points) if len(points) > 1 else None

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
            leg = self._ahead or [(self._snap.x, self._snap.y)]
            ahead += [self.host.camera.to_screen(x, y) for x, y in leg]
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
            painter.drawPolyline(QPolygonF(ahead[len(placed) - 1 :]))
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
    """Paint the marker: a square on a vertex, an hourglass on an edge, a cross on a crossing."""
    if kind == "free":
        return
    painter.setBrush(Qt.BrushStyle.NoBrush)
    x, y, r = at.x(), at.y(), 6.0
    for shade, width in ((QColor("#FFFFFF"), 4.0), (colour, 2.0)):
        painter.setPen(QPen(shade, width))
        if kind == "vertex":
            painter.drawRect(QRectF(x - r, y - r, 2 * r, 2 * r))
        elif kind == "edge":
            corners = ((-r, -r), (r, -r), (-r, r), (r, r))
            painter.drawPolygon(QPolygonF([QPointF(x + dx, y + dy) for dx, dy in corners]))
        else:
            painter.drawLine(QPointF(x - r, y - r), QPointF(x + r, y + r))
            painter.drawLine(QPointF(x - r, y + r), QPointF(x + r, y - r))
