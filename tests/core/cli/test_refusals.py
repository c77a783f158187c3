"""Bad input: one sentence, exit code 2, nothing changed, no traceback."""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from gridplanner import Scheme, new_project, open_project
from tests.core.cli.running import refused, run


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "town.gpkg"
    with new_project(path, Scheme.parse("1/2"), "EPSG:4545"):
        pass
    return path


def layer(path: Path, *shapes: shapely.Geometry) -> Path:
    gpd.GeoDataFrame({"name": ["x"] * len(shapes)}, geometry=list(shapes), crs="EPSG:4545").to_file(
        path
    )
    return path


SQUARE = shapely.box(584000, 3576000, 585000, 3577000)


def test_a_boundary_that_is_no_polygon(tmp_path: Path) -> None:
    file = layer(tmp_path / "line.geojson", shapely.LineString([(108.8, 32.2), (108.9, 32.3)]))
    made = tmp_path / "new.gpkg"
    refused(
        run("new", made, "--scheme", "1/2", "--boundary", file, "--crs", "EPSG:4545"),
        "line.geojson",
    )
    assert not made.exists()
    assert [p.name for p in tmp_path.iterdir()] == ["line.geojson"]


def test_a_table_with_neither_address_nor_coordinate(project: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "户.csv"
    sheet.write_text("户编号,人口数\n1,3\n2,4\n", "utf-8")
    before = project.read_bytes()
    refused(run("import", project, "households", sheet), "户.csv")
    assert _rows(project, "households") == 0
    assert _journal(before) == _journal(project.read_bytes())


def test_a_file_that_is_not_what_its_suffix_says(project: Path, tmp_path: Path) -> None:
    fake = tmp_path / "map.shp"
    fake.write_text("<html>404</html>", "utf-8")
    refused(run("import", project, "buildings", fake), "map.shp")
    book = tmp_path / "sheet.xlsx"
    book.write_text("a,b\n1,2\n", "utf-8")
    refused(run("import", project, "households", book), "sheet.xlsx")


def test_a_project_that_is_not_ours(tmp_path: Path) -> None:
    text = tmp_path / "text.gpkg"
    text.write_text("no database", "utf-8")
    refused(run("info", text), "text.gpkg")
    other = layer(tmp_path / "other.gpkg", SQUARE)
    refused(run("info", other), "other.gpkg")
    refused(run("info", tmp_path / "missing.gpkg"), "missing.gpkg")


def test_a_project_from_the_future(project: Path) -> None:
    with sqlite3.connect(project) as connection:
        connection.execute("UPDATE gridplanner_meta SET value = '999' WHERE key = 'format'")
    connection.close()
    before = project.read_bytes()
    refused(run("plan", project), "999")
    assert project.read_bytes() == before


def test_a_folder_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Tests run as root, to whom every folder is open: the refusal is made at the call.
    denied = PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(tmp_path))

    def deny(*_: object, **__: object) -> None:
        raise denied

    monkeypatch.setattr(Path, "mkdir", deny)
    refused(run("demo", "--out", tmp_path / "out", "--headless"), "out")


def test_a_full_disk_keeps_the_old_export(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    boundary = layer(tmp_path / "b.gpkg", SQUARE)
    assert run("import", project, "boundary", boundary).code == 0
    out = tmp_path / "map.xlsx"
    out.write_bytes(b"old")

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        refused(run("export", project, "xlsx", out), "map.xlsx")
    assert out.read_bytes() == b"old"
    left = {p.name for p in tmp_path.iterdir()}
    assert left == {"town.gpkg", "b.gpkg", "map.xlsx"}


def test_a_full_disk_makes_no_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr("gridplanner.store.files.os.fsync", full)
        refused(run("new", tmp_path / "a.gpkg", "--scheme", "1/2", "--crs", "EPSG:4545"), "a.gpkg")
    assert list(tmp_path.iterdir()) == []


def test_usage(project: Path) -> None:
    refused(run("plan", project, "--weights", "persons=x"), "persons=x")
    refused(run("plan", project, "--keep-levels", "7"))
    refused(run("check", project, "--rule", "nonsense"), "nonsense")
    refused(run("new", project, "--scheme", "1/2", "--crs", "EPSG:4545"), "town.gpkg")
    refused(run("new", "x.gpkg", "--scheme", "9/3", "--crs", "EPSG:4545"), "9/3")
    refused(run("new", "x.gpkg", "--scheme", "1/3", "--crs", "EPSG:3857"), "EPSG:3857")
    refused(run("new", "x.gpkg", "--scheme", "1/3", "--crs", "EPSG:4326"), "EPSG:4326")
    refused(run("import", project, "streets", "nowhere.shp"), "nowhere.shp")
    assert run("import", project, "nonsense", "x.shp").code == 2
    assert run("frobnicate").code == 2
    assert not Path("x.gpkg").exists()


def test_planning_without_ground_or_people_says_what_is_missing(
    project: Path, tmp_path: Path
) -> None:
    refused(run("plan", project))
    assert run("import", project, "boundary", layer(tmp_path / "b.gpkg", SQUARE)).code == 0
    refused(run("plan", project))
    with open_project(project, read_only=True) as opened:
        assert len(opened.plan.grids) == 0


def test_an_error_is_one_json_object_too(tmp_path: Path) -> None:
    result = run("info", tmp_path / "missing.gpkg", "--json")
    assert result.code == 2
    assert result.data["error"]["code"]
    assert result.data["error"]["sentences"]


def test_an_infeasible_scheme_is_exit_code_1_with_its_reasons(tmp_path: Path) -> None:
    path = tmp_path / "town.gpkg"
    boundary = layer(tmp_path / "b.gpkg", SQUARE)
    houses = layer(
        tmp_path / "h.gpkg",
        shapely.box(584100, 3576100, 584120, 3576120),
        shapely.box(584500, 3576500, 584520, 3576520),
    )
    assert run("new", path, "--scheme", "1/9000", "--boundary", boundary).code == 0
    assert run("import", path, "buildings", houses).code == 0
    result = run("plan", path)
    assert result.code == 1
    assert "9000" in result.err or "9,000" in result.err
    assert "Traceback" not in result.err


def _rows(path: Path, table: str) -> int:
    with open_project(path, read_only=True) as project:
        return len(project.plan.frame(table))


def _journal(data: bytes) -> int:
    return data.count(b"edit.import")


def test_a_row_without_a_place_is_listed_and_kept(project: Path, tmp_path: Path) -> None:
    assert run("import", project, "boundary", layer(tmp_path / "b.gpkg", SQUARE)).code == 0
    houses = gpd.GeoDataFrame(
        {"id": ["B1"], "name": ["1号楼"], "compound": ["安居苑"]},
        geometry=[shapely.box(584100, 3576100, 584120, 3576120)],
        crs="EPSG:4545",
    )
    houses.to_file(tmp_path / "houses.gpkg")
    assert run("import", project, "buildings", tmp_path / "houses.gpkg").code == 0
    sheet = tmp_path / "户.csv"
    sheet.write_text(
        "户编号,现住小区,门牌地址,人口数\n1,安居苑,1号楼101,3\n2,安居苑,9号楼101,4\n", "utf-8"
    )
    tried = run("import", project, "households", sheet, "--dry-run", "--json")
    assert _rows(project, "households") == 0
    done = run("import", project, "households", sheet, "--json")
    for result in (tried, done):
        assert result.code == 0, result.err
        assert (result.data["rows_in"], result.data["rows_ok"]) == (2, 1)
        assert [row["row"] for row in result.data["worklist"]] == [3]
    assert _rows(project, "households") == 2
    counts = run("locate", project, "--json").data
    assert counts["unmatched"] == 1
    findings = run("check", project, "--rule", "household", "--json").data["findings"]
    assert [(f["rule"], f["codes"]) for f in findings] == [("household.unmatched_address", ["2"])]
