"""Re-noding: the one way in which a free-hand line changes a coverage.

New lines are noded together with the leaves they touch, the first ring of neighbours
and the boundary; every face then goes to an owner by its inner point. Without the ring
a line that ends on a border leaves a vertex that the neighbour does not have.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely import STRtree

from gridplanner.geometry import (
    Ints,
    Shapes,
    faces,
    inner_points,
    lines_of,
    owners,
    shapes_of,
    simple,
)

#: A line touches a leaf when it comes this close.
NEAR_M = 0.005


@dataclass(frozen=True)
class Recut:
    """Faces around some new lines.

    Attributes
    ----------
    faces : array of Polygon, shape (f,)
        Noded together, inside the boundary.
    owner : int array, shape (f,)
        Position of the leaf that held the face, -1 for unassigned ground.
    leaves : int array
        Positions of the leaves whose geometry may have new vertices.
    ground : array of Polygon
        All faces inside the boundary, those of ``faces`` and the rest; their union is the
        boundary, with vertices where a new line meets it.
    """

    faces: Shapes
    owner: Ints
    leaves: Ints
    ground: Shapes


def recut(boundary: Any, leaves: Shapes, lines: Shapes) -> Recut:
    """Node new lines into a coverage.

    Parameters
    ----------
    boundary : Polygon or MultiPolygon
    leaves : array of Polygon, shape (n,)
        A valid coverage inside the boundary.
    lines : array of LineString
    """
    tree = STRtree(leaves) if len(leaves) else None
    ring = np.empty(0, dtype=np.int64)
    if tree is not None:
        touched = np.unique(tree.query(lines, predicate="dwithin", distance=NEAR_M)[1])
        ring = np.unique(tree.query(leaves[touched], predicate="dwithin", distance=NEAR_M)[1])
        ring = np.union1d(ring, touched).astype(np.int64)
    edges = np.concatenate([lines_of(leaves[ring]), lines_of(shapes_of([boundary])), lines])
    found = faces(edges)
    points = inner_points(found)
    inside = np.asarray(shapely.intersects(boundary, points))
    found, points = found[inside], points[inside]
    owner = owners(points, leaves)
    kept = (owner < 0) | np.isin(owner, ring)
    # Leaves outside the ring stay as they are; what one sees of them here are faces that
    # may hold several, with unassigned ground between.
    return Recut(found[kept], owner[kept], ring, found)


def joined(shapes: Shapes) -> Any:
    """Union faces that were noded together; empty input gives an empty polygon."""
    return simple(shapely.coverage_union_all(shapes)) if len(shapes) else shapely.Polygon()
