"""Older formats are brought up to date; in a file that is only read, in memory."""

from __future__ import annotations

from pathlib import Path

import apsw
import pytest

from gridplanner.errors import StoreError
from gridplanner.store import meta, migrations, new_project, open_project, project
from tests.core.store.samples import CRS, Put, all_rows, assert_same_tables


@pytest.fixture
def older(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a project that the program, moved on to format 2, finds in format 1."""
    path = tmp_path / "p.gpkg"
    with new_project(path, "1/3", CRS) as made:
        made.history.do(Put(all_rows()))
    for module in (meta, migrations, project):
        monkeypatch.setattr(module, "FORMAT", 2)
    return path


def _step(connection: apsw.Connection) -> None:
    connection.execute("CREATE TABLE gridplanner_step (x)")


def test_file_is_migrated_once(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrations, "MIGRATIONS", {1: _step})
    before = older.read_bytes()
    with open_project(older, read_only=True) as reader:
        assert reader.format == 2
        plan = reader.plan
        assert reader.history._change(1)
    assert older.read_bytes() == before
    with open_project(older) as opened:
        assert [note.code for note in opened.notes] == ["store.migrated"]
        assert_same_tables(plan, opened.plan)
    with open_project(older) as opened:
        assert opened.notes == ()
        assert opened.format == 2


def test_failed_step_leaves_the_file_as_it_was(
    older: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(connection: apsw.Connection) -> None:
        _step(connection)
        raise apsw.FullError

    monkeypatch.setattr(migrations, "MIGRATIONS", {1: fail})
    with pytest.raises(StoreError) as error:
        open_project(older)
    assert error.value.code == "store.full"
    monkeypatch.setattr(migrations, "MIGRATIONS", {1: _step})
    with open_project(older) as opened:
        assert [note.code for note in opened.notes] == ["store.migrated"]
