"""The drawing, read back by GDAL: closed rings, layers, texts, and nothing that breaks it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
import pytest
import shapely

from gridplanner.errors import InputError, UsageError
from layers.export_options import ExportOptions
from layers.writers import write

from .plans import SIDE, X0, Y0, numbers, small_plan


def drawn(tmp_path: Path, plan: Any = None, **said: Any) -> tuple[gpd.GeoDataFrame, Any]:
    """Write a drawing and read it with GDAL."""
    plan = small_plan() if plan is None else plan
    out = tmp_path / "图.dxf"
    result = write("dxf", plan, numbers(plan), out, ExportOptions(date="2026-11-24", **said))
    return pyogrio.read_dataframe(out), result


def test_every_level_is_a_layer_of_closed_rings(tmp_path: Path) -> None:
    frame, result = drawn(tmp_path)
    assert result.rows["GRID_L3"] == 12
    for level, count in ((1, 2), (2, 4), (3, 12)):
        rings = frame[frame["Layer"] == f"GRID_L{level}"].geometry
        assert len(rings) == count
        assert all(ring.is_ring for ring in rings)
        # The town has 4 × 3 squares of 200 m, whatever level they are cut by.
        total = sum(shapely.Polygon(ring).area for ring in rings)
        assert total == pytest.approx(12 * SIDE * SIDE, abs=0.01)
    bounds = frame[frame["Layer"] == "BOUNDARY"].total_bounds
    assert bounds.tolist() == pytest.approx([X0, Y0, X0 + 4 * SIDE, Y0 + 3 * SIDE])
    assert len(frame[frame["Layer"] == "BUILDINGS"]) == 55
    streets = frame[frame["Layer"] == "STREETS"].geometry
    assert len(streets) == 3
    assert not any(line.is_ring for line in streets)


def test_chinese_comes_back_as_it_was(tmp_path: Path) -> None:
    names = [f"第{n}网格" for n in range(1, 11)] + ["䶮王村", "镕基里"]
    frame, _ = drawn(tmp_path, small_plan(names))
    texts = frame[frame["Layer"] == "GRID_L3_TEXT"]
    # 䶮 is not in GBK: CAD programs show it, GDAL gives its code.
    wanted = {name.replace("䶮", r"\U+4DAE") for name in names}
    assert wanted <= set(texts["Text"])
    assert "610925100001001" in set(texts["Text"])
    assert "试验镇网格划分图 2026-11-24 内部使用" in set(frame["Text"].dropna())
    # Each text stands inside its grid.
    plan = small_plan(names)
    first = plan.leaves.iloc[0]
    mine = texts[texts["Text"] == first["code"]].geometry.iloc[0]
    assert first["geometry"].contains(shapely.Point(mine.x, mine.y))


def test_the_file_says_what_it_is(tmp_path: Path) -> None:
    drawn(tmp_path)
    content = (tmp_path / "图.dxf").read_bytes()
    lines = content.decode("gbk").split("\r\n")
    assert lines[lines.index("$DWGCODEPAGE") + 2] == "ANSI_936"
    assert lines[lines.index("$ACADVER") + 2] == "AC1009"
    assert lines[-3:] == ["0", "EOF", ""]
    # Group codes and values in turn.
    assert all(code.strip().isdigit() for code in lines[:-1:2])


def test_letters_that_cannot_be_written_are_said(tmp_path: Path) -> None:
    names = ["𠮷祥里"] + [f"第{n}网格" for n in range(2, 13)]
    frame, result = drawn(tmp_path, small_plan(names))
    assert r"\U+3013祥里" in set(frame["Text"].dropna())
    assert [note.facts["characters"] for note in result.notes if note.code == "dxf.lost"] == ["𠮷"]


def test_a_name_breaks_no_line_and_hides_no_secret(tmp_path: Path) -> None:
    names = ["甲\r\n0\r\nEOF\r\n"] + [f"第{n}网格" for n in range(2, 13)]
    frame, _ = drawn(tmp_path, small_plan(names))
    assert len(frame[frame["Layer"] == "GRID_L3"]) == 12
    with pytest.raises(InputError) as caught:
        drawn(tmp_path, title="联系人张三丰")
    assert caught.value.code == "export.leak"


def test_another_zone_and_degrees(tmp_path: Path) -> None:
    frame, _ = drawn(tmp_path, crs="EPSG:4524")
    # The same place with the zone's number before the easting.
    assert frame[frame["Layer"] == "BOUNDARY"].total_bounds[0] == pytest.approx(
        36_000_000 + X0, abs=0.01
    )
    with pytest.raises(UsageError) as caught:
        drawn(tmp_path, crs="EPSG:4490")
    assert caught.value.code == "dxf.degrees"


def test_one_level_and_public_counts(tmp_path: Path) -> None:
    frame, _ = drawn(tmp_path, level=2, profile="public", language="en")
    layers = set(frame["Layer"])
    assert "GRID_L2" in layers
    assert not {"GRID_L1", "GRID_L3"} & layers
    assert "试验镇网格划分图 2026-11-24" in set(frame["Text"].dropna())
