"""A project file: made, closed, opened again, copied, refused."""

from __future__ import annotations

import errno
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import apsw
import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely

from gridplanner.errors import GridPlannerError, StoreError, UsageError
from gridplanner.scheme import Scheme
from gridplanner.sentences.store import STORE
from gridplanner.store import closed_copy, is_project, new_project, open_project
from gridplanner.store import files as store_files
from gridplanner.tables import TABLES
from tests.core.store.samples import CRS, Name, Put, all_rows, assert_same_tables, table_rows


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "岚皋 网格.gpkg"


@pytest.fixture
def filled(path: Path) -> Path:
    with new_project(path, "7/35/253", CRS) as project:
        project.history.do(Put(all_rows()))
    return path


def code_of(error: pytest.ExceptionInfo[GridPlannerError]) -> str:
    """Give the code of an error, once its sentences are known to say the file."""
    raised = error.value
    for sentence in STORE[raised.code]:
        assert "?" not in sentence.format_map(raised.facts)
        assert "{file}" in sentence
    assert raised.hint is None or raised.hint in STORE
    return raised.code


def test_new_project_holds_its_scheme(path: Path) -> None:
    with new_project(path, Scheme.parse("1/53"), CRS) as project:
        assert not project.read_only
        assert project.plan.scheme.counts == (1, 53)
    with open_project(path) as project:
        assert project.plan.scheme.counts == (1, 53)
        assert project.plan.crs == CRS
        assert project.history.entries == []
        assert project.notes == ()


def test_every_table_and_dtype_comes_back(path: Path) -> None:
    with new_project(path, "7/35/253", CRS) as project:
        project.history.do(Put(all_rows()))
        before = project.plan.with_settings(shape=0.5, 说明=["甲", None])
        project.history.do(Put({"settings": before.tables["settings"]}))
        before = project.plan
    with open_project(path) as project:
        assert_same_tables(before, project.plan)
        assert (project.plan.seq, project.plan.next_uid) == (before.seq, before.next_uid)
        assert project.plan.settings["说明"] == ["甲", None]
        assert project.notes == ()


def test_same_plan_gives_the_same_table_contents(tmp_path: Path) -> None:
    dumps = []
    for name in ("a.gpkg", "b.gpkg"):
        with new_project(tmp_path / name, "7/35/253", CRS) as project:
            project.history.do(Put(all_rows()))
        connection = apsw.Connection(str(tmp_path / name), flags=apsw.SQLITE_OPEN_READONLY)
        dumps.append([connection.execute(f'SELECT * FROM "{t}"').fetchall() for t in TABLES])
        connection.close()
    assert dumps[0] == dumps[1]


def test_own_columns_travel_along(path: Path) -> None:
    own = table_rows("households", [1, 2]).assign(
        ID=["a", np.nan], 备注=["x", "y"], n=[1, 2], 数=pd.array([np.nan, 5], dtype="Int64"),
        yes=[True, False], when=pd.to_datetime(["2026-11-24", "NaT"]),
    )  # fmt: skip
    with new_project(path, "1/3", CRS) as project:
        project.history.do(Put({"households": own}))
        before = project.plan
    with open_project(path) as project:
        assert_same_tables(before, project.plan)
        assert list(project.plan.households.columns[-7:-1]) == [
            "ID",
            "备注",
            "n",
            "数",
            "yes",
            "when",
        ]
        assert project.plan.households["when"].iloc[0].startswith("2026-11-24")
        project.history.undo()
        without = project.plan
    with open_project(path) as project:
        assert "备注" not in project.plan.households.columns
        assert_same_tables(without, project.plan)
        project.history.redo()
        assert_same_tables(before, project.plan)


def test_undo_is_there_after_reopening(path: Path) -> None:
    with new_project(path, "1/3", CRS) as project:
        plans = [project.plan]
        for name in ("一", "二", "三"):
            project.history.do(Name(1, name))
            plans.append(project.plan)
    for back in (2, 1, 0):
        with open_project(path) as project:
            project.history.undo()
            assert_same_tables(plans[back], project.plan)
    with open_project(path) as project:
        assert not project.history.can_undo
        assert [entry.undone for entry in project.history.entries] == [True] * 3
        assert project.plan.seq == 6
        project.history.jump(3)
        assert_same_tables(plans[3], project.plan)


def test_gdal_reads_every_layer_of_a_closed_file(filled: Path) -> None:
    layers = dict(pyogrio.list_layers(filled))
    for name, table in TABLES.items():
        frame = pyogrio.read_dataframe(filled, layer=name)
        rows = {"scheme": 3, "settings": 0}.get(name, 5)
        assert len(frame) == rows
        assert isinstance(frame, gpd.GeoDataFrame) == table.spatial
        assert (layers[name] is not None) == table.spatial
        if table.spatial:
            assert frame.crs.to_epsg() == 4545
    streets = pyogrio.read_dataframe(filled, layer="streets")
    assert streets.geometry[0].equals(shapely.LineString([(0, 0), (1.5, 2.25), (3, 3)]))


@pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="ogrinfo is not installed")
def test_ogrinfo_reads_every_layer_without_a_warning(filled: Path) -> None:
    done = subprocess.run(
        ["ogrinfo", "-ro", "-al", "-so", str(filled)], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    for name in TABLES:
        assert f"Layer name: {name}\n" in done.stdout


def test_gdal_edits_a_closed_file_and_undo_takes_it_back(filled: Path) -> None:
    with open_project(filled) as project:
        before = project.plan
    place = gpd.GeoDataFrame(
        {"id": ["外"], "name": ["新"], "kind": ["x"]}, geometry=[shapely.Point(5, 5)], crs=CRS
    )
    pyogrio.write_dataframe(place, filled, layer="places", append=True)
    with open_project(filled) as project:
        assert [note.code for note in project.notes] == ["store.outside"]
        assert len(project.plan.places) == 6
        assert project.history.entries[-1].kind == "outside"
        edited = project.plan
        project.history.do(Name(1, "后"))
    with open_project(filled) as project:
        assert project.notes == ()
        project.history.undo()
        assert_same_tables(edited, project.plan)
        project.history.undo()
        assert_same_tables(before, project.plan)


def test_second_opener_is_told_who_has_it(filled: Path) -> None:
    with open_project(filled) as first:
        with pytest.raises(StoreError) as error:
            open_project(filled)
        assert code_of(error) == "store.locked"
        assert error.value.facts["pid"] == os.getpid()
        assert error.value.hint == "store.hint_read_only"
        with open_project(filled, read_only=True) as reader:
            assert reader.read_only
            assert_same_tables(first.plan, reader.plan)
            first.history.do(Name(1, "写者不等读者"))
            with pytest.raises(StoreError) as refused:
                reader.history.do(Name(1, "x"))
            assert code_of(refused) == "store.not_writable"
            reader.history._change(1)
        with pytest.raises(StoreError) as replaced:
            new_project(filled, "1/3", CRS, overwrite=True)
        assert code_of(replaced) == "store.locked"
    with open_project(filled):
        pass


def test_lock_that_was_taken_over_is_lost(filled: Path) -> None:
    with open_project(filled) as first:
        before = first.plan
        with open_project(filled, take_over=True) as second:
            assert [note.code for note in second.notes] == ["store.lock_taken"]
            with pytest.raises(StoreError) as error:
                first.history.do(Name(1, "x"))
            assert code_of(error) == "store.lock_lost"
            assert first.plan is before
        with pytest.raises(StoreError):
            first.history.do(Name(1, "x"))


def test_project_that_nobody_closed_gives_its_lock_back(filled: Path) -> None:
    plan = open_project(filled).plan
    with open_project(filled) as project:
        assert project.notes == ()
        assert_same_tables(plan, project.plan)


def test_change_outside_while_open_is_not_written_over(filled: Path) -> None:
    with open_project(filled) as project:
        other = apsw.Connection(str(filled))
        other.execute("CREATE TABLE unrelated (x)")
        project.history.do(Name(1, "无关的表不妨碍"))
        other.execute("UPDATE places SET name = '外'")
        other.close()
        before = project.plan
        with pytest.raises(StoreError) as error:
            project.history.do(Name(1, "x"))
        assert code_of(error) == "store.changed_outside"
        assert project.plan is before
    with open_project(filled) as project:
        assert set(project.plan.places["name"]) == {"外"}


def test_busy_file(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_files, "BUSY_MS", 1)
    with open_project(filled) as project:
        other = apsw.Connection(str(filled))
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError) as error:
            project.history.do(Name(1, "x"))
        assert code_of(error) == "store.busy"
        other.execute("ROLLBACK")
        other.close()
        project.history.do(Name(1, "x"))


def test_outside_rows_get_uids_and_ids(filled: Path) -> None:
    with open_project(filled) as project:
        grids = project.plan.grids
        project.history.do(Put({"grids": table_rows("grids", [*grids.index, 16])}))
        project.history.do(Put({"grids": grids}))
        assert project.plan.next_uid == 17
    connection = apsw.Connection(str(filled))
    connection.execute("UPDATE grids SET uid = 99 WHERE fid = 4")
    connection.execute("INSERT INTO grids (geometry) SELECT geometry FROM grids LIMIT 1")
    connection.execute("INSERT INTO places (geometry) SELECT geometry FROM places LIMIT 1")
    connection.execute("ALTER TABLE persons ADD COLUMN extra TEXT")
    connection.execute("UPDATE persons SET extra = fid, fte = 1")
    connection.close()
    with open_project(filled) as project:
        grids = project.plan.grids
        assert list(grids["uid"]) == list(grids.index) == [1, 4, 7, 10, 13, 17]
        assert project.plan.next_uid > 17
        assert project.plan.places["id"].iloc[-1] == f"#{project.plan.places.index[-1]}"
        assert list(project.plan.persons["extra"]) == ["1", "4", "7", "10", "13"]
        after = project.plan
    with open_project(filled) as project:
        assert project.notes == ()
        assert_same_tables(after, project.plan)
        project.history.undo()
        assert "extra" not in project.plan.persons.columns


def test_outside_rows_that_fit_no_table_are_named(filled: Path) -> None:
    connection = apsw.Connection(str(filled))
    connection.execute("UPDATE households SET persons = '三' WHERE fid = 4")
    connection.close()
    with pytest.raises(GridPlannerError) as error:
        open_project(filled)
    (fault,) = error.value.faults  # type: ignore[attr-defined]
    assert (fault.column, fault.value) == ("persons", "三")
    connection = apsw.Connection(str(filled))
    assert connection.execute("SELECT count(*) FROM gridplanner_lock").fetchall() == [(0,)]
    connection.close()


def test_spatial_index_of_another_program_goes(filled: Path) -> None:
    connection = apsw.Connection(str(filled))
    connection.execute(
        "CREATE TABLE gpkg_extensions (table_name, column_name, extension_name, definition, scope);"
        "INSERT INTO gpkg_extensions VALUES ('grids', 'geometry', 'gpkg_rtree_index', '', '');"
        "CREATE VIRTUAL TABLE rtree_grids_geometry USING rtree(id, minx, maxx, miny, maxy);"
        "CREATE TRIGGER rtree_grids_geometry_delete AFTER DELETE ON grids BEGIN SELECT 1; END;"
    )
    connection.close()
    with open_project(filled) as project:
        assert project.notes == ()
    connection = apsw.Connection(str(filled))
    names = connection.execute("SELECT name FROM sqlite_master WHERE name LIKE 'rtree%'")
    assert names.fetchall() == []
    assert connection.execute("SELECT count(*) FROM gpkg_extensions").fetchall() == [(0,)]
    connection.close()


def test_copy_is_closed_and_whole(filled: Path, tmp_path: Path) -> None:
    with open_project(filled) as project:
        project.history.do(Name(1, "x"))
        copy = project.save_copy(tmp_path / "copy.gpkg")
        assert len(pyogrio.read_dataframe(copy, layer="households")) == 5
        with open_project(copy) as other:
            assert other.notes == ()
            assert_same_tables(project.plan, other.plan)
            assert other.history.can_undo
        with pytest.raises(StoreError) as error:
            project.save_copy(filled)
        assert code_of(error) == "store.same_file"
        again = closed_copy(filled, tmp_path / "again.gpkg")
        assert is_project(again)
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(
        [filled.name, "copy.gpkg", "again.gpkg"]
    )


def test_gdal_never_opens_the_live_file(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []

    def spy(name: str) -> None:
        true = getattr(pyogrio._io, name)

        def wrapped(source: Any, *args: Any, **options: Any) -> Any:
            opened.append(Path(os.fsdecode(source)))
            return true(source, *args, **options)

        for module in (pyogrio._io, pyogrio.core, pyogrio.raw):
            if hasattr(module, name):
                monkeypatch.setattr(module, name, wrapped)

    for name in ("ogr_read", "ogr_read_info", "ogr_read_bounds", "ogr_list_layers", "ogr_write"):
        spy(name)
    with open_project(filled) as project:
        project.history.do(Name(1, "x"))
        project.history.undo()
        copy = project.save_copy(tmp_path / "copy.gpkg")
        pyogrio.read_dataframe(copy, layer="places")
        assert is_project(filled)
        with open_project(filled, read_only=True):
            pass
        pyogrio.list_layers(closed_copy(filled, tmp_path / "again.gpkg"))
    assert {path.name for path in opened} == {"copy.gpkg", "again.gpkg"}


def test_every_code_has_its_sentences_and_the_other_way_round() -> None:
    folder = Path(store_files.__file__).parents[1]
    sources = [*folder.glob("store/*.py"), folder / "history.py", folder / "settling.py"]
    text = "".join(source.read_text(encoding="utf-8") for source in sources)
    codes = set(re.findall(r'"((?:store|history|edit)\.[a-z_]+)"', text))
    assert codes == set(STORE)


def test_core_imports_no_other_sqlite() -> None:
    folder = Path(store_files.__file__).parent
    for file in folder.glob("*.py"):
        text = file.read_text(encoding="utf-8")
        for name in ("sqlite3", "pyogrio", "fiona", "osgeo", "read_file", "to_file"):
            assert f"import {name}" not in text
            assert f".{name}(" not in text


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
