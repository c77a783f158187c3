"""Seams: where the leaves and the boundary do not fit edge to edge.

In a sound coverage every edge is there twice, in opposite directions: once for the leaf
on either side, where the ground outside the boundary counts as a leaf too. Edges that
have no such twin enclose exactly the ground that nobody, or more than one, holds. Finding
them is a sort of all edges, and only leaves that own one are overlaid; on a sound plan
nothing is. (Subtracting the union of all leaves from the boundary gives the same ground,
at ten times the cost.)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely import STRtree

from gridplanner.geometry import (
    GRID_SIZE_M,
    Bools,
    Ints,
    Shapes,
    faces,
    inner_points,
    lines_of,
    shapes_of,
    sound_shapes,
)


@dataclass(frozen=True)
class Seams:
    """Faces in which something is wrong.

    Attributes
    ----------
    faces : array of Polygon, shape (f,)
    inside : bool array, shape (f,)
        Whether the face lies inside the boundary.
    owners : tuple of tuple of int, length f
        Positions of the leaves that hold the face, ascending.
    """

    faces: Shapes
    inside: Bools
    owners: tuple[tuple[int, ...], ...]


def seams(boundary: Any, leaves: Shapes) -> Seams:
    """Find the ground that no leaf holds, or several, or one outside the boundary.

    Parameters
    ----------
    boundary : Polygon or MultiPolygon
    leaves : array of Polygon or MultiPolygon, shape (n,)
        May be invalid; they are then made valid for this.

    Returns
    -------
    Seams
        Empty for a sound coverage of the whole boundary. Edges are compared by whole
        millimetres: what is thinner is not seen.
    """
    leaves = sound_shapes(leaves)
    rings = np.concatenate([leaves, shapes_of([boundary])])
    suspect = unmatched(rings)[:-1]
    edge = unmatched_lines(rings)
    if len(edge) == 0:
        return Seams(shapes_of([]), np.empty(0, dtype=bool), ())
    tree = STRtree(leaves) if len(leaves) else None
    while True:
        polygons = faces(np.concatenate([edge, lines_of(leaves[suspect])]))
        points = inner_points(polygons)
        inside = np.asarray(shapely.intersects(boundary, points))
        face, leaf = (
            tree.query(points, predicate="intersects")
            if tree is not None
            else np.empty((2, 0), dtype=np.int64)
        )
        count = np.bincount(face, minlength=len(polygons))
        wrong = np.where(inside, count != 1, count > 0)
        # A leaf that lies wholly under another one has matching edges all around.
        under = (
            np.unique(tree.query(polygons[wrong & (count > 0)], predicate="intersects")[1])
            if tree is not None
            else np.empty(0, dtype=np.int64)
        )
        if suspect[under].all():
            break
        suspect[under] = True
    held: list[list[int]] = [[] for _ in polygons]
    for a, b in zip(face.tolist(), leaf.tolist(), strict=True):
        held[a].append(b)
    kept = np.flatnonzero(wrong)
    return Seams(polygons[kept], inside[kept], tuple(tuple(sorted(held[at])) for at in kept))


def unmatched(polygons: Shapes) -> Bools:
    """Tell which polygons own an edge without a twin; the last polygon is the boundary."""
    _, owner, lonely = _edges(polygons)
    result = np.zeros(len(polygons), dtype=bool)
    result[owner[lonely]] = True
    return result


def unmatched_lines(polygons: Shapes) -> Shapes:
    """Give the edges without a twin; the last polygon is the boundary."""
    ends, _, lonely = _edges(polygons)
    return shapes_of(shapely.linestrings(ends[lonely])) if lonely.any() else shapes_of([])


def _edges(polygons: Shapes) -> tuple[Any, Ints, Bools]:
    """Give the ends of all edges, their polygon, and whether they have no twin."""
    # The boundary is turned over: it is the outline of what lies outside.
    turned = np.concatenate(
        [
            shapely.orient_polygons(polygons[:-1]),
            shapely.orient_polygons(polygons[-1:], exterior_cw=True),
        ]
    )
    rings, owner = shapely.get_rings(turned, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    along = ring[1:] == ring[:-1]
    start, end = xy[:-1][along], xy[1:][along]
    who = owner[ring[:-1][along]] if len(xy) else np.empty(0, dtype=np.int64)
    mm_start = np.round(start / GRID_SIZE_M).astype(np.int64)
    mm_end = np.round(end / GRID_SIZE_M).astype(np.int64)
    back = (mm_start[:, 0] > mm_end[:, 0]) | (
        (mm_start[:, 0] == mm_end[:, 0]) & (mm_start[:, 1] > mm_end[:, 1])
    )
    first = np.where(back[:, None], mm_end, mm_start)
    second = np.where(back[:, None], mm_start, mm_end)
    order = np.lexsort((second[:, 1], second[:, 0], first[:, 1], first[:, 0]))
    key = np.hstack([first, second])[order]
    new = np.r_[True, (key[1:] != key[:-1]).any(axis=1)] if len(key) else np.empty(0, bool)
    group = np.cumsum(new) - 1
    sign = np.where(back[order], -1, 1)
    count = np.bincount(group) if len(group) else np.empty(0, int)
    total = np.bincount(group, sign) if len(group) else np.empty(0)
    lonely = np.empty(len(order), dtype=bool)
    lonely[order] = ~((count == 2) & (total == 0))[group]
    lonely &= (mm_start != mm_end).any(axis=1)
    return np.stack([start, end], axis=1), who.astype(np.int64), lonely


def repeated_points(shapes: Shapes) -> Ints:
    """Count in each polygon the points that equal the one before; empty rings count none."""
    rings, owner = shapely.get_rings(shapes, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    same = (ring[1:] == ring[:-1]) & (xy[1:] == xy[:-1]).all(axis=1)
    return np.bincount(owner[ring[1:][same]], minlength=len(shapes)).astype(np.int64)
