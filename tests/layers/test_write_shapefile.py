"""The shapefile pack, read back by GDAL, pyshp and shapelib's dbfdump."""

from __future__ import annotations

import csv
import hashlib
import io
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import openpyxl
import pyogrio
import pyproj
import pytest
import shapefile
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gridplanner.model import Plan
from layers.export_options import Encoding, ExportOptions, WriteResult
from layers.notes import Note
from layers.write_dbf import PRESETS, cut_bytes
from layers.writers import write
from tests.effort import rounds

from .plans import CRS, numbers, small_plan, spatial

DAY = "2026-11-24"
#: 䶮 is in GBK's later editions but not in cp936; 𠮷 lies outside the basic plane.
RARE = ["一般的名字", "䶮村", "𠮷家巷", "85" + "字" * 84, "84" + "字" * 83, "é·—€", "a'b\"c;d,e"]
NAMES = [*RARE, *[f"第{n}网格" for n in range(12 - len(RARE))]]


def export(plan: Plan, out: Path, **options: Any) -> WriteResult:
    return write("shp", plan, numbers(plan), out, ExportOptions(date=DAY, **options))


def unzip(file: Path, folder: Path) -> Path:
    with zipfile.ZipFile(file) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture(params=["utf8", "gbk"])
def encoding(request: pytest.FixtureRequest) -> Encoding:
    value: Encoding = request.param
    return value


def expected(text: str, encoding: Encoding) -> str:
    codec = PRESETS[encoding].codec
    kept = "".join(c if _can(c, codec) else "〓" for c in text)
    return cut_bytes(kept.encode(codec), 254, codec).decode(codec)


def _cut_name(note: Note) -> bool:
    return note.code == "export.text_cut" and note.facts["column"] == "NAME"


def _can(character: str, codec: str) -> bool:
    try:
        character.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def test_texts_come_back_alike_everywhere(tmp_path: Path, encoding: Encoding) -> None:
    plan = small_plan(NAMES)
    export(plan, tmp_path / "out.zip", encoding=encoding)
    folder = unzip(tmp_path / "out.zip", tmp_path / "out")
    wanted = [expected(name, encoding) for name in NAMES]
    with_cpg = pyogrio.read_dataframe(folder / "grids_l3.shp")
    assert with_cpg["NAME"].tolist() == wanted
    assert with_cpg["CODE"].tolist() == [
        f"610925100{c:03}{n:03}" for c in (1, 2) for n in range(1, 7)
    ]

    cpg = (folder / "grids_l3.cpg").read_text()
    raw = (folder / "grids_l3.dbf").read_bytes()
    assert (cpg, raw[29]) == {"utf8": ("UTF-8", 0x00), "gbk": ("936", 0x4D)}[encoding]
    codec = PRESETS[encoding].codec
    with shapefile.Reader(str(folder / "grids_l3")) as reader:
        assert [record["NAME"] for record in reader.records()] == wanted
        assert len(reader) == 12

    (folder / "grids_l3.cpg").unlink()
    if encoding == "gbk":
        # The language byte alone must be enough; GDAL has no byte for UTF-8.
        assert pyogrio.read_dataframe(folder / "grids_l3.shp")["NAME"].tolist() == wanted
    told = pyogrio.read_dataframe(folder / "grids_l3.shp", encoding=codec)
    assert told["NAME"].tolist() == wanted


@pytest.mark.skipif(shutil.which("dbfdump") is None, reason="shapelib's dbfdump is not installed")
def test_shapelib_reads_the_bytes(tmp_path: Path, encoding: Encoding) -> None:
    plan = small_plan(NAMES)
    export(plan, tmp_path / "out.zip", encoding=encoding)
    folder = unzip(tmp_path / "out.zip", tmp_path / "out")
    shown = subprocess.run(
        ["dbfdump", "-m", str(folder / "grids_l3.dbf")], capture_output=True, check=True
    ).stdout
    codec = PRESETS[encoding].codec
    lines = [line for line in shown.split(b"\n") if line.startswith(b"NAME:")]
    texts = [line.split(b":", 1)[1].strip().decode(codec) for line in lines]
    assert texts == [expected(name, encoding) for name in NAMES]


def test_what_was_cut_or_replaced_is_reported(tmp_path: Path) -> None:
    plan = small_plan(NAMES)
    gbk = export(plan, tmp_path / "gbk.zip", encoding="gbk")
    lacking = [n.facts["characters"] for n in gbk.notes if n.code == "export.unencodable"]
    assert "䶮" in lacking
    assert "𠮷" in lacking
    utf8 = export(plan, tmp_path / "utf8.zip", encoding="utf8")
    assert not [n for n in utf8.notes if n.code == "export.unencodable"]
    # 85 hanzi and two digits are 254 bytes and fit; 84 and two are fewer.
    cut = {n.facts["row"]: n.facts["bytes"] for n in utf8.notes if _cut_name(n)}
    assert cut == {}
    longer = small_plan(["字" * 85, *NAMES[1:]])
    cut = {
        n.facts["row"]: n.facts["bytes"]
        for n in export(longer, tmp_path / "l.zip").notes
        if _cut_name(n)
    }
    assert cut == {1: 255}
    folder = unzip(tmp_path / "l.zip", tmp_path / "l")
    assert pyogrio.read_dataframe(folder / "grids_l3.shp")["NAME"][0] == "字" * 84


def test_codes_of_fifteen_and_twenty_digits_stay_text(tmp_path: Path) -> None:
    plan = small_plan()
    grids = plan.layer("grids")
    grids.loc[grids.index[-1], "code"] = "01234567890123456789"
    export(plan.with_tables(grids=grids), tmp_path / "out.zip")
    frame = pyogrio.read_dataframe(unzip(tmp_path / "out.zip", tmp_path / "o") / "grids_l3.shp")
    assert "01234567890123456789" in frame["CODE"].tolist()
    assert frame["CODE"].str.len().isin([15, 20]).all()


def test_outer_rings_are_clockwise_and_x_is_east(tmp_path: Path) -> None:
    holed = shapely.box(584000, 3576000, 584900, 3576900).difference(
        shapely.box(584300, 3576300, 584500, 3576500)
    )
    plan = small_plan().with_tables(
        boundary=spatial("boundary", [{"name": "镇", "geometry": holed}])
    )
    export(plan, tmp_path / "out.zip")
    with shapefile.Reader(str(unzip(tmp_path / "out.zip", tmp_path / "o") / "boundary")) as reader:
        shape = reader.shape(0)
        rings = [
            shape.points[a:b] for a, b in zip(shape.parts, [*shape.parts[1:], None], strict=True)
        ]
    signs = [shapely.LinearRing(ring).is_ccw for ring in rings]
    assert signs == [False, True]
    assert 584000 <= rings[0][0][0] <= 584900


@pytest.mark.parametrize("crs", ["EPSG:4545", "EPSG:4524", "EPSG:4490", "EPSG:4508"])
def test_projections_are_esri_and_places_right(tmp_path: Path, crs: str) -> None:
    plan = small_plan()
    export(plan, tmp_path / "out.zip", crs=crs)
    folder = unzip(tmp_path / "out.zip", tmp_path / "o")
    prj = (folder / "grids_l1.prj").read_text()
    assert "AUTHORITY" not in prj
    assert ("Gauss_Kruger" in prj) == (crs != "EPSG:4490")
    assert pyproj.CRS.from_wkt(prj).is_exact_same(pyproj.CRS.from_wkt(prj))
    frame = gpd.read_file(folder / "grids_l3.shp")
    back = frame.set_crs(crs, allow_override=True).to_crs(CRS)
    wanted = plan.leaves.sort_values("code").geometry
    apart = shapely.hausdorff_distance(np.asarray(back.geometry), np.asarray(wanted))
    assert (apart < 0.001).all()


def test_names_are_short_ascii_and_explained(tmp_path: Path) -> None:
    export(small_plan(), tmp_path / "out.zip", profile="internal")
    folder = unzip(tmp_path / "out.zip", tmp_path / "o")
    rows = list(csv.DictReader(io.StringIO((folder / "字段对照表.csv").read_text("utf-8-sig"))))
    for row in rows:
        assert row["字段名"].isascii()
        assert 1 <= len(row["字段名"]) <= 10
        assert row["中文名"]
    for file in folder.glob("*.dbf"):
        with shapefile.Reader(dbf=str(file), encoding="utf-8") as reader:
            names = [field[0] for field in reader.fields if field[0] != "DeletionFlag"]
        assert names == [row["字段名"] for row in rows if row["文件"] == file.stem]
    assert "EPSG:4545" in (folder / "字段说明.txt").read_text("utf-8-sig")


def test_checksums_hold_and_nothing_is_null(tmp_path: Path) -> None:
    export(small_plan(), tmp_path / "out.zip")
    folder = unzip(tmp_path / "out.zip", tmp_path / "o")
    for line in (folder / "checksums.sha256").read_text("utf-8").splitlines():
        sum_, name = line.split("  ")
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == sum_
    frame = pyogrio.read_dataframe(folder / "grids_l3.shp")
    assert frame.notna().all().drop(labels=["PCODE"]).all()
    assert (frame["TARGET"] == -1).sum() == 1


def test_the_report_names_what_the_rules_find(tmp_path: Path) -> None:
    plan = small_plan()
    grids = plan.layer("grids")
    spoilt = plan.with_tables(grids=grids.iloc[:-1])
    for name, tried in (("good", plan), ("spoilt", spoilt)):
        export(tried, tmp_path / f"{name}.zip", crs="EPSG:4490")
        folder = unzip(tmp_path / f"{name}.zip", tmp_path / name)
        text = (folder / "质检报告.csv").read_text("utf-8-sig")
        rows = {row["规则"]: row for row in csv.DictReader(io.StringIO(text))}
        gap = rows["coverage.gap"]
        assert (gap["程度"] == "通过") == (name == "good")
        assert not [rule for rule in rows if rule.startswith(("duty.", "household."))]
        book = openpyxl.load_workbook(folder / "质检报告.xlsx")
        said = {row[1].value: row[2].value for row in list(book.worksheets[0].rows)[3:]}
        # A gap of a plan that is put forward is an error, in the row of its rule.
        assert said["coverage.gap"] == (0 if name == "good" else 1)
    assert 108 < float(gap["X"]) < 110
    assert gap["说明"]


def test_persons_only_for_internal_use(tmp_path: Path) -> None:
    plan = small_plan()
    result = export(plan, tmp_path / "meeting.zip")
    assert [n.code for n in result.notes] == ["export.left_out"]
    content = b"".join(
        path.read_bytes() for path in unzip(tmp_path / "meeting.zip", tmp_path / "m").iterdir()
    )
    assert "张三丰".encode() not in content
    assert b"13812345678" not in content
    export(plan, tmp_path / "internal.zip", profile="internal")
    folder = unzip(tmp_path / "internal.zip", tmp_path / "i")
    with shapefile.Reader(dbf=str(folder / "persons.dbf"), encoding="utf-8") as reader:
        assert reader.record(0)["NAME"] == "张三丰"


def test_the_same_plan_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.zip", "b.zip"):
        export(small_plan(), tmp_path / name)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


@given(st.text(max_size=200), st.integers(0, 300))
@settings(max_examples=rounds(200))
def test_a_cut_never_tears_a_character(text: str, limit: int) -> None:
    for codec in ("utf-8", "gbk"):
        raw = text.encode(codec, "ignore")
        cut = cut_bytes(raw, limit, codec)
        assert len(cut) <= limit or len(raw) <= limit
        assert raw.decode(codec).startswith(cut.decode(codec))
