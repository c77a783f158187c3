"""What is already built on: no footprint is put where another thing stands."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import shapely
from shapely import Point, Polygon

from .frame import FloatArray

CELL_M = 40.0


class Ground:
    """Streets, water, lines and buildings that a new footprint must keep away from.

    Parameters
    ----------
    fixed
        Polygons that stand from the beginning, such as streets with their width.
    """

    def __init__(self, fixed: list[shapely.Geometry]) -> None:
        self._tree = shapely.STRtree(np.array(fixed, dtype=object))
        self._near: dict[tuple[int, int], list[Polygon]] = defaultdict(list)

    def _keys(self, shape: shapely.Geometry, gap_m: float) -> list[tuple[int, int]]:
        x0, y0, x1, y1 = shapely.bounds(shape)
        return [
            (i, j)
            for i in range(int((x0 - gap_m) // CELL_M), int((x1 + gap_m) // CELL_M) + 1)
            for j in range(int((y0 - gap_m) // CELL_M), int((y1 + gap_m) // CELL_M) + 1)
        ]

    def is_free(self, shape: Polygon, gap_m: float = 0.5) -> bool:
        """Tell whether nothing fixed is touched and no building is nearer than ``gap_m``."""
        others = {id(o): o for key in self._keys(shape, gap_m) for o in self._near.get(key, ())}
        if others:
            around = np.array(list(others.values()), dtype=object)
            if bool(shapely.dwithin(around, shape, gap_m).any()):
                return False
        return len(self._tree.query(shape, predicate="intersects")) == 0

    def add(self, shape: Polygon) -> None:
        """Remember a new footprint or a walled ground."""
        for key in self._keys(shape, 0.0):
            self._near[key].append(shape)

    def take(self, shape: Polygon, gap_m: float = 0.5) -> bool:
        """Add the footprint where it is free, and tell whether it was."""
        if not self.is_free(shape, gap_m):
            return False
        self.add(shape)
        return True


def rectangle(
    front: FloatArray, along: FloatArray, width_m: float, depth_m: float, back_m: float = 0.0
) -> Polygon:
    """Draw a rectangle behind a front line.

    Parameters
    ----------
    front
        Middle of the front, (x, y).
    along
        Unit vector along the front; the rectangle lies to its left.
    width_m, depth_m
        Size along the front and behind it.
    back_m
        Distance of the front wall from the front line.
    """
    left = np.array([-along[1], along[0]])
    a = front + left * back_m - along * (width_m / 2)
    b = a + along * width_m
    ring = np.round(np.array([a, b, b + left * depth_m, a + left * depth_m]), 3)
    return Polygon(ring)


def ell(shape: Polygon, wing_m: float, first: bool) -> Polygon:
    """Take a corner out of a rectangle's back, so that the house is an L."""
    a, b, c, d = shapely.get_coordinates(shape)[:4]
    if first:
        a, b, c, d = b, a, d, c
    up = (d - a) / np.hypot(*(d - a)) * wing_m
    over = (b - a) * 0.5
    ring = np.array([a, b, b + (c - b) - up, b + (c - b) - up - over, d + over, d])
    if first:
        ring = ring[::-1]
    return Polygon(np.round(ring, 3))


def facade(shape: Polygon, at: FloatArray) -> Point:
    """Give the point of a footprint's outline that is nearest to ``at``, to the millimetre."""
    ring = shape.exterior
    return shapely.set_precision(ring.interpolate(ring.project(Point(at))), 0.001)
