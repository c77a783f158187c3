"""Scenarios from the command line: copied, compared, taken up, accepted, dropped."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridplanner import open_project
from gridplanner.edits import Paint, SwitchScenario
from gridplanner.scenarios import active_scenario
from tests.core.cli.running import project_of, refused, run
from tests.core.towns import box, lattice

TOWN = lattice(4, 2)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return project_of(TOWN, tmp_path / "town.gpkg")


def names(path: Path) -> list[str]:
    return [row["name"] for row in run("scenario", path, "--json").data["scenarios"]]


def test_the_life_of_a_scenario(project: Path) -> None:
    assert names(project) == [""]
    assert run("scenario", project, "copy", "A", "--note", "n").code == 0
    with open_project(project) as opened:
        assert active_scenario(opened.plan) == ""
        opened.history.do(SwitchScenario("A"))
        opened.history.do(Paint(box(90, 20, 170, 80), "T001"))
    found = run("compare", project, "--to", "A", "--json").data
    assert [(g["code"], g["change"], g["area_m2"]) for g in found["grids"]] == [
        ("T001", "border", 4_200), ("T002", "border", 4_200),
    ]  # fmt: skip
    assert found["moved_households"] == 2
    assert [load["code"] for load in found["loads"]] == ["T001", "T002"]
    back = run("compare", project, "--from", "A", "--json").data
    assert back["grids"][0]["households_out"] == found["grids"][0]["households_in"] == 2
    shown = run("compare", project, "--to", "A")
    assert "T001" in shown.out
    assert run("scenario", project, "accept", "A", "--keep-as", "old").code == 0
    assert names(project) == ["", "old"]
    assert run("compare", project, "--to", "old", "--json").data["moved_households"] == 2
    assert run("scenario", project, "switch", "old").code == 0
    assert run("scenario", project, "switch").code == 0
    assert run("scenario", project, "drop", "old").code == 0
    assert names(project) == [""]
    assert "现行方案" in run("scenario", project).out


def test_refusals(project: Path) -> None:
    refused(run("compare", project), "--to")
    refused(run("compare", project, "--to", "none"), "none")
    refused(run("scenario", project, "switch", "none"), "none")
    refused(run("scenario", project, "copy"))
    refused(run("scenario", project, "drop"))
