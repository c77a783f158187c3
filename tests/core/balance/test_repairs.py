"""The curve, single moves, and new leaves."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridplanner.balance import solve
from gridplanner.balance.repairs import curve, moves, playable, with_new_leaves
from gridplanner.errors import UsageError
from tests.core.balance.test_rebalance import changed
from tests.core.balance.towns import assert_sound, grid_town, pieces
from tests.effort import rounds

TOWNS = [changed(seed) for seed in (2, 5, 7)]
FOUND = [(town, moves(town, solve(town, max_deviation=0.1, work=40_000))) for town in TOWNS]


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


@settings(max_examples=rounds(30), deadline=None)
@given(st.sets(st.integers(0, 60)), st.sampled_from(range(3)))
def test_any_choice_of_moves_is_made_so_that_leaves_stay_whole(chosen: set[int], town: int) -> None:
    problem, found = FOUND[town]
    assert problem.start is not None
    wanted = [place for place in sorted(chosen) if place < len(found)]
    made = playable(problem, found, wanted)
    assert set(made) <= set(wanted)
    labels = problem.start.copy()
    for place in made:
        labels[found[place].units, 2] = found[place].target
    for leaf in range(20):
        members = set(np.flatnonzero(labels[:, 2] == leaf).tolist())
        assert pieces(members, problem.edges, problem.walkable) == 1
    every = list(range(len(found)))
    assert playable(problem, found, every) == every
