"""A check after an edit says what a check of the whole plan, looked at afresh, says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import shapely.affinity
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from gridplanner.changes import Change, difference
from gridplanner.edits import AssignDuty, DeleteGrid, MergeGrids, PinHousehold, SplitGrid
from gridplanner.edits.base import Edit
from gridplanner.errors import EditError
from gridplanner.history import History
from gridplanner.model import Plan
from gridplanner.repair import GiveGround
from gridplanner.repair.row_edits import Steps
from gridplanner.rules import Finding, check
from tests.core.edits.sequences import Move, edit_for, moves
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


def told(plan: Plan, touched: Change | None = None) -> list[tuple[Finding, list[object]]]:
    """Check, with fixes of several steps spelled out: as values they equal only themselves."""
    return [
        (
            replace(finding, fixes=()),
            [fix.edits if isinstance(fix, Steps) else fix for fix in finding.fixes],
        )
        for finding in check(plan, touched)
    ]


def afresh(plan: Plan) -> Plan:
    """Give the same plan with nothing kept."""
    return replace(plan, _memo={})


@settings(max_examples=rounds(10), deadline=None)
@given(st.lists(edits(), min_size=1, max_size=6))
def test_what_is_kept_changes_no_finding(steps: list[Edit]) -> None:
    plan = afresh(TOWN)
    assert told(plan) == told(afresh(plan))
    for edit in steps:
        before = plan
        try:
            plan = edit.apply(before)
        except EditError:
            continue
        kept = told(plan, difference(before, plan))
        assert kept == told(afresh(plan))
        assert told(before) == told(afresh(before))


def lively() -> Plan:
    """Build 12 leaves of 100 m with all that a family of rules may look at.

    Units of 50 m; a compound over four houses and one over one house; a river along
    x = 150, which cuts the second leaf of each row, with a bridge in the first row; doors
    with and without captains, a household twice in a room, one without an address.
    """
    town = lattice(4, 3)
    rows = town.tables["households"].to_dict("records")
    homes: list[dict[str, Any]] = [{str(key): row[key] for key in row} for row in rows]
    homes.append({**homes[0], "id": "again"})
    homes.append({"id": "lost", "persons": 2})
    plan = with_rows(
        town,
        households=homes,
        persons=[*workers(4), captain(1, "E1", 2), captain(2, "E3"), captain(3, "E7", 1)],
        compounds=[
            {"id": "large", "name": "Large", "geometry": box(30, 30, 370, 70)},
            {"id": "small", "name": "Small", "wall": "有", "geometry": box(30, 130, 70, 170)},
        ],
        water=[{"id": "R", "name": "River", "geometry": box(145, 0, 155, 300)}],
        streets=[{"id": "S", "name": "Bridge", "geometry": line((100, 25), (200, 25))}],
        units=[
            {
                "id": f"U{i}-{k}", "kind": "block", "locked": False,
                "geometry": box(i * 50, k * 50, i * 50 + 50, k * 50 + 50),
            }
            for i in range(8) for k in range(6)
        ],
    )  # fmt: skip
    for person, kind, target in (
        ("P01", "网格员", ("grids", "T003")),
        ("C01", "楼门长", ("entrances", "E1")),
        ("C01", "楼门长", ("entrances", "E2")),
        ("C02", "楼门长", ("entrances", "E7")),
        ("C03", "楼门长", ("entrances", "E7")),
    ):
        plan = AssignDuty(person, kind, target).apply(plan)
    return plan.with_settings(weights={"persons": 0.7, "area": 0.3})


LIVELY = lively()
of_people = st.one_of(
    st.tuples(st.just("pin"), st.integers(0, 20), numbers),
    st.tuples(st.just("worker"), st.integers(1, 4), numbers),
    st.tuples(st.just("captain"), st.integers(1, 3), numbers),
)


def edit_of(plan: Plan, move: Move) -> Edit | None:
    """Make an edit of people, or one of ground as the walks of edits make them."""
    if move[0] not in ("pin", "worker", "captain"):
        return edit_for(plan, move)
    kind, which, number = move
    codes = sorted(plan.leaves["code"])
    if kind == "captain":
        return AssignDuty(f"C{which:02d}", "楼门长", ("entrances", f"E{number}"))
    if not codes:
        return None
    code = codes[number % len(codes)]
    if kind == "worker":
        return AssignDuty(f"P{which:02d}", "网格员", ("grids", code))
    ids = plan.households["id"].tolist()
    return PinHousehold(ids[which % len(ids)], code if number % 3 else None)


@settings(max_examples=rounds(12), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.one_of(moves, moves, of_people), min_size=4, max_size=12))
def test_after_any_walk_of_edits_a_check_says_what_a_fresh_one_says(walk: list[Move]) -> None:
    history = History(afresh(LIVELY))
    check(history.plan)
    for move in walk:
        if move[0] == "undo":
            if history.can_undo:
                history.undo()
        elif move[0] == "redo":
            if history.can_redo:
                history.redo()
        else:
            edit = edit_of(history.plan, move)
            try:
                if edit is not None:
                    history.do(edit)
            except EditError:
                continue
        assert told(history.plan) == told(afresh(history.plan))


@settings(max_examples=rounds(15), deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 14),
            st.sampled_from(["outline", "parent", "code"]),
            st.sampled_from([-30.0, -0.5, 0.5, 30.0]),
        ),
        min_size=1, max_size=5,
    )
)  # fmt: skip
@example([(3, "outline", 30.0), (3, "outline", 30.0)])
def test_after_any_row_written_from_outside_too(rows: list[tuple[int, str, float]]) -> None:
    plan = afresh(LIVELY)
    check(plan)
    for row, column, off in rows:
        grids = plan.frame("grids")
        fid = grids.index[row]
        if column == "outline":
            shape = grids.loc[fid, "geometry"]
            grids.loc[fid, "geometry"] = shapely.affinity.translate(shape, off, 0.0)
        elif column == "parent":
            grids.loc[fid, "parent"] = 2 if off < 0 else 3
        else:
            grids.loc[fid, "code"] = f"T{int(abs(off)):03d}"
        before, plan = plan, plan.with_tables(grids=grids)
        assert told(plan) == told(afresh(plan))
        assert told(before) == told(afresh(before))


@settings(max_examples=rounds(10), deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 13),
            st.sampled_from(["persons", "entrance", "building", "geometry", "pinned", "address"]),
            st.integers(1, 12),
        ),
        min_size=1, max_size=5,
    )
)  # fmt: skip
def test_after_any_household_written_from_outside_too(rows: list[tuple[int, str, int]]) -> None:
    plan = afresh(LIVELY)
    check(plan)
    for row, column, number in rows:
        households = plan.frame("households")
        values = households[column].tolist()
        pieces: dict[str, Any] = {
            "persons": number * 10 % 40, "entrance": f"E{number}", "building": f"B{number}",
            "geometry": shapely.Point(number * 35.0, 150.0),
            "pinned": plan.leaves.index[number % len(plan.leaves)], "address": "",
        }  # fmt: skip
        values[row % len(values)] = pieces[column]
        households[column] = type(households[column])(
            values, index=households.index, dtype=households[column].dtype
        )
        before, plan = plan, plan.with_tables(households=households)
        assert told(plan) == told(afresh(plan))
        assert told(before) == told(afresh(before))


@pytest.mark.parametrize(
    "rule", ["whole.compound", "connected.walk", "duty.captain_spans_grids", "household.duplicate",
             "household.unlocated", "load.deviation", "duty.grid_without_worker"]
)  # fmt: skip
def test_the_town_of_the_walks_has_something_to_find(rule: str) -> None:
    merged = MergeGrids(("T001", "T005"), "T001", cross=True).apply(LIVELY)
    assert rule in {finding.rule for finding in check(merged)}
