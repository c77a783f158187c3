"""Coarse ground: cells of a few units each, on which upper levels are cut and smoothed.

One flip of a cell does to a large grid what dozens of flips of units would have to do
together, so large grids get round ten times sooner.
"""

from __future__ import annotations

import numpy as np

from gridplanner.balance.case import Case
from gridplanner.balance.ground import Zones
from gridplanner.balance.kernel import AREA, BORDER, LOAD, PERIMETER, WALK, Ground
from gridplanner.balance.kernel_match import match
from gridplanner.balance.kernel_random import Seed
from gridplanner.balance.problem import Ints, Problem

# cells a leaf, and the fewest units a leaf for cells to be worth while
CELLS_PER_LEAF, UNITS_PER_LEAF = 4, 12


def coarsen(case: Case, seed: Seed) -> tuple[Case, Ints] | None:
    """Return a case of cells and the cell of each unit; None where units are few."""
    leaves = case.problem.leaves
    if case.problem.size < UNITS_PER_LEAF * leaves:
        return None
    goal = CELLS_PER_LEAF * leaves
    ground = case.ground
    rng = np.random.default_rng(int(seed[0]))
    cell = np.arange(case.problem.size)
    total = float(ground.unit[:, AREA].sum())
    for _ in range(12):
        n = len(ground.unit)
        if n <= 1.3 * goal:
            break
        size = total / max(goal, n // 2)
        order = rng.permutation(n).astype(np.int32)
        mate = match(ground.first, ground.edge, ground.shared, ground.unit, order, 0.3, 1.6 * size)
        low = np.minimum(mate, np.arange(n))
        _, number = np.unique(low, return_inverse=True)
        if number.max() + 1 > 0.97 * n:
            break
        ground = contract(ground, number)
        cell = number[cell]
    return _case_of_cells(case, ground, cell), cell


def contract(ground: Ground, number: Ints) -> Ground:
    """Return the ground with units joined that have the same number."""
    count = int(number.max()) + 1
    unit = np.zeros((count, ground.unit.shape[1]))
    np.add.at(unit, number, ground.unit)
    m = len(ground.ends)
    shared = np.zeros(m)
    walk = np.zeros(m, dtype=np.int32)
    shared[ground.edge[:, BORDER]] = ground.shared
    walk[ground.edge[:, BORDER]] = ground.edge[:, WALK]
    ends = number[ground.ends].astype(np.int64)
    inside = ends[:, 0] == ends[:, 1]
    np.add.at(unit[:, PERIMETER], ends[inside, 0], -2.0 * shared[inside])
    key = ends.min(axis=1) * count + ends.max(axis=1)
    keys, place = np.unique(key[~inside], return_inverse=True)
    new_shared = np.bincount(place, weights=shared[~inside], minlength=len(keys))
    new_walk = np.zeros(len(keys), dtype=np.int32)
    np.maximum.at(new_walk, place, walk[~inside])
    pairs = np.stack([keys // count, keys % count], axis=1)
    tail = np.concatenate([pairs[:, 0], pairs[:, 1]])
    head = np.concatenate([pairs[:, 1], pairs[:, 0]])
    order = np.lexsort((head, tail))
    border = np.concatenate([np.arange(len(keys))] * 2)[order]
    first = np.zeros(count + 1, dtype=np.int32)
    np.cumsum(np.bincount(tail, minlength=count), out=first[1:])
    tie = np.zeros((count, 2), dtype=np.int32)
    tie[:, 1] = -1
    return Ground(
        first=first,
        edge=np.stack([head[order], border, new_walk[border]], axis=1).astype(np.int32),
        shared=new_shared[border],
        ends=pairs.astype(np.int32),
        unit=unit,
        tie=tie,
    )


def _case_of_cells(case: Case, ground: Ground, cell: Ints) -> Case:
    problem, zones = case.problem, case.zones
    _, first = np.unique(cell, return_index=True)
    walk = np.zeros(len(ground.ends), dtype=bool)
    walk[ground.edge[:, BORDER]] = ground.edge[:, WALK] == 1
    shared = np.zeros(len(ground.ends))
    shared[ground.edge[:, BORDER]] = ground.shared
    xy = None
    if problem.xy is not None:
        size = np.bincount(cell)
        xy = np.stack([np.bincount(cell, weights=line) / size for line in problem.xy.T], axis=1)
    cells = Problem(
        edges=ground.ends,
        shared_m=shared,
        loads=ground.unit[:, LOAD],
        counts=problem.counts,
        passable=walk,
        areas_m2=ground.unit[:, AREA],
        perimeters_m=ground.unit[:, PERIMETER],
        xy=xy,
        given=None if problem.given is None else problem.given[first],
    )
    return Case(
        problem=cells,
        zones=Zones(zones.of[first], zones.area, walk),
        zone_of_leaf=case.zone_of_leaf,
        share=case.share,
        posts=case.posts,
        ground=ground,
        swaps=case.swaps,
    )
