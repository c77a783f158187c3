"""Why a problem has no answer, found before solving: every rule that stands in the way."""

from __future__ import annotations

import numpy as np

from gridplanner.balance.ground import Zones, components
from gridplanner.balance.problem import Problem
from gridplanner.errors import Infeasible, Reason


def check_feasible(problem: Problem, zones: Zones) -> None:
    """Raise with all reasons why no answer can keep the rules.

    Raises
    ------
    Infeasible
    """
    reasons = [*_counts(problem, zones), *_given(problem), *_start(problem, zones)]
    if reasons:
        raise Infeasible(reasons)


def _counts(problem: Problem, zones: Zones) -> list[Reason]:
    reasons = []
    inhabited = int((problem.loads > 0).sum())
    if problem.leaves > problem.size:
        reasons.append(
            Reason("balance.more_leaves_than_units",
                   {"leaves": problem.leaves, "units": problem.size})
        )  # fmt: skip
    elif problem.leaves > inhabited:
        reasons.append(
            Reason("balance.more_leaves_than_inhabited",
                   {"leaves": problem.leaves, "units": inhabited})
        )  # fmt: skip
    if zones.count > problem.leaves:
        reasons.append(
            Reason("balance.more_pieces_than_leaves",
                   {"pieces": zones.count, "leaves": problem.leaves})
        )  # fmt: skip
    if problem.staff is not None and len(problem.staff) < problem.leaves:
        reasons.append(
            Reason("balance.fewer_workers_than_leaves",
                   {"workers": len(problem.staff), "leaves": problem.leaves})
        )  # fmt: skip
    return [*reasons, *_limits(problem)]


def _limits(problem: Problem) -> list[Reason]:
    """Limits of households that no division keeps: too many or too few in all, or in a unit."""
    if problem.limits is None or problem.households is None:
        return []
    _, _, least, most = problem.limits
    total = int(problem.households.sum())
    reasons = []
    if total > most * problem.leaves or total < least * problem.leaves:
        facts = {"households": total, "leaves": problem.leaves, "least": least, "most": most}
        reasons.append(Reason("balance.households_for_leaves", facts))
    large = int(np.argmax(problem.households))
    if problem.households[large] > most:
        facts = {
            "unit": large, "households": int(problem.households[large]), "most": most,
            "count": int((problem.households > most).sum()),
        }  # fmt: skip
        reasons.append(Reason("balance.unit_over_households", facts))
    return reasons


def _given(problem: Problem) -> list[Reason]:
    if problem.given is None:
        return []
    given, reasons = problem.given, []
    for level in range(problem.kept):
        count = problem.counts[level]
        missing = np.setdiff1d(np.arange(count), given[:, level])
        if len(missing):
            reasons.append(
                Reason("balance.given_without_units",
                       {"level": level + 1, "count": len(missing), "label": int(missing[0])})
            )  # fmt: skip
        if level:
            pairs = np.unique(given[:, level - 1 : level + 1], axis=0)
            child, times = np.unique(pairs[:, 1], return_counts=True)
            reasons += [
                Reason("balance.given_not_nested", {"level": level + 1, "label": int(label)})
                for label in child[times > 1]
            ]
    top = np.unique(given[:, -1])
    below = problem.counts[problem.kept]
    if len(top) > below:
        reasons.append(
            Reason("balance.given_more_than_children",
                   {"given": len(top), "children": below, "level": problem.kept + 1})
        )  # fmt: skip
    return reasons


def _start(problem: Problem, zones: Zones) -> list[Reason]:
    if problem.start is None:
        return []
    start, reasons = problem.start, []
    for level in range(problem.levels - 1, 0, -1):
        pairs = np.unique(start[:, level - 1 : level + 1], axis=0)
        child, times = np.unique(pairs[:, 1], return_counts=True)
        reasons += [
            Reason("balance.start_not_nested", {"level": level + 1, "label": int(label)})
            for label in child[times > 1]
        ]
    for level in range(problem.levels - 1):
        missing = np.setdiff1d(np.arange(problem.counts[level]), start[:, level])
        reasons += [
            Reason("balance.start_without_units", {"level": level + 1, "label": int(label)})
            for label in missing
        ]
    if problem.given is not None:
        for level in range(problem.kept):
            off = start[:, level] != problem.given[:, level]
            if off.any():
                reasons.append(
                    Reason("balance.start_against_given",
                           {"level": level + 1, "count": int(off.sum()),
                            "unit": int(np.argmax(off))})
                )  # fmt: skip
    reasons += _broken(problem, zones)
    if problem.leaf_lock is not None:
        used = np.bincount(start[:, -1], minlength=problem.leaves)
        for label in np.flatnonzero((problem.leaf_lock > 0) & (used == 0)):
            reasons.append(Reason("balance.lock_on_empty_leaf", {"label": int(label)}))
        opened = int((used == 0).sum())
        free = problem.leaf_lock[start[:, -1]] == 0
        if problem.unit_locked is not None:
            free &= ~problem.unit_locked
        if opened and int(free.sum()) < opened:
            reasons.append(
                Reason("balance.locks_leave_no_room", {"leaves": opened, "units": int(free.sum())})
            )
    return reasons


def _broken(problem: Problem, zones: Zones) -> list[Reason]:
    """Leaves in force that are in pieces, where locks keep them from being joined."""
    assert problem.start is not None
    leaf = problem.start[:, -1]
    a, b = problem.edges[:, 0], problem.edges[:, 1]
    piece = components(problem.size, problem.edges[zones.walk & (leaf[a] == leaf[b])])
    _, first = np.unique(piece, return_index=True)
    pieces = np.bincount(leaf[first], minlength=problem.leaves)
    reasons = []
    for label in np.flatnonzero(pieces > 1):
        mine = leaf == label
        locked = problem.leaf_lock is not None and problem.leaf_lock[label] > 0
        if problem.unit_locked is not None:
            held = len(np.unique(piece[mine & problem.unit_locked]))
            locked = locked or held > 1
        if locked:
            reasons.append(
                Reason("balance.locked_leaf_in_pieces",
                       {"label": int(label), "pieces": int(pieces[label])})
            )  # fmt: skip
    return reasons
