"""A label that is cut where there is no room for it, and says the whole in its tip."""

from __future__ import annotations

import math

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtGui import QFontMetricsF, QResizeEvent
from PyQt6.QtWidgets import QLabel, QWidget

#: What the stylesheet puts around the text of a status bar's labels, px.
PADDING_PX = 20
LEAST_PX = 60


class Shortened(QLabel):
    """Asks for the room of its whole text and insists on little: no window grows by a hint."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = ""

    def setText(self, text: str | None) -> None:
        """Keep the whole text, and show what fits."""
        self._whole = text or ""
        self._fit()
        self.updateGeometry()

    def text(self) -> str:
        """Give the whole text."""
        return self._whole

    def shown(self) -> str:
        """Give what is shown of it."""
        return super().text()

    def sizeHint(self) -> QSize:
        """Ask for the whole text."""
        # Of a width rounded down, half a pixel is missing, and with it the last letters.
        wide = QFontMetricsF(self.font()).horizontalAdvance(self._whole)
        return QSize(math.ceil(wide) + 1 + PADDING_PX, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Do with little."""
        return QSize(min(LEAST_PX, self.sizeHint().width()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Show more, or less."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = max(self.width() - PADDING_PX, 0)
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        super().setText(shown)
        self.setToolTip("" if shown == self._whole else self._whole)
