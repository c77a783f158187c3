"""Frames, SQL rows, geometry and packed changes: what goes in comes out."""

from __future__ import annotations

from typing import Any

import apsw
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gridplanner.changes import Change, TableChange
from gridplanner.errors import FaultyInput
from gridplanner.store.columns import Field, own_field, read_fields, schema_fields
from gridplanner.store.geopackage import create_contents, create_table
from gridplanner.store.journal import change_of, pack, unpack
from gridplanner.store.rows import decode, encode, read_rows, write_rows
from gridplanner.store.shapes import from_blobs, to_blobs
from gridplanner.store.state import moved, rows_state
from gridplanner.tables import TABLES, conform
from tests.core.store.samples import CRS, SHAPES, assert_same_frame, table_rows
from tests.effort import rounds

_WHOLE = st.integers(-(2**63), 2**63 - 1)
# pandas turns an absent whole number by way of a float, which is exact up to 2⁵³.
_MAYBE = st.one_of(st.none(), st.integers(-(2**53), 2**53))
_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
_CELLS: dict[str, st.SearchStrategy[Any]] = {
    "text": st.one_of(_TEXT, st.sampled_from(["岚皋县", "𠮷", "\x00", "'\""])),
    "int": st.integers(-(2**53), 2**53),
    "maybe_int": _MAYBE,
    "float": st.floats(allow_infinity=True, allow_nan=True),
    "bool": st.booleans(),
}


def database(*tables: str) -> apsw.Connection:
    connection = apsw.Connection(":memory:")
    create_contents(connection, CRS)
    for table in tables or TABLES:
        create_table(connection, table, CRS)
    return connection


@st.composite
def frames(draw: st.DrawFn) -> tuple[str, pd.DataFrame]:
    table = draw(st.sampled_from(sorted(TABLES)))
    fids = sorted(draw(st.sets(st.integers(-5, 2**40), max_size=5)))
    frame = table_rows(table, fids)
    for column in TABLES[table].columns:
        if column.name not in ("id", "uid"):
            cells = draw(st.lists(_CELLS[column.dtype], min_size=len(fids), max_size=len(fids)))
            dtype: Any = str(frame[column.name].dtype)
            frame[column.name] = pd.array(cells, dtype=dtype) if cells else frame[column.name]
    return table, conform(table, frame, crs=CRS)


@settings(max_examples=rounds(60), deadline=None)
@given(frames())
def test_rows_come_back(drawn: tuple[str, pd.DataFrame]) -> None:
    table, frame = drawn
    connection = database(table)
    fields = read_fields(connection, table, [])
    rows = encode(frame, fields, 4545)
    write_rows(connection, table, fields, [], rows)
    read = read_rows(connection, table, fields)
    assert rows_state(table, read) == rows_state(table, rows)
    assert_same_frame(decode(table, fields, read, CRS), frame)
    connection.close()


@settings(max_examples=rounds(60), deadline=None)
@given(frames(), frames())
def test_changes_come_back(a: tuple[str, pd.DataFrame], b: tuple[str, pd.DataFrame]) -> None:
    change = Change({t: TableChange(f, f.iloc[:0]) for t, f in (a, b)})
    again = change_of(unpack(pack(change)), CRS)
    for table, rows in change.tables.items():
        assert_same_frame(again.tables[table].old, rows.old)
        assert_same_frame(again.tables[table].new, rows.new)


def test_garbage_is_no_change() -> None:
    for garbage in (b"", b"x", pack(Change({}))[:-3]):
        with pytest.raises(ValueError, match=r".*"):
            unpack(garbage)


def test_shapes_come_back_with_their_box() -> None:
    shapes = np.array([*SHAPES.values(), None, shapely.Point(), shapely.Polygon()], dtype=object)
    blobs = to_blobs(shapes, 4545)
    back = from_blobs(blobs)
    assert list(shapely.to_wkb(back)) == list(shapely.to_wkb(shapes))
    assert blobs[5] is None
    box = np.frombuffer(blobs[3][8:40], "<f8")  # type: ignore[index]
    assert list(box) == [0, 10, 0, 10]
    assert int.from_bytes(blobs[0][4:8], "little") == 4545  # type: ignore[index]
    assert [blob[3] & 0x10 for blob in blobs if blob] == [0, 0, 0, 0, 0, 0x10, 0x10]
    heights = np.array([shapely.Point(1, 2, 3)], dtype=object)
    assert from_blobs(to_blobs(heights, 0))[0].z == 3
    assert to_blobs([], 0) == []
    assert len(from_blobs([])) == 0


@pytest.mark.parametrize("blob", [b"", b"GP", b"XX\x00\x01" + bytes(30), b"GP\x00\x0f" + bytes(30),
                                  b"GP\x00\x01" + bytes(30), "text"])  # fmt: skip
def test_what_is_no_geometry(blob: Any) -> None:
    with pytest.raises(ValueError, match=r".*"):
        from_blobs([blob])


def test_state_does_not_depend_on_order_and_moves() -> None:
    rows = [(1, "a", None), (2, "b", 0.5), (3, "a", b"x")]
    whole = rows_state("t", rows)
    assert whole == rows_state("t", rows[::-1])
    assert whole != rows_state("u", rows)
    assert rows_state("t", rows[:2]) == moved(whole, less=rows_state("t", rows[2:]))
    assert rows_state("t", []) == 0
    assert rows_state("t", [(1, 1)]) != rows_state("t", [(1, 1.0)])
    assert rows_state("t", [(1, "1")]) != rows_state("t", [(1, 1)])


def test_strange_values_of_another_program_are_collected() -> None:
    fields = schema_fields("households")
    frame = table_rows("households", [1, 2, 3])
    rows = [list(row) for row in encode(frame, fields, 4545)]
    persons = 1 + [field.title for field in fields].index("persons")
    rows[0][persons], rows[2][persons] = "三", 1.5
    rows[1][-1] = b"no geometry"
    with pytest.raises(FaultyInput) as error:
        decode("households", fields, [tuple(row) for row in rows], CRS, "x.gpkg")
    assert [(f.row, f.column) for f in error.value.faults] == [
        (1, "persons"), (3, "persons"), (2, "geometry")
    ]  # fmt: skip


def test_own_columns_get_names_that_sql_tells_apart() -> None:
    taken = ["fid", "id", "name"]
    assert own_field("FID", "str", taken).sql == "FID_2"
    assert own_field("备注", "str", taken).sql == "备注"
    assert own_field("", "str", taken).sql == "column"
    assert own_field('a"; DROP', "object", taken) == Field('a"; DROP', 'a"; DROP', "str", own=True)
    assert own_field('a"', "str", taken).quoted == '"a"""'


def test_lone_surrogates_are_replaced() -> None:
    frame = table_rows("places", [1]).assign(name=["a\ud800b"])
    (row,) = encode(frame, schema_fields("places"), 0)
    assert row[2] == "a?b"
