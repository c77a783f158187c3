"""Shapes as plain arrays of vertices, for painting pixel by pixel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely

from gridplanner.geometry import Floats, Ints, Shapes, shapes_of


@dataclass(frozen=True)
class Outlines:
    """Rings and lines one behind the other, in local coordinates.

    Attributes
    ----------
    xy : float array, shape (n, 2)
        Vertices; rings repeat their first one, outer rings turn one way, holes the other.
    starts : int array, shape (m + 1,)
        Position of the first vertex of each, and the end.
    boxes : float array, shape (m, 4)
    owner : int array, shape (m,)
        Row of the shape that each belongs to, rising.
    """

    xy: Floats
    starts: Ints
    boxes: Floats
    owner: Ints

    @classmethod
    def of(cls, shapes: Shapes, origin: tuple[float, float]) -> Outlines:
        """Take polygons and lines; missing and empty ones have no outline."""
        present = np.flatnonzero(~(shapely.is_missing(shapes) | shapely.is_empty(shapes)))
        parts, row = shapely.get_parts(shapes[present], return_index=True)
        flat = shapely.get_dimensions(parts) == 2
        rings, of_part = shapely.get_rings(shapely.orient_polygons(parts[flat]), return_index=True)
        linear = shapely.get_dimensions(parts) == 1
        lines = np.concatenate([shapes_of(rings), shapes_of(parts[linear])])
        owner = np.r_[present[row[flat][of_part]], present[row[linear]]].astype(np.int64)
        order = np.argsort(owner, kind="stable")
        return cls.of_lines(shapes_of(lines[order]), origin, owner[order])

    @classmethod
    def of_lines(
        cls, lines: Shapes, origin: tuple[float, float], owner: Ints | None = None
    ) -> Outlines:
        """Take lines and rings as they are."""
        counts = shapely.get_num_coordinates(lines)
        xy = shapely.get_coordinates(lines) - np.asarray(origin)
        starts = np.r_[0, np.cumsum(counts)].astype(np.int64)
        boxes = np.asarray(shapely.bounds(lines)).reshape(-1, 4) - np.array([*origin, *origin])
        if owner is None:
            owner = np.arange(len(lines), dtype=np.int64)
        return cls(np.ascontiguousarray(xy), starts, np.ascontiguousarray(boxes), owner)

    @classmethod
    def joined(cls, parts: Sequence[Outlines]) -> Outlines:
        """Put outlines behind each other; the owner is then the place of each line."""
        if not parts:
            return cls.of_lines(shapes_of([]), (0.0, 0.0))
        counts = np.concatenate([np.diff(part.starts) for part in parts])
        starts = np.r_[0, np.cumsum(counts)].astype(np.int64)
        xy = np.concatenate([part.xy for part in parts])
        boxes = np.concatenate([part.boxes for part in parts])
        return cls(xy, starts, boxes, np.arange(len(boxes), dtype=np.int64))

    def __len__(self) -> int:
        return len(self.boxes)

    @cached_property
    def climb(self) -> tuple[float, int]:
        """Give the most metres that the outlines of one shape go up and down, and vertices."""
        if len(self.xy) < 2:
            return 0.0, len(self.xy)
        step = np.r_[np.abs(np.diff(self.xy[:, 1])), 0.0]
        step[self.starts[1:] - 1] = 0.0  # from the end of a ring to the next one
        each = np.add.reduceat(step, self.starts[:-1])
        corners = np.bincount(self.owner, np.diff(self.starts))
        return float(np.bincount(self.owner, each).max()), int(corners.max())
