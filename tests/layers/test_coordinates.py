"""Coordinates weighed against addresses: datums forgotten, rows that say two things."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from gridplanner.model import Plan
from gridplanner.scheme import Scheme
from layers.coordinates import trust
from layers.datum import Datum, gcj02_to_bd09, wgs84_to_gcj02
from layers.importing import Prepared, prepare
from tests.layers.imports import CRS, X0, Y0, box, point, sheet, write

DOORS = {"E1": (12.0, 10.0), "E2": (60.0, 10.0), "E3": (12.0, 60.0), "E4": (32.0, 60.0)}


@pytest.fixture
def town(tmp_path: Path) -> Plan:
    """Make a compound of 1号楼, 2号楼 with a door each, and 3号楼 with two doors 20 m apart."""
    plan = Plan.new(Scheme.parse("1/2"), CRS)

    for kind, frame, shapes in (
        ("boundary", {"名称": ["城区"]}, [box(-2000, -2000, 4000, 4000)]),
        (
            "areas",
            {"level": [1, 1], "code": ["001", "002"], "name": ["甲社区", "乙社区"]},
            [box(-2000, -2000, 2400, 4000), box(400, -2000, 1600, 4000)],
        ),
        ("compounds", {"id": ["C1"], "name": ["阳光小区"]}, [box(0, 0, 100, 100)]),
        (
            "buildings",
            {"id": ["B1", "B2", "B3"], "name": ["1号楼", "2号楼", "3号楼"]},
            [box(2, 10), box(50, 10), box(2, 60, 40, 10)],
        ),
        (
            "entrances",
            {"id": list(DOORS), "building": ["B1", "B2", "B3", "B3"], "label": list("1112")},
            [point(x, y) for x, y in DOORS.values()],
        ),
    ):
        prepared = prepare(plan, kind, write(tmp_path, kind, frame, shapes))
        plan = plan.with_tables(**prepared.tables)
    return plan


def degrees(places: list[tuple[float, float]], datum: Datum = "cgcs2000") -> list[Any]:
    series = gpd.GeoSeries([point(x, y) for x, y in places], crs=CRS).to_crs("EPSG:4490")
    lon, lat = series.x.to_numpy(), series.y.to_numpy()
    if datum != "cgcs2000":
        lon, lat = wgs84_to_gcj02(lon, lat)
    if datum == "bd09":
        lon, lat = gcj02_to_bd09(lon, lat)
    return list(np.column_stack([lon, lat]).round(7).tolist())


def imported(
    town: Plan, folder: Path, rows: list[tuple[str, tuple[float, float]]], datum: Datum,
    declared: str | None = None,
) -> Prepared:  # fmt: skip

    where = degrees([place for _, place in rows], datum)
    lines = [
        {"户编号": f"H{i}", "地址": text, "人口数": 1, "经度": x, "纬度": y}
        for i, ((text, _), (x, y)) in enumerate(zip(rows, where, strict=True), start=1)
    ]
    return prepare(town, "households", sheet(folder, lines), datum=declared)


GOOD = [(f"阳光小区1号楼1单元{i}01", DOORS["E1"]) for i in range(1, 7)]


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_the_datum_that_fits_is_named_and_nothing_is_placed_by_it(
    town: Plan, tmp_path: Path, datum: Datum
) -> None:
    rows = [*GOOD, ("月光小区1号楼1单元701", DOORS["E2"])]
    prepared = imported(town, tmp_path, rows, datum)
    note = next(note for note in prepared.notes if note.code == "datum.other")
    assert note.facts["datum"] == datum
    # By the field's own figures 496 m and 1,101 m at this place.
    assert note.facts["metres"] == pytest.approx(496 if datum == "gcj02" else 1101, abs=5)
    assert prepared.refused["reason"].tolist() == ["address.unknown_compound"]
    declared = imported(town, tmp_path, rows, datum, declared=datum)
    last = declared.tables["households"].iloc[-1]
    assert (last["building"], last["entrance"]) == ("B2", "E2")
    assert last["geometry"].distance(point(*DOORS["E2"])) < 0.05


def test_a_datum_declared_though_it_is_none_is_noticed_too(town: Plan, tmp_path: Path) -> None:
    prepared = imported(town, tmp_path, GOOD, "cgcs2000", declared="gcj02")
    assert any(note.facts.get("datum") == "wgs84" for note in prepared.notes)


def test_a_row_that_says_two_things_goes_on_the_list(town: Plan, tmp_path: Path) -> None:
    rows = [*GOOD, ("阳光小区2号楼1单元701", DOORS["E1"]), ("阳光小区2号楼1单元801", (60.0, 9.0))]
    prepared = imported(town, tmp_path, rows, "cgcs2000")
    assert prepared.refused[["row", "reason"]].to_numpy().tolist() == [[8, "household.two_places"]]
    assert prepared.tables["households"]["entrance"].tolist() == ["E1"] * 6 + ["E2"]


def test_coordinates_choose_the_door_of_a_building_that_is_named(
    town: Plan, tmp_path: Path
) -> None:
    rows = [*GOOD, ("阳光小区3号楼301", (33.0, 60.0)), ("阳光小区3号楼302", (22.0, 60.0))]
    frame = imported(town, tmp_path, rows, "cgcs2000").tables["households"]
    # Half way between two doors nothing is chosen.
    assert frame["entrance"].tolist()[6:] == ["E4", ""]
    assert frame["building"].tolist()[6:] == ["B3", "B3"]


def test_one_row_with_its_axes_exchanged_is_righted(town: Plan, tmp_path: Path) -> None:

    places = degrees([DOORS["E1"]] * 3)
    places[1].reverse()
    lines = [{"户编号": f"H{i}", "经度": x, "纬度": y} for i, (x, y) in enumerate(places)]
    prepared = prepare(town, "households", sheet(tmp_path, lines))
    assert prepared.tables["households"]["building"].tolist() == ["B1"] * 3


def test_count_and_state_in_each_others_column(town: Plan, tmp_path: Path) -> None:

    rows = [
        {"户编号": "H1", "地址": "阳光小区1-1-101", "人口数": "3", "居住状态": "自住"},
        {"户编号": "H2", "地址": "阳光小区1-1-102", "人口数": "出租", "居住状态": "2"},
    ]
    frame = prepare(town, "households", sheet(tmp_path, rows)).tables["households"]
    assert frame["persons"].tolist() == [3, 2]
    assert frame["status"].tolist() == ["自住", "租"]


def test_a_room_claimed_twice_and_a_foreign_community_are_said(town: Plan, tmp_path: Path) -> None:

    path = tmp_path / "户.xlsx"
    rows = pd.DataFrame({"户编号": ["H1", "H2"], "地址": ["阳光小区1-1-101"] * 2, "人口数": [1, 1]})
    rows.to_excel(path, sheet_name="乙社区", index=False)
    prepared = prepare(town, "households", path)
    assert prepared.rows_ok == 2
    lines = prepared.worklist[["row", "reason"]].to_numpy().tolist()
    assert lines == [
        [2, "household.other_area"],
        [3, "household.same_room"],
        [3, "household.other_area"],
    ]


def test_few_rows_tell_nothing() -> None:
    given = np.array([shapely.Point(X0 + 500, Y0)] * 4, dtype=object)
    doors = np.array([shapely.Point(X0, Y0)] * 4, dtype=object)
    weighed = trust(given, doors, CRS, "cgcs2000")
    assert (weighed.usable, weighed.datum) == (True, "")
