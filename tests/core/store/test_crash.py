"""Killed processes and full disks: what was said to be saved is there, and nothing else."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import apsw
import pytest

from gridplanner import history
from gridplanner.edits.base import Edit
from gridplanner.errors import StoreError
from gridplanner.store import Project, new_project, open_project
from gridplanner.store.lock import Lock, is_running
from tests.core.store.samples import CRS, Name, Put, all_rows, assert_same_tables
from tests.effort import rounds

ROOT = Path(__file__).parents[3]

_WRITER = """
import sys
from gridplanner.store import open_project
from tests.core.store.samples import Name
project = open_project(sys.argv[1])
number = project.plan.seq
while True:
    number += 1
    project.history.do(Name(number % 7 + 1, f"第{number}次"))
    print(number, flush=True)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    target = tmp_path / "p.gpkg"
    with new_project(target, "1/3", CRS) as project:
        project.history.do(Put(all_rows()))
    return target


@pytest.mark.soak
def test_killed_writer_loses_nothing_that_was_saved(path: Path) -> None:
    waits = [wait for wait in (0.0, 0.004, 0.011, 0.017, 0.029) for _ in range(rounds(1))]
    with open_project(path) as project:
        start = project.plan
    saved = start.seq
    for wait in waits:
        writer = subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(path)],
            cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE,
        )  # fmt: skip
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(wait)
        writer.send_signal(signal.SIGKILL)
        said = [int(line) for line in writer.stdout.read().split()]
        writer.wait()
        writer.stdout.close()
        with open_project(path) as project:
            assert [note.code for note in project.notes] == ["store.lock_taken"]
            seqs = [entry.seq for entry in project.history.entries]
            assert seqs == list(range(1, project.plan.seq + 1))
            # One more than was said may be on disk: the kill came before the word.
            assert max([saved + 1, *said]) <= project.plan.seq <= max([saved + 1, *said]) + 1
            saved = project.plan.seq
            last = project.history.entries[-1]
            assert last.facts["name"] in set(project.plan.places["name"])
    with open_project(path) as project:
        assert project.notes == ()
        end = project.plan
        project.history.jump(start.seq)
        assert_same_tables(start, project.plan)
        project.history.jump(saved)
        assert_same_tables(end, project.plan)


class FaultyFile(apsw.VFSFile):
    """A file on a disk that gets full after so many writes."""

    def __init__(self, disk: FaultyDisk, name: Any, flags: list[int]) -> None:
        self.disk = disk
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:
        if self.disk.left <= 0:
            raise apsw.FullError
        self.disk.left -= 1
        super().xWrite(data, offset)


class FaultyDisk(apsw.VFS):
    """A disk that gets full when :attr:`left` writes are done."""

    def __init__(self) -> None:
        self.left = 1_000_000
        super().__init__("faulty", "")

    def xOpen(self, name: Any, flags: list[int]) -> FaultyFile:
        return FaultyFile(self, name, flags)


@pytest.fixture
def disk() -> Iterator[FaultyDisk]:
    made = FaultyDisk()
    yield made
    made.unregister()


def _failure(project: Project, edit: Edit) -> StoreError | None:
    try:
        project.history.do(edit)
    except StoreError as error:
        return error
    return None


def test_disk_that_gets_full_at_any_write_changes_nothing(path: Path, disk: FaultyDisk) -> None:
    copy = path.with_name("copy.gpkg")
    with open_project(path, vfs="faulty") as project:
        before = project.plan
        for writes in range(40):
            disk.left = writes
            failure = _failure(project, Name(1, f"第{writes}次"))
            if failure is None:
                break
            assert (failure.code, failure.facts["file"]) == ("store.full", str(path))
            assert project.plan is before
            assert len(project.history.entries) == before.seq
            # As after a power cut: the file, with the journal that may lie beside it.
            for suffix in ("", "-journal"):
                if Path(f"{path}{suffix}").exists():
                    shutil.copy(f"{path}{suffix}", f"{copy}{suffix}")
            disk.left = 1_000_000
            with open_project(copy, take_over=True) as found:
                assert_same_tables(before, found.plan)
        assert 3 < writes < 39
        disk.left = 1_000_000
        project.history.undo()
        assert_same_tables(before, project.plan)
        project.history.redo()
        after = project.plan
    with open_project(path) as project:
        assert project.notes == ()
        assert_same_tables(after, project.plan)


def test_full_disk_at_opening(path: Path, disk: FaultyDisk) -> None:
    disk.left = 0
    with pytest.raises(StoreError) as error:
        open_project(path, vfs="faulty")
    assert error.value.code == "store.full"
    disk.left = 1_000_000
    with open_project(path) as project:
        assert project.notes == ()


class ReadOnlyFile(apsw.VFSFile):
    """A file on a disk that cannot be written."""

    def xWrite(self, data: bytes, offset: int) -> None:
        raise apsw.ReadOnlyError


class ReadOnlyDisk(apsw.VFS):
    """A disk that lets no journal be made and no byte be written."""

    def __init__(self, *, folder: bool) -> None:
        self.folder = folder
        super().__init__("read-only", "")

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:
        if self.folder and flags[0] & apsw.SQLITE_OPEN_CREATE:
            raise apsw.CantOpenError
        return ReadOnlyFile("", name, flags)


@pytest.mark.parametrize(("folder", "code"), [(True, "store.folder"), (False, "store.read_only")])
def test_read_only_place(path: Path, folder: bool, code: str) -> None:
    disk = ReadOnlyDisk(folder=folder)
    before = path.read_bytes()
    try:
        with pytest.raises(StoreError) as error:
            open_project(path, vfs="read-only")
        assert error.value.code == code
        assert error.value.hint == "store.hint_read_only"
        with open_project(path, read_only=True, vfs="read-only") as project:
            assert len(project.plan.households) == 5
    finally:
        disk.unregister()
    assert path.read_bytes() == before


def test_file_left_in_wal_mode(path: Path) -> None:
    connection = apsw.Connection(str(path))
    connection.pragma("journal_mode", "wal")
    connection.close()
    assert path.read_bytes()[18:20] == b"\x02\x02"
    disk = ReadOnlyDisk(folder=True)
    try:
        with open_project(path, read_only=True, vfs="read-only") as project:
            assert len(project.plan.households) == 5
    finally:
        disk.unregister()
    with open_project(path) as project:
        project.history.do(Name(1, "x"))
    assert path.read_bytes()[18:20] == b"\x01\x01"
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_reader_cannot_roll_back_but_a_writer_does(path: Path, tmp_path: Path) -> None:
    """A copy taken in the midst of a write, with its rollback journal beside it."""
    torn = tmp_path / "torn.gpkg"
    with open_project(path) as project:
        before = project.plan
        connection = project._database.connection
        connection.pragma("cache_size", 1)
        connection.pragma("cache_spill", 1)
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("CREATE TABLE big (x)")
        connection.execute(
            "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)"
            " INSERT INTO big SELECT randomblob(3000) FROM n"
        )
        connection.execute("UPDATE places SET name = 'half'")
        torn.write_bytes(path.read_bytes())
        Path(f"{torn}-journal").write_bytes(Path(f"{path}-journal").read_bytes())
        connection.execute("ROLLBACK")
    with pytest.raises(StoreError) as error:
        open_project(torn, read_only=True)
    assert error.value.code == "store.unfinished"
    with open_project(torn, take_over=True) as project:
        assert_same_tables(before, project.plan)
    assert not Path(f"{torn}-journal").exists()


def test_old_changes_are_read_from_the_journal_again(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "HELD_EDITS", 2)
    with open_project(path) as project:
        plans = [project.plan]
        for number in range(4):
            project.history.do(Name(number, str(number)))
            plans.append(project.plan)
        assert sorted(project.history._held) == [4, 5]
        for plan in reversed(plans[:-1]):
            project.history.undo()
            assert_same_tables(plan, project.plan)


def test_stale_lock_is_known_by_process_and_by_when_it_began(path: Path) -> None:
    mine = Lock.mine()
    assert not mine.stale
    assert is_running(os.getpid())
    assert Lock(mine.host, "", mine.pid, "another time", "", "").stale
    assert not Lock("another machine", "", 1, "", "", "").stale
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    assert not is_running(gone.pid)
