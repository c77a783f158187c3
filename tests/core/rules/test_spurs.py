"""Spurs and arms: what hangs on a leaf and is no ground of its own."""

from __future__ import annotations

import pytest
import shapely

from gridplanner.geometry import is_sound, shapes_of
from gridplanner.model import Plan
from gridplanner.repair import repair
from gridplanner.rules import check, fix_all, offers
from gridplanner.rules.profile_edits import SetProfile, own
from gridplanner.rules.suggesting import profile_of
from gridplanner.units.blocks import boundary_of
from gridplanner.wording import say
from tests.core.rules.test_ground import only, with_shape
from tests.core.towns import box, lattice, polygon

TOWN = lattice(4, 2)
SQUARE = [(0, 0), (100, 0), (100, 50), (120, 50), (100, 50), (100, 100), (0, 100)]


def with_arm(wide_m: float, long_m: float) -> Plan:
    """Let T001 reach into T002 along y = 50, whose ground is the less by it."""
    arm = box(100, 50, 100 + long_m, 50 + wide_m)
    plan = with_shape("T001", shapely.union(box(0, 0, 100, 100), arm), TOWN)
    return with_shape("T002", shapely.difference(box(100, 0, 200, 100), arm), plan)


def sound(plan: Plan) -> bool:
    return is_sound(boundary_of(plan), shapes_of(plan.leaves.geometry))


def test_a_spur_without_width_is_named_and_dropped() -> None:
    plan = with_shape("T001", polygon(*SQUARE))
    found = only(plan, "geometry.invalid")
    # Out and back along 20 m is one line of 20 m.
    assert (found.facts["kind"], found.facts["count"], found.facts["length_m"]) == ("spur", 1, 20.0)
    assert "20.000 m" in say(found.sentence, found.words, "zh")
    (offered,) = offers(plan, found)
    assert shapely.equals(offered.after.leaves.geometry.iloc[0], box(0, 0, 100, 100))
    after, report = repair(plan)
    assert sound(after)
    assert [grid.code for grid in report.grids if grid.made_valid] == ["T001"]
    # A cut into the inside that comes back along itself is the same.
    inward = [(x if x < 101 else 80, y) for x, y in SQUARE]
    assert only(with_shape("T001", polygon(*inward)), "geometry.invalid").facts["kind"] == "spur"


def test_an_outline_that_crosses_itself_is_no_spur() -> None:
    plan = with_shape("T001", polygon((0, 0), (100, 100), (100, 0), (0, 100)))
    assert "kind" not in only(plan, "geometry.invalid").facts


@pytest.mark.parametrize("wide_m", [0.004, 0.3, 0.95])
def test_an_arm_under_the_width_is_found_and_goes_to_the_leaf_around_it(wide_m: float) -> None:
    plan = with_arm(wide_m, 20)
    # The coverage is valid: only the arm is wrong.
    assert sound(plan)
    found = only(plan, "coverage.sliver")
    assert found.codes == ("T001",)
    assert found.facts == {
        "kind": "arm", "area_m2": pytest.approx(20 * wide_m, abs=0.002),
        "width_m": pytest.approx(wide_m, abs=0.001), "length_m": 20.0,
    }  # fmt: skip
    assert "20.0 m" in say(found.sentence, found.words, "en")
    after = offers(plan, found)[0].after
    assert sound(after)
    assert check(after, rules=["geometry", "coverage"]) == []
    areas = shapely.area(shapes_of(after.leaves.geometry))
    assert areas == pytest.approx([10_000.0] * 8, abs=0.001)


def test_what_is_wide_or_short_is_no_arm() -> None:
    # 1 m is the profile's width; a tooth of 1.9 m is shorter than two widths.
    for wide_m, long_m in ((1.01, 20), (0.5, 1.9)):
        assert check(with_arm(wide_m, long_m), rules=["coverage"]) == []
    assert len(check(with_arm(0.5, 2.1), rules=["coverage"])) == 1
    # A corner of 11.4° (20 m wide after 100 m) is sharp, and no arm.
    sharp = polygon((0, 0), (100, 10), (0, 20))
    rest = shapely.difference(box(0, 0, 100, 100), sharp)
    plan = with_shape("T002", shapely.union(rest, box(100, 0, 200, 100)), with_shape("T001", sharp))
    assert check(plan, rules=["coverage.sliver"]) == []


def test_the_profile_says_how_wide() -> None:
    plan = with_arm(1.5, 20)
    assert check(plan, rules=["coverage.sliver"]) == []
    strict = SetProfile(own(profile_of(plan), sliver_width_m=2.0)).apply(plan)
    assert only(strict, "coverage.sliver").facts["width_m"] == 1.5
    silent = SetProfile(own(profile_of(plan), sliver_width_m=0.0)).apply(with_arm(0.1, 20))
    assert check(silent, rules=["coverage.sliver"]) == []


def test_fix_all_takes_arms_up_to_the_tolerance_along() -> None:
    fixed = fix_all(with_arm(0.3, 20))
    assert sound(fixed.after)
    assert fixed.mended == {"coverage.sliver": 1}
    assert check(fixed.after, rules=["coverage"]) == []
    assert fix_all(with_arm(0.8, 20)).edit is None
