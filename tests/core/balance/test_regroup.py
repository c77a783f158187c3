"""Whole leaves change parents where that makes the parents rounder."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from gridplanner.balance.budget import Budget
from gridplanner.balance.case import make_case
from gridplanner.balance.kernel import AREA, LOAD, PERIMETER, TARGET, Parts
from gridplanner.balance.kernel_random import seeded
from gridplanner.balance.regroup import regroup
from gridplanner.balance.state import make_parts

from .towns import grid_town

WEIGHTS = ((1.0, 2.0), (1.0, 5.0))


def state(
    parent: NDArray[np.int64], passable: bool = True, west: float = 1.0
) -> tuple[Parts, bool]:
    """Give a town of 160 m × 80 m, eight leaves of 40 m × 40 m, and these parents, regrouped.

    `west` is the load of a unit in the western half, of two together.
    """
    loads = np.where(np.arange(128) % 16 < 8, west, 2.0 - west)
    town = grid_town(16, 8, (2, 8), loads=loads)
    if not passable:
        # nobody gets from the upper four rows to the lower four
        walk = (town.edges < 64).all(axis=1) | (town.edges >= 64).all(axis=1)
        town = grid_town(16, 8, (2, 8), loads=np.ones(128), passable=walk)
    case = make_case(town)
    unit = np.arange(128)
    leaf = unit // 16 // 4 * 4 + unit % 16 // 4
    parts = make_parts(
        case.ground,
        leaf,
        np.stack([parent, np.arange(8)]),
        np.ones(8),
        stiff=100.0,
        by_height=WEIGHTS,
    )
    return parts, regroup(case.ground, parts, seeded(1, 0), Budget(10**9, None), 1.0, WEIGHTS)


def test_two_strips_become_two_squares() -> None:
    # an upper and a lower strip of 160 m × 40 m
    parts, changed = state(np.array([0, 0, 0, 0, 1, 1, 1, 1]))
    assert changed
    left = parts.chain[0, 0]
    right = 1 - left
    assert parts.chain[0].tolist() == [left, left, right, right] * 2
    # squares of 80 m
    assert parts.node[:2, AREA].tolist() == [6400.0, 6400.0]
    assert parts.node[:2, PERIMETER].tolist() == [320.0, 320.0]
    assert parts.node[:2, TARGET].tolist() == [4.0, 4.0]


def test_what_is_round_stays_as_it_is() -> None:
    squares = np.array([0, 0, 1, 1, 0, 0, 1, 1])
    parts, changed = state(squares)
    assert not changed
    assert parts.chain[0].tolist() == squares.tolist()
    assert parts.node[:2, PERIMETER].tolist() == [320.0, 320.0]


def test_round_parents_are_not_bought_with_load() -> None:
    # squares would bear 6 and 2 leaves' worth, strips bear 4 each
    strips = np.array([0, 0, 0, 0, 1, 1, 1, 1])
    parts, changed = state(strips, west=1.5)
    assert not changed
    assert parts.chain[0].tolist() == strips.tolist()
    assert parts.node[:2, LOAD].tolist() == pytest.approx([4.0, 4.0])
    assert parts.node[:2, PERIMETER].tolist() == [400.0, 400.0]


def test_parents_do_not_reach_over_what_cannot_be_walked() -> None:
    parts, changed = state(np.array([0, 0, 0, 0, 1, 1, 1, 1]), passable=False)
    assert not changed
    assert parts.chain[0].tolist() == [0, 0, 0, 0, 1, 1, 1, 1]


@pytest.mark.parametrize("seven", [True, False])
def test_a_leaf_goes_alone_only_where_that_pays(seven: bool) -> None:
    # 3 and 5 leaves: an L of three beside five, or an even cut
    parent = np.array([0, 0, 0, 1, 1, 1, 1, 1]) if seven else np.array([0, 0, 1, 1, 0, 1, 1, 1])
    parts, _ = state(parent)
    children = np.bincount(parts.chain[0])
    assert children.tolist() in ([4, 4], [3, 5])
    assert parts.node[:2, TARGET].tolist() == children.tolist()


def test_stopped_in_between_nothing_changes() -> None:
    town = grid_town(16, 8, (2, 8), loads=np.ones(128))
    case = make_case(town)
    unit = np.arange(128)
    strips = np.array([0, 0, 0, 0, 1, 1, 1, 1])
    parts = make_parts(
        case.ground, unit // 16 // 4 * 4 + unit % 16 // 4, np.stack([strips, np.arange(8)]),
        np.ones(8), stiff=100.0, by_height=WEIGHTS,
    )  # fmt: skip
    budget = Budget(10**9, None, lambda _: True)
    assert not regroup(case.ground, parts, seeded(1, 0), budget, 1.0, WEIGHTS)
    assert parts.chain[0].tolist() == strips.tolist()
    assert budget.ended_by == "cancel"
