"""Locks, names, codes, parents and pins."""

from __future__ import annotations

import pandas as pd
import pytest

from gridplanner.changes import difference
from gridplanner.edits import (
    ChangeGrid,
    ChangeParent,
    DeleteGrid,
    DrawGrid,
    Edit,
    MergeGrids,
    PinHousehold,
    SetLock,
    SplitGrid,
)
from gridplanner.locate import locate
from tests.core.edits.checks import assert_sound, refused, shape_of
from tests.core.towns import box, lattice, line

TOWN = lattice(4, 2)


def test_locks_of_any_level() -> None:
    plan = SetLock(("T001", "T01"), "frozen").apply(TOWN)
    assert plan.grids["lock"][plan.grids["lock"] == "frozen"].index.tolist() == [2, 101]
    assert refused(SetLock(("T001",), "shut"), TOWN).code == "edit.lock_unknown"
    assert refused(SetLock(("X",), "open"), TOWN).code == "grid.unknown"


@pytest.mark.parametrize(
    ("edit", "locked", "lock"),
    [
        (SplitGrid("T001", line((30, -9), (30, 109))), "T001", "no_loss"),
        (MergeGrids(("T001", "T002"), "T001"), "T001", "frozen"),
        (MergeGrids(("T001", "T002"), "T001"), "T002", "no_loss"),
        (DeleteGrid("T001"), "T001", "no_loss"),
        (DeleteGrid("T001"), "T01", "frozen"),
        (DeleteGrid("T001", into="T002"), "T001", "frozen"),
    ],
)
def test_whole_grids_respect_locks(edit: Edit, locked: str, lock: str) -> None:
    error = refused(edit, SetLock((locked,), lock).apply(TOWN))
    assert (error.code, error.facts) == ("edit.locked", {"codes": locked})


def test_nobody_draws_into_a_frozen_parent() -> None:
    hole = SetLock(("T01",), "frozen").apply(DeleteGrid("T001").apply(TOWN))
    error = refused(DrawGrid(box(10, 10, 90, 90), 3, parent="T01"), hole)
    assert error.facts == {"codes": "T01"}


def test_merging_over_the_line_of_parents_is_asked_for() -> None:
    error = refused(MergeGrids(("T002", "T003"), "T003"), TOWN)
    assert error.code == "edit.crosses_parent"
    assert error.facts == {"codes": "T002、T003"}


def test_names_kinds_and_codes() -> None:
    plan = ChangeGrid("T001", new_code="T100", name="广场", kind="专属", note="n", posts=2).apply(
        TOWN
    )
    row = plan.grids.loc[101]
    assert row[["code", "name", "kind", "note", "posts"]].tolist() == [
        "T100", "广场", "专属", "n", 2,
    ]  # fmt: skip
    assert pd.isna(ChangeGrid("T100", posts=0).apply(plan).grids.loc[101, "posts"])
    assert refused(ChangeGrid("T001", new_code="T002"), TOWN).code == "edit.code_taken"
    assert refused(ChangeGrid("T001", new_code="  "), TOWN).code == "edit.code_taken"
    assert refused(ChangeGrid("T001", kind="park"), TOWN).code == "edit.kind_unknown"
    assert refused(ChangeGrid("T001", posts=-1), TOWN).code == "edit.posts"
    assert not difference(TOWN, ChangeGrid("T001").apply(TOWN))


def test_a_retired_code_is_not_used_again() -> None:
    town = lattice(4, 2, valid_from="2026-01-01")
    plan = DeleteGrid("T008", date="2026-05-01").apply(town)
    assert refused(ChangeGrid("T001", new_code="T008"), plan).code == "edit.code_taken"


def test_another_parent() -> None:
    plan = ChangeParent("T002", "T02").apply(TOWN)
    assert shape_of(plan, "T01").area == pytest.approx(30_000)
    assert shape_of(plan, "T02").area == pytest.approx(50_000)
    assert plan.grids.loc[102, "code"] == "T002"
    assert_sound(plan, TOWN)
    assert not difference(TOWN, ChangeParent("T002", "T01").apply(TOWN))
    assert refused(ChangeParent("T002", "T"), TOWN).code == "edit.parent_level"
    frozen = SetLock(("T02",), "frozen").apply(TOWN)
    assert refused(ChangeParent("T002", "T02"), frozen).facts == {"codes": "T02"}
    alone = TOWN
    for code in ("T001", "T005", "T006"):
        alone = ChangeParent(code, "T02").apply(alone)
    assert refused(ChangeParent("T002", "T02"), alone).code == "edit.empties"


def test_pins() -> None:
    plan = PinHousehold("H1-1", "T008").apply(TOWN)
    moved = locate(plan).households != locate(TOWN).households
    assert plan.households["id"][moved].tolist() == ["H1-1"]
    assert locate(plan).households[moved].tolist() == [108]
    assert not difference(TOWN, PinHousehold("H1-1", None).apply(plan))
    assert refused(PinHousehold("none", "T001"), TOWN).code == "household.unknown"
    assert refused(PinHousehold("H1-1", "T01"), TOWN).code == "edit.not_a_leaf"
