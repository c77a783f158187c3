"""Drawing, splitting, merging and deleting single grids."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
import shapely

from gridplanner.edits.base import Edit
from gridplanner.edits.duties import AssignDuty
from gridplanner.edits.grids import DeleteGrid, DrawGrid, MergeGrids, SplitGrid
from gridplanner.errors import EditError
from gridplanner.geometry import is_sound, shapes_of, unassigned
from gridplanner.locate import locate
from gridplanner.model import Plan
from gridplanner.scheme import Scheme
from gridplanner.units.blocks import boundary_of
from tests.core.towns import CRS, box, lattice, line, polygon, with_rows, workers

#: 4 × 2 squares, T001 … T008, two districts T01 (columns 1, 2) and T02 (columns 3, 4).
TOWN = lattice(4, 2)


def shape_of(plan: Plan, code: str) -> Any:
    return plan.grids.loc[plan.uid_of(code), "geometry"]


def whole(plan: Plan) -> Any:
    return boundary_of(plan)


def assert_sound(plan: Plan) -> None:
    assert is_sound(boundary_of(plan), shapes_of(plan.leaves.geometry))


def refusal(edit: Edit, plan: Plan = TOWN) -> str:
    with pytest.raises(EditError) as caught:
        edit.apply(plan)
    return caught.value.code


class TestSplit:
    """Splitting along a line."""

    def test_the_part_with_more_households_keeps_the_code(self) -> None:
        # The house of T003 stands in the middle; the line leaves it to the east part.
        plan = SplitGrid("T003", line((230, -50), (230, 150))).apply(TOWN)
        assert shape_of(plan, "T003").equals(box(230, 0, 300, 100))
        assert shape_of(plan, "T009").equals(box(200, 0, 230, 100))
        new = plan.grids.loc[plan.uid_of("T009")]
        assert (new["parent"], new["kind"], new["level"]) == (3, "综合", 3)
        assert plan.lineage[["old_uid", "new_uid", "households"]].to_numpy().tolist() == [
            [103, TOWN.next_uid, 0]
        ]
        assert_sound(plan)

    def test_neighbours_and_boundary_get_the_new_vertices(self) -> None:
        plan = SplitGrid("T003", line((230, -50), (260, 150))).apply(TOWN)
        assert_sound(plan)
        assert len(shapely.get_coordinates(shape_of(plan, "T007"))) == 6
        parents = [shape_of(plan, "T01"), shape_of(plan, "T02"), shape_of(plan, "T")]
        assert [round(p.area) for p in parents] == [40_000, 40_000, 80_000]

    def test_far_away_ground_that_nobody_holds_stays_in_the_boundary(self) -> None:
        plan = DeleteGrid("T004").apply(DeleteGrid("T008").apply(TOWN))
        cut = SplitGrid("T001", line((20, -50), (30, 150))).apply(plan)
        assert whole(cut).area == pytest.approx(80_000, abs=1e-3)
        assert unassigned(boundary_of(cut), shapes_of(cut.leaves.geometry)).area == pytest.approx(
            20_000, abs=1e-3
        )
        assert_sound(cut)

    def test_a_boundary_in_two_rows_stays_in_two(self) -> None:
        halves = [{"name": "W", "geometry": box(0, 0, 200, 200)},
                  {"name": "E", "geometry": box(200, 0, 400, 200)}]  # fmt: skip
        plan = with_rows(TOWN, boundary=halves)
        cut = SplitGrid("T003", line((233.3333, -50), (271.7, 150))).apply(plan)
        assert cut.boundary["name"].tolist() == ["W", "E"]
        assert shapely.area(shapes_of(cut.boundary.geometry)) == pytest.approx(
            [40_000] * 2, abs=0.2
        )
        assert_sound(cut)

    def test_posts_are_shared_out(self) -> None:
        grids = TOWN.frame("grids")
        grids["posts"] = grids["posts"].mask(grids["code"] == "T003", 3)
        grids["fte"] = grids["fte"].mask(grids["code"] == "T003", 3.0)
        plan = SplitGrid("T003", line((230, -9), (230, 109))).apply(TOWN.with_tables(grids=grids))
        made = plan.grids.set_index("code")
        assert made.loc[["T003", "T009"], "posts"].tolist() == [2, 1]
        assert made.loc[["T003", "T009"], "fte"].isna().all()

    @pytest.mark.parametrize(
        ("way", "code"),
        [
            (line((500, 0), (500, 100)), "edit.split_misses"),
            (line((200, 0), (200, 0)), "edit.split_misses"),
            (line((210, 50), (290, 50)), "edit.split_pieces"),
            (line((200, 0), (200, 100)), "edit.split_pieces"),
            (line((190, 20), (310, 20), (310, 40), (190, 40)), "edit.split_pieces"),
            (line((200, -1), (200.0001, 101)), "edit.split_pieces"),
        ],
    )
    def test_lines_that_do_not_make_two(self, way: shapely.LineString, code: str) -> None:
        assert refusal(SplitGrid("T003", way)) == code

    def test_only_leaves_are_split(self) -> None:
        assert refusal(SplitGrid("T01", line((0, 0), (1, 1)))) == "edit.not_a_leaf"
        assert refusal(SplitGrid("X", line((0, 0), (1, 1)))) == "grid.unknown"


class TestMerge:
    """Merging leaves."""

    def test_two_of_one_district(self) -> None:
        plan = MergeGrids(("T001", "T002"), "T002").apply(TOWN)
        assert shape_of(plan, "T002").equals(box(0, 0, 200, 100))
        assert "T001" not in set(plan.grids["code"])
        assert plan.lineage[["old_uid", "new_uid", "households"]].to_numpy().tolist() == [
            [101, 102, 1]
        ]
        assert_sound(plan)

    def test_over_the_border_of_two_districts(self) -> None:
        plan = MergeGrids(("T002", "T003"), "T003", cross=True).apply(TOWN)
        assert shape_of(plan, "T01").area == pytest.approx(30_000)
        assert shape_of(plan, "T02").area == pytest.approx(50_000)
        assert shape_of(plan, "T").area == pytest.approx(80_000)

    def test_a_district_that_loses_all_its_ground_ends(self) -> None:
        plan = MergeGrids(("T001", "T002", "T003", "T005", "T006"), "T003", cross=True).apply(TOWN)
        assert plan.level(2)["code"].tolist() == ["T02"]
        assert shape_of(plan, "T02").equals(box(0, 0, 400, 200))
        assert (2, 3) in set(zip(plan.lineage["old_uid"], plan.lineage["new_uid"], strict=True))

    def test_people_and_pins_go_along(self) -> None:
        plan = with_rows(TOWN, persons=workers(2))
        plan = AssignDuty("P01", "网格长", ("grids", "T001"), "2026-01-01").apply(plan)
        plan = AssignDuty("P02", "网格员", ("grids", "T002"), "2026-01-01").apply(plan)
        households = plan.frame("households")
        households["pinned"] = households["pinned"].mask(households.index == 8, 101)
        plan = MergeGrids(("T001", "T002"), "T002", "2026-03-01").apply(
            plan.with_tables(households=households)
        )
        now = plan.duties[plan.duties["valid_to"] == ""]
        assert set(zip(now["person"], now["kind"], now["target_id"], strict=True)) == {
            ("P01", "网格员", "102"), ("P02", "网格员", "102"),
        }  # fmt: skip
        assert plan.households.loc[8, "pinned"] == 102
        assert plan.grids.loc[101, "valid_to"] == "2026-03-01"
        assert locate(plan).counts(plan)["persons"] == locate(TOWN).counts(TOWN)["persons"]

    def test_posts_are_added_up(self) -> None:
        grids = TOWN.frame("grids")
        grids["posts"] = grids["posts"].mask(grids["level"] == 3, 2)
        plan = MergeGrids(("T001", "T002"), "T001").apply(TOWN.with_tables(grids=grids))
        assert plan.grids.loc[101, "posts"] == 4

    def test_what_cannot_be_merged(self) -> None:
        assert refusal(MergeGrids(("T001",), "T001")) == "edit.merge_codes"
        assert refusal(MergeGrids(("T001", "T001"), "T001")) == "edit.merge_codes"
        assert refusal(MergeGrids(("T001", "T002"), "T003")) == "edit.merge_codes"
        assert refusal(MergeGrids(("T001", "T003"), "T001")) == "edit.merge_apart"
        assert refusal(MergeGrids(("T001", "T006"), "T001")) == "edit.merge_apart"  # a corner
        assert refusal(MergeGrids(("T001", "T01"), "T001")) == "edit.not_a_leaf"


class TestDelete:
    """Retiring a grid."""

    def test_the_ground_becomes_unassigned(self) -> None:
        plan = DeleteGrid("T002").apply(TOWN)
        assert unassigned(boundary_of(plan), shapes_of(plan.leaves.geometry)).equals(
            box(100, 0, 200, 100)
        )
        assert shape_of(plan, "T01").area == pytest.approx(30_000)
        assert shape_of(plan, "T").area == pytest.approx(70_000)
        assert pd.isna(plan.lineage["new_uid"].iloc[0])

    def test_the_last_of_a_district_leaves_the_district_as_it_is(self) -> None:
        plan = TOWN
        for code in ("T001", "T002", "T005", "T006"):
            plan = DeleteGrid(code).apply(plan)
        assert shape_of(plan, "T01").equals(
            box(0, 100, 200, 200).intersection(shape_of(plan, "T01"))
        )
        assert DeleteGrid("T01").apply(plan).level(2)["code"].tolist() == ["T02"]

    def test_into_a_neighbour(self) -> None:
        plan = DeleteGrid("T002", into="T003", cross=True).apply(TOWN)
        assert shape_of(plan, "T003").equals(box(100, 0, 300, 100))
        assert refusal(DeleteGrid("T001", into="T004")) == "edit.merge_apart"

    def test_a_grid_in_force_keeps_its_row_and_its_code(self) -> None:
        town = lattice(4, 2, valid_from="2026-01-01")
        assert refusal(DeleteGrid("T008"), town) == "edit.no_date"
        assert refusal(MergeGrids(("T001", "T002"), "T001"), town) == "edit.no_date"
        plan = DeleteGrid("T008", date="2026-05-01").apply(town)
        assert plan.grids.loc[108, "valid_to"] == "2026-05-01"
        assert len(plan.leaves) == 7
        again = DrawGrid(box(290, 90, 500, 300), 3).apply(plan)
        assert "T009" in set(again.leaves["code"])

    def test_duties_end_and_pins_are_loosened(self) -> None:
        plan = AssignDuty("P01", "网格员", ("grids", "T002")).apply(
            with_rows(TOWN, persons=workers(1))
        )
        households = plan.frame("households")
        households["pinned"] = households["pinned"].mask(households.index == 1, 102)
        plan = DeleteGrid("T002").apply(plan.with_tables(households=households))
        assert len(plan.duties) == 0
        assert plan.households["pinned"].isna().all()

    def test_a_parent_is_not_deleted_under_its_children(self) -> None:
        assert refusal(DeleteGrid("T01")) == "edit.has_children"
        assert refusal(DeleteGrid("none")) == "grid.unknown"


class TestDraw:
    """Drawing on free ground."""

    hole = DeleteGrid("T002").apply(TOWN)

    def test_only_free_ground_is_taken(self) -> None:
        plan = DrawGrid(box(50, -50, 170, 150), 3, name="新").apply(self.hole)
        # The number of the row that was dropped as a draft is free, T008 is the highest.
        assert shape_of(plan, "T009").equals(box(100, 0, 170, 100))
        assert_sound(plan)
        assert plan.grids.loc[plan.uid_of("T009"), "name"] == "新"

    def test_the_parent_is_the_one_with_the_longest_common_border(self) -> None:
        plan = DrawGrid(box(90, -50, 199, 150), 3).apply(self.hole)
        assert plan.grids.loc[plan.uid_of("T009"), "parent"] == 2
        named = DrawGrid(box(90, -50, 199, 150), 3, parent="T02").apply(self.hole)
        assert named.grids.loc[named.uid_of("T009"), "parent"] == 3
        assert refusal(DrawGrid(box(90, 0, 199, 99), 3, parent="T"), self.hole) == (
            "edit.parent_level"
        )

    def test_an_outline_that_crosses_itself(self) -> None:
        bow = polygon((110, 10), (190, 90), (190, 10), (110, 90))
        assert refusal(DrawGrid(bow, 3), self.hole) == "edit.free_ground_in_pieces"
        loop = polygon((110, 10), (190, 10), (190, 90), (110, 90), (110, 50), (100, 50))
        assert_sound(DrawGrid(loop, 3).apply(self.hole))

    def test_refusals(self) -> None:
        assert refusal(DrawGrid(box(0, 0, 50, 50), 3)) == "edit.no_free_ground"
        assert refusal(DrawGrid(box(900, 0, 950, 50), 3)) == "edit.no_free_ground"
        assert refusal(DrawGrid(box(0, 0, 50, 50), 4)) == "edit.level"
        assert refusal(DrawGrid(box(0, 0, 1, 1), 1), Plan.new(Scheme.parse("1"), CRS)) == (
            "plan.no_boundary"
        )

    def test_top_down_from_an_empty_plan(self) -> None:
        plan = Plan.new(Scheme.parse("1/2/4"), CRS).with_settings(code_prefix="P")
        plan = with_rows(plan, boundary=[{"geometry": box(0, 0, 200, 200)}])
        for level, shape, parent in (
            (1, box(-9, -9, 209, 209), None),
            (2, box(-9, -9, 103.3, 209), None),
            (2, box(50, -9, 209, 209), None),
            (3, box(-9, -9, 50.7, 209), None),
            (3, box(50, -9, 103.3, 209), None),
            (3, box(100, -9, 209, 66.6), None),
            (3, box(100, -9, 209, 209), "P00102"),
        ):
            plan = DrawGrid(shape, level, parent).apply(plan)
        assert plan.grids["code"].tolist() == [
            "P001", "P00101", "P00102", "P001001", "P001002", "P001003", "P001004",
        ]  # fmt: skip
        assert plan.leaves["parent"].tolist() == [2, 2, 3, 3]
        assert_sound(plan)
        for level in (1, 2):
            assert float(shapely.area(shapes_of(plan.level(level).geometry)).sum()) == (
                pytest.approx(40_000, abs=1e-3)
            )
        assert unassigned(boundary_of(plan), shapes_of(plan.leaves.geometry)).is_empty


def test_labels_and_facts_can_be_kept_in_a_journal() -> None:
    import json

    edits: list[Edit] = [
        DrawGrid(box(0, 0, 1, 1), 3), DeleteGrid("T001"), MergeGrids(("T001", "T002"), "T001"),
        SplitGrid("T001", line((0, 0), (1, 1))), AssignDuty("P", "网格员", ("grids", "T001")),
    ]  # fmt: skip
    for edit in edits:
        assert isinstance(edit, Edit)
        assert edit.label.startswith("edit.")
        assert json.loads(json.dumps(edit.facts)) == edit.facts
    assert np.unique([edit.label for edit in edits]).size == len(edits)
