"""Fix-all on plans damaged at random: what must hold whatever was wrong."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bench.faults import plant
from bench.planted import NoPlaceError
from gridplanner.geometry import is_sound, shapes_of
from gridplanner.locate import locate
from gridplanner.model import Plan
from gridplanner.repair.row_edits import SetParent
from gridplanner.rules import check, fix_all
from gridplanner.units.blocks import boundary_of
from tests.core.repair.test_mend import crooked
from tests.core.rules.test_ground import with_shape
from tests.core.rules.test_levels import changed
from tests.core.rules.test_overlaps import twice
from tests.core.towns import box
from tests.effort import rounds

TOLERANCE_M = 0.5
GROUND = ("overlap", "gap", "outside", "hole", "repeated", "chip", "redrawn", "spur", "arm")
ROWS = ("doubled", "wrong_code", "same_code", "no_parent", "strange_parent")


def damaged(whole: Plan, rng: np.random.Generator) -> Plan:
    """Plant a dozen faults no larger than the tolerance, no two at one leaf."""
    plan = whole
    hurt: set[str] = set()
    # Wrong parents last: an edit of ground lets parents follow, and then nothing is wrong.
    for kind in sorted(map(str, rng.choice(GROUND + ROWS, 12)), key=ROWS.__contains__):
        size_m = float(np.round(rng.uniform(0.002, 0.45), 3))
        try:
            planted = plant(plan, kind, rng, size_m)
        except NoPlaceError:
            continue
        # Two faults at one border may add up to more than the tolerance.
        if hurt.isdisjoint(planted.codes):
            plan = planted.plan
            hurt |= planted.codes
    return plan


@settings(max_examples=rounds(10), deadline=None)
@given(st.integers(0, 10_000))
# Noding opened a needle of 45 m that hung on the leaf at its tip.
@example(350)
# A second fault was to be planted into a leaf that the first had left invalid.
@example(807)
def test_randomly_damaged_plans_become_sound(seed: int) -> None:
    whole = crooked(seed)
    plan = damaged(whole, np.random.default_rng(seed))
    fixed = fix_all(plan, tolerance_m=TOLERANCE_M)
    after = fixed.after
    assert fixed.report.left == 0
    assert is_sound(boundary_of(after), shapes_of(after.leaves.geometry))
    rules = ["geometry", "coverage", "hierarchy", "code.format", "code.duplicate", "code.reused"]
    assert check(after, rules=rules) == []
    assert fixed.report.max_moved_m <= TOLERANCE_M
    # Houses stand far from the borders: nobody moves, and nobody is lost.
    home, now = locate(whole), locate(after)
    assert np.array_equal(now.households, home.households)
    assert now.counts(after)["persons"] == home.counts(whole)["persons"]
    # Every leaf is there once and below its own parent.
    uids = ["uid", "parent"]
    assert after.leaves[uids].to_numpy().tolist() == whole.leaves[uids].to_numpy().tolist()


def test_parents_are_put_right_before_anything_makes_them_follow() -> None:
    # T003 lies in T02 and was put below T01; T004 has no parent, T007 is there twice. Dropping
    # the double lets T02 be the union of its children, and T01 of its own with T003.
    plan = twice("T007", "T0079", changed("T004", changed("T003", parent=2), parent=pd.NA))
    fixed = fix_all(plan)
    assert fixed.dropped == (("T0079", "T007"),)
    parents = dict(zip(fixed.after.leaves["code"], fixed.after.leaves["parent"], strict=True))
    assert [parents[f"T{n:03d}"] for n in range(1, 9)] == [2, 2, 3, 3, 2, 2, 3, 3]
    assert check(fixed.after, rules=["hierarchy", "coverage"]) == []


def test_a_parent_of_overlapping_children_holds_all_of_each() -> None:
    # T001 reaches 3 m into T002, and .4 mm over the boundary in the west: rounded to
    # millimetres its parent would leave .0004 × 100 m² outside, four times what is rounding.
    wide = with_shape("T001", box(-0.0004, 0, 103, 100), changed("T002", parent=pd.NA))
    plan = SetParent("T002", "T01").apply(wide)
    assert check(plan, rules=["hierarchy"]) == []
