"""Command ``export``: profiles, the confirmation of internal files and their journal line."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from gridplanner.edits import ImportRows
from gridplanner.store import new_project
from tests.core.cli.running import run
from tests.layers.plans import CRS, small_plan


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "town.gpkg"
    tables = {
        name: frame
        for name, frame in small_plan().tables.items()
        if len(frame) and name not in {"scheme", "settings"}
    }
    with new_project(path, "2/4/12", CRS) as made:
        made.history.do(ImportRows(tables, file="plans.py"))
    return path


def journal(project: Path) -> list[str]:
    with closing(sqlite3.connect(project)) as connection:
        return [row[0] for row in connection.execute("SELECT label FROM journal ORDER BY seq")]


def test_an_internal_file_asks_first_and_leaves_a_line(project: Path, tmp_path: Path) -> None:
    out = tmp_path / "all.zip"
    refused = run("export", project, "shp", out, "--profile", "internal")
    assert refused.code == 2
    assert "--yes" in refused.err
    assert not out.exists()
    assert "edit.log_export" not in journal(project)
    result = run("export", project, "shp", out, "--profile", "internal", "--yes", "--json")
    assert result.code == 0, result.err
    assert result.data["rows"]["persons"] == 1
    assert journal(project)[-1] == "edit.log_export"


@pytest.mark.parametrize("profile", [None, "meeting", "public"])
def test_people_go_along_only_where_a_profile_is_given(
    project: Path, tmp_path: Path, profile: str | None
) -> None:
    given = () if profile is None else ("--profile", profile)
    result = run("export", project, "shp", tmp_path / "out.zip", "--json", *given)
    assert result.code == 0, result.err
    # The one person holds no duty: public shows nobody.
    rows = {None: None, "meeting": 1, "public": 0}[profile]
    assert result.data["rows"].get("persons") == rows
    assert "edit.log_export" not in journal(project)


def test_a_map_compares_with_another_project(project: Path, tmp_path: Path) -> None:
    other = tmp_path / "today.gpkg"
    other.write_bytes(project.read_bytes())
    out = tmp_path / "map.html"
    result = run("export", project, "html", out, "--against", other, "--json")
    assert result.code == 0, result.err
    assert '"before":' in out.read_text("utf-8")


def test_a_map_is_split_by_its_budget(project: Path, tmp_path: Path) -> None:
    folder = tmp_path / "maps"
    folder.mkdir()
    result = run("export", project, "html", folder / "图.html", "--budget", "0.1", "--json")
    assert result.code == 0, result.err
    assert len(list(folder.iterdir())) == 3


def test_a_basemap_that_is_not_there_is_named(project: Path, tmp_path: Path) -> None:
    result = run("export", project, "html", tmp_path / "a.html", "--basemap", tmp_path / "no.png")
    assert result.code == 2
    assert "no.png" in result.err
    assert not (tmp_path / "a.html").exists()


def test_what_was_handed_over_comes_back_and_is_taken(project: Path, tmp_path: Path) -> None:
    out = tmp_path / "交换.geojson"
    assert run("export", project, "geojson", out).code == 0
    same = run("import", project, "handoff", out, "--json")
    assert same.code == 0, same.err
    assert (same.data["matched"], same.data["differences"]) == (18, [])
    out.write_text(out.read_text("utf-8").replace("第二网格", "滨河网格"), "utf-8")
    shown = run("import", project, "handoff", out, "--dry-run", "--take", "all")
    assert "滨河网格" in shown.out
    assert "edit.handoff" not in journal(project)
    taken = run("import", project, "handoff", out, "--take", "1", "--json")
    assert taken.data["taken"] == [1]
    assert journal(project)[-1] == "edit.handoff"
    assert run("import", project, "handoff", out, "--json").data["differences"] == []
    refused = run("import", project, "handoff", out, "--take", "eins")
    assert refused.code == 2
    assert "eins" in refused.err


def test_a_map_compares_with_a_scenario(project: Path, tmp_path: Path) -> None:
    assert run("scenario", project, "copy", "方案一").code == 0
    assert run("scenario", project, "switch", "方案一").code == 0
    out = tmp_path / "map.html"
    result = run("export", project, "html", out, "--against", "现行方案", "--json")
    assert result.code == 0, result.err
    assert '"before":' in out.read_text("utf-8")
    refused = run("export", project, "html", tmp_path / "b.html", "--against", "方案九")
    assert refused.code == 2
    assert "方案九" in refused.err
