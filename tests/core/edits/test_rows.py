"""Rows from files, settings, adopted units."""

from __future__ import annotations

import pandas as pd
import pytest
import shapely

from gridplanner.edits.grids import DeleteGrid
from gridplanner.edits.rows import AdoptUnits, ChangeSettings, ImportRows
from gridplanner.errors import EditError, FaultyInput
from gridplanner.geometry import is_sound, shapes_of
from gridplanner.model import Plan
from gridplanner.scheme import Scheme
from tests.core.towns import CRS, box, frame, lattice, polygon, with_rows, workers

TOWN = lattice(2, 2)


def test_rows_come_after_those_that_are_there() -> None:
    plan = ImportRows({"persons": frame("persons", workers(2))}, "a.xlsx").apply(TOWN)
    more = [{**w, "id": f"Q{w['id']}"} for w in workers(2)]
    plan = ImportRows({"persons": frame("persons", more)}).apply(plan)
    assert plan.persons["id"].tolist() == ["P01", "P02", "QP01", "QP02"]
    assert plan.persons.index.tolist() == [1, 2, 3, 4]
    instead = ImportRows({"persons": frame("persons", more)}, replace=True).apply(plan)
    assert instead.persons["id"].tolist() == ["QP01", "QP02"]


def test_spatial_rows_stay_spatial() -> None:
    row = {"id": "new", "geometry": box(1, 1, 2, 2)}
    plan = ImportRows({"buildings": frame("buildings", [row])}).apply(TOWN)
    assert plan.layer("buildings").crs == CRS
    assert len(plan.buildings) == 5


def test_an_id_that_is_taken_is_a_fault() -> None:
    rows = frame("buildings", [{"id": "B1", "geometry": box(1, 1, 2, 2)}])
    with pytest.raises(FaultyInput) as caught:
        ImportRows({"buildings": rows}, "b.zip").apply(TOWN)
    assert [(f.code, f.value, f.file) for f in caught.value.faults] == [
        ("table.id_taken", "B1", "b.zip")
    ]


def test_the_row_number_of_a_grid_is_its_uid() -> None:
    fewer = DeleteGrid("T004").apply(DeleteGrid("T003").apply(TOWN))
    assert fewer.next_uid == 105
    rows = frame(
        "grids",
        [{"uid": 105, "level": 3, "parent": 2, "code": "N", "geometry": box(0, 100, 200, 200)}],
    )
    for replace in (False, True):
        loose = rows.set_axis(pd.RangeIndex(1, 2, name="fid"))
        plan = ImportRows({"grids": loose}, replace=replace).apply(fewer)
        assert plan.grids.loc[105, "code"] == "N"
        assert plan.uid_of("N") == 105


def test_settings_are_set_and_removed() -> None:
    plan = ChangeSettings({"served_reach_m": 30}).apply(TOWN)
    assert plan.settings["served_reach_m"] == 30
    assert "served_reach_m" not in ChangeSettings({"served_reach_m": None}).apply(plan).settings


def test_units_bring_their_vertices_to_boundary_and_areas() -> None:
    plan = with_rows(
        Plan.new(Scheme.parse("2/4"), CRS),
        boundary=[{"geometry": polygon((0, 0), (99.9, 0.3), (100, 100), (0, 100))}],
        areas=[
            {"level": 1, "code": "1", "geometry": box(0, 0, 50, 100)},
            {"level": 1, "code": "2", "geometry": box(50, 0, 100, 100)},
        ],
    )
    units = frame(
        "units",
        [
            {"id": "1", "geometry": polygon((0, 0), (50, 0.15), (50, 100), (0, 100))},
            {"id": "2", "geometry": polygon((50, 0.15), (99.9, 0.3), (100, 100), (50, 100))},
        ],
    )
    after = AdoptUnits(units).apply(plan)
    boundary = after.boundary.geometry.iloc[0]
    assert is_sound(boundary, shapes_of(units["geometry"]))
    assert len(shapely.get_coordinates(boundary)) == 7
    assert [a.equals(u) for a, u in zip(after.areas.geometry, units["geometry"], strict=True)] == [
        True, True,
    ]  # fmt: skip
    with pytest.raises(EditError) as caught:
        AdoptUnits(units.iloc[:0]).apply(plan)
    assert caught.value.code == "plan.no_units"
