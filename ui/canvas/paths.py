"""Shapes turned into painter paths, in batches that can be left out when out of sight.

Coordinates are local (map less an origin): painters work in double, but widgets, pens and
GPUs round, and an easting of 584,000 m leaves too few digits for the rest.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from PyQt6.QtCore import QByteArray, QDataStream
from PyQt6.QtGui import QPainterPath

from gridplanner.geometry import Bools, Floats, Ints, Shapes, shapes_of
from ui.canvas.camera import Bounds

#: Shapes a chunk. Measured on 6,015 buildings at 1600 × 1000, the town, an eighth of it and
#: 1:1,800: 16 a path 7.3, 7.4 and 7.1 ms, 32 a path 7.8, 8.5 and 8.3 ms, one path each 10.4,
#: 7.5 and 7.8 ms; one path for all 335 ms (the rasterizer sorts spans).
CHUNK = 16

#: From this scale on lines are drawn simplified, by up to so much of a pixel: strokes cost by
#: the vertex, and far out most vertices of a street lie within one pixel.
COARSE_FROM_M, COARSE_PX = 0.5, 0.25

_ELEMENT = np.dtype([("kind", ">i4"), ("x", ">f8"), ("y", ">f8")])


def tolerance_m(m_per_px: float) -> float:
    """Give how far a line may be off at a scale, in metres: 0 near by, else steps of two.

    Examples
    --------
    >>> [tolerance_m(m_per_px) for m_per_px in (0.4, 0.5, 2.0, 3.6, 9.0)]
    [0.0, 0.125, 0.5, 0.5, 2.0]
    """
    if m_per_px < COARSE_FROM_M:
        return 0.0
    return float(COARSE_PX * 2.0 ** math.floor(math.log2(m_per_px)))


def path_of(xy: Floats, starts: Ints) -> QPainterPath:
    """Make a path of lines in one go; rings must repeat their first point.

    A path built point by point from Python takes ten times as long, so the path is read
    from its stream format instead.

    Parameters
    ----------
    xy : float array, shape (n, 2)
    starts : int array
        Positions at which a new line begins; the first is 0.
    """
    path = QPainterPath()
    if len(xy) == 0:
        return path
    elements = np.zeros(len(xy), dtype=_ELEMENT)
    elements["kind"] = 1
    elements["kind"][starts] = 0
    elements["x"], elements["y"] = xy[:, 0], xy[:, 1]
    head = np.array([len(xy)], dtype=">i4").tobytes()
    # Start of the last subpath, and the winding rule: overlapping houses stay filled.
    tail = np.array([starts[-1], 1], dtype=">i4").tobytes()
    stream = QDataStream(QByteArray(head + elements.tobytes() + tail))
    # The stubs miss the overload for paths, which Qt has.
    stream >> path  # type: ignore[operator]
    return path


def rings_of(shapes: Shapes) -> Shapes:
    """Take the outlines of polygons (outer rings one way, holes the other) and lines."""
    parts = shapely.get_parts(shapes)
    parts = parts[~shapely.is_empty(parts)]
    flat = shapely.get_dimensions(parts) == 2
    rings = shapely.get_rings(shapely.orient_polygons(parts[flat]))
    return np.concatenate([shapes_of(rings), shapes_of(parts[shapely.get_dimensions(parts) == 1])])


def path_of_shapes(shapes: Sequence[object] | Shapes, origin: tuple[float, float]) -> QPainterPath:
    """Make one path of polygons and lines, in local coordinates."""
    rings = rings_of(shapes_of(shapes))
    xy = shapely.get_coordinates(rings) - np.asarray(origin)
    counts = shapely.get_num_coordinates(rings)
    return path_of(xy, np.r_[0, np.cumsum(counts)[:-1]].astype(np.int64))


def spatial_order(boxes: Floats) -> Ints:
    """Order boxes so that those near in place are near in order (Z curve of 1,024 steps)."""
    if len(boxes) == 0:
        return np.empty(0, dtype=np.int64)
    centre = (boxes[:, :2] + boxes[:, 2:]) / 2
    low, high = np.nanmin(centre, axis=0), np.nanmax(centre, axis=0)
    step = np.nan_to_num((centre - low) / np.maximum(high - low, 1e-9) * 1023).astype(np.int64)
    key = np.zeros(len(boxes), dtype=np.int64)
    for bit in range(10):
        key |= ((step[:, 0] >> bit) & 1) << (2 * bit)
        key |= ((step[:, 1] >> bit) & 1) << (2 * bit + 1)
    return np.argsort(key, kind="stable").astype(np.int64)


def touching(boxes: Floats, bounds: Bounds) -> Bools:
    """Tell which boxes meet bounds."""
    west, south, east, north = bounds
    return np.asarray(
        (boxes[:, 0] <= east)
        & (boxes[:, 2] >= west)
        & (boxes[:, 1] <= north)
        & (boxes[:, 3] >= south)
    )


@dataclass(frozen=True)
class Batch:
    """Many shapes of one look: paths of neighbouring shapes with their boxes (local)."""

    paths: tuple[QPainterPath, ...]
    boxes: Floats

    @classmethod
    def of(cls, shapes: Shapes, origin: tuple[float, float], chunk: int = CHUNK) -> Batch:
        """Make a batch of polygons and lines; empty and missing ones are left out."""
        shapes = shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
        if len(shapes) == 0:
            return cls((), np.empty((0, 4)))
        boxes = shapely.bounds(shapes) - np.array([*origin, *origin])
        order = spatial_order(boxes)
        paths, around = [], []
        for start in range(0, len(order), chunk):
            rows = order[start : start + chunk]
            paths.append(path_of_shapes(shapes[rows], origin))
            around.append(np.r_[boxes[rows, :2].min(axis=0), boxes[rows, 2:].max(axis=0)])
        return cls(tuple(paths), np.stack(around))

    def seen(self, bounds: Bounds) -> list[QPainterPath]:
        """Give the paths that meet local bounds."""
        return [self.paths[i] for i in np.flatnonzero(touching(self.boxes, bounds))]
