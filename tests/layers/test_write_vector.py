"""GeoPackage, GeoJSON and KML, read back."""

from __future__ import annotations

import contextlib
import ctypes
import json
import shutil
import sqlite3
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely

from gridplanner.model import Plan
from gridplanner.scheme import Scheme
from layers import style
from layers.export_options import ExportOptions, WriteResult
from layers.writers import write

from .plans import CRS, numbers, small_plan, spatial, square
from .test_web_map import EVIL

DAY = "2026-11-24"


def export(name: str, plan: Plan, out: Path, **options: Any) -> WriteResult:
    return write(name, plan, numbers(plan), out, ExportOptions(date=DAY, **options))


# --- GeoPackage --------------------------------------------------------------------------


def test_layers_are_named_as_the_scheme_names_them(tmp_path: Path) -> None:
    plan = small_plan(EVIL)
    result = export("gpkg", plan, tmp_path / "out.gpkg")
    names = [str(name) for name, kind in pyogrio.list_layers(tmp_path / "out.gpkg") if kind]
    assert names == ["总网格", "一级网格", "二级网格", "边界"]
    assert result.rows == {"总网格": 2, "一级网格": 4, "二级网格": 12, "边界": 1}
    frame = gpd.read_file(tmp_path / "out.gpkg", layer="二级网格")
    wanted = plan.leaves.sort_values("code")
    assert frame.crs == CRS
    assert frame["NAME"].tolist() == wanted["name"].str.replace("\x00", "").tolist()
    same = shapely.equals_exact(
        shapely.normalize(frame.geometry.values),
        shapely.normalize([shapely.MultiPolygon([g]) for g in wanted.geometry]),
    )
    assert np.all(same)
    assert frame["TARGET"].isna().sum() == 1


def test_aliases_and_styles_are_inside(tmp_path: Path) -> None:
    export("gpkg", small_plan(), tmp_path / "out.gpkg")
    with contextlib.closing(sqlite3.connect(tmp_path / "out.gpkg")) as connection:
        aliases = dict(
            connection.execute(
                "SELECT column_name, name FROM gpkg_data_columns WHERE table_name = '二级网格'"
            )
        )
        styles = {
            (table, default): qml
            for table, default, qml in connection.execute(
                "SELECT f_table_name, useAsDefault, styleQML FROM layer_styles"
            )
        }
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert aliases["CODE"] == "网格编码"
    # Levels above lie over the deepest: lines by default, filled by choice.
    defaults = {(table, 1) for table in ("总网格", "一级网格", "二级网格", "边界")}
    assert set(styles) == defaults | {("总网格", 0), ("一级网格", 0)}
    for (table, default), qml in styles.items():
        filled = table == "二级网格" or not default
        assert ('name="style" value="solid"' in qml) == filled
        if table == "边界":
            continue
        root = ET.fromstring(qml.split("\n", 1)[1])
        symbols = root.findall("./renderer-v2/symbols/symbol")
        assert len(symbols) == len(root.findall("./renderer-v2/categories/category")) >= 2


@pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="gdal-bin is not installed")
def test_an_older_gdal_reads_it(tmp_path: Path) -> None:
    export("gpkg", small_plan(), tmp_path / "out.gpkg")
    shown = subprocess.run(
        ["ogrinfo", "-so", str(tmp_path / "out.gpkg"), "二级网格"], capture_output=True, check=True
    ).stdout.decode()
    assert "CGCS2000 / 3-degree Gauss-Kruger CM 108E" in shown
    assert "Feature Count: 12" in shown


def test_an_empty_plan_gives_a_readable_file(tmp_path: Path) -> None:
    plan = Plan.new(Scheme.parse("2/4"), CRS)
    for name in ("gpkg", "geojson", "kml", "shp", "xlsx", "html"):
        result = export(name, plan, tmp_path / f"out.{name}")
        assert [note.code for note in result.notes] == ["export.no_grids"]
    assert len(gpd.read_file(tmp_path / "out.gpkg")) == 0
    assert json.loads((tmp_path / "out.geojson").read_text())["features"] == []


def test_persons_only_for_internal_use(tmp_path: Path) -> None:
    plan = small_plan()
    for name in ("gpkg", "geojson", "kml"):
        export(name, plan, tmp_path / f"m.{name}")
        content = (tmp_path / f"m.{name}").read_bytes()
        assert "张三丰".encode() not in content
        assert b"13812345678" not in content
    export("gpkg", plan, tmp_path / "i.gpkg", profile="internal")
    frame = pyogrio.read_dataframe(tmp_path / "i.gpkg", layer="人员")
    assert frame["NAME"].tolist() == ["张三丰"]


def test_one_level_only(tmp_path: Path) -> None:
    result = export("geojson", small_plan(), tmp_path / "out.geojson", level=2)
    assert result.rows == {"grids_l2": 4, "boundary": 1}


# --- GeoJSON -----------------------------------------------------------------------------


def test_geojson_keeps_to_rfc_7946(tmp_path: Path) -> None:
    holed = square(0, 0, 4, 3).difference(square(1, 1, 0.5, 0.5))
    plan = small_plan(EVIL).with_tables(
        boundary=spatial("boundary", [{"name": "镇", "geometry": holed}])
    )
    export("geojson", plan, tmp_path / "out.geojson")
    found = json.loads((tmp_path / "out.geojson").read_text("utf-8"))
    assert "crs" not in found
    assert len(found["features"]) == 2 + 4 + 12 + 1
    for feature in found["features"]:
        outer, *inner = feature["geometry"]["coordinates"]
        assert shapely.LinearRing(outer).is_ccw
        assert not any(shapely.LinearRing(ring).is_ccw for ring in inner)
        assert outer[0] == outer[-1]
        assert 108 < outer[0][0] < 110
        assert 32 < outer[0][1] < 33
    west, south, east, north = found["bbox"]
    every = np.array(
        [xy for f in found["features"] for ring in f["geometry"]["coordinates"] for xy in ring]
    )
    assert [west, south] == every.min(axis=0).tolist()
    assert [east, north] == every.max(axis=0).tolist()
    # Places of a spec's own members are taken by nothing of ours.
    assert set(found) == {"type", "features", "bbox", "title", "date", "mark"}
    leaf = found["features"][-2]["properties"]
    assert leaf["LEVEL"] == 3
    assert leaf["CODE"] == "610925100002006"
    assert leaf["TARGET"] is None


def test_nine_decimals_keep_shared_vertices(tmp_path: Path) -> None:
    plan = small_plan()
    export("geojson", plan, tmp_path / "out.geojson")
    frame = gpd.read_file(tmp_path / "out.geojson")
    leaves = frame[frame["LEVEL"] == 3]
    assert shapely.coverage_is_valid(leaves.geometry.values)
    back = shapely.set_precision(leaves.to_crs(CRS).geometry.values, 0.001)
    wanted = plan.leaves.sort_values("code").geometry.to_numpy()
    assert all(a.equals(b) for a, b in zip(back, wanted, strict=True))


# --- KML ---------------------------------------------------------------------------------


def test_kml_has_a_folder_a_level_and_inert_names(tmp_path: Path) -> None:
    plan = small_plan(EVIL)
    export("kml", plan, tmp_path / "out.kml")
    space = {"k": "http://www.opengis.net/kml/2.2"}
    root = ET.parse(tmp_path / "out.kml").getroot()
    folders = root.findall("./k:Document/k:Folder", space)
    assert [f.findtext("k:name", "", space) for f in folders] == [
        "总网格", "一级网格", "二级网格", "边界",
    ]  # fmt: skip
    names = [m.findtext("k:name", "", space) for m in folders[2].findall("k:Placemark", space)]
    # As viewers show names as HTML, full-width brackets stand for those of markup.
    assert EVIL[0].replace("<", "＜").replace(">", "＞") in names
    assert EVIL[3] in names
    styles = {s.get("id") for s in root.findall("./k:Document/k:Style", space)}
    for mark in root.iter("{http://www.opengis.net/kml/2.2}styleUrl"):
        assert mark.text
        assert mark.text[1:] in styles
    # #77AADD, the first hue, as alpha, blue, green, red.
    (first,) = (s for s in root.iter(f"{{{space['k']}}}Style") if s.get("id") == "c77AADD")
    assert first.findtext("k:PolyStyle/k:color", "", space) == "99ddaa77"
    read = pyogrio.list_layers(tmp_path / "out.kml")
    assert len(read) == 4


def ogrinfo(path: Path) -> list[dict[str, str]]:
    """Read a file with the system's own GDAL: a layer, fields and style a feature."""
    program = shutil.which("ogrinfo")
    if program is None:
        pytest.skip("GDAL's programs are not installed")
    text = subprocess.run([program, "-al", str(path)], capture_output=True, check=True).stdout
    found: list[dict[str, str]] = []
    layer = ""
    for line in text.decode().split("\n"):
        name, _, value = line.strip().partition(": " if line.startswith("Layer") else " = ")
        if name == "Layer name":
            layer = value
        elif line.startswith("OGRFeature"):
            found.append({"layer": layer})
        elif found and value:
            found[-1][name.partition(" (")[0]] = value
    return found


def test_gdals_own_program_reads_names_and_colours_of_the_kml(tmp_path: Path) -> None:
    plan = small_plan(EVIL)
    export("kml", plan, tmp_path / "out.kml")
    rows = ogrinfo(tmp_path / "out.kml")
    leaves = [row for row in rows if row["layer"] == "二级网格"]
    wanted = [name.translate({60: "＜", 62: "＞", 0: None}) for name in EVIL]
    shown = {row.get("Name", row.get("name", "")) for row in leaves}
    assert {w for w in wanted if w.isprintable()} <= shown
    colours = {str(code): colour for code, colour in zip(*_by_parent(plan), strict=True)}
    styled = [row for row in rows if "Style" in row and row.get("CODE") in colours]
    assert len(styled) == 18
    for row in styled:
        assert colours[row["CODE"]][1:].lower() in row["Style"].lower()


def _by_parent(plan: Plan) -> tuple[list[str], list[str]]:
    grids = plan.valid_grids
    parents = {
        int(uid): None if pd.isna(parent) else int(parent)
        for uid, parent in zip(grids["uid"], grids["parent"], strict=True)
    }
    colours = style.colour_by_parent(parents)
    return list(grids["code"]), [colours[int(uid)] for uid in grids["uid"]]


@pytest.mark.parametrize("name", ["geojson", "gpkg"])
def test_gdals_own_program_reads_codes_as_texts(name: str, tmp_path: Path) -> None:
    plan = small_plan(EVIL)
    export(name, plan, tmp_path / f"out.{name}")
    rows = [row for row in ogrinfo(tmp_path / f"out.{name}") if row.get("LEVEL") == "3"]
    assert sorted(row["CODE"] for row in rows) == sorted(plan.leaves["code"])
    assert {name for name in EVIL if name.isprintable()} <= {row.get("NAME") for row in rows}


def test_gdal_reads_the_chinese_aliases(tmp_path: Path) -> None:
    """QGIS takes a field's alias from GDAL's alternative name."""
    found = [*Path(str(pyogrio.__file__)).parents[1].glob("pyogrio.libs/libgdal*")]
    if not found:
        pytest.skip("pyogrio's GDAL is elsewhere on this system")
    export("gpkg", small_plan(), tmp_path / "out.gpkg")
    gdal = ctypes.CDLL(str(found[0]))
    for name, result, arguments in (
        ("GDALOpenEx", ctypes.c_void_p, [ctypes.c_char_p, ctypes.c_uint, *[ctypes.c_void_p] * 3]),
        ("GDALClose", ctypes.c_int, [ctypes.c_void_p]),
        ("GDALDatasetGetLayer", ctypes.c_void_p, [ctypes.c_void_p, ctypes.c_int]),
        ("OGR_L_GetLayerDefn", ctypes.c_void_p, [ctypes.c_void_p]),
        ("OGR_FD_GetFieldDefn", ctypes.c_void_p, [ctypes.c_void_p, ctypes.c_int]),
        ("OGR_Fld_GetNameRef", ctypes.c_char_p, [ctypes.c_void_p]),
        ("OGR_Fld_GetAlternativeNameRef", ctypes.c_char_p, [ctypes.c_void_p]),
    ):
        function = getattr(gdal, name)
        function.restype, function.argtypes = result, arguments
    data = gdal.GDALOpenEx(str(tmp_path / "out.gpkg").encode(), 4, None, None, None)
    definition = gdal.OGR_L_GetLayerDefn(gdal.GDALDatasetGetLayer(data, 2))
    fields = [gdal.OGR_FD_GetFieldDefn(definition, n) for n in range(3)]
    names = [
        (gdal.OGR_Fld_GetNameRef(f).decode(), gdal.OGR_Fld_GetAlternativeNameRef(f).decode())
        for f in fields
    ]
    gdal.GDALClose(data)
    assert names == [("UID", "内部号"), ("CODE", "网格编码"), ("NAME", "网格名称")]
