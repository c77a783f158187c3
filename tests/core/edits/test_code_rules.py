"""Codes, lineage and counts when leaves are split and merged.

The largest keeps its code, others take the next free number, a code that was issued is
never issued again, and households go by where they live.
"""

from __future__ import annotations

from typing import Any

from gridplanner.edits import (
    AssignDuty,
    ChangeParent,
    DeleteGrid,
    DrawGrid,
    MergeGrids,
    SplitGrid,
    preview,
)
from gridplanner.edits.heirs import largest
from gridplanner.locate import locate
from gridplanner.model import Plan
from gridplanner.scheme import Scheme
from tests.core.edits.checks import assert_sound, shape_of
from tests.core.towns import CRS, box, lattice, line, point, with_rows, workers

#: T001 … T008 in force; household counts 1, 2, 3, 1, 2, 3, 1, 2.
TOWN = lattice(4, 2, valid_from="2026-01-01")


def lineage(plan: Plan) -> list[tuple[object, object, int]]:
    """Rows of the lineage: codes before and after, households."""
    codes: dict[Any, Any] = dict(plan.tables["grids"]["code"].items())
    rows = plan.tables["lineage"]
    ends = [[codes.get(uid) for uid in rows[side].tolist()] for side in ("old_uid", "new_uid")]
    return list(zip(*ends, rows["households"].tolist(), strict=True))


def members(plan: Plan, code: str) -> int:
    return int((locate(plan).households == plan.uid_of(code)).sum())


class TestSplit:
    """One becomes two."""

    def test_households_not_ground_tell_which_is_the_largest(self) -> None:
        # T003 holds 3 households at x = 240 … 260; four fifths of the ground are elsewhere.
        plan = SplitGrid("T003", line((262, -9), (262, 109)), date="2026-06-01").apply(TOWN)
        assert shape_of(plan, "T003").equals(box(200, 0, 262, 100))
        thin = SplitGrid("T003", line((270, -9), (239, 109))).apply(TOWN)
        assert members(thin, "T003") == 3
        west = SplitGrid("T003", line((238, -9), (238, 109))).apply(TOWN)
        assert shape_of(west, "T003").equals(box(238, 0, 300, 100))
        small = SplitGrid("T003", line((280, -9), (235, 52), (280, 109))).apply(TOWN)
        assert members(small, "T003") == 3
        assert plan.grids.loc[plan.uid_of("T009"), "valid_from"] == "2026-06-01"

    def test_equal_households_are_settled_by_ground(self) -> None:
        empty = TOWN.with_tables(households=TOWN.households.iloc[:0])
        plan = SplitGrid("T003", line((230, -9), (230, 109))).apply(empty)
        assert shape_of(plan, "T003").equals(box(230, 0, 300, 100))

    def test_a_house_on_the_line_stays_with_the_code(self) -> None:
        # The line halves the house: 240 … 250 | 250 … 260.
        plan = SplitGrid("T003", line((250, -9), (250, 109))).apply(TOWN)
        assert members(plan, "T003") == 3
        assert lineage(plan) == [("T003", "T009", 0)]

    def test_two_houses_part(self) -> None:
        house = [
            *TOWN.buildings.to_dict("records"),
            {"id": "B9", "geometry": box(210, 40, 220, 50)},
        ]
        people = [
            *TOWN.households.to_dict("records"),
            *({"id": f"N{n}", "building": "B9", "persons": 5, "geometry": point(215, 45)}
              for n in range(2)),
        ]  # fmt: skip
        town = with_rows(TOWN, buildings=house, households=people)
        edit = SplitGrid("T003", line((230, -9), (230, 109)))
        plan = edit.apply(town)
        assert lineage(plan) == [("T003", "T009", 2)]
        assert (members(plan, "T003"), members(plan, "T009")) == (3, 2)
        told = {grid.code: grid for grid in preview(town, edit).grids}
        # 2 + 3 + 4 persons in the old house, 5 + 5 in the new one.
        assert (told["T003"].households_after, told["T003"].persons_after) == (3, 9)
        assert (told["T009"].households_after, told["T009"].persons_after) == (2, 10)

    def test_the_next_number_is_above_all_that_were_issued(self) -> None:
        ended = DeleteGrid("T008", date="2026-02-01").apply(TOWN)
        plan = SplitGrid("T001", line((30, -9), (30, 109))).apply(ended)
        assert max(plan.leaves["code"]) == "T009"
        again = SplitGrid("T002", line((130, -9), (130, 109))).apply(plan)
        assert max(again.leaves["code"]) == "T010"
        third = SplitGrid("T010", line((110, -9), (110, 109))).apply(again)
        assert max(third.leaves["code"]) == "T011"
        assert_sound(third, TOWN)

    def test_the_worker_stays_with_the_code(self) -> None:
        town = AssignDuty("P01", "网格员", ("grids", "T003"), "2026-01-01").apply(
            with_rows(TOWN, persons=workers(1))
        )
        plan = SplitGrid("T003", line((230, -9), (230, 109))).apply(town)
        assert plan.duties["target_id"].tolist() == [str(plan.uid_of("T003"))]


class TestMerge:
    """Several become one."""

    def test_the_largest_by_households_keeps_its_code(self) -> None:
        # T001 has one household, T002 two, T006 three.
        assert largest(TOWN, ("T001", "T002", "T006")) == "T006"
        plan = MergeGrids(("T001", "T002", "T006"), date="2026-03-01").apply(TOWN)
        assert members(plan, "T006") == 6
        assert lineage(plan) == [("T001", "T006", 1), ("T002", "T006", 2)]
        ended = plan.grids.set_index("code").loc[["T001", "T002"], "valid_to"]
        assert ended.tolist() == ["2026-03-01"] * 2
        # T004 and T007 have one each, on the same ground: the first.
        assert largest(TOWN, ("T007", "T004")) == "T004"

    def test_its_code_is_not_issued_again(self) -> None:
        merged = MergeGrids(("T007", "T008"), "T007", "2026-03-01").apply(TOWN)
        plan = SplitGrid("T007", line((300, 90), (300, 210))).apply(merged)
        assert "T008" not in set(plan.leaves["code"])
        assert "T009" in set(plan.leaves["code"])


class TestDrawAndDelete:
    """Lineage of what comes and goes."""

    def test_both_ends_are_open(self) -> None:
        gone = DeleteGrid("T002", date="2026-03-01").apply(TOWN)
        plan = DrawGrid(box(90, -9, 210, 109), 3).apply(gone)
        assert lineage(plan) == [("T002", None, 2), (None, "T009", 0)]
        assert members(plan, "T009") == 2


def test_numbers_run_within_the_community_and_stay_under_another_parent() -> None:
    # Level 1 is a community of 12 digits; leaves carry its code and three digits.
    scheme = Scheme.parse("1/2/4")
    plan = Plan.new(scheme, CRS).with_settings(code_prefix="610925100")
    plan = with_rows(plan, boundary=[{"geometry": box(0, 0, 200, 200)}])
    west, east = "61092510000101", "61092510000102"
    for shape, level, parent in (
        (box(-9, -9, 209, 209), 1, None),
        (box(-9, -9, 100, 209), 2, None),
        (box(100, -9, 209, 209), 2, None),
        (box(-9, -9, 100, 100), 3, west),
        (box(-9, 100, 100, 209), 3, west),
        (box(100, -9, 209, 100), 3, east),
        (box(100, 100, 209, 209), 3, east),
    ):
        plan = DrawGrid(shape, level, parent).apply(plan)
    leaves = ["610925100001001", "610925100001002", "610925100001003", "610925100001004"]
    assert plan.leaves["code"].tolist() == leaves
    moved = ChangeParent(leaves[1], east).apply(plan)
    assert moved.leaves["code"].tolist() == leaves
    plan = SplitGrid(leaves[0], line((50, -9), (50, 109))).apply(moved)
    assert max(plan.leaves["code"]) == "610925100001005"
