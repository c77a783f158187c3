"""Units as the leaves in force cut them: what a rebalance may hand on whole."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely import STRtree

from gridplanner.geometry import (
    NODE_SIZE_M,
    Bools,
    Ints,
    Shapes,
    dissolve,
    faces,
    inner_points,
    lines_of,
    owners,
    shapes_of,
    shared_borders,
    sums,
)
from gridplanner.model import Plan

#: Parts smaller than this are no pieces of their own.
FRAGMENT_M2 = 1.0
#: Units this close to a leaf that is no union of units are noded with it.
NEAR_M = 0.005


@dataclass(frozen=True, eq=False)
class Pieces:
    """Pieces of ground that lie in one unit and in one leaf (or in none) each.

    Attributes
    ----------
    units : GeoDataFrame
        Table ``units`` with a row a piece; together they cover the boundary.
    leaf : int array, shape (n,)
        Uid of the leaf of each piece, 0 for unassigned ground.
    """

    units: gpd.GeoDataFrame
    leaf: Ints

    @property
    def shapes(self) -> Shapes:
        """Polygons of the pieces."""
        return shapes_of(self.units.geometry)


def pieces_of(plan: Plan, units: gpd.GeoDataFrame) -> Pieces:
    """Cut units along the leaves in force.

    Where leaves are unions of units, as after planning, the pieces are the units. A leaf
    border drawn by hand that crosses a unit makes pieces of it; pieces and leaves are noded
    together there.

    Parameters
    ----------
    plan : Plan
    units : GeoDataFrame
        Table ``units``, a coverage of the boundary.
    """
    leaves = plan.leaves.sort_values("code")
    held = shapes_of(leaves.geometry)
    uid = np.r_[leaves["uid"].to_numpy(dtype=np.int64), 0]
    shapes = shapes_of(units.geometry)
    owner = owners(inner_points(shapes), held)
    odd = ~same_vertices(dissolve(shapes, owner, len(held)), held)
    if not odd.any():
        return Pieces(units, uid[owner])
    near = np.unique(STRtree(shapes).query(held[odd], predicate="dwithin", distance=NEAR_M)[1])
    cut = faces(np.concatenate([lines_of(shapes[near]), lines_of(held[odd])]), NODE_SIZE_M)
    points = inner_points(cut)
    row = owners(points, shapes[near])
    cut, points, row = cut[row >= 0], points[row >= 0], row[row >= 0]
    leaf = owners(points, held)
    _, group = np.unique(row * (len(held) + 1) + leaf, return_inverse=True)
    first = np.unique(group, return_index=True)[1]
    joined = dissolve(cut, group, len(first))
    # A border that crosses a unit twice leaves parts that do not touch: pieces of their own.
    parts, of = shapely.get_parts(joined, return_index=True)
    main, group = np.unique(joined_fragments(parts, leaf[first][of]), return_inverse=True)
    parts, of = dissolve(parts, group, len(main)), of[main]
    kept = np.setdiff1d(np.arange(len(shapes)), near)
    at = np.concatenate([kept, near[row[first]][of]])
    made = units.iloc[at].copy(deep=False)
    made.index = pd.RangeIndex(1, len(at) + 1, name="fid")
    every = np.concatenate([shapes[kept], parts])
    made = made.set_geometry(gpd.GeoSeries(every, index=made.index, crs=units.crs))
    return Pieces(made, np.concatenate([uid[owner[kept]], uid[leaf[first]][of]]))


def joined_fragments(parts: Shapes, leaf: Ints) -> Ints:
    """Say which part each part goes with: a fragment with one of its leaf beside it.

    Where a border was drawn along a unit's, and not on it, next to nothing lies between the
    two; as a piece of its own it could wander off alone.

    Returns
    -------
    int array, shape (n,)
        Another part for a fragment that has one to go with, itself for every other.
    """
    area = shapely.area(parts)
    borders = shared_borders(parts)
    into = np.arange(len(parts), dtype=np.int64)
    for at in np.flatnonzero(area < FRAGMENT_M2):
        beside = np.concatenate([borders.b[borders.a == at], borders.a[borders.b == at]])
        length = np.concatenate(
            [borders.length_m[borders.a == at], borders.length_m[borders.b == at]]
        )
        fits = (leaf[beside] == leaf[at]) & (area[beside] >= FRAGMENT_M2)
        if fits.any():
            total = sums(beside[fits], length[fits], len(parts))
            into[at] = int(total.argmax())
    return into


def same_vertices(one: Shapes, other: Shapes) -> Bools:
    """Tell which pairs of shapes have the very same vertices, in whatever order."""
    return np.asarray(shapely.equals_exact(shapely.normalize(one), shapely.normalize(other)))
