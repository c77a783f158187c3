"""Seams: where the leaves and the boundary do not fit edge to edge.

In a sound coverage every edge is there twice, in opposite directions: once for the leaf
on either side, where the ground outside the boundary counts as a leaf too. Edges that
have no such twin enclose exactly the ground that nobody, or more than one, holds. Finding
them is a sort of all edges, and only leaves that own one are overlaid; on a sound plan
nothing is. The edges of a leaf are kept by its polygon: after an edit only those of the
leaves that it changed are read again. (Subtracting the union of all leaves from the
boundary gives the same ground, at many times the cost.)
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely import STRtree

from gridplanner.by_shape import ByShape
from gridplanner.geometry import (
    GRID_SIZE_M,
    Bools,
    Floats,
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


@dataclass(frozen=True)
class Edges:
    """Edges of one polygon, but for those shorter than a millimetre.

    Attributes
    ----------
    ends : float array, shape (e, 2, 2)
    marks : uint64 array, shape (e,)
        A number that an edge shares with none but its like, on whole millimetres; the
        lowest bit is the direction.
    """

    ends: Floats
    marks: npt.NDArray[np.uint64]


def seams(
    boundary: Any,
    leaves: Shapes,
    kept: ByShape[Edges] | None = None,
    sound: Callable[[Shapes], Shapes] = sound_shapes,
) -> Seams:
    """Find the ground that no leaf holds, or several, or one outside the boundary.

    Parameters
    ----------
    boundary : Polygon or MultiPolygon
    leaves : array of Polygon or MultiPolygon, shape (n,)
        May be invalid; they are then made valid for this.
    kept : ByShape, optional
        Where the edges of each polygon are kept.
    sound : callable
        Makes polygons valid; one that knows them already saves asking each.

    Returns
    -------
    Seams
        Empty for a sound coverage of the whole boundary. Edges are compared by whole
        millimetres: what is thinner is not seen.
    """
    rings = np.concatenate([leaves, shapes_of([boundary])])
    edge, suspect = _without_twin(rings, kept)
    suspect = suspect[:-1]
    if len(edge) == 0:
        return Seams(shapes_of([]), np.empty(0, dtype=bool), ())
    leaves = sound(leaves)
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
    bad = np.flatnonzero(wrong)
    return Seams(polygons[bad], inside[bad], tuple(tuple(sorted(held[at])) for at in bad))


def unmatched(polygons: Shapes) -> Bools:
    """Tell which polygons own an edge without a twin; the last polygon is the boundary."""
    return _without_twin(polygons)[1]


def _without_twin(polygons: Shapes, kept: ByShape[Edges] | None = None) -> tuple[Shapes, Bools]:
    """Give the edges without a twin, and tell which polygons own one.

    The last polygon is the boundary, which is turned over: it is the outline of what lies
    outside.
    """
    store = ByShape[Edges]() if kept is None else kept
    each = store.of(polygons, edges_of)
    marks = np.concatenate([*(one.marks for one in each[:-1]), each[-1].marks ^ np.uint64(1)])
    owns = np.zeros(len(polygons), dtype=bool)
    if _paired(np.sort(marks)):
        return shapes_of([]), owns
    order = np.argsort(marks, kind="stable")
    edge = marks[order] >> np.uint64(1)
    first = np.flatnonzero(np.r_[True, edge[1:] != edge[:-1]])
    size = np.diff(np.r_[first, len(edge)])
    way = marks[order] & np.uint64(1)
    pair = (size == 2) & (way[first] == 0) & (way[first + size - 1] == 1)
    lonely = np.zeros(len(marks), dtype=bool)
    lonely[order] = np.repeat(~pair, size)
    owner = np.repeat(np.arange(len(polygons)), [len(one.marks) for one in each])
    owns[owner[lonely]] = True
    ends = np.concatenate([one.ends for one in each])[lonely]
    return shapes_of(shapely.linestrings(ends)), owns


def _paired(marks: npt.NDArray[np.uint64]) -> bool:
    """Tell whether every mark is there once in either direction; they are sorted."""
    there, back, one = marks[::2], marks[1::2], np.uint64(1)
    if len(there) != len(back):
        return False
    return bool((there & one == 0).all() and (there + one == back).all())


def edges_of(polygons: Shapes) -> list[Edges]:
    """Give the edges of each polygon, counter-clockwise; the invalid are made valid first."""
    # Part by part: of a polygon in several parts no rings are given.
    parts, of = shapely.get_parts(sound_shapes(polygons), return_index=True)
    rings, part = shapely.get_rings(shapely.orient_polygons(parts), return_index=True)
    owner = of[part]
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    mm = np.round(xy / GRID_SIZE_M).astype(np.int64)
    along = np.flatnonzero((ring[1:] == ring[:-1]) & (mm[1:] != mm[:-1]).any(axis=1))
    start, end = mm[along], mm[along + 1]
    back = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
    low, high = np.where(back[:, None], end, start), np.where(back[:, None], start, end)
    marks = (_mixed(np.hstack([low, high])) << np.uint64(1)) | back.astype(np.uint64)
    ends = np.stack([xy[along], xy[along + 1]], axis=1)
    cuts = np.searchsorted(owner[ring[along]], np.arange(len(polygons) + 1))
    return [Edges(ends[a:b], marks[a:b]) for a, b in itertools.pairwise(cuts)]


def _mixed(numbers: Ints) -> npt.NDArray[np.uint64]:
    """Mix each row of whole numbers into one of 64 bits.

    Of a million edges two get the same number once in ten million towns. Source of the
    constants: the finalizer of SplitMix64 (Steele, Lea and Flood 2014).
    """
    mixed = np.zeros(len(numbers), dtype=np.uint64)
    for column in numbers.astype(np.uint64).T:
        mixed = (mixed ^ column) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        mixed ^= mixed >> np.uint64(31)
    return mixed


def repeated_points(shapes: Shapes) -> Ints:
    """Count in each polygon the points that equal the one before; empty rings count none."""
    parts, of = shapely.get_parts(shapes, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    owner = of[part]
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    same = (ring[1:] == ring[:-1]) & (xy[1:] == xy[:-1]).all(axis=1)
    return np.bincount(owner[ring[1:][same]], minlength=len(shapes)).astype(np.int64)
