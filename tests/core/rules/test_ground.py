"""Rules about polygons and the coverage: each broken on purpose, with the figure known."""

from __future__ import annotations

from typing import Any

import pytest
import shapely

from gridplanner.model import Plan
from gridplanner.rules import Finding, check
from tests.core.towns import box, lattice, polygon

TOWN = lattice(4, 2)


def with_shape(code: str, shape: Any, plan: Plan = TOWN) -> Plan:
    """Give a grid another outline, without anybody following."""
    grids = plan.layer("grids")
    shapes = [shape if c == code else g for c, g in zip(grids["code"], grids.geometry, strict=True)]
    return plan.with_tables(grids=grids.set_geometry(shapes, crs=plan.crs))


def without(*codes: str, plan: Plan = TOWN) -> Plan:
    """Drop grids, without their parents following."""
    return plan.with_tables(grids=plan.tables["grids"][~plan.grids["code"].isin(codes)])


def only(plan: Plan, rule: str, *, final: bool = False) -> Finding:
    found = check(plan, rules=[rule], final=final)
    assert [f.rule for f in found] == [rule]
    return found[0]


def test_a_sound_town_has_no_findings() -> None:
    assert check(TOWN, rules=["geometry", "coverage", "hierarchy"]) == []
    assert {f.rule for f in check(TOWN, rules=["code"])} == {"code.order"}


def test_an_outline_that_crosses_itself_is_found_and_breaks_nothing_else() -> None:
    plan = with_shape("T001", polygon((0, 0), (100, 100), (100, 0), (0, 100)))
    found = only(plan, "geometry.invalid")
    assert (found.severity, found.codes) == ("error", ("T001",))
    assert "Self-intersection" in found.facts["reason"]
    assert found.where is not None
    # All rules look at it without falling over.
    assert "geometry.invalid" in {f.rule for f in check(plan, final=True)}


def test_repeated_points() -> None:
    twice = polygon((0, 0), (100, 0), (100, 0), (100, 0), (100, 100), (0, 100))
    assert only(with_shape("T001", twice), "geometry.duplicate_points").facts == {"count": 2}


def test_detached_parts_of_a_leaf() -> None:
    parts = shapely.MultiPolygon([box(0, 0, 100, 100), box(-50, 0, -40, 10)])
    assert only(with_shape("T001", parts), "geometry.multipart").facts == {
        "parts": 2,
        "area_m2": 100.0,
    }
    assert check(with_shape("T01", parts), rules=["geometry.multipart"]) == []


def test_an_overlap_has_both_codes_and_its_area() -> None:
    found = only(with_shape("T001", box(0, 0, 103, 100)), "coverage.overlap")
    assert found.codes == ("T001", "T002")
    # Mean width: twice the area over the outline, 600 / 206.
    assert found.facts == {"area_m2": 300.0, "width_m": 2.913}
    assert found.where is not None
    assert shapely.covers(box(100, 0, 103, 100), shapely.Point(*found.where))
    assert check(with_shape("T001", box(0, 0, 100.00001, 100)), rules=["coverage.overlap"]) == []


def test_a_gap_is_a_warning_until_approval() -> None:
    found = only(without("T003"), "coverage.gap")
    assert (found.severity, found.facts) == ("warning", {"area_m2": 10_000.0, "width_m": 50.0})
    assert found.codes == ("T002", "T004", "T006", "T007", "T008")
    assert only(without("T003"), "coverage.gap", final=True).severity == "error"


def test_a_hole_that_one_leaf_surrounds() -> None:
    holed = shapely.difference(box(0, 0, 100, 100), box(40, 40, 50, 45))
    found = only(with_shape("T001", holed), "geometry.hole")
    assert (found.codes, found.facts) == (("T001",), {"area_m2": 50.0, "width_m": 3.333})


def test_ground_outside_the_boundary() -> None:
    found = only(with_shape("T001", box(-2, 0, 100, 100)), "coverage.outside")
    assert (found.codes, found.facts) == (("T001",), {"area_m2": 200.0, "width_m": 1.961})


@pytest.mark.parametrize(
    ("shape", "width_m", "area_m2"),
    [(box(0, 0, 4, 4), 2.0, 16.0), (box(0, 0, 0.5, 99.5), 0.4975, 49.75)],
)
def test_slivers(shape: Any, width_m: float, area_m2: float) -> None:
    found = only(with_shape("T001", shape), "coverage.sliver")
    # Width is twice the area over the outline.
    assert found.facts["area_m2"] == area_m2
    assert found.facts["width_m"] == pytest.approx(width_m, abs=1e-3)


def test_childless_grids_above_may_not_overlap_either() -> None:
    plan = without("T001", "T002", "T005", "T006")
    wide = with_shape("T01", box(0, 0, 210, 200), plan)
    found = only(wide, "coverage.overlap")
    assert (found.codes, found.facts) == (("T01", "T02"), {"area_m2": 2000.0, "width_m": 9.524})
