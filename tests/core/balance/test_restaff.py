"""Workers moved between leaves whose borders stand."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from gridplanner.balance.restaff import POWER, restaff
from tests.effort import rounds


def cost(load: np.ndarray, staff: np.ndarray, leaf_of: np.ndarray, parent: np.ndarray) -> float:
    share = np.bincount(leaf_of, staff, minlength=len(load))
    up = np.bincount(parent, load) / np.bincount(parent, share)
    return float((np.abs(load / share - 1) ** POWER).sum() + (np.abs(up - 1) ** POWER).sum())


@settings(max_examples=rounds(60), deadline=None)
@given(data=st.data(), leaves=st.integers(2, 5), spare=st.integers(0, 3))
def test_everybody_stays_employed_and_no_leaf_is_left_alone(
    data: st.DataObject, leaves: int, spare: int
) -> None:
    workers = leaves + spare
    staff = np.array(data.draw(st.lists(st.sampled_from([0.5, 1.0]), min_size=workers,
                                        max_size=workers)))  # fmt: skip
    extra = data.draw(st.lists(st.integers(0, leaves - 1), min_size=spare, max_size=spare))
    leaf_of = np.array([*range(leaves), *extra], dtype=np.int64)
    load = np.array(data.draw(st.lists(st.floats(0.2, 3.0), min_size=leaves, max_size=leaves)))
    load *= staff.sum() / load.sum()
    parent = np.arange(leaves) % 2
    found = restaff(load, staff, leaf_of, parent)
    assert np.bincount(found, minlength=leaves).min() >= 1
    assert cost(load, staff, found, parent) <= cost(load, staff, leaf_of, parent) + 1e-9
    # No single move or change of places would still help.
    for worker, leaf in itertools.product(range(workers), range(leaves)):
        tried = found.copy()
        tried[worker] = leaf
        if np.bincount(tried, minlength=leaves).min() >= 1:
            assert cost(load, staff, tried, parent) >= cost(load, staff, found, parent) - 1e-9
    for one, two in itertools.combinations(range(workers), 2):
        tried = found.copy()
        tried[[one, two]] = tried[[two, one]]
        assert cost(load, staff, tried, parent) >= cost(load, staff, found, parent) - 1e-9


def test_a_tower_gets_the_half_time_worker() -> None:
    # A tower of 1.5 and two leaves of 1.0; the half-time worker sits in the wrong leaf.
    load, staff = np.array([1.5, 1.0, 1.0]), np.array([1.0, 1.0, 1.0, 0.5])
    found = restaff(load, staff, np.array([0, 1, 2, 2]), np.zeros(3, dtype=np.int64))
    assert np.bincount(found, staff).tolist() == [1.5, 1.0, 1.0]
