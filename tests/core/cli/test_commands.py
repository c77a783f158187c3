"""Every command has help with an example, and GDAL never touches a live project."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pyogrio
import pytest
import shapely

from gridplanner.cli.main import commands
from gridplanner.edits import ChangeGrid
from gridplanner.store import open_project
from tests.core.cli.running import run
from tests.core.cli.test_refusals import SQUARE, layer

NAMES = [
    "open", "demo", "new", "import", "info", "plan", "rebalance", "check", "repair", "locate",
    "staff", "captains", "worklist", "vacancy", "history", "loads", "sides", "profile",
    "compare", "scenario", "export",
]  # fmt: skip


def test_the_commands_are_listed_in_the_order_of_work() -> None:
    listed = commands.list_commands(click.Context(commands))
    assert sorted(listed) == sorted(NAMES)
    result = run("--help")
    assert result.code == 0
    assert all(name in result.out for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_help_has_an_example_and_json(name: str) -> None:
    result = run(name, "--help")
    assert result.code == 0
    assert f"gridplanner {name}" in result.out
    assert "Example" in result.out
    assert name == "open" or "--json" in result.out


def test_a_project_alone_means_open(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Any] = []

    def remember(project: Path | None) -> None:
        opened.append(project)

    monkeypatch.setattr(commands.commands["open"], "callback", remember)
    run("城关镇.gpkg")
    run()
    assert opened == [Path("城关镇.gpkg"), None]


def test_gdal_never_opens_the_live_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    touched: list[str] = []
    for name in ("read_dataframe", "read_info", "list_layers", "write_dataframe"):
        real = getattr(pyogrio, name)

        def spy(*arguments: Any, _real: Any = real, **options: Any) -> Any:
            touched.extend(str(a) for a in arguments if isinstance(a, str | Path))
            return _real(*arguments, **options)

        monkeypatch.setattr(pyogrio, name, spy)
    raw = pyogrio.raw.read

    def raw_spy(path: Any, *arguments: Any, **options: Any) -> Any:
        touched.append(str(path))
        return raw(path, *arguments, **options)

    monkeypatch.setattr(pyogrio.raw, "read", raw_spy)
    project = tmp_path / "live.gpkg"
    boundary = layer(tmp_path / "b.gpkg", SQUARE)
    streets = layer(tmp_path / "s.gpkg", shapely.LineString([(584000, 3576500), (585000, 3576500)]))
    houses = layer(
        tmp_path / "h.gpkg",
        *[shapely.box(x, y, x + 30, y + 12) for x in range(584100, 584900, 200)
          for y in range(3576100, 3576900, 150)],
    )  # fmt: skip
    assert run("new", project, "--scheme", "1/3", "--boundary", boundary).code == 0
    assert run("import", project, "buildings", houses).code == 0
    assert run("import", project, "streets", streets).code == 0
    assert run("plan", project, "--work", 20_000).code == 0
    assert run("check", project).code in {0, 1}
    for name, ending in (
        ("gpkg", "gpkg"), ("shp", "zip"), ("geojson", "geojson"), ("html", "html"),
        ("xlsx", "xlsx"), ("kml", "kml"),
    ):  # fmt: skip
        result = run("export", project, name, tmp_path / f"out.{ending}", "--json")
        assert result.code == 0, result.err
        assert Path(result.data["path"]).stat().st_size > 0
    assert touched
    assert not [path for path in touched if "live.gpkg" in path]


def test_what_native_libraries_print_stays_out_of_the_result(tmp_path: Path) -> None:
    project = tmp_path / "town.gpkg"
    assert run("new", project, "--scheme", "1/2", "--crs", "EPSG:4545").code == 0
    noisy = (
        "import os, sys\n"
        "import gridplanner.cli.looks as looks\n"
        "quiet = looks.info_of\n"
        "def noisy(project):\n"
        "    os.write(1, b'a solver talks\\n')\n"
        "    return quiet(project)\n"
        "looks.info_of = noisy\n"
        "from gridplanner.cli import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", noisy, "info", str(project), "--json"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert json.loads(done.stdout)["crs"] == "EPSG:4545"
    assert "a solver talks" in done.stderr


def test_sheets_ledger_and_pack_of_what_changed(tmp_path: Path) -> None:
    project, other = tmp_path / "town.gpkg", tmp_path / "today.gpkg"
    boundary = layer(tmp_path / "b.gpkg", SQUARE)
    houses = layer(
        tmp_path / "h.gpkg",
        *[shapely.box(x, y, x + 30, y + 12) for x in range(584100, 584900, 200)
          for y in range(3576100, 3576900, 150)],
    )  # fmt: skip
    assert run("new", project, "--scheme", "1/3", "--boundary", boundary).code == 0
    assert run("import", project, "buildings", houses).code == 0
    assert run("plan", project, "--work", 20_000).code == 0
    with open_project(project) as opened:
        opened.save_copy(other)
        codes = sorted(opened.plan.leaves["code"])
        opened.history.do(ChangeGrid(codes[0], name="河东网格", reason="居民习惯"))
    pdf = run("export", project, "pdf", tmp_path / "a.pdf", "--sheet", "atlas", "--json")
    assert pdf.code == 0, pdf.err
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    told = run("export", project, "ledger", tmp_path / "l.xlsx", "--json")
    assert told.data["rows"] == {"ledger": 1}
    pack = run(
        "export", project, "pack", tmp_path / "p.zip", "--against", other, "--document", "1号",
        "--json",
    )  # fmt: skip
    assert pack.data["rows"]["ledger"] == 1
    refused = run("export", project, "pdf", tmp_path / "b.pdf", "--scale", 100, "--json")
    assert refused.code == 2
    assert refused.data["error"]["code"] == "sheet.too_large"
    assert run("export", project, "pdf", tmp_path / "b.pdf", "--sheet", "pair").code == 2
    assert run("export", project, "ledger", tmp_path / "c.xlsx", "--since", 999).code == 2
    assert not (tmp_path / "b.pdf").exists()
