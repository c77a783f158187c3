"""The same commands on other people's data: a whole valley country."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapely

from gridplanner import open_project
from gridplanner.geometry import owners
from tests.core.cli.running import run

DATA = os.environ.get("GRIDPLANNER_DATA", "")
pytestmark = [
    pytest.mark.skipif(not DATA, reason="GRIDPLANNER_DATA is not set"),
    pytest.mark.slow,
]


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    source = Path(DATA) / "towns" / "liechtenstein.gpkg"
    path = tmp_path_factory.mktemp("country") / "country.gpkg"
    made = run("new", path, "--scheme", "2/11/110", "--boundary", source, "--layer", "country")
    assert made.code == 0, made.err
    for kind, layer in (
        ("areas", "wahlkreise"), ("areas", "municipalities"), ("buildings", "buildings"),
        ("streets", "streets"), ("water", "rivers"),
    ):  # fmt: skip
        result = run("import", path, kind, source, "--layer", layer, "--json")
        assert result.code == 0, result.err
        assert result.data["rows_in"] == result.data["rows_ok"] + len(
            {row["row"] for row in result.data["worklist"] if not row["kept"]}
        )
    planned = run("plan", path, "--work", 300_000, "--json")
    assert planned.code == 0, planned.err
    return path, planned.data


def test_all_levels_are_there_and_connected_within_pieces(
    country: tuple[Path, dict[str, Any]],
) -> None:
    _, data = country
    assert [(x["count"], x["connected"]) for x in data["levels"]] == [
        (2, True), (11, True), (110, True),
    ]  # fmt: skip


def test_each_leaf_is_one_polygon_in_one_piece_and_each_piece_has_a_leaf(
    country: tuple[Path, dict[str, Any]],
) -> None:
    path, _ = country
    with open_project(path, read_only=True) as project:
        plan = project.plan
    leaves = np.asarray(plan.leaves.geometry)
    assert {shape.geom_type for shape in leaves} == {"Polygon"}
    assert shapely.coverage_is_valid(leaves)
    boundary = shapely.union_all(np.asarray(plan.boundary.geometry))
    assert shapely.equals(shapely.coverage_union_all(leaves), boundary)
    areas = plan.areas
    pieces = shapely.get_parts(np.asarray(areas[areas["level"] == 2].geometry))
    assert len(pieces) == 30
    home = owners(np.asarray(shapely.point_on_surface(leaves)), pieces)
    assert set(home) == set(range(30))
    outside = shapely.area(shapely.difference(leaves, pieces[home]))
    assert outside.max() < 0.01
    level_2 = np.asarray(plan.level(2).geometry)
    assert (shapely.get_num_geometries(level_2) > 1).sum() == 7


def test_persons_are_estimated_and_it_is_said(country: tuple[Path, dict[str, Any]]) -> None:
    path, data = country
    assert data["notes"]["persons_estimated"]["persons"] == 36_838
    info = run("info", path, "--json").data
    assert info["persons_estimated"]["from_areas"] is True
    with open_project(path, read_only=True) as project:
        households = project.plan.households
    assert set(households["status"]) == {"估算"}
    assert int(households["persons"].sum()) == 36_838
    shown = run("--lang", "en", "info", path)
    assert "estimate" in shown.out


def test_raw_mountain_ground_does_not_rule(country: tuple[Path, dict[str, Any]]) -> None:
    path, _ = country
    loads = run("loads", path, "--json").data["grids"]
    served = sum(grid["factors"]["area"] for grid in loads)
    # 160 km² of country, of which most is mountain.
    assert served < 0.75 * 160.5e6


def test_the_line_of_a_given_area_is_law(country: tuple[Path, dict[str, Any]]) -> None:
    path, _ = country
    source = pyogrio.read_dataframe(
        Path(DATA) / "towns" / "liechtenstein.gpkg", layer="municipalities"
    )
    with open_project(path, read_only=True) as project:
        plan = project.plan
    asked = source.to_crs(plan.crs).set_index("name").geometry
    grids = plan.level(2).set_index("name").geometry
    assert set(asked.index) == set(grids.index)
    for name, shape in asked.items():
        # Half a millimetre by snapping at import, less than one by noding.
        off = shapely.hausdorff_distance(shapely.boundary(shape), shapely.boundary(grids[name]))
        assert off < 0.0025, name
