"""A compound split into its buildings on purpose, and rejoined."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
import shapely

from gridplanner.edits import AdoptUnits, RejoinCompound, SetUnitLock, SplitCompound
from gridplanner.edits.compounds import split_on_purpose
from gridplanner.geometry import shapes_of
from gridplanner.model import Plan
from gridplanner.units.derive import derive_units
from tests.core.edits.checks import refused
from tests.core.towns import river_town

#: The three houses of the compound, see :func:`tests.core.towns.river_town`.
HOUSES = ["B13", "B14", "B15"]


@cache
def town() -> Plan:
    plan = river_town()
    return AdoptUnits(derive_units(plan)).apply(plan)


def ground_of(plan: Plan) -> Any:
    """Ground of the compound's units."""
    units = plan.units
    return shapely.union_all(shapes_of(units.geometry[units["compound"] == "C1"]))


def assert_units_tile(plan: Plan) -> None:
    """Check that units are a coverage of what they covered before."""
    shapes = shapes_of(plan.units.geometry)
    whole = shapely.coverage_union_all(shapes_of(town().units.geometry))
    assert shapely.union_all(shapes).symmetric_difference(whole).area < 1e-3
    assert shapely.coverage_is_valid(shapes)
    assert (shapely.get_type_id(shapes) == 3).all()
    assert plan.units["id"].is_unique
    assert plan.units.index.is_unique


def test_each_house_gets_a_unit_and_the_rest_stays() -> None:
    before = town()
    plan = SplitCompound("C1", "先交付一期").apply(before)
    assert split_on_purpose(plan) == ("C1",)
    court = plan.units[plan.units["compound"] == "C1"]
    assert sorted(court["building"][court["building"] != ""]) == HOUSES
    houses = plan.buildings.set_index("id").geometry
    for building, shape in zip(court["building"], court.geometry, strict=True):
        if building:
            assert shapely.covers(shape.buffer(1e-6), houses[building])
    assert_units_tile(plan)
    assert ground_of(plan).symmetric_difference(ground_of(before)).area < 1e-3
    others = before.units[before.units["compound"] != "C1"]
    kept = plan.units[plan.units["compound"] != "C1"]
    assert list(others["id"]) == list(kept["id"])
    # What is planned anew agrees.
    assert set(derive_units(plan)["building"]) >= set(HOUSES)


def test_rejoined_it_is_one_unit_with_its_old_name() -> None:
    before = town()
    old = before.units[before.units["compound"] == "C1"]
    plan = RejoinCompound("C1").apply(SplitCompound("C1", "试").apply(before))
    again = plan.units[plan.units["compound"] == "C1"]
    assert list(again["id"]) == list(old["id"])
    assert list(again["kind"]) == ["compound"]
    assert split_on_purpose(plan) == ()
    assert_units_tile(plan)


def test_what_cannot_be_split_is_refused_with_the_reason() -> None:
    plan = town()
    assert refused(SplitCompound("C1", " "), plan).code == "edit.compound_reason"
    assert refused(SplitCompound("C9", "x"), plan).code == "edit.unknown_compound"
    assert refused(RejoinCompound("C1"), plan).code == "edit.compound_whole"
    split = SplitCompound("C1", "x").apply(plan)
    assert refused(SplitCompound("C1", "x"), split).code == "edit.compound_split"
    unit = str(plan.units["id"][plan.units["compound"] == "C1"].iloc[0])
    locked = SetUnitLock((unit,), True).apply(plan)
    assert refused(SplitCompound("C1", "x"), locked).code == "edit.unit_locked"
    few = plan.buildings[~plan.buildings["id"].isin(HOUSES[1:])]
    assert refused(SplitCompound("C1", "x"), plan.with_tables(buildings=few)).code == (
        "edit.compound_one"
    )


def test_before_there_are_units_the_setting_is_kept() -> None:
    plan = river_town()
    split = SplitCompound("C1", "x").apply(plan)
    assert split_on_purpose(split) == ("C1",)
    assert split_on_purpose(RejoinCompound("C1").apply(split)) == ()


@pytest.mark.parametrize(
    "edit", [SplitCompound("C1", "x", "一号院"), RejoinCompound("C1", "", "一号院")]
)
def test_the_journal_names_it(edit: Any) -> None:
    from gridplanner.wording import say

    assert "一号院" in say(edit.label, edit.facts, "zh")
    assert "一号院" in say(edit.label, edit.facts, "en")
