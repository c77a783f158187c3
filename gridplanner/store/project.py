"""Opening and making project files."""

from __future__ import annotations

import contextlib
import weakref
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import apsw

from gridplanner.errors import StoreError
from gridplanner.history import History
from gridplanner.model import Plan
from gridplanner.scheme import Scheme
from gridplanner.store.creation import create_file
from gridplanner.store.database import Content, Database
from gridplanner.store.files import connect, replacing, speaking, transaction
from gridplanner.store.geopackage import (
    drop_derived,
    is_geopackage,
)
from gridplanner.store.journal import write_entry
from gridplanner.store.lock import Lock, acquire, check_free, holder, release
from gridplanner.store.look import read_look, write_look
from gridplanner.store.meta import FORMAT, has_meta
from gridplanner.store.migrations import check_format, migrate
from gridplanner.store.outside import mended, outside_change, outside_entry


@dataclass(frozen=True)
class Note:
    """Something worth telling that happened at opening: a code and its facts."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


class Project:
    """An open project file; made by :func:`open_project` and :func:`new_project`.

    Attributes
    ----------
    path : Path
        The file.
    history : History
        The plan with its past; each edit is on disk when :meth:`History.do` returns.
    notes : tuple of Note
        What was found at opening: a lock of a dead process, an edit made outside.
    """

    def __init__(
        self, path: Path, database: Database, history: History, notes: tuple[Note, ...]
    ) -> None:
        self.path = path
        self.history = history
        self.notes = notes
        self._database = database
        # Tied to the database, which the history holds on to: a history outlives its
        # project, and a project that nobody closed gives its lock back when it goes.
        self._shut = weakref.finalize(database, _shut, database.connection, path, database.lock)

    @property
    def plan(self) -> Plan:
        """The plan as it stands."""
        return self.history.plan

    @property
    def read_only(self) -> bool:
        """Whether edits are refused."""
        return self._database.lock is None

    @property
    def created(self) -> str:
        """When the project was made, ISO time in UTC."""
        return self._database.meta.created

    @property
    def format(self) -> int:
        """Version of the file format."""
        return self._database.meta.format

    @property
    def look(self) -> dict[str, Any]:
        """How the plan was looked at last, as :meth:`keep_look` kept it; empty at first."""
        with speaking(self.path, read_only=self.read_only):
            return read_look(self._database.connection)

    def keep_look(self, values: Mapping[str, Any]) -> None:
        """Keep how the plan is looked at; no edit, and nothing where edits are refused.

        Parameters
        ----------
        values : mapping
            What JSON can hold.

        Raises
        ------
        StoreError
            It cannot be written.
        """
        if self.read_only or dict(values) == self.look:
            return
        with speaking(self.path), transaction(self._database.connection):
            write_look(self._database.connection, values)

    def save_copy(self, path: str | Path) -> Path:
        """Write a closed copy, for GDAL, for sending or for keeping.

        The file itself is never opened by another library than SQLite's one here: two
        copies of SQLite in a process cancel each other's locks.

        Returns
        -------
        Path
            The copy; what was there is replaced.

        Raises
        ------
        StoreError
            It cannot be written; what was there stays.
        """
        return _copy(self._database.connection, self.path, Path(path))

    def close(self) -> None:
        """Give the lock back and close the file; may be called twice.

        Raises
        ------
        StoreError
            The lock cannot be given back; the file is closed all the same.
        """
        self._shut()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def new_project(
    path: str | Path, scheme: Scheme | str, crs: str, *, overwrite: bool = False
) -> Project:
    """Make a project file and open it.

    Parameters
    ----------
    scheme : Scheme or str
        Levels, such as ``"7/35/253"``.
    crs : str
        A projected CRS in metres, such as ``"EPSG:4545"``.
    overwrite : bool
        Whether a file that is there may be replaced.

    Raises
    ------
    UsageError
        The scheme or the CRS makes no sense.
    StoreError
        ``store.exists``, ``store.locked``, ``store.folder``, ``store.full`` and others.
        No half-written file stays.
    """
    target = Path(path)
    plan = Plan.new(Scheme.parse(scheme) if isinstance(scheme, str) else scheme, crs)
    with speaking(target):
        if target.exists():
            if not overwrite:
                raise StoreError("store.exists", {"file": str(target)}, "store.hint_overwrite")
            _check_replaceable(target)
        elif not target.parent.is_dir():
            raise StoreError("store.no_folder", {"file": str(target), "folder": str(target.parent)})
        with replacing(target) as sibling:
            create_file(sibling, plan)
    return open_project(target)


def open_project(
    path: str | Path, *, read_only: bool = False, take_over: bool = False, vfs: str | None = None
) -> Project:
    """Open a project file.

    Parameters
    ----------
    read_only : bool
        Open without the lock; also while another has it, or in a read-only folder.
    take_over : bool
        Take the lock from whoever has it, such as a machine that was switched off.
    vfs : str, optional
        Name of an SQLite virtual file system.

    Raises
    ------
    StoreError
        ``store.missing``, ``store.locked``, ``store.not_ours``, ``store.future``, … —
        each names the file.
    FaultyInput
        Another program wrote rows into it that no table of ours can hold.
    """
    target = Path(path)
    _check_there(target)
    connection = connect(target, read_only=read_only, vfs=vfs)
    lock = None if read_only else Lock.mine()
    try:
        with speaking(target, read_only=read_only):
            found = _check_ours(connection, target)
            notes = []
            if lock is None:
                if found < FORMAT:
                    connection = _migrated_in_memory(connection, found)
            else:
                notes = _take(connection, target, lock, found, take_over=take_over)
            database = Database(connection, target, lock)
            history, more = _load(database)
    except BaseException:
        # What is raised tells more than that the lock could not be given back either.
        with contextlib.suppress(StoreError):
            _shut(connection, target, lock)
        raise
    return Project(target, database, history, (*notes, *more))


def closed_copy(source: str | Path, target: str | Path) -> Path:
    """Copy a project file without opening it for writing, for GDAL to read.

    Raises
    ------
    StoreError
        The source is no project file, or the copy cannot be written.
    """
    origin = Path(source)
    _check_there(origin)
    connection = connect(origin, read_only=True)
    try:
        with speaking(origin, read_only=True):
            _check_ours(connection, origin)
        return _copy(connection, origin, Path(target))
    finally:
        connection.close()


def is_project(path: str | Path) -> bool:
    """Whether a file is a project of ours, looked at without GDAL.

    Raises
    ------
    StoreError
        The file is missing or cannot be read.
    """
    target = Path(path)
    _check_there(target)
    try:
        connection = connect(target, read_only=True)
    except StoreError as error:
        if error.code == "store.not_database":
            return False
        raise
    try:
        with speaking(target, read_only=True):
            return is_geopackage(connection) and has_meta(connection)
    finally:
        connection.close()


def _check_there(path: Path) -> None:
    facts = {"file": str(path), "folder": str(path.parent)}
    with speaking(path, read_only=True):
        if path.is_dir():
            raise StoreError("store.is_folder", facts)
        if not path.exists():
            raise StoreError("store.missing", facts)
        if path.stat().st_size == 0:
            # SQLite takes an empty file for an empty database.
            raise StoreError("store.not_database", facts)


def _check_ours(connection: apsw.Connection, path: Path) -> int:
    """Hold an open file to be a project; its format."""
    if not is_geopackage(connection):
        raise StoreError("store.not_geopackage", {"file": str(path)})
    if not has_meta(connection):
        raise StoreError("store.not_ours", {"file": str(path)})
    return check_format(connection, path)


def _check_replaceable(path: Path) -> None:
    """Refuse to replace a folder, or a project that somebody has open."""
    if path.is_dir():
        raise StoreError("store.is_folder", {"file": str(path)})
    if path.stat().st_size == 0 or not is_project(path):
        return
    connection = connect(path)
    try:
        check_free(holder(connection), path)
    finally:
        connection.close()


def _take(
    connection: apsw.Connection, path: Path, lock: Lock, found: int, *, take_over: bool
) -> list[Note]:
    """Take the lock and bring an older file to the present format."""
    notes = []
    with transaction(connection):
        before = acquire(connection, path, lock, take_over=take_over)
        if before is not None:
            facts = {"user": before.user, "host": before.host, "time": before.time}
            notes.append(Note("store.lock_taken", facts))
        if migrate(connection, found):
            notes.append(Note("store.migrated", {"before": found, "after": FORMAT}))
        drop_derived(connection)
    return notes


def _migrated_in_memory(connection: apsw.Connection, found: int) -> apsw.Connection:
    memory = apsw.Connection(":memory:")
    with memory.backup("main", connection, "main") as backup:
        backup.step()
    connection.close()
    migrate(memory, found)
    return memory


def _load(database: Database) -> tuple[History, list[Note]]:
    """Read plan and journal; what was changed outside becomes a line of the journal."""
    writable = database.lock is not None
    notes = []
    # One transaction, so that nobody writes between the reading of two tables.
    with transaction(database.connection, write=writable):
        entries = database.entries()
        content = database.content()
        plan = _plan(database, content)
        seq = database.meta.seq
        if content.state != database.meta.state:
            change, plan = outside_change(database, entries, plan)
            if change:
                entry = outside_entry(seq + 1, change)
                notes.append(Note("store.outside", entry.facts))
                if writable:
                    write_entry(database.connection, entry, change)
                    entries.append(entry)
                    seq = entry.seq
        if writable and (content.state != database.meta.state or not content.complete):
            content = mended(database, content, plan)
            database.record(content, seq, plan.next_uid)
    database.watch(content)
    return History(plan, database, entries), notes


def _plan(database: Database, content: Content) -> Plan:
    meta = database.meta
    plan = Plan.new(Scheme.parse("1"), meta.crs).with_tables(**database.frames(content))
    return plan.counted(meta.seq, meta.next_uid)


def _copy(connection: apsw.Connection, source: Path, target: Path) -> Path:
    if target.exists() and target.resolve() == source.resolve():
        raise StoreError("store.same_file", {"file": str(source)})
    with speaking(target), replacing(target) as sibling:
        connection.execute("VACUUM INTO ?", (str(sibling),))
        copy = connect(sibling)
        try:
            release(copy)
        finally:
            copy.close()
    return target


def _shut(connection: apsw.Connection, path: Path, lock: Lock | None) -> None:
    try:
        if lock is not None:
            with speaking(path):
                release(connection, lock)
    finally:
        connection.close()
