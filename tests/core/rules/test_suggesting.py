"""Which profile the data suggest, and why; a stored one speaks before it."""

from __future__ import annotations

import pytest

from gridplanner.planning import household_limits
from gridplanner.rules.profile import PROFILES
from gridplanner.rules.profile_edits import SetProfile
from gridplanner.rules.suggesting import profile_of, suggest, suggestion
from gridplanner.wording import say
from tests.core.towns import lattice

#: Eight leaves, a house each, with 1, 2, 3, 1, 2, 3, 1, 2 households.
TOWN = lattice(4, 2)


@pytest.mark.parametrize(
    ("households", "leaves", "buildings", "name"),
    [
        # Middles: city 387, old 173, micro 39, county 41, courtyard 70, village 175.
        (10_920, 253, 3_800, "county"),
        (4_638, 53, 80, "courtyard"),
        (40_000, 100, 1_000, "city"),
        (16_000, 100, 800, "old"),
        # Houses of their own: what is a city elsewhere is a village here.
        (40_000, 100, 30_000, "village"),
        (17_500, 100, 17_000, "village"),
        (4_000, 100, 4_000, "county"),
        (17_300, 100, 0, "old"),
    ],
)
def test_households_of_a_leaf_and_the_kind_of_place_choose(
    households: int, leaves: int, buildings: int, name: str
) -> None:
    assert suggest(households, 3 * households, leaves, buildings).profile.name == name


def test_the_reason_says_the_figures() -> None:
    found = suggest(10_920, 35_348, 253, 3_800)
    assert found.facts == {
        "households": 10_920, "leaves": 253, "mean": 43.2, "mean_persons": 139.7,
        "per_building": 2.9,
    }  # fmt: skip
    said = say(found.code, found.words, "en")
    assert "10,920 households on 253 leaf grids" in said
    assert "2.9 households a building" in said


def test_nothing_known_is_said_as_such() -> None:
    plan = TOWN.with_tables(households=TOWN.tables["households"].iloc[:0])
    assert suggestion(plan).profile == PROFILES["city"]
    assert suggestion(plan).facts == {}
    assert suggest(5, 9, 0).facts == {}


def test_a_plan_counts_the_houses_with_households() -> None:
    facts = suggestion(TOWN).facts
    # 15 households on 8 leaves in 8 houses.
    assert (facts["households"], facts["leaves"], facts["mean"]) == (15, 8, 1.9)
    assert facts["per_building"] == 1.9


def test_only_what_a_planner_chose_limits_the_solver() -> None:
    assert household_limits(TOWN) is None
    by_data = SetProfile(PROFILES["county"], "data").apply(TOWN)
    assert profile_of(by_data) == PROFILES["county"]
    assert household_limits(by_data) is None
    chosen = SetProfile(PROFILES["county"]).apply(by_data)
    assert household_limits(chosen) == (15, 110, None, 300)
