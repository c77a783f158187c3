"""Two plans side by side, figures by hand."""

from __future__ import annotations

import geopandas as gpd
import numpy as np

from gridplanner.compare import GridChange, compare
from gridplanner.edits import DeleteGrid, MergeGrids, SplitGrid
from gridplanner.model import Plan
from tests.core.towns import lattice, line


def pairs(plan: Plan, other: Plan) -> dict[str, GridChange]:
    return {change.code: change for change in compare(plan, other).grids}


def test_equal_plans_have_no_change() -> None:
    plan = lattice()
    found = compare(plan, plan)
    assert found.grids == ()
    assert found.moved_households == 0


def test_a_merge_removes_one_grid_and_moves_its_households() -> None:
    plan = lattice()
    after = MergeGrids(("T001", "T002"), "T001").apply(plan)
    found = compare(plan, after)
    # House 2 has (2 − 1) % 3 + 1 = 2 households; its square is 100 m × 100 m.
    assert found.moved_households == 2
    assert found.grids == (
        GridChange("T001", "border", 10_000.0, 2, 0),
        GridChange("T002", "removed", 10_000.0, 0, 2),
    )


def test_a_split_adds_a_grid_and_moves_only_who_lives_there() -> None:
    plan = lattice()
    # House 3 stands at x 240–260; the part west of x = 225 is empty ground.
    after = SplitGrid("T003", line((225, -10), (225, 110))).apply(plan)
    found = compare(plan, after)
    (new,) = [change for change in found.grids if change.change == "added"]
    assert (new.area_m2, new.households_in) == (2_500.0, 0)
    assert pairs(plan, after)["T003"] == GridChange("T003", "border", 2_500.0, 0, 0)
    assert found.moved_households == 0


def test_a_grid_that_goes_leaves_its_households_in_none() -> None:
    plan = lattice()
    found = compare(plan, DeleteGrid("T003").apply(plan))
    assert found.grids == (GridChange("T003", "removed", 10_000.0, 0, 3),)
    assert found.moved_households == 3


def test_other_people_behind_the_same_border() -> None:
    plan = lattice()
    households = plan.layer("households")
    households["building"] = households["building"].where(households["id"] != "H1-1", "B2")
    after = plan.with_tables(households=gpd.GeoDataFrame(households))
    assert compare(plan, after).grids == (
        GridChange("T001", "people", 0.0, 0, 1),
        GridChange("T002", "people", 0.0, 1, 0),
    )


def test_households_that_appear_or_vanish_did_not_move() -> None:
    plan = lattice()
    households = plan.layer("households")
    fewer = plan.with_tables(households=households[(np.arange(len(households)) > 0)])
    found = compare(plan, fewer)
    assert found.moved_households == 0
    assert [(g.code, g.households_out) for g in found.grids] == [("T001", 1)]
