"""Rules about levels and codes."""

from __future__ import annotations

from typing import Any

import pandas as pd

from gridplanner.model import Plan
from gridplanner.rules import check
from tests.core.rules.test_ground import only, with_shape, without
from tests.core.towns import box, lattice

TOWN = lattice(4, 2)


def changed(grid: str, plan: Plan = TOWN, **values: Any) -> Plan:
    grids = plan.frame("grids")
    for name, value in values.items():
        grids[name] = grids[name].mask(grids["code"] == grid, value)
    return plan.with_tables(grids=grids)


def test_counts_against_the_scheme() -> None:
    found = only(without("T003"), "hierarchy.count")
    assert found.facts == {
        "level": 3, "name": "二级网格", "name_en": "Second-level grid", "count": 7, "expected": 8,
    }  # fmt: skip
    assert found.severity == "warning"
    assert only(without("T003"), "hierarchy.count", final=True).severity == "error"


def test_orphans() -> None:
    assert only(changed("T003", parent=pd.NA), "hierarchy.orphan").codes == ("T003",)
    assert only(changed("T003", parent=1), "hierarchy.orphan").codes == ("T003",)
    assert only(changed("T003", parent=999), "hierarchy.orphan").codes == ("T003",)
    # A file edited elsewhere may hold levels that the scheme does not have, or circles.
    assert {f.codes for f in check(changed("T003", level=9), rules=["hierarchy.orphan"])} == {
        ("T003",)
    }
    circle = changed("T01", parent=101)
    assert {f.codes for f in check(circle, rules=["hierarchy.orphan"])} == {("T01",)}
    assert "hierarchy.orphan" in {f.rule for f in check(circle)}


def test_a_child_outside_its_parent() -> None:
    found = check(with_shape("T01", box(0, 0, 190, 200)), rules=["hierarchy.crosses_parent"])
    assert [f.codes for f in found] == [("T002",), ("T006",)]
    assert found[0].facts == {"area_m2": 1000.0, "parent": "T01"}


def test_parents_without_children() -> None:
    found = only(without("T001", "T002", "T005", "T006"), "hierarchy.empty")
    assert found.codes == ("T01",)


def test_codes() -> None:
    assert only(changed("T003", code="X3"), "code.format").facts == {"pattern": "{1}{n:03}"}
    twice = changed("T003", code="T004")
    assert [f.codes for f in check(twice, rules=["code.duplicate"])] == [("T004",), ("T004",)]
    # The retired grid's code is used by another one in force.
    retired = changed("T003", valid_to="2026-01-01")
    assert only(changed("T004", retired, code="T003"), "code.reused").codes == ("T003",)
    assert check(retired, rules=["code.format", "code.duplicate", "code.reused"]) == []


def test_codes_that_run_from_south_to_north() -> None:
    # Numbered from the south-west: the second row, T005 … T008, lies 100 m north of T001.
    found = only(TOWN, "code.order")
    assert (found.severity, found.codes) == ("info", ("T005",))
    assert found.facts == {"count": 4, "before": "T001", "north_m": 100.0}
    grids = TOWN.frame("grids")
    turned = {f"T{n:03d}": f"T{(n + 3) % 8 + 1:03d}" for n in range(1, 9)}
    grids["code"] = grids["code"].map(turned).fillna(grids["code"])
    assert check(TOWN.with_tables(grids=grids), rules=["code.order"]) == []
    # What is issued is never re-sorted.
    assert check(lattice(4, 2, valid_from="2026-01-01"), rules=["code.order"]) == []
