"""Overlaps that need more than a border moved: doubled grids, levels above, buildings."""

from __future__ import annotations

import pandas as pd
import pytest
import shapely

from gridplanner.edits.duties import AssignDuty
from gridplanner.geometry import shapes_of
from gridplanner.model import Plan
from gridplanner.repair import DropDouble, YieldGround
from gridplanner.rules import check, fix_all, offers
from gridplanner.wording import say
from tests.core.rules.test_ground import only, with_shape, without
from tests.core.towns import box, lattice, with_rows, workers

TOWN = lattice(4, 2)


def twice(code: str, again: str, plan: Plan = TOWN) -> Plan:
    """Put a leaf in once more, under another code."""
    grids = plan.layer("grids")
    row = grids[grids["code"] == code].copy()
    row["uid"], row["code"] = plan.next_uid, again
    row.index = pd.Index([plan.next_uid], name="fid")
    both = type(grids)(pd.concat([grids, row]).rename_axis("fid"), crs=plan.crs)
    return plan.with_tables(grids=both)


def areas(plan: Plan, level: int) -> dict[str, float]:
    grids = plan.level(level)
    return dict(zip(grids["code"], shapely.area(shapes_of(grids.geometry)), strict=True))


def test_of_one_outline_under_two_codes_one_goes_where_the_scheme_has_one_leaf_less() -> None:
    plan = twice("T003", "T009")
    found = only(plan, "coverage.overlap")
    # Both ways are offered, the lower code staying first.
    drops = [o.edit for o in offers(plan, found) if isinstance(o.edit, DropDouble)]
    assert [(d.uid, d.heir) for d in drops] == [(109, 103), (103, 109)]
    fixed = fix_all(plan)
    assert fixed.dropped == (("T009", "T003"),)
    assert sorted(fixed.after.leaves["code"]) == [f"T{n:03d}" for n in range(1, 9)]
    assert check(fixed.after, rules=["coverage", "hierarchy"]) == []


def test_what_is_staffed_or_well_coded_or_in_force_stays() -> None:
    # A code that the scheme does not know goes, though it comes first.
    assert fix_all(twice("T003", "A")).dropped == (("A", "T003"),)
    staffed = with_rows(twice("T003", "T009"), persons=workers(1))
    staffed = AssignDuty("P01", "网格员", ("grids", "T009")).apply(staffed)
    assert fix_all(staffed).dropped == (("T003", "T009"),)
    grids = staffed.frame("grids")
    grids["valid_from"] = grids["valid_from"].mask(grids["code"] == "T003", "2026-01-01")
    assert fix_all(staffed.with_tables(grids=grids)).dropped == (("T009", "T003"),)


def test_a_leaf_on_anothers_outline_is_left_to_people() -> None:
    # Eight leaves as the scheme asks, but T004 was given the outline of T003.
    plan = with_shape("T004", box(200, 0, 300, 100))
    fixed = fix_all(plan)
    assert fixed.dropped == ()
    assert {"T003", "T004"} <= set(fixed.after.leaves["code"])
    assert {f.rule for f in check(fixed.after, rules=["coverage"])} == {
        "coverage.overlap", "coverage.gap",
    }  # fmt: skip


def bare_above(reach_m: float) -> Plan:
    """T01 has no leaves and reaches so far into T02, which has none either."""
    plan = without(*(f"T{n:03d}" for n in range(1, 9)))
    return with_shape("T01", box(0, 0, 200 + reach_m, 200), plan)


def test_of_two_grids_above_without_children_one_yields() -> None:
    plan = bare_above(10)
    found = only(plan, "coverage.overlap")
    offered = offers(plan, found)
    assert [o.edit for o in offered] == [YieldGround("T02", "T01"), YieldGround("T01", "T02")]
    assert areas(offered[0].after, 2) == pytest.approx({"T01": 42_000.0, "T02": 38_000.0})
    assert areas(offered[1].after, 2) == pytest.approx({"T01": 40_000.0, "T02": 40_000.0})
    for each in offered:
        assert shapely.coverage_is_valid(shapes_of(each.after.level(2).geometry))
    for language in ("zh", "en"):
        assert "T02" in say(offered[0].edit.label, offered[0].edit.facts, language)


def test_a_grid_above_with_children_keeps_their_ground() -> None:
    plan = with_shape("T01", box(0, 0, 210, 200), without("T001", "T002", "T005", "T006"))
    offered = offers(plan, only(plan, "coverage.overlap"))
    assert [o.edit for o in offered] == [YieldGround("T01", "T02")]
    assert areas(offered[0].after, 2)["T02"] == 40_000.0


def test_fix_all_closes_overlaps_above_up_to_the_tolerance() -> None:
    assert check(fix_all(bare_above(0.4)).after, rules=["coverage.overlap"]) == []
    assert len(check(fix_all(bare_above(10)).after, rules=["coverage.overlap"])) == 1


def houses(*boxes: shapely.Polygon) -> Plan:
    rows = [{"id": f"N{n}", "geometry": shape} for n, shape in enumerate(boxes, start=1)]
    return with_rows(TOWN, buildings=rows, households=[], entrances=[])


def test_outlines_of_buildings_that_overlap_are_the_datas_fault_and_no_borders() -> None:
    # 8 m of N1 and 8 m of N2 lie over the same ground, and the border at x = 100 in it.
    plan = houses(box(80, 40, 104, 50), box(96, 40, 120, 50))
    found = only(plan, "building.overlap")
    # 8 × 10 m; of the smaller, 24 × 10 m, a third.
    assert (found.severity, found.codes) == ("warning", ("N1", "N2"))
    assert found.facts == {"area_m2": 80.0, "share": 0.3333}
    assert check(plan, rules=["whole.building"]) == []
    assert "33 %" in say(found.sentence, found.words, "zh")


def test_a_house_drawn_inside_another_is_found_too() -> None:
    plan = houses(box(20, 20, 60, 60), box(30, 30, 40, 40))
    assert only(plan, "building.overlap").facts == {"area_m2": 100.0, "share": 1.0}


def test_a_border_deeper_in_a_house_than_the_overlap_is_found() -> None:
    # N1 reaches 9 m over the border, N2 covers 4 m of these: 5 × 10 m are the border's fault.
    plan = houses(box(80, 40, 109, 50), box(105, 40, 130, 50))
    found = only(plan, "whole.building")
    assert found.facts == {"id": "N1", "area_m2": 90.0}
    assert only(plan, "building.overlap").facts["area_m2"] == 40.0


def test_houses_that_touch_or_overlap_by_less_than_a_border_may_shave_are_silent() -> None:
    # 0.1 × 10 m is the tolerance of 1 m², not over it.
    plan = houses(box(20, 20, 40, 30), box(40, 20, 60, 30), box(59.9, 20, 80, 30))
    assert check(plan, rules=["building"]) == []


def test_a_house_that_a_given_line_cuts_is_told_apart() -> None:
    plan = houses(box(190, 40, 206, 50))
    districts = [
        {"level": 2, "code": f"D{n}", "name": f"District {n}", "geometry": ground}
        for n, ground in ((1, box(0, 0, 200, 200)), (2, box(200, 0, 400, 200)))
    ]
    assert only(plan, "whole.building").severity == "error"
    found = only(with_rows(plan, areas=districts), "whole.building")
    # 6 of its 16 m lie in District 2; the line between them is law.
    assert (found.severity, found.fixes) == ("info", ())
    assert found.facts == {"id": "N1", "area_m2": 60.0, "kind": "given", "area": "District 1"}
    assert "District 1" in say(found.sentence, found.words, "en")
    # A leaf that does not keep to the line is a planner's own.
    off = with_shape("T002", box(100, 0, 195, 100), with_rows(plan, areas=districts))
    off = with_shape("T003", box(195, 0, 300, 100), off)
    (cut,) = check(off, rules=["whole.building"])
    assert (cut.severity, cut.facts["area_m2"]) == ("error", 50.0)
