"""Households go where their building stands, unless pinned."""

from __future__ import annotations

from typing import Any

from gridplanner.edits.grids import DeleteGrid
from gridplanner.households import households_counted
from gridplanner.loads import factor_of_households
from gridplanner.locate import Straddling, locate, straddling
from tests.core.towns import box, lattice, point, with_rows

TOWN = lattice(2, 2)


def household(**values: Any) -> dict[str, Any]:
    return {"id": "h", "persons": 2, "geometry": point(50, 50), **values}


def test_every_household_is_in_the_leaf_of_its_house() -> None:
    where = locate(TOWN)
    numbers = [int(h.split("-")[0][1:]) for h in TOWN.households["id"]]
    assert where.households.tolist() == [100 + n for n in numbers]
    assert where.buildings.tolist() == where.entrances.tolist() == [101, 102, 103, 104]
    # 1, 2, 3 and 1 households; 2, 2 + 3, 2 + 3 + 4 and 2 persons.
    assert where.counts(TOWN) == {
        "assigned": 7, "outside": 0, "unmatched": 0, "pinned": 0, "persons": 18,
    }  # fmt: skip


def test_a_house_on_a_border_belongs_where_most_of_it_stands() -> None:
    plan = with_rows(
        TOWN,
        buildings=[
            {"id": "more", "geometry": box(95, 10, 107, 20)},
            {"id": "half", "geometry": box(95, 30, 105, 40)},
            {"id": "corner", "geometry": box(90, 90, 110, 110)},
        ],
        # The point of a household says another leaf: the building has the word.
        households=[household(id=b, building=b) for b in ("more", "half", "corner")],
    )
    assert locate(plan).buildings.tolist() == [102, 101, 101]
    assert locate(plan).households.tolist() == [102, 101, 101]


def test_a_house_that_only_touches_a_leaf_stands_outside() -> None:
    plan = with_rows(
        TOWN,
        buildings=[{"id": "row", "geometry": box(100, 10, 110, 20)}],
        households=[household(building="row")],
    )
    assert locate(plan).households.tolist() == [102]
    without = DeleteGrid("T002").apply(plan)
    assert locate(without).households.tolist() == [0]
    assert locate(without).counts(without)["outside"] == 1


def test_outcomes_are_told_apart() -> None:
    plan = with_rows(
        TOWN,
        households=[
            household(id="loose", geometry=point(150, 150)),
            household(id="far", geometry=point(500, 500)),
            household(id="lost", geometry=None),
            household(id="stranger", geometry=None, building="none such"),
            household(id="pinned", pinned=103),
            household(id="pinned to a parent", pinned=2),
        ],
    )
    where = locate(plan)
    assert where.households.tolist() == [104, 0, 0, 0, 103, 101]
    assert where.pinned.tolist() == [False] * 4 + [True, False]
    assert where.counts(plan) == {
        "assigned": 3, "outside": 1, "unmatched": 2, "pinned": 1, "persons": 6,
    }  # fmt: skip


def test_a_plan_without_grids_holds_nobody() -> None:
    plan = TOWN.with_tables(grids=TOWN.tables["grids"].iloc[:0])
    assert set(locate(plan).households) == {0}
    assert locate(plan).counts(plan)["outside"] == 7


def test_houses_on_borders_are_counted_and_ties_told() -> None:
    plan = with_rows(
        TOWN,
        buildings=[
            {"id": "inside", "geometry": box(10, 10, 20, 20)},
            {"id": "more", "geometry": box(95, 10, 107, 20)},
            {"id": "half", "geometry": box(95, 30, 105, 40)},
            {"id": "corner", "geometry": box(90, 90, 110, 110)},
            {"id": "touching", "geometry": box(100, 60, 110, 70)},
            {"id": "far", "geometry": box(500, 60, 510, 70)},
        ],
    )
    assert straddling(plan) == Straddling(3, 2)
    assert straddling(TOWN) == Straddling(0, 0)


def test_the_planner_chooses_which_households_count() -> None:
    rows = [
        household(id="both", registered="是"),
        household(id="away", registered="是", persons=0),
        household(id="empty", status="空", registered="否"),
        household(id="rents", status="租", registered="否"),
    ]
    plan = with_rows(TOWN, households=rows)
    assert households_counted(plan).tolist() == [True] * 4
    assert households_counted(plan, "occupied").tolist() == [True, False, False, True]
    assert households_counted(plan, "registered").tolist() == [True, True, False, False]
    chosen = plan.with_settings(household_rule="occupied")
    assert factor_of_households(chosen, "households").tolist() == [1, 0, 0, 1]


def test_doors_and_empty_houses_are_located_when_they_are_asked_for() -> None:
    plan = with_rows(
        TOWN,
        buildings=[
            {"id": "home", "geometry": box(10, 10, 20, 20)},
            {"id": "shed", "geometry": box(150, 110, 160, 120)},
        ],
        entrances=[
            {"id": "d1", "building": "shed", "geometry": point(150, 110)},
            {"id": "d2", "building": "none such", "geometry": point(50, 150)},
        ],
        households=[household(building="home", geometry=None)],
    )
    where = locate(plan)
    assert where.households.tolist() == [101]
    assert where.entrances.tolist() == [104, 103]
    assert where.buildings.tolist() == [101, 104]
    assert where.buildings is locate(plan).buildings
