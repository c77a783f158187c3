"""Frames to SQL rows and back, a column at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import apsw
import geopandas as gpd
import numpy as np
import pandas as pd

from gridplanner.crs import crs_of
from gridplanner.errors import Fault, FaultyInput
from gridplanner.store.columns import GEOMETRY, Field, frame_order, quote, schema_fields
from gridplanner.store.shapes import from_blobs, to_blobs
from gridplanner.tables import TABLES

#: A row as SQLite has it: ``fid`` and the values in the order of the table's fields.
Row = tuple[Any, ...]


def encode(frame: pd.DataFrame, fields: Sequence[Field], srs_id: int) -> list[Row]:
    """Turn a frame into SQL rows.

    Parameters
    ----------
    frame : DataFrame
        Index ``fid``; a column of ``fields`` that it lacks gives NULL.
    fields : sequence of Field
        What each row holds after its ``fid``, in this order.
    srs_id : int
        Written into each geometry's header.

    Returns
    -------
    list of tuple
        In the frame's order; empty for an empty frame.
    """
    columns: list[list[Any]] = [frame.index.tolist()]
    for field in fields:
        if field.title not in frame.columns:
            columns.append([None] * len(frame))
        elif field.dtype == GEOMETRY:
            shapes = np.asarray(frame[field.title], dtype=object)
            columns.append(list(to_blobs(shapes, srs_id)))
        else:
            columns.append(plain_values(frame[field.title]))
    return list(zip(*columns, strict=True))


def plain_values(series: pd.Series[Any]) -> list[Any]:
    """Turn a column into values that SQLite and JSON both take; absent is ``None``.

    >>> plain_values(pd.Series([1, None], dtype="Int64"))
    [1, None]
    """
    dtype = series.dtype
    if dtype == np.dtype(bool):
        return series.astype("int64").tolist()
    if pd.api.types.is_bool_dtype(dtype):
        series = series.astype("Int64")
        dtype = series.dtype
    if pd.api.types.is_integer_dtype(dtype):
        if isinstance(dtype, np.dtype):
            return series.tolist()
        return _with_none(series.isna().to_numpy(), series.fillna(0).astype("int64").tolist())
    if pd.api.types.is_float_dtype(dtype):
        # SQLite keeps no minus before a zero; adding 0 takes it away here too.
        numbers = series.to_numpy(dtype="float64", na_value=np.nan) + 0.0
        return _with_none(np.isnan(numbers), numbers.tolist())
    absent = series.isna().to_numpy()
    values = series.astype(object).tolist()
    return [None if gone else _text(value) for gone, value in zip(absent, values, strict=True)]


def _with_none(absent: np.ndarray[Any, np.dtype[np.bool_]], values: list[Any]) -> list[Any]:
    return [None if gone else value for gone, value in zip(absent, values, strict=True)]


def _text(value: Any) -> str:
    text = value if type(value) is str else str(value)
    if text.isascii():
        return text
    # A lone half of a surrogate pair, from a badly read file, has no UTF-8.
    return text.encode("utf-8", "replace").decode("utf-8")


def read_rows(connection: apsw.Connection, table: str, fields: Sequence[Field]) -> list[Row]:
    """Read all rows of a table, by ``fid``."""
    names = ", ".join(["fid", *(field.quoted for field in fields)])
    query = f"SELECT {names} FROM {quote(table)} ORDER BY fid"  # noqa: S608
    return connection.execute(query).fetchall()


def write_rows(
    connection: apsw.Connection,
    table: str,
    fields: Sequence[Field],
    removed: Iterable[int],
    rows: Iterable[Row],
) -> None:
    """Delete rows by ``fid`` and put others, in place of those with the same ``fid``."""
    delete = f"DELETE FROM {quote(table)} WHERE fid = ?"  # noqa: S608
    connection.executemany(delete, [(fid,) for fid in removed])
    names = ", ".join(["fid", *(field.quoted for field in fields)])
    marks = ", ".join(["?"] * (len(fields) + 1))
    put = f"INSERT OR REPLACE INTO {quote(table)} ({names}) VALUES ({marks})"  # noqa: S608
    connection.executemany(put, rows)


def decode(
    table: str, fields: Sequence[Field], rows: Sequence[Row], crs: str, file: str = ""
) -> pd.DataFrame:
    """Turn SQL rows into the frame of a table.

    Parameters
    ----------
    fields : sequence of Field
        What each row holds after its ``fid``. Columns of the table that are not among
        them are filled.
    file : str
        File to name in faults.

    Raises
    ------
    FaultyInput
        Values that another program wrote and the column cannot hold, by ``fid``.
    """
    columns = list(zip(*rows, strict=True)) if rows else [()] * (len(fields) + 1)
    return decode_columns(table, fields, list(columns[0]), columns[1:], crs, file)


def decode_columns(
    table: str,
    fields: Sequence[Field],
    fids: Sequence[int],
    columns: Sequence[Sequence[Any]],
    crs: str,
    file: str = "",
) -> pd.DataFrame:
    """Turn columns of plain values (geometry as blobs) into the frame of a table.

    Raises
    ------
    FaultyInput
        As :func:`decode`.
    """
    index = pd.Index(np.asarray(fids, dtype="int64"), name="fid")
    data: dict[str, Any] = {}
    faults: list[Fault] = []
    shapes: Any = np.full(len(fids), None, dtype=object)
    for field, values in zip(fields, columns, strict=True):
        try:
            if field.dtype == GEOMETRY:
                shapes = from_blobs(values)
            else:
                data[field.title] = _array(values, field)
        except (ValueError, TypeError, OverflowError):
            faults += _faults(values, field, fids, file)
    if faults:
        raise FaultyInput(faults)
    for field in schema_fields(table):
        if field.dtype != GEOMETRY and field.title not in data:
            data[field.title] = _array([None] * len(fids), field)
    order = [title for title in frame_order(table, data) if title != GEOMETRY]
    frame = pd.DataFrame({title: data[title] for title in order}, index=index)
    if not TABLES[table].spatial:
        return frame
    geometry = gpd.GeoSeries(shapes, index=index, crs=crs_of(crs))
    spatial: pd.DataFrame = gpd.GeoDataFrame(frame, geometry=geometry, crs=crs_of(crs))
    return spatial


def _array(values: Sequence[Any], field: Field) -> Any:
    """Make a column's array; an absent value becomes what its dtype has for that."""
    dtype = field.dtype
    # Nearly always all values have the one right type, and need no look one by one.
    kinds = set(map(type, values))
    absent = type(None) in kinds
    if dtype == "str":
        nothing: Any = np.nan if field.own else ""
        if kinds <= {str}:
            return pd.array(list(values), dtype="str")
        texts = [nothing if value is None else _said(value) for value in values]
        return pd.array(texts, dtype="str")
    if dtype == "float64":
        if kinds <= {float}:
            return np.array(values, dtype="float64")
        return np.array([np.nan if v is None else float(v) for v in values], dtype="float64")
    if dtype in ("bool", "boolean"):
        if dtype == "boolean" or (absent and field.own):
            return pd.array([None if v is None else bool(int(v)) for v in values], dtype="boolean")
        return np.array([v is not None and bool(int(v)) for v in values], dtype="bool")
    if kinds <= {int} and dtype == "int64":
        return np.array(values, dtype="int64")
    whole = [None if value is None else _whole(value) for value in values]
    if dtype == "Int64" or (absent and field.own):
        return pd.array(whole, dtype="Int64")
    return np.array([0 if value is None else value for value in whole], dtype="int64")


def _said(value: Any) -> str:
    if type(value) is str:
        return value
    return value.hex() if isinstance(value, bytes) else str(value)


def _whole(value: Any) -> int:
    if type(value) is int:
        return value
    number = int(value)
    if number != float(value):
        raise ValueError(value)
    return number


def _faults(values: Sequence[Any], field: Field, fids: Sequence[int], file: str) -> list[Fault]:
    found = []
    for fid, value in zip(fids, values, strict=True):
        try:
            if field.dtype == GEOMETRY:
                from_blobs([value])
            else:
                _array([value], field)
        except (ValueError, TypeError, OverflowError):
            said = "" if isinstance(value, bytes) else str(value)
            found.append(Fault("table.value", file, int(fid), field.title, said))
    return found
