"""The table ``gridplanner_meta``: what the file is, and the counters that only go up."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

import apsw

from gridplanner.errors import StoreError

#: Format of the project files that this version writes.
FORMAT = 1

#: Titles, SQL names and dtypes of a planner's own columns, by table.
OwnColumns = dict[str, list[tuple[str, str, str]]]


@dataclass(frozen=True)
class Meta:
    """Facts about a project file.

    Attributes
    ----------
    format : int
        Version of the file format.
    crs : str
        The project's CRS, such as ``"EPSG:4545"``.
    created : str
        ISO time, UTC.
    app_version : str
        Version of the program that wrote last.
    state : int
        Sum of the hashes of all rows (see :mod:`gridplanner.store.state`).
    seq, next_uid : int
        Last journal number and first grid uid never used.
    own_columns : mapping
        Columns that planners added, by table: (title, SQL name, dtype).
    """

    format: int
    crs: str
    created: str
    app_version: str
    state: int = 0
    seq: int = 0
    next_uid: int = 1
    own_columns: OwnColumns = field(default_factory=dict)


def create_meta(connection: apsw.Connection) -> None:
    """Create the table."""
    connection.execute("CREATE TABLE gridplanner_meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)")


def has_meta(connection: apsw.Connection) -> bool:
    """Whether the file is a project of ours."""
    return connection.table_exists("main", "gridplanner_meta")


def read_meta(connection: apsw.Connection, path: Path) -> Meta:
    """Read the table.

    Raises
    ------
    StoreError
        A value is missing or makes no sense: ``store.corrupt``.
    """
    values = dict(connection.execute("SELECT key, value FROM gridplanner_meta"))
    try:
        return Meta(
            format=int(values["format"]),
            crs=str(values["crs"]),
            created=str(values["created"]),
            app_version=str(values["app_version"]),
            state=int(values["state"], 16),
            seq=int(values["seq"]),
            next_uid=int(values["next_uid"]),
            own_columns={
                table: [(str(title), str(sql), str(dtype)) for title, sql, dtype in columns]
                for table, columns in json.loads(values["own_columns"]).items()
            },
        )
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        facts = {"file": str(path), "detail": f"gridplanner_meta: {error}"}
        raise StoreError("store.corrupt", facts, "store.hint_backup") from error


def read_format(connection: apsw.Connection) -> int:
    """Read the format alone, which even a file from the future has; 0 where it is no number."""
    row = connection.execute("SELECT value FROM gridplanner_meta WHERE key = 'format'").fetchone()
    text = str(row[0]) if row else ""
    return int(text) if text.isascii() and text.isdigit() else 0


def write_meta(connection: apsw.Connection, meta: Meta, before: Meta | None = None) -> None:
    """Write what differs from ``before``; everything where that is absent."""
    old = _texts(before) if before is not None else {}
    connection.executemany(
        "INSERT OR REPLACE INTO gridplanner_meta (key, value) VALUES (?, ?)",
        [(key, text) for key, text in _texts(meta).items() if old.get(key) != text],
    )


def _texts(meta: Meta) -> dict[str, str]:
    return {
        "format": str(meta.format),
        "crs": meta.crs,
        "created": meta.created,
        "app_version": meta.app_version,
        "state": f"{meta.state:032x}",
        "seq": str(meta.seq),
        "next_uid": str(meta.next_uid),
        "own_columns": json.dumps(meta.own_columns, ensure_ascii=False, sort_keys=True),
    }
