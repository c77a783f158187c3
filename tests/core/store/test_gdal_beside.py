"""GDAL and other programs beside the store: closed files, edits made outside."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import apsw
import geopandas as gpd
import pyogrio
import pytest
import shapely

from gridplanner.errors import GridPlannerError, StoreError
from gridplanner.store import closed_copy, is_project, open_project
from gridplanner.tables import TABLES
from tests.core.store.samples import (
    CRS,
    Name,
    Put,
    assert_same_tables,
    code_of,
    table_rows,
)


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
