"""Mending a coverage: by hand where the answer is known, at random for what must hold."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely

from gridplanner.geometry import is_sound, shapes_of
from gridplanner.model import Plan
from gridplanner.repair import repair
from gridplanner.rules import check
from gridplanner.units.blocks import boundary_of
from tests.core.rules.test_ground import with_shape
from tests.core.towns import X0, Y0, box, lattice, polygon

TOWN = lattice(4, 3)


WIDE = lattice(8, 5)


def crooked(seed: int) -> Plan:
    """Give the lattice's inner corners other places, up to 20 m off; houses stay whole."""
    rng = np.random.default_rng(seed)
    shift = np.round(rng.uniform(-20, 20, (9, 6, 2)), 3)
    shift[[0, -1], :, :] = shift[:, [0, -1], :] = 0.0

    def moved(xy: np.ndarray) -> np.ndarray:
        column = np.rint((xy[:, 0] - X0) / 100).astype(int)
        row = np.rint((xy[:, 1] - Y0) / 100).astype(int)
        return np.asarray(xy + shift[column, row])

    grids = WIDE.layer("grids")
    geometry = shapely.set_precision(shapely.transform(shapes_of(grids.geometry), moved), 0.001)
    return WIDE.with_tables(grids=grids.set_geometry(geometry, crs=TOWN.crs))


def shape(plan: Plan, code: str) -> Any:
    return plan.leaves.set_index("code").geometry[code]


def sound(plan: Plan) -> bool:
    return is_sound(boundary_of(plan), shapes_of(plan.leaves.geometry))


def test_a_sound_plan_is_left_alone() -> None:
    for plan in (TOWN, crooked(1)):
        after, report = repair(plan)
        assert after is plan
        assert (report.grids, report.max_moved_m) == ((), 0.0)


def test_a_strip_between_two_leaves_goes_to_the_longer_neighbour() -> None:
    # T001 ends 0.3 m before T002; the strip of 0.3 × 100 m is 30 m².
    plan = with_shape("T001", box(0, 0, 99.7, 100), TOWN)
    after, report = repair(plan)
    assert sound(after)
    assert report.filled_m2 == 30.0
    assert report.max_moved_m == pytest.approx(0.3, abs=0.001)
    assert sum(grid.area_m2 for grid in report.grids) == pytest.approx(30.0)
    assert repair(plan, 0.2)[1].left == 1


def test_an_overlap_keeps_one_border_and_moves_the_other() -> None:
    plan = with_shape("T001", box(0, 0, 100.4, 100), TOWN)
    after, report = repair(plan)
    assert sound(after)
    assert report.shared_m2 == 40.0
    assert [grid.code for grid in report.grids if grid.area_m2] in (["T001"], ["T002"])


def test_a_strip_along_several_leaves_is_shared_between_them() -> None:
    # The whole second row of squares begins 0.4 m too far north.
    plan = TOWN
    for n, x in zip(range(5, 9), (0, 100, 200, 300), strict=True):
        plan = with_shape(f"T{n:03d}", box(x, 100.4, x + 100, 200), plan)
    after, report = repair(plan)
    assert sound(after)
    assert report.filled_m2 == pytest.approx(160.0)
    assert report.max_moved_m <= 0.5
    # Nobody has grown an arm along its neighbours.
    for code in (f"T{n:03d}" for n in range(1, 9)):
        west, south, east, north = shape(after, code).bounds
        assert east - west <= 100.001
        assert north - south <= 100.401


def test_what_sticks_out_is_clipped() -> None:
    after, report = repair(with_shape("T001", box(-0.25, 0, 100, 100), TOWN))
    assert sound(after)
    assert report.clipped_m2 == 25.0
    assert shapely.equals(shape(after, "T001"), box(0, 0, 100, 100))


def test_an_outline_that_crosses_itself_is_made_valid() -> None:
    spike = polygon((0, 0), (100, 0), (100, 100), (99.9, 100.2), (100.1, 100.2), (99.8, 100),
                    (0, 100))  # fmt: skip
    assert not shapely.is_valid(spike)
    after, report = repair(with_shape("T001", spike, TOWN))
    assert sound(after)
    assert next(grid for grid in report.grids if grid.code == "T001").made_valid


def test_larger_faults_stay_and_are_counted() -> None:
    plan = with_shape("T001", box(0, 0, 103, 100), TOWN)
    after, report = repair(plan)
    assert report.left == 1
    assert [f.facts["area_m2"] for f in check(after, rules=["coverage.overlap"])] == [300.0]
    assert sound(repair(plan, 3.0)[0])


def test_a_doubled_leaf_empties_nobody() -> None:
    plan = with_shape("T002", box(0, 0, 100, 100), TOWN)
    after, report = repair(plan)
    assert report.left >= 1
    assert not shapely.is_empty(shapes_of(after.leaves.geometry)).any()


def test_a_house_that_changes_hands_is_said() -> None:
    # The house of T001 stands at 40 … 60 m; a border at 49.8 m leaves most of it in the gap's
    # other leaf, and 10.2 m of it east.
    plan = with_shape("T001", box(0, 0, 49.8, 100), TOWN)
    plan = with_shape("T002", box(50.1, 0, 200, 100), plan)
    report = repair(plan)[1]
    assert sound(repair(plan)[0])
    moves = {(b.id, b.before, b.after) for b in report.buildings}
    assert moves <= {("B1", "T002", "T001"), ("B1", "T001", "T002")}
