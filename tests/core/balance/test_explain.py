"""The bound is forced, and the reason names what forces it."""

from __future__ import annotations

import numpy as np
import pytest

from gridplanner.balance import Problem, solve
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
    # inside each area the leaves are even: with its border open nothing else is off
    load = np.bincount(solution.labels[:, 1], minlength=10)
    side = {int(label): int(area[at, 0]) for at, label in enumerate(solution.labels[:, 1])}
    wide = [abs(n / (260 / 7 if side[at] == 0 else 140 / 3) - 1) for at, n in enumerate(load)]
    narrow = [abs(n / (260 / 6 if side[at] == 0 else 140 / 4) - 1) for at, n in enumerate(load)]
    assert solution.reasons[0].facts["freed"] == pytest.approx(min(max(wide), max(narrow)))


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
    held = np.bincount(solution.labels[:, -1], weights=problem.loads) / problem.loads.sum() * 20 - 1
    locked = solution.reasons[codes.index("balance.leaf_locked")]
    assert locked.facts["freed"] == pytest.approx(np.abs(np.delete(held, worst)).max())
    assert "balance.leaves_over" in codes


def test_no_bound_where_nothing_is_forced() -> None:
    solution = solve(grid_town(20, 20, (2, 10), loads=np.ones(400)), work=20_000)
    assert solution.bound == 0.0
    assert solution.reasons == []


def test_towers_that_must_stay_whole_are_named_with_what_cutting_would_give() -> None:
    # seven houses in a row for four leaves: three of 1.2 and one of .6 of 1.05 is the best
    row = Problem(
        edges=np.array([[at, at + 1] for at in range(6)]), shared_m=np.ones(6),
        loads=np.full(7, 0.6), counts=(4,),
    )  # fmt: skip
    solution = solve(row, work=2000)
    assert solution.figures["levels"][0]["max_deviation"] == pytest.approx(1 - 0.6 / 1.05)
    # by leaves looked at one at a time less is proven: a pair of houses is .14 off
    proven, reason = solution.reasons
    assert proven.code == "balance.hemmed_in"
    assert solution.bound == proven.facts["deviation"] == pytest.approx(1.2 / 1.05 - 1)
    assert reason.code == "balance.whole_units"
    assert reason.facts["deviation"] == pytest.approx(1 - 0.6 / 1.05)
    assert reason.facts["leaves"] >= 3
    assert reason.facts["freed"] < 0.05


def test_a_tower_alone_in_its_leaf_says_what_the_others_reach() -> None:
    loads = np.ones(100)
    loads[0] = 40.0
    solution = solve(grid_town(10, 10, (10,), loads=loads), work=20_000)
    reason = next(r for r in solution.reasons if r.code == "balance.unit_too_heavy")
    load = np.bincount(solution.labels[:, 0], weights=loads) / 13.9
    others = np.delete(load, solution.labels[0, 0])
    assert reason.facts["deviation"] == pytest.approx(40 / 13.9 - 1)
    assert reason.facts["freed"] == pytest.approx(np.abs(others - 1).max())
