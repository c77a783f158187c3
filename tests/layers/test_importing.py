"""Imports as a whole: progress, refusals, sample maps, real data."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely

from gridplanner.errors import Cancelled, InputError, UsageError
from gridplanner.jobs import Progress
from gridplanner.model import Plan
from gridplanner.scheme import Scheme
from gridplanner.sentences.reading import READING
from layers.importing import KINDS, prepare, suggest_crs
from tests.layers.imports import CRS, assert_sound, box, point, write

DATA = os.environ.get("GRIDPLANNER_DATA")
real_data = pytest.mark.skipif(not DATA, reason="GRIDPLANNER_DATA is not set")


def test_progress_is_told_and_may_stop(town: Plan, tmp_path: Path) -> None:
    path = write(tmp_path, "p", {"name": ["a"]}, [point(0, 0)])
    seen: list[Progress] = []
    prepare(town, "places", path, on_progress=seen.append)
    assert [progress.fraction for progress in seen][-1] == 1.0
    with pytest.raises(Cancelled):
        prepare(town, "places", path, on_progress=lambda _: False)


def test_unknown_kind_and_suffix(town: Plan, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"import\.kind_unknown"):
        prepare(town, "cats", tmp_path / "a.shp")
    with pytest.raises(InputError, match=r"file\.suffix_unknown"):
        prepare(town, "places", tmp_path / "a.docx")
    with pytest.raises(UsageError, match=r"datum\.unknown"):
        prepare(town, "places", write(tmp_path, "p", {"n": [1]}, [point(0, 0)]), datum="x")


def test_the_crs_of_a_new_project_is_suggested(tmp_path: Path) -> None:
    assert suggest_crs(write(tmp_path, "a", {"n": [1]}, [box(0, 0)], "EPSG:4326")) == CRS
    assert suggest_crs(write(tmp_path, "b", {"n": [1]}, [box(0, 0)])) == CRS


SAMPLES = Path(__file__).parents[2] / "sample_maps"


@pytest.mark.parametrize("name", ["langao", "yuxin"])
def test_the_sample_maps_import_whole(name: str) -> None:
    folder = SAMPLES / name
    if not (folder / "sample.json").exists():
        pytest.skip("the sample has not been made")
    sample = json.loads((folder / "sample.json").read_text("utf-8"))
    plan = Plan.new(Scheme.parse(sample["scheme"]), sample["crs"])
    for layer in sample["layers"]:
        prepared = prepare(plan, layer["kind"], folder / layer["file"])
        assert_sound(prepared)
        assert prepared.rows_ok == prepared.rows_in, prepared.worklist
        plan = plan.with_tables(**prepared.tables)
    assert plan.households["persons"].sum() == {"langao": 35_348, "yuxin": 15_000}[name]
    # Each community's sheet holds the households that live in it.
    assert set(plan.households["building"]) <= set(plan.buildings["id"])


@real_data
def test_a_whole_country_from_openstreetmap() -> None:
    assert DATA is not None
    path = Path(DATA) / "towns" / "liechtenstein.gpkg"
    plan = Plan.new(Scheme.parse("2/11/110"), suggest_crs(path, layer="country"))
    areas = []
    for kind, layer in (
        ("boundary", "country"),
        ("areas", "wahlkreise"),
        ("areas", "municipalities"),
        ("buildings", "buildings"),
        ("streets", "streets"),
        ("water", "rivers"),
        ("entrances", "entrances"),
    ):
        prepared = prepare(plan, kind, path, layer=layer)
        assert_sound(prepared)
        if kind == "areas":
            areas.append(prepared.tables["areas"])
            both = pd.concat(areas, ignore_index=True).rename_axis("fid")
            plan = plan.with_tables(areas=both)
        else:
            plan = plan.with_tables(**prepared.tables)
    assert plan.areas["level"].value_counts().to_dict() == {2: 11, 1: 2}
    assert plan.areas["population"].sum() == 36_838
    boundary = plan.boundary.geometry.iloc[0]
    for level in (1, 2):
        shapes = np.array(plan.areas[plan.areas["level"] == level].geometry)
        assert shapely.coverage_is_valid(shapes)
        whole = shapely.union_all(shapes, grid_size=0.001)
        assert whole.symmetric_difference(boundary).area == pytest.approx(0, abs=1e-3)
    assert len(plan.buildings) == 8994
    assert plan.streets["bridge"].sum() > 100
    assert (plan.entrances["building"] != "").all()


@real_data
@pytest.mark.parametrize("kind", ["areas", "households"])
def test_torture_files_end_in_rows_or_in_one_error(kind: str) -> None:
    assert DATA is not None
    for path in sorted((Path(DATA) / "torture").glob("*/*")):
        if path.suffix not in (".shp", ".zip"):
            continue
        caught = None
        try:
            plan = Plan.new(Scheme.parse("1/3"), suggest_crs(path))
            assert_sound(prepare(plan, kind, path))
        except InputError as error:
            caught = error
        assert caught is None or (caught.code in READING and "file" in caught.facts)


def test_every_kind_has_column_names() -> None:
    from layers.column_names import COLUMN_NAMES

    assert set(KINDS) == set(COLUMN_NAMES)
