"""The curve of households moved against deviation, with its points to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PyQt6.QtCore import QPointF, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PyQt6.QtWidgets import QSizePolicy, QWidget

from ui import figures
from ui.language import tr
from ui.theme import colours, is_dark

LEFT_PX, RIGHT_PX, TOP_PX, BOTTOM_PX = 46, 14, 22, 20
POINT_PX, REACH_PX = 5.0, 18.0


@dataclass(frozen=True)
class Point:
    """One point: households, deviation as a fraction, and whether new grids are opened."""

    households: int
    deviation: float
    opened: int


class TradeChart(QWidget):
    """Points over households (x) and highest deviation (y); click or arrow keys choose."""

    chosen = pyqtSignal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.points: tuple[Point, ...] = ()
        self.before = 0.0
        self.current = -1
        self.setMinimumHeight(110)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    def sizeHint(self) -> QSize:
        """Ask for room for the axes and a few points."""
        return QSize(300, 150)

    def show_points(self, points: Sequence[Point], before: float) -> None:
        """Show points; `before` is today's highest deviation."""
        self.points, self.before, self.current = tuple(points), before, -1
        self.update()

    def choose(self, place: int) -> None:
        """Choose a point."""
        if 0 <= place < len(self.points) and place != self.current:
            self.current = place
            self.update()
            self.chosen.emit(place)

    # Places ------------------------------------------------------------------------

    def _box(self) -> QRectF:
        return QRectF(self.rect()).adjusted(LEFT_PX, TOP_PX, -RIGHT_PX, -BOTTOM_PX)

    def _most(self) -> tuple[float, float]:
        households = max([1, *(point.households for point in self.points)])
        deviation = max([0.01, self.before, *(point.deviation for point in self.points)])
        return 1.06 * households, 1.12 * deviation

    def spot(self, place: int) -> QPointF:
        """Give the pixel of a point."""
        point = self.points[place]
        return self._at(point.households, point.deviation)

    def _at(self, households: float, deviation: float) -> QPointF:
        box, (wide, high) = self._box(), self._most()
        return QPointF(
            box.left() + box.width() * households / wide,
            box.bottom() - box.height() * deviation / high,
        )

    def _near(self, at: QPointF) -> int:
        found, best = -1, REACH_PX
        for place in range(len(self.points)):
            gap = self.spot(place) - at
            far = (gap.x() ** 2 + gap.y() ** 2) ** 0.5
            if far < best:
                found, best = place, far
        return found

    # Events ------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        """Choose the point under the pointer."""
        if event is not None and event.button() == Qt.MouseButton.LeftButton:
            self.choose(self._near(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        """Say what the point under the pointer stands for."""
        place = self._near(event.position()) if event is not None else -1
        self.setToolTip(self.words(place) if place >= 0 else "")
        shape = Qt.CursorShape.PointingHandCursor if place >= 0 else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """Go from point to point."""
        if event is None or not self.points:
            return
        last = len(self.points) - 1
        to = {
            Qt.Key.Key_Right: min(self.current + 1, last),
            Qt.Key.Key_Down: min(self.current + 1, last),
            Qt.Key.Key_Left: max(self.current - 1, 0),
            Qt.Key.Key_Up: max(self.current - 1, 0),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }.get(Qt.Key(event.key()))
        if to is None:
            super().keyPressEvent(event)
        else:
            self.choose(to)

    def focusInEvent(self, event: QFocusEvent | None) -> None:
        """Show that the keys go here."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent | None) -> None:
        """Show that the keys go elsewhere."""
        super().focusOutEvent(event)
        self.update()

    def words(self, place: int) -> str:
        """Say what a point stands for."""
        point = self.points[place]
        facts = {
            "households": figures.whole(point.households),
            "deviation": figures.percent(point.deviation),
        }
        if point.opened:
            return tr(
                "新开 {opened} 个网格，移动 {households} 户，最大偏差 {deviation}",
                opened=point.opened, **facts,
            )  # fmt: skip
        return tr("移动 {households} 户，最大偏差 {deviation}", **facts)

    # Painting ----------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent | None) -> None:
        """Draw axes, the line of today, the curves and their points."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shown = colours(dark=is_dark())
        text, muted = QColor(shown.text), QColor(shown.muted)
        line, accent = QColor(shown.panel_line), QColor(shown.accent)
        painter.fillRect(self.rect(), QColor(shown.panel))
        box = self._box()
        self._axes(painter, box, line, muted)
        today = self._at(0, self.before)
        painter.setPen(QPen(muted, 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(box.left(), today.y()), QPointF(box.right(), today.y()))
        # Above the marks of points that come to the same.
        room = QRectF(box.left(), today.y() - 22, box.width(), 14)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, right, tr("现状 {value}", value=figures.percent(self.before)))
        for opened in sorted({point.opened for point in self.points}):
            mine = [p for p in range(len(self.points)) if self.points[p].opened == opened]
            colour = accent if opened == 0 else text
            dash = Qt.PenStyle.SolidLine if opened == 0 else Qt.PenStyle.DotLine
            painter.setPen(QPen(colour, 1.4, dash))
            painter.drawPolyline(QPolygonF([self.spot(place) for place in mine]))
            for place in mine:
                self._point(painter, place, colour, QColor(shown.panel))
        if self.hasFocus():
            painter.setPen(QPen(accent, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))

    def _axes(self, painter: QPainter, box: QRectF, line: QColor, muted: QColor) -> None:
        wide, high = self._most()
        painter.setPen(QPen(line, 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.drawLine(box.topLeft(), box.bottomLeft())
        painter.setPen(muted)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for step in _ticks(high, 3):
            y = self._at(0, step).y()
            painter.drawText(QRectF(0, y - 8, LEFT_PX - 6, 16), right, figures.percent(step))
            painter.drawLine(QPointF(box.left() - 3, y), QPointF(box.left(), y))
        middle = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        for step in _ticks(wide, 4):
            x = self._at(step, 0).x()
            place = QRectF(x - 30, box.bottom() + 3, 60, 15)
            painter.drawText(place, middle, figures.whole(step))
        title = QRectF(box.left(), box.bottom() - 17, box.width(), 16)
        painter.drawText(title, right, tr("移动户数"))
        painter.drawText(QRectF(4, 2, 200, 16), Qt.AlignmentFlag.AlignLeft, tr("最大偏差"))

    def _point(self, painter: QPainter, place: int, colour: QColor, panel: QColor) -> None:
        chosen = place == self.current
        size = POINT_PX + (2.0 if chosen else 0.0)
        painter.setPen(QPen(colour, 1.6))
        painter.setBrush(colour if chosen else panel)
        at = self.spot(place)
        if self.points[place].opened:
            painter.drawRect(QRectF(at.x() - size, at.y() - size, 2 * size, 2 * size))
        else:
            painter.drawEllipse(at, size, size)


def _ticks(most: float, count: int) -> list[float]:
    """Give round steps up to a figure, about as many as asked for, from 0.

    >>> _ticks(0.4, 3), _ticks(1200.0, 4)
    ([0.0, 0.2, 0.4], [0.0, 500.0, 1000.0])
    """
    rough = most / count
    power: float = 10.0 ** len(str(int(rough))) / 10 if rough >= 1 else 1.0
    while power > rough:
        power /= 10
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    return [round(step * at, 6) for at in range(int(most / step + 1e-9) + 1)]
