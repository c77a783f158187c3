"""Files as a whole: connecting, writing beside and replacing, and what errors mean."""

from __future__ import annotations

import errno
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

from gridplanner.errors import StoreError

#: How long to wait for another program that is writing, in ms.
BUSY_MS = 5_000
_SIDE_FILES = ("-journal", "-wal", "-shm")
_FULL = {errno.ENOSPC, errno.EDQUOT}
_DENIED = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextmanager
def speaking(path: Path, *, read_only: bool = False) -> Iterator[None]:
    """Turn what SQLite and the system raise into a :class:`StoreError` that names the file.

    Raises
    ------
    StoreError
        ``store.full``, ``store.busy``, ``store.read_only``, ``store.unfinished``,
        ``store.not_database``, ``store.corrupt``, ``store.folder``, ``store.failed``.
    """
    try:
        yield
    except (apsw.Error, OSError) as error:
        raise _spoken(error, path, read_only) from error


def _spoken(error: Exception, path: Path, read_only: bool) -> StoreError:
    facts = {"file": str(path), "folder": str(path.parent), "detail": str(error)}
    if isinstance(error, apsw.FullError) or getattr(error, "errno", None) in _FULL:
        return StoreError("store.full", facts)
    if isinstance(error, (apsw.BusyError, apsw.LockedError)):
        return StoreError("store.busy", facts)
    if isinstance(error, apsw.ReadOnlyError):
        # A reader may not roll back what a killed writer left behind.
        code = "store.unfinished" if read_only else "store.read_only"
        return StoreError(code, facts, None if read_only else "store.hint_read_only")
    if isinstance(error, apsw.NotADBError):
        return StoreError("store.not_database", facts)
    if isinstance(error, apsw.CorruptError):
        return StoreError("store.corrupt", facts, "store.hint_backup")
    denied = isinstance(error, (apsw.CantOpenError, apsw.PermissionsError))
    if denied or getattr(error, "errno", None) in _DENIED:
        return StoreError("store.folder", facts, None if read_only else "store.hint_read_only")
    return StoreError("store.failed", facts)


def connect(path: Path, *, read_only: bool = False, vfs: str | None = None) -> apsw.Connection:
    """Open an SQLite file that exists.

    Triggers stay off, so that nothing in a file that came by mail runs; the rollback
    journal is used, never WAL: a copy without its ``-wal`` would lose work, and shares
    and read-only folders would fail.

    Raises
    ------
    StoreError
        The file cannot be opened, or is no database.
    """
    with speaking(path, read_only=read_only):
        if not read_only:
            return _connected(str(path), apsw.SQLITE_OPEN_READWRITE, vfs)
        flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
        uri = path.absolute().as_uri()
        try:
            return _connected(uri, flags, vfs)
        except (apsw.CantOpenError, apsw.ReadOnlyError):
            # QGIS may have left the file in WAL mode, which in a read-only folder opens
            # only as a file that nobody changes. That would pass over a rollback journal.
            if any(_has_bytes(Path(f"{path}{suffix}")) for suffix in _SIDE_FILES):
                raise
            return _connected(f"{uri}?immutable=1", flags, vfs)


def _connected(name: str, flags: int, vfs: str | None) -> apsw.Connection:
    # The file is never opened by Python itself, not even to look at its header: closing
    # it would take away the locks that SQLite holds in this process.
    connection = apsw.Connection(name, flags=flags, vfs=vfs)
    try:
        connection.set_busy_timeout(BUSY_MS)
        connection.config(apsw.SQLITE_DBCONFIG_ENABLE_TRIGGER, 0)
        connection.config(apsw.SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0)
        if flags & apsw.SQLITE_OPEN_READWRITE:
            connection.pragma("synchronous", "FULL")
            # Answers SQLITE_BUSY where another program keeps the file in WAL mode.
            connection.pragma("journal_mode", "DELETE")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
    except BaseException:
        connection.close()
        raise
    return connection


def _has_bytes(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


@contextmanager
def transaction(connection: apsw.Connection, *, write: bool = True) -> Iterator[None]:
    """Run one transaction; whatever is raised inside undoes all of it."""
    connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # On a full disk SQLite may have rolled back by itself already.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give the path of a sibling to write; it is synced and takes the place of ``path``.

    Where anything is raised, the sibling goes and ``path`` stays as it was.
    """
    sibling = path.with_name(f".gridplanner-{uuid.uuid4().hex[:12]}.part")
    try:
        yield sibling
        _sync(sibling)
        # A rollback journal left by a killed writer of the old file would be played back
        # into the new one.
        for suffix in _SIDE_FILES:
            Path(f"{path}{suffix}").unlink(missing_ok=True)
        sibling.replace(path)
        _sync_folder(path.parent)
    finally:
        for suffix in ("", *_SIDE_FILES):
            Path(f"{sibling}{suffix}").unlink(missing_ok=True)


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    # Windows cannot open a folder; there the replacement is durable by itself.
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
