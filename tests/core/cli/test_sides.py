"""The four sides from the command line: listed, written, reset."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridplanner import open_project
from gridplanner.edits import MergeGrids
from tests.core.cli.running import project_of, run
from tests.core.towns import lattice

TOWN = lattice(4, 2)
TEXT = "东至水塔，南至岚河"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return project_of(TOWN, tmp_path / "town.gpkg")


def of(path: Path, code: str) -> dict[str, object]:
    return next(g for g in run("sides", path, "--json").data["grids"] if g["code"] == code)


def test_written_kept_marked_reset(project: Path) -> None:
    generated = of(project, "T001")
    assert (generated["written"], generated["border_moved_since"]) == (False, False)
    done = run("--lang", "en", "sides", project, "--grid", "T001", "--text", TEXT)
    assert done.code == 0
    assert TEXT in done.out
    assert of(project, "T001") == {**generated, "sides": TEXT, "written": True}
    with open_project(project) as opened:
        opened.history.do(MergeGrids(("T001", "T002"), "T001"))
    assert of(project, "T001")["border_moved_since"] is True
    assert "the border moved since" in run("--lang", "en", "sides", project).out
    assert run("sides", project, "--grid", "T001", "--reset").code == 0
    assert of(project, "T001")["written"] is False


@pytest.mark.parametrize(
    "asked",
    [["--grid", "T001"], ["--text", TEXT], ["--reset"], ["--grid", "X", "--text", TEXT],
     ["--grid", "T001", "--reset", "--text", "x"]],
)  # fmt: skip
def test_refusals_change_nothing(project: Path, asked: list[str]) -> None:
    assert run("sides", project, *asked).code == 2
    assert of(project, "T001")["written"] is False
