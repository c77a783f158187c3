"""Room for labels: what is taken on the screen, and blocks of lines that ask for a place."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PyQt6.QtCore import QPointF, QRectF
from PyQt6.QtGui import QPainter

from ui.canvas.text import Drawn

#: Side of the squares by which taken boxes are looked up, in pixels: about a label.
SQUARE_PX = 48.0


class Room:
    """The places on the screen that are taken.

    Boxes are looked up by square: against an array of all of them a label costs three
    times as much.
    """

    def __init__(self, width: float, height: float) -> None:
        self._width, self._height = width, height
        self._taken: dict[tuple[int, int], list[tuple[float, float, float, float]]] = {}

    def free(self, box: QRectF) -> bool:
        """Tell whether a box lies in the window and touches nothing."""
        left, top, right, bottom = box.getCoords()
        if left < 0 or top < 0 or right > self._width or bottom > self._height:
            return False
        for square in _squares(left, top, right, bottom):
            for x, y, r, b in self._taken.get(square, ()):
                if left < r and right > x and top < b and bottom > y:
                    return False
        return True

    def take(self, box: QRectF) -> None:
        """Take a box."""
        left, top, right, bottom = box.getCoords()
        for square in _squares(left, top, right, bottom):
            self._taken.setdefault(square, []).append((left, top, right, bottom))


def _squares(left: float, top: float, right: float, bottom: float) -> list[tuple[int, int]]:
    rows = range(int(top // SQUARE_PX), int(bottom // SQUARE_PX) + 1)
    columns = range(int(left // SQUARE_PX), int(right // SQUARE_PX) + 1)
    return [(column, row) for column in columns for row in rows]


@dataclass(frozen=True)
class Block:
    """Lines of text under each other, centred."""

    lines: tuple[Drawn, ...]
    width: float
    height: float
    diagonal: float

    @classmethod
    def of(cls, lines: Sequence[Drawn]) -> Block:
        """Stack lines; halos overlap, so they stand closer than their pictures are high."""
        width = max(line.size.width() for line in lines)
        height = sum(line.size.height() - 5 for line in lines) + 5
        # Room that the letters need, corner to corner; corners hold little ink.
        diagonal = math.hypot(width - 6, (height - 6) * 0.8)
        return cls(tuple(lines), width, height, diagonal)

    def box(self, x: float, y: float) -> QRectF:
        """Give the place of the block around a middle."""
        return QRectF(x - self.width / 2, y - self.height / 2, self.width, self.height)

    def draw(self, painter: QPainter, x: float, y: float) -> None:
        """Draw the block around a middle, on whole pixels: else the letters blur."""
        top = y - self.height / 2
        for line in self.lines:
            at = QPointF(round(x - line.size.width() / 2), round(top))
            line.draw(painter, at)
            top += line.size.height() - 5
