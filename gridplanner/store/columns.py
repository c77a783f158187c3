"""How a table's columns lie in the file: SQL names and types, a planner's own columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import apsw
import pandas as pd

from gridplanner.tables import TABLES

#: Name of every geometry column, in frames and in the file.
GEOMETRY = "geometry"

_DTYPES = {"text": "str", "int": "int64", "maybe_int": "Int64", "float": "float64", "bool": "bool"}
_SQL_TYPES = {
    "str": "TEXT",
    "int64": "INTEGER",
    "Int64": "INTEGER",
    "float64": "REAL",
    "bool": "BOOLEAN",
    "boolean": "BOOLEAN",
}


@dataclass(frozen=True)
class Field:
    """One column: its title in the frame, its name in SQL, its dtype, and whose it is."""

    title: str
    sql: str
    dtype: str
    own: bool = False

    @property
    def quoted(self) -> str:
        """The name as SQL takes it."""
        return quote(self.sql)

    @property
    def declaration(self) -> str:
        """The column as ``CREATE TABLE`` and ``ALTER TABLE`` take it."""
        sql_type = _SQL_TYPES[self.dtype]
        if self.own:
            return f"{self.quoted} {sql_type}"
        absent = {"str": " NOT NULL DEFAULT ''", "int64": " NOT NULL DEFAULT 0"}
        absent["bool"] = absent["int64"]
        return f"{self.quoted} {sql_type}{absent.get(self.dtype, '')}"


def quote(name: str) -> str:
    """Quote an SQL name.

    >>> quote('a"b')
    '"a""b"'
    """
    return '"' + name.replace('"', '""') + '"'


def schema_fields(table: str) -> list[Field]:
    """Columns that a table always has, geometry last as in its frames."""
    fields = [Field(c.name, c.name, _DTYPES[c.dtype]) for c in TABLES[table].columns]
    if TABLES[table].spatial:
        fields.append(Field(GEOMETRY, GEOMETRY, GEOMETRY))
    return fields


def frame_order(table: str, titles: Iterable[str]) -> list[str]:
    """Order titles as frames have them: the schema's, the planner's own, geometry."""
    schema = [column.name for column in TABLES[table].columns]
    own = [title for title in titles if title not in schema and title != GEOMETRY]
    return [*schema, *own, *([GEOMETRY] if TABLES[table].spatial else [])]


def own_titles(table: str, frame: pd.DataFrame) -> list[str]:
    """Titles of a frame that its table does not have."""
    schema = {column.name for column in TABLES[table].columns} | {GEOMETRY}
    return [str(title) for title in frame.columns if title not in schema]


def own_field(title: str, dtype: str, taken: Iterable[str]) -> Field:
    """Name a planner's column in SQL, where ``ID`` and ``id`` would be the same.

    >>> own_field("ID", "str", ["fid", "id"]).sql
    'ID_2'
    """
    used = {name.lower() for name in taken}
    # SQLite ends a name at a NUL.
    base = title.replace("\x00", " ") or "column"
    name, number = base, 1
    while name.lower() in used:
        number += 1
        name = f"{base}_{number}"
    return Field(title, name, dtype if dtype in _SQL_TYPES else "str", own=True)


def read_fields(
    connection: apsw.Connection, table: str, own: Sequence[tuple[str, str, str]]
) -> list[Field]:
    """Read how a table lies in the file, in the file's order, without ``fid``.

    A column that another program added becomes one of the planner's own.

    Parameters
    ----------
    own : sequence of (title, SQL name, dtype)
        What the file's records say of the planner's columns.

    Returns
    -------
    list of Field
        Empty where the table is not in the file.
    """
    known = {field.sql: field for field in schema_fields(table)}
    known |= {sql: Field(title, sql, dtype, own=True) for title, sql, dtype in own}
    fields = []
    titles = {field.title for field in known.values()}
    for row in connection.execute(f"PRAGMA table_info({quote(table)})"):
        name, declared = str(row[1]), str(row[2])
        if name == "fid":
            continue
        if name not in known:
            title = name
            while title in titles:
                title += "_2"
            titles.add(title)
            known[name] = Field(title, name, _dtype_of(declared), own=True)
        fields.append(known[name])
    return fields


def _dtype_of(declared: str) -> str:
    word = declared.upper()
    if "INT" in word:
        return "Int64"
    if any(part in word for part in ("REAL", "DOUB", "FLOA")):
        return "float64"
    return "boolean" if "BOOL" in word else "str"
