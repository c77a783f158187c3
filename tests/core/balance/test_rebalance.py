"""Rebalance: few households move, locks hold, and never more moves than asked."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridplanner.balance import Problem, rebalance, solve
from gridplanner.balance.kernel import NO_WIN, Ground, Parts
from gridplanner.balance.phase import run_phase
from gridplanner.errors import Infeasible
from tests.core.balance.towns import assert_sound, grid_town
from tests.effort import rounds

COUNTS = (2, 5, 20)
START = solve(grid_town(20, 20, COUNTS, loads=np.ones(400)), work=60_000).labels


def changed(seed: int, **more: Any) -> Problem:
    """Return the town of START with other loads."""
    loads = np.random.default_rng(seed).uniform(0.4, 1.6, 400)
    return grid_town(20, 20, COUNTS, loads=loads, start=START, **more)


@settings(max_examples=rounds(15), deadline=None)
@given(st.integers(0, 1000), st.integers(0, 120), st.integers(0, 3))
def test_never_more_households_move_than_asked(town: int, most: int, seed: int) -> None:
    problem = changed(town)
    solution = solve(problem, max_moved=most, work=20_000, seed=seed)
    assert_sound(problem, solution.labels)
    moved = solution.labels[:, -1] != START[:, -1]
    assert problem.households is not None
    assert problem.households[moved].sum() <= most
    assert solution.figures["moved_households"] == problem.households[moved].sum()


@settings(max_examples=rounds(8), deadline=None)
@given(st.integers(0, 1000), st.integers(0, 60), st.integers(0, 3))
def test_a_limit_and_a_most_moved_hold_together(town: int, most: int, seed: int) -> None:
    problem = changed(town)
    solution = solve(problem, max_deviation=0.1, max_moved=most, work=20_000, seed=seed)
    again = solve(problem, max_deviation=0.1, max_moved=most, work=20_000, seed=seed)
    assert_sound(problem, solution.labels)
    assert (solution.labels == again.labels).all()
    assert problem.households is not None
    assert problem.households[solution.labels[:, -1] != START[:, -1]].sum() <= most


@pytest.mark.parametrize("most", [9, 10])
def test_joining_a_leaf_in_pieces_counts_as_moved(most: int) -> None:
    # six and six of twelve units in a row, but the third belongs to the far leaf: 10 households
    leaf = np.array([0, 0, 1, 0, 0, 0, 1, 1, 1, 1, 1, 1])
    problem = Problem(
        edges=np.array([[i, i + 1] for i in range(11)]), shared_m=np.ones(11), loads=np.ones(12),
        counts=(1, 2), start=np.stack([0 * leaf, leaf], axis=1), households=np.full(12, 10),
    )  # fmt: skip
    if most < 10:
        with pytest.raises(Infeasible) as refusal:
            solve(problem, max_moved=most, work=2000)
        assert [r.code for r in refusal.value.reasons] == ["balance.more_moved_than_allowed"]
    else:
        assert solve(problem, max_moved=most, work=2000).figures["moved_households"] == 10


def test_leaves_come_within_the_limit_and_far_fewer_move_than_from_nothing() -> None:
    problem = changed(1)
    solution = solve(problem, max_deviation=0.1, work=300_000)
    assert_sound(problem, solution.labels)
    assert solution.figures["levels"][-1]["max_excess"] <= 0.1
    assert problem.households is not None
    assert solution.figures["moved_households"] < 0.15 * problem.households.sum()


def test_a_plan_within_the_limit_is_left_alone() -> None:
    problem = grid_town(20, 20, COUNTS, loads=np.ones(400), start=START)
    solution = solve(problem, max_deviation=0.3, work=50_000)
    assert (solution.labels == START).all()
    assert solution.figures["moved_units"] == 0


@settings(max_examples=rounds(10), deadline=None)
@given(st.integers(0, 1000), st.lists(st.integers(0, 2), min_size=20, max_size=20))
def test_locks_hold(town: int, locks: list[int]) -> None:
    fixed = np.random.default_rng(town).random(400) < 0.1
    lock = np.array(locks)
    problem = changed(town, unit_locked=fixed, leaf_lock=lock)
    labels = solve(problem, work=20_000).labels
    assert_sound(problem, labels)
    assert (labels[fixed] == START[fixed]).all()
    for leaf, kind in enumerate(locks):
        before, after = START[:, -1] == leaf, labels[:, -1] == leaf
        if kind == 1:
            assert (after | ~before).all(), "lost a unit"
        if kind == 2:
            assert (after == before).all(), "changed"


def test_a_new_leaf_is_opened_where_load_is_most() -> None:
    loads = np.ones(400)
    corner = (np.arange(400) % 20 < 5) & (np.arange(400) // 20 < 5)
    loads[corner] = 3.0
    problem = grid_town(20, 20, (2, 5, 22), loads=loads, start=START)
    solution = solve(problem, max_deviation=0.15, work=300_000)
    assert_sound(problem, solution.labels)
    assert solution.figures["levels"][-1]["max_excess"] <= 0.15


def test_a_leaf_in_force_that_lies_in_pieces_is_joined() -> None:
    start = START.copy()
    far = int(np.flatnonzero(START[:, -1] != START[0, -1])[-1])
    start[far] = start[0]
    problem = grid_town(20, 20, COUNTS, loads=np.ones(400), start=start)
    assert_sound(problem, solve(problem, max_deviation=0.5, work=20_000).labels)
    lock = np.zeros(20, dtype=int)
    lock[start[0, -1]] = 2
    locked = grid_town(20, 20, COUNTS, loads=np.ones(400), start=start, leaf_lock=lock)
    with pytest.raises(Infeasible) as refusal:
        solve(locked)
    assert [reason.code for reason in refusal.value.reasons] == ["balance.locked_leaf_in_pieces"]


def test_the_short_way_gives_the_labels() -> None:
    problem = changed(3)
    labels = rebalance(
        problem.edges, problem.shared_m, problem.loads, START, np.ones(400, dtype=int),
        max_moved=10, seconds=0.3,
    )  # fmt: skip
    assert (labels[:, -1] != START[:, -1]).sum() <= 10


@pytest.mark.parametrize("limited", [False, True])
def test_hopeless_flips_are_passed_over_only_where_no_limits_of_households_may_want_them(
    limited: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: set[float] = set()

    def noting(ground: Ground, parts: Parts, *more: Any) -> None:
        seen.add(more[3].win)
        run_phase(ground, parts, *more)

    module = import_module("gridplanner.balance.rebalance")  # the package has a function so named
    monkeypatch.setattr(module, "run_phase", noting)
    limits: dict[str, Any] = {}
    if limited:
        limits = {"household_limits": (1.0, 80.0, 0.0, 500.0)}
    solve(changed(4, households=np.full(400, 2), **limits), max_deviation=0.1, work=60_000)
    assert min(seen) == (NO_WIN if limited else module.WIN)
