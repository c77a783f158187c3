"""The bound is forced, and the reason names what forces it."""

from __future__ import annotations

import numpy as np
import pytest

from gridplanner.balance import solve
from tests.core.balance.test_rebalance import START, changed
from tests.core.balance.towns import grid_town


def test_a_given_area_that_is_no_whole_number_of_leaves() -> None:
    area = (np.arange(400) % 20 >= 13).astype(int)[:, None]
    problem = grid_town(20, 20, (2, 10), loads=np.ones(400), given=area)
    solution = solve(problem, work=100_000)
    # 260 and 140 of 400 units are 6.5 and 3.5 leaves
    assert solution.bound == pytest.approx(0.5 / 4)
    assert {reason.code for reason in solution.reasons} == {"balance.area_no_whole_number"}
    assert solution.figures["levels"][-1]["max_deviation"] >= solution.bound - 1e-9
    assert solution.figures["levels"][-1]["max_deviation"] < solution.bound + 0.06


def test_a_frozen_leaf_is_a_bound() -> None:
    problem = changed(6)
    load = np.bincount(START[:, -1], weights=problem.loads) / problem.loads.sum() * 20 - 1
    worst = int(np.argmax(np.abs(load)))
    lock = np.zeros(20, dtype=int)
    lock[worst] = 2
    solution = solve(changed(6, leaf_lock=lock), max_deviation=0.01, work=30_000)
    assert solution.bound == pytest.approx(abs(load[worst]))
    codes = [reason.code for reason in solution.reasons]
    assert "balance.leaf_locked" in codes
    assert "balance.leaves_over" in codes


def test_no_bound_where_nothing_is_forced() -> None:
    solution = solve(grid_town(20, 20, (2, 10), loads=np.ones(400)), work=20_000)
    assert solution.bound == 0.0
    assert solution.reasons == []
