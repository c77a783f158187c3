"""Leaves carved by weight: whole, in one piece, near their share, or none at all."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridplanner.balance.case import make_case
from gridplanner.balance.ground import make_ground
from gridplanner.balance.kernel import LOAD
from gridplanner.balance.kernel_random import seeded
from gridplanner.balance.pack import pack
from gridplanner.balance.problem import Problem
from tests.effort import rounds

from .towns import grid_town, pieces


def row(*loads: float) -> Problem:
    """Give units in a row."""
    n = len(loads)
    edges = np.stack([np.arange(n - 1), np.arange(1, n)], axis=1)
    return Problem(
        edges=edges, shared_m=np.ones(n - 1), loads=np.array(loads), counts=(1,), xy=None
    )


@given(
    seed=st.integers(0, 10_000),
    leaves=st.integers(2, 6),
    near=st.floats(0.02, 0.3),
    unequal=st.booleans(),
)
@settings(max_examples=rounds(40), deadline=None)
def test_parts_are_whole_and_near_their_share(
    seed: int, leaves: int, near: float, unequal: bool
) -> None:
    town = grid_town(9, 8, (leaves,), seed)
    case = make_case(town)
    share = np.ones(leaves)
    share[0] += unequal
    parts, work = pack(case.ground, np.arange(72), share, seeded(seed, 1), near)
    assert work > 0
    if parts is None:
        return
    assert set(parts.tolist()) == set(range(leaves))
    walk = np.ones(len(town.edges), dtype=bool)
    load = case.ground.unit[:, LOAD]
    wanted = share * load.sum() / share.sum()
    for part in range(leaves):
        members = set(np.flatnonzero(parts == part).tolist())
        assert pieces(members, town.edges, walk) == 1
        held = load[list(members)].sum()
        assert held == pytest.approx(wanted[part], rel=near) or held == pytest.approx(
            load[list(members)].max()
        )


def test_even_division_is_found_nearly_always() -> None:
    found = 0
    for seed in range(20):
        ground = make_case(grid_town(20, 20, (6,), seed)).ground
        found += pack(ground, np.arange(400), np.ones(6), seeded(seed, 0), 0.05)[0] is not None
    assert found >= 15


@pytest.mark.parametrize("seed", range(5))
def test_towers_are_placed_before_what_is_light(seed: int) -> None:
    # worked out by hand: .5 + .3 + .2, .4 + .6 and .7 + .3 are the only leaves of load 1
    town = row(0.5, 0.3, 0.2, 0.4, 0.6, 0.7, 0.3)
    ground = make_ground(town, np.ones(6, dtype=bool), town.loads)
    parts, _ = pack(ground, np.arange(7), np.ones(3), seeded(seed, 0), 0.02)
    assert parts is not None
    first, second, third = parts[0], parts[3], parts[5]
    assert parts.tolist() == [first] * 3 + [second] * 2 + [third] * 2


def test_no_division_where_there_is_none() -> None:
    # .7 | .6 + .7 and .7 + .6 | .7 are both 30 % off
    town = row(0.7, 0.6, 0.7)
    ground = make_ground(town, np.ones(2, dtype=bool), town.loads)
    assert pack(ground, np.arange(3), np.ones(2), seeded(0, 0), 0.1)[0] is None


def test_a_unit_heavier_than_a_leaf_is_one() -> None:
    # shares of 1.05 each; a tower of 1.2 is a leaf, .45 + .45 the other
    town = row(1.2, 0.45, 0.45)
    ground = make_ground(town, np.ones(2, dtype=bool), town.loads)
    parts, _ = pack(ground, np.arange(3), np.ones(2), seeded(0, 0), 0.15)
    assert parts is not None
    assert parts[0] != parts[1] == parts[2]
