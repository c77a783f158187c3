"""四至 in a planner's words: kept when the border moves, and marked then."""

from __future__ import annotations

import pytest
import shapely

from gridplanner.edits import MergeGrids, Paint, SetSides
from gridplanner.edits.sides import LONGEST, outline_moved, sides_moved
from tests.core.edits.checks import refused
from tests.core.towns import box, lattice

TOWN = lattice(4, 2)
TEXT = "东至滨河路，南至岚河，西至围墙，北至新春路"


def test_text_is_kept_with_the_grid_in_one_line() -> None:
    plan = SetSides("T001", f"  {TEXT}\n后半  ").apply(TOWN)
    row = plan.valid_grids.set_index("code").loc["T001"]
    assert row["sides"] == f"{TEXT} 后半"
    assert sides_moved(plan.valid_grids) == []
    others = plan.valid_grids[plan.valid_grids["code"] != "T001"]
    assert set(others["sides"]) == {""}


def test_text_outlives_a_move_of_the_border_and_is_marked() -> None:
    plan = SetSides("T001", TEXT).apply(TOWN)
    uid = plan.uid_of("T001")
    moved = MergeGrids(("T001", "T002"), "T001").apply(plan)
    assert moved.tables["grids"].loc[uid, "sides"] == TEXT
    assert sides_moved(moved.valid_grids) == [uid]
    checked = SetSides("T001", TEXT).apply(moved)
    assert sides_moved(checked.valid_grids) == []


def test_only_grids_whose_line_moved_are_marked() -> None:
    plan = TOWN
    for code in ("T001", "T002", "T004"):
        plan = SetSides(code, TEXT).apply(plan)
    moved = Paint(box(90, 20, 170, 80), "T001").apply(plan)
    assert sides_moved(moved.valid_grids) == [plan.uid_of("T001"), plan.uid_of("T002")]


def test_empty_text_lets_the_program_say_it_again() -> None:
    plan = SetSides("T001", "").apply(SetSides("T001", TEXT).apply(TOWN))
    row = plan.valid_grids.set_index("code").loc["T001"]
    assert (row["sides"], row["sides_at"]) == ("", "")
    assert SetSides("T001", "").apply(TOWN) is TOWN


def test_refusals() -> None:
    assert refused(SetSides("X", TEXT), TOWN).code == "grid.unknown"
    assert refused(SetSides("T001", "东" * (LONGEST + 1)), TOWN).code == "edit.sides_long"
    SetSides("T001", "东" * LONGEST).apply(TOWN)


@pytest.mark.parametrize("mark", ["", "elsewhere", "1 2 3", "300 80 15 5 9"])
def test_a_mark_that_cannot_be_read_counts_as_moved(mark: str) -> None:
    assert outline_moved(shapely.box(0, 0, 30, 10), mark)
