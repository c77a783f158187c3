"""The shipped samples hold what they promise, and the script that drew them draws them again."""

from __future__ import annotations

import json
import re
import zipfile
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import geopandas
import numpy as np
import openpyxl
import pytest
import shapely

import sample_maps
from sample_maps.make import main, make

FOLDER = Path(sample_maps.__file__).parent
SAMPLES = ("langao", "yuxin")
LAYERS = {
    "boundary": ["name"],
    "areas": ["level", "code", "name"],
    "streets": ["id", "name", "class", "barrier", "bridge", "width_m"],
    "water": ["id", "name"],
    "mask": ["id", "kind"],
    "compounds": ["id", "name", "wall", "year", "firm"],
    "gates": ["id", "compound"],
    "places": ["id", "name", "kind"],
    "buildings": ["编号", "名称", "小区", "层数", "用途"],
    "entrances": ["id", "building", "label"],
}
NAMES = ("西坡", "东坡", "号房湾", "四坪", "罗景坪", "肖家坝", "城北")
COMMUNITIES = {f"61092510000{i}": f"{name}社区" for i, name in enumerate(NAMES, start=1)}
NARROW = str.maketrans("０１２３４５６７８９", "0123456789")


class Row(NamedTuple):
    """One household as the sheet gives it, read by hand."""

    sheet: str
    id: str
    phone: str
    compound: str
    address: str
    persons: int
    status: str


@cache
def layer(sample: str, kind: str) -> geopandas.GeoDataFrame:
    return geopandas.read_file(FOLDER / sample / f"{kind}.zip")


def shapes(sample: str, kind: str) -> Any:
    return layer(sample, kind).geometry.to_numpy()


@cache
def households(sample: str) -> tuple[Row, ...]:
    book = openpyxl.load_workbook(FOLDER / sample / "households.xlsx")
    rows = []
    for sheet in book.worksheets[1:]:
        table = [list(values) for values in sheet.iter_rows(values_only=True)]
        for cells in sheet.merged_cells.ranges:
            first = table[cells.min_row - 1][cells.min_col - 1]
            for values in table[cells.min_row - 1 : cells.max_row]:
                values[cells.min_col - 1] = first
        head = next(i for i in range(6) if table[i][0] == "序号")
        assert table[head] == [
            "序号", "户编号", "户主姓名", "联系电话", "现住小区", "门牌地址", "人口数",
            "居住状态", "特殊人群", "备注",
        ]  # fmt: skip
        assert table[head + 1][1] == "必填"
        for values in table[head + 2 :]:
            if all(value is None for value in values):
                continue
            texts = ["" if value is None else str(value).strip() for value in values]
            _, key, _, phone, compound, address, persons, status, _, _ = texts
            rows.append(Row(sheet.title, key, phone, compound, address, int(persons), status))
    return tuple(rows)


@cache
def people(sample: str) -> tuple[dict[str, Any], ...]:
    sheet = openpyxl.load_workbook(FOLDER / sample / "persons.xlsx").worksheets[0]
    table = list(sheet.iter_rows(min_row=2, values_only=True))
    return tuple(dict(zip(map(str, table[0]), row, strict=True)) for row in table[1:])


@cache
def doors(sample: str) -> dict[tuple[str, str, str], str]:
    """Map (compound, building, unit) to the id of the building behind that door."""
    buildings = layer(sample, "buildings").fillna("").set_index("编号")
    entrances = layer(sample, "entrances").fillna("")
    found: dict[tuple[str, str, str], str] = {}
    for building, label in zip(entrances["building"], entrances["label"], strict=True):
        compound, name = buildings.loc[building, ["小区", "名称"]]
        key = (compound, re.sub("幢|号楼", "", name), re.sub("单元|门", "", label))
        assert key not in found
        found[key] = building
    return found


def place(compound: str, address: str) -> tuple[str, str, str, str]:
    """Fold an address to (compound, building, unit, room)."""
    text = address.translate(NARROW).replace(" ", "")
    if compound:
        text = text.removeprefix(compound)
        parts = re.fullmatch(r"(\d+)(?:幢|栋|号楼|#|-)(\d+)(?:单元|门|-)(\d+)室?", text)
        assert parts, address
        return compound, parts[1], parts[2], parts[3]
    parts = re.fullmatch(r"(\D+\d+号)(?:(\d)单元)?(?:(\d+)室)?", text)
    assert parts, address
    return "", parts[1], parts[2] or "", parts[3] or ""


@pytest.mark.slow
@pytest.mark.parametrize("sample", SAMPLES)
def test_the_script_draws_the_shipped_files_again(sample: str, tmp_path: Path) -> None:
    make(sample, tmp_path)
    shipped = sorted(path.name for path in (FOLDER / sample).iterdir())
    assert sorted(path.name for path in (tmp_path / sample).iterdir()) == shipped
    for name in shipped:
        old, new = FOLDER / sample / name, tmp_path / sample / name
        if old.suffix == ".json":
            assert new.read_bytes() == old.read_bytes()
            continue
        # zlib may pack differently elsewhere, so the members are compared
        with zipfile.ZipFile(old) as a, zipfile.ZipFile(new) as b:
            assert [i.date_time for i in a.infolist()] == [i.date_time for i in b.infolist()]
            assert a.namelist() == b.namelist()
            for member in a.namelist():
                assert a.read(member) == b.read(member), f"{name}: {member}"


def test_another_seed_draws_another_place(tmp_path: Path) -> None:
    main(["--sample", "yuxin", "--seed", "5", "--out", str(tmp_path)])
    drawn = geopandas.read_file(tmp_path / "yuxin" / "buildings.zip")
    shipped = set(layer("yuxin", "buildings").geometry.to_wkb())
    assert len(shipped & set(drawn.geometry.to_wkb())) < len(shipped) / 4


def test_only_langao_grows(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="only langao"):
        make("yuxin", tmp_path, scale=2)
    with pytest.raises(ValueError, match="whole number"):
        make("langao", tmp_path, scale=0)
    assert not list(tmp_path.iterdir())


def test_the_samples_are_small_enough_to_ship() -> None:
    files = [path for sample in SAMPLES for path in (FOLDER / sample).iterdir()]
    assert sum(path.stat().st_size for path in files) <= 4_000_000


@pytest.mark.parametrize(
    ("sample", "scheme", "crs", "code"),
    [
        ("langao", "7/35/253", "EPSG:4545", "610925100"),
        ("yuxin", "1/53", "EPSG:4548", "110108019018"),
    ],
)
def test_the_note_says_what_the_sample_is(sample: str, scheme: str, crs: str, code: str) -> None:
    note = json.loads((FOLDER / sample / "sample.json").read_text("utf-8"))
    assert note["synthetic"] is True
    assert (note["scheme"], note["crs"], note["code"]) == (scheme, crs, code)
    assert "合成" in note["title_zh"]
    assert "synthetic" in note["title_en"]
    assert [entry["kind"] for entry in note["layers"]] == [*LAYERS, "households", "persons"]
    listed = {entry["file"] for entry in note["layers"]} | {"sample.json"}
    assert {path.name for path in (FOLDER / sample).iterdir()} == listed


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("kind", LAYERS)
def test_a_layer_has_its_columns_and_sound_shapes(sample: str, kind: str) -> None:
    frame = layer(sample, kind)
    assert [column for column in frame.columns if column != "geometry"] == LAYERS[kind]
    assert frame.crs.to_epsg() == {"langao": 4545, "yuxin": 4548}[sample]
    assert frame.geometry.is_valid.all()
    assert not frame.geometry.is_empty.any()
    coords = shapely.get_coordinates(frame.geometry.to_numpy())
    assert np.abs(coords - np.round(coords, 3)).max() < 1e-8
    for column in {"id", "编号", "code"} & set(frame.columns):
        assert frame[column].is_unique


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("kind", LAYERS)
def test_the_tags_of_the_encoding_agree(sample: str, kind: str) -> None:
    with zipfile.ZipFile(FOLDER / sample / f"{kind}.zip") as archive:
        table = archive.read(f"{kind}.dbf")
        tag = archive.read(f"{kind}.cpg").decode("ascii").strip()
        assert b"Gauss_Kruger" in archive.read(f"{kind}.prj")
    if kind == "buildings":
        assert (table[29], tag) == (0x4D, "936")
        assert "编号".encode("gbk") in table[:64]
        assert "住宅".encode("gbk") in table
    else:
        assert (table[29], tag) == (0x00, "UTF-8")


def test_langao_lies_where_it_is() -> None:
    (boundary,) = layer("langao", "boundary").to_crs(4490).geometry
    middle = boundary.centroid
    assert (middle.x, middle.y) == pytest.approx((108.893, 32.300), abs=0.004)


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_communities_tile_the_boundary(sample: str) -> None:
    areas = shapes(sample, "areas")
    (boundary,) = shapes(sample, "boundary")
    assert all(area.geom_type == "Polygon" and not area.interiors for area in areas)
    assert shapely.coverage_is_valid(areas)
    assert shapely.coverage_union_all(areas).equals(boundary)
    corners = {tuple(xy) for xy in shapely.get_coordinates(boundary)}
    assert corners <= {tuple(xy) for xy in shapely.get_coordinates(areas)}


def test_langao_has_its_communities_by_code() -> None:
    frame = layer("langao", "areas").query("level == 1")
    assert dict(zip(frame["code"], frame["name"], strict=True)) == COMMUNITIES
    assert list(layer("yuxin", "areas")["code"]) == ["110108019018"]


@pytest.mark.parametrize("sample", SAMPLES)
def test_footprints_keep_clear(sample: str) -> None:
    buildings = shapes(sample, "buildings")
    tree = shapely.STRtree(buildings)
    a, b = tree.query(buildings, predicate="intersects")
    assert (a == b).all(), "two footprints touch"
    for kind in ("water", "streets", "mask"):
        assert tree.query(shapes(sample, kind), predicate="intersects").size == 0, kind
    for kind in ("compounds", "areas"):
        lines = shapely.boundary(shapes(sample, kind))
        assert tree.query(lines, predicate="intersects").size == 0, kind
    inside, _ = tree.query(shapes(sample, "boundary"), predicate="contains")
    assert len(inside) == len(buildings)


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_compounds_buildings_stand_inside_its_wall(sample: str) -> None:
    compounds = layer(sample, "compounds").set_index("name")
    assert compounds.index.is_unique
    housed = layer(sample, "buildings").fillna("").query("小区 != ''")
    around = compounds.geometry.loc[list(housed["小区"])].to_numpy()
    assert shapely.contains(around, housed.geometry.to_numpy()).all()
    gates = layer(sample, "gates")
    walls = layer(sample, "compounds").set_index("id").geometry.boundary
    own = walls.loc[list(gates["compound"])].to_numpy()
    assert shapely.distance(gates.geometry.to_numpy(), own).max() < 0.002
    assert set(gates["compound"]) == set(layer(sample, "compounds")["id"])


@pytest.mark.parametrize("sample", SAMPLES)
def test_places_are_in_the_town(sample: str) -> None:
    places = layer(sample, "places")
    assert places["name"].is_unique
    assert not places.geometry.duplicated().any()
    built = [*shapes(sample, "buildings"), *shapes(sample, "compounds")]
    found, _ = shapely.STRtree(built).query(places.geometry.to_numpy(), predicate="within")
    assert set(found) == set(range(len(places)))


@pytest.mark.parametrize("sample", SAMPLES)
def test_doors_are_on_their_facades(sample: str) -> None:
    entrances = layer(sample, "entrances")
    walls = layer(sample, "buildings").set_index("编号").geometry.boundary
    own = walls.loc[list(entrances["building"])].to_numpy()
    assert shapely.distance(entrances.geometry.to_numpy(), own).max() < 0.002


def test_streets_and_water_close_langaos_blocks() -> None:
    (boundary,) = shapes("langao", "boundary")
    lines = [*shapes("langao", "streets"), boundary.exterior]
    lines += [shape.boundary for kind in ("water", "areas") for shape in shapes("langao", kind)]
    noded = shapely.union_all(lines, grid_size=0.001)
    blocks = shapely.area(shapely.get_parts(shapely.polygonize([noded])))
    assert 150 <= len(blocks) <= 220
    assert blocks.min() > 50, "streets and communities' lines run beside each other"
    assert 6_000 < np.median(blocks) < 16_000
    assert blocks.sum() == pytest.approx(boundary.area, abs=5.0)


def test_langaos_bridges_cross_the_river() -> None:
    streets = layer("langao", "streets")
    river = layer("langao", "water").set_index("name").geometry["岚河"]
    over = streets[streets["bridge"] == 1].geometry.intersection(river).length
    assert 4 <= (over > 30).sum() <= 6
    dry = streets[streets["bridge"] == 0].geometry
    assert not dry.intersects(layer("langao", "water").union_all()).any()


def test_langao_counts() -> None:
    buildings = layer("langao", "buildings")
    assert 6_000 <= len(buildings) <= 8_000
    rows = households("langao")
    assert 10_500 <= len(rows) <= 11_500
    assert sum(row.persons for row in rows) == 35_348
    by_sheet: Counter[str] = Counter()
    for row in rows:
        by_sheet[row.sheet] += row.persons
    assert set(by_sheet) == set(COMMUNITIES.values())
    assert all(3_500 <= persons <= 6_500 for persons in by_sheet.values()), by_sheet
    homes = Counter(row.compound for row in rows if row.compound)
    assert sum(count >= 500 for count in homes.values()) == 6
    assert 25 <= sum(count < 350 for count in homes.values()) <= 40
    behind = Counter(place(row.compound, row.address)[:2] for row in rows)
    assert max(behind.values()) <= 70
    assert {"学校", "医院", "市场", "办公"} <= set(buildings["用途"])
    kinds = Counter(layer("langao", "places")["kind"])
    assert kinds["养老"] == kinds["儿童"] == kinds["社区服务中心"] == 7


def test_langaos_people() -> None:
    roles = Counter(person["人员类型"] for person in people("langao"))
    assert roles == {"网格员": 326, "楼门长候选": 600}
    times = Counter(person["工时"] for person in people("langao"))
    assert set(times) == {1, 0.5, None}
    assert times[1] > times[0.5] > 20


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_household_stands_behind_one_door(sample: str) -> None:
    rows = households(sample)
    assert len({row.id for row in rows}) == len(rows)
    flats = [place(row.compound, row.address) for row in rows]
    assert len(set(flats)) == len(flats), "two households in one flat"
    assert {flat[:3] for flat in flats} == set(doors(sample)), "a flat without door or reverse"
    buildings = layer(sample, "buildings").set_index("编号").geometry
    areas = layer(sample, "areas").set_index("name").geometry
    at = buildings.loc[[doors(sample)[flat[:3]] for flat in flats]].to_numpy()
    home = areas.loc[[row.sheet for row in rows]].to_numpy()
    assert shapely.contains(home, at).all(), "a household on another community's sheet"


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_sheet_is_as_untidy_as_in_life(sample: str) -> None:
    rows = households(sample)
    styles = Counter(
        re.sub(r"\d+", "0", row.address.translate(NARROW).removeprefix(row.compound))
        for row in rows
        if row.compound
    )
    assert len(styles) >= 6
    assert any(char in "０１２３４５６７８９" for row in rows for char in row.address)
    assert sum(not row.phone for row in rows) > 100
    assert sum(";" in row.phone for row in rows) > 100
    assert {row.status for row in rows} >= {"自住", "租", "空", "底商"}
    assert all(row.persons == 0 for row in rows if row.status == "空")
    assert all(0 <= row.persons <= 7 for row in rows)


@pytest.mark.parametrize("sample", SAMPLES)
def test_no_telephone_number_can_be_real(sample: str) -> None:
    numbers = [line for row in households(sample) for line in row.phone.split(";") if line]
    numbers += [str(person["联系电话"]) for person in people(sample)]
    assert all(re.fullmatch(r"000-\d{4}-\d{4}", number) for number in numbers)


@pytest.mark.parametrize("sample", SAMPLES)
def test_everyone_lives_in_a_household_of_the_sheet(sample: str) -> None:
    flats = {place(row.compound, row.address): row for row in households(sample)}
    homes = set()
    for person in people(sample):
        text = str(person["住址"])
        parts = re.fullmatch(r"(\D+)(\d+(?:幢|号楼)\d.*)", text)
        home = place(parts[1], parts[2]) if parts else place("", text)
        assert flats[home].status == "自住"
        homes.add(home)
    assert len(homes) == len(people(sample))


def test_yuxin_counts() -> None:
    rows = households("yuxin")
    assert 4_400 <= len(rows) <= 4_800
    assert sum(row.persons for row in rows) == 15_000
    behind = Counter(place(row.compound, row.address)[:2] for row in rows)
    assert 65 <= len(behind) <= 85
    assert 36 <= min(behind.values()) <= max(behind.values()) <= 90
    assert Counter(person["人员类型"] for person in people("yuxin")) == {"网格员": 53, "楼门长": 69}


def test_yuxins_captains_keep_each_door_once_and_live_behind_one() -> None:
    kept: Counter[str] = Counter()
    for person in people("yuxin"):
        if person["人员类型"] == "楼门长":
            own = str(person["现管楼门"]).split("、")
            kept.update(own)
            home = re.sub(r"\d+室$", "", str(person["住址"]).removeprefix("育新花园"))
            assert home in own
    assert set(kept.values()) == {1}
    labels = layer("yuxin", "entrances").merge(
        layer("yuxin", "buildings"), left_on="building", right_on="编号"
    )
    assert set(kept) == set(labels["名称"] + labels["label"])
