"""One file with everything in it: what its layers are for is told by their names."""

from __future__ import annotations

import zipfile
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from gridplanner.errors import InputError
from gridplanner.model import Plan
from gridplanner.scheme import Scheme
from layers.file_kinds import contents, layer_for, told_by
from layers.importing import prepare, suggest_crs

CRS = "EPSG:4545"
SQUARE = shapely.box(584_000, 3_576_000, 584_400, 3_576_400)
LINE = shapely.LineString(SQUARE.exterior.coords)


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """Write a file with a boundary, two houses, and two layers that say nothing."""
    path = tmp_path / "town.gpkg"
    houses = [shapely.box(584_010 + x, 3_576_010, 584_020 + x, 3_576_020) for x in (0, 50)]
    layers = {"范围": [SQUARE], "buildings": houses, "layer1": [SQUARE], "layer2": [SQUARE]}
    for name, shapes in layers.items():
        gpd.GeoDataFrame(geometry=shapes, crs=CRS).to_file(path, layer=name, driver="GPKG")
    return path


def test_an_import_takes_the_layer_that_is_called_after_its_kind(town: Path) -> None:
    """And says so."""
    plan = Plan.new(Scheme.parse("1/2"), CRS)
    read = prepare(plan, "buildings", town)
    assert read.rows_ok == 2
    assert [note.facts for note in read.notes if note.code == "layer.by_name"] == [
        {"layer": "buildings"}
    ]
    assert suggest_crs(town) == CRS


def test_where_no_layer_tells_it_asks(town: Path) -> None:
    """Streets could be in either of the others."""
    plan = Plan.new(Scheme.parse("1/2"), CRS)
    with pytest.raises(InputError) as caught:
        prepare(plan, "streets", town)
    assert caught.value.code == "layer.which"
    assert layer_for(town, "streets") is None


def test_a_layer_that_is_named_wins(town: Path) -> None:
    """Also over one that is called after the kind."""
    plan = Plan.new(Scheme.parse("1/2"), CRS)
    read = prepare(plan, "buildings", town, layer="layer1")
    assert read.rows_ok == 1
    assert "layer.by_name" not in {note.code for note in read.notes}


def test_all_that_can_be_told_is_offered(town: Path, tmp_path: Path) -> None:
    """What says nothing is left out; a file of one layer goes by its own name."""
    assert sorted(contents(town), key=str) == [("buildings", "buildings"), ("范围", "boundary")]
    one = tmp_path / "道路.geojson"
    gpd.GeoDataFrame(geometry=[LINE], crs=CRS).to_file(one, driver="GeoJSON")
    assert contents(one) == [(None, "streets")]


def test_two_layers_of_one_kind_are_not_chosen_between(tmp_path: Path) -> None:
    """The user has to."""
    path = tmp_path / "two.gpkg"
    for name in ("road_main", "road_lanes"):
        frame = gpd.GeoDataFrame(geometry=[LINE], crs=CRS)
        frame.to_file(path, layer=name, driver="GPKG")
    assert layer_for(path, "streets") is None
    assert told_by("road_main") == told_by("road_lanes") == "streets"


def test_of_an_archive_with_several_shapefiles_the_one_of_the_kind_is_taken(tmp_path: Path) -> None:
    """As of a file with several layers."""
    archive = tmp_path / "all.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for name, shape in (("范围", SQUARE), ("道路", LINE)):
            gpd.GeoDataFrame({"name": ["a"]}, geometry=[shape], crs=CRS).to_file(
                tmp_path / f"{name}.shp"
            )
            for part in sorted(tmp_path.glob(f"{name}.*")):
                packed.write(part, part.name)
    plan = Plan.new(Scheme.parse("1/2"), CRS)
    assert prepare(plan, "streets", archive).rows_ok == 1
    assert suggest_crs(archive) == CRS
    assert sorted(kind for _, kind in contents(archive)) == ["boundary", "streets"]
