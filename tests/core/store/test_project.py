"""A project file: made, closed, opened again, copied, refused."""

from __future__ import annotations

import os
import re
from pathlib import Path

import apsw
import numpy as np
import pandas as pd
import pyogrio
import pytest

from gridplanner.errors import StoreError
from gridplanner.scheme import Scheme
from gridplanner.sentences.store import STORE
from gridplanner.store import closed_copy, is_project, new_project, open_project
from gridplanner.store import files as store_files
from gridplanner.tables import TABLES
from tests.core.store.samples import (
    CRS,
    Name,
    Put,
    all_rows,
    assert_same_tables,
    code_of,
    table_rows,
)


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
