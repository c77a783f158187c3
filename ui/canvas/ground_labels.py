"""Names on the ground: along streets and rivers, at places, in compounds, on houses."""

from __future__ import annotations

import math
from typing import Protocol

import numpy as np
import shapely
from PyQt6.QtCore import QPointF, QRectF
from PyQt6.QtGui import QPainter

from gridplanner.geometry import Floats
from ui.canvas.camera import Camera
from ui.canvas.names import Names
from ui.canvas.paths import touching
from ui.canvas.scene import Scene
from ui.canvas.straight import straight_places
from ui.canvas.text import PAD_PX, Pictures, Style, spread_width, text_width

#: Names along lines are shown up to this n of 1:n, by width of the street.
STREETS_UP_TO = ((14.0, 14_000.0), (7.0, 7_000.0), (0.0, 3_600.0))
WATER_UP_TO = 20_000.0
PLACES_UP_TO, COMPOUNDS_UP_TO, HOUSES_UP_TO = 5_000.0, 6_000.0, 1_500.0
#: The same name comes again along a line after so many pixels.
REPEAT_PX = 520.0
#: Room along a line before and after a name, together.
_ENDS_PX = 8.0
#: A house must be so high for a name, and so many of the name's widths wide.
_HOUSE_PX, _HOUSE_WIDE = 10.0, 0.8


class Taken(Protocol):
    """The places on the screen that are taken."""

    def free(self, box: QRectF) -> bool:
        """Tell whether a box is free."""

    def take(self, box: QRectF) -> None:
        """Take a box."""


def line_labels(
    table: str,
    scene: Scene,
    names: Names,
    pictures: Pictures,
    painter: QPainter,
    camera: Camera,
    ratio: float,
    room: Taken,
) -> None:
    """Write names along streets or rivers where the line is long and straight enough."""
    assert scene.plan is not None
    surface, n = scene.surface, camera.denominator
    water = table == "water"
    known = names.lines(scene.plan.tables[table], table)
    if water:
        wanted = np.full(len(known.names), n <= WATER_UP_TO)
    else:
        wanted = known.width_m >= min((least for least, up_to in STREETS_UP_TO if n <= up_to),
                                      default=math.inf)  # fmt: skip
    rows, parts = known.seen(camera.bounds, wanted)
    if len(rows) == 0:
        return
    sizes = [12.0 if water or wide >= 14 else 11.0 for wide in known.width_m[rows]]
    length = np.array(
        [spread_width(known.names[row], size) for row, size in zip(rows, sizes, strict=True)]
    )
    long = np.flatnonzero(shapely.length(parts) >= length * camera.m_per_px)
    xy, line = shapely.get_coordinates(parts[long], return_index=True)
    of, middles, degrees = straight_places(
        _screen(xy, camera), line, length[long] + _ENDS_PX, REPEAT_PX
    )
    seen: dict[str, list[tuple[float, float]]] = {}
    for part, (x, y), angle in zip(long[of].tolist(), middles.tolist(), degrees, strict=True):
        name = known.names[rows[part]]
        near = seen.setdefault(name, [])
        if any(math.hypot(x - a, y - b) < REPEAT_PX * 0.6 for a, b in near):
            continue
        colour = surface.water_text if water else surface.muted
        look = Style(sizes[part], colour, surface.halo)
        picture = pictures.get(name, look, ratio, round(angle))
        size = picture.size
        corner = QPointF(round(x - size.width() / 2), round(y - size.height() / 2))
        box = QRectF(corner, size)
        if room.free(box):
            near.append((x, y))
            room.take(box)
            picture.draw(painter, corner)


def keep_marks_free(scene: Scene, camera: Camera, room: Taken) -> None:
    """Take the places of the marks of service points, so that no label hides them."""
    assert scene.ground is not None
    west, south, east, north = camera.bounds
    xy = scene.ground.dots("places").xy + np.asarray(scene.origin)
    near = (xy[:, 0] >= west) & (xy[:, 0] <= east) & (xy[:, 1] >= south) & (xy[:, 1] <= north)
    for x, y in _screen(xy[near], camera).tolist():
        room.take(QRectF(x - 5, y - 5, 10, 10))


def point_labels(
    table: str,
    scene: Scene,
    names: Names,
    pictures: Pictures,
    painter: QPainter,
    camera: Camera,
    ratio: float,
    room: Taken,
) -> None:
    """Write the names of places beside their mark and of compounds in their middle."""
    assert scene.plan is not None
    place = table == "places"
    if camera.denominator > (PLACES_UP_TO if place else COMPOUNDS_UP_TO):
        return
    spots = names.spots(scene.plan.tables[table], table)
    rows = np.flatnonzero(touching(spots.boxes, camera.bounds))
    surface = scene.surface
    look = Style(11.0, surface.text if place else surface.muted, surface.halo)
    for row, (x, y) in zip(rows.tolist(), _screen(spots.xy(rows), camera).tolist(), strict=True):
        picture = pictures.get(spots.names[row], look, ratio)
        left = x + 6 if place else x - picture.size.width() / 2
        corner = QPointF(round(left), round(y - picture.size.height() / 2))
        box = QRectF(corner, picture.size)
        if room.free(box):
            room.take(box)
            picture.draw(painter, corner)


def building_labels(
    scene: Scene,
    names: Names,
    pictures: Pictures,
    painter: QPainter,
    camera: Camera,
    ratio: float,
    room: Taken,
) -> None:
    """Write names and storeys on houses that are large enough for them."""
    assert scene.plan is not None
    if camera.denominator > HOUSES_UP_TO:
        return
    spots = names.spots(scene.plan.tables["buildings"], "buildings")
    look = Style(10.0, scene.surface.muted, scene.surface.halo)
    wide, high = (spots.boxes[:, 2:] - spots.boxes[:, :2]).T / camera.m_per_px
    large = (high >= _HOUSE_PX) & (wide >= _HOUSE_WIDE * 2 * PAD_PX)
    rows = np.flatnonzero(touching(spots.boxes, camera.bounds) & large)
    # Measured before a picture is made: most houses are too small for their name.
    fits = [
        wide[row] >= (text_width(spots.names[row], look.size_px) + 2 * PAD_PX) * _HOUSE_WIDE
        for row in rows.tolist()
    ]
    rows = rows[np.array(fits, dtype=bool)]
    for row, (x, y) in zip(rows.tolist(), _screen(spots.xy(rows), camera).tolist(), strict=True):
        picture = pictures.get(spots.names[row], look, ratio)
        corner = QPointF(round(x - picture.size.width() / 2), round(y - picture.size.height() / 2))
        box = QRectF(corner, picture.size).adjusted(1, 2, -1, -2)
        if room.free(box):
            room.take(box)
            picture.draw(painter, corner)


def _screen(xy: Floats, camera: Camera) -> Floats:
    return np.stack(
        [
            camera.width / 2 + (xy[:, 0] - camera.x) / camera.m_per_px,
            camera.height / 2 - (xy[:, 1] - camera.y) / camera.m_per_px,
        ],
        axis=1,
    )
