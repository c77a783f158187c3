"""Served ground against closed forms."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import shapely

from gridplanner.geometry import shapes_of
from gridplanner.model import Plan
from gridplanner.scheme import Scheme
from gridplanner.served import served_area, served_tiles
from tests.core.towns import CRS, box, lattice, line, with_rows


def street_town(**tables: list[dict[str, Any]]) -> Plan:
    """1,000 m × 600 m with a street through the middle from side to side."""
    plan = Plan.new(Scheme.parse("1/2"), CRS)
    rows: dict[str, list[dict[str, Any]]] = {
        "boundary": [{"geometry": box(0, 0, 1000, 600)}],
        "streets": [{"id": "S", "geometry": line((-200, 300), (1200, 300))}],
    }
    return with_rows(plan, **{**rows, **tables})


def test_a_street_serves_fifty_metres_on_both_sides() -> None:
    whole = shapes_of([box(0, 0, 1000, 600)])
    assert served_area(street_town(), whole)[0] == pytest.approx(1000 * 100, rel=1e-9)
    near = street_town().with_settings(served_reach_m=20)
    assert served_area(near, whole)[0] == pytest.approx(1000 * 40, rel=1e-9)


def test_water_and_mask_are_not_served() -> None:
    plan = street_town(
        water=[{"id": "w", "geometry": box(100, 0, 200, 600)},
               {"id": "brook", "geometry": line((0, 0), (1000, 600))}],
        mask=[{"id": "m", "geometry": box(150, 300, 300, 600)}],
    )  # fmt: skip
    # 100 m of river, and 100 m × 50 m of mask that the river does not hold already.
    expected = 1000 * 100 - 100 * 100 - 100 * 50
    assert served_area(plan, shapes_of([box(0, 0, 1000, 600)]))[0] == pytest.approx(expected)


def test_parts_add_up_whatever_the_tiles() -> None:
    plan = street_town()
    rng = np.random.default_rng(3)
    x = np.sort(np.r_[0, rng.uniform(0, 1000, 20), 1000])
    parts = shapes_of([box(a, 0, b, 600) for a, b in pairwise(x)])
    area = served_area(plan, parts)
    assert area == pytest.approx(np.diff(x) * 100, rel=1e-6, abs=1e-3)
    tiles = served_tiles(plan)
    assert float(shapely.area(tiles).sum()) == pytest.approx(100_000)
    assert shapely.union_all(tiles).area == pytest.approx(100_000)


def test_another_boundary_keeps_what_is_near_but_not_what_is_inside() -> None:
    plan = street_town()
    whole = shapes_of([box(0, 0, 1000, 600)])
    served_area(plan, whole)
    half = with_rows(plan, boundary=[{"geometry": box(0, 0, 433.3, 600)}])
    assert served_area(half, whole)[0] == pytest.approx(433.3 * 100)
    wider = with_rows(half, boundary=[{"geometry": box(-100, 0, 1100, 600)}])
    assert served_area(wider, shapes_of([box(-100, 0, 1100, 600)]))[0] == pytest.approx(120_000)
    mask = [{"id": "m", "geometry": box(0, 0, 500, 600)}]
    assert served_area(with_rows(wider, mask=mask), whole)[0] == pytest.approx(50_000)


def test_the_same_ground_as_another_object_is_the_same() -> None:
    plan = street_town()
    for _ in range(3):
        assert served_area(plan, shapes_of([box(0, 0, 100, 600)]))[0] == pytest.approx(10_000)


def test_a_building_serves_a_rounded_square() -> None:
    plan = street_town(streets=[], buildings=[{"id": "b", "geometry": box(500, 300, 520, 310)}])
    # Quarter circles of 4 chords: an octagon's share, 4 · r² · sin(90°/4) … summed.
    corner = 4 * 4 * 0.5 * 50**2 * np.sin(np.pi / 8)
    expected = 20 * 10 + 2 * (20 + 10) * 50 + corner
    assert served_area(plan, shapes_of([box(0, 0, 1000, 600)]))[0] == pytest.approx(expected)


def test_nothing_to_serve() -> None:
    empty = street_town(streets=[])
    assert served_area(empty, shapes_of([box(0, 0, 9, 9)])).tolist() == [0.0]
    assert served_area(lattice(2, 1), shapes_of([])).tolist() == []
    assert len(served_tiles(Plan.new(Scheme.parse("1"), CRS))) == 0


def test_cells_make_the_same_ground_as_one_union() -> None:
    """Houses in all sizes and places, some of which cover whole cells and some only corners."""
    rng = np.random.default_rng(7)
    houses = [
        {"id": str(n), "geometry": box(x, y, x + side, y + side)}
        for n, (x, y, side) in enumerate(
            zip(rng.uniform(0, 950, 40), rng.uniform(0, 550, 40), rng.uniform(5, 45, 40),
                strict=True)
        )
    ]  # fmt: skip
    plan = street_town(buildings=houses, streets=[])
    shapes = shapes_of(plan.tables["buildings"]["geometry"])
    reach = shapely.union_all(shapely.buffer(shapes, 50.0, quad_segs=4))
    expected = shapely.intersection(reach, box(0, 0, 1000, 600))
    found = shapely.union_all(served_tiles(plan))
    assert shapely.area(shapely.symmetric_difference(found, expected)) < 1e-3
    assert 0.3 < shapely.area(expected) / 600_000 < 1.0
