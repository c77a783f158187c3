"""Faults planted into a town: each is found, and nothing is found elsewhere."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from bench.faults import KINDS, plant
from bench.rules import inject, must_be_found
from gridplanner.rules import check
from tests.core.repair.test_mend import crooked
from tests.effort import rounds


def test_each_kind_of_fault_is_found_and_nothing_else() -> None:
    for rule, score in inject(crooked(1), rounds(5)).items():
        assert score.missed == [], rule
        assert (score.recall, score.precision) == (1.0, 1.0), rule


@pytest.mark.parametrize("kind", ["overlap", "gap", "outside"])
def test_one_millimetre_is_found(kind: str) -> None:
    planted = plant(crooked(2), kind, np.random.default_rng(2), 0.001)
    found = [f for f in check(planted.plan, rules=[planted.rule]) if planted.codes & {*f.codes}]
    assert found
    # The planted strip is so wide and as long as the stretch of border.
    assert found[0].facts["area_m2"] == pytest.approx(planted.area_m2, abs=0.001)


def test_slices_under_the_tolerance_are_silent() -> None:
    # Houses are 20 m × 10 m: a slice of 0.09 m is 0.9 m², under the tolerance of 1 m².
    plan = crooked(3)
    for thick, found in ((0.09, 0), (0.11, 1)):
        planted = plant(plan, "cut_building", np.random.default_rng(3), thick)
        assert planted.area_m2 == pytest.approx(10 * thick, abs=0.02)
        assert must_be_found(planted, plan) == bool(found)
        assert len(check(planted.plan, rules=["whole.building"])) == found


def test_every_kind_breaks_a_plan_that_was_sound() -> None:
    plan = crooked(4)
    assert check(plan, rules=["geometry", "coverage", "hierarchy", "whole"]) == []
    for kind in KINDS:
        planted = plant(plan, kind, np.random.default_rng(4), 0.8)
        assert not shapely.is_missing(planted.plan.leaves.geometry.to_numpy()).any()
        assert planted.codes
