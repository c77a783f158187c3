"""Labels: what each says at a scale, and where it finds room without a collision."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
import shapely
from PyQt6.QtCore import QPointF, QRectF
from PyQt6.QtGui import QPainter

from layers.style import Surface
from ui.canvas.camera import Camera
from ui.canvas.gridnet import GridNet, inner_circle
from ui.canvas.ground_labels import (
    Names,
    building_labels,
    keep_marks_free,
    line_labels,
    point_labels,
)
from ui.canvas.scene import Scene
from ui.canvas.text import Style, TextPicture, TextPictures
from ui.canvas.words import signed_percent, word

#: The level above the active one is named in large letters from this n of 1:n on.
ABOVE_FROM = 5_500.0
#: Names of leaves are shown from this n of 1:n inwards, figures from the next one.
NAMES_UP_TO, FIGURES_UP_TO = 4_000.0, 3_000.0
#: A label may stick out of its grid's largest circle by this factor of the diameter.
STICK_OUT = 1.25
#: Circles smaller than this hold no text.
LEAST_RADIUS_PX = 7.0


class Room:
    """The places on the screen that are taken."""

    def __init__(self, width: float, height: float) -> None:
        self._window = QRectF(0, 0, width, height)
        self._taken = np.empty((256, 4))
        self._count = 0

    def free(self, box: QRectF) -> bool:
        """Tell whether a box lies in the window and touches nothing."""
        if not self._window.contains(box):
            return False
        taken = self._taken[: self._count]
        return not bool(
            (
                (taken[:, 0] < box.right())
                & (taken[:, 2] > box.left())
                & (taken[:, 1] < box.bottom())
                & (taken[:, 3] > box.top())
            ).any()
        )

    def take(self, box: QRectF) -> None:
        """Take a box."""
        if self._count == len(self._taken):
            self._taken = np.concatenate([self._taken, np.empty_like(self._taken)])
        self._taken[self._count] = box.left(), box.top(), box.right(), box.bottom()
        self._count += 1


@dataclass(frozen=True)
class Block:
    """Lines of text under each other, centred."""

    lines: tuple[TextPicture, ...]
    width: float
    height: float

    @classmethod
    def of(cls, lines: Sequence[TextPicture]) -> Block:
        """Stack lines; halos overlap, so they stand closer than their pictures are high."""
        width = max(line.size.width() for line in lines)
        return cls(tuple(lines), width, sum(line.size.height() - 5 for line in lines) + 5)

    @property
    def diagonal(self) -> float:
        """Room that the letters need, corner to corner; corners hold little ink."""
        return math.hypot(self.width - 6, (self.height - 6) * 0.8)

    def box(self, x: float, y: float) -> QRectF:
        """Give the place of the block around a middle."""
        return QRectF(x - self.width / 2, y - self.height / 2, self.width, self.height)

    def draw(self, painter: QPainter, x: float, y: float) -> None:
        """Draw the block around a middle, on whole pixels: else the letters blur."""
        top = y - self.height / 2
        for line in self.lines:
            at = QPointF(round(x - line.size.width() / 2), round(top))
            painter.drawPixmap(at, line.pixmap)
            top += line.size.height() - 5


class Labels:
    """Places and draws all labels of the map."""

    def __init__(self) -> None:
        self.pictures = TextPictures()
        self._names = Names()

    def steps(self, scene: Scene, painter: QPainter, camera: Camera, ratio: float) -> Iterator[str]:
        """Draw labels in the order of their weight, in steps that can be spread in time."""
        if not scene.layering.drawn("labels", camera.denominator) or scene.ground is None:
            return
        painter.setOpacity(scene.layering.opacity_of("labels"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        room = Room(camera.width, camera.height)
        if scene.layering.drawn("places", camera.denominator):
            keep_marks_free(scene, camera, room)
        net = scene.shown_net
        if net and scene.layering.drawn("grids", camera.denominator):
            if scene.level > 1 and camera.denominator >= ABOVE_FROM:
                self._above(scene, net, painter, camera, ratio, room)
                yield "above"
            for _ in self._grids(scene, net, painter, camera, ratio, room):
                yield "grids"
        for name in ("streets", "water"):
            if scene.layering.drawn(name, camera.denominator):
                line_labels(name, scene, self._names, self.pictures, painter, camera, ratio, room)
                yield name
        for name in ("places", "compounds"):
            if scene.layering.drawn(name, camera.denominator):
                point_labels(name, scene, self.pictures, painter, camera, ratio, room)
                yield name
        if scene.layering.drawn("buildings", camera.denominator):
            building_labels(scene, self.pictures, painter, camera, ratio, room)
            yield "buildings"

    def _above(
        self,
        scene: Scene,
        net: GridNet,
        painter: QPainter,
        camera: Camera,
        ratio: float,
        room: Room,
    ) -> None:
        surface = scene.surface
        tops = net.level(1)
        look = Style(15 if len(tops) <= 20 else 12, surface.text, surface.halo, bold=True)
        for uid in tops:
            cell = net.cells[uid]
            block = Block.of([self.pictures.get(cell.name or cell.short, look, ratio)])
            for x, y, _ in _spots(net, uid, camera):
                box = block.box(x, y)
                if room.free(box):
                    room.take(box)
                    block.draw(painter, x, y)
                    break

    def _grids(
        self,
        scene: Scene,
        net: GridNet,
        painter: QPainter,
        camera: Camera,
        ratio: float,
        room: Room,
    ) -> Iterator[None]:
        west, south, east, north = camera.bounds
        ox, oy = net.origin
        view = west - ox, south - oy, east - ox, north - oy
        shown = [uid for uid in net.shown(scene.level) if _overlap(net.box(uid), view)]
        # Small grids first: a large one can give way, a small one has a single place.
        shown.sort(key=lambda uid: net.anchor(uid)[2])
        for number, uid in enumerate(shown):
            self._grid(scene, net, uid, painter, camera, ratio, room)
            if number % 40 == 39:
                yield

    def _grid(
        self,
        scene: Scene,
        net: GridNet,
        uid: int,
        painter: QPainter,
        camera: Camera,
        ratio: float,
        room: Room,
    ) -> None:
        """Label one grid where it has room, with as many lines as fit there."""
        blocks: list[Block] = []
        for x, y, radius in _spots(net, uid, camera):
            if radius < LEAST_RADIUS_PX:
                return
            if not blocks:
                texts = _texts(scene, net, uid, camera.denominator, scene.shown_figures)
                lines = [
                    self.pictures.get(text, _look(scene.surface, size, bold), ratio)
                    for text, size, bold in texts
                ]
                blocks = [Block.of(lines[:count]) for count in range(len(lines), 0, -1)]
            block = next((b for b in blocks if b.diagonal <= 2 * radius * STICK_OUT), None)
            if block is None:
                continue
            box = block.box(x, y).adjusted(2, 2, -2, -2)
            if room.free(box):
                room.take(box)
                block.draw(painter, x, y)
                return


@lru_cache(maxsize=64)
def _look(surface: Surface, size: float, bold: bool) -> Style:
    return Style(size, surface.text if bold else surface.muted, surface.halo, bold)


def _texts(
    scene: Scene, net: GridNet, uid: int, denominator: float, figures: pd.DataFrame | None
) -> list[tuple[str, float, bool]]:
    """Give the lines of a grid's label: text, size, bold."""
    cell = net.cells[uid]
    leaf = cell.level == net.depth
    close = denominator <= 6_000 or not leaf
    size = 12.0 if close else 10.5
    if cell.level == 1:
        lines = [(cell.name or cell.short, 15.0, True)]
    else:
        lines = [(cell.short, size, True)]
        if cell.name and (denominator <= NAMES_UP_TO or not leaf):
            lines.append((cell.name, 11.0, False))
    if figures is not None and uid in figures.index and (denominator <= FIGURES_UP_TO or not leaf):
        row: dict[Any, Any] = figures.loc[uid].to_dict()
        said = word("word.hu", scene.language, value=f"{int(row['households']):,}")
        lines.append((f"{said} · {row['load']:.2f}", 11.0, False))
    if scene.theme == "deviation" and figures is not None and uid in figures.index and close:
        row = figures.loc[uid].to_dict()
        if row["target"] > 0:
            lines.insert(1, (signed_percent(float(row["deviation"])), 11.0, True))
    return lines


def _spots(net: GridNet, uid: int, camera: Camera) -> list[tuple[float, float, float]]:
    """Give places for a label: screen x, y and the room around (px)."""
    x, y, radius = net.anchor(uid)
    ox, oy = net.origin
    at = camera.to_screen(x + ox, y + oy)
    px = radius / camera.m_per_px
    window = QRectF(0, 0, camera.width, camera.height)
    if window.contains(at):
        step = px * 0.45
        return [(at.x(), at.y(), px)] + [
            (at.x() + dx * step, at.y() + dy * step, px * 0.8)
            for dx, dy in ((0, 1), (0, -1), (1, 0), (-1, 0))
        ]
    # The usual place is out of sight: the part in the window gets its own.
    shape = shapely.clip_by_rect(net.cells[uid].shape, *camera.bounds)
    if shapely.is_empty(shape) or shapely.area(shape) <= 0:
        return []
    if not shapely.is_valid(shape):
        shape = shapely.make_valid(shape)
    x, y, radius = inner_circle(shape, net.origin, steps=12)
    at = camera.to_screen(x + ox, y + oy)
    return [(at.x(), at.y(), radius / camera.m_per_px)]


def _overlap(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] <= b[2] and a[2] >= b[0] and a[1] <= b[3] and a[3] >= b[1]
