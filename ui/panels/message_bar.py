"""The one place for messages: a quiet strip over the map, never a modal box."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from PyQt6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer
from PyQt6.QtGui import QHideEvent
from PyQt6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui.icons import icon
from ui.language import Words, tr
from ui.qt import held, tight

Severity = Literal["info", "warning", "error"]
SYMBOLS = {"info": "info", "warning": "warning", "error": "warning-octagon"}
#: A message that asks for nothing goes after this time.
STAY_MS = 8_000
#: More lines than this are behind a button.
LINES = 4


class MessageBar(QFrame):
    """A message with at most two buttons; lies over its parent, at the top.

    While the widget ``over`` is in sight it lies at the top of that one, so that it covers
    none of the bars above; below ``beside``, where it would cover that.
    """

    def __init__(
        self, parent: QWidget, over: QWidget | None = None, beside: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._over = over
        self._beside = beside
        self.setObjectName("message")
        self.severity: Severity = "info"
        self._action: Callable[[], object] | None = None
        self._otherwise: Callable[[], object] | None = None
        self._lines: tuple[str, ...] = ()
        words = Words(self)
        self._picture = QLabel()
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.more = QPushButton()
        words(self.more.setText, "详情")
        self.button = QPushButton()
        self.other = QPushButton()
        self._close = QToolButton()
        words(self._close.setToolTip, "关闭")
        self.details = QPlainTextEdit()
        self.details.setReadOnly(True)
        self.details.setMaximumHeight(180)
        self.details.hide()
        line = QHBoxLayout()
        tight(line, 0, 8)
        line.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.text, 1)
        line.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.other, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        tight(layout, 12, 8)
        layout.addLayout(line)
        layout.addWidget(self.details)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.more.clicked.connect(self._show_details)
        self.button.clicked.connect(self._act)
        self.other.clicked.connect(self._do_otherwise)
        self._close.clicked.connect(self.hide)
        parent.installEventFilter(self)
        for widget in (over, beside):
            if widget is not None:
                widget.installEventFilter(self)
        self.hide()

    def tell(
        self,
        lines: Sequence[str] | str,
        severity: Severity = "info",
        button: str = "",
        action: Callable[[], object] | None = None,
        other: str = "",
        otherwise: Callable[[], object] | None = None,
    ) -> None:
        """Show a message.

        Parameters
        ----------
        lines : sequence of str
            Sentences; what to do comes last.
        severity : {"info", "warning", "error"}
            Only ``"info"`` goes away by itself.
        button, action
            One thing that can be done about it.
        other, otherwise
            The other answer, where the message is a question.
        """
        self._lines = (lines,) if isinstance(lines, str) else tuple(lines)
        self.severity = severity
        self._action, self._otherwise = action, otherwise
        shown = list(self._lines[:LINES])
        if len(self._lines) > LINES:
            shown.append(tr("……共 {count} 条。", count=len(self._lines)))
        self.text.setText("\n".join(shown))
        self.more.setVisible(len(self._lines) > LINES)
        self.details.hide()
        self.button.setText(button)
        self.button.setVisible(bool(button) and action is not None)
        self.other.setText(other)
        self.other.setVisible(bool(other) and otherwise is not None)
        self._picture.setPixmap(icon(SYMBOLS[severity]).pixmap(QSize(20, 20)))
        self._close.setIcon(icon("x"))
        self.setProperty("severity", severity)
        held(self.style()).unpolish(self)
        held(self.style()).polish(self)
        self._timer.stop()
        if severity == "info":
            self._timer.start(STAY_MS)
        self.show()
        self._place()
        self.raise_()

    def withdraw(self, action: Callable[[], object]) -> None:
        """Take away a message that offers to do something which would now do something else."""
        if self.isVisible() and self._action == action:
            self.hide()

    def message(self) -> str:
        """Give the message that is shown; empty where none is."""
        return "\n".join(self._lines) if self.isVisible() else ""

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """Keep the place when the parent, or what lies below, changes size or place."""
        moved = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide)
        if event is not None and event.type() in moved and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent | None) -> None:
        """Let no timer run for a message that nobody sees."""
        self._timer.stop()
        super().hideEvent(event)

    def _place(self) -> None:
        room = held(self.parentWidget()).size()
        width = min(640, room.width() - 32)
        height = self.heightForWidth(width)
        self.resize(width, max(height, self.sizeHint().height() if self.details.isVisible() else 0))
        top = 0
        if self._over is not None and self._over.isVisible():
            top = self._over.mapTo(self.parentWidget(), QPoint()).y()
        place = QRect((room.width() - width) // 2, top + 12, width, self.height())
        if self._beside is not None and self._beside.isVisible():
            corner = self._beside.mapTo(held(self.parentWidget()), QPoint())
            covered = QRect(corner, self._beside.size())
            if covered.intersects(place):
                place.moveTop(covered.bottom() + 1 + 8)
        self.move(place.topLeft())

    def _show_details(self) -> None:
        self.details.setPlainText("\n".join(self._lines))
        self.details.show()
        self.more.hide()
        self._timer.stop()
        self._place()

    def _do_otherwise(self) -> None:
        otherwise = self._otherwise
        self.hide()
        if otherwise is not None:
            otherwise()

    def _act(self) -> None:
        action = self._action
        self.hide()
        if action is not None:
            action()
