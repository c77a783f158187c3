"""A page on a desk: fitted into the room there is, or larger with bars to move it."""

from __future__ import annotations

from PyQt6.QtCore import QSize, Qt, pyqtSignal
from PyQt6.QtGui import QImage, QPixmap, QResizeEvent
from PyQt6.QtWidgets import QLabel, QScrollArea, QWidget

from ui.qt import named

_EDGE_PX = 12


class PageView(QScrollArea):
    """Shows the picture of a page; says ``resized()`` when there is other room for it."""

    resized = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "pages")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setBackgroundRole(self.backgroundRole())
        self._label = QLabel()
        self._label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._label.setWordWrap(True)
        self.setWidget(self._label)
        self.setWidgetResizable(True)
        self._image = QImage()
        self.fitted = True

    def room(self) -> QSize:
        """Give the pixels that a fitted page has."""
        size = self.maximumViewportSize()
        return QSize(max(size.width() - _EDGE_PX, 50), max(size.height() - _EDGE_PX, 50))

    def show_image(self, image: QImage) -> None:
        """Show a page."""
        self._image = image
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap.fromImage(image)
        pixmap.setDevicePixelRatio(ratio)
        self._label.setText("")
        self._label.setPixmap(pixmap)
        # A large page must not be squeezed into the window.
        fixed = QSize() if self.fitted else (image.size() / ratio)
        self._label.setMinimumSize(QSize(0, 0) if self.fitted else fixed)

    def show_text(self, text: str) -> None:
        """Say why there is no page."""
        self._image = QImage()
        self._label.setMinimumSize(QSize(0, 0))
        self._label.setPixmap(QPixmap())
        self._label.setText(text)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Ask for a picture that fits the new room."""
        super().resizeEvent(event)
        self.resized.emit()
