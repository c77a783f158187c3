"""Pictures kept between frames: what is dear to draw and seldom changes."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QPainter, QPixmap


class Kept:
    """One picture over a part of the window, drawn anew when its key changes.

    Wide antialiased outlines of two grids cost 7 ms a frame, their picture less than one.
    """

    def __init__(self) -> None:
        self._key: Hashable = None
        self._pixmap: QPixmap | None = None
        self._at = QPointF()

    def draw(
        self,
        painter: QPainter,
        key: Hashable,
        box: QRectF,
        make: Callable[[QPainter], object],
    ) -> None:
        """Draw the picture.

        Parameters
        ----------
        key : hashable
            Everything that the picture depends on.
        box : QRectF
            The part of the window that it covers, in logical pixels.
        make : callable
            Draws it, in the window's coordinates.
        """
        device = painter.device()
        ratio = device.devicePixelRatioF() if device is not None else 1.0
        key = (key, ratio)
        if key != self._key or self._pixmap is None:
            whole = QRectF(box.toAlignedRect())
            self._key, self._at = key, whole.topLeft()
            pixmap = QPixmap(
                max(round(whole.width() * ratio), 1), max(round(whole.height() * ratio), 1)
            )
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            on = QPainter(pixmap)
            on.setRenderHint(QPainter.RenderHint.Antialiasing)
            on.translate(-whole.topLeft())
            make(on)
            on.end()
            self._pixmap = pixmap
        painter.drawPixmap(self._at, self._pixmap)
