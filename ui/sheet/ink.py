"""What writes on a page: texts, lines and boxes in millimetres; every text is remembered."""

from __future__ import annotations

from typing import Literal

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from layers import style
from ui.canvas.text import FAMILIES
from ui.sheet.paper import MM_PER_INCH

Align = Literal["left", "centre", "right"]
MM_PER_PT = MM_PER_INCH / 72
#: Letters are set this many times larger and scaled down: advances are kept in whole pixels.
_OVER = 10
_LEAST_PT = 4.5


def face(size_px: float, *, bold: bool = False) -> QFont:
    """Make a font, ``_OVER`` times as large as asked for."""
    made = QFont()
    made.setFamilies(FAMILIES)
    made.setPixelSize(max(round(size_px * _OVER), 1))
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    # Joined letters (fi) would be read back from the page as one unknown letter.
    made.setStyleStrategy(QFont.StyleStrategy.PreferNoShaping)
    return made


def write(painter: QPainter, at: QPointF, text: str, font: QFont) -> None:
    """Write a text from its baseline in a font of :func:`face`; the pen gives the colour."""
    painter.save()
    painter.translate(at)
    painter.scale(1 / _OVER, 1 / _OVER)
    painter.setFont(font)
    painter.drawText(QPointF(0, 0), text)
    painter.restore()


def halo(painter: QPainter, at: QPointF, text: str, font: QFont, colour: str, px: float) -> None:
    """Paint the edge around a text that keeps it readable on lines and fills."""
    path = QPainterPath()
    path.addText(QPointF(0, 0), font, text)
    painter.save()
    painter.translate(at)
    painter.scale(1 / _OVER, 1 / _OVER)
    painter.strokePath(
        path,
        QPen(
            QColor(colour), 2 * px * _OVER, Qt.PenStyle.SolidLine,
            Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin,
        ),
    )  # fmt: skip
    painter.restore()


def advance(text: str, font: QFont) -> float:
    """Give the length of a text in pixels, in a font of :func:`face`."""
    return QFontMetricsF(font).horizontalAdvance(text) / _OVER


def ascent_descent(font: QFont) -> tuple[float, float]:
    """Give how far letters reach above and below the baseline, in pixels."""
    metrics = QFontMetricsF(font)
    return metrics.ascent() / _OVER, metrics.descent() / _OVER


class Ink:
    """A painter that is told everything in millimetres from the page's upper left corner.

    Parameters
    ----------
    painter : QPainter
        On the page; its unit is a pixel.
    density : float
        Pixels an inch.

    Attributes
    ----------
    texts : list of str
        Everything written so far.
    """

    def __init__(self, painter: QPainter, density: float) -> None:
        self.painter = painter
        self.px_per_mm = density / MM_PER_INCH
        self.texts: list[str] = []
        self.surface = style.LIGHT

    def rect(self, x: float, y: float, width: float, height: float) -> QRectF:
        """Turn a box in mm into pixels."""
        k = self.px_per_mm
        return QRectF(x * k, y * k, width * k, height * k)

    def width(self, text: str, pt: float, *, bold: bool = False) -> float:
        """Give the length of a text in mm."""
        return advance(text, self._face(pt, bold=bold)) / self.px_per_mm

    def _face(self, pt: float, *, bold: bool) -> QFont:
        return face(pt * MM_PER_PT * self.px_per_mm, bold=bold)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        pt: float,
        *,
        bold: bool = False,
        colour: str | None = None,
        align: Align = "left",
        room: float | None = None,
        turned: bool = False,
    ) -> None:
        """Write one line.

        Parameters
        ----------
        x, y : float
            Where it begins, has its middle or ends, at half the height of its letters, in mm.
        room : float, optional
            What is longer (mm) becomes smaller, and is cut with a dot row where that is
            not enough.
        turned : bool
            Upwards along a vertical line.
        """
        if not text:
            return
        if room is not None:
            pt, text = self._fitted(text, pt, room, bold=bold)
        self.texts.append(text)
        font = self._face(pt, bold=bold)
        length = advance(text, font)
        up, down = ascent_descent(font)
        shift = {"left": 0.0, "centre": -length / 2, "right": -length}[align]
        k = self.px_per_mm
        self.painter.save()
        self.painter.setPen(QColor(colour or self.surface.text))
        self.painter.translate(x * k, y * k)
        if turned:
            self.painter.rotate(-90)
        write(self.painter, QPointF(shift, (up - down) / 2), text, font)
        self.painter.restore()

    def _fitted(self, text: str, pt: float, room: float, *, bold: bool) -> tuple[float, str]:
        length = self.width(text, pt, bold=bold)
        if length <= room:
            return pt, text
        least = max(_LEAST_PT, pt * 0.75)
        # A hair less than fits: sizes of letters are whole tenths of a pixel.
        pt = max(pt * room / length * 0.985, least)
        if self.width(text, pt, bold=bold) <= room * 1.001:
            return pt, text
        while text and self.width(text + "…", pt, bold=bold) > room:
            text = text[:-1]
        return pt, text + "…"

    def line(
        self, x1: float, y1: float, x2: float, y2: float, width: float = 0.15, colour: str = ""
    ) -> None:
        """Draw a line; its width is in mm."""
        k = self.px_per_mm
        self.painter.save()
        made = QPen(QColor(colour or self.surface.text), width * k)
        made.setCapStyle(Qt.PenCapStyle.FlatCap)
        self.painter.setPen(made)
        self.painter.drawLine(QPointF(x1 * k, y1 * k), QPointF(x2 * k, y2 * k))
        self.painter.restore()

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        line: str = "",
        line_mm: float = 0.2,
        fill: str = "",
    ) -> None:
        """Draw a box with an edge, a filling or both."""
        self.painter.save()
        pen = QPen(QColor(line), line_mm * self.px_per_mm) if line else QPen(Qt.PenStyle.NoPen)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        self.painter.setPen(pen)
        self.painter.setBrush(QColor(fill) if fill else QColor(Qt.GlobalColor.transparent))
        if not fill:
            self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.drawRect(self.rect(x, y, width, height))
        self.painter.restore()
