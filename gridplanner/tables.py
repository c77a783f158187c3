"""The one checker that holds frames to the schemas of :mod:`gridplanner.schemas`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gridplanner.errors import Fault, FaultyInput
from gridplanner.schemas import TABLES, Column, Table

__all__ = ["TABLES", "Column", "Table", "conform", "empty"]

_PANDAS: dict[str, str] = {
    "text": "str",
    "int": "int64",
    "maybe_int": "Int64",
    "float": "float64",
    "bool": "bool",
}
_FILL: dict[str, Any] = {"text": "", "int": 0, "maybe_int": pd.NA, "float": np.nan, "bool": False}


def empty(name: str, crs: str) -> pd.DataFrame:
    """Make the empty frame of a table.

    Parameters
    ----------
    name : str
        A key of :data:`TABLES`.
    crs : str
        The project's CRS, used for spatial tables.

    Returns
    -------
    DataFrame or GeoDataFrame
        No rows, all columns with their dtypes, index ``fid``.
    """
    table = TABLES[name]
    data: dict[str, Any] = {
        column.name: pd.Series([], dtype=_PANDAS[column.dtype]) for column in table.columns
    }
    index = pd.Index([], dtype="int64", name="fid")
    if table.spatial:
        return cast(
            "pd.DataFrame",
            gpd.GeoDataFrame(data, geometry=gpd.GeoSeries([], crs=crs), crs=crs, index=index),
        )
    return pd.DataFrame(data, index=index)


def conform(
    name: str,
    frame: pd.DataFrame,
    *,
    crs: str,
    file: str = "",
    rows: Sequence[int] | None = None,
) -> pd.DataFrame:
    """Hold a frame to its table: columns, order, dtypes, geometry types, index ``fid``.

    Columns that the table does not have are kept at the end as they are, so that a
    planner's own fields travel along. Absent optional columns are filled.

    Parameters
    ----------
    name : str
        A key of :data:`TABLES`.
    frame : DataFrame
        Any index; an index named ``fid`` is kept, any other becomes 1, 2, 3 …
    crs : str
        The project's CRS; a spatial frame must be in it already.
    file : str
        File to name in faults.
    rows : sequence of int, optional
        The row number a person sees, for each row of the frame.

    Returns
    -------
    DataFrame or GeoDataFrame

    Raises
    ------
    FaultyInput
        With every fault: a missing column, a value of the wrong type, a geometry of the
        wrong type, an id used twice.
    """
    table = TABLES[name]
    numbers = list(rows) if rows is not None else list(range(1, len(frame) + 1))
    faults: list[Fault] = []
    data: dict[str, Any] = {}
    index = (
        frame.index if frame.index.name == "fid" else pd.RangeIndex(1, len(frame) + 1, name="fid")
    )
    for column in table.columns:
        if column.name in frame.columns:
            values, bad = _cast(frame[column.name], column)
            faults += [
                Fault("table.value", file, numbers[i], column.name, str(frame[column.name].iloc[i]))
                for i in bad
            ]
            data[column.name] = values.set_axis(index)
        elif column.required:
            faults.append(Fault("table.column_missing", file, None, column.name))
        else:
            data[column.name] = pd.Series(
                [_FILL[column.dtype]] * len(frame), dtype=_PANDAS[column.dtype], index=index
            )
    if "id" in data and not any(fault.column == "id" for fault in faults):
        twice = data["id"].duplicated() | (data["id"] == "")
        faults += [
            Fault("table.id", file, numbers[i], "id", data["id"].iloc[i])
            for i in np.flatnonzero(twice.to_numpy())
        ]
    known = set(data) | {"geometry"} | {fault.column for fault in faults}
    extra = {
        str(title): frame[title].set_axis(index) for title in frame.columns if title not in known
    }
    if table.spatial:
        faults += _geometry_faults(table, frame, file, numbers)
    if faults:
        raise FaultyInput(faults)
    result = pd.DataFrame({**data, **extra}, index=index)
    if table.spatial:
        geometry = gpd.GeoSeries(np.asarray(frame["geometry"], dtype=object), index=index, crs=crs)
        return cast("pd.DataFrame", gpd.GeoDataFrame(result, geometry=geometry, crs=crs))
    return result


def _cast(series: pd.Series[Any], column: Column) -> tuple[pd.Series[Any], list[int]]:
    """Cast to the column's dtype; also the positions of the values that refuse."""
    missing = series.isna()
    if column.dtype == "text":
        return series.astype("object").where(~missing, "").astype("str"), []
    if column.dtype == "bool":
        words = series.astype("object").where(~missing, "").astype("str").str.strip().str.lower()
        yes = words.isin(["1", "1.0", "true", "t", "yes", "y", "是", "有"])
        no = words.isin(["0", "0.0", "false", "f", "no", "n", "否", "无", ""])
        return yes, [int(i) for i in np.flatnonzero(~(yes | no).to_numpy())]
    numbers = pd.to_numeric(series, errors="coerce")
    wrong = numbers.isna() & ~missing & (series.astype("str").str.strip() != "")
    if column.dtype != "float":
        wrong |= numbers.notna() & (numbers != numbers.round())
    if column.dtype == "int":
        wrong |= numbers.isna() & column.required
    bad = [int(i) for i in np.flatnonzero(wrong.to_numpy())]
    numbers = numbers.astype("Float64").mask(wrong)
    if column.dtype == "float":
        return numbers.astype("float64"), bad
    if column.dtype == "maybe_int":
        return numbers.astype("Int64"), bad
    return numbers.fillna(0).astype("int64"), bad


def _geometry_faults(
    table: Table, frame: pd.DataFrame, file: str, numbers: Sequence[int]
) -> list[Fault]:
    if "geometry" not in frame.columns:
        return [Fault("table.geometry_missing", file, None, "geometry")]
    shapes = np.asarray(frame["geometry"], dtype=object)
    if len(shapes) == 0:
        return []
    kinds = np.array([None if shape is None else shape.geom_type for shape in shapes], dtype=object)
    empty_shape = shapely.is_empty(shapes) | (kinds == None)  # noqa: E711
    faults = []
    for i, (kind, nothing) in enumerate(zip(kinds, empty_shape, strict=True)):
        # A household may have no place yet: it is on the work list, not lost.
        if nothing and table.name == "households":
            continue
        if nothing:
            faults.append(Fault("table.geometry_empty", file, numbers[i], "geometry"))
        elif kind not in table.geometry:
            faults.append(
                Fault(
                    "table.geometry_type",
                    file,
                    numbers[i],
                    "geometry",
                    kind,
                    {"expected": "/".join(table.geometry)},
                )
            )
    return faults
