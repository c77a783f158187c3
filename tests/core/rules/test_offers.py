"""Fixes: every one offered mends its finding, and adds no error."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely

from bench.faults import KINDS, plant
from gridplanner.edits.duties import AssignAll
from gridplanner.errors import EditError
from gridplanner.geometry import is_sound, shapes_of
from gridplanner.model import Plan
from gridplanner.repair import DropWaiver, GiveGround, MakeValid, Recode, Renumber, Waive
from gridplanner.rules import RULES, Finding, check, fix_all, fix_kind, offers
from gridplanner.rules.profile import Profile, profile_data
from gridplanner.units.blocks import boundary_of
from tests.core.rules.test_ground import only, with_shape, without
from tests.core.rules.test_levels import changed
from tests.core.towns import box, captain, lattice, with_rows, workers

NO_LIMITS = profile_data(Profile("own", "", "", "", (), load_warn=9, load_error=9))
TOWN = lattice(4, 2).with_settings(profile=NO_LIMITS)


def first(plan: Plan, rule: str) -> tuple[Finding, Plan]:
    """Apply the first offer for the only finding of a rule."""
    finding = only(plan, rule)
    offered = offers(plan, finding)
    assert offered
    after = offered[0].after
    assert check(after, rules=[rule]) == []
    return finding, after


def sound(plan: Plan) -> bool:
    return is_sound(boundary_of(plan), shapes_of(plan.leaves.geometry))


def test_a_gap_goes_to_the_leaf_with_the_longest_border() -> None:
    plan = with_shape("T001", box(0, 0, 90, 90), TOWN)
    # Ground of 10 × 100 and 90 × 10 m: T002 has 100 m of it, T005 100 m, T001 180 m.
    finding, after = first(plan, "coverage.gap")
    assert finding.facts["area_m2"] == 1900.0
    fix = finding.fixes[0]
    assert isinstance(fix, GiveGround)
    assert fix.to == "T001"
    assert shapely.equals(after.leaves.set_index("code").geometry["T001"], box(0, 0, 100, 100))
    assert sound(after)


def test_a_lost_leaf_is_filled_by_a_neighbour_only_where_that_makes_no_error() -> None:
    # T003 had a house with three households: whoever takes it must not break the limits.
    plan = without("T003", plan=TOWN)
    finding = only(plan, "coverage.gap")
    assert len(offers(plan, finding)) == 3
    tight = plan.with_settings(load_error=0.5, load_warn=0.4)
    known = {f.codes for f in check(tight) if f.severity == "error"}
    for offer in offers(tight, finding):
        assert {f.codes for f in check(offer.after) if f.severity == "error"} <= known


@pytest.mark.parametrize(
    ("shape", "rule"),
    [
        (box(0, 0, 103, 100), "coverage.overlap"),
        (box(-2, 0, 100, 100), "coverage.outside"),
        (shapely.MultiPolygon([box(0, 0, 100, 100), box(150, 20, 160, 30)]), "geometry.multipart"),
        (shapely.difference(box(0, 0, 100, 100), box(40, 20, 50, 25)), "geometry.hole"),
    ],
)
def test_ground_is_clipped_filled_and_given_away(shape: object, rule: str) -> None:
    plan = with_shape("T001", shape, TOWN)
    assert sound(first(plan, rule)[1])


def test_a_doubled_leaf_is_dropped_with_its_people_going_to_the_other() -> None:
    planted = plant(TOWN, "doubled", np.random.default_rng(3), 1.0)
    finding, after = first(planted.plan, "coverage.overlap")
    assert len(after.leaves) == 8
    assert finding.codes[0] in set(after.leaves["code"])


def test_outlines_are_made_valid() -> None:
    bow = shapely.Polygon([*box(0, 0, 100, 100).exterior.coords[:3], (584050, 3576100.2),
                           (584060, 3576099.9)])  # fmt: skip
    plan = with_shape("T001", bow, TOWN)
    if not shapely.is_valid(bow):
        finding = only(plan, "geometry.invalid")
        assert finding.fixes == (MakeValid("T001"),)
    twice = shapely.Polygon(np.repeat(shapely.get_coordinates(box(0, 0, 100, 100))[:4], 2, axis=0))
    _, after = first(with_shape("T001", twice, TOWN), "geometry.duplicate_points")
    assert sound(after)


def test_codes_and_parents() -> None:
    finding, after = first(changed("T003", TOWN, code="X3"), "code.format")
    assert finding.fixes == (Recode(103),)
    assert "T009" in set(after.leaves["code"])
    twice = changed("T003", TOWN, code="T004")
    offer = fix_kind(twice, check(twice, rules=["code.duplicate"]))
    assert offer is not None
    # The one that came first keeps the code.
    assert offer.after.tables["grids"]["code"].loc[[103, 104]].tolist() == ["T004", "T009"]
    _, after = first(changed("T003", TOWN, parent=pd.NA), "hierarchy.orphan")
    assert after.tables["grids"]["parent"][103] == 3
    # T003 put below T01: its ground lies in T02.
    wrong = changed("T003", TOWN, parent=2)
    _, after = first(wrong, "hierarchy.crosses_parent")
    assert after.tables["grids"]["parent"][103] == 3
    finding, after = first(TOWN, "code.order")
    assert isinstance(finding.fixes[0], Renumber)
    assert after.tables["grids"]["code"][105] == "T001"
    with pytest.raises(EditError):
        Renumber(("T001", "T002")).apply(lattice(4, 2, valid_from="2026-01-01"))


def test_a_building_gets_the_border_round_it() -> None:
    # The border of T001 and T002 is moved to x = 135: it cuts 5 m off the house at 140 … 160.
    plan = with_shape("T001", box(0, 0, 145, 100), with_shape("T002", box(145, 0, 200, 100), TOWN))
    finding = only(plan, "whole.building")
    assert finding.facts == {"id": "B2", "area_m2": 50.0}
    _, after = first(plan, "whole.building")
    assert sound(after)
    shape = after.leaves.set_index("code").geometry[finding.codes[0]]
    assert shapely.covers(shape, box(140, 45, 160, 55))


def test_posts_go_to_who_is_idle_and_near() -> None:
    plan = with_rows(TOWN, persons=[*workers(2), captain(1, "E1", 9), captain(2, "E3", 2)])
    found = {f.codes[0]: f for f in check(plan, rules=["duty.grid_without_worker"])}
    # P02 lives behind E2, which stands in T002.
    assert [fix.facts["person"] for fix in found["T002"].fixes] == ["P02", "P01"]
    vacant = {f.codes[0]: f for f in check(plan, rules=["duty.entrance_without_captain"])}
    assert [fix.facts["person"] for fix in vacant["E1"].fixes] == ["C01"]
    # Three households live behind E3, over what C02 can care for.
    assert vacant["E3"].fixes == ()
    both = (("C01", "楼门长", "entrances", "E1"), ("C02", "楼门长", "entrances", "E1"))
    twice = AssignAll(both, ("楼门长",)).apply(plan)
    _, after = first(twice, "duty.two_captains")
    assert after.tables["duties"]["person"].tolist() == ["C01"]


def test_waivers_need_a_reason_are_kept_and_can_be_taken_back() -> None:
    plan = with_shape("T001", box(0, 0, 103, 100), TOWN)
    finding = only(plan, "coverage.overlap")
    with pytest.raises(EditError) as caught:
        Waive(finding.rule, (finding.target,), "  ").apply(plan)
    assert caught.value.code == "waiver.no_reason"
    waived = Waive(finding.rule, (finding.target,), "历史遗留", "u", "2026-11-24").apply(plan)
    assert only(waived, "coverage.overlap").waived
    again = Waive(finding.rule, (finding.target,), "另议").apply(waived)
    assert again.tables["waivers"]["reason"].tolist() == ["另议"]
    assert not only(DropWaiver(finding.rule, finding.target).apply(again), finding.rule).waived
    with pytest.raises(EditError):
        DropWaiver("code.order").apply(plan)


def test_fix_all_mends_borders_codes_and_parents_in_one_step() -> None:
    plan = changed("T004", changed("T003", TOWN, code="X3"), parent=pd.NA)
    plan = with_shape("T001", box(0, 0, 99.7, 100), plan)
    fixed = fix_all(plan)
    assert fixed.edit is not None
    assert fixed.report.filled_m2 == 30.0
    # A code without a parent follows no pattern either.
    assert fixed.mended["code.format"] == 2
    assert fixed.mended["hierarchy.orphan"] == 1
    rules = {f.rule for f in check(fixed.after, rules=["geometry", "coverage", "hierarchy"])}
    assert rules == set()
    again = fixed.edit.apply(plan)
    assert again.tables["grids"]["code"].tolist() == fixed.after.tables["grids"]["code"].tolist()
    assert fix_all(TOWN).edit is None


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "sliver"])
def test_whatever_is_offered_mends_and_breaks_nothing(kind: str) -> None:
    planted = plant(TOWN, kind, np.random.default_rng(11), 1.5)
    known = {(f.rule, f.target) for f in check(planted.plan) if f.severity == "error"}
    # Numbering anew gives the same errors other names.
    rules = [rule for rule in RULES if rule != "code.order"]
    for finding in check(planted.plan, rules=rules):
        for offer in offers(planted.plan, finding):
            now = check(offer.after)
            assert len([f for f in now if f.rule == finding.rule]) < len(
                [f for f in check(planted.plan) if f.rule == finding.rule]
            )
            assert {(f.rule, f.target) for f in now if f.severity == "error"} <= known
