"""Shared borders once: rings of a coverage as arcs between junctions.

Source of the idea: TopoJSON (M. Bostock). An arc is the run of vertices between two places
where borders meet; neighbours refer to the same arc, one of them backwards (``~i``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

#: Steps in one metre at which vertices are the same: the 1 mm of all geometry.
_STEPS_PER_METRE = 1000


@dataclass(frozen=True)
class Topology:
    """Arcs, and each cell's rings as lists of arc numbers.

    Attributes
    ----------
    arcs : list of (k, 2) float arrays
        In the coordinates given; first and last point are junctions, or the same point.
    cells : list of lists of lists of int
        For each shape its rings; ``~i`` is arc ``i`` backwards.
    neighbours : list of pairs of int
        Cells that share an arc, each pair once, smaller number first.
    """

    arcs: list[npt.NDArray[np.float64]]
    cells: list[list[list[int]]]
    neighbours: list[tuple[int, int]]


def build(shapes: Sequence[Any]) -> Topology:
    """Find the arcs of polygons that meet vertex by vertex.

    Where neighbours do not share their vertices the border is simply kept twice.

    Parameters
    ----------
    shapes : sequence of Polygon or MultiPolygon
        In metres.

    Returns
    -------
    Topology
        Empty lists for no shapes.
    """
    rings: list[npt.NDArray[np.float64]] = []
    owner: list[int] = []
    for number, shape in enumerate(shapes):
        for part in shapely.get_parts(shape):
            for ring in (part.exterior, *part.interiors):
                points = shapely.get_coordinates(ring)[:-1]
                if len(points) >= 3:
                    rings.append(points)
                    owner.append(number)
    cells: list[list[list[int]]] = [[] for _ in shapes]
    if not rings:
        return Topology([], cells, [])
    every = np.concatenate(rings)
    steps = np.rint(every * _STEPS_PER_METRE).astype(np.int64)
    _, first, ids = np.unique(steps, axis=0, return_index=True, return_inverse=True)
    ids = ids.ravel()
    points_of = every[first]
    ends = np.cumsum([len(ring) for ring in rings])
    ring_ids = np.split(ids, ends[:-1])
    junction = _junctions(ring_ids, len(points_of))

    arcs: list[npt.NDArray[np.float64]] = []
    number_of: dict[tuple[int, ...], int] = {}
    users: list[list[int]] = []
    for cell, vertices in zip(owner, ring_ids, strict=True):
        ring_arcs: list[int] = []
        for run in _runs(vertices, junction):
            backwards = run[::-1]
            key = min(run, backwards)
            if key not in number_of:
                number_of[key] = len(arcs)
                arcs.append(points_of[list(key)])
                users.append([])
            number = number_of[key]
            users[number].append(cell)
            ring_arcs.append(number if key == run else ~number)
        cells[cell].append(ring_arcs)
    pairs = {(min(a, b), max(a, b)) for used in users for a in used for b in used if a != b}
    return Topology(arcs, cells, sorted(pairs))


def _junctions(ring_ids: Sequence[npt.NDArray[np.int64]], count: int) -> npt.NDArray[np.bool_]:
    """Tell which vertices have other than two neighbours along the borders."""
    a = np.concatenate(ring_ids)
    b = np.concatenate([np.roll(ids, -1) for ids in ring_ids])
    edges = np.unique(np.sort(np.column_stack([a, b]), axis=1), axis=0)
    edges = edges[edges[:, 0] != edges[:, 1]]
    degree = np.bincount(edges.ravel(), minlength=count)
    result: npt.NDArray[np.bool_] = degree != 2
    return result


def _runs(
    vertices: npt.NDArray[np.int64], junction: npt.NDArray[np.bool_]
) -> list[tuple[int, ...]]:
    """Cut a ring at its junctions; a ring without one is one run from its least vertex."""
    cuts = np.flatnonzero(junction[vertices])
    start = int(cuts[0]) if len(cuts) else int(np.argmin(vertices))
    ring = np.roll(vertices, -start).tolist()
    ring.append(ring[0])
    if not len(cuts):
        return [tuple(ring)]
    places = [*(int(cut) - start for cut in cuts), len(ring) - 1]
    return [tuple(ring[a : b + 1]) for a, b in pairwise(places)]
