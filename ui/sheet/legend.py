"""What explains a map: legend, scale bar, north arrow, and degrees of the frame's corners."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pyproj
from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtGui import QBrush, QColor, QPen, QPolygonF

from gridplanner.crs import CGCS2000, crs_of
from gridplanner.wording import Language, say
from layers import style
from ui.canvas.camera import Camera
from ui.canvas.furniture import legend
from ui.canvas.words import word
from ui.sheet.frame import Box, MapFrame
from ui.sheet.graticule import degrees_text
from ui.sheet.ink import Ink
from ui.sheet.scene import PrintScene

ROW_MM = 4.6
_SWATCH_MM = 7.0
_PT = 6.5
_CORNER_PT, _CORNER_MM = 4.8, 3.2


def legend_of(
    scene: PrintScene, camera: Camera, rows: Sequence[style.LegendEntry] | None = None
) -> list[style.LegendEntry]:
    """List the rows of the legend: those given for the fills, or the theme's, then the rest."""
    own = legend(scene, camera)
    if rows is None:
        return own
    plain = [row for row in own if row.width_px is not None or row.key in _GROUND]
    return [*rows, *plain]


_GROUND = frozenset({"water", "mask", "buildings"})


def draw_legend(
    ink: Ink,
    rows: Sequence[style.LegendEntry],
    language: Language,
    x: float,
    y: float,
    width: float,
    columns: int = 1,
) -> float:
    """Draw a legend, in several columns where they are asked for.

    Returns
    -------
    float
        Where it ends, in mm from the top.
    """
    ink.text(x, y + 2.5, word("word.legend", language), 8, bold=True)
    y += 6.0
    each = -(-len(rows) // columns)
    wide = width / columns
    for number, row in enumerate(rows):
        left = x + number // each * wide
        middle = y + (number % each + 0.5) * ROW_MM
        _swatch(ink, row, left, middle)
        text = row.zh if language == "zh" else row.en
        ink.text(left + _SWATCH_MM + 2, middle, text, _PT, room=wide - _SWATCH_MM - 4)
    return y + each * ROW_MM


def _swatch(ink: Ink, row: style.LegendEntry, x: float, middle: float) -> None:
    if row.width_px is None:
        ink.box(
            x, middle - 1.6, _SWATCH_MM, 3.2,
            line=style.mix(row.colour, "#000000", 0.25), line_mm=0.15, fill=row.colour,
        )  # fmt: skip
        return
    painter, k = ink.painter, ink.px_per_mm
    painter.save()
    pen = QPen(QColor(row.colour), row.width_px)
    pen.setCosmetic(True)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if row.key in ("compounds", "proposal"):
        pen.setDashPattern([4.0, 3.0])
    painter.setPen(pen)
    painter.drawLine(QPointF(x * k, middle * k), QPointF((x + _SWATCH_MM) * k, middle * k))
    painter.restore()


def bar_steps(scale: int, longest_mm: float = 50.0) -> tuple[int, int]:
    """Choose the scale bar: metres of one part and number of parts.

    Examples
    --------
    >>> bar_steps(10_000), bar_steps(1_500), bar_steps(5_000)
    ((100, 5), (10, 5), (50, 4))
    """
    most = longest_mm * scale / 1000
    power = 10 ** math.floor(math.log10(most))
    lead = most / power
    part, count = (1.0, 5) if lead >= 5 else (0.5, 4) if lead >= 2 else (0.2, 5)
    return max(int(part * power), 1), count


def draw_scale(ink: Ink, scale: int, language: Language, x: float, y: float, width: float) -> float:
    """Draw the north arrow, the scale in figures and its bar; give where they end (mm)."""
    _north(ink, language, x, y)
    left = x + 14
    ink.text(left, y + 3, f"1 : {scale:,}", 9, bold=True)
    part_m, count = bar_steps(scale, min(width - 20, 55.0))
    part_mm = part_m * 1000 / scale
    top = y + 7.0
    for number in range(count):
        ink.box(
            left + number * part_mm, top, part_mm, 1.4, line=ink.surface.text, line_mm=0.15,
            fill=ink.surface.text if number % 2 == 0 else "#FFFFFF",
        )  # fmt: skip
    for number in range(0, count + 1, count // 2 if count % 2 == 0 else count):
        metres = number * part_m
        text = f"{metres:,}" if number < count else _length(metres)
        ink.text(left + number * part_mm, top + 3.4, text, 5.5, align="centre")
    return y + 14.0


def _length(metres: int) -> str:
    return f"{metres:,} m" if metres < 1000 else f"{metres / 1000:g} km"


def _north(ink: Ink, language: Language, x: float, y: float) -> None:
    k = ink.px_per_mm
    ink.text(x + 4, y + 1.6, word("word.north", language), 8, bold=True, align="centre")
    painter = ink.painter
    painter.save()
    painter.setPen(QPen(QColor(ink.surface.text), 0.2 * k))
    for side, fill in ((-1, ink.surface.text), (1, "#FFFFFF")):
        painter.setBrush(QBrush(QColor(fill)))
        painter.drawPolygon(
            QPolygonF(
                [
                    QPointF((x + 4) * k, (y + 3.8) * k),
                    QPointF((x + 4 + side * 2.4) * k, (y + 12.4) * k),
                    QPointF((x + 4) * k, (y + 10.6) * k),
                ]
            )
        )
    painter.restore()


def corner_degrees(frame: MapFrame, crs: str) -> tuple[str, str]:
    """Give longitude and latitude of the frame's south-west and north-east corners."""
    west, south, east, north = frame.bounds
    turn = pyproj.Transformer.from_crs(crs_of(crs), crs_of(CGCS2000), always_xy=True)
    found = []
    for x, y in ((west, south), (east, north)):
        longitude, latitude = turn.transform(x, y)
        found.append(f"{degrees_text(longitude, ('E', 'W'))} {degrees_text(latitude, ('N', 'S'))}")
    return found[0], found[1]


def corner_boxes(ink: Ink, frame: MapFrame, crs: str) -> tuple[Box, Box]:
    """Give the boxes in mm in which the degrees of two corners stand, as draw_corners does."""
    width = max(ink.width(said, _CORNER_PT) for said in corner_degrees(frame, crs)) + 2
    bottom, right = frame.y + frame.height, frame.x + frame.width
    south_west = frame.x, bottom - _CORNER_MM, width, _CORNER_MM
    return south_west, (right - width, frame.y, width, _CORNER_MM)


def draw_corners(ink: Ink, frame: MapFrame, crs: str) -> None:
    """Write the degrees of two corners inside the frame, on a white ground."""
    south_west, north_east = corner_degrees(frame, crs)
    pt, muted = _CORNER_PT, ink.surface.muted
    for box in corner_boxes(ink, frame, crs):
        ink.box(*box, fill="#FFFFFF")
    bottom, right = frame.y + frame.height, frame.x + frame.width
    ink.text(frame.x + 1, bottom - _CORNER_MM / 2, south_west, pt, colour=muted)
    ink.text(right - 1, frame.y + _CORNER_MM / 2, north_east, pt, align="right", colour=muted)
    ink.box(frame.x, frame.y, frame.width, frame.height, line=ink.surface.text, line_mm=0.35)


def crs_name(crs: str, language: Language) -> str:
    """Name a CRS as a map says it.

    >>> crs_name("EPSG:4545", "en")
    'CGCS2000 / 3-degree Gauss-Kruger CM 108E (EPSG:4545)'
    """
    found = crs_of(crs)
    code = found.to_epsg()
    name = found.name
    if language == "zh":
        english, chinese = "3-degree Gauss-Kruger CM", say("sheet.gauss_kruger", language="zh")
        name = name.replace(english, chinese).replace(" / ", " ")
    return f"{name} (EPSG:{code})" if code else say("sheet.own_crs", language=language)
