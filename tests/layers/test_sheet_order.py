"""The order of a sheet tells which rows jump away and back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely

from gridplanner.edits.rows import ImportRows
from gridplanner.model import Plan
from gridplanner.scheme import Scheme
from layers.importing import prepare
from layers.sheet_order import detours_m
from tests.core.towns import with_rows
from tests.layers.imports import CRS, X0, Y0, assert_sound, sheet


@pytest.fixture
def street() -> Plan:
    """Make a street of a hundred houses, one every ten metres."""
    houses = [
        {
            "id": f"B{n}", "name": f"新正街{n}号",
            "geometry": shapely.box(X0 + 10 * n, Y0, X0 + 10 * n + 6, Y0 + 6),
        }
        for n in range(1, 101)
    ]  # fmt: skip
    return with_rows(Plan.new(Scheme.parse("1/2"), CRS), buildings=houses)


def rows(numbers: list[int]) -> list[dict[str, str]]:
    return [
        {"户编号": f"H{i}", "地址": f"新正街{n}号", "人口数": "2"}
        for i, n in enumerate(numbers, start=1)
    ]


WALK = list(range(1, 61))


def test_a_row_that_jumps_away_and_back_goes_on_the_list(street: Plan, tmp_path: Path) -> None:
    # 9 became 90 (1.6 km of detour), 31 became 33 (40 m): only the first is beyond doubt.
    numbers = [90 if n == 9 else 33 if n == 31 else n for n in WALK]
    prepared = prepare(street, "households", sheet(tmp_path, rows(numbers)))
    assert_sound(prepared)
    assert prepared.refused[["row", "reason"]].to_numpy().tolist() == [
        [10, "household.off_the_way"]
    ]
    assert (prepared.sums["persons_in"], prepared.sums["persons_ok"]) == (120, 118)


def test_read_back_from_the_work_list_it_is_taken(street: Plan, tmp_path: Path) -> None:
    numbers = [90 if n == 9 else n for n in WALK]
    prepared = prepare(street, "households", sheet(tmp_path, rows(numbers)))
    plan = ImportRows(dict(prepared.every_row)).apply(street)
    again = [{"清单号": "1", **rows(numbers)[8], "户编号": "N9"}]
    found = prepare(plan, "households", sheet(tmp_path, again, "again.csv"))
    assert found.tables["households"]["building"].tolist() == ["B90"]
    seen = [{"清单号": "1", **row} for row in rows(numbers)]
    found = prepare(street, "households", sheet(tmp_path, seen, "seen.csv"))
    assert found.rows_ok == 60


def test_a_sheet_in_any_other_order_says_nothing(street: Plan, tmp_path: Path) -> None:
    shuffled = np.random.default_rng(1).permutation(WALK).tolist()
    assert prepare(street, "households", sheet(tmp_path, rows(shuffled))).rows_ok == 60
    short = [90 if n == 9 else n for n in WALK[:40]]
    assert prepare(street, "households", sheet(tmp_path, rows(short), "short.csv")).rows_ok == 40


def test_coordinates_bear_a_row_out(street: Plan, tmp_path: Path) -> None:
    numbers = [90 if n == 9 else n for n in WALK]
    lines = pd.DataFrame(rows(numbers)).assign(X=[X0 + 10 * n + 3 for n in numbers], Y=Y0 + 3)
    prepared = prepare(street, "households", sheet(tmp_path, lines.to_dict("records"), "xy.csv"))
    assert prepared.rows_ok == 60


def test_detours_of_few_places() -> None:
    assert detours_m(np.empty((0, 2))).tolist() == []
    assert detours_m(np.array([[0.0, 0.0], [9.0, 9.0]])).tolist() == [0.0, 0.0]
