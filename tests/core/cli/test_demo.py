"""The whole job on the sample town, from its files to the exports."""

from __future__ import annotations

import hashlib
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pyogrio
import pytest
import shapely

from gridplanner import open_project
from gridplanner.model import Plan
from tests.core.cli.running import run

PERSONS = 35_348


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def demo(folder: Path) -> dict[str, Any]:
    result = run("demo", "--out", folder, "--headless", "--json")
    assert result.code == 0, result.err
    assert "Traceback" not in result.err
    return result.data


@pytest.fixture(scope="module")
def plan(demo: dict[str, Any]) -> Iterator[Plan]:
    with open_project(demo["project"], read_only=True) as project:
        yield project.plan


def test_every_level_has_its_number_and_is_connected(demo: dict[str, Any]) -> None:
    assert [(x["count"], x["expected"]) for x in demo["levels"]] == [(7, 7), (35, 35), (253, 253)]
    assert [(x["count"], x["connected"]) for x in demo["plan"]["levels"]] == [
        (7, True), (35, True), (253, True),
    ]  # fmt: skip


def test_leaves_are_a_sound_coverage_of_the_boundary(plan: Plan) -> None:
    leaves = np.asarray(plan.leaves.geometry)
    assert {shape.geom_type for shape in leaves} == {"Polygon"}
    assert shapely.coverage_is_valid(leaves)
    boundary = plan.boundary.geometry.iloc[0]
    assert shapely.equals(shapely.coverage_union_all(leaves), boundary)
    assert shapely.area(leaves).sum() == pytest.approx(shapely.area(boundary), rel=1e-9)


def test_children_lie_in_their_parents(plan: Plan) -> None:
    grids = plan.valid_grids
    for level in (1, 2):
        for uid, shape in plan.level(level).geometry.items():
            children = grids[(grids["parent"] == uid).fillna(False)]
            assert shapely.equals(shapely.coverage_union_all(np.asarray(children.geometry)), shape)


def test_the_top_level_is_the_given_communities(plan: Plan) -> None:
    top = plan.level(1).set_index("code").geometry
    areas = plan.areas.set_index("code").geometry
    assert set(top.index) == {f"61092510000{n}" for n in range(1, 8)}
    for code, shape in areas.items():
        assert shapely.equals(top[code], shape)


def test_codes_are_text_of_the_scheme(plan: Plan) -> None:
    leaves = plan.leaves
    assert leaves["code"].str.fullmatch(r"61092510000[1-7]\d{3}").all()
    assert leaves["code"].is_unique
    assert plan.level(2)["code"].str.fullmatch(r"61092510000[1-7]\d{2}").all()


def test_persons_are_conserved_from_the_sheet_to_the_exports(
    demo: dict[str, Any], plan: Plan, folder: Path
) -> None:
    assert _persons_in_sheet() == PERSONS
    assert int(plan.households["persons"].sum()) == PERSONS
    assert demo["locate"]["persons"] == PERSONS
    assert sum(grid["factors"]["persons"] for grid in demo["loads"]["grids"]) == PERSONS
    geojson = gpd.read_file(folder / "langao-grids.geojson")
    assert geojson.groupby("LEVEL")["PERSONS"].sum().to_dict() == dict.fromkeys((1, 2, 3), PERSONS)
    totals = pd.read_excel(
        folder / "langao-registers.xlsx", sheet_name="各级汇总", header=2, engine="calamine"
    )
    assert totals["人口数"].tolist() == [PERSONS] * 3
    for encoding in ("utf8", "gbk"):
        for level in (1, 2, 3):
            pack = f"/vsizip/{folder}/langao-shp-{encoding}.zip"
            rows = pyogrio.read_dataframe(pack, layer=f"grids_l{level}")
            assert int(rows["PERSONS"].sum()) == PERSONS


def _persons_in_sheet() -> int:
    """Sum the sample's sheet with another library than the program's reader."""
    path = Path(__file__).parents[3] / "sample_maps" / "langao" / "households.xlsx"
    total = 0
    for sheet in openpyxl.load_workbook(path, read_only=False).worksheets:
        column = None
        for row in sheet.iter_rows(values_only=True):
            if "人口数" in row:
                column = row.index("人口数")
            elif column is not None and row[column] is not None:
                text = (
                    str(row[column])
                    .strip()
                    .translate(str.maketrans("０１２３４５６７８９", "0123456789"))
                )
                total += int(float(text)) if text.replace(".", "").isdigit() else 0
    return total


def test_all_workers_are_placed_with_one_a_leaf_at_least(demo: dict[str, Any], plan: Plan) -> None:
    assert demo["staff"]["placed"] == 326
    assert demo["staff"]["leaves_without"] == []
    duties = plan.duties
    workers = duties[duties["kind"] == "网格员"]
    assert workers["person"].is_unique
    assert set(workers["target_id"]) == set(plan.leaves["uid"].astype(str))
    posts = plan.leaves.set_index(plan.leaves["uid"].astype(str))["posts"]
    assert workers.groupby("target_id").size().to_dict() == posts.to_dict()
    heads = duties[duties["kind"] == "网格长"]
    assert sorted(heads["target_id"]) == sorted(posts.index)
    assert set(zip(heads["person"], heads["target_id"], strict=True)) <= set(
        zip(workers["person"], workers["target_id"], strict=True)
    )


def test_deviation_is_told_per_worker_and_per_grid_and_adds_up(
    demo: dict[str, Any], plan: Plan
) -> None:
    grids = pd.DataFrame(demo["loads"]["grids"])
    fte = plan.persons.loc[plan.persons["role"] == "网格员", "fte"].sum()
    assert grids["load"].sum() == pytest.approx(fte, abs=0.05)
    assert grids["target"].sum() == pytest.approx(fte, abs=0.05)
    assert demo["plan"]["per_worker"]["max_deviation"] >= demo["plan"]["bound"] - 1e-9
    assert demo["plan"]["levels"][-1]["max_deviation"] == pytest.approx(
        grids["deviation"].abs().max(), abs=2e-4
    )


def test_each_inhabited_door_has_a_captain_or_is_listed(demo: dict[str, Any], plan: Plan) -> None:
    lived = set(plan.households.loc[plan.households["persons"] > 0, "entrance"])
    captains = plan.duties[plan.duties["kind"] == "楼门长"]
    assert captains["target_id"].is_unique
    vacant = {row["entrance"] for row in demo["captains"]["vacant"]}
    assert lived == set(captains["target_id"]) | vacant
    assert not set(captains["target_id"]) & vacant
    assert demo["captains"]["doors"] == len(lived)


def test_no_building_and_no_household_is_cut_or_lost(demo: dict[str, Any]) -> None:
    # A leaf may hold homes of a large compound and homes beside it: nothing is cut by that.
    rules = {
        finding["rule"]
        for finding in demo["check"]["findings"]
        if finding["facts"].get("kind") != "mixed"
    }
    assert not {r for r in rules if r.startswith(("coverage", "geometry", "hierarchy", "code"))}
    assert not {r for r in rules if r.startswith(("whole", "connected", "household"))}


def test_the_closed_project_opens_in_gdal(demo: dict[str, Any]) -> None:
    layers = {name for name, _ in pyogrio.list_layers(demo["project"])}
    assert {"boundary", "areas", "grids", "households", "persons", "duties"} <= layers
    grids = pyogrio.read_dataframe(demo["project"], layer="grids")
    assert grids.crs.to_epsg() == 4545
    assert len(grids) == 295
    assert grids["code"].str.len().isin([12, 14, 15]).all()


def test_exports_are_there_and_chinese_is_right_in_gdal(demo: dict[str, Any], folder: Path) -> None:
    assert {Path(p).suffix for p in demo["outputs"]} == {
        ".html",
        ".zip",
        ".gpkg",
        ".geojson",
        ".xlsx",
    }
    for encoding, language_byte, tag in (("utf8", 0x00, "UTF-8"), ("gbk", 0x4D, "936")):
        pack = folder / f"langao-shp-{encoding}.zip"
        with zipfile.ZipFile(pack) as archive:
            assert archive.read("grids_l1.dbf")[29] == language_byte
            assert archive.read("grids_l1.cpg").decode().strip() == tag
            assert "西坡社区".encode(encoding) in archive.read("grids_l1.dbf")
        names = [n for n, _ in pyogrio.list_layers(f"/vsizip/{pack}")]
        found = [pyogrio.read_dataframe(f"/vsizip/{pack}", layer=n) for n in names]
        texts = {str(v) for f in found for c in f.columns if c != "geometry" for v in f[c].head(9)}
        assert any("西坡社区" in text for text in texts), encoding


def test_the_map_asks_nothing_of_the_network(folder: Path) -> None:
    html = (folder / "langao-map.html").read_text("utf-8")
    assert "合成" in html
    for tag in ("<script src", '<link rel="stylesheet" href="http', "@import", "url(http"):
        assert tag not in html


def test_the_project_says_that_it_is_synthetic(demo: dict[str, Any]) -> None:
    result = run("info", demo["project"], "--json")
    assert result.code == 0
    assert result.data["samples_are_synthetic"] is True
    assert result.data["crs"] == "EPSG:4545"
    assert result.data["tables"]["households"] > 10_000


def test_the_same_seed_gives_the_same_tables_on_any_number_of_threads(
    demo: dict[str, Any], tmp_path: Path
) -> None:
    hashes = set()
    for threads in (1, 2, 2):
        path = tmp_path / f"town{len(list(tmp_path.glob('*.gpkg')))}.gpkg"
        path.write_bytes(Path(demo["project"]).read_bytes())
        result = run("plan", path, "--work", 300_000, "--seed", 5, "--threads", threads, "--json")
        assert result.code == 0, result.err
        assert result.data["ended_by"] == "work"
        hashes.add(_plan_hash(path))
    assert len(hashes) == 1


def _plan_hash(path: Path) -> str:
    """Hash the bytes of the plan's tables as they are in the file."""
    digest = hashlib.sha256()
    with sqlite3.connect(path) as connection:
        for table in ("units", "grids", "boundary", "areas"):
            for row in connection.execute(f"SELECT * FROM {table} ORDER BY fid"):
                digest.update(repr(row).encode())
    connection.close()
    return digest.hexdigest()


def test_looking_commands_speak_for_people_too(demo: dict[str, Any]) -> None:
    for command in ("info", "check", "locate", "loads"):
        result = run(command, demo["project"])
        assert result.code in {0, 1}
        assert result.out
        english = run("--lang", "en", command, demo["project"])
        assert english.out != result.out
    compared = run("compare", demo["project"], demo["project"], "--json")
    assert compared.data == {"grids": [], "moved_households": 0, "loads": [], "units": []}
