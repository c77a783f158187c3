"""The tag at the cursor: what the gesture in hand would do to the loads of its grids."""

from __future__ import annotations

import re

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QPainter

from gridplanner.edits import GridPreview
from gridplanner.geometry import Shapes
from gridplanner.rules.suggesting import profile_of
from ui.canvas.camera import Camera
from ui.canvas.effect import Effect
from ui.canvas.paths import path_of_shapes
from ui.canvas.pens import pen
from ui.canvas.scene import Scene
from ui.canvas.text import draw_tag
from ui.canvas.words import area_text, signed_percent, word

#: Leaves that a tag has room for; those that change most.
MOST_ROWS = 6
#: A sentence on a tag is broken after so many Latin letters; the width of one.
MOST_LETTERS, LETTER_PX = 56, 7.0


def effect_lines(effect: Effect, scene: Scene) -> tuple[list[str], set[int]]:
    """Say an effect: households and ground moved, then old → new load of each leaf.

    Returns
    -------
    list of str, set of int
        Lines with a tab between two columns, and which of them are past the limit.
    """
    language, figures = scene.language, effect.figures
    moved = f"{figures.moved_households:,}"
    lines = [word("word.moved", language, households=moved, area=area_text(effect.area_m2))]
    rows = sorted(figures.grids, key=_weight, reverse=True)[:MOST_ROWS]
    rows.sort(key=lambda row: row.code)
    limit = profile_of(scene.plan).load_warn if scene.plan is not None else 1.0
    marked = set()
    for row in rows:
        gone = row.code in effect.gone
        off, was = abs(row.deviation_after), abs(row.deviation_before)
        if not gone and off > limit and off > was - 1e-9:
            marked.add(len(lines))
        lines.append(_row(row, scene, gone=gone))
    if len(figures.grids) > MOST_ROWS:
        lines.append(word("word.more_grids", language, count=len(figures.grids) - MOST_ROWS))
    for code, pieces in effect.torn.items():
        marked.add(len(lines))
        lines.append(word("word.torn", language, grid=_short(code, scene), pieces=pieces))
    for code in effect.emptied:
        marked.add(len(lines))
        lines.append(word("word.emptied", language, grid=_short(code, scene)))
    if effect.outside:
        lines.append(word("word.outside", language, count=effect.outside))
    return lines, marked


def _weight(row: GridPreview) -> float:
    return abs(row.load_after - row.load_before) + (row.households_in + row.households_out) * 1e-3


def _row(row: GridPreview, scene: Scene, *, gone: bool) -> str:
    language = scene.language
    step = row.households_after - row.households_before
    homes = word("word.hu", language, value=signed(step)) if step else ""
    name = _short(row.code, scene)
    if gone:
        return f"{name}　{homes}\t{word('word.gone', language)}"
    if row.target <= 0 and row.load_after == row.load_before == 0:
        return f"{name}\t{homes}"
    said = f"{row.load_before:.2f} → {row.load_after:.2f}"
    if row.target > 0:
        off = signed_percent(row.deviation_after)
        said += f"（{off}）" if language == "zh" else f" ({off})"
    return f"{name}　{homes}\t{said}" if homes else f"{name}\t{said}"


def _short(code: str, scene: Scene) -> str:
    net = scene.net
    uid = net.by_code.get(code) if net is not None else None
    return net.cells[uid].short if net is not None and uid is not None else code[-3:]


def signed(number: int) -> str:
    """Write a difference with its sign; the minus is a real one.

    >>> signed(12), signed(-1200)
    ('+12', '−1,200')
    """
    return f"{number:+,}".replace("-", "−")


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
        lines = wrapped(effect, min(MOST_LETTERS, int(window.width() / LETTER_PX) - 6))
        draw_tag(
            painter, at, lines, scene.surface, within=window, clear_of=scene.covered,
            marked=set(range(len(lines))),
        )  # fmt: skip
        return
    if not effect.figures.grids and effect.area_m2 <= 0 and not effect.outside:
        return
    lines, marked = effect_lines(effect, scene)
    draw_tag(
        painter, at, lines, scene.surface, title=True, within=window, clear_of=scene.covered,
        marked=marked,
    )  # fmt: skip


def wrapped(text: str, most: int = MOST_LETTERS) -> list[str]:
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
    painter: QPainter, shapes: Shapes, scene: Scene, camera: Camera, alpha: float = 0.30
) -> None:
    """Draw ground in the accent colour over the map."""
    if len(shapes) == 0:
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
