"""The map's labels as letters instead of pictures: sharp at every size, and text in a PDF."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PyQt6.QtCore import QPointF, QSizeF
from PyQt6.QtGui import QColor, QFont, QPainter

from ui.canvas.text import HALO_PX, SPREAD_PX, Style
from ui.sheet.ink import advance, ascent_descent, face, halo, write

_PAD_PX = HALO_PX + 1


@dataclass(frozen=True)
class Lettered:
    """One text with its halo, as large as its picture on the screen would be."""

    text: str
    style: Style
    font: QFont
    size: QSizeF
    base: float
    degrees: int | None
    said: list[str]

    def draw(self, painter: QPainter, at: QPointF) -> None:
        """Write it with its upper left corner at a place."""
        self.said.append(self.text)
        painter.save()
        painter.setOpacity(1.0)
        if self.degrees is None:
            self._letters(painter, at + QPointF(_PAD_PX, _PAD_PX + self.base), self.text)
        else:
            painter.translate(at.x() + self.size.width() / 2, at.y() + self.size.height() / 2)
            painter.rotate(self.degrees)
            letters = [self.text] if self.text.isascii() else list(self.text)
            gap = 0.0 if self.text.isascii() else SPREAD_PX
            x = -(sum(advance(one, self.font) + gap for one in letters) - gap) / 2
            for one in letters:
                self._letters(painter, QPointF(x, self.base), one)
                x += advance(one, self.font) + gap
        painter.restore()

    def _letters(self, painter: QPainter, at: QPointF, text: str) -> None:
        halo(painter, at, text, self.font, self.style.halo, HALO_PX)
        painter.setPen(QColor(self.style.colour))
        write(painter, at, text, self.font)


class Lettering:
    """Makes the labels of one map.

    Attributes
    ----------
    said : list of str
        Every label that was set down.
    """

    def __init__(self) -> None:
        self.said: list[str] = []

    def get(self, text: str, style: Style, ratio: float, degrees: int | None = None) -> Lettered:
        """Give a text ready to be written, turned where degrees are given."""
        del ratio  # letters are sharp at every ratio
        font = face(style.size_px, bold=style.bold)
        up, down = ascent_descent(font)
        if degrees is None:
            size = QSizeF(advance(text, font) + 2 * _PAD_PX, up + down + 2 * _PAD_PX)
            return Lettered(text, style, font, size, up, None, self.said)
        gap = 0.0 if text.isascii() else SPREAD_PX
        length = advance(text, font) + gap * (len(text) - 1) + 4
        height = up + down + 4
        a = math.radians(degrees)
        size = QSizeF(
            abs(math.cos(a)) * length + abs(math.sin(a)) * height,
            abs(math.sin(a)) * length + abs(math.cos(a)) * height,
        )
        return Lettered(text, style, font, size, (up - down) / 2, degrees, self.said)
