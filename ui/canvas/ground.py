"""What lies on the ground: buildings, streets, water and the rest, as batches."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely

from gridplanner.changes import Change
from gridplanner.geometry import Floats, Ints, Shapes, shapes_of
from gridplanner.model import Plan
from ui.canvas.outlines import Outlines
from ui.canvas.paths import Batch, tolerance_m

Origin = tuple[float, float]

#: Width of a street whose table gives none, by kind, in metres.
STREET_WIDTHS_M = {"主街": 16.0, "路": 12.0, "街": 8.0, "桥": 10.0, "巷": 4.0}
#: Streets are drawn in stretches of about this length.
STRETCH_M = 200.0


@dataclass(frozen=True)
class Dots:
    """Points of one layer, those on one place taken together.

    Attributes
    ----------
    xy : float array, shape (n, 2)
        Local coordinates.
    count : int array, shape (n,)
        Rows on each place.
    row : int array, shape (n,)
        First row of each place in the table.
    """

    xy: Floats
    count: Ints
    row: Ints


class Streets:
    """The streets as fine as a scale needs, for Qt's painter and for kernels.

    Parameters
    ----------
    lines : array of LineString
    width_m : float array
    origin : pair of float
    """

    def __init__(self, lines: Shapes, width_m: Floats, origin: Origin) -> None:
        self._lines, self._width_m, self._origin = lines, width_m, origin

    @cached_property
    def batches(self) -> list[tuple[float, Batch]]:
        """Width in metres and stretches, each a path of its own; narrow ones first.

        A wide stroke of many at once takes twice as long, and of a long street only what is
        near is drawn.
        """
        return [
            (float(w), Batch.of(stretches(self._lines[self._width_m == w]), self._origin, chunk=1))
            for w in np.unique(self._width_m)
        ]

    @cached_property
    def outlines(self) -> tuple[Floats, Outlines]:
        """Width in metres of each line, and the lines."""
        found = Outlines.of(self._lines, self._origin)
        return self._width_m[found.owner], found


class Ground:
    """Layers of a plan other than its grids, built when they are first looked at.

    Parameters
    ----------
    plan : Plan
    origin : pair of float
        Taken from all coordinates.
    """

    def __init__(self, plan: Plan, origin: Origin) -> None:
        self.plan = plan
        self.origin = origin
        self._kept: dict[str, Any] = {}

    def moved_on(self, plan: Plan, change: Change | None) -> None:
        """Take a newer plan, keeping what its change does not touch."""
        self.plan = plan
        if change is None:
            self._kept = {}
            return
        for name in change.tables:
            for key in [key for key in self._kept if key.split(":")[0] == name]:
                del self._kept[key]

    def batch(self, name: str) -> Batch:
        """Give a layer's polygons and lines."""
        if name not in self._kept:
            shapes = shapes_of(self.plan.tables[name]["geometry"])
            self._kept[name] = Batch.of(shapes, self.origin)
        batch: Batch = self._kept[name]
        return batch

    def outlines(self, name: str) -> Outlines:
        """Give a layer's polygons and lines as arrays of vertices."""
        key = f"{name}:outlines"
        if key not in self._kept:
            self._kept[key] = Outlines.of(
                shapes_of(self.plan.tables[name]["geometry"]), self.origin
            )
        found: Outlines = self._kept[key]
        return found

    def streets(self, m_per_px: float) -> Streets:
        """Give the streets, as fine as a scale needs."""
        off_m = tolerance_m(m_per_px)
        key = f"streets:{off_m}"
        if key not in self._kept:
            frame = self.plan.tables["streets"]
            usual = frame["kind"].map(STREET_WIDTHS_M).fillna(6.0).to_numpy(dtype=float)
            width = frame["width_m"].to_numpy(dtype=float)
            width = np.round(np.where(np.isfinite(width) & (width > 0), width, usual))
            shapes = shapes_of(frame["geometry"])
            if off_m:
                shapes = shapes_of(shapely.simplify(shapes, off_m))
            self._kept[key] = Streets(shapes, width.astype(float), self.origin)
        found: Streets = self._kept[key]
        return found

    def dots(self, name: str) -> Dots:
        """Give a layer of points."""
        if name not in self._kept:
            points = shapes_of(self.plan.tables[name]["geometry"])
            self._kept[name] = _dots(points, self.origin)
        found: Dots = self._kept[name]
        return found


def stretches(lines: Shapes, longest_m: float = STRETCH_M) -> Shapes:
    """Cut lines at vertices into stretches of about a length."""
    parts = shapely.get_parts(lines[~(shapely.is_missing(lines) | shapely.is_empty(lines))])
    xy, line = shapely.get_coordinates(parts, return_index=True)
    if len(xy) == 0:
        return shapes_of([])
    step = np.r_[0.0, np.hypot(*np.diff(xy, axis=0).T)]
    same = np.r_[False, line[1:] == line[:-1]]
    along = np.cumsum(np.where(same, step, 0.0))
    first = np.searchsorted(line, line)
    piece = ((along - along[first]) // longest_m).astype(np.int64)
    # The vertex at which a stretch ends is also the first of the next one.
    again = np.flatnonzero(same & np.r_[False, piece[1:] != piece[:-1]])
    rows = np.sort(np.r_[np.arange(len(xy)), again])
    begins = np.r_[True, ~same[rows[1:]] | (rows[1:] == rows[:-1])]
    number = np.cumsum(begins) - 1
    enough = np.bincount(number)[number] > 1
    return shapes_of(shapely.linestrings(xy[rows[enough]], indices=_dense(number[enough])))


def _dense(labels: Ints) -> Ints:
    return np.unique(labels, return_inverse=True)[1].astype(np.int64)


def _dots(points: Any, origin: Origin) -> Dots:
    present = np.flatnonzero(~(shapely.is_missing(points) | shapely.is_empty(points)))
    if len(present) == 0:
        return Dots(np.empty((0, 2)), np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64))
    xy = shapely.get_coordinates(shapely.centroid(points[present]))
    _, first, count = np.unique(np.round(xy, 3), axis=0, return_index=True, return_counts=True)
    return Dots(xy[first] - np.asarray(origin), count.astype(np.int64), present[first])
