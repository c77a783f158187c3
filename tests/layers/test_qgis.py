"""What QGIS itself makes of the files: styles by default, Chinese aliases, a picture."""

from __future__ import annotations

import json
import subprocess
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from gridplanner.edits import ImportRows
from gridplanner.store import new_project
from layers import style
from layers.export_options import ExportOptions
from layers.writers import write

from .plans import numbers, small_plan

#: Debian's QGIS is a module of the system's Python alone.
PYTHON = "/usr/bin/python3"
READER = Path(__file__).with_name("qgis_reads.py")


@lru_cache(maxsize=1)
def has_qgis() -> bool:
    """Tell whether the system's Python knows QGIS."""
    try:
        found = subprocess.run([PYTHON, "-c", "import qgis.core"], capture_output=True, check=False)
    except OSError:
        return False
    return found.returncode == 0


pytestmark = pytest.mark.skipif(not has_qgis(), reason="python3-qgis is not installed")


def opened(path: Path, picture: Path) -> dict[str, Any]:
    """Let QGIS open a file and give what it says of each layer."""
    said = subprocess.run(
        [PYTHON, str(READER), str(path), str(picture)], capture_output=True, check=True, timeout=120
    )
    found: dict[str, Any] = json.loads(said.stdout.decode().splitlines()[-1])
    return found


def test_the_geopackage_opens_with_our_colours_and_chinese_aliases(tmp_path: Path) -> None:
    plan = small_plan()
    out = tmp_path / "网格.gpkg"
    write("gpkg", plan, numbers(plan), out, ExportOptions(date="2026-11-24"))
    found = opened(out, tmp_path / "all.png")
    assert list(found) == ["总网格", "一级网格", "二级网格", "边界"]
    assert all(layer["valid"] and layer["crs"] == "EPSG:4545" for layer in found.values())
    grids = plan.valid_grids.sort_values(["level", "code", "uid"])
    code_of = dict(zip(map(int, grids["uid"]), grids["code"], strict=True))
    parent_of = {
        int(uid): None if pd.isna(parent) else int(parent)
        for uid, parent in zip(grids["uid"], grids["parent"], strict=True)
    }
    colours = style.colour_by_parent(parent_of)
    for level, name in ((1, "总网格"), (2, "一级网格"), (3, "二级网格")):
        layer = found[name]
        assert layer["renderer"] == "categorizedSymbol"
        assert layer["labels"]
        wanted = {}
        for uid in map(int, grids.loc[grids["level"] == level, "uid"]):
            named = parent_of[uid] if layer["field"] == "PCODE" else uid
            assert named is not None
            wanted[code_of[named]] = colours[uid].upper()
        assert {key: colour for key, (colour, _) in layer["classes"].items()} == wanted
        # Qt's brushes: 1 is solid, 0 is none. Only the deepest level is filled.
        assert {brush for _, brush in layer["classes"].values()} == {int(level == 3)}
        assert layer["aliases"]["CODE"] == "网格编码"
    assert found["边界"]["renderer"] == "singleSymbol"
    assert (tmp_path / "all.png").stat().st_size > 5_000


def test_the_project_itself_opens(tmp_path: Path) -> None:
    plan = small_plan()
    path = tmp_path / "项目.gpkg"
    tables = {name: plan.frame(name) for name in ("grids", "buildings")}
    with new_project(path, "2/4/12", plan.crs) as project:
        project.history.do(ImportRows(tables, "plan", replace=True))
    found = opened(path, tmp_path / "project.png")
    assert all(layer["valid"] for layer in found.values())
    for name, frame in tables.items():
        assert found[name]["rows"] == len(frame)
        assert found[name]["crs"] == "EPSG:4545"
