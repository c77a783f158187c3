"""What an empty panel shows: what to do next, with the button that does it."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import QEvent, QSize, Qt
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from ui.icons import icon
from ui.language import Words
from ui.qt import tight

PICTURE_PX, GAP_PX = 32, 8


class Hint(QWidget):
    """An icon, a sentence, and a button.

    Parameters
    ----------
    symbol : str
        Icon.
    source : str
        The sentence, as :func:`ui.language.mark` has it.
    button : str
        Text of the button; ``""`` for none.
    action : callable
        What the button does.
    """

    def __init__(
        self,
        symbol: str,
        source: str,
        button: str = "",
        action: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._symbol = symbol
        words = Words(self)
        layout = QVBoxLayout(self)
        tight(layout, 16, GAP_PX)
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.label = QLabel()
        self.label.setObjectName("muted")
        self.label.setWordWrap(True)
        self.label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words(self.label.setText, source)
        layout.addStretch(1)
        layout.addWidget(self._picture)
        layout.addWidget(self.label)
        self.button = QPushButton()
        if button:
            words(self.button.setText, button)
            layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignCenter)
        if action is not None:
            self.button.clicked.connect(lambda _on: action())
        layout.addStretch(2)
        self._draw()

    def minimumSizeHint(self) -> QSize:
        """Ask for sentence and button alone: on a low screen the picture gives way."""
        size = super().minimumSizeHint()
        if not self._picture.isHidden():
            size.setHeight(size.height() - PICTURE_PX - GAP_PX)
        return size

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Show the picture where there is room for it."""
        super().resizeEvent(event)
        room = self.height() - self.minimumSizeHint().height()
        self._picture.setHidden(room < PICTURE_PX + GAP_PX)

    def changeEvent(self, event: QEvent | None) -> None:
        """Draw the icon in the colours of a new palette."""
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def _draw(self) -> None:
        self._picture.setPixmap(icon(self._symbol).pixmap(QSize(PICTURE_PX, PICTURE_PX)))
