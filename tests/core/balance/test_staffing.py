"""Apportionment and staffing against all possibilities of tiny cases."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridplanner.balance.apportion import apportion
from gridplanner.balance.staffing import bundles, staff_leaves
from tests.effort import rounds

LOADS = st.lists(st.floats(0.1, 10.0), min_size=1, max_size=4)


def lowest_maximum(loads: list[float], staff: list[float]) -> float:
    """Return the lowest possible highest load per share, by trying everything."""
    best = np.inf
    for places in itertools.product(range(len(loads)), repeat=len(staff)):
        shares = [0.0] * len(loads)
        for place, share in zip(places, staff, strict=True):
            shares[place] += share
        if min(shares) > 0.0:
            best = min(best, max(x / s for x, s in zip(loads, shares, strict=True)))
    return best


@settings(max_examples=rounds(40), deadline=None)
@given(LOADS, st.integers(0, 3))
def test_equal_workers_are_placed_as_well_as_can_be(loads: list[float], spare: int) -> None:
    staff = [1.0] * (len(loads) + spare)
    placed = staff_leaves(np.array(loads), np.array(staff))
    assert placed.highest == pytest.approx(lowest_maximum(loads, staff))
    assert placed.bound == placed.highest
    assert placed.posts.sum() == len(staff)


@settings(max_examples=rounds(40), deadline=None)
@given(LOADS, st.lists(st.sampled_from([0.25, 0.5, 1.0]), min_size=4, max_size=6))
def test_the_bound_for_mixed_shares_is_never_above_the_best(
    loads: list[float], staff: list[float]
) -> None:
    placed = staff_leaves(np.array(loads), np.array(staff))
    best = lowest_maximum(loads, staff)
    assert placed.bound <= best + 1e-9
    assert placed.highest >= best - 1e-9


def test_fewer_workers_than_leaves() -> None:
    with pytest.raises(ValueError, match="fewer workers"):
        staff_leaves(np.ones(3), np.ones(2))


@settings(max_examples=rounds(60), deadline=None)
@given(st.lists(st.floats(0.1, 10.0), min_size=1, max_size=4), st.integers(0, 5))
def test_seats_deviate_as_little_as_can_be(loads: list[float], spare: int) -> None:
    total = len(loads) + spare
    array = np.array(loads)
    quota = array / array.sum() * total
    seats = apportion(total, array)
    assert seats.sum() == total
    assert seats.min() >= 1
    best = min(
        max(abs(quota / np.array(split) - 1.0))
        for split in itertools.product(range(1, total + 1), repeat=len(loads))
        if sum(split) == total
    )
    got = max(abs(quota / seats - 1.0))
    assert got <= max(best, 1.0) + 1e-6 if best > 1.0 else got <= best + 1e-6


def test_bundles_are_complete_and_heavy_units_come_first() -> None:
    made = bundles(np.ones(7), 4, np.array([2.2, 1.4]))
    assert [len(bundle) for bundle in made] == [2, 1, 2, 2]
    assert sum(len(bundle) for bundle in made) == 7


def test_a_bundle_takes_the_share_that_fits_not_the_largest() -> None:
    # A unit of 1.45 beside plain ground: one and a half workers, never two.
    made = bundles(np.array([1.0, 1.0, 1.0, 1.0, 0.5]), 3, np.array([1.45]))
    assert made[0].tolist() == [1.0, 0.5]
    assert sorted(float(bundle.sum()) for bundle in made) == [1.0, 1.5, 2.0]
