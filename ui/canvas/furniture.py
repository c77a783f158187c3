"""What stands in the corners of the map: legend, scale bar, north arrow."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from PyQt6.QtCore import QPointF, QRectF, QSizeF, Qt
from PyQt6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from gridplanner.wording import Language
from layers import style
from ui.canvas import doors
from ui.canvas.camera import Camera
from ui.canvas.dots import is_far
from ui.canvas.hatch import free_ground
from ui.canvas.scene import Scene
from ui.canvas.text import font
from ui.canvas.themes import legend_rows, theme_title
from ui.canvas.words import word

MARGIN = 12.0
#: A legend that takes more of the map's width than this is left out.
MOST_OF_WIDTH = 0.4
#: Height of a row, and on a map lower than so many pixels, as on an office laptop.
ROW, LOW_ROW, LOW_MAP = 20.0, 17.0, 720.0
#: Height of the title, which folds the legend; room above and below the rows.
TITLE_H, ROWS_MARGIN = 30.0, 38.0
SWATCH_W, SWATCH_H = 22.0, 12.0
#: Layers that get a row in the legend while they are drawn, with the symbol's kind.
_GROUND_ROWS = (
    ("water", "fill"),
    ("mask", "fill"),
    ("buildings", "fill"),
    ("entrances", "door"),
    ("households", "ring"),
    ("compounds", "dash"),
    ("units", "line"),
)


#: Rows whose swatch is hatched as on the map.
_HATCHES = {
    "free_hatch": Qt.BrushStyle.DiagCrossPattern,
    "lock_hatch": Qt.BrushStyle.BDiagPattern,
}


def legend(scene: Scene, camera: Camera) -> list[style.LegendEntry]:
    """List the rows of the legend: fills of the theme, borders by level, ground."""
    net = scene.shown_net
    surface = scene.surface
    n = camera.denominator
    rows: list[style.LegendEntry] = []
    shown = bool(net) and scene.layering.drawn("grids", n)
    if net and shown:
        rows += legend_rows(net, scene.theme, scene.level, scene.fills(), scene.mode)
        if scene.theme == "captain":
            rows += doors.legend_rows(scene, n)
        assert scene.plan is not None
        for level in scene.plan.scheme.levels[: scene.level]:
            if not net.level(level.level):
                continue
            width = style.level_width_px(level.level, net.depth)
            key = f"level:{level.level}"
            rows.append(
                style.LegendEntry(key, scene.border_colour, level.name, level.name_en, width)
            )
        if scene.proposal:
            rows.append(_named("proposal", surface.accent, 2.0))
        elif free_ground(scene):
            rows.append(_named("free_hatch", surface.muted))
        if not scene.proposal and net.locked:
            rows.append(_named("lock_hatch", surface.border))
    if scene.ground is None:
        return rows
    colours = {
        "water": surface.water,
        "mask": surface.mask,
        "buildings": surface.building,
        "entrances": surface.text,
        "households": surface.accent,
        "compounds": surface.muted,
        "units": surface.muted,
    }
    for name, kind in _GROUND_ROWS:
        assert scene.plan is not None
        if name == "entrances" and scene.theme == "captain":
            continue
        if scene.drawn(name, n) and len(scene.plan.tables[name]):
            said = "households_layer" if name == "households" else name
            row = _named(said, colours[name], 1.0 if kind in ("dash", "line") else None)
            far = is_far(name, n)
            rows.append(replace(row, key=f"far:{name}") if far else row)
    return rows


def _named(key: str, colour: str, width: float | None = None) -> style.LegendEntry:
    zh, en = (word(f"word.{key}", language) for language in ("zh", "en"))
    return style.LegendEntry(key, colour, zh, en, width)


def _legend_title(scene: Scene) -> str:
    if not scene.shown_net:
        return word("word.legend", scene.language)
    return theme_title(scene.theme, scene.language)


def row_height(window: QRectF) -> float:
    """Give the height of a row of the legend; rows stand closer on a low map."""
    return LOW_ROW if window.height() < LOW_MAP else ROW


def legend_card(rows: Sequence[style.LegendEntry], scene: Scene, window: QRectF) -> QRectF:
    """Give the place of the legend: lower right, above the scale bar.

    Empty without rows, and where it would hide the map.
    """
    available, row = window.height() - 2 * MARGIN - SCALE_H - 8, row_height(window)
    count = min(len(rows), int((available - ROWS_MARGIN) // row))
    if count <= 0:
        return QRectF()
    plain = QFontMetricsF(font(12))
    widest = max(
        plain.horizontalAdvance(row.zh if scene.language == "zh" else row.en) for row in rows
    )
    title = QFontMetricsF(font(12, bold=True)).horizontalAdvance(_legend_title(scene))
    width, height = max(widest + SWATCH_W + 10, title + 18) + 26, row * count + ROWS_MARGIN
    if scene.legend_folded:
        width, height = title + 44, TITLE_H
    if width > MOST_OF_WIDTH * window.width():
        return QRectF()
    return QRectF(
        window.right() - MARGIN - width,
        window.bottom() - MARGIN - SCALE_H - 8 - height,
        width,
        height,
    )


def legend_title(scene: Scene, camera: Camera) -> QRectF:
    """Give the place of the legend's title, which folds it; empty where there is none."""
    if not scene.legend_shown or not scene.has_ground:
        return QRectF()
    card = legend_card(legend(scene, camera), scene, QRectF(0, 0, camera.width, camera.height))
    return QRectF(card.topLeft(), QSizeF(card.width(), min(card.height(), TITLE_H)))


def corner_cards(scene: Scene, camera: Camera) -> list[QRectF]:
    """Give the places that legend and scale bar take, so that labels keep out of them."""
    return cards_of(legend(scene, camera) if scene.legend_shown else [], scene, camera)


def cards_of(rows: Sequence[style.LegendEntry], scene: Scene, camera: Camera) -> list[QRectF]:
    """Give the places of the scale bar and of a legend with these rows."""
    window = QRectF(0, 0, camera.width, camera.height)
    cards = [scale_card(camera, window)]
    card = legend_card(rows, scene, window)
    if not card.isEmpty():
        cards.append(card)
    return cards


def draw_legend(
    painter: QPainter,
    rows: Sequence[style.LegendEntry],
    scene: Scene,
    window: QRectF,
) -> None:
    """Draw the legend in the lower right corner, above the scale bar."""
    card = legend_card(rows, scene, window)
    if card.isEmpty():
        return
    surface, language = scene.surface, scene.language
    row_h = row_height(window)
    rows = [] if scene.legend_folded else rows[: int((card.height() - ROWS_MARGIN) // row_h)]
    texts = [row.zh if language == "zh" else row.en for row in rows]
    plain, strong, title = font(12), font(12, bold=True), _legend_title(scene)
    draw_card(painter, card, surface)
    painter.setFont(strong)
    painter.setPen(QColor(surface.text))
    painter.drawText(QPointF(card.left() + 12, card.top() + 21), title)
    _caret(painter, QPointF(card.right() - 16, card.top() + TITLE_H / 2), scene)
    painter.setFont(plain)
    metrics = QFontMetricsF(plain)
    y = card.top() + 32
    for row, text in zip(rows, texts, strict=True):
        middle = y + row_h / 2
        at = QPointF(card.left() + 12, middle)
        if not doors.draw_swatch(painter, at, row.key, scene.mode):
            _swatch(painter, at, row, surface)
        painter.setPen(QColor(surface.text))
        base = middle + (metrics.ascent() - metrics.descent()) / 2
        painter.drawText(QPointF(card.left() + 12 + SWATCH_W + 8, base), text)
        y += row_h


def _caret(painter: QPainter, at: QPointF, scene: Scene) -> None:
    """Draw the sign that the title folds and unfolds the rows below it."""
    way = -1.0 if scene.legend_folded else 1.0
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(scene.surface.muted))
    painter.drawPolygon(
        QPolygonF([at + QPointF(-4, -2 * way), at + QPointF(4, -2 * way), at + QPointF(0, 3 * way)])
    )


def _swatch(painter: QPainter, at: QPointF, row: style.LegendEntry, surface: style.Surface) -> None:
    middle = at + QPointF(SWATCH_W / 2, 0)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if row.key == "entrances":
        painter.setPen(QPen(QColor(surface.halo), 1))
        painter.setBrush(QColor(row.colour))
        painter.drawRect(QRectF(middle.x() - 3, middle.y() - 3, 6, 6))
    elif row.key.startswith("far:"):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(row.colour))
        for x, radius in ((-6.0, 1.2), (0.0, 2.0), (7.0, 3.0)):
            size = radius if row.key == "far:households" else 1.4
            painter.drawEllipse(middle + QPointF(x, 0), size, size)
    elif row.key == "households_layer":
        fill = QColor(row.colour)
        fill.setAlphaF(0.16)
        painter.setBrush(fill)
        painter.setPen(QPen(QColor(row.colour), 1.1))
        painter.drawEllipse(middle, 5, 5)
    elif row.width_px is not None:
        line = QPen(QColor(row.colour), row.width_px)
        line.setCapStyle(Qt.PenCapStyle.FlatCap)
        if row.key in ("proposal", "compounds"):
            line.setDashPattern([3.0, 2.0])
        painter.setPen(line)
        painter.drawLine(at, at + QPointF(SWATCH_W, 0))
    else:
        painter.setPen(QPen(QColor(style.mix(row.colour, surface.border, 0.25)), 1))
        look = _HATCHES.get(row.key, Qt.BrushStyle.SolidPattern)
        painter.setBrush(QBrush(QColor(row.colour), look))
        painter.drawRoundedRect(
            QRectF(at.x() + 0.5, at.y() - SWATCH_H / 2 + 0.5, SWATCH_W - 1, SWATCH_H - 1), 2, 2
        )


SCALE_H = 30.0


def scale_step(m_per_px: float, longest_px: float = 140.0) -> tuple[float, float]:
    """Choose the length of a scale bar: 1, 2 or 5 times a power of ten.

    Returns
    -------
    (metres, pixels)

    Examples
    --------
    >>> scale_step(1.0)
    (100.0, 100.0)
    """
    most = longest_px * m_per_px
    power = 10.0 ** math.floor(math.log10(most))
    metres = next(k * power for k in (5.0, 2.0, 1.0) if k * power <= most)
    return metres, metres / m_per_px


def _scale_text(metres: float) -> str:
    if metres < 1:
        return f"{metres * 100:,.0f} cm"
    return f"{metres:,.0f} m" if metres < 1000 else f"{metres / 1000:,.0f} km"


def scale_card(camera: Camera, window: QRectF) -> QRectF:
    """Give the place of scale bar and north arrow."""
    metres, length = scale_step(camera.m_per_px)
    width = length + QFontMetricsF(font(11)).horizontalAdvance(_scale_text(metres)) + 66
    return QRectF(
        window.right() - MARGIN - width, window.bottom() - MARGIN - SCALE_H, width, SCALE_H
    )


def draw_scale(painter: QPainter, camera: Camera, scene: Scene, window: QRectF) -> None:
    """Draw scale bar and north arrow in the lower right corner."""
    surface = scene.surface
    metres, length = scale_step(camera.m_per_px)
    text, face = _scale_text(metres), font(11)
    metrics, card = QFontMetricsF(face), scale_card(camera, window)
    draw_card(painter, card, surface)
    middle = card.center().y()
    _north(painter, QPointF(card.left() + 20, middle), scene.language, surface)
    left = card.left() + 40
    half = length / 2
    painter.setPen(QPen(QColor(surface.text), 1))
    painter.setBrush(QColor(surface.text))
    painter.drawRect(QRectF(left + 0.5, middle - 2.5, half, 5))
    painter.setBrush(QColor(surface.panel))
    painter.drawRect(QRectF(left + 0.5 + half, middle - 2.5, half, 5))
    painter.setFont(face)
    painter.setPen(QColor(surface.text))
    base = middle + (metrics.ascent() - metrics.descent()) / 2
    painter.drawText(QPointF(left + length + 8, base), text)


def _north(painter: QPainter, at: QPointF, language: Language, surface: style.Surface) -> None:
    face = font(10, bold=True)
    painter.setFont(face)
    metrics = QFontMetricsF(face)
    letter = word("word.north", language)
    width = metrics.horizontalAdvance(letter)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(surface.text))
    x = at.x() - width / 2 - 3
    painter.drawPolygon(
        QPolygonF(
            [
                QPointF(x, at.y() - 8),
                QPointF(x + 5, at.y() + 7),
                QPointF(x, at.y() + 3.5),
                QPointF(x - 5, at.y() + 7),
            ]
        )
    )
    painter.setPen(QColor(surface.text))
    base = at.y() + (metrics.ascent() - metrics.descent()) / 2
    painter.drawText(QPointF(x + 8, base), letter)


def draw_card(painter: QPainter, card: QRectF, surface: style.Surface) -> None:
    """Draw the ground on which words on the map stand."""
    back = QColor(surface.panel)
    back.setAlphaF(0.94)
    painter.setBrush(back)
    painter.setPen(QPen(QColor(surface.panel_line), 1))
    painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
