"""Arms: strips too narrow to serve that hang on a leaf, found by opening its outline.

Shrinking an outline by half a width and growing it again (a morphological opening) gives
back all that is wider. What is missing and reaches far out is an arm; what is missing in a
corner is the corner.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from gridplanner.by_shape import ByShape
from gridplanner.geometry import Shapes, shapes_of, sound_shapes
from gridplanner.model import Plan

#: An arm reaches out at least so many times the width asked for; less is a corner.
REACH = 2.0
#: What growing again leaves beside an outline by rounding, metres.
ROUNDING_M = 0.0005
#: Corners of 4.6° and more are given back whole; of sharper ones the tip is cut at 25 widths.
MITRE = 25.0


def arms(plan: Plan, shapes: Shapes, width_m: float) -> list[Shapes]:
    """Find the arms of leaves; kept by shape, so that an edit costs its own leaves only.

    Parameters
    ----------
    plan : Plan
        Where results are kept.
    shapes : array of Polygon or MultiPolygon, shape (n,)
        May be invalid.
    width_m : float
        What is narrower is an arm; 0 finds none.

    Returns
    -------
    list of array of Polygon, length n
        A part that is too narrow as a whole has no arms.

    Examples
    --------
    >>> from gridplanner.scheme import Scheme
    >>> square = shapely.box(0, 0, 100, 100).union(shapely.box(100, 50, 120, 50.3))
    >>> found = arms(Plan.new(Scheme.parse("1"), "EPSG:4545"), shapes_of([square]), 1.0)
    >>> [[round(float(part.area), 3) for part in each] for each in found]
    [[6.0]]
    """
    if width_m <= 0:
        return [shapes_of([]) for _ in shapes]
    kept: ByShape[Shapes] = plan.derived(f"rules.arms.{width_m}", lambda _: ByShape[Shapes](), [])
    return kept.of(shapes, lambda fresh: _arms(sound_shapes(fresh), width_m))


def _arms(shapes: Shapes, width_m: float) -> list[Shapes]:
    half = width_m / 2
    core = shapely.buffer(shapes, -half, join_style="mitre", mitre_limit=MITRE)
    wide = shapely.buffer(core, half + ROUNDING_M, join_style="mitre", mitre_limit=MITRE)
    result = []
    for shape, back in zip(shapes, wide, strict=True):
        rest = shapely.get_parts(shapely.difference(shape, back))
        rest = shapes_of([part for part in rest if part.geom_type == "Polygon"])
        reach = [reach_m(part, back) for part in rest]
        result.append(rest[np.asarray(reach, dtype=float) >= REACH * width_m])
    return result


def reach_m(part: Any, body: Any) -> float:
    """Measure how far a part reaches out of a body; 0 where it does not hang on one."""
    if part.is_empty or body.is_empty or shapely.distance(part, body) > 2 * ROUNDING_M:
        return 0.0
    corners = shapely.points(shapely.get_coordinates(part))
    return float(shapely.distance(corners, body).max())


def sides_m(part: Any) -> tuple[float, float]:
    """Give width and length of the rectangle that has a part's area and outline.

    >>> sides_m(shapely.box(0, 0, 20, 0.5))
    (0.5, 20.0)
    """
    half, area = float(shapely.length(part)) / 2, float(shapely.area(part))
    root = max(half * half - 4 * area, 0.0) ** 0.5
    return (half - root) / 2, (half + root) / 2
