"""The words on an empty map: what is missing, and what to do next."""

from __future__ import annotations

from PyQt6.QtCore import QRectF, Qt
from PyQt6.QtGui import QColor, QFontMetricsF, QPainter

from ui.canvas.furniture import draw_card
from ui.canvas.scene import Scene
from ui.canvas.text import font
from ui.canvas.words import word

#: What is missing → the action that brings it.
WAYS = {"ground": "import", "grids": "plan"}
#: Height of the words, and of the button below them with its margins.
WORDS_PX, BUTTON_PX = 84.0, 44.0
_SIDES_PX, _TOP_PX = 48.0, 16.0


def missing(scene: Scene) -> str:
    """Name what is missing first: plan, ground or grids; empty where nothing is."""
    if scene.plan is None:
        return "plan"
    if not scene.has_ground:
        return "ground"
    return "" if scene.shown_net else "grids"


def empty_state(scene: Scene) -> tuple[str, str] | None:
    """Say what is missing and what to do: title and text; ``None`` where nothing is."""
    key = missing(scene)
    if not key:
        return None
    return (
        word(f"empty.{key}_title", scene.language),
        word(f"empty.{key}_text", scene.language),
    )


def empty_box(scene: Scene, window: QRectF) -> QRectF:
    """Give the place of the words: in the middle of an empty map, above ground without grids."""
    said = empty_state(scene)
    if said is None:
        return QRectF()
    widths = [
        QFontMetricsF(face).horizontalAdvance(text)
        for face, text in zip((font(16, bold=True), font(13)), said, strict=True)
    ]
    height = WORDS_PX + (BUTTON_PX if missing(scene) in WAYS else 0.0)
    box = QRectF(0, 0, max(widths) + _SIDES_PX, height)
    box.moveCenter(window.center())
    if scene.has_ground:
        box.moveTop(window.top() + _TOP_PX)
    return box


def draw_empty(painter: QPainter, scene: Scene, window: QRectF) -> None:
    """Paint the words of an empty map."""
    said = empty_state(scene)
    if said is None:
        return
    surface, box = scene.surface, empty_box(scene, window)
    if scene.has_ground:
        draw_card(painter, box, surface)
    left, top, width = box.left(), box.top(), box.width()
    lines = (
        (said[0], font(16, bold=True), surface.text, QRectF(left, top + 14, width, 26)),
        (said[1], font(13), surface.muted, QRectF(left, top + 44, width, 24)),
    )
    for text, face, colour, place in lines:
        painter.setFont(face)
        painter.setPen(QColor(colour))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
