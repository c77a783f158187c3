"""After one edit of every kind a check says what a check of the whole plan says."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import is_dataclass
from typing import Any

import pytest
import shapely

import gridplanner
from bench.each_kind import Case, each_kind
from gridplanner.edits import AssignDuty, ChangeSettings, Edit, MergeGrids
from gridplanner.model import Plan
from gridplanner.repair.one_grid import OneGrid
from gridplanner.rules import check
from gridplanner.settling import settled
from tests.core.rules.test_touched import LIVELY, afresh, told
from tests.core.towns import box, with_rows


def town() -> Plan:
    """Give the town of the walks what some edits need.

    Somebody works in T002, who covers when the worker of T003 is away; the ground of T007
    and T008 is one unit, and the last household has an address to be found by.
    """
    plan = AssignDuty("P02", "网格员", ("grids", "T002")).apply(LIVELY)
    ground = shapely.segmentize(box(200, 100, 400, 200), 50.0)
    units: list[dict[Any, Any]] = [row for row in plan.tables["units"].to_dict("records")
             if not ground.covers(row["geometry"])]  # fmt: skip
    court = {"id": "court", "kind": "compound", "compound": "large", "locked": False}
    names = {"B5": ("1幢", "small")}
    compounds = plan.layer("compounds")
    compounds["name"] = ["平安苑" if one == "small" else "长青" for one in compounds["id"]]
    buildings = plan.layer("buildings")
    for at, column in enumerate(("name", "compound")):
        buildings[column] = [names.get(one, ("", ""))[at] for one in buildings["id"]]
    doors, households = plan.layer("entrances"), plan.layer("households")
    doors["label"] = ["1单元" if one == "E5" else "" for one in doors["id"]]
    last = households["id"] == "lost"
    households["address"] = households["address"].mask(last, "平安苑1幢1单元101")
    named = plan.with_tables(
        buildings=buildings, entrances=doors, households=households, compounds=compounds
    )
    return with_rows(named, units=[*units, {**court, "geometry": ground}])


TOWN = town()
CASES = each_kind(TOWN)
#: Settings that change what is found in the town of the test below.
THAT_MATTER = {
    "weights", "served_reach_m", "split_compounds", "profile", "load_warn", "load_error",
    "captains_capacity",
}  # fmt: skip
#: These are made of the edits that are measured (whatever came back from a receiver, a
#: rebalance), or put the whole town anew.
MADE_OF_OTHERS = {"TakeDifference", "MoveGround", "Proposal"}


def kinds_of_edits() -> set[str]:
    """Name every class of the core that can be applied to a plan."""
    names = set()
    for module in pkgutil.walk_packages(gridplanner.__path__, "gridplanner."):
        if module.name.endswith("__main__"):
            continue
        for name, kind in vars(importlib.import_module(module.name)).items():
            fits = isinstance(kind, type) and is_dataclass(kind) and hasattr(kind, "apply")
            if fits and isinstance(getattr(kind, "label", None), str | property):
                names.add(name)
    return names - {OneGrid.__name__}


def test_there_is_a_case_for_each_kind_of_edit() -> None:
    assert {type(case.edit).__name__ for case in CASES} == kinds_of_edits() - MADE_OF_OTHERS
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_check_after_the_edit_says_what_a_fresh_one_says(case: Case) -> None:
    before = afresh(case.before)
    check(before)
    after = settled(before, case.edit.apply(before))
    assert after is not before
    assert told(after) == told(afresh(after))
    # And the other way, as after an undo.
    assert told(before) == told(afresh(before))
    # Another edit on top of it finds what was kept in order.
    more = ChangeSettings({"served_reach_m": 40}).apply(after)
    assert told(more) == told(afresh(more))


@pytest.mark.parametrize(
    ("name", "value"),
    [("weights", {"area": 1.0}), ("household_rule", "occupied"), ("served_reach_m", 20),
     ("split_compounds", ["large"]), ("profile", "city"), ("load_warn", 0.5),
     ("load_error", 0.05), ("captains_capacity", 1), ("captains_prefer", "nearest"),
     ("code_prefix", "X"), ("title", "Town"), ("profile_from", "data")],
)  # fmt: skip
def test_after_any_setting_too(name: str, value: object) -> None:
    # T001 with T005 mixes homes of the large compound with others; C02 cares for three.
    plan = AssignDuty("C02", "楼门长", ("entrances", "E3")).apply(afresh(TOWN))
    plan = afresh(MergeGrids(("T001", "T005"), "T001", cross=True).apply(plan))
    before = told(plan)
    edit: Edit = ChangeSettings({name: value})
    after = edit.apply(plan)
    assert told(after) == told(afresh(after))
    assert (told(after) != before) == (name in THAT_MATTER)
    back = ChangeSettings({name: None}).apply(after)
    assert told(back) == told(afresh(back))
