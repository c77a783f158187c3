"""Proof that a leaf cannot be better: the units around leave it nothing that fits."""

from __future__ import annotations

import numpy as np

from gridplanner.balance.case import Case
from gridplanner.balance.explain import WORTH_SAYING, grain_of, largest_share, leaf_sums
from gridplanner.balance.kernel_hemmed import least_off
from gridplanner.balance.problem import Floats, Ints
from gridplanner.errors import Reason

# leaves looked at, the worst first; leaves tried for each; and most different goals
MOST_LEAVES, TRIES, MOST_GOALS = 6, 20_000, 8


def hemmed_in(case: Case, labels: Ints, share: Floats) -> Reason | None:
    """Prove for the worst leaf for which it can be proven how far off some leaf must be.

    Every connected leaf that holds the heaviest unit of that leaf is tried, as long as they
    are few: each is off its goal, or leaves ground beside it that is too light for a leaf.
    Only that leaves are connected and units whole is supposed, so the limit holds for any
    division, with whatever locks and parents.

    Parameters
    ----------
    labels : int array (n, levels)
    share : float array (leaves,)
        As the search left them.

    Returns
    -------
    Reason or None
        ``balance.hemmed_in`` with the ``unit``, the least ``deviation`` that it forces, and
        ``freed``, the highest deviation of the other leaves. None where no leaf is off by
        2 % or more, or nothing is proven.
    """
    goals = _goals(case, share)
    load, goal, heavy = leaf_sums(case, labels, share)
    off = np.abs(load / goal - 1.0)
    if goals is None:
        return None
    n = case.problem.size
    loads = case.problem.loads.astype(np.float64)
    asked = np.flatnonzero((off > WORTH_SAYING) & (heavy <= goals[-1] * (1.0 + 1e-9)))
    best: Reason | None = None
    for leaf in asked[np.argsort(-off[asked], kind="stable")][:MOST_LEAVES]:
        if best is not None and off[leaf] <= best.facts["deviation"]:
            break
        units = np.flatnonzero(labels[:, -1] == leaf)
        if not len(units):
            continue
        unit = int(units[np.argmax(loads[units])])
        room = np.zeros((6, n), dtype=np.int32)
        room[0] = -1
        least, _ = least_off(
            case.ground.first, case.ground.edge, loads, unit, goals.astype(np.float64),
            float(off[leaf]), TRIES, np.zeros(n, dtype=np.uint8), room,
        )  # fmt: skip
        if least > WORTH_SAYING and (best is None or least > best.facts["deviation"]):
            others = float(np.delete(off, leaf).max(initial=0.0))
            best = Reason(
                "balance.hemmed_in", {"unit": unit, "deviation": float(least), "freed": others}
            )
    return best


def _goals(case: Case, share: Floats) -> Floats | None:
    """Return all loads that a leaf may be wanted to have; None where they are too many."""
    problem = case.problem
    one = float(problem.loads.sum()) / float(share.sum())
    if problem.staff is None or problem.start is not None:
        goals = np.unique(np.round(share, 9))
        return None if len(goals) > MOST_GOALS else goals * one
    grain = grain_of(case)
    if grain <= 0.0:
        return None
    most = max(1, round(largest_share(case) / grain))
    return np.arange(1, most + 1) * (grain * one)
