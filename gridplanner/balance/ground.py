"""Arrays for the kernels, zones of ground, and loads as the solver sees them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from gridplanner.balance.kernel import (
    AREA,
    BORDER,
    FIXED,
    HOME,
    HOUSE,
    LOAD,
    OTHER,
    PERIMETER,
    WALK,
    Ground,
)
from gridplanner.balance.problem import Bools, Floats, Ints, Problem


def components(n: int, edges: Ints) -> Ints:
    """Return the component of each of `n` units, numbered by their lowest unit."""
    graph = coo_matrix(
        (np.ones(len(edges), dtype=np.int8), (edges[:, 0], edges[:, 1])), shape=(n, n)
    )
    labels = connected_components(graph, directed=False)[1]
    _, first, back = np.unique(labels, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    return rank[back]


@dataclass(frozen=True, eq=False)
class Zones:
    """Connected pieces of ground within one given area; no leaf lies in two.

    Attributes
    ----------
    of : int array (n,)
        Zone of each unit.
    area : int array (zones,)
        Label of the deepest given area that a zone lies in, 0 where nothing is given.
    walk : bool array (m,)
        Borders that may be crossed inside a leaf.
    """

    of: Ints
    area: Ints
    walk: Bools

    @property
    def count(self) -> int:
        """Number of zones."""
        return len(self.area)


def find_zones(problem: Problem) -> Zones:
    """Divide the town into zones by given areas and by barriers without crossing."""
    a, b = problem.edges[:, 0], problem.edges[:, 1]
    walk = problem.walkable.copy()
    area: Ints = np.zeros(problem.size, dtype=np.int64)
    if problem.given is not None and problem.kept:
        same = (problem.given[a] == problem.given[b]).all(axis=1)
        walk &= same
        area = problem.given[:, -1]
    of = components(problem.size, problem.edges[walk])
    _, first = np.unique(of, return_index=True)
    return Zones(of, area[first], walk)


def shape_of_units(problem: Problem) -> tuple[Floats, Floats]:
    """Return areas and perimeters; squares with the length of their borders if unknown."""
    n = problem.size
    around = np.zeros(n)
    for side in (0, 1):
        np.add.at(around, problem.edges[:, side], problem.shared_m)
    perimeters = problem.perimeters_m
    if perimeters is None:
        perimeters = np.maximum(around, 1e-3)
    areas = problem.areas_m2
    if areas is None:
        areas = (perimeters / 4.0) ** 2
    return np.maximum(areas, 1e-6), np.maximum(perimeters, around)


def capped(loads: Floats, shares: Floats) -> tuple[Floats, float]:
    """Cap units that are heavier than the largest leaf, and return the load of one share.

    What a heavy unit has beyond its leaf can be given to nobody, so it is left out, and
    the others are measured by what remains. The cap follows from the capped sum, so it is
    found by repeating.
    """
    whole, largest = float(shares.sum()), float(shares.max())
    one = float(loads.sum()) / whole
    for _ in range(200):
        lower = float(np.minimum(loads, largest * one).sum()) / whole
        if one - lower <= 1e-12 * one:
            break
        one = lower
    return np.minimum(loads, largest * one), one


# A border along a street is where grids should part: so much of it does not count for shape.
STREET_DISCOUNT = 0.3


def make_ground(problem: Problem, walk: Bools, loads: Floats, fixed: Bools | None = None) -> Ground:
    """Lay units and borders in rows for the kernels."""
    n, m = problem.size, len(problem.edges)
    tail = np.concatenate([problem.edges[:, 0], problem.edges[:, 1]])
    head = np.concatenate([problem.edges[:, 1], problem.edges[:, 0]])
    number = np.concatenate([np.arange(m), np.arange(m)])
    order = np.lexsort((head, tail))
    number = number[order]
    first = np.zeros(n + 1, dtype=np.int32)
    np.cumsum(np.bincount(tail, minlength=n), out=first[1:])
    areas, perimeters = shape_of_units(problem)
    shared = problem.shared_m
    if problem.street_m is not None:
        spared = STREET_DISCOUNT * np.minimum(problem.street_m, shared)
        shared = shared - spared
        for side in (0, 1):
            perimeters = perimeters - np.bincount(problem.edges[:, side], spared, minlength=n)
    unit = np.zeros((n, 5))
    unit[:, LOAD] = loads
    unit[:, AREA] = areas
    unit[:, PERIMETER] = perimeters
    if problem.households is not None:
        unit[:, HOUSE] = problem.households
    tie = np.zeros((n, 2), dtype=np.int32)
    tie[:, HOME] = -1
    if fixed is not None:
        tie[:, FIXED] = fixed
    return Ground(
        first=first,
        edge=np.stack([head[order], number, walk[number]], axis=1).astype(np.int32),
        shared=shared[number].astype(np.float64),
        ends=problem.edges.reshape(m, 2).astype(np.int32),
        unit=unit,
        tie=tie,
    )


def cut_out(ground: Ground, units: Ints, movable: Bools) -> Ground:
    """Return the ground of some units only; those not movable are fixed.

    Borders to units outside are dropped; perimeters stay, so shapes stay exact for the
    movable units as long as all their neighbours are among `units`.
    """
    n = len(ground.unit)
    new = np.full(n, -1, dtype=np.int32)
    new[units] = np.arange(len(units), dtype=np.int32)
    starts, stops = ground.first[units], ground.first[units + 1]
    lengths = stops - starts
    row = np.repeat(np.arange(len(units), dtype=np.int32), lengths)
    at = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    at += np.repeat(starts, lengths)
    other = new[ground.edge[at, OTHER]]
    inside = other >= 0
    at, row, other = at[inside], row[inside], other[inside]
    numbers, border = np.unique(ground.edge[at, BORDER], return_inverse=True)
    first = np.zeros(len(units) + 1, dtype=np.int32)
    np.cumsum(np.bincount(row, minlength=len(units)), out=first[1:])
    tie = ground.tie[units]
    tie[~movable, FIXED] = 1
    return Ground(
        first=first,
        edge=np.stack([other, border, ground.edge[at, WALK]], axis=1).astype(np.int32),
        shared=ground.shared[at],
        ends=new[ground.ends[numbers]],
        unit=ground.unit[units],
        tie=tie,
    )
