"""A small town before and after a merge, a split and a removal."""

from __future__ import annotations

from typing import Any

from gridplanner.edits import AssignDuty, DeleteGrid, MergeGrids, SplitGrid
from gridplanner.ledger import Remark, Story, story_of_plans
from gridplanner.model import Plan
from tests.core.towns import captain, lattice, line, with_rows, workers

WORKER, CAPTAIN, RESIDENT = "欧阳测试员", "司马测试长", "测试路7号 101"
PHONE = "13900000001"


def before() -> Plan:
    """Make 4 × 2 squares with a worker in T001 and a captain for the door of T002."""
    people: list[dict[str, Any]] = [*workers(2), captain(1, "E2")]
    people[0] |= {"name": WORKER, "phone": PHONE}
    people[2] |= {"name": CAPTAIN}
    town = lattice(4, 2)
    households = town.layer("households")
    households["address"] = [f"测试路{n}号 101" for n in range(len(households))]
    plan = with_rows(town.with_tables(households=households), persons=people)
    for edit in (
        AssignDuty("P01", "网格员", ("grids", "T001")),
        AssignDuty("C01", "楼门长", ("entrances", "E2")),
    ):
        plan = edit.apply(plan)
    return plan


def after(plan: Plan) -> Plan:
    """Merge T002 into T001, split T003 beside its house, remove T008."""
    for edit in (
        MergeGrids(("T001", "T002"), "T001"),
        SplitGrid("T003", line((230, -50), (230, 150))),
        DeleteGrid("T008"),
    ):
        plan = edit.apply(plan)
    return plan


def story() -> Story:
    """Tell it, with its papers."""
    old = before()
    remark = Remark("户数不均", "试网格〔2026〕1号", "2026-11-24", "2027-01-01", "经办甲")
    return story_of_plans(old, after(old), remark)
