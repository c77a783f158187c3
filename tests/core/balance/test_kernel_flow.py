"""Load flows the cheapest way, on strips small enough to be followed by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridplanner.balance import Problem
from gridplanner.balance.budget import Budget
from gridplanner.balance.case import make_case
from gridplanner.balance.improve import Clusters
from gridplanner.balance.kernel import (
    HOME,
    HOUSE,
    KEEP,
    LEAST,
    LIMITS,
    MOST_MOVED,
    MOVED,
    PRICE,
    SLACK,
    Parts,
)
from gridplanner.balance.kernel_flow import flow
from gridplanner.balance.kernel_random import seeded
from gridplanner.balance.rebalance import mend
from gridplanner.balance.state import make_parts
from tests.core.balance.test_rebalance import START, changed
from tests.core.balance.towns import assert_sound, grid_edges
from tests.effort import rounds


def ready(problem: Problem) -> tuple[Any, Parts]:
    """Return the ground and state of a plan in force, a household at a price of 1."""
    case = make_case(problem)
    assert problem.start is not None
    ground = case.ground
    label = problem.start[:, -1]
    ground.tie[:, HOME] = label
    ground.unit[:, PRICE] = ground.unit[:, HOUSE]
    chain = np.zeros((problem.levels, problem.leaves), dtype=np.int64)
    chain[:, label] = problem.start.T
    return ground, make_parts(ground, label, chain, case.share, shape=0.0)


def flowed(ground: Any, parts: Parts, slack: float, most: int = 1000) -> int:
    tired = np.zeros(len(parts.label), dtype=np.int32)
    return int(flow(ground, parts, tired, slack, most))


def strip(labels: list[int], **more: Any) -> Problem:
    """Return units in a row, a load of 1 each."""
    n = len(labels)
    return Problem(
        edges=np.array([[i, i + 1] for i in range(n - 1)]), shared_m=np.ones(n - 1),
        loads=np.ones(n), counts=(max(labels) + 1,), start=np.array(labels)[:, None],
        households=np.ones(n, dtype=int), **more,
    )  # fmt: skip


def test_load_passes_through_a_leaf_that_is_full() -> None:
    # 6, 4 and 2 of 4 each: two units go on from the first leaf and two from the second
    ground, parts = ready(strip([0] * 6 + [1] * 4 + [2] * 2))
    assert flowed(ground, parts, 0.1) >= 4
    assert parts.label.tolist() == [0] * 4 + [1] * 4 + [2] * 4


def test_a_leaf_that_bears_too_little_draws_load() -> None:
    # 5, 5 and 2 of 4 each, 5 allowed and 3 asked for: one unit comes
    ground, parts = ready(strip([0] * 5 + [1] * 5 + [2] * 2))
    assert flowed(ground, parts, 0.25) == 1
    assert parts.label.tolist() == [0] * 5 + [1] * 4 + [2] * 3


def test_the_unit_with_the_fewest_households_goes() -> None:
    # two rows of six, 8 and 4 of 6 each; of the two units at the border one has 1 household
    label = np.tile([0, 0, 0, 0, 1, 1], 2)
    houses = np.full(12, 9)
    houses[9] = 1
    town = Problem(
        edges=grid_edges(6, 2), shared_m=np.ones(16), loads=np.ones(12), counts=(2,),
        start=label[:, None], households=houses,
    )  # fmt: skip
    ground, parts = ready(town)
    assert flowed(ground, parts, 0.2) == 1
    assert np.flatnonzero(parts.label != label).tolist() == [9]
    for column, value in ((KEEP, 2), (KEEP, 3)):
        ground, parts = ready(town)
        parts.leaf[1, column] = value
        assert flowed(ground, parts, 0.2) == 0, "a locked leaf gained"
    for value in (1, 3):
        ground, parts = ready(town)
        parts.leaf[0, KEEP] = value
        assert flowed(ground, parts, 0.2) == 0, "a locked leaf lost"
    ground, parts = ready(town)
    parts.knob[MOST_MOVED] = 0
    assert flowed(ground, parts, 0.2) == 0, "more households than asked"


def test_no_leaf_gets_more_or_keeps_fewer_households_than_allowed() -> None:
    # 6 and 2 of 4 each, a household a unit: two units go where nothing stands against it
    ground, parts = ready(strip([0] * 6 + [1] * 2))
    assert flowed(ground, parts, 0.1) == 2
    for knob, allowed in ((LIMITS + 3, 3.0), (LIMITS + 2, 5.0)):
        ground, parts = ready(strip([0] * 6 + [1] * 2))
        parts.knob[knob] = allowed
        assert flowed(ground, parts, 0.1) == 1
        assert parts.label.tolist() == [0] * 5 + [1] * 3


def test_a_leaf_keeps_the_units_that_it_must_have() -> None:
    ground, parts = ready(strip([0] * 6 + [1] * 2))
    parts.leaf[0, LEAST] = 5
    assert flowed(ground, parts, 0.1) == 1


def test_a_unit_that_holds_its_leaf_together_stays() -> None:
    # A 0 1 2 with 1 in the middle; only 1 touches B. Moving it would cut A.
    town = Problem(
        edges=np.array([[0, 1], [1, 2], [1, 3]]), shared_m=np.ones(3), loads=np.ones(4),
        counts=(2,), start=np.array([[0], [0], [0], [1]]), households=np.ones(4, dtype=int),
    )  # fmt: skip
    ground, parts = ready(town)
    assert flowed(ground, parts, 0.2) == 0
    assert parts.label.tolist() == [0, 0, 0, 1]


@pytest.mark.parametrize("price", [0.0, 1e9])
def test_a_flow_that_costs_more_than_it_brings_is_taken_back(price: float) -> None:
    ground, parts = ready(strip([0] * 5 + [1] * 3))
    parts.knob[SLACK] = 0.1
    ground.unit[:, PRICE] = price
    clusters = Clusters(ground, parts, seeded(0, 0), swaps=False, limit=0.1)
    mend(clusters, Budget(10_000, None), 1.0)
    moved = 1 if price == 0.0 else 0
    assert parts.label.tolist() == [0] * (5 - moved) + [1] * (3 + moved)
    assert parts.knob[MOVED] == moved


@settings(max_examples=rounds(15), deadline=None)
@given(st.integers(0, 1000), st.integers(0, 60), st.floats(0.02, 0.3))
def test_any_flow_keeps_grids_whole_and_the_count_of_the_moved(
    town: int, most: int, slack: float
) -> None:
    problem = changed(town)
    ground, parts = ready(problem)
    parts.knob[MOST_MOVED] = most
    flowed(ground, parts, slack, 200)
    above = np.zeros((20, 2), dtype=np.int64)
    above[START[:, -1]] = START[:, :-1]
    assert_sound(problem, np.column_stack([above[parts.label], parts.label]))
    assert problem.households is not None
    assert problem.households[parts.label != START[:, -1]].sum() <= most
