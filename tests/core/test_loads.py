"""Loads and targets worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from gridplanner.edits.duties import AssignDuty
from gridplanner.errors import UsageError
from gridplanner.loads import blend, loads, parse_weights
from gridplanner.model import Plan
from tests.core.towns import lattice, with_rows, workers

#: 2, 5, 9 and 2 persons in 1, 2, 3 and 1 households.
TOWN = lattice(2, 2)


def with_columns(plan: Plan, **columns: list[object]) -> Plan:
    """Set columns of the leaves."""
    grids = plan.frame("grids")
    for name, values in columns.items():
        full = grids[name].astype("object")
        full.loc[[101, 102, 103, 104]] = values
        grids[name] = full.astype(grids[name].dtype)
    return plan.with_tables(grids=grids)


def test_without_workers_the_leaves_share_alike() -> None:
    figures = loads(TOWN)
    assert figures.uids.tolist() == [101, 102, 103, 104]
    assert figures.blend.loads == pytest.approx(np.array([2, 5, 9, 2]) * 4 / 18)
    assert figures.target.tolist() == [1, 1, 1, 1]
    assert figures.deviation == pytest.approx(np.array([2, 5, 9, 2]) * 4 / 18 - 1)
    assert not figures.by_staff


def test_with_workers_a_load_is_in_workers_worth() -> None:
    figures = loads(with_rows(TOWN, persons=workers(6, fte=0.5)))
    assert figures.blend.loads.sum() == pytest.approx(3.0)
    assert figures.target == pytest.approx([0.75] * 4)


def test_targets_go_by_posts_and_rather_by_their_full_time_shares() -> None:
    plan = with_rows(TOWN, persons=workers(6))
    posts = with_columns(plan, posts=[1, 1, 3, 1])
    assert loads(posts).target.tolist() == [1, 1, 3, 1]
    assert loads(posts).by_staff
    assert loads(posts).deviation[2] == pytest.approx(9 * 6 / 18 / 3 - 1)
    shares = with_columns(posts, fte=[1.0, 1.0, 2.0, 0.5])
    assert loads(shares).target == pytest.approx(np.array([1, 1, 2, 0.5]) * 6 / 4.5)


def test_an_institution_has_a_worker_but_no_target() -> None:
    plan = with_columns(TOWN, kind=["综合", "综合", "专属", "综合"])
    figures = loads(plan)
    # Its 9 persons are left out of the town's, and it of the leaves.
    assert figures.blend.loads == pytest.approx([2 / 3, 5 / 3, 0, 2 / 3])
    assert figures.target == pytest.approx([1, 1, 0, 1])
    assert figures.deviation[2] == 0
    staffed = AssignDuty("P01", "网格员", ("grids", "T003")).apply(
        with_rows(plan, persons=workers(4))
    )
    assert loads(staffed).blend.loads.sum() == pytest.approx(3.0)


def test_factors_without_a_total_are_dropped() -> None:
    both = loads(TOWN.with_settings(weights={"persons": 0.5, "care": 0.5}))
    assert both.blend.names == ("persons",)
    assert both.blend.weights.tolist() == [1.0]
    nothing = loads(TOWN.with_settings(weights={"care": 1.0}))
    assert nothing.blend.names == ()
    assert nothing.blend.loads.tolist() == [0, 0, 0, 0]


def test_several_factors_are_shares_of_the_town() -> None:
    plan = TOWN.with_settings(weights={"persons": 0.75, "households": 0.25})
    expected = 4 * (0.75 * np.array([2, 5, 9, 2]) / 18 + 0.25 * np.array([1, 2, 3, 1]) / 7)
    assert loads(plan).blend.loads == pytest.approx(expected)


def test_blend_of_nothing() -> None:
    assert blend({}, {}, 3.0).loads.tolist() == []
    assert blend({"persons": np.zeros(2)}, {"persons": 1.0}, 3.0).loads.tolist() == [0, 0]


def test_a_plan_without_leaves() -> None:
    figures = loads(TOWN.with_tables(grids=TOWN.tables["grids"].iloc[:1]))
    assert len(figures.uids) == len(figures.target) == len(figures.blend.loads) == 0


@pytest.mark.parametrize(
    "text", ["", "persons", "persons=x", "persons=-1", "beauty=1", "persons=0", "persons=inf",
             "persons=nan"]
)  # fmt: skip
def test_weights_that_make_no_sense(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_weights(text)
    assert caught.value.code == "weights.syntax"
