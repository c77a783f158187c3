"""Snapping: the pointer is drawn to vertices, edges and crossings that are near on the screen."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
import shapely

from gridplanner.geometry import Floats, Shapes, lines_of, shapes_of
from gridplanner.model import Plan
from ui.canvas.camera import Bounds, Camera
from ui.canvas.scene import Scene

#: How far the pointer is drawn, in pixels at 96 an inch.
REACH_PX = 12.0
#: Layers that are snapped to while they are shown, and up to which n of 1:n.
SOURCES = {
    "boundary": float("inf"),
    "grids": float("inf"),
    "buildings": 6_000.0,
    "streets": 6_000.0,
    "units": 6_000.0,
    "compounds": 6_000.0,
    "water": 12_000.0,
}
#: Crossings are looked for among this many segments at most.
CROSSING_SEGMENTS = 40
#: So many shapes are taken apart together.
MANY = 64

Kind = Literal["free", "vertex", "edge", "crossing"]


@dataclass(frozen=True)
class Snap:
    """A place in map coordinates, and what it lies on."""

    x: float
    y: float
    kind: Kind = "free"


def outlines_of(plan: Plan, name: str) -> Shapes:
    """Give the shapes of a layer that is snapped to; of the grids, those that own their ground."""
    if name != "grids":
        return shapes_of(plan.tables[name]["geometry"])
    return shapes_of(plan.leaves.geometry if len(plan.leaves) else plan.valid_grids.geometry)


class Lines:
    """Segments of a layer's outlines, found by place.

    A layer has hundreds of thousands of segments and a pointer meets a few: only shapes that
    come near it are taken apart. A box for each segment took .6 s on a town of 51,000 houses,
    in the first step of the first gesture.

    Parameters
    ----------
    shapes : array of geometry
        Polygons and lines in map coordinates.
    """

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes
        self._tree = shapely.STRtree(shapes)
        self._segments: dict[int, Floats] = {}

    def near(self, x: float, y: float, reach: float) -> Floats:
        """Give the segments whose box is within reach (m) of a place."""
        return self.meeting((x - reach, y - reach, x + reach, y + reach))

    def meeting(self, bounds: Bounds) -> Floats:
        """Give the segments whose box meets bounds, in the order of the shapes.

        Returns
        -------
        float array, shape (n, 4)
            x and y of both ends, map coordinates.
        """
        west, south, east, north = bounds
        rows = np.sort(self._tree.query(shapely.box(west, south, east, north)))
        if len(rows) > MANY:
            # All at once; what a pointer comes near is kept shape by shape.
            return in_bounds(_segments(self._shapes[rows]), bounds)
        found = [self._of(row) for row in rows.tolist()]
        return in_bounds(np.concatenate([*found, np.empty((0, 4))]), bounds)

    @property
    def bounds(self) -> Bounds:
        """Bounds of all there is; not numbers where there is nothing."""
        if len(self._shapes) == 0:
            return math.nan, math.nan, math.nan, math.nan
        west, south, east, north = shapely.total_bounds(self._shapes).tolist()
        return west, south, east, north

    def _of(self, row: int) -> Floats:
        if row not in self._segments:
            self._segments[row] = _segments(self._shapes[[row]])
        return self._segments[row]


def _segments(shapes: Shapes) -> Floats:
    xy, line = shapely.get_coordinates(lines_of(shapes), return_index=True)
    if len(xy) < 2:
        return np.empty((0, 4))
    same = line[1:] == line[:-1]
    return np.hstack([xy[:-1][same], xy[1:][same]])


def lines_in(plan: Plan, name: str) -> Lines:
    """Give the segments of a layer; kept with the plan until its table changes."""
    return plan.derived(f"map.lines.{name}", lambda p: Lines(outlines_of(p, name)), [name])


def in_bounds(segments: Floats, bounds: Bounds) -> Floats:
    """Give the segments whose box meets bounds."""
    west, south, east, north = bounds
    low = np.minimum(segments[:, :2], segments[:, 2:])
    high = np.maximum(segments[:, :2], segments[:, 2:])
    return segments[
        (low[:, 0] <= east) & (high[:, 0] >= west) & (low[:, 1] <= north) & (high[:, 1] >= south)
    ]


def near_segments(segments: Floats, x: float, y: float, reach: float) -> Floats:
    """Give the segments whose box is within reach (m) of a place."""
    return in_bounds(segments, (x - reach, y - reach, x + reach, y + reach))


def nearest(segments: Floats, x: float, y: float, reach: float) -> tuple[Snap, float] | None:
    """Find the vertex, or else the edge, nearest to a place and within reach (m)."""
    near = near_segments(segments, x, y, reach)
    if len(near) == 0:
        return None
    ends = near.reshape(-1, 2)
    to_ends = np.hypot(ends[:, 0] - x, ends[:, 1] - y)
    best = int(np.argmin(to_ends))
    if to_ends[best] <= reach:
        # A vertex wins over the edges beside it: it is what one aims at.
        return Snap(float(ends[best, 0]), float(ends[best, 1]), "vertex"), float(to_ends[best])
    step = near[:, 2:] - near[:, :2]
    length2 = np.maximum((step**2).sum(axis=1), 1e-12)
    along = np.clip(((np.array([x, y]) - near[:, :2]) * step).sum(axis=1) / length2, 0, 1)
    foot = near[:, :2] + along[:, None] * step
    to_foot = np.hypot(foot[:, 0] - x, foot[:, 1] - y)
    best = int(np.argmin(to_foot))
    if to_foot[best] > reach:
        return None
    return Snap(float(foot[best, 0]), float(foot[best, 1]), "edge"), float(to_foot[best])


def crossing(segments: Floats, x: float, y: float, reach: float) -> tuple[Snap, float] | None:
    """Find the place nearest by where two segments cross between their ends."""
    near = near_segments(segments, x, y, reach)
    if not 2 <= len(near) <= CROSSING_SEGMENTS:
        return None
    first, second = np.triu_indices(len(near), 1)
    a, b = near[first], near[second]
    along, across = a[:, 2:] - a[:, :2], b[:, 2:] - b[:, :2]
    area = along[:, 0] * across[:, 1] - along[:, 1] * across[:, 0]
    apart = b[:, :2] - a[:, :2]
    with np.errstate(divide="ignore", invalid="ignore"):
        t = (apart[:, 0] * across[:, 1] - apart[:, 1] * across[:, 0]) / area
        u = (apart[:, 0] * along[:, 1] - apart[:, 1] * along[:, 0]) / area
    inside = (area != 0) & (t > 1e-6) & (t < 1 - 1e-6) & (u > 1e-6) & (u < 1 - 1e-6)
    if not inside.any():
        return None
    at = a[inside, :2] + t[inside, None] * along[inside]
    gap = np.hypot(at[:, 0] - x, at[:, 1] - y)
    best = int(np.argmin(gap))
    if gap[best] > reach:
        return None
    return Snap(float(at[best, 0]), float(at[best, 1]), "crossing"), float(gap[best])


class Snapper:
    """Draws places to the layers that are shown.

    Attributes
    ----------
    on : bool
        Whether the pointer is drawn at all.
    reach_px : float
        How far, in logical pixels.
    """

    def __init__(self) -> None:
        self.on = True
        self.reach_px = REACH_PX

    def snap(self, scene: Scene, x: float, y: float, camera: Camera) -> Snap:
        """Give the nearest vertex or crossing within reach, else the nearest edge, else the place.

        Crossings count as vertices: both are what one aims at.
        """
        if not self.on:
            return Snap(x, y)
        found: list[tuple[bool, float, Snap]] = []
        reach = self.reach_px * camera.m_per_px
        layers = [self.lines(scene, name).near(x, y, reach) for name in self.sources(scene, camera)]
        for segments in layers:
            hit = nearest(segments, x, y, reach)
            if hit is not None:
                found.append((hit[0].kind != "vertex", hit[1], hit[0]))
        if found:
            cross = crossing(np.concatenate(layers), x, y, reach)
            if cross is not None:
                found.append((False, cross[1], cross[0]))
        if not found:
            return Snap(x, y)
        return min(found, key=lambda item: item[:2])[2]

    def sources(self, scene: Scene, camera: Camera) -> list[str]:
        """Name the layers that are snapped to as the map is shown now."""
        n = camera.denominator
        return [
            name for name, up_to in SOURCES.items() if n <= up_to and scene.layering.drawn(name, n)
        ]

    def lines(self, scene: Scene, name: str) -> Lines:
        """Give the segments of a layer."""
        return Lines(shapes_of([])) if scene.plan is None else lines_in(scene.plan, name)
