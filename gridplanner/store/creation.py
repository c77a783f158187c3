"""Writing a new project file as a whole."""

from __future__ import annotations

import importlib.metadata
from datetime import UTC, datetime
from pathlib import Path

import apsw

from gridplanner.changes import Change, TableChange
from gridplanner.history import Entry, user_name
from gridplanner.model import Plan
from gridplanner.store.columns import schema_fields
from gridplanner.store.files import transaction
from gridplanner.store.geopackage import create_contents, create_table, srs_of
from gridplanner.store.journal import create_journal, write_entry
from gridplanner.store.lock import create_lock
from gridplanner.store.meta import FORMAT, Meta, create_meta, write_meta
from gridplanner.store.rows import encode, write_rows
from gridplanner.store.state import fields_state, moved, rows_state


def create_file(path: Path, plan: Plan) -> None:
    """Write a closed project file that holds a plan; its journal begins with all of it."""
    connection = apsw.Connection(
        str(path), flags=apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE
    )
    try:
        # Nobody else knows the file yet; it is synced as a whole before it gets its name.
        connection.pragma("synchronous", "OFF")
        with transaction(connection):
            create_contents(connection, plan.crs)
            create_journal(connection)
            create_lock(connection)
            create_meta(connection)
            state = 0
            for table, frame in plan.tables.items():
                create_table(connection, table, plan.crs)
                fields = schema_fields(table)
                # As the file lays them out: geometry stands before the other columns.
                fields.sort(key=lambda x: x.dtype != "geometry")
                rows = encode(frame, fields, srs_of(plan.crs))
                write_rows(connection, table, fields, [], rows)
                state = moved(state, more=fields_state(table, fields))
                state = moved(state, more=rows_state(table, rows))
            time = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
            whole = Change(
                {
                    table: TableChange(frame.iloc[:0], frame)
                    for table, frame in plan.tables.items()
                    if len(frame)
                }
            )
            facts = {"scheme": str(plan.scheme)}
            entry = Entry(plan.seq, time, user_name(), "new", "edit.new_project", facts)
            write_entry(connection, entry, whole)
            meta = Meta(FORMAT, plan.crs, time, _app_version(), state, plan.seq, plan.next_uid)
            write_meta(connection, meta)
    finally:
        connection.close()


def _app_version() -> str:
    try:
        return importlib.metadata.version("gridplanner")
    except importlib.metadata.PackageNotFoundError:
        return ""
