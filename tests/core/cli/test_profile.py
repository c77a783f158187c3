"""Limits from the command line: shown with the reason, chosen, changed, set back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.core.cli.running import project_of, run
from tests.core.towns import CRS, lattice

TOWN = lattice(4, 2)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return project_of(TOWN, tmp_path / "town.gpkg")


def test_suggested_chosen_changed_and_set_back(project: Path) -> None:
    first = run("profile", project, "--json").data
    # 15 households on 8 leaves: nearest is the smallest.
    assert (first["name"], first["stored"], first["chosen_by"]) == ("micro", False, "data")
    assert first["reason"]["mean"] == 1.9
    assert "15 households on 8 leaf grids" in run("--lang", "en", "profile", project).out

    changed = run(
        "profile", project, "--use", "county", "--set", "households=1:2:3:4",
        "--set", "cut_m2=2.5", "--json",
    ).data  # fmt: skip
    assert (changed["name"], changed["base"], changed["cut_m2"]) == ("own", "county", 2.5)
    assert changed["limits"][0] == {
        "figure": "households", "low": 2, "high": 3, "error_low": 1, "error_high": 4,
        "kind": "综合", "level": 3,
    }  # fmt: skip
    assert run("check", project, "--json").data["profile"] == "own"
    assert run("profile", project, "--reset", "--json").data["name"] == "county"
    data = run("profile", project, "--use", "auto", "--json").data
    assert (data["name"], data["stored"], data["chosen_by"]) == ("micro", True, "data")


def test_a_new_project_may_name_one(tmp_path: Path) -> None:
    made = tmp_path / "new.gpkg"
    asked = ["new", made, "--scheme", "2/6", "--crs", CRS]
    data = run(*asked, "--profile", "village", "--json").data
    assert (data["profile"], data["suggested"]) == ("village", "city")
    assert run("check", made, "--json").data["profile"] == "village"
    said = run("--lang", "en", *asked, "--overwrite").out
    assert "No households are known yet" in said
    assert run("profile", made, "--json").data["stored"] is False


def test_refusals_change_nothing(project: Path) -> None:
    for asked in (["--use", "moon"], ["--set", "households=9:1::"], ["--set", "dogs=1"]):
        assert run("profile", project, *asked).code == 2
    assert run("profile", project, "--json").data["stored"] is False
