"""How a project was looked at is kept beside the plan and is no part of it."""

from __future__ import annotations

from pathlib import Path

import apsw

from gridplanner.scheme import Scheme
from gridplanner.store import new_project, open_project


def test_a_look_is_kept_and_is_no_edit(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    with new_project(path, Scheme.parse("1/3"), "EPSG:4545") as project:
        assert project.look == {}
        project.keep_look({"theme": "deviation", "层": [1, 2]})
        assert project.history.entries == []
    with open_project(path) as project:
        assert project.look == {"theme": "deviation", "层": [1, 2]}
        assert project.notes == ()


def test_a_reader_keeps_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    new_project(path, Scheme.parse("1/3"), "EPSG:4545").close()
    before = path.read_bytes()
    with open_project(path, read_only=True) as project:
        project.keep_look({"theme": "kind"})
        assert project.look == {}
    assert path.read_bytes() == before


def test_what_is_no_look_is_none(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    new_project(path, Scheme.parse("1/3"), "EPSG:4545").close()
    for text in ("not json", "[1, 2]"):
        connection = apsw.Connection(str(path))
        connection.execute("INSERT OR REPLACE INTO gridplanner_meta VALUES ('look', ?)", (text,))
        connection.close()
        with open_project(path) as project:
            assert project.look == {}
