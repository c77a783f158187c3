"""The curve, single moves, and new leaves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridplanner.balance import Problem, Solution, solve
from gridplanner.balance.problem import FROZEN, NO_LOSS
from gridplanner.balance.repairs import Move, curve, moves, playable, with_new_leaves
from gridplanner.errors import UsageError
from tests.core.balance.test_rebalance import START, changed
from tests.core.balance.towns import assert_sound, grid_town, pieces
from tests.effort import rounds

TOWNS = [changed(seed) for seed in (2, 5, 7)]
HELD = [
    changed(11, given=START[:, :1]),
    changed(
        12,
        leaf_lock=np.array([FROZEN, NO_LOSS] + [0] * 18),
        unit_locked=np.arange(400) % 13 == 0,
    ),
    with_new_leaves(changed(13), 2),
]
FOUND = [(town, moves(town, solve(town, max_deviation=0.1, work=40_000))) for town in TOWNS]
FOUND += [(town, moves(town, solve(town, max_moved=400, work=40_000))) for town in HELD]
# 10 × 6 units, parents of two rows, their two leaves side by side
ROW, COLUMN = np.divmod(np.arange(60), 10)
THIN = grid_town(
    10, 6, (1, 3, 6), loads=np.ones(60),
    start=np.stack([0 * ROW, ROW // 2, ROW // 2 * 2 + COLUMN // 5], axis=1),
)  # fmt: skip


def test_moves_made_in_order_lead_to_the_solution_and_keep_leaves_connected() -> None:
    problem = changed(2)
    solution = solve(problem, max_deviation=0.1, work=100_000)
    assert problem.start is not None
    assert problem.households is not None
    labels = problem.start.copy()
    parent = np.zeros((20, 2), dtype=np.int64)
    parent[labels[:, 2]] = labels[:, :2]
    found = moves(problem, solution)
    assert found
    for place, move in enumerate(found):
        assert (labels[move.units, 2] == move.source).all()
        labels[move.units] = [*parent[move.target], move.target]
        if not move.needs or max(move.needs) < place - 1:
            assert_sound(problem, labels, whole=False)
        assert all(need < place for need in move.needs)
    assert (labels[:, 2] == solution.labels[:, 2]).all()
    assert sum(move.households for move in found) == solution.figures["moved_households"]
    assert found[-1].max_excess == pytest.approx(solution.figures["levels"][-1]["max_excess"])


def test_a_move_without_needs_can_be_made_alone() -> None:
    problem = changed(5)
    assert problem.start is not None
    for move in moves(problem, solve(problem, max_deviation=0.15, work=60_000)):
        if not move.needs:
            labels = problem.start.copy()
            labels[move.units, 2] = move.target
            for leaf in (move.source, move.target):
                where = labels[labels[:, 2] == leaf]
                assert len(where)


def test_the_curve_falls() -> None:
    choices = curve(changed(4), (0.3, 0.2, 0.1), work=60_000)
    assert choices
    reached = [choice.max_deviation for choice in choices]
    moved = [choice.moved_households for choice in choices]
    assert reached == sorted(reached, reverse=True)
    assert moved == sorted(moved)


def test_new_leaves_are_opened() -> None:
    problem = changed(1)
    wider = with_new_leaves(problem, 2)
    assert wider.counts == (2, 5, 22)
    assert_sound(wider, solve(wider, max_deviation=0.2, work=60_000).labels)
    with pytest.raises(UsageError, match="needs_start"):
        with_new_leaves(grid_town(4, 4, (1, 2)), 1)
    with pytest.raises(UsageError, match="option"):
        with_new_leaves(problem, 0)


def test_a_new_leaf_and_none_are_priced_by_the_same_measure() -> None:
    # 4, 4 and 4 units in a row, and in the last leaf each now bears 2: 16 in all. Without a
    # new leaf 5, 5 and 6 is the best, two households move; with one 4 each, two move as well.
    leaf = np.repeat([0, 1, 2], 4)
    row = Problem(
        edges=np.array([[i, i + 1] for i in range(11)]), shared_m=np.ones(11),
        loads=np.repeat([1.0, 1.0, 2.0], 4), counts=(1, 3),
        start=np.stack([0 * leaf, leaf], axis=1), households=np.ones(12, dtype=int),
    )  # fmt: skip
    (old,) = curve(row, (0.13,), work=20_000)
    (new,) = curve(with_new_leaves(row, 1), (0.05,), work=20_000)
    assert (old.moved_households, new.moved_households) == (2, 2)
    assert old.max_deviation == pytest.approx(6 / (16 / 3) - 1)
    assert new.max_deviation == pytest.approx(0.0)


def assert_kept(problem: Problem, found: list[Move], wanted: list[int]) -> None:
    """Make some of the moves and look at every rule."""
    assert problem.start is not None
    made = playable(problem, found, wanted)
    assert set(made) <= set(wanted)
    labels = problem.start.copy()
    for place in made:
        labels[found[place].units] = [*found[place].above, found[place].target]
    # complete, exact counts, nested, given areas kept, each grid in one piece
    there, shown = np.unique(labels[:, 2], return_inverse=True)
    assert set(problem.start[:, 2].tolist()) <= set(there.tolist())
    counts = (*problem.counts[:-1], len(there))
    now = replace(problem, counts=counts, leaf_lock=None, unit_locked=None)
    assert_sound(now, np.column_stack([labels[:, :2], shown]))
    if problem.leaf_lock is not None:
        for leaf in np.flatnonzero(problem.leaf_lock):
            old, new = (of[:, 2] == leaf for of in (problem.start, labels))
            assert not (old & ~new).any()
            assert problem.leaf_lock[leaf] == NO_LOSS or (old == new).all()
    if problem.unit_locked is not None:
        assert (labels[problem.unit_locked] == problem.start[problem.unit_locked]).all()
    every = list(range(len(found)))
    assert playable(problem, found, every) == every


@settings(max_examples=rounds(30), deadline=None)
@given(st.sets(st.integers(0, 60)), st.sampled_from(range(len(FOUND))))
def test_any_choice_of_moves_is_made_so_that_grids_stay_whole(chosen: set[int], town: int) -> None:
    problem, found = FOUND[town]
    assert_kept(problem, found, [place for place in sorted(chosen) if place < len(found)])


@settings(max_examples=rounds(60), deadline=None)
@given(st.integers(0, 10**6), st.floats(0.1, 0.7))
def test_any_choice_keeps_thin_parents_whole(seed: int, part: float) -> None:
    # two leaves touch over two borders, and chance has walked to the answer
    rng = np.random.default_rng(seed)
    assert THIN.start is not None
    goal = THIN.start.copy()
    for _ in range(150):
        giver, taker = rng.permutation(THIN.edges[rng.integers(len(THIN.edges))])
        step = goal.copy()
        step[giver] = goal[taker]
        whole = all(
            pieces(set(np.flatnonzero(step[:, level] == label).tolist()), THIN.edges, THIN.walkable)
            == 1
            for level in range(3)
            for label in (goal[giver, level], goal[taker, level])
        )
        goal = step if whole else goal
    found = moves(THIN, Solution(goal, np.ones(6, dtype=int), np.full(6, 10.0), {}))
    assert_kept(THIN, found, [place for place in range(len(found)) if rng.random() < part])


def test_a_move_that_cuts_a_parent_waits_for_the_one_that_mends_it() -> None:
    # A 0 1 2 and B 3 4 in the first parent, C 5 6 7 and D 8 9 in the second. Without 2 the
    # first parent falls apart, unless 7 comes to B: then 1-7-3 joins it.
    start = np.array([[0, 0]] * 3 + [[0, 1]] * 2 + [[1, 2]] * 3 + [[1, 3]] * 2)
    goal = start.copy()
    goal[2], goal[7] = (1, 2), (0, 1)
    edges = np.array([(0, 1), (1, 2), (2, 3), (3, 4), (5, 6), (6, 7), (7, 8), (8, 9), (6, 8),
                      (2, 6), (1, 7), (3, 7)])  # fmt: skip
    problem = Problem(
        edges=edges, shared_m=np.ones(len(edges)), loads=np.ones(10), counts=(2, 4), start=start,
    )  # fmt: skip
    found = moves(problem, Solution(goal, np.ones(4, dtype=int), np.full(4, 2.5), {}))
    assert [(move.units.tolist(), move.above) for move in found] == [([7], (0,)), ([2], (1,))]
    assert [move.needs for move in found] == [(), (0,)]
    assert playable(problem, found, [1]) == []
    assert playable(problem, found, [0]) == [0]
    assert playable(problem, found, [0, 1]) == [0, 1]


def test_a_parent_on_two_banks_gets_into_no_more_pieces() -> None:
    # Banks 0 1 2 3 and 4 5 6 7 without a crossing. The first parent has A 0 1 and C 4 5,
    # the second B 2 3 and D 6 7: each is in two pieces, and shifts of 1 and 6 leave it so.
    start = np.array([[0, 0]] * 2 + [[1, 1]] * 2 + [[0, 2]] * 2 + [[1, 3]] * 2)
    goal = start.copy()
    goal[1], goal[6] = (1, 1), (0, 2)
    edges = np.array([(0, 1), (1, 2), (2, 3), (4, 5), (5, 6), (6, 7)])
    problem = Problem(
        edges=edges, shared_m=np.ones(6), loads=np.ones(8), counts=(2, 4), start=start
    )
    found = moves(problem, Solution(goal, np.ones(4, dtype=int), np.full(4, 2.0), {}))
    assert [(move.units.tolist(), move.needs) for move in found] == [([1], ()), ([6], ())]
    assert playable(problem, found, [0]) == [0]
    assert playable(problem, found, [1]) == [1]
