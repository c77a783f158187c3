"""Names on the ground: along streets and rivers, at places, in compounds, on houses."""

from __future__ import annotations

import math
from typing import Any, Protocol

import numpy as np
import pandas as pd
import shapely
from PyQt6.QtCore import QPointF, QRectF
from PyQt6.QtGui import QFontMetricsF, QPainter

from gridplanner.geometry import Floats, shapes_of
from ui.canvas.camera import Bounds, Camera
from ui.canvas.paths import touching
from ui.canvas.scene import Scene
from ui.canvas.text import Pictures, Style, font, spread_width

#: Names along lines are shown up to this n of 1:n, by width of the street.
STREETS_UP_TO = ((14.0, 14_000.0), (7.0, 7_000.0), (0.0, 3_600.0))
PLACES_UP_TO, COMPOUNDS_UP_TO, HOUSES_UP_TO = 5_000.0, 6_000.0, 1_500.0
#: The same name comes again along a line after so many pixels.
REPEAT_PX = 520.0
#: How far a name's straight baseline may lie off its line, in pixels.
BEND_PX = 4.0


class Taken(Protocol):
    """The places on the screen that are taken."""

    def free(self, box: QRectF) -> bool:
        """Tell whether a box is free."""

    def take(self, box: QRectF) -> None:
        """Take a box."""


class Names:
    """Lines that carry names, joined by name so that a name runs over junctions."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[object, list[tuple[str, float, Any]], Floats]] = {}

    def lines(self, table: pd.DataFrame, name: str, bounds: Bounds) -> list[tuple[str, float, Any]]:
        """List name, width in metres and line of everything in bounds that has a name."""
        kept = self._kept.get(name)
        if kept is None or kept[0] is not table:
            rows = _named_lines(table)
            boxes = shapely.bounds(shapes_of([line for _, _, line in rows])).reshape(-1, 4)
            kept = self._kept[name] = table, rows, boxes
        return [kept[1][i] for i in np.flatnonzero(touching(kept[2], bounds))]


def _named_lines(table: pd.DataFrame) -> list[tuple[str, float, Any]]:
    found: list[tuple[str, float, Any]] = []
    named = table[(table["name"] != "").to_numpy()]
    for name, rows in named.groupby("name", sort=True):
        shapes = shapes_of(rows["geometry"])
        lines = shapes[shapely.get_dimensions(shapes) == 1]
        width = 20.0
        if "width_m" in rows.columns:
            wide = rows["width_m"].to_numpy(dtype=float)
            width = float(np.nanmax(np.r_[wide, 0.0]))
        if len(lines):
            parts = shapely.get_parts(lines)
            merged = shapely.line_merge(shapely.multilinestrings(parts))
            found += [(str(name), width, line) for line in shapely.get_parts(merged)]
        for area in shapely.get_parts(shapes[shapely.get_dimensions(shapes) == 2]):
            found.append((str(name), width, middle_line(area)))
    return sorted(found, key=lambda row: -row[1])


def middle_line(area: Any) -> Any:
    """Give a rough line along the middle of a long area such as a river.

    The area is cut across its longer side; the middles of the widest pieces make the line.
    """
    west, south, east, north = shapely.bounds(area)
    upright = (north - south) > (east - west)
    points = []
    for share in np.linspace(0.03, 0.97, 24):
        if upright:
            y = south + share * (north - south)
            across = shapely.LineString([(west - 1, y), (east + 1, y)])
        else:
            x = west + share * (east - west)
            across = shapely.LineString([(x, south - 1), (x, north + 1)])
        cut = shapely.get_parts(shapely.intersection(across, area))
        cut = cut[shapely.get_dimensions(cut) == 1]
        if len(cut):
            longest = cut[int(np.argmax(shapely.length(cut)))]
            points.append(shapely.get_coordinates(longest).mean(axis=0))
    if len(points) < 2:
        return shapely.LineString([(west, (south + north) / 2), (east, (south + north) / 2)])
    return shapely.LineString(points)


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
    surface = scene.surface
    water = table == "water"
    metrics = {size: QFontMetricsF(font(size)) for size in (11.0, 12.0)}
    seen: dict[str, list[QPointF]] = {}
    for name, width_m, line in names.lines(scene.plan.tables[table], table, camera.bounds):
        limit = next(up_to for least, up_to in STREETS_UP_TO if width_m >= least)
        if camera.denominator > (20_000.0 if water else limit):
            continue
        size = 12.0 if water or width_m >= 14 else 11.0
        look = Style(size, surface.water_text if water else surface.muted, surface.halo)
        length = spread_width(name, metrics[size])
        for part in shapely.get_parts(shapely.clip_by_rect(line, *camera.bounds)):
            if shapely.length(part) < length * camera.m_per_px:
                continue
            xy = _screen(shapely.get_coordinates(part), camera)
            for at, angle in straight_places(xy, length + 8, REPEAT_PX):
                near = seen.setdefault(name, [])
                if any(_distance(at, other) < REPEAT_PX * 0.6 for other in near):
                    continue
                picture = pictures.get(name, look, ratio, round(angle))
                size_px = picture.size
                corner = QPointF(
                    round(at.x() - size_px.width() / 2), round(at.y() - size_px.height() / 2)
                )
                box = QRectF(corner, size_px)
                if room.free(box):
                    near.append(at)
                    room.take(box)
                    picture.draw(painter, corner)


def straight_places(xy: Floats, length: float, repeat: float) -> list[tuple[QPointF, float]]:
    """Find stretches of a polyline that a straight text of a length fits on.

    Parameters
    ----------
    xy : float array, shape (n, 2)
        Screen points.
    length, repeat : float
        Length of the text, and distance after which it comes again, in pixels.

    Returns
    -------
    list of (QPointF, float)
        Middle and angle in degrees, never upside down.
    """
    if len(xy) < 2:
        return []
    along = np.r_[0.0, np.cumsum(np.hypot(*np.diff(xy, axis=0).T))]
    total = float(along[-1])
    if total < length:
        return []
    count = max(1, int(total // repeat))
    found = []
    for k in range(count):
        for shift in (0.0, 0.14, -0.14, 0.28, -0.28):
            middle = total * ((k + 0.5) / count + shift / count)
            start, end = middle - length / 2, middle + length / 2
            if start < 0 or end > total:
                continue
            steps = np.linspace(start, end, 9)
            px = np.interp(steps, along, xy[:, 0])
            py = np.interp(steps, along, xy[:, 1])
            dx, dy = px[-1] - px[0], py[-1] - py[0]
            chord = math.hypot(dx, dy)
            if chord < length * 0.96:
                continue
            off = np.abs((px - px[0]) * dy - (py - py[0]) * dx) / chord
            if float(off.max()) > BEND_PX:
                continue
            angle = math.degrees(math.atan2(dy, dx))
            angle = angle - 180 if angle > 90 else angle + 180 if angle < -90 else angle
            found.append((QPointF(float(px.mean()), float(py.mean())), angle))
            break
    return found


def keep_marks_free(scene: Scene, camera: Camera, room: Taken) -> None:
    """Take the places of the marks of service points, so that no label hides them."""
    assert scene.ground is not None
    ox, oy = scene.origin
    for x, y in scene.ground.dots("places").xy:
        at = camera.to_screen(float(x) + ox, float(y) + oy)
        room.take(QRectF(at.x() - 5, at.y() - 5, 10, 10))


def point_labels(
    table: str,
    scene: Scene,
    pictures: Pictures,
    painter: QPainter,
    camera: Camera,
    ratio: float,
    room: Taken,
) -> None:
    """Write the names of places beside their mark and of compounds in their middle."""
    assert scene.plan is not None
    if camera.denominator > (PLACES_UP_TO if table == "places" else COMPOUNDS_UP_TO):
        return
    frame = scene.plan.tables[table]
    shapes = shapes_of(frame["geometry"])
    seen = np.flatnonzero(_in_sight(shapes, camera) & (frame["name"] != "").to_numpy())
    surface = scene.surface
    place = table == "places"
    look = Style(11.0, surface.text if place else surface.muted, surface.halo)
    for row in seen:
        x, y = shapely.get_coordinates(shapely.point_on_surface(shapes[row]))[0]
        picture = pictures.get(str(frame["name"].iloc[row]), look, ratio)
        at = camera.to_screen(float(x), float(y))
        left = at.x() + 6 if place else at.x() - picture.size.width() / 2
        corner = QPointF(round(left), round(at.y() - picture.size.height() / 2))
        box = QRectF(corner, picture.size)
        if room.free(box):
            room.take(box)
            picture.draw(painter, corner)


def building_labels(
    scene: Scene,
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
    frame = scene.plan.tables["buildings"]
    shapes = shapes_of(frame["geometry"])
    look = Style(10.0, scene.surface.muted, scene.surface.halo)
    names = frame["name"]
    for row in np.flatnonzero(_in_sight(shapes, camera) & (names != "").to_numpy()):
        picture = pictures.get(str(names.iloc[row]), look, ratio)
        west, south, east, north = shapely.bounds(shapes[row]) / camera.m_per_px
        if east - west < picture.size.width() * 0.8 or north - south < 10:
            continue
        x, y = shapely.get_coordinates(shapely.point_on_surface(shapes[row]))[0]
        at = camera.to_screen(float(x), float(y))
        corner = QPointF(
            round(at.x() - picture.size.width() / 2), round(at.y() - picture.size.height() / 2)
        )
        box = QRectF(corner, picture.size).adjusted(1, 2, -1, -2)
        if room.free(box):
            room.take(box)
            picture.draw(painter, corner)


def _in_sight(shapes: Any, camera: Camera) -> Any:
    boxes = shapely.bounds(shapes)
    return touching(boxes, camera.bounds)


def _screen(xy: Floats, camera: Camera) -> Floats:
    return np.stack(
        [
            camera.width / 2 + (xy[:, 0] - camera.x) / camera.m_per_px,
            camera.height / 2 - (xy[:, 1] - camera.y) / camera.m_per_px,
        ],
        axis=1,
    )


def _distance(a: QPointF, b: QPointF) -> float:
    return math.hypot(a.x() - b.x(), a.y() - b.y())
