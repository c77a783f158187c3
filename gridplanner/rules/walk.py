"""``connected.walk``: leaves that a barrier without a crossing cuts in two."""

from __future__ import annotations

import itertools

import numpy as np
import shapely

from gridplanner.edits.base import Edit
from gridplanner.geometry import Ints, components, shapes_of
from gridplanner.model import Plan
from gridplanner.neighbours import neighbours, unit_owners
from gridplanner.repair.row_edits import Steps
from gridplanner.rules.candidates import MOST, give
from gridplanner.rules.finding import Finding, Scope, found

#: So many sets of units are kept.
MOST_KEPT = 20_000


def look(scope: Scope) -> list[Finding]:
    """Find leaves that cannot be walked through; the main part is the one of most ground."""
    plan = scope.plan
    if len(plan.tables["units"]) == 0:
        return []
    leaves = scope.ends
    codes = leaves.codes
    owner = unit_owners(plan, leaves.shapes)
    if (_parts(plan, owner, len(leaves)) <= 1).all():
        return []
    graph = neighbours(plan)
    one, two = owner[graph.edges[:, 0]], owner[graph.edges[:, 1]]
    same = graph.passable & (one == two) & (one >= 0)
    part = components(len(owner), graph.edges[same, 0], graph.edges[same, 1])
    held = owner >= 0
    pairs = np.unique(np.stack([owner[held], part[held]], axis=1), axis=0)
    count = np.bincount(pairs[:, 0], minlength=len(leaves)) if len(pairs) else np.zeros(0, int)
    units = shapes_of(plan.tables["units"]["geometry"])
    area = shapely.area(units)
    result = []
    for at in np.flatnonzero(count > 1):
        parts = pairs[pairs[:, 0] == at, 1]
        size = [float(area[held & (part == p) & (owner == at)].sum()) for p in parts]
        order = parts[np.argsort(np.negative(size), kind="stable")]
        loose = [np.flatnonzero((part == p) & (owner == at)) for p in order[1:]]
        ground = [shapely.coverage_union_all(units[rows]) for rows in loose]
        fixes: list[Edit] = []
        if len(loose) == 1:
            fixes = give(ground[0], _reached(plan, owner, loose[0], codes))
        else:
            near = [_reached(plan, owner, rows, codes)[:1] for rows in loose]
            if all(near):
                steps = [give(shape, to)[0] for shape, to in zip(ground, near, strict=True)]
                fixes = [Steps(tuple(steps))]
        facts = {
            "parts": int(count[at]),
            "area_m2": round(sum(sorted(size)[:-1]), 1),
        }
        result.append(found("connected.walk", "error", [codes[at]], ground[0], facts, fixes))
    return result


def _parts(plan: Plan, owner: Ints, count: int) -> Ints:
    """Count the parts of each leaf; kept by the units that it holds."""
    tables = ["pieces", "water", "streets", "compounds", "gates", "mask"]
    kept = plan.derived("parts_by_units", lambda _: dict[bytes, int](), tables)
    order = np.argsort(owner, kind="stable")
    cuts = np.searchsorted(owner[order], np.arange(count + 1))
    keys = [order[a:b].tobytes() for a, b in itertools.pairwise(cuts)]
    new = np.array([key not in kept for key in keys], dtype=bool)
    if new.any():
        graph = neighbours(plan)
        one, two = owner[graph.edges[:, 0]], owner[graph.edges[:, 1]]
        same = graph.passable & (one == two) & (one >= 0)
        same &= np.r_[new, False][one]
        part = components(len(owner), graph.edges[same, 0], graph.edges[same, 1])
        for leaf in np.flatnonzero(new):
            kept[keys[leaf]] = len(np.unique(part[order[cuts[leaf] : cuts[leaf + 1]]]))
    found_parts = np.array([kept[key] for key in keys], dtype=np.int64)
    if len(kept) > MOST_KEPT:
        kept.clear()
    return found_parts


def _reached(plan: Plan, owner: Ints, rows: Ints, codes: object) -> list[str]:
    """Leaves that one can walk into from some units, the one with the longest border first."""
    graph = neighbours(plan)
    mine = np.isin(graph.edges, rows)
    cross = graph.passable & (mine.sum(axis=1) == 1)
    other = np.where(mine[:, 0], graph.edges[:, 1], graph.edges[:, 0])[cross]
    length: dict[int, float] = {}
    for leaf, shared in zip(owner[other].tolist(), graph.shared_m[cross].tolist(), strict=True):
        if leaf >= 0 and leaf != owner[rows[0]]:
            length[leaf] = length.get(leaf, 0.0) + shared
    best = sorted(length, key=lambda leaf: (-round(length[leaf], 3), leaf))[:MOST]
    return [str(np.asarray(codes)[leaf]) for leaf in best]
