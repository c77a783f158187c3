"""Any sequence of edits keeps the coverage sound, conserves, and can be undone."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from gridplanner.edits import AssignDuty, PinHousehold
from gridplanner.model import Plan
from gridplanner.planning import PlanOptions, plan_grids
from gridplanner.samples import make_sample
from layers.importing import prepare
from tests.core.edits.sequences import Move, Walk, moves
from tests.core.towns import SIDE_M, box, lattice, with_rows, workers
from tests.effort import EFFORT, rounds

COLUMNS, ROWS = 6, 5


@cache
def town() -> Plan:
    """30 leaves of 100 m × 100 m, 120 units, ten workers, a pinned household."""
    half = SIDE_M / 2
    plan = with_rows(
        lattice(COLUMNS, ROWS),
        persons=workers(10),
        units=[
            {
                "id": f"U{i}-{k}", "kind": "block", "locked": False,
                "geometry": box(i * half, k * half, (i + 1) * half, (k + 1) * half),
            }
            for i in range(2 * COLUMNS) for k in range(2 * ROWS)
        ],
    )  # fmt: skip
    for number in range(1, 11):
        plan = AssignDuty(f"P{number:02d}", "网格员", ("grids", f"T{number * 3:03d}")).apply(plan)
    return PinHousehold("H1-1", "T030").apply(plan)


def walked(plan: Plan, sequence: list[Move]) -> Walk:
    walk = Walk(plan)
    for move in sequence:
        walk.step(move)
    walk.finish()
    return walk


@given(st.lists(moves, min_size=1, max_size=8))
@settings(max_examples=rounds(20), deadline=None, suppress_health_check=list(HealthCheck))
def test_short_sequences(sequence: list[Move]) -> None:
    walked(town(), sequence)


@given(st.lists(moves, min_size=40, max_size=40))
@settings(max_examples=rounds(4), deadline=None, suppress_health_check=list(HealthCheck))
def test_forty_steps(sequence: list[Move]) -> None:
    walked(town(), sequence)


@pytest.fixture(scope="module")
def langao(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    """Plan the sample town with little work."""
    path = tmp_path_factory.mktemp("langao") / "langao.gpkg"
    with make_sample("langao", path, prepare) as project:
        planned = plan_grids(project.plan, PlanOptions(work=2_000, seed=1))
        # By the history, as in the window: it gives rows the order that undo gives back.
        for edit in (*planned.preparation, planned.proposal):
            project.history.do(edit)
        return project.plan


@pytest.mark.skipif(EFFORT < 2, reason="minutes: a share of `make fuzz`")
@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@given(st.lists(moves, min_size=200, max_size=200))
@settings(
    # The first example does nothing. A walk takes minutes: what fails is told, not shrunk.
    max_examples=3,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
def test_two_hundred_steps_on_the_sample_town(langao: Plan, sequence: list[Move]) -> None:
    walk = walked(langao, sequence)
    assert not walk.done or len(Counter(walk.done)) > 4
