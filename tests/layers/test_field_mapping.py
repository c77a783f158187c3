"""Fields as a receiving system calls them: read, saved, cut at characters, read back by others."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapefile as pyshp
import shapely

from gridplanner.errors import FaultyInput, InputError, UsageError
from gridplanner.model import Plan
from layers.export_options import Encoding, ExportOptions, WriteResult
from layers.field_mapping import FieldMapping, read_mapping, system_of, systems_of, with_system
from layers.writers import write

from .plans import numbers, small_plan

DAY = "2026-11-24"


def exported(out: Path, plan: Plan | None = None, **options: Any) -> WriteResult:
    plan = plan or small_plan()
    return write("shp", plan, numbers(plan), out, ExportOptions(date=DAY, **options))


def table_of(pack: Path) -> list[list[str]]:
    with zipfile.ZipFile(pack) as archive:
        text = archive.read("字段对照表.csv").decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def edited(tmp_path: Path, changes: dict[str, str], codec: str = "utf-8-sig") -> Path:
    """Change names in the table that a pack holds, as somebody does in Excel."""
    exported(tmp_path / "first.zip")
    rows = table_of(tmp_path / "first.zip")
    at = rows[0].index("字段名")
    for row in rows[1:]:
        row[at] = changes.get(row[at], row[at])
    path = tmp_path / "对照.csv"
    with path.open("w", encoding=codec, newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def fields_of(pack: Path, layer: str) -> list[str]:
    return list(pyogrio.read_info(f"/vsizip/{pack}/{layer}.shp")["fields"])


@pytest.mark.parametrize("codec", ["utf-8-sig", "gb18030"])
def test_a_changed_table_renames_and_leaves_out(codec: str, tmp_path: Path) -> None:
    path = edited(tmp_path, {"CODE": "WGBM", "NAME": "WGMC", "LOAD": "", "TARGET": ""}, codec)
    exported(tmp_path / "out.zip", mapping=read_mapping(path))
    fields = fields_of(tmp_path / "out.zip", "grids_l3")
    assert fields[:3] == ["UID", "WGBM", "WGMC"]
    assert not {"CODE", "NAME", "LOAD", "TARGET"} & set(fields)
    frame = pyogrio.read_dataframe(f"/vsizip/{tmp_path / 'out.zip'}/grids_l3.shp")
    assert sorted(frame["WGBM"]) == sorted(small_plan().leaves["code"])
    # The pack's own table tells the new names.
    assert "WGBM" in {row[2] for row in table_of(tmp_path / "out.zip")}


@pytest.mark.parametrize("encoding", ["utf8", "gbk"])
def test_chinese_names_are_cut_at_characters_and_kept_apart(
    encoding: Encoding, tmp_path: Path
) -> None:
    out = tmp_path / "out.zip"
    result = exported(out, encoding=encoding, mapping=FieldMapping(base="zh"))
    codec = {"utf8": "utf-8", "gbk": "gbk"}[encoding]
    names = [row[2] for row in table_of(out) if row[0] == "grids_l3"]
    assert len(set(names)) == len(names) == 19
    assert all(len(name.encode(codec)) <= 10 for name in names)
    assert ("网格编码" if encoding == "gbk" else "网格编") in names
    assert "export.name_cut" in {note.code for note in result.notes}
    with zipfile.ZipFile(out) as archive:
        archive.extractall(tmp_path / "x")
    # pyshp knows no "936" and warns where it is told otherwise.
    (tmp_path / "x" / "grids_l3.cpg").unlink()
    reader = pyshp.Reader(str(tmp_path / "x" / "grids_l3"), encoding=codec)
    assert [field[0] for field in reader.fields if field[0] != "DeletionFlag"] == names
    assert fields_of(out, "grids_l3") == names


def test_a_system_is_saved_in_the_project(tmp_path: Path) -> None:
    plan = small_plan()
    mapping = read_mapping(edited(tmp_path, {"CODE": "WGBM"}))
    plan = plan.with_settings(**with_system(plan, "综治平台", mapping))
    plan = plan.with_settings(**with_system(plan, "城管", FieldMapping(base="zh")))
    assert set(systems_of(plan)) == {"综治平台", "城管"}
    assert system_of(plan, "综治平台") == mapping
    with pytest.raises(UsageError) as caught:
        system_of(plan, "民政")
    assert caught.value.code == "export.system_unknown"
    assert "综治平台" in caught.value.facts["known"]


def test_what_is_no_table_and_names_given_twice_are_said(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(InputError) as caught:
        read_mapping(path)
    assert caught.value.code == "mapping.no_columns"
    with pytest.raises(FaultyInput) as faulty:
        read_mapping(edited(tmp_path, {"NAME": "code"}))
    first = faulty.value.faults[0]
    assert (first.code, first.row, first.value) == ("mapping.name_twice", 4, "code")


def test_the_geopackage_beside_is_among_the_checksums(tmp_path: Path) -> None:
    result = exported(tmp_path / "交换.zip", beside=True)
    beside = tmp_path / "交换-handoff.gpkg"
    assert beside.exists()
    assert "export.beside" in {note.code for note in result.notes}
    with zipfile.ZipFile(tmp_path / "交换.zip") as archive:
        sums = archive.read("checksums.sha256").decode("utf-8")
        members = set(archive.namelist())
    for line in sums.splitlines():
        digest, name = line.split("  ")
        with zipfile.ZipFile(tmp_path / "交换.zip") as archive:
            content = beside.read_bytes() if name == beside.name else archive.read(name)
        assert hashlib.sha256(content).hexdigest() == digest
    assert members - {"checksums.sha256"} < {line.split("  ")[1] for line in sums.splitlines()}


#: The town's south-west corner, 584000 E 3576000 N in EPSG:4545, turned by PROJ.
CORNERS = {
    "EPSG:4545": (584000.0, 3576000.0),
    "EPSG:4524": (36584000.0, 3576000.0),
    "EPSG:4490": (108.8919009, 32.3047913),
}


@pytest.mark.parametrize("crs", sorted(CORNERS))
def test_coordinates_are_in_the_system_asked_for(crs: str, tmp_path: Path) -> None:
    exported(tmp_path / "out.zip", crs=crs)
    frame = pyogrio.read_dataframe(f"/vsizip/{tmp_path / 'out.zip'}/boundary.shp")
    corners = shapely.get_coordinates(frame.geometry.iloc[0])
    away = np.hypot(*(corners - CORNERS[crs]).T).min()
    assert away < (1e-7 if crs == "EPSG:4490" else 1e-3)
    assert frame.crs.to_epsg(20) == int(crs[5:])


@pytest.mark.parametrize("name", ["shp", "gpkg"])
def test_gcj02_is_written_only_when_asked_and_says_so(name: str, tmp_path: Path) -> None:
    plan = small_plan()
    out = tmp_path / ("out.zip" if name == "shp" else "out.gpkg")
    result = write(name, plan, numbers(plan), out, ExportOptions(date=DAY, crs="GCJ-02"))
    assert "export.gcj02" in {note.code for note in result.notes}
    where = f"/vsizip/{out}/boundary.shp" if name == "shp" else str(out)
    frame = pyogrio.read_dataframe(where, layer=None if name == "shp" else "边界")
    assert frame.crs.name.removeprefix("GCS_") == "GCJ-02"
    # The published shift at Langao: about 0.0044° east and 0.0024° south (some 496 m).
    x, y = frame.total_bounds[:2]
    assert x - CORNERS["EPSG:4490"][0] == pytest.approx(0.0044, abs=2e-4)
    assert y - CORNERS["EPSG:4490"][1] == pytest.approx(-0.0024, abs=2e-4)
