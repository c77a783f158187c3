"""The search box of the toolbar: says what it finds in as many words as fit."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, QObject, QRect
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QAbstractItemView, QCompleter, QLineEdit, QWidget

from ui.language import Words, mark, tr
from ui.qt import held

LONG, SHORT = mark("查找网格、楼栋、地址、人员"), mark("查找（Ctrl+F）")
#: What the frame and the inner margins of the box take, px.
FRAME_PX = 22
#: The list is at least so wide, px: a code with a name, or an address.
LIST_PX = 420


class SearchBox(QLineEdit):
    """A line for what is sought, with a list below it that is wider than the line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._list: QAbstractItemView | None = None
        self.setClearButtonEnabled(True)
        self.setMinimumWidth(120)
        self.setMaximumWidth(240)
        words = Words(self)
        words(self.setAccessibleName, mark("查找"))
        words(self.setToolTip, LONG)
        words.also(self._say)
        self._say()

    def _say(self) -> None:
        """Hint at what is found; half a hint would be none."""
        wide = self.fontMetrics().horizontalAdvance(tr(LONG)) + FRAME_PX
        self.setPlaceholderText(tr(LONG if wide <= self.width() else SHORT))

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Say as much as there is room for."""
        super().resizeEvent(event)
        self._say()

    def offer(self, completer: QCompleter) -> None:
        """Offer what fits while somebody types."""
        self.setCompleter(completer)
        self._list = held(completer.popup())
        self._list.setObjectName("offers")
        self._list.installEventFilter(self)

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """Keep the list wide and its right edge at that of the box: Qt makes it as wide as that."""
        shown = event is not None and event.type() in (QEvent.Type.Show, QEvent.Type.Resize)
        if shown and self._list is not None and watched is self._list:
            now, screen = self._list.geometry(), held(self.screen()).geometry()
            width = max(self.width(), min(LIST_PX, screen.width()))
            right = self.mapToGlobal(self.rect().topRight()).x()
            wanted = QRect(max(right + 1 - width, screen.left()), now.y(), width, now.height())
            if now != wanted:
                self._list.setGeometry(wanted)
        return super().eventFilter(watched, event)
