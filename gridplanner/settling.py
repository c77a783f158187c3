"""Bringing what an edit made to the one form that the project file gives back."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gridplanner.changes import shared
from gridplanner.errors import EditError
from gridplanner.model import Plan
from gridplanner.tables import TABLES, conform

#: Dtypes that a planner's own columns have; the project file keeps them as they are.
_OWN_DTYPES = {"str", "int64", "Int64", "float64", "bool", "boolean"}
_SCHEMA_DTYPES = {
    "text": "str",
    "int": "int64",
    "maybe_int": "Int64",
    "float": "float64",
    "bool": "bool",
}


def settled(before: Plan, after: Plan) -> Plan:
    """Hold what an edit made to the form that the project file gives back.

    Changed tables get their rows by ``fid``, their columns in order with the right
    dtypes, and a planner's own columns as text, numbers or truth values; new shapes lose
    the precision that GEOS notes on them, as the file does not keep it, and overlays of
    shapes with and without it differ.

    Raises
    ------
    EditError
        A ``fid`` is used twice, or the edit changed the CRS.
    FaultyInput
        A frame does not conform to its table.
    """
    if after.crs != before.crs:
        raise EditError("history.crs", {"before": before.crs, "after": after.crs})
    frames: dict[str, pd.DataFrame] = {}
    for name, frame in after.tables.items():
        if frame is before.tables[name]:
            continue
        kept = _settled_frame(name, before.tables[name], frame, after.crs)
        if kept is not frame:
            frames[name] = kept
    return after.with_tables(**frames) if frames else after


def _settled_frame(name: str, before: pd.DataFrame, frame: pd.DataFrame, crs: str) -> pd.DataFrame:
    table = TABLES[name]
    kept = frame
    for column in table.columns:
        values = kept[column.name]
        if column.name in before.columns and shared(before[column.name], values):
            continue
        text_gap = column.dtype == "text" and bool(values.isna().any())
        if str(values.dtype) != _SCHEMA_DTYPES[column.dtype] or text_gap:
            kept = conform(name, kept, crs=crs, rows=[int(fid) for fid in kept.index])
            break
    if not kept.index.is_unique:
        twice = int(kept.index[kept.index.duplicated()][0])
        raise EditError("history.fid_twice", {"table": name, "fid": twice})
    if not kept.index.is_monotonic_increasing:
        kept = kept.sort_index()
    schema = [column.name for column in table.columns]
    tail = ["geometry"] if table.spatial else []
    own = [title for title in kept.columns if title not in {*schema, *tail}]
    strange = [title for title in own if str(kept[title].dtype) not in _OWN_DTYPES]
    if strange:
        kept = kept.assign(**{title: _storable(kept[title]) for title in strange})
    if table.spatial and not shared(before["geometry"], kept["geometry"]):
        kept = _without_precision(kept)
    order = [*schema, *own, *tail]
    return kept if list(kept.columns) == order else kept[order]


def _without_precision(frame: pd.DataFrame) -> pd.DataFrame:
    """Let no shape carry a precision model; coordinates stay as they are."""
    shapes = np.asarray(frame["geometry"].values, dtype=object)
    noted = shapely.get_precision(shapes) > 0
    if not noted.any():
        return frame
    plain = shapes.copy()
    plain[noted] = shapely.set_precision(shapes[noted], 0.0, mode="pointwise")
    return frame.assign(geometry=gpd.GeoSeries(plain, index=frame.index, crs=frame.crs))


def _storable(series: pd.Series[Any]) -> pd.Series[Any]:
    """Bring an own column to a dtype that the project file has; what is no number is text."""
    values = series.infer_objects()
    if pd.api.types.is_bool_dtype(values.dtype):
        return values.astype("boolean")
    if pd.api.types.is_integer_dtype(values.dtype):
        return values.astype("Int64")
    if pd.api.types.is_float_dtype(values.dtype):
        return values.astype("float64")
    absent = values.isna()
    return values.astype("object").map(str).where(~absent, np.nan).astype("str")
