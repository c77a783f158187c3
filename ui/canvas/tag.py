"""The tag at the cursor: what the gesture in hand would do to the loads of its grids."""

from __future__ import annotations

import math
import re

import pandas as pd
from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QPainter

from ui.canvas.camera import Camera
from ui.canvas.gridnet import short_code
from ui.canvas.live import Effect, Row
from ui.canvas.paths import path_of_shapes
from ui.canvas.render import pen
from ui.canvas.scene import Scene
from ui.canvas.text import draw_tag
from ui.canvas.words import area_text, signed_percent, word

#: Leaves that a tag has room for; those that change most.
MOST_ROWS = 6


def effect_lines(effect: Effect, scene: Scene) -> tuple[list[str], set[int]]:
    """Say an effect: households and ground moved, then old → new load of each leaf.

    Returns
    -------
    list of str, set of int
        Lines with a tab between two columns, and which of them are past the limit.
    """
    language = scene.language
    lines = [
        word(
            "word.moved",
            language,
            households=f"{effect.moved:,}",
            area=area_text(effect.moved_m2),
        )
    ]
    rows = sorted(effect.rows, key=lambda row: -_weight(row))[:MOST_ROWS]
    rows.sort(key=lambda row: (row.uid == 0, row.code))
    marked = set()
    for row in rows:
        if row.over:
            marked.add(len(lines))
        lines.append(_row(row, effect, scene))
    if len(effect.rows) > MOST_ROWS:
        lines.append(word("word.more_grids", language, count=len(effect.rows) - MOST_ROWS))
    return lines, marked


def _weight(row: Row) -> float:
    step = abs(row.new_load - row.load)
    return (0.0 if math.isnan(step) else step) + abs(row.new_households - row.households) * 1e-3


def _row(row: Row, effect: Effect, scene: Scene) -> str:
    language = scene.language
    step = row.new_households - row.households
    homes = word("word.hu", language, value=signed(step)) if step else ""
    if row.uid == 0:
        return f"{word('word.unassigned', language)}\t{homes}"
    name = _short(row, effect, scene)
    if row.gone:
        return f"{name}　{homes}\t{word('word.gone', language)}"
    if row.target <= 0 and row.new_load == row.load == 0:
        return f"{name}\t{homes}"
    said = f"{row.load:.2f} → {row.new_load:.2f}"
    if row.target > 0:
        said += f"（{signed_percent(row.new_load / row.target - 1)}）"
    return f"{name}　{homes}\t{said}" if homes else f"{name}\t{said}"


def signed(number: int) -> str:
    """Write a difference with its sign; the minus is a real one.

    >>> signed(12), signed(-1200)
    ('+12', '−1,200')
    """
    return f"{number:+,}".replace("-", "−")


def _short(row: Row, effect: Effect, scene: Scene) -> str:
    net = scene.net
    if net is not None and row.uid in net.cells:
        return net.cells[row.uid].short
    grids = effect.plan.valid_grids
    codes = dict(zip(map(int, grids["uid"]), grids["code"], strict=True))
    parents = {
        int(uid): None if pd.isna(parent) else int(parent)
        for uid, parent in zip(grids["uid"], grids["parent"].astype(object), strict=True)
    }
    return short_code(row.uid, codes, parents) if row.uid in codes else row.code[-3:]


def draw_effect(
    painter: QPainter,
    effect: Effect | str | None,
    scene: Scene,
    camera: Camera,
    pos: QPointF,
) -> None:
    """Draw the tag beside a place in the window.

    Parameters
    ----------
    effect : Effect, str or None
        A text says why nothing can be done.
    """
    if effect is None:
        return
    window = QRectF(0, 0, camera.width, camera.height)
    at = pos + QPointF(18, 18)
    if isinstance(effect, str):
        lines = wrapped(effect)
        draw_tag(painter, at, lines, scene.surface, within=window, marked=set(range(len(lines))))
        return
    if not effect.rows and effect.moved_m2 <= 0:
        return
    lines, marked = effect_lines(effect, scene)
    draw_tag(painter, at, lines, scene.surface, title=True, within=window, marked=marked)


def wrapped(text: str, most: int = 56) -> list[str]:
    """Break a sentence into lines; a Chinese letter is as wide as two Latin ones.

    Chinese breaks anywhere, but not within a word or a code.

    >>> wrapped("网格 610925100003003 的边线没有变", 20)
    ['网格 610925100003003', '的边线没有变']
    """
    lines, width = [""], 0
    for part in re.findall(r"[\x21-\x7e]+|.", text):
        size = len(part) if part.isascii() else 2 * len(part)
        if width + size > most and part not in "，。；：、）":
            lines.append("")
            width = 0
        if lines[-1] or part != " ":
            lines[-1] += part
            width += size
    return [line.rstrip() for line in lines]


def draw_ground(
    painter: QPainter, shapes: list[object], scene: Scene, camera: Camera, alpha: float = 0.30
) -> None:
    """Draw ground in the accent colour over the map."""
    if not shapes:
        return
    painter.save()
    painter.setTransform(camera.transform(scene.origin), combine=True)
    fill = QColor(scene.surface.accent)
    fill.setAlphaF(alpha)
    painter.setBrush(fill)
    painter.setPen(pen(scene.surface.accent, 1.6))
    painter.drawPath(path_of_shapes(shapes, scene.origin))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.restore()
