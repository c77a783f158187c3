"""Which polygon holds most of a shape: for buildings against leaves, compounds, areas, units."""

from __future__ import annotations

import numpy as np
import shapely
from shapely import STRtree

from gridplanner.geometry import Ints, Shapes, sound_shapes
from gridplanner.slices import matches


def main_owners(shapes: Shapes, polygons: Shapes) -> Ints:
    """Tell for each shape the polygon that holds most of it.

    Points and lines count by where they lie; ties go to the polygon that comes first. Where
    polygons overlap and several hold more than half of a shape, it may be any of these.

    Returns
    -------
    array of int
        Position in ``polygons``, -1 where none holds a part of the shape. A polygon that
        only shares a border with a shape holds nothing of it.
    """
    found = np.full(len(shapes), -1, dtype=np.int64)
    if len(shapes) == 0 or len(polygons) == 0:
        return found
    # The polygons ask, as they are prepared once each and most shapes lie wholly in one; the
    # tree leaves out what is missing or empty.
    tree = STRtree(shapes)
    try:
        polygon, shape = matches(tree, polygons, "covers")
    except shapely.errors.GEOSException:
        polygons = sound_shapes(polygons)
        polygon, shape = matches(tree, polygons, "covers")
    owner = np.full(len(shapes), len(polygons), dtype=np.int64)
    np.minimum.at(owner, shape, polygon)
    whole = owner < len(polygons)
    found[whole] = owner[whole]
    rest = np.flatnonzero(~whole)
    rest = rest[~(shapely.is_missing(shapes[rest]) | shapely.is_empty(shapes[rest]))]
    if len(rest):
        found[rest] = _cut_owners(shapes[rest], polygons)
    return found


def _cut_owners(shapes: Shapes, polygons: Shapes) -> Ints:
    """Tell the polygon that holds most of each shape, of shapes that none holds whole."""
    found = np.full(len(shapes), -1, dtype=np.int64)
    cores, rows = _cores(shapes)
    if len(rows):
        # Where a core lies there lies more than half: most need no overlay.
        polygon, core = matches(STRtree(cores), polygons, "covers")
        found[rows[core][::-1]] = polygon[::-1]
    rest = np.flatnonzero(found < 0)
    if len(rest):
        shapes = sound_shapes(shapes[rest])
        polygon, shape = matches(STRtree(shapes), polygons, None)
        found[rest] = _largest(shapes, polygons, shape, polygon)
    return found


def _cores(shapes: Shapes) -> tuple[Shapes, Ints]:
    """Draw convex polygons in to 3/4 round a point inside: 9/16 of their area; and their rows."""
    size = shapely.area(shapes)
    convex = (size > 0) & (shapely.area(shapely.convex_hull(shapes)) <= size * (1 + 1e-9))
    rows = np.flatnonzero(convex & (shapely.get_num_geometries(shapes) == 1))
    xy, shape = shapely.get_coordinates(shapes[rows], return_index=True)
    if len(rows) == 0:
        return shapes[rows], rows
    count = np.bincount(shape)
    middle = np.column_stack([np.bincount(shape, xy[:, axis]) / count for axis in (0, 1)])[shape]
    return shapely.set_coordinates(shapes[rows], middle + 0.75 * (xy - middle)), rows


def _largest(shapes: Shapes, polygons: Shapes, shape: Ints, polygon: Ints) -> Ints:
    """Tell by overlays which polygon has the largest share of each shape; -1 for none."""
    found = np.full(len(shapes), -1, dtype=np.int64)
    if len(shape) == 0:
        return found
    measured, at = np.unique(polygon, return_inverse=True)
    common = shapely.intersection(shapes[shape], sound_shapes(polygons[measured])[at.ravel()])
    flat = shapely.get_dimensions(shapes[shape]) == 2
    share = np.where(flat, shapely.area(common), shapely.length(common))
    real = np.where(flat, share > 1e-6, ~shapely.is_empty(common))
    shape, polygon, share = shape[real], polygon[real], share[real]
    # Rounded to a square millimetre: an exact half must go to the first, not to noise.
    order = np.lexsort((polygon, -np.round(share, 6), shape))
    leads = np.r_[True, np.diff(shape[order]) != 0][: len(order)]
    found[shape[order][leads]] = polygon[order][leads]
    return found
