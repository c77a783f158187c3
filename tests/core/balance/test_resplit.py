"""Leaves divided anew leave their parents whole."""

from __future__ import annotations

import numpy as np
import pytest

from gridplanner.balance.budget import Budget
from gridplanner.balance.case import make_case
from gridplanner.balance.improve import Clusters
from gridplanner.balance.kernel_random import seeded
from gridplanner.balance.state import make_parts

from .towns import grid_town, pieces


@pytest.mark.parametrize("seed", range(4))
def test_kicks_keep_leaves_and_parents_in_one_piece(seed: int) -> None:
    """Parents that lie in each other's arms, and loads that ask for other leaves."""
    town = grid_town(16, 16, (8, 32), seed)
    case = make_case(town)
    unit = np.arange(256)
    # leaves of 2 × 4 units, eight across and four down; parents are columns of leaves
    leaf = unit // 16 // 4 * 8 + unit % 16 // 2
    chain = np.stack([np.arange(32) % 8, np.arange(32)])
    parts = make_parts(case.ground, leaf, chain, case.share, by_height=((1.0, 2.0), (1.0, 5.0)))
    clusters = Clusters(case.ground, parts, seeded(seed, 0), swaps=False)
    before = clusters.deviation().max()
    budget = Budget(10**9, None)
    for _ in range(60):
        clusters.kick(budget)
    assert clusters.kept > 5
    assert clusters.deviation().max() < before
    walk = np.ones(len(town.edges), dtype=bool)
    for labels, count in ((parts.label, 32), (parts.chain[0][parts.label], 8)):
        assert len(np.unique(labels)) == count
        for label in range(count):
            members = set(np.flatnonzero(labels == label).tolist())
            assert pieces(members, town.edges, walk) == 1
