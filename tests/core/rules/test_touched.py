"""A check after an edit says what a check of the whole plan, looked at afresh, says."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from gridplanner.changes import difference
from gridplanner.edits import AssignDuty, DeleteGrid, MergeGrids, SplitGrid
from gridplanner.edits.base import Edit
from gridplanner.errors import EditError
from gridplanner.model import Plan
from gridplanner.repair import GiveGround
from gridplanner.rules import check
from tests.core.towns import box, captain, lattice, line, with_rows, workers
from tests.effort import rounds

TOWN = with_rows(lattice(4, 2), persons=[*workers(4), captain(1, "E1", 2), captain(2, "E3")])
numbers = st.integers(1, 8)


@st.composite
def edits(draw: st.DrawFn) -> Edit:
    """Draw an edit of ground, of grids or of duties."""
    n = draw(numbers)
    code = f"T{n:03d}"
    x, y = (n - 1) % 4 * 100, (n - 1) // 4 * 100
    kind = draw(st.sampled_from(["give", "split", "merge", "delete", "worker", "captain"]))
    off = draw(st.integers(5, 95))
    if kind == "give":
        wide = draw(st.integers(1, 60))
        return GiveGround(box(x - wide, y, x + off, y + off), code)
    if kind == "split":
        return SplitGrid(code, line((x + off, y - 9), (x + off, y + 109)))
    if kind == "merge":
        return MergeGrids((code, f"T{draw(numbers):03d}"), code)
    if kind == "delete":
        return DeleteGrid(code)
    if kind == "worker":
        return AssignDuty(f"P{draw(st.integers(1, 4)):02d}", "网格员", ("grids", code))
    return AssignDuty(f"C{draw(st.integers(1, 2)):02d}", "楼门长", ("entrances", f"E{n}"))


def afresh(plan: Plan) -> Plan:
    """Give the same plan with nothing kept."""
    return replace(plan, _memo={})


@settings(max_examples=rounds(10), deadline=None)
@given(st.lists(edits(), min_size=1, max_size=6))
def test_what_is_kept_changes_no_finding(steps: list[Edit]) -> None:
    plan = afresh(TOWN)
    assert check(plan) == check(afresh(plan))
    for edit in steps:
        before = plan
        try:
            plan = edit.apply(before)
        except EditError:
            continue
        kept = check(plan, difference(before, plan))
        assert kept == check(afresh(plan))
        assert check(before) == check(afresh(before))
