"""A proof that a leaf cannot be better holds for every division there is."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from gridplanner.balance import Problem, solve
from gridplanner.balance.case import make_case
from gridplanner.balance.hemmed import hemmed_in
from gridplanner.balance.kernel_hemmed import least_off
from tests.core.balance.towns import Ints, pieces
from tests.effort import rounds


def towered() -> Problem:
    """Return a wheel of towers: whatever shares a leaf with the hub weighs too much for it.

    The hub is .8; its four neighbours .5, in a ring; behind each of them is a field of .7,
    and the fields are no neighbours of one another.
    """
    edges = [(0, 1), (0, 2), (0, 3), (0, 4), (1, 2), (2, 3), (3, 4), (4, 1)]
    edges += [(1, 5), (2, 6), (3, 7), (4, 8)]
    loads = np.array([0.8, 0.5, 0.5, 0.5, 0.5, 0.55, 0.55, 0.55, 0.55])
    return Problem(
        edges=np.array(edges), shared_m=np.ones(len(edges)), loads=loads, counts=(5,)
    )  # fmt: skip


def room_for(size: int) -> tuple[NDArray[np.uint8], NDArray[np.int32]]:
    """Return the room that a search works in."""
    room = np.zeros((6, size), dtype=np.int32)
    room[0] = -1
    return np.zeros(size, dtype=np.uint8), room


def divisions(problem: Problem) -> list[Ints]:
    """List all connected divisions, by plain counting."""
    found = []
    walk = np.ones(len(problem.edges), dtype=bool)
    for labels in product(range(problem.leaves), repeat=problem.size):
        # each division once: labels in the order they first appear
        first = list(dict.fromkeys(labels))
        if first != list(range(problem.leaves)):
            continue
        groups = [{u for u, x in enumerate(labels) if x == leaf} for leaf in first]
        if all(pieces(group, problem.edges, walk) == 1 for group in groups):
            found.append(np.array(labels)[:, None])
    return found


def highest(problem: Problem, labels: Ints) -> float:
    """Return the highest deviation of a division."""
    load = np.bincount(labels[:, 0], weights=problem.loads, minlength=problem.leaves)
    return float(np.abs(load / load.mean() - 1.0).max())


@st.composite
def small_towns(draw: st.DrawFn) -> Problem:
    size = draw(st.integers(4, 7))
    links = {(draw(st.integers(0, at - 1)), at) for at in range(1, size)}
    for _ in range(draw(st.integers(0, 5))):
        a, b = draw(st.integers(0, size - 1)), draw(st.integers(0, size - 1))
        if a != b:
            links.add((min(a, b), max(a, b)))
    loads = [draw(st.integers(0, 20)) for _ in range(size)]
    loads[0], loads[-1] = max(loads[0], 1), max(loads[-1], 1)
    edges = np.array(sorted(links))
    leaves = draw(st.integers(2, min(3, sum(load > 0 for load in loads))))
    return Problem(
        edges=edges, shared_m=np.ones(len(edges)), loads=np.array(loads, dtype=float),
        counts=(leaves,),
    )  # fmt: skip


@settings(max_examples=rounds(40), deadline=None)
@given(small_towns(), st.data())
def test_no_division_goes_under_the_limit(problem: Problem, data: st.DataObject) -> None:
    every = divisions(problem)
    least = min(highest(problem, labels) for labels in every)
    shown = data.draw(st.sampled_from(every))
    case = make_case(problem)
    proven = hemmed_in(case, shown, case.share)
    held = np.bincount(shown[:, 0], weights=problem.loads, minlength=problem.leaves)
    goal = held.mean()
    worst = int(np.argmax(np.abs(held / goal - 1.0)))
    inside = np.flatnonzero(shown[:, 0] == worst)
    heaviest = int(inside[np.argmax(problem.loads[inside])])
    if problem.loads[heaviest] <= goal:
        # at least what its heaviest unit forces on the worst leaf is proven
        known = float(abs(held[worst] / goal - 1.0))
        expected = min(known, by_counting(problem, heaviest, float(goal)))
        if expected > 0.021:
            assert proven is not None
            assert proven.facts["deviation"] >= expected - 1e-9
    if proven is not None:
        assert proven.facts["deviation"] <= least + 1e-9
        off = np.abs(held / goal - 1.0)
        assert any(
            proven.facts["freed"] == pytest.approx(np.delete(off, at).max())
            for at in range(problem.leaves)
        )


def by_counting(problem: Problem, unit: int, goal: float) -> float:
    """Return what the best leaf that holds a unit costs: off itself, or a piece beside it."""
    best = np.inf
    walk = np.ones(len(problem.edges), dtype=bool)
    for inside in product((False, True), repeat=problem.size):
        leaf = {u for u, held in enumerate(inside) if held}
        if unit not in leaf or pieces(leaf, problem.edges, walk) != 1:
            continue
        off = abs(problem.loads[list(leaf)].sum() / goal - 1.0)
        left = set(range(problem.size)) - leaf
        while left:
            piece = {left.pop()}
            while more := {
                int(b) for pair in problem.edges for a, b in (pair, pair[::-1])
                if a in piece and b in left
            }:  # fmt: skip
                piece |= more
                left -= more
            off = max(off, 1.0 - problem.loads[list(piece)].sum() / goal)
        best = min(best, off)
    return float(best)


@settings(max_examples=rounds(40), deadline=None)
@given(small_towns(), st.data())
def test_the_limit_of_a_unit_is_that_of_plain_counting(
    problem: Problem, data: st.DataObject
) -> None:
    unit = data.draw(st.integers(0, problem.size - 1))
    known = data.draw(st.sampled_from([0.3, 0.7, 5.0]))
    goal = float(problem.loads.sum() / problem.leaves)
    ground = make_case(problem).ground
    found, _ = least_off(
        ground.first, ground.edge, problem.loads.astype(np.float64), unit, np.array([goal]),
        known, 10_000, *room_for(problem.size),
    )  # fmt: skip
    assert found == pytest.approx(min(known, by_counting(problem, unit, goal)))


def test_a_tower_between_towers() -> None:
    problem = towered()
    solution = solve(problem, work=20_000)
    (reason,) = solution.reasons
    assert reason.code == "balance.hemmed_in"
    # 5 of 5 leaves' worth: the hub alone is .2 off, with a neighbour .3
    assert reason.facts["unit"] == 0
    assert reason.facts["deviation"] == pytest.approx(0.2)
    assert solution.bound == pytest.approx(0.2)
    assert solution.figures["bound"] == solution.bound
    assert solution.figures["levels"][0]["max_deviation"] == pytest.approx(0.2)
    assert reason.facts["freed"] == pytest.approx(0.05)


def test_it_is_the_heaviest_unit_of_a_leaf_that_is_asked() -> None:
    # a shed beside the hub could lie in many a good leaf; the hub in none
    wheel = towered()
    problem = Problem(
        edges=np.vstack([wheel.edges, [[0, 9], [5, 9]]]), shared_m=np.ones(len(wheel.edges) + 2),
        loads=np.append(wheel.loads, 0.02), counts=(5,),
    )  # fmt: skip
    labels = np.array([0, 1, 2, 3, 4, 1, 2, 3, 4, 0])[:, None]
    case = make_case(problem)
    proven = hemmed_in(case, labels, case.share)
    assert proven is not None
    assert proven.facts["unit"] == 0
    assert proven.facts["deviation"] == pytest.approx(1 - 0.82 / (5.02 / 5))


def test_what_lies_behind_a_barrier_is_no_piece_of_its_own() -> None:
    # the second house stands across a river: it has its bridge elsewhere
    row = Problem(
        edges=np.array([[0, 1], [0, 2], [2, 3], [3, 1]]), shared_m=np.ones(4),
        loads=np.array([1.0, 0.1, 0.5, 0.4]), counts=(2,),
        passable=np.array([False, True, True, True]),
    )  # fmt: skip
    solution = solve(row, work=2000)
    assert solution.bound == 0.0
    assert solution.figures["levels"][0]["max_deviation"] == pytest.approx(0.0)


def test_too_many_leaves_to_try_prove_nothing() -> None:
    problem = towered()
    ground = make_case(problem).ground
    for tries, expected in ((3, 0.0), (500, 0.2)):
        found, made = least_off(
            ground.first, ground.edge, problem.loads.astype(np.float64), 0, np.ones(1), 0.9,
            tries, *room_for(problem.size),
        )  # fmt: skip
        assert found == pytest.approx(expected)
        assert made <= tries


def test_nobody_is_hemmed_in_where_two_workers_may_share_a_leaf() -> None:
    # by staff the hub with a neighbour and a field can be a leaf of two workers
    problem = towered()
    lone = solve(problem, work=20_000)
    staffed = Problem(
        edges=problem.edges, shared_m=problem.shared_m, loads=problem.loads, counts=(4,),
        staff=np.ones(5),
    )  # fmt: skip
    shared = solve(staffed, work=20_000)
    assert shared.bound < lone.bound
    assert shared.bound <= shared.figures["levels"][0]["max_deviation"] + 1e-9
