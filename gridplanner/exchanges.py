"""Single pieces of ground that could change hands across the borders of one leaf."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from gridplanner.balance.problem import FROZEN, OPEN
from gridplanner.edits.painting import Paint
from gridplanner.errors import EditError
from gridplanner.geometry import Bools, Ints, components
from gridplanner.jobs import OnProgress
from gridplanner.model import Plan
from gridplanner.planning import place_of_unit
from gridplanner.standing import Standing, standing_of


@dataclass(frozen=True, eq=False)
class Exchange:
    """One unit that goes from a leaf to the leaf beside it.

    Attributes
    ----------
    place : str
        Building, compound or id of the unit.
    area : Polygon
        Its ground, in the plan's CRS.
    households : int
    source, to : str
        Codes of the two leaves.
    before, after : tuple of float
        Deviation of source and receiver, as fractions of their targets.
    """

    place: str
    area: Any
    households: int
    source: str
    to: str
    before: tuple[float, float]
    after: tuple[float, float]

    @property
    def gain(self) -> float:
        """By how much the larger of the two deviations falls; negative where it rises."""
        worst = max(map(abs, self.before)) - max(map(abs, self.after))
        return float(worst)

    def edit(self) -> Paint:
        """Return the edit that hands the ground over."""
        return Paint(self.area, self.to, only=(self.source,))


def exchanges(plan: Plan, code: str, on_progress: OnProgress | None = None) -> list[Exchange]:
    """List what a leaf could give to its neighbours or take from them, the best first.

    Only whole units within the same parent are looked at that leave both leaves in one
    piece on foot (or in no more pieces than before). Locks are kept.

    Parameters
    ----------
    plan : Plan
    code : str
        A leaf in force.
    on_progress : callable, optional

    Returns
    -------
    list of Exchange
        Empty where the leaf has no target (a 专属 grid) or nothing may move.

    Raises
    ------
    EditError
        There is no such leaf in force.
    """
    uid = plan.uid_of(code)
    if uid not in set(plan.leaves["uid"]):
        raise EditError("edit.not_a_leaf", {"code": code})
    standing = standing_of(plan, on_progress=on_progress)
    here = np.flatnonzero(standing.uids == uid)
    if len(here) == 0:
        return []
    found = [
        _exchange(standing, unit, source, to) for unit, source, to in _steps(standing, int(here[0]))
    ]
    return sorted(found, key=lambda one: (-one.gain, one.place, one.to))


def _steps(standing: Standing, leaf: int) -> Iterator[tuple[int, int, int]]:
    """Give each unit that may go over a border of the leaf: unit, from, to."""
    problem = standing.problem
    assert problem.start is not None
    label = problem.start[:, -1]
    parent = problem.start[:, -2] if problem.start.shape[1] > 1 else np.zeros_like(label)
    lock = problem.leaf_lock if problem.leaf_lock is not None else np.zeros(label.max() + 1, int)
    held = problem.unit_locked if problem.unit_locked is not None else np.zeros(len(label), bool)
    open_edges = problem.edges[problem.passable]
    ends: Ints = np.concatenate([open_edges, open_edges[:, ::-1]]).astype(np.int64)
    crossing = (label[ends[:, 0]] != label[ends[:, 1]]) & (parent[ends[:, 0]] == parent[ends[:, 1]])
    at_border = crossing & (label[ends] == leaf).any(axis=1)
    pairs = sorted({(int(a), int(label[b])) for a, b in ends[at_border]})
    for unit, to in pairs:
        source = int(label[unit])
        if held[unit] or lock[source] != OPEN or lock[to] == FROZEN:
            continue
        if _stays_whole(ends, label == source, unit):
            yield unit, source, to


def _stays_whole(ends: Ints, inside: Bools, unit: int) -> bool:
    """Tell whether a leaf without a unit is there at all and in no more pieces than before."""
    without = inside.copy()
    without[unit] = False
    return bool(without.any()) and _pieces(ends, without) <= _pieces(ends, inside)


def _pieces(ends: Ints, inside: Bools) -> int:
    place = np.cumsum(inside) - 1
    kept_place = place[ends[inside[ends].all(axis=1)]]
    return int(components(int(inside.sum()), kept_place[:, 0], kept_place[:, 1]).max()) + 1


def _exchange(standing: Standing, unit: int, source: int, to: int) -> Exchange:
    problem = standing.problem
    assert problem.start is not None
    assert problem.targets is not None
    assert problem.households is not None
    held = np.bincount(problem.start[:, -1], problem.loads, minlength=len(problem.targets))
    pair = np.array([source, to])
    target = problem.targets[pair]
    moved = np.array([-1.0, 1.0]) * problem.loads[unit]
    row = int(standing.rows[unit])
    codes = standing.codes([source, to])
    before, after = held[pair] / target - 1, (held[pair] + moved) / target - 1
    return Exchange(
        place_of_unit(standing.plan, standing.pieces.units, row),
        standing.pieces.shapes[row],
        int(problem.households[unit]),
        codes[0],
        codes[1],
        (float(before[0]), float(before[1])),
        (float(after[0]), float(after[1])),
    )
