"""Draws a deviation as a bar to either side of the ideal line, with its figure."""

from __future__ import annotations

import math

from PyQt6.QtCore import QModelIndex, QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PyQt6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from layers.style import colour_of_deviation
from ui.figures import signed_percent
from ui.qt import VALUE, held
from ui.theme import is_dark

#: A bar of this deviation is full.
FULL = 0.4
FIGURE_PX = 46


def draw_bar(
    painter: QPainter, box: QRectF, deviation: float, line: QColor, fill: QColor | None = None
) -> None:
    """Draw the bar and the ideal line into a box; without a fill in the colours of the theme."""
    middle = box.center().x()
    reach = max(-1.0, min(1.0, deviation / FULL)) * box.width() / 2
    bar = QRectF(min(middle, middle + reach), box.top(), abs(reach), box.height())
    if fill is None:
        fill = QColor(colour_of_deviation(deviation, "dark" if is_dark() else "light"))
    painter.fillRect(bar, fill)
    if abs(reach) >= 1:
        painter.setPen(QColor(line.red(), line.green(), line.blue(), 90))
        painter.drawRect(bar.adjusted(0, 0, -1, -1))
    painter.setPen(line)
    top, bottom = int(box.top()) - 2, int(box.bottom()) + 2
    painter.drawLine(int(middle), top, int(middle), bottom)


class DeviationDelegate(QStyledItemDelegate):
    """For a column whose plain value is a deviation as a fraction."""

    def paint(
        self, painter: QPainter | None, option: QStyleOptionViewItem, index: QModelIndex
    ) -> None:
        """Draw the cell's background, the bar and the figure."""
        if painter is None:
            return
        self.initStyleOption(option, index)
        value = index.data(VALUE)
        option.text = ""
        view = option.widget
        style = held(view).style()
        if style is not None:
            style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, view)
        if value is None or not math.isfinite(float(value)):
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text
        text = option.palette.color(role)
        area = QRectF(option.rect).adjusted(4, 0, -4, 0)
        painter.save()
        room = area.width() - FIGURE_PX
        if room > 16:
            bar = QRectF(area.left(), area.center().y() - 4, room - 6, 9)
            # The theme's colours are made for the panel, not for the accent.
            draw_bar(painter, bar, float(value), text, text if chosen else None)
        painter.setPen(text)
        painter.setFont(option.font)
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, flags, signed_percent(float(value)))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        """Ask for room for bar and figure."""
        return super().sizeHint(option, index).expandedTo(QSize(96, 22))


class Bar(QWidget):
    """A deviation bar in a card."""

    def __init__(self, deviation: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._deviation = deviation
        self.setFixedHeight(18)
        self.setMinimumWidth(80)

    def paintEvent(self, _event: QPaintEvent | None) -> None:
        """Draw the bar."""
        painter = QPainter(self)
        box = QRectF(self.rect()).adjusted(0, 5, 0, -4)
        draw_bar(painter, box, self._deviation, self.palette().color(QPalette.ColorRole.Text))
        painter.end()
