"""Map files, whole and hurt."""

from __future__ import annotations

import json
import os
import struct
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from gridplanner.errors import InputError
from layers.read_vector import list_layers, read_vector

DATA = os.environ.get("GRIDPLANNER_DATA")
torture = pytest.mark.skipif(not DATA, reason="GRIDPLANNER_DATA is not set")


def shapefile(folder: Path, name: str = "楼栋", encoding: str = "UTF-8") -> Path:
    frame = gpd.GeoDataFrame(
        {"名称": ["1号楼", "2号楼", "漠河市"], "层数": [6, 7, 8]},
        geometry=[shapely.box(x, 32.3, x + 0.001, 32.301) for x in (108.9, 108.901, 108.902)],
        crs="EPSG:4490",
    )
    path = folder / f"{name}.shp"
    frame.to_file(path, encoding=encoding, engine="pyogrio")
    return path


def codes(notes: list[object]) -> list[str]:
    return [note.code for note in notes]  # type: ignore[attr-defined]


@pytest.mark.parametrize("encoding", ["UTF-8", "GBK"])
def test_shapefile_is_read_in_its_encoding(tmp_path: Path, encoding: str) -> None:
    layer = read_vector(shapefile(tmp_path, encoding=encoding))
    assert layer.frame["名称"].tolist() == ["1号楼", "2号楼", "漠河市"]
    assert layer.rows.tolist() == [1, 2, 3]
    assert layer.crs_source == "file"
    assert not layer.faults


def test_gbk_is_told_without_any_tag_and_under_a_lying_one(tmp_path: Path) -> None:
    path = shapefile(tmp_path, encoding="GBK")
    path.with_suffix(".cpg").unlink()
    dbf = bytearray(path.with_suffix(".dbf").read_bytes())
    for language in (0x00, 0x57, 0x4D):
        dbf[29] = language
        path.with_suffix(".dbf").write_bytes(bytes(dbf))
        assert read_vector(path).frame["名称"].tolist() == ["1号楼", "2号楼", "漠河市"]


def test_reading_leaves_the_users_folder_alone(tmp_path: Path) -> None:
    path = shapefile(tmp_path)
    path.with_suffix(".shx").unlink()
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    layer = read_vector(path)
    assert len(layer.frame) == 3
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before
    assert [n.facts["part"] for n in layer.notes] == [".shx"]


def test_zip_with_a_subfolder_and_gbk_member_names(tmp_path: Path) -> None:
    path = shapefile(tmp_path)
    target = tmp_path / "pack.zip"
    with zipfile.ZipFile(target, "w") as archive:
        for part in sorted(tmp_path.glob("楼栋.*")):
            info = zipfile.ZipInfo(f"shuju/{part.name}".encode("gbk").decode("cp437"))
            archive.writestr(info, part.read_bytes())
    assert read_vector(target).frame["名称"].tolist() == read_vector(path).frame["名称"].tolist()


def test_zip_with_several_shapefiles_asks_which(tmp_path: Path) -> None:
    shapefile(tmp_path, "a")
    shapefile(tmp_path, "b")
    target = tmp_path / "two.zip"
    with zipfile.ZipFile(target, "w") as archive:
        for part in sorted(tmp_path.glob("[ab].*")):
            archive.write(part, part.name)
    with pytest.raises(InputError, match=r"zip\.several_shapefiles"):
        read_vector(target)
    assert list_layers(target) == ["a", "b"]
    assert len(read_vector(target, layer="b").frame) == 3
    with pytest.raises(InputError, match=r"zip\.no_shapefile"):
        read_vector(target, layer="c")


def _polygon_record(number: int, points: list[tuple[float, float]]) -> bytes:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    body = struct.pack("<i4d2i", 5, min(xs), min(ys), max(xs), max(ys), 1, len(points))
    body += struct.pack("<i", 0) + b"".join(struct.pack("<2d", *p) for p in points)
    return struct.pack(">2i", number, len(body) // 2) + body


def bare_shp(path: Path, records: list[bytes]) -> Path:
    body = b"".join(records)
    head = struct.pack(">7i", 9994, 0, 0, 0, 0, 0, (100 + len(body)) // 2)
    head += struct.pack("<2i8d", 1000, 5, 0, 0, 10, 10, 0, 0, 0, 0)
    path.write_bytes(head + body)
    return path


SQUARE = [(0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 0.0), (0.0, 0.0)]


def test_a_ring_of_two_points_is_skipped_and_reported(tmp_path: Path) -> None:
    path = bare_shp(
        tmp_path / "two points.shp",
        [_polygon_record(1, [(5.0, 5.0), (6.0, 6.0)]), _polygon_record(2, SQUARE)],
    )
    layer = read_vector(path)
    assert layer.rows.tolist() == [2]
    assert [(fault.code, fault.row) for fault in layer.faults] == [("record.broken", 1)]
    assert layer.rows_in == 2


def test_a_file_cut_short_gives_the_records_that_are_whole(tmp_path: Path) -> None:
    path = bare_shp(tmp_path / "cut.shp", [_polygon_record(n, SQUARE) for n in (1, 2, 3)])
    path.write_bytes(path.read_bytes()[:-40])
    layer = read_vector(path)
    assert len(layer.frame) == 2
    assert "shapefile.truncated" in codes(list(layer.notes))


def test_null_geometry_is_reported_by_row(tmp_path: Path) -> None:
    target = tmp_path / "nulls.geojson"
    features = [
        {"type": "Feature", "properties": {"name": "甲"}, "geometry": None},
        {
            "type": "Feature",
            "properties": {"name": "乙"},
            "geometry": {"type": "Point", "coordinates": [108.9, 32.3, 400.0]},
        },
    ]
    target.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    layer = read_vector(target)
    assert layer.frame["name"].tolist() == ["乙"]
    assert [(fault.code, fault.row) for fault in layer.faults] == [("record.null", 1)]
    assert "geometry.flattened" in codes(list(layer.notes))
    assert not layer.frame.geometry.has_z.any()


def test_geopackage_layers_are_asked_for(tmp_path: Path) -> None:
    target = tmp_path / "two.gpkg"
    frame = gpd.GeoDataFrame({"name": ["a"]}, geometry=[shapely.Point(1, 2)], crs="EPSG:4326")
    frame.to_file(target, layer="one", engine="pyogrio")
    frame.to_file(target, layer="two", engine="pyogrio")
    with pytest.raises(InputError, match=r"layer\.which"):
        read_vector(target)
    with pytest.raises(InputError, match=r"layer\.unknown"):
        read_vector(target, layer="three")
    assert read_vector(target, layer="two").rows.tolist() == [1]
    assert list_layers(target) == ["one", "two"]


def test_kml_is_read(tmp_path: Path) -> None:
    target = tmp_path / "p.kml"
    target.write_text(
        '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2">'
        "<Document><Placemark><name>岚河</name><Point><coordinates>108.9,32.3,0</coordinates>"
        "</Point></Placemark></Document></kml>",
        "utf-8",
    )
    layer = read_vector(target)
    assert "岚河" in layer.frame.to_string()
    assert layer.crs is not None


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.shp", b"<!DOCTYPE html><html></html>", "file.not_shapefile"),
        ("a.zip", b"not a zip", "file.not_zip"),
        ("a.gpkg", b"PK\x03\x04", "file.not_geopackage"),
        ("a.geojson", b"<html>", "file.not_geojson"),
        ("a.geojson", b'{"a": 1}', "file.not_geojson"),
        ("a.json", b"{broken", "file.not_geojson"),
        ("a.kml", b"%PDF-1.7", "file.not_kml"),
        ("a.dxf", b"hello", "file.not_dxf"),
        ("a.shp", b"", "file.empty"),
        ("a.tiff", b"II*\x00", "file.suffix_unknown"),
    ],
)
def test_a_file_that_is_not_what_it_says(
    tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_vector(path)
    assert caught.value.code == code
    assert caught.value.facts["file"] == str(path)


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"file\.missing"):
        read_vector(tmp_path / "none.shp")
    (tmp_path / "folder.shp").mkdir()
    with pytest.raises(InputError, match=r"file\.folder"):
        read_vector(tmp_path / "folder.shp")


@pytest.mark.parametrize(
    ("x", "y", "swapped", "crs"),
    [
        (3_576_584.0, 584_757.0, True, None),
        (3_576_584.0, 36_584_757.0, True, "EPSG:4524"),
        (32.31, 108.9, True, "EPSG:4490"),
        (36_584_757.0, 3_576_584.0, False, "EPSG:4524"),
        (584_757.0, 3_576_584.0, False, None),
        (108.9, 32.31, False, "EPSG:4490"),
        (9.55, 47.15, False, "EPSG:4490"),
    ],
)
def test_axes_and_crs_are_told_by_size(
    tmp_path: Path, x: float, y: float, swapped: bool, crs: str | None
) -> None:
    target = tmp_path / "p.shp"
    frame = gpd.GeoDataFrame({"n": [1]}, geometry=[shapely.Point(x, y)], crs="EPSG:4545")
    frame.to_file(target, engine="pyogrio")
    target.with_suffix(".prj").unlink()
    layer = read_vector(target)
    assert ("axes.swapped" in codes(list(layer.notes))) is swapped
    assert layer.crs == crs
    assert layer.crs_source == ("guessed" if crs else "unknown")
    point = layer.frame.geometry.iloc[0]
    assert (point.x, point.y) == ((y, x) if swapped else (x, y))


def test_the_users_crs_wins(tmp_path: Path) -> None:
    layer = read_vector(shapefile(tmp_path), crs="EPSG:4326")
    assert (layer.crs, layer.crs_source) == ("EPSG:4326", "given")


def test_an_empty_layer_has_no_rows(tmp_path: Path) -> None:
    target = tmp_path / "none.geojson"
    target.write_text('{"type": "FeatureCollection", "features": []}')
    layer = read_vector(target)
    assert len(layer.frame) == 0
    assert layer.rows_in == 0


def real(name: str) -> Path:
    assert DATA is not None
    return Path(DATA) / "torture" / name


@torture
@pytest.mark.parametrize(
    ("path", "column", "words"),
    [
        ("02_gbk_ldid57_lies/laura_poi.shp", "name", ["漠河市", "岚皋县"]),
        ("04_cp936_cpg/file_cp936.shp", "TEST", ["测试中文"]),
        ("11_latin1_looks_gbk_fr/departs.shp", "NOMDéPART", ["Frédéric"]),
        ("15_cpg_is_html/htmlcpg.shp", "field", ["Hněvošický háj"]),
        ("19_utf8_no_prj_shenzhen/pygeo_sz.shp", "qh", ["罗湖"]),
    ],
)
def test_real_encodings(path: str, column: str, words: list[str]) -> None:
    assert set(words) <= set(read_vector(real(path)).frame[column])


@torture
@pytest.mark.parametrize(
    ("path", "good", "all_rows", "fault"),
    [
        ("21_null_geom_12of13/LGA_2013_AUST.shp", 1, 13, "record.null"),
        ("29_ring_two_points/Victoria North.shp", 1, 2, "record.broken"),
        ("23_union_slivers511/error_union.shp", 511, 511, None),
        ("25_senate_overlaps/senate.shp", 40, 40, None),
        ("34_mixed_types_in_shp/mixed_shape_type_non_conformant.shp", 6, 6, None),
        ("40_polygon_zm/multipolygonzm.shp", 1, 1, None),
        ("42_china_polygon_z/laura_china.shp", 2, 2, None),
        ("48_no_dbf/no-dbf.zip", 14, 14, None),
        ("52_zip_subfolder/empty-shp.zip", 2, 2, None),
        ("55_corrupt_len/corrupt_too_long.shp", 10, 10, None),
        ("61_deleted_rows/archsites.shp", 21, 21, None),
        ("62_dup_columns/dup_column.shp", 2, 2, None),
    ],
)
def test_real_geometry(path: str, good: int, all_rows: int, fault: str | None) -> None:
    layer = read_vector(real(path))
    assert (len(layer.frame), layer.rows_in) == (good, all_rows)
    assert {f.code for f in layer.faults} == ({fault} if fault else set())
    assert not layer.frame.geometry.has_z.any()
    assert np.unique(layer.rows).size == good


@torture
def test_real_refusals() -> None:
    with pytest.raises(InputError, match=r"layer\.multipatch"):
        read_vector(real("35_multipatch/multipatch.shp"))
    with pytest.raises(InputError, match=r"file\.not_zip"):
        read_vector(real("50_zip_bad/badzip.zip"))


@torture
def test_real_double_columns_keep_both() -> None:
    layer = read_vector(real("62_dup_columns/dup_column.shp"))
    assert {"TestColumn", "TestColumn_2"} <= set(layer.frame.columns)
    assert "column.twice" in codes(list(layer.notes))
