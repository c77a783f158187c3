"""Units of a town whose blocks can be counted on paper."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gridplanner.edits.rows import AdoptUnits
from gridplanner.errors import Cancelled, EditError
from gridplanner.geometry import is_sound, shapes_of
from gridplanner.model import Plan
from gridplanner.scheme import Scheme
from gridplanner.units import derive_units
from gridplanner.units.blocks import blocks_of, boundary_of
from gridplanner.units.compounds import whole_compounds
from tests.core.towns import CRS, box, line, polygon, river_town, with_rows
from tests.effort import rounds

TOWN = river_town()


def units_of(plan: Plan) -> Any:
    units = derive_units(plan)
    shapes = shapes_of(units.geometry)
    assert (shapely.get_type_id(shapes) == 3).all()
    adopted = AdoptUnits(units).apply(plan)
    boundary: Any = boundary_of(adopted)
    assert is_sound(boundary, shapes)
    assert shapely.union_all(shapes).equals(boundary)
    assert boundary.hausdorff_distance(boundary_of(plan)) < 0.002
    assert units["id"].is_unique
    return units


def test_blocks_are_what_lines_close() -> None:
    # Six between the streets; the river cuts the two middle ones into two and itself,
    # and the compound is one of its own: 6 + 2 · 2 + 1 + a ring around it.
    blocks = blocks_of(TOWN)
    assert len(blocks.polygons) == 6 + 2 * 2 + 1
    assert float(shapely.area(blocks.polygons).sum()) == pytest.approx(600 * 400)
    assert (blocks.ground.water >= 0).sum() == 2
    assert (blocks.ground.compound >= 0).sum() == 1


def test_each_house_has_a_unit_and_the_compound_is_one() -> None:
    units = units_of(TOWN)
    # 3 houses × 2 households × 3 = 18 of 108 persons: one leaf of six.
    assert whole_compounds(TOWN).tolist() == [True]
    court = units[units["compound"] == "C1"]
    assert len(court) == 1
    assert court["kind"].tolist() == ["compound"]
    assert shapely.covers(court.geometry.iloc[0], box(420.1, 220.1, 489.9, 379.9))
    outside = [f"B{n}" for n in (*range(1, 13), 16, 17, 18)]
    assert set(units.loc[units["kind"] == "building", "building"]) == set(outside)
    houses = TOWN.buildings.set_index("id").geometry
    for building, shape in zip(units["building"], units.geometry, strict=True):
        if building:
            assert shapely.covers(shape, houses[building])


def test_borders_run_in_midstream_and_nobody_owns_the_river() -> None:
    units = units_of(TOWN)
    in_river = shapely.area(shapely.intersection(shapes_of(units.geometry), box(390, 0, 410, 400)))
    west = (
        shapely.get_x(shapely.centroid(shapes_of(units.geometry))) < box(400, 0, 401, 1).bounds[0]
    )
    assert float(in_river[west].sum()) == pytest.approx(4000, rel=0.01)
    assert float(in_river[~west].sum()) == pytest.approx(4000, rel=0.01)


def test_a_compound_split_on_purpose_is_divided_by_house() -> None:
    units = units_of(TOWN.with_settings(split_compounds=["C1"]))
    inside = units[units["compound"] == "C1"]
    assert set(inside["building"]) >= {"B13", "B14", "B15"}
    assert set(inside["kind"]) <= {"building", "ground"}


def test_a_large_compound_is_divided_by_house() -> None:
    plan = TOWN.frame("households")
    plan["persons"] = plan["persons"].mask(plan["building"].isin(["B13", "B14", "B15"]), 30)
    assert whole_compounds(TOWN.with_tables(households=plan)).tolist() == [False]


def test_given_areas_divide_units() -> None:
    plan = with_rows(
        TOWN,
        areas=[
            {"level": 1, "code": "1", "geometry": polygon((0, 0), (310, 0), (290, 400), (0, 400))},
            {"level": 1, "code": "2",
             "geometry": polygon((310, 0), (600, 0), (600, 400), (290, 400))},
        ],
    )  # fmt: skip
    units = units_of(plan)
    areas = shapes_of(AdoptUnits(units).apply(plan).areas.geometry)
    common = shapely.area(shapely.intersection(shapes_of(units.geometry)[:, None], areas))
    # No unit has ground in both.
    assert float(np.minimum(common[:, 0], common[:, 1]).max()) < 1e-6


@given(st.data())
@settings(max_examples=rounds(15), deadline=None)
def test_any_houses_and_streets_give_a_sound_coverage(data: st.DataObject) -> None:
    place = st.integers(0, 560)
    houses = data.draw(st.lists(st.tuples(place, st.integers(0, 370)), max_size=12, unique=True))
    streets = data.draw(st.lists(st.tuples(place, place, place, place), max_size=4))
    plan = with_rows(
        TOWN,
        buildings=[
            {"id": f"b{n}", "geometry": box(x, y, x + 15 + n, y + 20)}
            for n, (x, y) in enumerate(houses)
        ],
        streets=[
            {"id": f"s{n}", "geometry": line((a, b), (c, d + 1))}
            for n, (a, b, c, d) in enumerate(streets)
        ],
        entrances=[],
        households=[],
    )
    units_of(plan)


def test_a_bare_boundary_is_ground() -> None:
    plan = with_rows(
        Plan.new(Scheme.parse("1/2"), CRS), boundary=[{"geometry": box(0, 0, 100, 100)}]
    )
    units = units_of(plan)
    assert set(units["kind"]) == {"ground"}


def test_no_boundary_and_a_stop() -> None:
    with pytest.raises(EditError) as caught:
        derive_units(Plan.new(Scheme.parse("1"), CRS))
    assert caught.value.code == "plan.no_boundary"
    with pytest.raises(Cancelled):
        derive_units(TOWN, lambda progress: False)
