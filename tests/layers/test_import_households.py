"""Households, buildings and persons are placed, listed, and never lost."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridplanner.errors import InputError
from gridplanner.model import Plan
from layers.datum import wgs84_to_gcj02
from layers.importing import prepare
from tests.effort import rounds
from tests.layers.imports import CRS, X0, Y0, assert_sound, box, point, records, sheet, write


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
    again = prepare(town, "households", sheet(tmp_path, records(refused), "again.csv"))
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


def test_membership_and_skills_come_in_with_the_person(town: Plan, tmp_path: Path) -> None:
    rows = [{"姓名": "甲", "人员类型": "网格员", "政治面貌": "中共党员", "特长": "手语；急救"}]
    prepared = prepare(town, "persons", sheet(tmp_path, rows, "人员.csv"))
    person = prepared.tables["persons"].iloc[0]
    assert (person["party"], person["skills"]) == ("中共党员", "手语；急救")
