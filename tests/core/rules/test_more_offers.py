"""Fixes of sizes, mixed compounds and captains; what helps where no edit does."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd
import pytest

from gridplanner.edits.duties import AssignAll, AssignDuty
from gridplanner.edits.grids import MergeGrids
from gridplanner.model import Plan
from gridplanner.rules import RULES, Finding, check, offers
from gridplanner.rules.actions import action_of
from gridplanner.rules.profile import Limits, Profile, profile_data
from gridplanner.tables import conform
from tests.core.rules.test_ground import only
from tests.core.towns import box, captain, lattice, point, with_rows

#: Leaf n has (n − 1) % 3 + 1 households: 1, 2, 3, 1 and, in the row above, 2, 3, 1, 2.
#: T001 T002 T005 T006 belong to the first district.


def limited(*limits: Limits) -> Plan:
    own = Profile("own", "", "", "", limits, load_warn=9, load_error=9)
    return lattice(4, 2).with_settings(profile=profile_data(own))


def captains(plan: Plan, *pairs: tuple[str, str]) -> Plan:
    rows = tuple((person, "楼门长", "entrances", door) for person, door in pairs)
    return AssignAll(rows, ("楼门长",)).apply(plan)


def test_a_leaf_that_is_too_small_joins_one_beside_it_as_far_as_both_fit() -> None:
    plan = limited(Limits("households", 2, 3))
    found = {f.codes[0]: f for f in check(plan, rules=["size.households"])}
    assert sorted(found) == ["T001", "T004", "T007"]
    # T002 with 2 and T005 with 2 are beside T001 and of its district; T006 with 3 is not.
    fixes = found["T001"].fixes
    assert [fix.codes for fix in fixes if isinstance(fix, MergeGrids)] == [
        ("T002", "T001"), ("T005", "T001"),
    ]  # fmt: skip
    offered = offers(plan, found["T001"])
    assert len(offered) == 2
    left = {f.codes[0] for f in check(offered[0].after, rules=["size.households"])}
    assert left == {"T004", "T007"}
    # T003 with 3 households would be too large with T004, so only T008 takes it.
    assert [fix.codes for fix in found["T004"].fixes if isinstance(fix, MergeGrids)] == [
        ("T008", "T004")
    ]


def test_a_leaf_that_is_too_large_has_no_merge_but_help() -> None:
    plan = limited(Limits("households", None, 2))
    found = check(plan, rules=["size.households"])
    assert [f.codes[0] for f in found] == ["T003", "T006"]
    assert all(f.fixes == () for f in found)
    assert {action_of(f) for f in found} == {"rebalance"}


def _more(plan: Plan, name: str, rows: list[dict[str, Any]]) -> Any:
    both = pd.concat([plan.tables[name], gpd.GeoDataFrame(rows, crs=plan.crs)])
    return conform(name, both.reset_index(drop=True), crs=plan.crs)


def test_a_mixed_leaf_gives_away_what_has_fewer_homes() -> None:
    # A court of two leaves' worth over T002 and the eastern tenth of T001, where a house of
    # one household stands.
    plan = limited()
    home = {"id": "B9", "geometry": box(92, 40, 98, 60)}
    extra = [
        {"id": "H9", "building": "B9", "persons": 1, "geometry": point(95, 50)},
        *({"id": f"K{n}", "building": "B2", "persons": 4, "geometry": point(150, 50)}
          for n in range(9)),
    ]  # fmt: skip
    plan = plan.with_tables(
        buildings=_more(plan, "buildings", [home]), households=_more(plan, "households", extra)
    )
    plan = with_rows(
        plan, compounds=[{"id": "C", "name": "Court", "geometry": box(90, 0, 200, 100)}]
    )
    finding = only(plan, "whole.compound")
    assert finding.codes == ("T001",)
    assert finding.facts["inside_households"] == finding.facts["outside_households"] == 1
    offered = offers(plan, finding)
    assert offered
    assert offered[0].edit.facts == {"area_m2": 1000.0, "to": "T002"}
    assert check(offered[0].after, rules=["whole.compound", "coverage"]) == []


def test_a_captain_with_too_much_hands_on_the_smallest_door_that_does_it() -> None:
    # Doors of 2, 3 and 1 households, room for 4: the door of 2 is enough, and C02, who
    # lives in that house's leaf, has room for 2.
    people = [captain(1, "E3", 4), captain(2, "E2", 2), captain(3, "E8", 1)]
    plan = captains(
        with_rows(limited(), persons=people), ("C01", "E2"), ("C01", "E3"), ("C01", "E4")
    )
    over = only(plan, "duty.captain_over_capacity")
    assert over.facts == {"households": 6, "capacity": 4}
    assert over.fixes[0] == AssignDuty("C02", "楼门长", ("entrances", "E2"))
    offered = offers(plan, over)
    assert offered
    assert check(offered[0].after, rules=["duty.captain_over_capacity"]) == []


def test_nobody_with_room_is_no_fix() -> None:
    plan = with_rows(limited(), persons=[captain(1, "E3", 1), captain(2, "E2", 1)])
    plan = captains(plan, ("C01", "E3"))
    assert only(plan, "duty.captain_over_capacity").fixes == ()


def test_doors_in_another_leaf_go_to_somebody_there() -> None:
    people = [captain(1, "E3"), captain(2, "E1")]
    plan = captains(with_rows(limited(), persons=people), ("C01", "E1"), ("C01", "E3"))
    spans = only(plan, "duty.captain_spans_grids")
    assert spans.fixes == (AssignDuty("C02", "楼门长", ("entrances", "E1")),)
    after = offers(plan, spans)[0].after
    assert check(after, rules=["duty.captain_spans_grids", "duty.captain_lives_elsewhere"]) == []


def test_somebody_behind_the_door_takes_it_over() -> None:
    people = [captain(1, "E3"), captain(2, "E1")]
    plan = captains(with_rows(limited(), persons=people), ("C01", "E1"))
    elsewhere = only(plan, "duty.captain_lives_elsewhere")
    assert elsewhere.fixes == (AssignDuty("C02", "楼门长", ("entrances", "E1")),)
    assert check(offers(plan, elsewhere)[0].after, rules=["duty.captain_lives_elsewhere"]) == []


@pytest.mark.parametrize(
    ("rule", "action"),
    [
        ("load.deviation", "rebalance"), ("size.persons", "rebalance"),
        ("hierarchy.count", "plan"), ("duty.grid_without_worker", "staff"),
        ("duty.two_captains", "captains"), ("household.outside", "worklist"),
        ("coverage.gap", None), ("party.branch", None),
    ],
)  # fmt: skip
def test_what_helps_is_named(rule: str, action: str | None) -> None:
    assert rule in RULES
    assert action_of(Finding(rule, "warning", (), None)) == action
