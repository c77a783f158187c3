"""Files that are no project, damaged, from the future, or half written."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import apsw
import geopandas as gpd
import pyogrio
import pytest
import shapely

from gridplanner.errors import StoreError, UsageError
from gridplanner.store import files as store_files
from gridplanner.store import is_project, new_project, open_project
from tests.core.store.samples import (
    CRS,
    Name,
    assert_same_tables,
    code_of,
)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "store.not_database"),
        (b"PK\x03\x04 this is a workbook" * 50, "store.not_database"),
        (b"SQLite format 3\x00" + b"\xff" * 2000, "store.not_database"),
    ],
)
def test_file_that_is_no_database(path: Path, content: bytes, code: str) -> None:
    path.write_bytes(content)
    for read_only in (False, True):
        with pytest.raises(StoreError) as error:
            open_project(path, read_only=read_only)
        assert code_of(error) == code
    assert path.read_bytes() == content


def test_missing_file_and_folder(path: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError) as error:
        open_project(path)
    assert code_of(error) == "store.missing"
    with pytest.raises(StoreError) as error:
        open_project(tmp_path)
    assert code_of(error) == "store.is_folder"
    with pytest.raises(StoreError) as error:
        new_project(tmp_path / "no" / "x.gpkg", "1/3", CRS)
    assert code_of(error) == "store.no_folder"
    with pytest.raises(StoreError) as error:
        new_project(tmp_path, "1/3", CRS, overwrite=True)
    assert code_of(error) == "store.is_folder"
    with pytest.raises(UsageError):
        new_project(path, "1/3", "EPSG:4326")
    assert list(tmp_path.iterdir()) == []


def test_database_of_another_kind(path: Path, tmp_path: Path) -> None:
    connection = apsw.Connection(str(path))
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    with pytest.raises(StoreError) as error:
        open_project(path)
    assert code_of(error) == "store.not_geopackage"
    other = tmp_path / "other.gpkg"
    gpd.GeoDataFrame(geometry=[shapely.Point(0, 0)], crs=CRS).to_file(other)
    with pytest.raises(StoreError) as error:
        open_project(other)
    assert code_of(error) == "store.not_ours"
    assert not is_project(other)


def test_file_from_the_future(filled: Path) -> None:
    connection = apsw.Connection(str(filled))
    connection.execute("UPDATE gridplanner_meta SET value = '99' WHERE key = 'format'")
    connection.execute("DROP TABLE journal")
    connection.close()
    before = filled.read_bytes()
    for read_only in (False, True):
        with pytest.raises(StoreError) as error:
            open_project(filled, read_only=read_only)
        assert code_of(error) == "store.future"
        assert error.value.facts["format"] == 99
    assert filled.read_bytes() == before


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM gridplanner_meta WHERE key = 'crs'",
        "UPDATE gridplanner_meta SET value = 'x' WHERE key = 'format'",
        "UPDATE gridplanner_meta SET value = '[]' WHERE key = 'own_columns'",
        "UPDATE journal SET facts = '{'",
        "UPDATE journal SET change = x'00' WHERE seq = 1; UPDATE places SET name = 'x'",
        "UPDATE journal SET kind = 'undo' WHERE seq = 1",
    ],
)
def test_damaged_records(filled: Path, damage: str) -> None:
    connection = apsw.Connection(str(filled))
    connection.execute(damage)
    connection.close()
    with pytest.raises(StoreError) as error:
        open_project(filled)
    assert code_of(error) == "store.corrupt"


def test_journal_that_was_emptied_costs_undo_alone(filled: Path) -> None:
    connection = apsw.Connection(str(filled))
    connection.execute("DELETE FROM journal")
    connection.close()
    with open_project(filled) as project:
        assert project.plan.seq == 1
        assert not project.history.can_undo
        project.history.do(Name(1, "x"))
        assert project.plan.seq == 2
        before = project.plan
    connection = apsw.Connection(str(filled))
    connection.execute("UPDATE places SET kind = 'x' WHERE fid = 1")
    connection.close()
    with open_project(filled) as project:
        assert [note.code for note in project.notes] == ["store.outside"]
        assert len(project.plan.households) == len(before.households)


def test_torn_file(filled: Path) -> None:
    data = bytearray(filled.read_bytes())
    data[4096 * 6 :: 7] = b"\xaa" * len(data[4096 * 6 :: 7])
    filled.write_bytes(data)
    with pytest.raises(StoreError) as error:
        open_project(filled)
    assert code_of(error) in ("store.corrupt", "store.not_geopackage", "store.failed")


def test_existing_file_is_kept(filled: Path) -> None:
    before = filled.read_bytes()
    with pytest.raises(StoreError) as error:
        new_project(filled, "1/3", CRS)
    assert code_of(error) == "store.exists"
    assert filled.read_bytes() == before
    with new_project(filled, "1/3", CRS, overwrite=True) as project:
        assert project.plan.scheme.counts == (1, 3)


@pytest.mark.parametrize(
    ("number", "code"), [(errno.ENOSPC, "store.full"), (errno.EROFS, "store.folder")]
)
def test_nothing_half_written_stays(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    before = filled.read_bytes()

    def fail(path: Path) -> None:
        raise OSError(number, os.strerror(number), str(path))

    monkeypatch.setattr(store_files, "_sync", fail)
    with pytest.raises(StoreError) as error:
        new_project(filled, "1/3", CRS, overwrite=True)
    assert code_of(error) == code
    with open_project(filled) as project, pytest.raises(StoreError) as error:
        project.save_copy(tmp_path / "copy.gpkg")
    assert code_of(error) == code
    assert list(tmp_path.iterdir()) == [filled]
    assert len(filled.read_bytes()) == len(before)


def test_newer_version_adds_tables_and_columns(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = apsw.Connection(str(filled))
    connection.execute("ALTER TABLE persons DROP COLUMN phone")
    connection.execute("DROP TABLE events")
    connection.execute("DELETE FROM gpkg_contents WHERE table_name = 'events'")
    connection.close()
    with open_project(filled, read_only=True) as project:
        assert len(project.plan.events) == 0
    with open_project(filled) as project:
        assert list(project.plan.persons["phone"]) == [""] * 5
        after = project.plan
        project.history.undo()
        assert len(project.plan.events) == 5
        project.history.redo()
    with open_project(filled) as project:
        assert_same_tables(after, project.plan)
    assert len(pyogrio.read_dataframe(filled, layer="events")) == 0
