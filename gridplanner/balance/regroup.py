"""Leaves change parents whole: no leaf's border moves, and the parents get rounder."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from gridplanner.balance.budget import Budget
from gridplanner.balance.coarse import contract
from gridplanner.balance.kernel import LOAD, NO_WIN, Ground, Parts, anneal, cost_all, settle
from gridplanner.balance.kernel_random import Seed
from gridplanner.balance.phase import CHUNK
from gridplanner.balance.problem import Ints
from gridplanner.balance.state import Weights, make_parts, weigh

# proposals for each leaf; heat; weight of (leaves / leaves before − 1)², which keeps nearly
# all parents within one leaf of what they had
EFFORT, HEAT, COUNT = 1_000, (0.3, 0.01), 15.0
# on ground of leaves shape is all that counts, the same at each level
EVEN: Weights = ((1.0,), (1.0,))


def regroup(
    ground: Ground, parts: Parts, seed: Seed, budget: Budget, shape: float, by_height: Weights
) -> bool:
    """Try other parents for whole leaves; whether that made the state cheaper.

    Each leaf counts as one unit on ground of leaves, and parents are annealed there as leaves
    are on units: connected, round, and near the number of leaves that they had. Borders that
    may not be walked, such as those of given areas, are not crossed there either.

    Parameters
    ----------
    ground, parts : Ground, Parts
        The town; chains, targets and sums of `parts` change.
    shape, by_height
        Weights of the state, as for :func:`gridplanner.balance.state.make_parts`.
    """
    if len(parts.chain) < 2:
        return False
    above = [(row - row.min()).astype(np.int64) for row in parts.chain[:-1]]
    parent = above[-1]
    leaves = contract(ground, parts.label.astype(np.int64))
    leaves.unit[:, LOAD] = parts.share
    children = np.bincount(parent)
    chain = np.zeros((len(above), len(children)), dtype=np.int64)
    for line, row in zip(chain[:-1], above[:-1], strict=True):
        line[parent] = row
    chain[-1] = np.arange(len(children))
    groups = make_parts(
        leaves,
        parent,
        chain,
        np.bincount(parent, weights=parts.share).astype(np.float64),
        least=np.maximum(children - 1, 1),
        by_height=EVEN,
    )
    pieces = max(1, EFFORT * len(parent) // CHUNK)
    heat = np.geomspace(*HEAT, pieces + 1)
    for warm, cool in pairwise(heat.tolist()):
        anneal(leaves, groups, seed, CHUNK, (warm, cool), (COUNT, COUNT), 0.5, NO_WIN)
        budget.spend(CHUNK)
        if budget.ended_by == "cancel":
            return False
    found = groups.label.astype(np.int64)
    before = cost_all(parts)
    _rename(parts, chain[:, found])
    weigh(parts, shape, by_height)
    settle(ground, parts, True)
    if cost_all(parts) < before:
        return True
    _rename(parts, np.stack(above))
    weigh(parts, shape, by_height)
    settle(ground, parts, True)
    return False


def _rename(parts: Parts, above: Ints) -> None:
    """Give each leaf these grids of the levels above, int (levels − 1, leaves)."""
    parts.chain[:-1] = above + parts.chain[:-1].min(axis=1)[:, None]
