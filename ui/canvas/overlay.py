"""What lies over the picture and changes with the pointer: selection, hover, flash, tip."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd
from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QPainter

from gridplanner.model import Plan
from ui.canvas.camera import Camera
from ui.canvas.gridnet import GridNet
from ui.canvas.kept import Kept
from ui.canvas.pens import pen
from ui.canvas.scene import Scene
from ui.canvas.text import draw_tag
from ui.canvas.words import signed_percent, word

#: Widest outline, with room for its ends.
_ROOM_PX = 8.0


def draw_selection(
    painter: QPainter, scene: Scene, camera: Camera, uids: Iterable[int], hover: int
) -> None:
    """Outline the selected grids in the accent colour and the hovered one lightly."""
    net = scene.net
    if not net:
        return
    picked = tuple(uid for uid in uids if uid in net.cells)
    if picked:
        looks = ((6.0, scene.surface.halo, 0.85), (3.0, scene.surface.accent, 1.0))
        _outlines("selection", painter, scene, camera, picked, looks)
    if hover in net.cells and hover not in picked:
        looks = ((4.0, scene.surface.halo, 0.7), (1.6, scene.surface.accent, 0.75))
        _outlines("hover", painter, scene, camera, (hover,), looks)


def draw_owners(
    painter: QPainter, scene: Scene, camera: Camera, uids: Iterable[int], name: str = "owners"
) -> None:
    """Light up the grids that a gesture would change, before it does."""
    net = scene.net
    known = tuple(uid for uid in uids if net and uid in net.cells)
    if known:
        looks = ((4.0, scene.surface.halo, 0.7), (1.8, scene.surface.accent, 0.9))
        _outlines(name, painter, scene, camera, known, looks, light=0.13)


def _outlines(
    name: str,
    painter: QPainter,
    scene: Scene,
    camera: Camera,
    uids: tuple[int, ...],
    looks: tuple[tuple[float, str, float], ...],
    light: float = 0.0,
) -> None:
    """Draw outlines, wide ones first, from a picture that is kept while they stay."""
    net = scene.net
    assert net is not None
    matrix = camera.transform(net.origin)
    box = QRectF()
    for uid in uids:
        box = box.united(matrix.mapRect(net.path(uid).controlPointRect()))
    box = box.adjusted(-_ROOM_PX, -_ROOM_PX, _ROOM_PX, _ROOM_PX)
    box = box.intersected(QRectF(0, 0, camera.width, camera.height))
    if box.isEmpty():
        return

    def make(on: QPainter) -> None:
        on.setTransform(matrix, combine=True)
        fill = QColor(scene.surface.accent)
        fill.setAlphaF(light)
        on.setBrush(fill if light else Qt.BrushStyle.NoBrush)
        for width, colour, alpha in looks:
            on.setPen(pen(colour, width, alpha))
            for uid in uids:
                on.drawPath(net.path(uid))
            on.setBrush(Qt.BrushStyle.NoBrush)

    key = (uids, camera, net.version, scene.dark)
    scene.kept.setdefault(name, Kept()).draw(painter, key, box, make)


def draw_flash(
    painter: QPainter,
    scene: Scene,
    camera: Camera,
    uids: Iterable[int],
    point: tuple[float, float] | None,
    strength: float,
) -> None:
    """Light up grids or a place; strength runs from 1 to 0."""
    net = scene.net
    accent = QColor(scene.surface.accent)
    accent.setAlphaF(0.35 * strength)
    if net:
        painter.save()
        painter.setTransform(camera.transform(net.origin), combine=True)
        painter.setPen(pen(scene.surface.accent, 3.0 + 4.0 * strength, 0.3 + 0.7 * strength))
        painter.setBrush(accent)
        for uid in uids:
            if uid in net.cells:
                painter.drawPath(net.path(uid))
        painter.restore()
    if point is not None:
        at = camera.to_screen(*point)
        painter.setBrush(accent)
        painter.setPen(pen(scene.surface.accent, 2.5, 0.3 + 0.7 * strength))
        painter.drawEllipse(at, 8 + 26 * (1 - strength), 8 + 26 * (1 - strength))
        painter.setBrush(QColor(scene.surface.accent))
        painter.drawEllipse(at, 4, 4)


def draw_tip(painter: QPainter, scene: Scene, pos: QPointF, uid: int, window: QRectF) -> None:
    """Draw the card beside the pointer: code, name, households, persons, load."""
    net = scene.net
    if not net or uid not in net.cells:
        return
    lines = tip_lines(net, uid, scene.figures, scene)
    at = pos + QPointF(18, 18)
    draw_tag(painter, at, lines, scene.surface, title=True, within=window, clear_of=scene.covered)


def tip_lines(net: GridNet, uid: int, figures: pd.DataFrame | None, scene: Scene) -> list[str]:
    """Say what the tip says; a tab parts left from right."""
    cell = net.cells[uid]
    language = scene.language
    lines = [f"{cell.short}　{cell.name}" if cell.name else cell.short]
    plan: Plan | None = scene.plan
    level = plan.scheme.levels[cell.level - 1] if plan is not None else None
    if level is not None:
        lines.append(f"{level.name if language == 'zh' else level.name_en}\t{cell.code}")
    if figures is None or uid not in figures.index:
        lines.append(word("word.load_unknown", language))
        return lines
    row: dict[Any, Any] = figures.loc[uid].to_dict()
    households = word("word.households", language, value=f"{int(row['households']):,}")
    persons = word("word.persons", language, value=f"{int(row['persons']):,}")
    lines.append(f"{households}\t{persons}")
    load = word("word.load", language, value=f"{row['load']:.2f}")
    if row["target"] > 0:
        lines.append(f"{load}\t{signed_percent(float(row['deviation']))}")
    else:
        lines.append(load)
    return lines
