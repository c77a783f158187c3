"""Labels: what each says at a scale, and where it finds room without a collision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import pandas as pd
import shapely
from PyQt6.QtCore import QRectF
from PyQt6.QtGui import QPainter

from layers.style import Surface
from ui.canvas.camera import Bounds, Camera
from ui.canvas.furniture import corner_cards
from ui.canvas.gridnet import GridNet, inner_circle
from ui.canvas.ground_labels import (
    building_labels,
    keep_marks_free,
    line_labels,
    point_labels,
)
from ui.canvas.hatch import LOCK_W, draw_padlock
from ui.canvas.names import Names
from ui.canvas.room import Block, Room
from ui.canvas.scene import Scene
from ui.canvas.text import Pictures, Style, TextPictures
from ui.canvas.words import signed_percent, word

#: The level above the active one is named in large letters from this n of 1:n on.
ABOVE_FROM = 5_500.0
#: Names of leaves are shown from this n of 1:n inwards, figures from the next one.
NAMES_UP_TO, FIGURES_UP_TO = 4_000.0, 3_000.0
#: Codes of leaves are larger from this n of 1:n inwards.
CLOSE_UP_TO = 6_000.0
#: A label may stick out of its grid's largest circle by this factor of the diameter.
STICK_OUT = 1.25
#: Circles smaller than this hold no text.
LEAST_RADIUS_PX = 7.0


class Labels:
    """Places and draws all labels of the map.

    Parameters
    ----------
    pictures : Pictures, optional
        Makes the texts; pictures for the screen where absent.
    corners : bool
        Whether legend and scale bar stand on the map and are kept clear.
    covered : sequence of QRectF
        Other boxes of the window that will lie on the map.
    """

    def __init__(
        self,
        pictures: Pictures | None = None,
        *,
        corners: bool = True,
        covered: Sequence[QRectF] = (),
    ) -> None:
        self.pictures: Pictures = pictures if pictures is not None else TextPictures()
        self._corners = corners
        self._covered = tuple(covered)
        self._names = Names()
        self._blocks: dict[int, list[Block]] = {}
        self._blocks_of: tuple[object, ...] = ()

    def steps(self, scene: Scene, painter: QPainter, camera: Camera, ratio: float) -> Iterator[str]:
        """Draw labels in the order of their weight, in steps that can be spread in time."""
        if not scene.layering.drawn("labels", camera.denominator) or scene.ground is None:
            return
        painter.setOpacity(scene.layering.opacity_of("labels"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        room = Room(camera.width, camera.height)
        for card in corner_cards(scene, camera) if self._corners else ():
            room.take(card)
        for box in self._covered:
            room.take(box)
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
                point_labels(name, scene, self._names, self.pictures, painter, camera, ratio, room)
                yield name
        if scene.layering.drawn("buildings", camera.denominator):
            building_labels(scene, self._names, self.pictures, painter, camera, ratio, room)
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
        view = _local(net, camera)
        # What is seen of a grid must hold the smallest circle that holds text.
        shown = net.seen(scene.level, view, 2 * LEAST_RADIUS_PX * camera.m_per_px)
        self._forget_blocks(scene, net, camera, ratio)
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
        blocks = self._blocks.get(uid)
        if blocks is None:
            blocks = self._blocks[uid] = self._made(scene, net, uid, camera, ratio)
        least = max(blocks[-1].diagonal / (2 * STICK_OUT), LEAST_RADIUS_PX)
        for x, y, radius in _spots(net, uid, camera, least):
            if radius < LEAST_RADIUS_PX:
                return
            block = next((b for b in blocks if b.diagonal <= 2 * radius * STICK_OUT), None)
            if block is None:
                continue
            box = block.box(x, y).adjusted(2, 2, -2, -2)
            shut = net is scene.net and net.cells[uid].is_locked
            if shut:
                box.adjust(-LOCK_W, 0, 0, 0)
            if room.free(box):
                room.take(box)
                block.draw(painter, x, y)
                if shut:
                    draw_padlock(painter, box.left(), y, scene.surface)
                return

    def _made(
        self, scene: Scene, net: GridNet, uid: int, camera: Camera, ratio: float
    ) -> list[Block]:
        """Make the label of a grid with all its lines, one less, … and the first alone."""
        texts = _texts(scene, net, uid, camera.denominator, scene.shown_figures)
        lines = [
            self.pictures.get(text, _look(scene.surface, size, bold), ratio)
            for text, size, bold in texts
        ]
        return [Block.of(lines[:count]) for count in range(len(lines), 0, -1)]

    def _forget_blocks(self, scene: Scene, net: GridNet, camera: Camera, ratio: float) -> None:
        """Drop the labels where anything that they say has changed."""
        n = camera.denominator
        steps = tuple(n <= limit for limit in (CLOSE_UP_TO, NAMES_UP_TO, FIGURES_UP_TO))
        said = (net.cells, scene.shown_figures, scene.theme, scene.language, scene.dark)
        now = (*said, ratio, *steps)
        # By identity: the tables are never changed in place, and comparing them is dear.
        if len(now) != len(self._blocks_of) or any(
            a is not b and not (isinstance(a, str | float | bool) and a == b)
            for a, b in zip(now, self._blocks_of, strict=True)
        ):
            self._blocks, self._blocks_of = {}, now


@lru_cache(maxsize=64)
def _look(surface: Surface, size: float, bold: bool) -> Style:
    return Style(size, surface.text if bold else surface.muted, surface.halo, bold)


def _texts(
    scene: Scene, net: GridNet, uid: int, denominator: float, figures: pd.DataFrame | None
) -> list[tuple[str, float, bool]]:
    """Give the lines of a grid's label: text, size, bold."""
    cell = net.cells[uid]
    leaf = cell.level == net.depth
    close = denominator <= CLOSE_UP_TO or not leaf
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


def _local(net: GridNet, camera: Camera) -> Bounds:
    west, south, east, north = camera.bounds
    ox, oy = net.origin
    return west - ox, south - oy, east - ox, north - oy


def _spots(
    net: GridNet, uid: int, camera: Camera, least_px: float = 0.0
) -> Iterator[tuple[float, float, float]]:
    """Give places for a label: screen x, y and the room around (px), the best first.

    Of a grid whose usual place is out of sight, only one with the least room is looked for.
    """
    x, y, radius = net.anchor(uid)
    ox, oy = net.origin
    px = radius / camera.m_per_px
    sx = camera.width / 2 + (x + ox - camera.x) / camera.m_per_px
    sy = camera.height / 2 - (y + oy - camera.y) / camera.m_per_px
    if 0 <= sx <= camera.width and 0 <= sy <= camera.height:
        yield sx, sy, px
        step = px * 0.45
        for dx, dy in ((0, 1), (0, -1), (1, 0), (-1, 0)):
            yield sx + dx * step, sy + dy * step, px * 0.8
        return
    # The usual place is out of sight: the part in the window gets its own, if its box is
    # large enough; most parts at the edge are not, and a circle in them costs .3 ms.
    (a, b, c, d), (west, south, east, north) = net.box(uid), _local(net, camera)
    least_m = 2 * least_px * camera.m_per_px
    if min(c, east) - max(a, west) < least_m or min(d, north) - max(b, south) < least_m:
        return
    shape = shapely.clip_by_rect(net.cells[uid].shape, *camera.bounds)
    if shapely.is_empty(shape) or shapely.area(shape) <= 0:
        return
    if not shapely.is_valid(shape):
        shape = shapely.make_valid(shape)
    x, y, radius = inner_circle(shape, net.origin, steps=12)
    at = camera.to_screen(x + ox, y + oy)
    yield at.x(), at.y(), radius / camera.m_per_px
