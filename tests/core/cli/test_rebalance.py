"""Command ``rebalance``: its JSON, the one step in the journal, and its refusals."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridplanner.edits.rows import ImportRows
from gridplanner.store import new_project, open_project
from tests.core.blocks import four_square_town
from tests.core.cli.running import refused, run

WORK = 20_000


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Make a project with the crowded town of nine grids."""
    path = tmp_path / "town.gpkg"
    town = four_square_town(crowd=10)
    with new_project(path, "1/3/9", town.crs) as made:
        names = ("settings", "boundary", "units", "grids", "buildings", "entrances", "households")
        made.history.do(ImportRows({name: town.frame(name) for name in names}))
    return path


def test_the_object_has_the_contracts_keys_and_the_edit_is_one_step(project: Path) -> None:
    before = len(open_project(project, read_only=True).history.entries)
    result = run("rebalance", project, "--max-deviation", 0.3, "--work", WORK, "--json")
    assert result.code == 0, result.err
    data = result.data
    assert {
        "levels", "per_worker", "factors", "moved_households", "bound", "reasons", "ended_by",
        "work", "seconds", "seed", "before", "moves", "opened",
    } <= set(data)  # fmt: skip
    assert data["ended_by"] == "work"
    assert data["moved_households"] == 3
    assert data["before"]["max_deviation"] == pytest.approx(19 / (115 / 9) - 1)
    assert data["per_worker"]["max_deviation"] <= 0.3
    (move,) = [move for move in data["moves"] if move["households"]]
    assert move["from"] == "T001"
    assert move["from_before"] == pytest.approx(19 / (115 / 9) - 1)
    assert move["from_after"] == pytest.approx(16 / (115 / 9) - 1)
    assert move["to_after"] == pytest.approx(15 / (115 / 9) - 1)
    with open_project(project) as opened:
        assert len(opened.history.entries) == before + 1
        entry = opened.history.entries[-1]
        assert entry.label == "edit.rebalance"
        assert entry.facts["households"] == 3
        opened.history.undo()
        codes = opened.plan.leaves.geometry.area
        assert codes.round(3).tolist() == [40_000.0] * 9


def test_the_same_work_gives_the_same_answer(project: Path, tmp_path: Path) -> None:
    twice = [
        run("rebalance", project, "--dry-run", "--work", WORK, "--seed", 5, "--json").data
        for _ in range(2)
    ]
    for data in twice:
        del data["seconds"]
    assert twice[0] == twice[1]


def test_a_dry_run_and_the_curve_change_nothing(project: Path) -> None:
    with open_project(project, read_only=True) as opened:
        before = len(opened.history.entries)
    dry = run("rebalance", project, "--dry-run", "--max-deviation", 0.3, "--work", WORK)
    assert dry.code == 0
    assert "T001" in dry.out
    assert "3 户" in dry.out
    curve = run("rebalance", project, "--curve", "--max-deviation", 0.45, "--work", WORK, "--json")
    assert curve.code == 0, curve.err
    rows = curve.data["curve"]
    moved = [row["moved_households"] for row in rows]
    assert rows
    assert moved == sorted(moved)
    assert all(row["max_excess"] <= row["limit"] for row in rows[:1])
    with open_project(project, read_only=True) as opened:
        assert len(opened.history.entries) == before


def test_no_more_than_asked_moves_and_locked_grids_stay(project: Path) -> None:
    data = run(
        "rebalance", project, "--max-moved", 2, "--lock", "T001", "--lock", "T02", "--dry-run",
        "--work", WORK, "--json",
    ).data  # fmt: skip
    assert data["moved_households"] <= 2
    touched = {move[end] for move in data["moves"] for end in ("from", "to")}
    assert not touched & {"T001", "T002", "T005", "T008"}


def test_leaves_are_opened(project: Path) -> None:
    result = run("rebalance", project, "--open", 1, "--max-deviation", 0.5, "--work", WORK)
    assert result.code == 0, result.err
    with open_project(project, read_only=True) as opened:
        assert "T010" in set(opened.plan.leaves["code"])


def test_what_makes_no_sense_is_refused_in_a_sentence(project: Path, tmp_path: Path) -> None:
    refused(run("rebalance", project, "--lock", "T999"), "T999")
    refused(run("rebalance", project, "--keep-levels", 7), "7")
    empty = tmp_path / "empty.gpkg"
    assert run("new", empty, "--scheme", "1/3", "--crs", "EPSG:4545").code == 0
    refused(run("rebalance", empty))
    locks = [part for n in range(1, 10) for part in ("--lock", f"T{n:03d}")]
    nothing = run("rebalance", project, "--open", 1, *locks)
    assert nothing.code == 1
    assert "解锁" in nothing.err
