"""The open project file: loading its tables, and writing edits to it one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import apsw
import pandas as pd

from gridplanner.changes import Change
from gridplanner.errors import StoreError
from gridplanner.history import Entry, stacks
from gridplanner.model import Plan
from gridplanner.store.columns import (
    Field,
    own_field,
    own_titles,
    quote,
    read_fields,
    schema_fields,
)
from gridplanner.store.files import speaking, transaction
from gridplanner.store.geopackage import create_table, srs_of, touch
from gridplanner.store.journal import change_of, read_entries, read_sides, replay, write_entry
from gridplanner.store.lock import Lock, holder
from gridplanner.store.meta import read_meta, write_meta
from gridplanner.store.rows import Row, decode, encode, read_rows, write_rows
from gridplanner.store.state import fields_state, moved, rows_state
from gridplanner.tables import TABLES

Fields = Mapping[str, Sequence[Field]]


@dataclass(frozen=True)
class Content:
    """All rows of the plan's tables as they lie in the file, and their state."""

    fields: dict[str, list[Field]]
    rows: dict[str, list[Row]]
    state: int

    @property
    def complete(self) -> bool:
        """Whether every table has all the columns that this version knows."""
        return all(
            {f.sql for f in schema_fields(table)} <= {f.sql for f in fields}
            for table, fields in self.fields.items()
        )


class Database:
    """A project file with its records; the :class:`~gridplanner.history.JournalSink` of it.

    Parameters
    ----------
    connection : Connection
        Open on a file that is known to be a project in the present format.
    path : Path
        Named in errors.
    lock : Lock, optional
        The row that lets this process write; without it the file is only read.
    """

    def __init__(self, connection: apsw.Connection, path: Path, lock: Lock | None = None) -> None:
        self.connection = connection
        self.path = path
        self.lock = lock
        self.meta = read_meta(connection, path)
        self._fields: dict[str, list[Field]] = {}
        self._version = 0

    @property
    def _srs(self) -> int:
        return srs_of(self.meta.crs)

    def content(self) -> Content:
        """Read all tables of the plan, inside a transaction."""
        own = self.meta.own_columns
        fields = {
            table: read_fields(self.connection, table, own.get(table, [])) for table in TABLES
        }
        rows: dict[str, list[Row]] = {}
        state = 0
        for table, columns in fields.items():
            rows[table] = read_rows(self.connection, table, columns) if columns else []
            if columns:
                state = moved(state, more=fields_state(table, columns))
            state = moved(state, more=rows_state(table, rows[table]))
        return Content(fields, rows, state)

    def frames(self, content: Content) -> dict[str, pd.DataFrame]:
        """Make the frames of all tables.

        Raises
        ------
        FaultyInput
            Another program wrote values that a column cannot hold.
        """
        return {
            table: decode(table, content.fields[table], rows, self.meta.crs, str(self.path))
            for table, rows in content.rows.items()
        }

    def entries(self) -> list[Entry]:
        """Read the journal, without the rows changed.

        Raises
        ------
        StoreError
            It makes no sense: ``store.corrupt``.
        """
        with self._sound_journal():
            entries = read_entries(self.connection)
            stacks(entries)
        return entries

    def watch(self, content: Content) -> None:
        """Take what was loaded for what the file holds from now on."""
        self._fields = content.fields
        self._version = self.connection.pragma("data_version")

    def complete(self, content: Content) -> None:
        """Add tables and columns that this version knows and the file lacks."""
        for table, fields in content.fields.items():
            if not fields:
                self.connection.execute(f"DROP TABLE IF EXISTS {quote(table)}")
                create_table(self.connection, table, self.meta.crs)
                continue
            there = {field.sql for field in fields}
            for field in schema_fields(table):
                if field.sql not in there:
                    self._add_column(table, field)

    def clean(self, content: Content, frames: Mapping[str, pd.DataFrame]) -> None:
        """Rewrite rows that hold values another way than this program writes them."""
        for table, rows in content.rows.items():
            fields = content.fields[table]
            wanted = {row[0]: row for row in encode(frames[table], fields, self._srs)}
            there = {row[0] for row in rows}
            write_rows(
                self.connection,
                table,
                fields,
                sorted(there - set(wanted)),
                [wanted[row[0]] for row in rows if row[0] in wanted and wanted[row[0]] != row]
                + [row for fid, row in wanted.items() if fid not in there],
            )

    def record(self, content: Content, seq: int, next_uid: int) -> None:
        """Note the state of what the file holds now in its records."""
        own = {
            table: [(f.title, f.sql, f.dtype) for f in fields if f.own]
            for table, fields in content.fields.items()
        }
        after = replace(
            self.meta,
            state=content.state,
            own_columns={table: columns for table, columns in own.items() if columns},
            seq=seq,
            next_uid=next_uid,
        )
        write_meta(self.connection, after, self.meta)
        self.meta = after

    def read(self, seq: int) -> Change:
        """Read the change of the edit with this number.

        Raises
        ------
        StoreError
            It cannot be read.
        """
        with self._sound_journal():
            return change_of(read_sides(self.connection, seq), self.meta.crs)

    def replay(self, entries: Sequence[Entry]) -> dict[str, pd.DataFrame]:
        """Make the tables as the journal knows them; those without rows are left out.

        Raises
        ------
        StoreError
            The journal cannot be read.
        """
        with self._sound_journal():
            return replay(self.connection, entries, self.meta.crs)

    def write(self, entry: Entry, change: Change, plan: Plan) -> None:
        """Write an edit: its rows, its journal line and the records, in one transaction.

        Raises
        ------
        StoreError
            Nothing was written: ``store.full``, ``store.busy``, ``store.lock_lost``,
            ``store.changed_outside``, ``store.not_writable`` and others.
        """
        if self.lock is None:
            raise StoreError("store.not_writable", {"file": str(self.path)})
        fields = dict(self._fields)
        state = self.meta.state
        with speaking(self.path), transaction(self.connection):
            self._check_ours(self.lock)
            for table, rows in change.tables.items():
                before = fields[table]
                after = self._fitted(table, before, plan.tables[table])
                old = encode(rows.old, before, self._srs)
                new = encode(rows.new, after, self._srs)
                there = set(rows.new.index)
                removed = [int(fid) for fid in rows.old.index if fid not in there]
                write_rows(self.connection, table, after, removed, new)
                state = moved(state, less=rows_state(table, old), more=rows_state(table, new))
                if after != before:
                    state = moved(
                        state, less=fields_state(table, before), more=fields_state(table, after)
                    )
                    fields[table] = after
                touch(self.connection, table)
            # Undo and redo are the line they are of, turned round or again.
            write_entry(self.connection, entry, change if entry.of is None else None)
            own = {
                table: [(f.title, f.sql, f.dtype) for f in columns if f.own]
                for table, columns in fields.items()
            }
            meta = replace(
                self.meta,
                state=state,
                seq=entry.seq,
                next_uid=plan.next_uid,
                own_columns={table: columns for table, columns in own.items() if columns},
            )
            write_meta(self.connection, meta, self.meta)
        self.meta, self._fields = meta, fields

    def _check_ours(self, lock: Lock) -> None:
        """Refuse to write over what somebody else has written meanwhile."""
        facts = {"file": str(self.path)}
        found = holder(self.connection)
        if found is None or found.token != lock.token:
            who = {"user": found.user, "host": found.host} if found else {}
            raise StoreError("store.lock_lost", {**facts, **who}, "store.hint_copy")
        # Rises when another connection wrote; QGIS, for one, knows nothing of our row.
        version = self.connection.pragma("data_version")
        if version != self._version:
            if self.content().state != self.meta.state:
                raise StoreError("store.changed_outside", facts, "store.hint_reopen")
            self._version = version

    def _fitted(self, table: str, fields: Sequence[Field], frame: pd.DataFrame) -> list[Field]:
        """Add and drop a planner's own columns until the table has those of the frame."""
        titles = own_titles(table, frame)
        kept = []
        for field in fields:
            if field.own and field.title not in titles:
                self.connection.execute(f"ALTER TABLE {quote(table)} DROP COLUMN {field.quoted}")
            elif field.own and field.dtype != str(frame[field.title].dtype):
                kept.append(replace(field, dtype=str(frame[field.title].dtype)))
            else:
                kept.append(field)
        have = {field.title for field in kept}
        for title in titles:
            if title not in have:
                taken = ["fid", *(field.sql for field in kept)]
                field = own_field(title, str(frame[title].dtype), taken)
                self._add_column(table, field)
                kept.append(field)
        return kept

    def _add_column(self, table: str, field: Field) -> None:
        self.connection.execute(f"ALTER TABLE {quote(table)} ADD COLUMN {field.declaration}")

    @contextmanager
    def _sound_journal(self) -> Iterator[None]:
        try:
            with speaking(self.path, read_only=self.lock is None):
                yield
        except (ValueError, IndexError, TypeError) as error:
            facts = {"file": str(self.path), "detail": f"journal: {error}"}
            raise StoreError("store.corrupt", facts, "store.hint_backup") from error
