"""Units cut along leaves drawn by hand."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from gridplanner.edits.grids import MergeGrids, SplitGrid
from gridplanner.geometry import is_sound
from gridplanner.pieces import pieces_of
from gridplanner.units.blocks import boundary_of
from tests.core.blocks import four_square_town
from tests.core.towns import line


def test_where_leaves_are_unions_of_units_the_pieces_are_the_units() -> None:
    plan = four_square_town()
    found = pieces_of(plan, plan.layer("units"))
    assert found.units["id"].tolist() == [f"U{n}" for n in range(36)]
    assert [plan.grids.loc[uid, "code"] for uid in found.leaf[:7]] == [
        "T001", "T001", "T002", "T002", "T003", "T003", "T001",
    ]  # fmt: skip


def test_a_border_drawn_through_units_makes_pieces() -> None:
    plan = SplitGrid("T001", line((-10, 30), (210, 30))).apply(four_square_town())
    found = pieces_of(plan, plan.layer("units"))
    # The line cuts the two southern squares of T001 in two.
    assert len(found.units) == 38
    areas = shapely.area(found.shapes)
    for unit, parts in (("U0", [3000.0, 7000.0]), ("U1", [3000.0, 7000.0]), ("U6", [10000.0])):
        mine = found.units["id"].to_numpy() == unit
        assert sorted(areas[mine]) == pytest.approx(parts, abs=0.5)
    assert is_sound(boundary_of(plan), found.shapes)
    for uid, shape in plan.leaves.geometry.items():
        own = shapely.coverage_union_all(found.shapes[found.leaf == uid])
        assert shapely.area(shapely.symmetric_difference(own, shape)) < 1e-3


def test_unassigned_ground_keeps_its_pieces() -> None:
    plan = four_square_town()
    grids = plan.layer("grids")
    plan = plan.with_tables(grids=grids[(grids["code"] != "T005").to_numpy()])
    found = pieces_of(plan, plan.layer("units"))
    assert (found.leaf == 0).sum() == 4
    assert shapely.area(found.shapes[found.leaf == 0]).sum() == pytest.approx(40_000)


def test_merged_leaves_need_no_cutting() -> None:
    plan = MergeGrids(("T001", "T002"), "T001", cross=True).apply(four_square_town())
    found = pieces_of(plan, plan.layer("units"))
    assert len(found.units) == 36
    assert np.bincount(found.leaf)[11] == 8
