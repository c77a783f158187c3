"""Text on the map: with a halo, kept as pictures; tags and cards beside the pointer."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from PyQt6.QtCore import QPointF, QRectF, QSizeF, Qt
from PyQt6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap

from layers.style import Surface
from ui.canvas.clear import tag_place

FAMILIES = [
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "PingFang SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "sans-serif",
]
#: Pictures of texts that are kept; the least used go first.
KEPT = 6_000
HALO_PX = 1.6
#: Room around the letters of a picture, for halo and antialiasing.
PAD_PX = HALO_PX + 1


def font(size_px: float, *, bold: bool = False) -> QFont:
    """Make the map's font in a size in logical pixels."""
    made = QFont()
    made.setFamilies(FAMILIES)
    made.setPixelSize(max(round(size_px), 1))
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return made


@dataclass(frozen=True)
class Style:
    """How a text looks: size in logical pixels, weight, colours."""

    size_px: float
    colour: str
    halo: str
    bold: bool = False


class Drawn(Protocol):
    """A text that is ready to be set down: on the screen a picture, on paper letters."""

    @property
    def size(self) -> QSizeF:
        """Size in logical pixels, halo included."""

    def draw(self, painter: QPainter, at: QPointF) -> None:
        """Set it down with its upper left corner at a place."""


class Pictures(Protocol):
    """Makes texts ready."""

    def get(self, text: str, style: Style, ratio: float, degrees: int | None = None) -> Drawn:
        """Give a text ready to be set down, turned where degrees are given."""


@dataclass(frozen=True)
class TextPicture:
    """A text as a picture, with its size in logical pixels (halo included)."""

    pixmap: QPixmap
    size: QSizeF

    def draw(self, painter: QPainter, at: QPointF) -> None:
        """Copy the picture with its upper left corner at a place."""
        painter.drawPixmap(at, self.pixmap)


class TextPictures:
    """Makes pictures of texts with a halo and keeps them.

    Drawing a text with its halo anew takes nine times the glyphs; from the picture it is
    one copy.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, Style, float, int | None], TextPicture] = OrderedDict()

    def get(self, text: str, style: Style, ratio: float, degrees: int | None = None) -> TextPicture:
        """Give the picture of a text for a device pixel ratio, turned where degrees are given."""
        key = text, style, ratio, degrees
        found = self._kept.get(key)
        if found is None:
            if degrees is None:
                found = _picture(text, style, ratio)
            else:
                found = _turned(text, style, ratio, degrees)
            self._kept[key] = found
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(key)
        return found


def _picture(text: str, style: Style, ratio: float) -> TextPicture:
    face = font(style.size_px, bold=style.bold)
    metrics = QFontMetricsF(face)
    pad = PAD_PX
    size = QSizeF(metrics.horizontalAdvance(text) + 2 * pad, metrics.height() + 2 * pad)
    pixmap = _blank(size, ratio)
    painter = QPainter(pixmap)
    painter.setFont(face)
    draw_haloed(painter, QPointF(pad, pad + metrics.ascent()), text, style)
    painter.end()
    return TextPicture(pixmap, size)


#: Chinese letters along a line stand this far apart, so that they read as a street's name.
SPREAD_PX = 3.0


@lru_cache(maxsize=8_192)
def text_width(text: str, size_px: float) -> float:
    """Give the width of a text in plain letters, in pixels: asked of a font it costs .1 ms."""
    return QFontMetricsF(font(size_px)).horizontalAdvance(text)


def spread_width(text: str, size_px: float) -> float:
    """Give the length of a text along a line, in pixels."""
    spread = 0.0 if text.isascii() else SPREAD_PX
    return text_width(text, size_px) + spread * (len(text) - 1)


def _turned(text: str, style: Style, ratio: float, degrees: int) -> TextPicture:
    """Picture of a text along a line; its middle is the picture's."""
    face = font(style.size_px, bold=style.bold)
    metrics = QFontMetricsF(face)
    length = spread_width(text, style.size_px) + 4
    height = metrics.height() + 4
    a = math.radians(degrees)
    size = QSizeF(
        abs(math.cos(a)) * length + abs(math.sin(a)) * height,
        abs(math.sin(a)) * length + abs(math.cos(a)) * height,
    )
    pixmap = _blank(size, ratio)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(face)
    painter.translate(size.width() / 2, size.height() / 2)
    painter.rotate(degrees)
    x = 2 - length / 2
    base = (metrics.ascent() - metrics.descent()) / 2
    for letter in [text] if text.isascii() else text:
        draw_haloed(painter, QPointF(x, base), letter, style)
        x += metrics.horizontalAdvance(letter) + SPREAD_PX
    painter.end()
    return TextPicture(pixmap, size)


def _blank(size: QSizeF, ratio: float) -> QPixmap:
    pixmap = QPixmap(
        max(math.ceil(size.width() * ratio), 1), max(math.ceil(size.height() * ratio), 1)
    )
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    return pixmap


def draw_haloed(painter: QPainter, at: QPointF, text: str, style: Style) -> None:
    """Draw a text with its halo from its baseline; the painter's font must be set."""
    halo = QColor(style.halo)
    painter.setPen(halo)
    r, d = HALO_PX, HALO_PX * 0.7
    for dx, dy in ((-r, 0), (r, 0), (0, -r), (0, r), (-d, -d), (d, -d), (-d, d), (d, d)):
        painter.drawText(at + QPointF(dx, dy), text)
    painter.setPen(QColor(style.colour))
    painter.drawText(at, text)


def alarm(surface: Surface) -> str:
    """Give the red of what is past a limit, readable on the surface's cards."""
    return "#B3261E" if QColor(surface.panel).lightness() > 128 else "#FF9A8B"


def draw_tag(
    painter: QPainter,
    at: QPointF,
    lines: Sequence[str],
    surface: Surface,
    *,
    title: bool = False,
    within: QRectF | None = None,
    clear_of: Sequence[QRectF] = (),
    marked: Collection[int] = (),
) -> QRectF:
    """Draw lines of text on a small card and give the card's place.

    Parameters
    ----------
    at : QPointF
        Upper left corner, right and below what the card speaks of.
    lines : sequence of str
        A tab parts a line into a left and a right column.
    title : bool
        Whether the first line is bold.
    within : QRectF, optional
        The card is moved to stay inside.
    clear_of : sequence of QRectF
        What it must not cover, as far as there is room elsewhere.
    marked : collection of int
        Lines that are written in the colour of alarm.
    """
    plain, strong = font(12), font(12.5, bold=True)
    pad, gap = 8.0, 16.0
    faces = [strong if title and row == 0 else plain for row in range(len(lines))]
    heights = [QFontMetricsF(face).height() + 2 for face in faces]
    split = [line.split("\t", 1) for line in lines]
    widths = [
        sum(QFontMetricsF(face).horizontalAdvance(part) for part in parts) + gap * (len(parts) - 1)
        for face, parts in zip(faces, split, strict=True)
    ]
    card = QRectF(at, QSizeF(max(widths) + 2 * pad, sum(heights) + 2 * pad - 2))
    if within is not None:
        card = tag_place(at, card.size(), within, clear_of)
    painter.setPen(QPen(QColor(surface.panel_line), 1))
    back = QColor(surface.panel)
    back.setAlphaF(0.96)
    painter.setBrush(back)
    painter.drawRoundedRect(card.translated(0.5, 0.5), 4, 4)
    y = card.top() + pad - 1
    for row, (face, parts, height) in enumerate(zip(faces, split, heights, strict=True)):
        painter.setFont(face)
        base = y + QFontMetricsF(face).ascent() + 1
        strong_colour = alarm(surface) if row in marked else surface.text
        first = surface.muted if len(parts) > 1 and row not in marked else strong_colour
        painter.setPen(QColor(first))
        painter.drawText(QPointF(card.left() + pad, base), parts[0])
        if len(parts) > 1:
            painter.setPen(QColor(strong_colour))
            width = QFontMetricsF(face).horizontalAdvance(parts[1])
            painter.drawText(QPointF(card.right() - pad - width, base), parts[1])
        y += height
    return card
