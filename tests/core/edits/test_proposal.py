"""A solver's answer becomes grids with codes, names, parents and posts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely

from gridplanner.edits.duties import AssignDuty
from gridplanner.edits.proposal import Proposal
from gridplanner.errors import EditError
from gridplanner.geometry import is_sound, shapes_of
from gridplanner.model import Plan
from gridplanner.scheme import Scheme
from gridplanner.units.blocks import boundary_of
from tests.core.towns import CRS, box, lattice, with_rows, workers

#: Eight units of 100 m, two rows of four, the southern row first.
SHAPES = [box(x * 100, y * 100, x * 100 + 100, y * 100 + 100) for y in (0, 1) for x in range(4)]


def town() -> Plan:
    houses = lattice(4, 2)
    whole = shapely.coverage_union_all(SHAPES)
    plan = Plan.new(Scheme.parse("2/4"), CRS).with_tables(
        households=houses.tables["households"], buildings=houses.tables["buildings"]
    )
    return with_rows(
        plan,
        boundary=[{"geometry": whole}],
        areas=[
            {"level": 1, "code": "A1", "name": "西", "geometry": box(0, 0, 200, 200)},
            {"level": 1, "code": "A2", "name": "东", "geometry": box(200, 0, 400, 200)},
        ],
        units=[{"id": f"U{n}", "geometry": shape} for n, shape in enumerate(SHAPES)],
        persons=workers(6),
    )


#: Two halves, each of two columns.
LABELS = np.array([[0, 0], [0, 1], [1, 2], [1, 3]] * 2)


def proposal(labels: Any = LABELS, date: str = "", **more: Any) -> Proposal:
    values = {"posts": None, "fte": None, "kept": ((1, 2),), "solver": {"seed": 0}, **more}
    return Proposal(labels=labels, date=date, **values)


def test_grids_of_two_levels() -> None:
    plan = proposal(posts=np.array([1, 2, 1, 2]), fte=np.array([1.0, 2.0, 1.0, 2.0])).apply(town())
    grids = plan.grids.set_index("code")
    assert list(grids.index) == ["A1", "A2", "A1001", "A1002", "A2001", "A2002"]
    assert grids["name"].tolist()[:2] == ["西", "东"]
    assert grids["posts"].tolist()[2:] == [1, 2, 1, 2]
    assert grids["parent"].tolist()[2:] == [1, 1, 2, 2]
    assert grids.loc["A1002"].geometry.equals(box(100, 0, 200, 200))
    assert is_sound(boundary_of(plan), shapes_of(plan.leaves.geometry))
    assert len(plan.lineage) == 0


def test_planning_a_draft_anew_uses_up_no_codes_but_uids() -> None:
    once = proposal().apply(town())
    twice = proposal().apply(once)
    assert twice.grids["code"].tolist() == once.grids["code"].tolist()
    assert not set(twice.grids["uid"]) & set(once.grids["uid"])


def in_force(plan: Plan) -> Plan:
    grids = plan.frame("grids")
    grids["valid_from"] = "2026-01-01"
    return plan.with_tables(grids=grids)


def test_grids_in_force_end_with_their_duties_and_keep_their_codes() -> None:
    first = in_force(proposal().apply(town()))
    first = AssignDuty("P01", "网格员", ("grids", "A1001"), "2026-01-01").apply(first)
    # Rows instead of columns.
    rows = np.array([[0, 0]] * 2 + [[1, 2]] * 2 + [[0, 1]] * 2 + [[1, 3]] * 2)
    plan = proposal(rows, date="2026-07-01").apply(first)
    old = plan.grids[plan.grids["valid_from"] != ""]
    assert set(old["valid_to"]) == {"2026-07-01"}
    assert plan.leaves["code"].tolist() == ["A1003", "A1004", "A2003", "A2004"]
    assert plan.duties["valid_to"].tolist() == ["2026-07-01"]
    # Every household of the old leaves is in the lineage once; each old leaf gives to two.
    assert plan.lineage["households"].sum() == len(plan.households)
    assert len(plan.lineage) == 8
    with pytest.raises(EditError) as caught:
        proposal(rows).apply(first)
    assert caught.value.code == "edit.no_date"


def test_a_proposal_for_other_units_is_out_of_date() -> None:
    for labels in (LABELS[:-1], LABELS[:, :1]):
        with pytest.raises(EditError) as caught:
            proposal(labels).apply(town())
        assert caught.value.code == "plan.stale_proposal"


def test_codes_without_given_areas_begin_with_the_prefix() -> None:
    plan = proposal(kept=()).apply(town().with_settings(code_prefix="610925"))
    assert plan.level(1)["code"].tolist() == ["610925001", "610925002"]
    assert plan.leaves["code"].tolist()[0] == "610925001001"
    assert plan.leaves["name"].tolist()[0] == "第1网格"
