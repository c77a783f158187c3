"""The figures that every view shows, worked out on paper."""

from __future__ import annotations

import pytest

from gridplanner.captains import assign_captains
from gridplanner.edits.grids import DeleteGrid
from gridplanner.model import Plan
from gridplanner.report import summary
from gridplanner.scheme import Scheme
from gridplanner.staffing import staff
from tests.core.towns import CRS, captain, lattice, with_rows, workers

#: Households 1, 2, 3, 1 · 2, 3, 1, 2 with 2, 5, 9, 2 · 5, 9, 2, 5 persons.
TOWN = with_rows(lattice(4, 2), persons=[*workers(9), captain(1, "E1"), captain(2, "E3")])


def full() -> Plan:
    plan = staff(TOWN).edit.apply(TOWN)
    return assign_captains(plan).edit.apply(plan)


def test_leaves_and_their_sums() -> None:
    figures = summary(full())
    grids = figures.grids.set_index("code")
    assert grids["level"].tolist() == [1, 2, 2] + [3] * 8
    columns = ["households", "persons", "buildings", "doors", "workers"]
    sums = grids[columns].to_numpy().tolist()
    assert sums[5][:4] == [3, 9, 1, 1]
    # T01 has leaves 1, 2, 5, 6; T02 has 3, 4, 7, 8.
    assert [row[:4] for row in sums[1:3]] == [[8, 21, 4, 4], [7, 18, 4, 4]]
    assert sums[0] == [15, 39, 8, 8, 9]
    assert grids["load"].tolist()[:2] == pytest.approx([9.0, 9 * 21 / 39])
    assert grids["deviation"].tolist()[:2] == pytest.approx([0.0, 21 / 39 / 0.5 - 1])
    assert grids["area_m2"].tolist()[:2] == pytest.approx([80_000, 40_000])
    assert grids.loc["T001", "parent_code"] == "T01"
    assert grids.loc["T", "parent_code"] == ""
    assert grids["captains"].tolist() == [2, 1, 1, 1, 0, 1, 0, 0, 0, 0, 0]
    assert str(grids["persons"].dtype) == "int64"


def test_totals() -> None:
    totals = summary(full()).totals
    assert totals["households"] == 15
    assert totals["persons"] == totals["located_persons"] == 39
    assert (totals["buildings"], totals["entrances"], totals["inhabited_doors"]) == (8, 8, 8)
    assert (totals["workers"], totals["worker_fte"], totals["candidates"]) == (9, 9.0, 2)
    assert totals["area_m2"] == pytest.approx(80_000)
    assert totals["unassigned_m2"] == 0


def test_what_no_leaf_holds_is_counted() -> None:
    totals = summary(DeleteGrid("T003").apply(TOWN)).totals
    assert totals["unassigned_m2"] == pytest.approx(10_000)
    assert (totals["outside_households"], totals["located_persons"]) == (3, 30)


def test_a_plan_without_grids_gives_totals_alone() -> None:
    figures = summary(TOWN.with_tables(grids=TOWN.tables["grids"].iloc[:0]))
    assert len(figures.grids) == 0
    assert figures.totals["persons"] == 39
    empty = summary(Plan.new(Scheme.parse("7/35/253"), CRS))
    assert empty.totals["area_m2"] == 0
