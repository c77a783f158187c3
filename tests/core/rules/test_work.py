"""Rules about loads, whole buildings, ways, people and households; waivers; selection."""

from __future__ import annotations

import pandas as pd
import pytest
import shapely

from gridplanner.edits.duties import AssignAll, AssignDuty
from gridplanner.edits.grids import SplitGrid
from gridplanner.errors import UsageError
from gridplanner.model import Plan
from gridplanner.rules import RULES, check, offers
from gridplanner.scheme import Scheme
from gridplanner.tables import conform
from gridplanner.wording import say
from tests.core.rules.test_ground import only
from tests.core.towns import (
    CRS,
    box,
    captain,
    lattice,
    line,
    point,
    polygon,
    river_town,
    with_rows,
    workers,
)

#: 2, 5, 9 and 2 persons, no workers: a leaf's target is 4.5 persons.
TOWN = lattice(2, 2)


def test_loads_over_the_limits() -> None:
    found = {f.codes[0]: f for f in check(TOWN, rules=["load.deviation"])}
    assert {code: f.facts["deviation"] for code, f in found.items()} == {
        "T001": -0.5556, "T002": 0.1111, "T003": 1.0, "T004": -0.5556,
    }  # fmt: skip
    assert found["T002"].severity == "warning"
    assert found["T002"].facts["limit"] == 0.10
    assert found["T003"].severity == "error"
    assert check(TOWN.with_settings(load_warn=1.5), rules=["load"]) == []


def test_a_border_through_a_house() -> None:
    # The house of T003 stands at 40 … 60 m; four of its twenty metres are cut off.
    cut = SplitGrid("T003", line((44, 90), (44, 210))).apply(TOWN)
    found = only(cut, "whole.building")
    assert found.facts == {"id": "B3", "area_m2": 40.0}
    assert set(found.codes) >= {"T003", "T005"}
    shaved = SplitGrid("T003", line((40.05, 90), (40.05, 210))).apply(TOWN)
    assert check(shaved, rules=["whole.building"]) == []


def test_a_border_through_a_compound_that_is_one_unit() -> None:
    court = {"id": "C", "name": "Court", "geometry": box(80, 10, 120, 30)}
    found = only(with_rows(TOWN, compounds=[court]), "whole.compound")
    assert found.facts == {"id": "C", "area_m2": 400.0}
    beyond = {**court, "geometry": box(-20, 10, 40, 30)}
    assert check(with_rows(TOWN, compounds=[beyond]), rules=["whole.compound"]) == []


def test_a_leaf_that_a_river_cuts() -> None:
    units = [{"id": f"U{n}", "geometry": box(x, 0, x + 50, 200)} for n, x in
             enumerate((0, 50, 100, 150))]  # fmt: skip
    plan = with_rows(
        lattice(2, 1), units=units, water=[{"id": "w", "geometry": line((50, 0), (50, 200))}],
        streets=[{"id": "quay", "geometry": line((0, 10), (40, 10))}],
    )  # fmt: skip
    # The first unit is reached by nothing: a way is assumed, and the leaf is whole.
    assert check(plan, rules=["connected.walk"]) == []
    far = with_rows(
        plan,
        water=[{"id": "w", "geometry": line((50, 0), (50, 200))},
               {"id": "v", "geometry": line((100, 0), (100, 200))}],
        streets=[{"id": "bridge", "geometry": line((90, 10), (110, 10))}],
    )  # fmt: skip
    assert check(far, rules=["connected"]) == []


def test_a_leaf_with_a_river_through_it_is_cut() -> None:
    # The river flows at x = 40 through T001 alone; both banks are reached through T003.
    units = [
        {"id": "west", "geometry": box(0, 0, 40, 100)},
        {"id": "east", "geometry": box(40, 0, 100, 100)},
        {"id": "north", "geometry": polygon((0, 100), (40, 100), (100, 100), (100, 200), (0, 200))},
        {"id": "T002", "geometry": box(100, 0, 200, 100)},
        {"id": "T004", "geometry": box(100, 100, 200, 200)},
    ]
    plan = with_rows(
        TOWN, units=units, water=[{"id": "w", "geometry": line((40, 0), (40, 100))}]
    )  # fmt: skip
    found = only(plan, "connected.walk")
    # The smaller part is the west bank, 40 × 100 m.
    assert (found.severity, found.codes) == ("error", ("T001",))
    assert found.facts == {"parts": 2, "area_m2": 4000.0}
    assert found.where is not None
    assert shapely.covers(box(0, 0, 40, 100), shapely.Point(*found.where))
    after = offers(plan, found)[0].after
    assert check(after, rules=["connected", "coverage"]) == []
    assert after.leaves.set_index("code").geometry["T003"].area == pytest.approx(14_000)


def test_leaves_without_a_worker() -> None:
    plan = with_rows(TOWN, persons=workers(1))
    plan = AssignDuty("P01", "网格员", ("grids", "T002")).apply(plan)
    found = check(plan, rules=["duty.grid_without_worker"])
    assert [f.codes for f in found] == [("T001",), ("T003",), ("T004",)]
    assert {f.severity for f in found} == {"warning"}
    assert {f.severity for f in check(plan, rules=["duty.grid_without_worker"], final=True)} == {
        "error"
    }


def test_doors_and_their_captains() -> None:
    plan = with_rows(TOWN, persons=[captain(1, "E1", 2), captain(2, "E4")])
    rows = (
        ("C01", "楼门长", "entrances", "E1"),
        ("C01", "楼门长", "entrances", "E3"),
        ("C02", "楼门长", "entrances", "E3"),
    )
    plan = AssignAll(rows, ("楼门长",)).apply(plan)
    vacant = check(plan, rules=["duty.entrance_without_captain"])
    assert [(f.codes, f.facts["households"]) for f in vacant] == [(("E2",), 2), (("E4",), 1)]
    assert only(plan, "duty.two_captains").codes == ("E3",)
    over = only(plan, "duty.captain_over_capacity")
    assert (over.codes, over.facts) == (("C01",), {"households": 4, "capacity": 2})
    assert only(plan, "duty.captain_spans_grids").facts == {"grids": 2}
    # Who brings no figure may care for as many as the plan says: three live behind E3.
    fewer = plan.with_settings(captains_capacity=2)
    over_both = check(fewer, rules=["duty.captain_over_capacity"])
    assert [(f.codes, f.facts) for f in over_both] == [
        (("C01",), {"households": 4, "capacity": 2}), (("C02",), {"households": 3, "capacity": 2}),
    ]  # fmt: skip
    assert only(plan, "duty.captain_lives_elsewhere").codes == ("C02",)


def test_households_that_are_nowhere_or_twice() -> None:
    here = {"persons": 1, "building": "B1", "entrance": "E1", "geometry": point(50, 50)}
    plan = with_rows(
        TOWN,
        households=[
            {**here, "id": "a", "room": "101", "address": "1-101"},
            {**here, "id": "b", "room": "101", "address": "1-101"},
            {**here, "id": "c", "room": ""},
            {"id": "d", "geometry": None},
            {"id": "e", "geometry": None, "address": "somewhere"},
            {"id": "f", "geometry": point(900, 900)},
        ],
    )
    found = {f.rule: f for f in check(plan, rules=["household"])}
    assert {rule: f.codes for rule, f in found.items()} == {
        "household.unlocated": ("d",),
        "household.outside": ("f",),
        "household.unmatched_address": ("e",),
        "household.duplicate": ("b",),
    }
    assert found["household.duplicate"].facts == {"address": "1-101", "first": "a"}
    assert found["household.outside"].where == (point(900, 900).x, point(900, 900).y)


def test_a_waived_finding_stays_and_says_so() -> None:
    waiver = {"rule": "load.deviation", "target": "T003", "reason": "market", "user": "u"}
    found = check(with_rows(TOWN, waivers=[waiver]), rules=["load"])
    assert {f.codes[0]: f.waived for f in found} == {
        "T001": False, "T002": False, "T003": True, "T004": False,
    }  # fmt: skip


def test_rules_are_chosen_by_name_or_family() -> None:
    assert {f.rule.split(".")[0] for f in check(TOWN, rules=["load", "duty"])} == {"load", "duty"}
    for wrong in ("loads", "load.", "duty.two", ""):
        with pytest.raises(UsageError) as caught:
            check(TOWN, rules=[wrong])
        assert caught.value.code == "rule.unknown"
    order = list(RULES)
    found = [order.index(f.rule) for f in check(TOWN)]
    assert found == sorted(found)


def test_a_plan_without_grids_has_nothing_to_find() -> None:
    assert check(Plan.new(Scheme.parse("7/35/253"), CRS)) == []
    assert check(river_town(), final=True) == []


def test_every_finding_can_be_said_and_kept() -> None:
    import json

    broken = SplitGrid("T003", line((44, 90), (44, 210))).apply(TOWN)
    again = broken.tables["households"]
    again = pd.concat([again.iloc[:1].assign(id="again"), again]).reset_index(drop=True)
    broken = broken.with_tables(households=conform("households", again, crs=CRS))
    rules = set()
    for finding in check(broken, final=True):
        rules.add(finding.rule)
        assert "?" not in say(finding.sentence, finding.words, "zh")
        assert "?" not in say(finding.sentence, finding.words, "en").replace("is one a copy?", "")
        json.dumps(dict(finding.facts))
        assert finding.where is None or len(finding.where) == 2
    assert len(rules) >= 5


def test_a_town_without_doors_is_checked() -> None:
    bare = TOWN.with_tables(entrances=TOWN.tables["entrances"].iloc[:0])
    assert check(bare, rules=["duty.entrance_without_captain"]) == []
