"""Profiles, what follows from them, and the rules on size and party branches."""

from __future__ import annotations

from typing import Any

import pytest

from gridplanner.edits.duties import AssignDuty
from gridplanner.errors import UsageError
from gridplanner.model import Plan
from gridplanner.rules import check
from gridplanner.rules.actions import action_of
from gridplanner.rules.profile import (
    PROFILES,
    Limits,
    Profile,
    profile_data,
    profile_from,
)
from gridplanner.rules.suggesting import profile_of, suggestion
from tests.core.rules.test_ground import only
from tests.core.towns import box, lattice, line, point, with_rows, workers

#: Leaf n has (n − 1) % 3 + 1 households of 2, 3 and 4 persons: 1, 2, 3, 1 households and
#: 2, 5, 9, 2 persons.
TOWN = lattice(2, 2)


def limited(*limits: Limits, plan: Plan = TOWN, **others: Any) -> Plan:
    """Give a town limits of its own."""
    own = Profile("own", "", "", "", limits, **others)
    return plan.with_settings(profile=profile_data(own))


def test_a_profile_is_chosen_by_the_mean_of_households() -> None:
    homes = TOWN.tables["households"].iloc[:1]

    def town(leaves: int, households: int) -> Plan:
        import pandas as pd

        from gridplanner.model import scheme_frame
        from gridplanner.scheme import Scheme
        from gridplanner.tables import conform

        many = pd.concat([homes] * households)
        many = many.assign(id=[f"H{n}" for n in range(households)])
        return TOWN.with_tables(
            scheme=scheme_frame(Scheme.of([1, 1, leaves])),
            households=conform("households", many.reset_index(drop=True), crs=TOWN.crs),
        )

    # Middles: city 387, old 173, micro 39, county 41, courtyard 70, village 175.
    assert suggestion(town(1, 400)).profile.name == "city"
    assert suggestion(town(1, 170)).profile.name == "old"
    assert suggestion(town(2, 160)).profile.name == "courtyard"
    assert suggestion(town(2, 86)).profile.name == "county"
    assert suggestion(TOWN.with_tables(households=homes.iloc[:0])).profile.name == "city"


def test_what_is_stored_speaks_and_bad_profiles_are_refused() -> None:
    assert profile_of(TOWN.with_settings(profile="old")) == PROFILES["old"]
    warned = TOWN.with_settings(profile="old", load_warn=0.3)
    assert (profile_of(warned).load_warn, profile_of(warned).load_error) == (0.3, 0.2)
    for profile in PROFILES.values():
        assert profile_from(profile_data(profile)) == profile
    for bad in ("nowhere", {}, {"name": "x", "limits": [{"figure": "dogs"}]}, 7,
                {"name": "x", "limits": [], "severity": {"code.order": "loud"}}):  # fmt: skip
        with pytest.raises(UsageError):
            profile_from(bad)


def test_sizes_outside_warn_and_then_are_errors() -> None:
    plan = limited(Limits("households", 2, 2, None, 3), Limits("persons", 3, None, 2.5))
    found = {(f.rule, f.codes[0]): f for f in check(plan, rules=["size"])}
    assert {key: f.severity for key, f in found.items()} == {
        ("size.households", "T001"): "warning",
        ("size.households", "T003"): "warning",
        ("size.households", "T004"): "warning",
        ("size.persons", "T001"): "error",
        ("size.persons", "T004"): "error",
    }
    assert found["size.households", "T003"].facts == {
        "value": 3, "span": "2–2", "low": 2.0, "high": 2.0,
    }  # fmt: skip
    assert found["size.persons", "T001"].facts["span"] == "≥ 3"


def test_sizes_of_an_upper_level_are_those_of_its_leaves() -> None:
    plan = limited(Limits("persons", None, 17, level=2))
    # The one district holds all 18 persons of the four leaves.
    found = only(plan, "size.persons")
    assert (found.codes, found.facts["value"]) == (("T01",), 18)


def test_served_area_is_what_lies_within_reach_less_the_water() -> None:
    # A street from north to south at x = 50, nothing else, and a reach of 20 m: a strip of
    # 40 m × 100 m in T001 and T003. A pond of 20 m × 50 m in T001's strip is not served.
    bare = TOWN.with_tables(
        buildings=TOWN.tables["buildings"].iloc[:0], entrances=TOWN.tables["entrances"].iloc[:0]
    ).with_settings(served_reach_m=20)
    street = {"id": "S", "name": "Street", "geometry": line((50, -100), (50, 300))}
    pond = {"id": "W", "name": "Pond", "geometry": box(30, 0, 50, 50)}
    plan = with_rows(bare, streets=[street], water=[pond])
    found = check(limited(Limits("area", 3_500, 3_900, 100), plan=plan), rules=["size"])
    assert [(f.rule, f.codes[0], f.severity, f.facts["value"]) for f in found] == [
        ("size.area", "T001", "warning", 3_000.0), ("size.area", "T002", "error", 0.0),
        ("size.area", "T003", "warning", 4_000.0), ("size.area", "T004", "error", 0.0),
    ]  # fmt: skip
    assert {f.facts["span"] for f in found} == {"3,500–3,900"}
    # The town has one parent, which holds both strips: 7,000 m².
    above = limited(Limits("area", None, 6_999, level=2), plan=plan)
    assert only(above, "size.area").facts == {"value": 7_000.0, "span": "≤ 6,999", "high": 6_999.0}
    assert check(limited(Limits("area", None, 7_000, level=2), plan=plan), rules=["size"]) == []


def test_workers_on_duty_in_a_grid_and_below_it() -> None:
    plan = with_rows(limited(Limits("workers", 1, 2, None, 3)), persons=workers(5))
    for n, code in enumerate(("T001", "T002", "T002", "T002", "T003"), start=1):
        plan = AssignDuty(f"P{n:02d}", "网格员", ("grids", code)).apply(plan)
    # T004 has nobody, which the rule of duties names.
    found = only(plan, "size.workers")
    assert (found.severity, found.codes) == ("warning", ("T002",))
    assert found.facts == {"value": 3, "span": "1–2", "low": 1.0, "high": 2.0}
    assert action_of(found) == "staff"
    # Five persons serve below the one district, one of them in two of its leaves.
    both = AssignDuty("P01", "网格员", ("grids", "T004")).apply(plan)
    above = both.with_settings(
        profile=profile_data(Profile("own", "", "", "", (Limits("workers", None, 4, level=2),)))
    )
    assert only(above, "size.workers").facts["value"] == 5
    # They are counted where nobody knows of households, too.
    unknown = plan.with_tables(households=plan.tables["households"].iloc[:0])
    assert only(unknown, "size.workers").codes == ("T002",)


def test_other_kinds_and_empty_plans_have_no_limits() -> None:
    grids = TOWN.frame("grids").assign(kind="专属")
    tight = limited(Limits("households", 90, 99), plan=TOWN.with_tables(grids=grids))
    assert check(tight, rules=["size"]) == []
    nobody = limited(Limits("households", 90, 99)).with_tables(
        households=TOWN.tables["households"].iloc[:0]
    )
    assert check(nobody, rules=["size"]) == []


def test_the_profile_sets_severities() -> None:
    plan = limited(severity={"load.deviation": "info", "duty.grid_without_worker": "off"})
    assert {f.severity for f in check(plan, rules=["load"])} == {"info"}
    assert check(plan, rules=["duty.grid_without_worker"]) == []


def test_a_leaf_that_mixes_a_larger_compound_with_homes_outside() -> None:
    # The court holds house 3 with 9 of 18 persons, two leaves' worth; leaf T003 has it,
    # and a second house with one household that stands outside.
    court = {"id": "C", "name": "Court", "geometry": box(30, 140, 70, 160)}
    alone = with_rows(TOWN, compounds=[court])
    assert check(alone, rules=["whole.compound"]) == []
    other = {"id": "B9", "geometry": box(10, 110, 20, 120)}
    home = {"id": "H9", "building": "B9", "persons": 1, "geometry": point(15, 115)}
    mixed = alone.with_tables(
        buildings=_more(alone, "buildings", other), households=_more(alone, "households", home)
    )
    found = only(mixed, "whole.compound")
    assert (found.severity, found.codes) == ("warning", ("T003",))
    # 40 m × 20 m of court.
    assert found.facts == {
        "id": "C", "kind": "mixed", "inside_households": 3, "outside_households": 1,
        "area_m2": 800.0,
    }  # fmt: skip
    assert found.sentence == "whole.compound.mixed"
    assert check(mixed.with_settings(split_compounds=["C"]), rules=["whole.compound"]) == []


def test_large_compounds_need_a_party_branch() -> None:
    court = {"id": "C", "name": "文苑小区", "geometry": box(0, 100, 100, 200)}
    plan = limited(branch_households=3, plan=with_rows(TOWN, compounds=[court]))
    found = only(plan, "party.branch")
    assert found.facts == {"id": "C", "name": "文苑小区", "households": 3, "limit": 3}
    inside = {"id": "P", "name": "", "kind": "小区党支部", "geometry": point(50, 150)}
    afar = {"id": "P", "name": "文苑小区党支部", "kind": "", "geometry": point(190, 10)}
    other = {"id": "P", "name": "柏林小区党支部", "kind": "", "geometry": point(190, 10)}
    assert check(with_rows(plan, places=[inside]), rules=["party"]) == []
    assert check(with_rows(plan, places=[afar]), rules=["party"]) == []
    assert len(check(with_rows(plan, places=[other]), rules=["party"])) == 1
    noted = plan.frame("compounds").assign(党支部="第一支部")
    assert check(plan.with_tables(compounds=noted), rules=["party"]) == []
    few = limited(branch_households=4, plan=with_rows(TOWN, compounds=[court]))
    assert check(few, rules=["party"]) == []


def _more(plan: Plan, name: str, row: dict[str, Any]) -> Any:
    import geopandas as gpd
    import pandas as pd

    from gridplanner.tables import conform

    both = pd.concat([plan.tables[name], gpd.GeoDataFrame([row], crs=plan.crs)])
    return conform(name, both.reset_index(drop=True), crs=plan.crs)
