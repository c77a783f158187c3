"""The one checker that holds frames to their schemas, and names every fault."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from gridplanner.errors import FaultyInput
from gridplanner.tables import TABLES, conform, empty
from tests.core.towns import CRS


@pytest.mark.parametrize("name", list(TABLES))
def test_an_empty_table_conforms_to_itself(name: str) -> None:
    frame = empty(name, CRS)
    again = conform(name, frame, crs=CRS)
    assert list(again.columns) == list(frame.columns)
    assert (again.dtypes == frame.dtypes).all()
    assert again.index.name == "fid"
    assert isinstance(again, gpd.GeoDataFrame) == TABLES[name].spatial


def households(**columns: object) -> pd.DataFrame:
    data = {"id": ["a", "b", "c"], "geometry": [shapely.Point(k, 0) for k in range(3)]}
    made: pd.DataFrame = gpd.GeoDataFrame({**data, **columns}, geometry="geometry", crs=CRS)
    return made


def test_absent_columns_are_filled_and_own_columns_are_kept() -> None:
    made = conform("households", households(heating=["gas", None, "coal"]), crs=CRS)
    assert made["persons"].tolist() == [0, 0, 0]
    assert made["care"].tolist() == ["", "", ""]
    assert made["pinned"].isna().all()
    assert made["heating"].iloc[0] == "gas"
    assert made.index.tolist() == [1, 2, 3]
    assert made.crs == CRS


def test_values_are_cast() -> None:
    raw = households(persons=["3", " 4 ", None], room=[101, 102.5, None], pinned=[1.0, None, 2.0])
    made = conform("households", raw, crs=CRS)
    assert made["persons"].tolist() == [3, 4, 0]
    assert made["room"].tolist() == ["101.0", "102.5", ""]
    assert made["pinned"].tolist() == [1, pd.NA, 2]
    assert str(made["pinned"].dtype) == "Int64"


@pytest.mark.parametrize("word", ["是", "有", "TRUE", "yes", 1, 1.0, True])
def test_yes_in_many_ways(word: object) -> None:
    streets = gpd.GeoDataFrame(
        {"id": ["s"], "barrier": pd.Series([word], dtype="object"),
         "geometry": [shapely.LineString([(0, 0), (1, 1)])]}, crs=CRS)  # fmt: skip
    made = conform("streets", streets, crs=CRS)
    assert made["barrier"].tolist() == [True]
    assert made["bridge"].tolist() == [False]


def test_every_fault_is_named_with_its_row_and_column() -> None:
    raw = households(persons=[1, "many", 2.5])
    raw["id"] = ["a", "a", ""]
    with pytest.raises(FaultyInput) as caught:
        conform("households", raw, crs=CRS, file="h.xlsx", rows=[3, 4, 6])
    found = {(f.code, f.row, f.column, f.value) for f in caught.value.faults}
    assert found == {
        ("table.value", 4, "persons", "many"),
        ("table.value", 6, "persons", "2.5"),
        ("table.id", 4, "id", "a"),
        ("table.id", 6, "id", ""),
    }
    assert {f.file for f in caught.value.faults} == {"h.xlsx"}


def test_a_missing_column_is_one_fault() -> None:
    with pytest.raises(FaultyInput) as caught:
        conform("persons", pd.DataFrame({"name": ["x"]}), crs=CRS)
    assert [(f.code, f.column) for f in caught.value.faults] == [("table.column_missing", "id")]


def test_geometry_of_another_kind() -> None:
    frame = gpd.GeoDataFrame(
        {"id": ["a", "b"], "geometry": [shapely.Point(0, 0), shapely.Polygon()]}, crs=CRS
    )
    with pytest.raises(FaultyInput) as caught:
        conform("mask", frame, crs=CRS)
    assert [f.code for f in caught.value.faults] == ["table.geometry_type", "table.geometry_empty"]
    with pytest.raises(FaultyInput) as caught:
        conform("mask", pd.DataFrame({"id": ["a"]}), crs=CRS)
    assert [f.code for f in caught.value.faults] == ["table.geometry_missing"]


def test_a_household_may_have_no_place_yet() -> None:
    raw = households()
    raw.loc[1, "geometry"] = None
    made = conform("households", raw, crs=CRS)
    assert np.array(made.geometry.isna()).tolist() == [False, True, False]


def test_a_fid_is_kept() -> None:
    raw = households().set_axis(pd.Index([7, 9, 11], name="fid"))
    assert conform("households", raw, crs=CRS).index.tolist() == [7, 9, 11]
