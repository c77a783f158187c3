"""The ledger: each kind of change in a town of squares whose figures are known."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gridplanner.edits import (
    AssignDuty,
    ChangeGrid,
    ChangeSettings,
    DeleteGrid,
    DrawGrid,
    MergeGrids,
    SplitGrid,
)
from gridplanner.errors import Cancelled, EditError, UsageError
from gridplanner.history import History
from gridplanner.ledger import (
    Remark,
    ledger,
    signed,
    story_of_history,
    story_of_plans,
)
from gridplanner.locate import locate
from tests.core.towns import box, lattice, line, with_rows, workers
from tests.effort import rounds

#: 4 × 2 squares of 100 m, T001 … T008; T001 has 1 household of 2, T002 two (5 persons),
#: T003 three (9 persons), and so on.
TOWN = lattice(4, 2)


def codes(grids: tuple[object, ...]) -> list[str]:
    return [str(getattr(grid, "code", "")) for grid in grids]


def test_equal_plans_have_an_empty_ledger() -> None:
    assert ledger(TOWN, TOWN) == []
    assert ledger(TOWN, TOWN.with_settings(title="x")) == []


def test_a_merge_is_one_row() -> None:
    (row,) = ledger(TOWN, MergeGrids(("T001", "T002"), "T002").apply(TOWN))
    assert (row.kind, codes(row.old), codes(row.new)) == ("merged", ["T002", "T001"], ["T002"])
    assert (row.households, row.persons, row.area_m2) == ((3, 3), (7, 7), 10_000.0)


def test_a_split_is_one_row() -> None:
    (row,) = ledger(TOWN, SplitGrid("T003", line((230, -50), (230, 150))).apply(TOWN))
    assert (row.kind, codes(row.old), codes(row.new)) == ("split", ["T003"], ["T003", "T009"])
    assert [grid.households for grid in row.new] == [3, 0]
    assert row.area_m2 == 3_000.0


def test_what_goes_and_what_comes() -> None:
    gone = DeleteGrid("T008").apply(TOWN)
    (row,) = ledger(TOWN, gone)
    assert (row.kind, codes(row.old), row.new) == ("removed", ["T008"], ())
    assert (row.households, row.persons) == ((2, 0), (5, 0))
    back = DrawGrid(box(300, 100, 400, 200), 3).apply(gone)
    (row,) = ledger(gone, back)
    assert (row.kind, row.old, row.households) == ("added", (), (0, 2))


def test_a_border_that_moves_is_a_row_for_each_side() -> None:
    grids = TOWN.layer("grids")
    shapes = grids.geometry.copy()
    shapes.loc[101], shapes.loc[102] = box(0, 0, 145, 100), box(145, 0, 200, 100)
    rows = ledger(TOWN, TOWN.with_tables(grids=grids.set_geometry(shapes)))
    assert [(row.kind, codes(row.new), row.area_m2) for row in rows] == [
        ("border", ["T001"], 4_500.0),
        ("border", ["T002"], 4_500.0),
    ]
    # The house of T002 stands at 140 … 160 m; less than a third of it is beyond the line.
    assert [row.households for row in rows] == [(1, 1), (2, 2)]


def test_names_and_people() -> None:
    staffed = with_rows(TOWN, persons=workers(2))
    person = "P01"
    named = ChangeGrid("T004", name="河东网格").apply(staffed)
    served = AssignDuty(person, "网格员", ("grids", "T005")).apply(named)
    rows = ledger(staffed, served)
    assert [(row.kind, codes(row.new)) for row in rows] == [
        ("renamed", ["T004"]),
        ("people", ["T005"]),
    ]
    assert rows[0].new[0].name == "河东网格"
    assert rows[1].workers == ((), (person,))


def test_a_plan_of_others_is_matched_by_code() -> None:
    grids = TOWN.layer("grids").copy()
    grids["uid"] += 1_000
    grids["parent"] += 1_000
    grids.index = grids.index + 1_000
    assert ledger(TOWN, TOWN.with_tables(grids=grids)) == []
    # Without lineage, a grid that is gone went where its household went.
    other = TOWN.with_tables(grids=grids)
    merged = MergeGrids(("T001", "T002"), "T002").apply(other)
    bare = merged.with_tables(lineage=TOWN.tables["lineage"])
    (row,) = ledger(TOWN, bare)
    assert (row.kind, codes(row.old)) == ("merged", ["T002", "T001"])


def history() -> History:
    return History(TOWN, user="王经办", clock=lambda: datetime(2026, 11, 24, 8, tzinfo=UTC))


def test_the_journal_tells_who_when_and_why_without_what_was_undone() -> None:
    past = history()
    past.do(ChangeSettings({"title": "试验镇"}))
    past.do(SplitGrid("T003", line((230, -50), (230, 150))))
    past.undo()
    past.do(MergeGrids(("T001", "T002"), "T001", reason="两网格户数太少"))
    past.do(DeleteGrid("T008"))
    story = story_of_history(past)
    assert [row.kind for row in story.rows] == ["merged", "removed"]
    assert story.rows[0].remark == Remark("两网格户数太少", "", "2026-11-24", "", "王经办")
    assert len(story.before.leaves) == 8
    assert story.before.settings["title"] == "试验镇"
    assert story.after is past.plan
    # From the beginning the settings are the only other edit, and no row of the ledger.
    assert len(story_of_history(past, since=0).rows) == 2
    last = past.entries[-2].seq
    assert [row.kind for row in story_of_history(past, since=last).rows] == ["removed"]
    with pytest.raises(UsageError):
        story_of_history(past, since=99)
    with pytest.raises(Cancelled):
        story_of_history(past, on_progress=lambda _step: False)


def test_papers_fill_what_the_rows_do_not_say() -> None:
    rows = tuple(ledger(TOWN, DeleteGrid("T008").apply(TOWN), Remark(reason="拆迁")))
    (row,) = signed(rows, Remark("整体调整", "岚网格〔2026〕3号", "", "2027-01-01", "李经办"))
    assert row.remark == Remark("拆迁", "岚网格〔2026〕3号", "", "2027-01-01", "李经办")


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 40), st.integers(20, 80)), max_size=5))
@settings(max_examples=rounds(12), deadline=None)
def test_rows_account_for_every_household(steps: list[tuple[int, int, int]]) -> None:
    plan = TOWN
    for kind, number, along in steps:
        leaves = sorted(plan.leaves["code"])
        if not leaves:
            break
        code = leaves[number % len(leaves)]
        west, south, east, north = plan.grids.loc[plan.uid_of(code), "geometry"].bounds
        x = west + (east - west) * along / 100
        edit = (
            SplitGrid(code, shapely.LineString([(x, south - 9), (x, north + 9)])),
            DeleteGrid(code),
            MergeGrids((code, leaves[(number + 1) % len(leaves)]), code),
        )[kind]
        try:
            plan = edit.apply(plan)
        except EditError:
            continue
    rows = story_of_plans(TOWN, plan).rows
    inside = [int(np.count_nonzero(locate(p).households)) for p in (TOWN, plan)]
    leaf_rows = [row for row in rows if (row.old or row.new)[0].level == 3]
    lost = sum(row.households[0] - row.households[1] for row in leaf_rows)
    assert lost == inside[0] - inside[1]
    named = [grid.uid for row in leaf_rows for grid in row.new]
    assert len(named) == len(set(named))
