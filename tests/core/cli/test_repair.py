"""``repair`` and ``check --fix``: on grids as an office draws them, from a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from gridplanner.geometry import is_sound, shapes_of
from gridplanner.store import open_project
from gridplanner.units.blocks import boundary_of
from tests.core.cli.running import refused, run

CRS = "EPSG:4545"


def box(x0: float, y0: float, x1: float, y1: float) -> shapely.Polygon:
    return shapely.box(584000 + x0, 3576000 + y0, 584000 + x1, 3576000 + y1)


def file(path: Path, rows: list[dict[str, Any]]) -> Path:
    gpd.GeoDataFrame(pd.DataFrame(rows), geometry="geometry", crs=CRS).to_file(
        path, engine="pyogrio"
    )
    return path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Four grids in a row: a gap of 0.3 m, an overlap of 0.2 m, 0.1 m outside, one of 5 m."""
    project = tmp_path / "town.gpkg"
    boundary = file(tmp_path / "b.gpkg", [{"name": "镇", "geometry": box(0, 0, 400, 100)}])
    grids = file(
        tmp_path / "g.gpkg",
        [
            {"编码": "001", "geometry": box(0, 0, 99.7, 100)},
            {"编码": "002", "geometry": box(100, 0, 200.2, 100)},
            {"编码": "003", "geometry": box(200, -0.1, 300, 100)},
            {"编码": "004", "geometry": box(295, 0, 400, 100)},
        ],
    )
    houses = file(
        tmp_path / "h.gpkg",
        [{"编号": f"H{n}", "geometry": box(x, 40, x + 20, 60)}
         for n, x in enumerate((40, 140, 240, 340))],
    )  # fmt: skip
    assert run("new", project, "--scheme", "4", "--boundary", boundary).code == 0
    assert run("import", project, "grids", grids).code == 0
    assert run("import", project, "buildings", houses).code == 0
    return project


def test_repair_says_what_moved_how_far_and_leaves_what_is_too_large(project: Path) -> None:
    result = run("repair", project, "--json")
    assert result.code == 1
    assert (result.data["filled_m2"], result.data["shared_m2"]) == (30.0, 20.0)
    assert result.data["clipped_m2"] == 10.0
    assert result.data["max_moved_m"] == pytest.approx(0.3, abs=1e-3)
    assert (result.data["left"], result.data["buildings"]) == (1, [])
    found = run("check", project, "--rule", "coverage", "--json").data["findings"]
    assert [(f["rule"], f["facts"]["area_m2"]) for f in found] == [("coverage.overlap", 500.0)]
    assert found[0]["fixable"]
    wider = run("repair", project, "--tolerance", 5, "--json")
    assert (wider.code, wider.data["left"]) == (0, 0)
    assert wider.data["shared_m2"] == 500.0
    assert "没有需要修复" in run("repair", project).out
    with open_project(project, read_only=True) as opened:
        leaves = shapes_of(opened.plan.leaves.geometry)
        assert is_sound(boundary_of(opened.plan), leaves)
        assert [entry.label for entry in opened.history.entries][-2:] == ["edit.repair"] * 2


def test_check_fix_mends_in_one_step_and_says_what_is_left(project: Path) -> None:
    before = run("check", project, "--rule", "coverage", "--json")
    assert before.code == 1
    fixed = run("check", project, "--fix", "--tolerance", 5, "--json")
    assert fixed.data["fixed"]["coverage.overlap"] == 2
    assert fixed.data["repair"]["left"] == 0
    assert run("check", project, "--rule", "coverage", "--json").code == 0
    with open_project(project, read_only=True) as opened:
        assert sum(entry.label.startswith("edit.") for entry in opened.history.entries) == 4
    words = run("--lang", "en", "check", project, "--fix").out
    assert "need no repair" in words


def test_a_profile_is_chosen_and_stays(project: Path) -> None:
    assert run("check", project, "--json").data["profile"] == "city"
    assert run("check", project, "--profile", "village", "--json").data["profile"] == "village"
    assert run("check", project, "--json").data["profile"] == "village"
    refused(run("check", project, "--profile", "moon"), "moon")
    refused(run("repair", project, "--tolerance", -1), "-1")


def test_an_import_may_repair_at_once(project: Path, tmp_path: Path) -> None:
    with open_project(project, read_only=True) as opened:
        leaves = opened.plan.leaves
    drawn = tmp_path / "drawn.gpkg"
    leaves[["code", "level", "geometry"]].to_file(drawn)
    asked = ["import", project, "grids", drawn, "--replace", "--repair", "--tolerance", 5]
    done = run(*asked, "--json")
    assert done.code == 0
    assert done.data["repair"]["left"] == 0
    assert done.data["fixed"]["coverage.overlap"] == 2
    with open_project(project, read_only=True) as opened:
        assert is_sound(boundary_of(opened.plan), shapes_of(opened.plan.leaves.geometry))
    refused(run("import", project, "streets", drawn, "--repair"), "--repair")
    refused(run(*asked, "--dry-run"), "--repair")
