"""Imports: frames that fit the plan, and a work list of the rest; the plan never changes."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridplanner.errors import Cancelled, InputError, UsageError
from gridplanner.jobs import Progress
from gridplanner.model import Plan
from gridplanner.scheme import Scheme
from gridplanner.sentences.reading import READING
from gridplanner.tables import TABLES
from layers.datum import wgs84_to_gcj02
from layers.importing import KINDS, Prepared, prepare, suggest_crs
from tests.effort import rounds

DATA = os.environ.get("GRIDPLANNER_DATA")
real_data = pytest.mark.skipif(not DATA, reason="GRIDPLANNER_DATA is not set")
CRS = "EPSG:4545"
X0, Y0 = 584_000.0, 3_576_000.0


def write(
    folder: Path, name: str, frame: dict[str, Any], shapes: list[Any], crs: str = CRS
) -> Path:
    path = folder / f"{name}.geojson" if crs == "EPSG:4326" else folder / f"{name}.gpkg"
    layer = gpd.GeoDataFrame(frame, geometry=shapes, crs=CRS).to_crs(crs)
    layer.to_file(path, engine="pyogrio")
    return path


def sheet(folder: Path, rows: Sequence[Mapping[Any, Any]], name: str = "户.csv") -> Path:
    path = folder / name
    pd.DataFrame(rows).to_csv(path, index=False)
    return path


def box(x: float, y: float, w: float = 20.0, h: float = 10.0) -> Any:
    return shapely.box(X0 + x, Y0 + y, X0 + x + w, Y0 + y + h)


def point(x: float, y: float) -> Any:
    return shapely.Point(X0 + x, Y0 + y)


@pytest.fixture
def town(tmp_path: Path) -> Plan:
    """Make a compound with two buildings (two doors, one door) and a house without a door."""
    plan = Plan.new(Scheme.parse("1/2"), CRS)
    for kind, frame, shapes in (
        ("boundary", {"名称": ["城区"]}, [box(-100, -100, 1000, 1000)]),
        ("compounds", {"id": ["C1"], "name": ["阳光小区"]}, [box(0, 0, 100, 100)]),
        (
            "buildings",
            {
                "编号": ["B1", "B2", "B3"],
                "名称": ["1号楼", "2号楼", "新正街12号"],
                "层数": [6, 6, 2],
            },
            [box(10, 10), box(10, 50), box(200, 10)],
        ),
        (
            "entrances",
            {
                "id": ["E1", "E2", "E3"],
                "building": ["B1", "B1", "B2"],
                "label": ["1", "2", "1单元"],
            },
            [point(12, 10), point(25, 10), point(12, 50)],
        ),
    ):
        prepared = prepare(plan, kind, write(tmp_path, kind, frame, shapes))
        assert_sound(prepared)
        plan = plan.with_tables(**prepared.tables)
    return plan


def assert_sound(prepared: Prepared) -> None:
    lost = prepared.worklist.loc[~prepared.worklist["kept"], ["sheet", "row"]].drop_duplicates()
    assert prepared.rows_in == prepared.rows_ok + len(lost)
    if prepared.kind != "boundary":
        assert len(prepared.tables[prepared.kind]) == prepared.rows_ok
    assert set(prepared.worklist["reason"]) <= set(READING)
    assert {note.code for note in prepared.notes} <= set(READING)
    for name, frame in prepared.tables.items():
        assert frame.index.tolist() == list(range(1, len(frame) + 1))
        assert set(frame.columns) >= {column.name for column in TABLES[name].columns}


def test_buildings_take_their_compound_by_place(town: Plan) -> None:
    assert town.buildings["compound"].tolist() == ["C1", "C1", ""]
    assert town.buildings["storeys"].tolist() == [6, 6, 2]
    assert town.entrances["label"].tolist() == ["1单元", "2单元", "1单元"]


def test_households_are_placed_or_listed(town: Plan, tmp_path: Path) -> None:
    path = sheet(
        tmp_path,
        [
            {"户编号": "H1", "小区": "阳光小区", "地址": "1号楼2单元301", "人口数": "3"},
            {"户编号": "H2", "小区": "阳光小区", "地址": "2栋401室（租）", "人口数": "２"},
            {"户编号": "H3", "小区": "", "地址": "岚皋县新正街12号", "人口数": "4.0"},
            {"户编号": "H4", "小区": "阳光小区", "地址": "1号楼301", "人口数": "1"},
            {"户编号": "H5", "小区": "阳光小区", "地址": "9号楼1单元301", "人口数": "1"},
            {"户编号": "H6", "小区": "阳光小区", "地址": "1号楼1单元", "人口数": "许多"},
            {"户编号": "H1", "小区": "阳光小区", "地址": "1号楼1单元101", "人口数": "1"},
            {"户编号": "", "小区": "自建房", "地址": "阳光小区1-1-102", "人口数": ""},
        ],
    )
    before = town.households
    prepared = prepare(town, "households", path)
    assert_sound(prepared)
    frame = prepared.tables["households"]
    assert frame["id"].tolist() == ["H1", "H2", "H3", "H7"]  # H4 to H6 are on the work list
    assert frame["entrance"].tolist() == ["E2", "E3", "", "E1"]
    assert frame["building"].tolist() == ["B1", "B2", "B3", "B1"]
    assert frame["room"].tolist() == ["301", "401", "", "102"]
    assert frame["persons"].tolist() == [3, 2, 4, 0]
    assert frame["status"].tolist() == ["", "租", "", ""]
    assert frame["address"].iloc[0] == "阳光小区1号楼2单元301"
    assert frame.geometry.iloc[0].equals(point(25, 10))
    assert town.buildings.geometry.iloc[2].contains(frame.geometry.iloc[2])
    lines = prepared.worklist[["row", "column", "value", "reason"]].to_numpy().tolist()
    assert lines == [
        [5, "地址", "1号楼301", "address.no_unit"],
        [6, "地址", "9号楼1单元301", "address.unknown_building"],
        [7, "人口数", "许多", "value.not_count"],
        [8, "户编号", "H1", "household.twice"],
    ]
    assert prepared.sums == {"persons_in": 12, "persons_ok": 9}
    assert town.households.equals(before)


def test_rows_that_are_not_taken_can_be_corrected_and_read_again(
    town: Plan, tmp_path: Path
) -> None:
    rows = [
        {"户编号": "H1", "小区": "阳光小区", "地址": "1号楼301", "人口数": "1", "备注": "门锁"},
        {"户编号": "H2", "小区": "阳光小区", "地址": "1号楼1单元101", "人口数": "2", "备注": ""},
    ]
    prepared = prepare(town, "households", sheet(tmp_path, rows))
    refused = prepared.refused
    assert refused[["row", "reason", "备注"]].to_numpy().tolist() == [
        [2, "address.no_unit", "门锁"]
    ]
    assert prepared.unplaced is not None
    assert prepared.unplaced[["id", "persons"]].to_numpy().tolist() == [["H1", 1]]
    assert prepared.unplaced.geometry.isna().all()
    assert prepared.head["备注"].iloc[0] == "门锁"
    refused["地址"] = "1号楼2单元301"
    again = prepare(town, "households", sheet(tmp_path, _records(refused), "again.csv"))
    assert_sound(again)
    assert again.tables["households"]["entrance"].tolist() == ["E2"]


def test_compound_and_address_in_each_others_column(town: Plan, tmp_path: Path) -> None:
    rows = [
        {"户编号": "H1", "小区": "阳光小区", "地址": "1号楼1单元101"},
        {"户编号": "H2", "小区": "1号楼2单元301", "地址": "阳光小区"},
    ]
    frame = prepare(town, "households", sheet(tmp_path, rows)).tables["households"]
    assert frame["entrance"].tolist() == ["E1", "E2"]
    assert frame["room"].tolist() == ["101", "301"]


def test_a_sheet_of_residents_makes_households(town: Plan, tmp_path: Path) -> None:
    door, lost = "阳光小区1号楼1单元101", "阳光小区8号楼1单元101"
    rows = [
        {"户编号": "H1", "姓名": "乙", "与户主关系": "妻", "地址": ""},
        {"户编号": "H1", "姓名": "甲", "与户主关系": "户主", "地址": door},
        {"户编号": "H2", "姓名": "丙", "与户主关系": "户主", "地址": lost},
        {"户编号": "H2", "姓名": "丁", "与户主关系": "子", "地址": lost},
    ]
    prepared = prepare(town, "households", sheet(tmp_path, rows))
    frame = prepared.tables["households"]
    assert frame[["id", "persons", "entrance"]].to_numpy().tolist() == [["H1", 2, "E1"]]
    assert (prepared.rows_in, prepared.rows_ok) == (4, 2)
    assert prepared.worklist["row"].tolist() == [4, 5]
    assert prepared.sums == {"persons_in": 4, "persons_ok": 2}
    assert "households.residents_joined" in {note.code for note in prepared.notes}


@pytest.mark.parametrize(("declared", "warned"), [(None, True), ("gcj02", False)])
def test_a_datum_that_was_forgotten_is_noticed(
    town: Plan, tmp_path: Path, declared: str | None, warned: bool
) -> None:
    true = gpd.GeoSeries([point(12, 10)], crs=CRS).to_crs("EPSG:4490")
    lon, lat = wgs84_to_gcj02(true.x.to_numpy(), true.y.to_numpy())
    rows = [
        {"户编号": f"H{i}", "地址": f"阳光小区1号楼1单元{i}01", "经度": lon[0], "纬度": lat[0]}
        for i in range(1, 7)
    ]
    prepared = prepare(town, "households", sheet(tmp_path, rows), datum=declared)
    assert ("datum.other" in {note.code for note in prepared.notes}) is warned
    assert prepared.tables["households"].geometry.iloc[0].equals(point(12, 10))


@settings(
    max_examples=rounds(25),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    rows=st.lists(
        st.fixed_dictionaries(
            {
                "户编号": st.sampled_from(["H1", "H2", "H3", "", "1.23E+14"]),
                "地址": st.sampled_from(
                    ["阳光小区1-1-101", "1号楼", "新正街12号", "", "？", "月亮湾2栋", "2号楼３０１"]
                ),
                "人口数": st.sampled_from(["3", "２", "", "-1", "多", "2.5", "4人"]),
            }
        ),
        min_size=1,
        max_size=30,
    )
)
def test_rows_and_persons_are_conserved(
    town: Plan, tmp_path: Path, rows: list[dict[str, str]]
) -> None:
    rows = [{"序号": str(i), **row} for i, row in enumerate(rows, start=1)]
    prepared = prepare(town, "households", sheet(tmp_path, rows))
    assert_sound(prepared)
    assert prepared.rows_in == len(rows)
    assert len(prepared.refused) == prepared.rows_in - prepared.rows_ok
    frame, unplaced = prepared.tables["households"], prepared.unplaced
    assert prepared.sums["persons_ok"] == frame["persons"].sum()
    assert unplaced is not None
    twins = prepared.refused[prepared.refused["reason"] == "household.twice"]
    of_twins = pd.to_numeric(twins["人口数"].str.rstrip("人").replace("２", "2")).fillna(0).sum()
    assert (
        frame["persons"].sum() + unplaced["persons"].sum() + of_twins
        == (prepared.sums["persons_in"])
    )


def test_households_in_columns_of_parts(town: Plan, tmp_path: Path) -> None:
    rows = [
        {"小区": "阳光小区", "楼栋": "1", "单元": "2", "房号": "301", "人数": 3},
        {"小区": "阳光小区", "楼栋": "1号楼", "单元": "一单元", "房号": "0302室", "人数": 1},
    ]
    frame = prepare(town, "households", sheet(tmp_path, rows)).tables["households"]
    assert frame["entrance"].tolist() == ["E2", "E1"]
    assert frame["room"].tolist() == ["301", "302"]
    assert frame["address"].iloc[0] == "阳光小区1号楼2单元301"


def test_a_table_with_neither_address_nor_coordinate_is_refused(town: Plan, tmp_path: Path) -> None:
    path = sheet(tmp_path, [{"户编号": "H1", "人口数": 3}])
    with pytest.raises(InputError) as caught:
        prepare(town, "households", path)
    assert caught.value.code == "households.no_place"
    assert caught.value.facts["file"] == "户.csv"


@pytest.mark.parametrize("datum", ["wgs84", "gcj02"])
def test_coordinates_are_placed_by_their_datum(town: Plan, tmp_path: Path, datum: str) -> None:
    true = gpd.GeoSeries([point(15, 15), point(500, 500)], crs=CRS).to_crs("EPSG:4490")
    lon, lat = true.x.to_numpy(), true.y.to_numpy()
    if datum == "gcj02":
        lon, lat = wgs84_to_gcj02(lon, lat)
    rows = [
        {"户编号": f"H{i}", "经度": x, "纬度": y, "人口": 2}
        for i, (x, y) in enumerate(zip(lon, lat, strict=True))
    ]
    prepared = prepare(town, "households", sheet(tmp_path, rows), datum=datum)
    assert_sound(prepared)
    frame = prepared.tables["households"]
    assert frame.geometry.iloc[0].distance(point(15, 15)) < 0.002
    assert frame["building"].tolist() == ["B1", ""]
    assert prepared.datum == datum


def test_survey_order_columns_are_understood(town: Plan, tmp_path: Path) -> None:
    rows = [{"户编号": "H1", "X坐标": Y0 + 15, "Y坐标": X0 + 15, "人口": 2}]
    frame = prepare(town, "households", sheet(tmp_path, rows)).tables["households"]
    assert frame["building"].tolist() == ["B1"]


def test_persons_homes_and_duties(town: Plan, tmp_path: Path) -> None:
    rows = [
        {
            "姓名": "甲",
            "人员类型": "专职网格员",
            "工时": "专职",
            "电话": "138；139",
            "住址": "阳光小区1-1-101",
        },
        {
            "姓名": "乙",
            "人员类型": "楼门长",
            "所管楼门": "1号楼1门、2门",
            "住址": "阳光小区7-1-101",
        },
        {"姓名": "丙", "人员类型": "楼门长", "所管楼门": "2号楼；5号楼1门", "可管户数": "60"},
        {"姓名": "丁", "人员类型": "网格员", "工时": "兼职", "住址": ""},
        {"姓名": "", "人员类型": "网格员"},
    ]
    prepared = prepare(town, "persons", sheet(tmp_path, rows, "人员.csv"))
    assert_sound(prepared)
    persons, duties = prepared.tables["persons"], prepared.tables["duties"]
    assert persons["home_entrance"].tolist() == ["E1", "", "", ""]
    assert persons["phone"].iloc[0] == "138;139"
    assert persons["role"].tolist() == ["网格员", "楼门长", "楼门长", "网格员"]
    assert persons["fte"].fillna(-1).tolist() == [1.0, -1, -1, 0.5]
    assert persons["capacity"].tolist()[2] == 60
    assert duties[["person", "kind", "target_id"]].to_numpy().tolist() == [
        ["R2", "楼门长", "E1"],
        ["R2", "楼门长", "E2"],
        ["R3", "楼门长", "E3"],
    ]
    lines = prepared.worklist[["row", "value", "reason", "kept"]].to_numpy().tolist()
    assert lines == [
        [3, "阳光小区7-1-101", "address.unknown_building", True],
        [4, "5号楼1门", "address.unknown_building", True],
        [6, "", "persons.name_empty", False],
    ]
    assert prepared.rows_ok == 4


def test_workers_keep_the_grid_they_have(town: Plan, tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "grids",
        {"code": ["610925100001", "610925100001001"], "name": ["一", "二"]},
        [box(0, 0, 100, 100), box(0, 0, 50, 100)],
    )
    prepared = prepare(town, "grids", path)
    assert_sound(prepared)
    grids = prepared.tables["grids"]
    assert grids["level"].tolist() == [1, 2]
    assert grids["parent"].tolist()[1] == grids["uid"].tolist()[0]
    plan = town.with_tables(grids=grids)
    rows = [
        {"姓名": "甲", "人员类型": "网格长", "所属网格": "610925100001001"},
        {"姓名": "乙", "人员类型": "网格员", "所属网格": "999"},
    ]
    prepared = prepare(plan, "persons", sheet(tmp_path, rows, "人员.csv"))
    uid = str(grids["uid"].iloc[1])
    assert prepared.tables["duties"][["kind", "target_table", "target_id"]].to_numpy().tolist() == [
        ["网格员", "grids", uid],
        ["网格长", "grids", uid],
    ]
    assert prepared.worklist["reason"].tolist() == ["persons.grid_unknown"]


def test_boundary_is_one_shape_and_never_none(town: Plan, tmp_path: Path) -> None:
    two = write(tmp_path, "two", {"name": ["a", "a"]}, [box(0, 0), box(20, 0)])
    frame = prepare(town, "boundary", two).tables["boundary"]
    assert len(frame) == 1
    assert frame.geometry.iloc[0].area == pytest.approx(400, abs=0.01)
    points = write(tmp_path, "points", {"name": ["a"]}, [point(0, 0)])
    with pytest.raises(InputError) as caught:
        prepare(town, "boundary", points)
    assert caught.value.code == "boundary.no_polygon"


def test_a_closed_line_makes_a_boundary(town: Plan, tmp_path: Path) -> None:
    path = write(tmp_path, "ring", {"name": ["a"]}, [shapely.LineString(box(0, 0).exterior.coords)])
    prepared = prepare(town, "boundary", path)
    assert prepared.tables["boundary"].geometry.iloc[0].area == pytest.approx(200, abs=0.01)
    assert "geometry.closed_lines" in {note.code for note in prepared.notes}


def test_area_codes_that_excel_made_numbers(town: Plan, tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "areas",
        {"编码": [610925100001.0, 610925100002.0], "名称": ["西坡", "东坡"]},
        [box(0, 0, 50, 50), box(50, 0, 50, 50)],
    )
    frame = prepare(town, "areas", path).tables["areas"]
    assert frame["code"].tolist() == ["610925100001", "610925100002"]
    assert frame["level"].tolist() == [1, 1]


@settings(
    max_examples=rounds(15),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 2**32 - 1))
def test_snapping_keeps_a_coverage_sound(tmp_path_factory: Any, seed: int) -> None:
    rng = np.random.default_rng(seed)
    seeds = shapely.multipoints(rng.uniform(0, 1000, (30, 2)) + np.array([X0, Y0]))
    cells = [
        shapely.intersection(cell, shapely.box(X0, Y0, X0 + 1000, Y0 + 1000))
        for cell in shapely.get_parts(shapely.voronoi_polygons(seeds))
    ]
    cells = [cell for cell in cells if cell.area > 0]
    lines = shapely.union_all([cell.exterior for cell in cells])
    cells = list(shapely.get_parts(shapely.polygonize([*shapely.get_parts(lines)])))
    folder = tmp_path_factory.mktemp("coverage")
    path = write(folder, "areas", {"code": [str(i) for i in range(len(cells))]}, cells, "EPSG:4326")
    frame = prepare(Plan.new(Scheme.parse("30"), CRS), "areas", path).tables["areas"]
    assert shapely.coverage_is_valid(np.array(frame.geometry))


def test_levels_follow_from_the_areas_that_are_there(town: Plan, tmp_path: Path) -> None:
    top = write(tmp_path, "top", {"name": ["北", "南"]}, [box(0, 0, 100, 50), box(0, 50, 100, 50)])
    prepared = prepare(town, "areas", top)
    assert "areas.code_made" in {note.code for note in prepared.notes}
    plan = town.with_tables(areas=prepared.tables["areas"])
    low = write(
        tmp_path,
        "low",
        {"name": ["a", "b", "c"]},
        [box(0, 0, 50, 50), box(50, 0, 50, 50), box(0, 50, 100, 50)],
    )
    frame = prepare(plan, "areas", low).tables["areas"]
    assert frame["level"].tolist() == [2, 2, 2]
    assert frame["code"].is_unique
    assert prepare(plan, "areas", top).tables["areas"]["level"].tolist() == [1, 1]


def test_streets_know_barriers_and_bridges(town: Plan, tmp_path: Path) -> None:
    lines = [shapely.LineString([(X0, Y0 + y), (X0 + 50, Y0 + y)]) for y in range(6)]
    path = write(
        tmp_path,
        "streets",
        {
            "highway": ["motorway", "residential", None, "footway", "motorway", None],
            "railway": [None, None, "rail", None, None, "rail"],
            "bridge": [None, "yes", None, "viaduct", "no", None],
            "tunnel": [None, None, None, None, "yes", None],
        },
        lines,
    )
    frame = prepare(town, "streets", path).tables["streets"]
    assert frame["barrier"].tolist() == [True, False, True, False, False, True]
    assert frame["bridge"].tolist() == [False, True, False, True, False, False]
    assert frame["kind"].tolist()[:3] == ["motorway", "residential", "rail"]


def test_culverts_are_no_water(town: Plan, tmp_path: Path) -> None:
    lines = [shapely.LineString([(X0, Y0 + y), (X0 + 50, Y0 + y)]) for y in range(3)]
    path = write(
        tmp_path,
        "water",
        {"waterway": ["river", "stream", "dam"], "tunnel": [None, "culvert", None]},
        lines,
    )
    prepared = prepare(town, "water", path)
    assert_sound(prepared)
    assert prepared.worklist["reason"].tolist() == ["water.culvert", "water.not_water"]


def test_entrances_find_their_building(town: Plan, tmp_path: Path) -> None:
    frame = {"楼栋": ["1号楼", "", "", "77号楼"], "小区": ["阳光小区", "", "", "阳光小区"]}
    shapes = [point(12, 9), point(201, 9), point(600, 600), point(601, 600)]
    prepared = prepare(town, "entrances", write(tmp_path, "e", frame, shapes))
    assert_sound(prepared)
    assert prepared.tables["entrances"]["building"].tolist() == ["B1", "B3"]
    assert prepared.worklist["reason"].tolist() == [
        "entrance.no_building",
        "entrance.unknown_building",
    ]


def test_the_wrong_layer_is_refused_in_one_sentence(town: Plan, tmp_path: Path) -> None:
    path = write(tmp_path, "points", {"name": ["a"]}, [point(0, 0)])
    with pytest.raises(InputError) as caught:
        prepare(town, "streets", path)
    assert caught.value.code == "layer.wrong_geometry"
    assert caught.value.facts["found"] == "Point"


def test_figures_without_crs_are_the_plans_only_where_they_fit(town: Plan, tmp_path: Path) -> None:
    for x, fits in ((X0, True), (X0 + 200_000, False)):
        path = tmp_path / f"{int(x)}.shp"
        frame = gpd.GeoDataFrame({"n": [1]}, geometry=[shapely.Point(x, Y0)], crs=CRS)
        frame.to_file(path, engine="pyogrio")
        path.with_suffix(".prj").unlink()
        if fits:
            assert "crs.assumed" in {note.code for note in prepare(town, "places", path).notes}
        else:
            with pytest.raises(InputError, match=r"crs\.needed"):
                prepare(town, "places", path)


def test_progress_is_told_and_may_stop(town: Plan, tmp_path: Path) -> None:
    path = write(tmp_path, "p", {"name": ["a"]}, [point(0, 0)])
    seen: list[Progress] = []
    prepare(town, "places", path, on_progress=seen.append)
    assert [progress.fraction for progress in seen][-1] == 1.0
    with pytest.raises(Cancelled):
        prepare(town, "places", path, on_progress=lambda _: False)


def test_unknown_kind_and_suffix(town: Plan, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"import\.kind_unknown"):
        prepare(town, "cats", tmp_path / "a.shp")
    with pytest.raises(InputError, match=r"file\.suffix_unknown"):
        prepare(town, "places", tmp_path / "a.docx")
    with pytest.raises(UsageError, match=r"datum\.unknown"):
        prepare(town, "places", write(tmp_path, "p", {"n": [1]}, [point(0, 0)]), datum="x")


def test_the_crs_of_a_new_project_is_suggested(tmp_path: Path) -> None:
    assert suggest_crs(write(tmp_path, "a", {"n": [1]}, [box(0, 0)], "EPSG:4326")) == CRS
    assert suggest_crs(write(tmp_path, "b", {"n": [1]}, [box(0, 0)])) == CRS


SAMPLES = Path(__file__).parents[2] / "sample_maps"


@pytest.mark.parametrize("name", ["langao", "yuxin"])
def test_the_sample_maps_import_whole(name: str) -> None:
    folder = SAMPLES / name
    if not (folder / "sample.json").exists():
        pytest.skip("the sample has not been made")
    sample = json.loads((folder / "sample.json").read_text("utf-8"))
    plan = Plan.new(Scheme.parse(sample["scheme"]), sample["crs"])
    for layer in sample["layers"]:
        prepared = prepare(plan, layer["kind"], folder / layer["file"])
        assert_sound(prepared)
        assert prepared.rows_ok == prepared.rows_in, prepared.worklist
        plan = plan.with_tables(**prepared.tables)
    assert plan.households["persons"].sum() == {"langao": 35_348, "yuxin": 15_000}[name]
    # Each community's sheet holds the households that live in it.
    assert set(plan.households["building"]) <= set(plan.buildings["id"])


@real_data
def test_a_whole_country_from_openstreetmap() -> None:
    assert DATA is not None
    path = Path(DATA) / "towns" / "liechtenstein.gpkg"
    plan = Plan.new(Scheme.parse("2/11/110"), suggest_crs(path, layer="country"))
    areas = []
    for kind, layer in (
        ("boundary", "country"),
        ("areas", "wahlkreise"),
        ("areas", "municipalities"),
        ("buildings", "buildings"),
        ("streets", "streets"),
        ("water", "rivers"),
        ("entrances", "entrances"),
    ):
        prepared = prepare(plan, kind, path, layer=layer)
        assert_sound(prepared)
        if kind == "areas":
            areas.append(prepared.tables["areas"])
            both = pd.concat(areas, ignore_index=True).rename_axis("fid")
            plan = plan.with_tables(areas=both)
        else:
            plan = plan.with_tables(**prepared.tables)
    assert plan.areas["level"].value_counts().to_dict() == {2: 11, 1: 2}
    assert plan.areas["population"].sum() == 36_838
    boundary = plan.boundary.geometry.iloc[0]
    for level in (1, 2):
        shapes = np.array(plan.areas[plan.areas["level"] == level].geometry)
        assert shapely.coverage_is_valid(shapes)
        whole = shapely.union_all(shapes, grid_size=0.001)
        assert whole.symmetric_difference(boundary).area == pytest.approx(0, abs=1e-3)
    assert len(plan.buildings) == 8994
    assert plan.streets["bridge"].sum() > 100
    assert (plan.entrances["building"] != "").all()


@real_data
@pytest.mark.parametrize("kind", ["areas", "households"])
def test_torture_files_end_in_rows_or_in_one_error(kind: str) -> None:
    assert DATA is not None
    for path in sorted((Path(DATA) / "torture").glob("*/*")):
        if path.suffix not in (".shp", ".zip"):
            continue
        caught = None
        try:
            plan = Plan.new(Scheme.parse("1/3"), suggest_crs(path))
            assert_sound(prepare(plan, kind, path))
        except InputError as error:
            caught = error
        assert caught is None or (caught.code in READING and "file" in caught.facts)


def test_every_kind_has_column_names() -> None:
    from layers.column_names import COLUMN_NAMES

    assert set(KINDS) == set(COLUMN_NAMES)


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]
