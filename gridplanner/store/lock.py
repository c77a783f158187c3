"""The lock row: who has a project file open for writing.

SQLite's own locks last only as long as a transaction, and are unreliable on network
shares. The row says who it is, so that the second opener can be told.
"""

from __future__ import annotations

import os
import socket
import sys
import uuid
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from pathlib import Path

import apsw

from gridplanner.errors import StoreError
from gridplanner.history import user_name


@dataclass(frozen=True)
class Lock:
    """Who holds a file: machine, user, process, when the process began, since when."""

    host: str
    user: str
    pid: int
    began: str
    time: str
    token: str

    @classmethod
    def mine(cls) -> Lock:
        """Make a lock for this process; the token tells two openings in it apart."""
        pid = os.getpid()
        time = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        return cls(socket.gethostname(), user_name(), pid, began(pid), time, uuid.uuid4().hex)

    @property
    def stale(self) -> bool:
        """Whether its process is known to be gone; of another machine nothing is known."""
        if self.host != socket.gethostname():
            return False
        # A number may be given to another process later; when it began tells them apart.
        return not is_running(self.pid) or began(self.pid) != self.began


def create_lock(connection: apsw.Connection) -> None:
    """Create the table."""
    connection.execute(
        "CREATE TABLE gridplanner_lock (id INTEGER PRIMARY KEY CHECK (id = 1), host TEXT NOT NULL,"
        " user TEXT NOT NULL, pid INTEGER NOT NULL, began TEXT NOT NULL, time TEXT NOT NULL,"
        " token TEXT NOT NULL)"
    )


def holder(connection: apsw.Connection) -> Lock | None:
    """Read who holds the file; ``None`` where nobody does."""
    row = connection.execute(
        "SELECT host, user, pid, began, time, token FROM gridplanner_lock"
    ).fetchone()
    return Lock(*row) if row else None


def acquire(
    connection: apsw.Connection, path: Path, lock: Lock, *, take_over: bool = False
) -> Lock | None:
    """Take the lock, inside a write transaction.

    Parameters
    ----------
    take_over : bool
        Take it from whoever has it; they cannot save any more.

    Returns
    -------
    Lock or None
        Who held it before: a dead process, or whoever it was taken from.

    Raises
    ------
    StoreError
        ``store.locked``: somebody has the file open.
    """
    before = holder(connection)
    if not take_over:
        check_free(before, path)
    connection.execute(
        "INSERT OR REPLACE INTO gridplanner_lock (id, host, user, pid, began, time, token)"
        " VALUES (1, ?, ?, ?, ?, ?, ?)",
        astuple(lock),
    )
    return before


def check_free(found: Lock | None, path: Path) -> None:
    """Refuse a file that somebody has open.

    Raises
    ------
    StoreError
        ``store.locked``.
    """
    if found is not None and not found.stale:
        facts = {
            "file": str(path),
            "host": found.host,
            "user": found.user,
            "pid": found.pid,
            "time": found.time,
        }
        raise StoreError("store.locked", facts, "store.hint_read_only")


def release(connection: apsw.Connection, lock: Lock | None = None) -> None:
    """Give the lock back if it is still this one; without ``lock``, whoever's it is."""
    if lock is None:
        connection.execute("DELETE FROM gridplanner_lock")
    else:
        connection.execute("DELETE FROM gridplanner_lock WHERE token = ?", (lock.token,))


def began(pid: int) -> str:
    """When a process began, in a form only good for comparing; empty where unknown."""
    stat = Path(f"/proc/{pid}/stat")
    if sys.platform != "linux":
        return ""
    try:
        # The name, in brackets, may hold blanks; the start time is field 22.
        return stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""


def is_running(pid: int) -> bool:
    """Whether a process of this machine is there."""
    if sys.platform == "win32":
        return _is_running_windows(pid)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def _is_running_windows(pid: int) -> bool:
    # os.kill(pid, 0) would end the process on Windows.
    import ctypes

    query, still_active = 0x1000, 259
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009
    handle = kernel.OpenProcess(query, False, pid)
    if not handle:
        return False
    try:
        code = ctypes.c_ulong()
        kernel.GetExitCodeProcess(handle, ctypes.byref(code))
        return code.value == still_active
    finally:
        kernel.CloseHandle(handle)
