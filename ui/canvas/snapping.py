"""Snapping: the pointer is drawn to vertices and edges that are near on the screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import shapely

from gridplanner.geometry import Floats, lines_of, shapes_of
from gridplanner.model import Plan
from ui.canvas.camera import Camera
from ui.canvas.scene import Scene

#: How far the pointer is drawn, in logical pixels.
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


@dataclass(frozen=True)
class Snap:
    """A place in map coordinates, and what it lies on."""

    x: float
    y: float
    kind: Literal["free", "vertex", "edge"] = "free"


def segments_of(plan: Plan, name: str) -> Floats:
    """Give all segments of a layer's outlines.

    Returns
    -------
    float array, shape (n, 4)
        x and y of both ends, map coordinates.
    """
    if name == "grids":
        shapes = shapes_of(plan.leaves.geometry if len(plan.leaves) else plan.valid_grids.geometry)
    else:
        shapes = shapes_of(plan.tables[name]["geometry"])
    xy, line = shapely.get_coordinates(lines_of(shapes), return_index=True)
    if len(xy) < 2:
        return np.empty((0, 4))
    same = line[1:] == line[:-1]
    return np.hstack([xy[:-1][same], xy[1:][same]])


def nearest(segments: Floats, x: float, y: float, reach: float) -> tuple[Snap, float] | None:
    """Find the vertex, or else the edge, nearest to a place and within reach (m)."""
    low = np.minimum(segments[:, :2], segments[:, 2:])
    high = np.maximum(segments[:, :2], segments[:, 2:])
    near = segments[
        (low[:, 0] <= x + reach)
        & (high[:, 0] >= x - reach)
        & (low[:, 1] <= y + reach)
        & (high[:, 1] >= y - reach)
    ]
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


class Snapper:
    """Keeps the segments of each layer until its table changes."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[object, Floats]] = {}

    def snap(self, scene: Scene, x: float, y: float, camera: Camera) -> Snap:
        """Give the nearest vertex within reach, else the nearest edge, else the place itself."""
        found: list[tuple[bool, float, Snap]] = []
        reach, denominator = REACH_PX * camera.m_per_px, camera.denominator
        for name, up_to in SOURCES.items():
            if denominator > up_to or not scene.layering.drawn(name, denominator):
                continue
            hit = nearest(self._segments(scene, name), x, y, reach)
            if hit is not None:
                found.append((hit[0].kind != "vertex", hit[1], hit[0]))
        if not found:
            return Snap(x, y)
        return min(found, key=lambda item: item[:2])[2]

    def _segments(self, scene: Scene, name: str) -> Floats:
        if scene.plan is None:
            return np.empty((0, 4))
        # Plans share the tables that an edit leaves alone, so the table itself is the key.
        table = scene.plan.tables[name]
        kept = self._kept.get(name)
        if kept is None or kept[0] is not table:
            kept = table, segments_of(scene.plan, name)
            self._kept[name] = kept
        return kept[1]
