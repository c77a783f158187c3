"""Boundary, areas, streets, water and entrances as they come."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridplanner.errors import InputError
from gridplanner.model import Plan
from gridplanner.scheme import Scheme
from layers.importing import prepare
from tests.effort import rounds
from tests.layers.imports import CRS, X0, Y0, assert_sound, box, point, write


def test_boundary_is_one_shape_and_never_none(town: Plan, tmp_path: Path) -> None:
    two = write(tmp_path, "two", {"name": ["a", "a"]}, [box(0, 0), box(20, 0)])
    frame = prepare(town, "boundary", two).tables["boundary"]
    assert len(frame) == 1
    assert frame.geometry.iloc[0].area == pytest.approx(400, abs=0.01)
    points = write(tmp_path, "points", {"name": ["a"]}, [point(0, 0)])
    with pytest.raises(InputError) as caught:
        prepare(town, "boundary", points)
    assert caught.value.code == "boundary.no_polygon"


def test_a_closed_line_makes_a_boundary(town: Plan, tmp_path: Path) -> None:
    path = write(tmp_path, "ring", {"name": ["a"]}, [shapely.LineString(box(0, 0).exterior.coords)])
    prepared = prepare(town, "boundary", path)
    assert prepared.tables["boundary"].geometry.iloc[0].area == pytest.approx(200, abs=0.01)
    assert "geometry.closed_lines" in {note.code for note in prepared.notes}


def test_area_codes_that_excel_made_numbers(town: Plan, tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "areas",
        {"编码": [610925100001.0, 610925100002.0], "名称": ["西坡", "东坡"]},
        [box(0, 0, 50, 50), box(50, 0, 50, 50)],
    )
    frame = prepare(town, "areas", path).tables["areas"]
    assert frame["code"].tolist() == ["610925100001", "610925100002"]
    assert frame["level"].tolist() == [1, 1]


@settings(
    max_examples=rounds(15),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 2**32 - 1))
def test_snapping_keeps_a_coverage_sound(tmp_path_factory: Any, seed: int) -> None:
    rng = np.random.default_rng(seed)
    seeds = shapely.multipoints(rng.uniform(0, 1000, (30, 2)) + np.array([X0, Y0]))
    cells = [
        shapely.intersection(cell, shapely.box(X0, Y0, X0 + 1000, Y0 + 1000))
        for cell in shapely.get_parts(shapely.voronoi_polygons(seeds))
    ]
    cells = [cell for cell in cells if cell.area > 0]
    lines = shapely.union_all([cell.exterior for cell in cells])
    cells = list(shapely.get_parts(shapely.polygonize([*shapely.get_parts(lines)])))
    folder = tmp_path_factory.mktemp("coverage")
    path = write(folder, "areas", {"code": [str(i) for i in range(len(cells))]}, cells, "EPSG:4326")
    frame = prepare(Plan.new(Scheme.parse("30"), CRS), "areas", path).tables["areas"]
    assert shapely.coverage_is_valid(np.array(frame.geometry))


def test_levels_follow_from_the_areas_that_are_there(town: Plan, tmp_path: Path) -> None:
    top = write(tmp_path, "top", {"name": ["北", "南"]}, [box(0, 0, 100, 50), box(0, 50, 100, 50)])
    prepared = prepare(town, "areas", top)
    assert "areas.code_made" in {note.code for note in prepared.notes}
    plan = town.with_tables(areas=prepared.tables["areas"])
    low = write(
        tmp_path,
        "low",
        {"name": ["a", "b", "c"]},
        [box(0, 0, 50, 50), box(50, 0, 50, 50), box(0, 50, 100, 50)],
    )
    frame = prepare(plan, "areas", low).tables["areas"]
    assert frame["level"].tolist() == [2, 2, 2]
    assert frame["code"].is_unique
    assert prepare(plan, "areas", top).tables["areas"]["level"].tolist() == [1, 1]


def test_streets_know_barriers_and_bridges(town: Plan, tmp_path: Path) -> None:
    lines = [shapely.LineString([(X0, Y0 + y), (X0 + 50, Y0 + y)]) for y in range(6)]
    path = write(
        tmp_path,
        "streets",
        {
            "highway": ["motorway", "residential", None, "footway", "motorway", None],
            "railway": [None, None, "rail", None, None, "rail"],
            "bridge": [None, "yes", None, "viaduct", "no", None],
            "tunnel": [None, None, None, None, "yes", None],
        },
        lines,
    )
    frame = prepare(town, "streets", path).tables["streets"]
    assert frame["barrier"].tolist() == [True, False, True, False, False, True]
    assert frame["bridge"].tolist() == [False, True, False, True, False, False]
    assert frame["kind"].tolist()[:3] == ["motorway", "residential", "rail"]


def test_culverts_are_no_water(town: Plan, tmp_path: Path) -> None:
    lines = [shapely.LineString([(X0, Y0 + y), (X0 + 50, Y0 + y)]) for y in range(3)]
    path = write(
        tmp_path,
        "water",
        {"waterway": ["river", "stream", "dam"], "tunnel": [None, "culvert", None]},
        lines,
    )
    prepared = prepare(town, "water", path)
    assert_sound(prepared)
    assert prepared.worklist["reason"].tolist() == ["water.culvert", "water.not_water"]


def test_entrances_find_their_building(town: Plan, tmp_path: Path) -> None:
    frame = {"楼栋": ["1号楼", "", "", "77号楼"], "小区": ["阳光小区", "", "", "阳光小区"]}
    shapes = [point(12, 9), point(201, 9), point(600, 600), point(601, 600)]
    prepared = prepare(town, "entrances", write(tmp_path, "e", frame, shapes))
    assert_sound(prepared)
    assert prepared.tables["entrances"]["building"].tolist() == ["B1", "B3"]
    assert prepared.worklist["reason"].tolist() == [
        "entrance.no_building",
        "entrance.unknown_building",
    ]


def test_the_wrong_layer_is_refused_in_one_sentence(town: Plan, tmp_path: Path) -> None:
    path = write(tmp_path, "points", {"name": ["a"]}, [point(0, 0)])
    with pytest.raises(InputError) as caught:
        prepare(town, "streets", path)
    assert caught.value.code == "layer.wrong_geometry"
    assert caught.value.facts["found"] == "Point"


def test_figures_without_crs_are_the_plans_only_where_they_fit(town: Plan, tmp_path: Path) -> None:
    for x, fits in ((X0, True), (X0 + 200_000, False)):
        path = tmp_path / f"{int(x)}.shp"
        frame = gpd.GeoDataFrame({"n": [1]}, geometry=[shapely.Point(x, Y0)], crs=CRS)
        frame.to_file(path, engine="pyogrio")
        path.with_suffix(".prj").unlink()
        if fits:
            assert "crs.assumed" in {note.code for note in prepare(town, "places", path).notes}
        else:
            with pytest.raises(InputError, match=r"crs\.needed"):
                prepare(town, "places", path)
