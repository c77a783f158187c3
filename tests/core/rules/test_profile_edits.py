"""Profiles are chosen, changed, checked and set back; one edit stores them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gridplanner.errors import UsageError
from gridplanner.rules import check
from gridplanner.rules.profile import PROFILES, Limits, profile_data, profile_from
from gridplanner.rules.profile_edits import (
    SetProfile,
    checked,
    own,
    shipped_of,
    with_limits,
    with_setting,
)
from gridplanner.rules.suggesting import profile_of
from tests.core.towns import lattice

CITY = PROFILES["city"]
#: Leaves with 1, 2, 3 and 1 households.
TOWN = lattice(2, 2)


def test_a_changed_profile_is_stored_and_checked_against() -> None:
    changed = with_setting(CITY, "households=:1:2:", 3)
    plan = SetProfile(changed).apply(TOWN)
    found = check(plan, rules=["size.households"])
    assert [(f.codes, f.severity) for f in found] == [(("T003",), "warning")]
    assert profile_of(plan) == changed
    assert profile_from(profile_data(changed)) == changed
    assert (changed.name, changed.base, shipped_of(changed)) == ("own", "city", CITY)


def test_limits_of_levels_and_kinds_stand_side_by_side() -> None:
    changed = with_setting(CITY, "2/households=:10:20:", 3)
    changed = with_setting(changed, "3/专属/area=::50000:60000", 3)
    assert changed.limit("households", 2, 3, "综合") == Limits("households", 10, 20, level=2)
    assert changed.limit("area", 3, 3, "专属") == Limits(
        "area", None, 50_000, None, 60_000, kind="专属"
    )
    assert changed.limit("households", 3, 3, "综合") == CITY.limits[0]
    # All ends open: no limit any more, and the profile is the shipped one again.
    back = with_setting(with_setting(changed, "2/households=:::", 3), "专属/area=:::", 3)
    assert back == CITY


def test_the_deepest_level_follows_the_scheme() -> None:
    changed = with_limits(CITY, Limits("persons", None, 900, level=3), 3)
    found = changed.limit("persons", 2, 2, "综合")
    assert found is not None
    assert found.high == 900


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("dogs=1:2:3:4", "profile.setting"), ("households=1:2:3", "profile.setting"),
        ("9/households=1:2:3:4", "profile.setting"), ("0/households=1:2:3:4", "profile.setting"),
        ("households=1..2:::", "profile.setting"), ("width=3", "profile.setting"),
        ("", "profile.setting"), ("households=10:5:20:30", "profile.order"),
        ("households=::30:20", "profile.order"), ("sliver_width_m=51", "profile.number"),
        ("load_warn=0.3", "profile.load_order"), ("branch_households=0", "profile.number"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(text: str, code: str) -> None:
    with pytest.raises(UsageError) as caught:
        checked(with_setting(CITY, text, 3))
    assert caught.value.code == code


def test_older_settings_of_deviation_give_way_to_a_chosen_profile() -> None:
    older = TOWN.with_settings(load_warn=0.5, load_error=0.9)
    assert profile_of(older).load_warn == 0.5
    plan = SetProfile(own(CITY, load_warn=0.12)).apply(older)
    assert (profile_of(plan).load_warn, profile_of(plan).load_error) == (0.12, 0.2)


def test_a_profile_of_unknown_origin_cannot_be_set_back() -> None:
    with pytest.raises(UsageError) as caught:
        shipped_of(replace(CITY, name="mine", base=""))
    assert caught.value.code == "profile.no_base"
