"""Commands of people: how they are counted, who covers for whom, what became of a grid."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridplanner.model import Plan
from gridplanner.store import new_project, open_project
from tests.core.cli.running import refused, run
from tests.core.towns import captain, lattice, with_rows, workers


def staffed() -> Plan:
    """Give the lattice of four leaves a worker each, and captains behind each door."""
    town = lattice(2, 2)
    people = workers(4, homes=False) + [
        captain(n, door) for n, door in enumerate(town.entrances["id"], start=1)
    ]
    duties = [
        {"person": f"P0{n}", "kind": "网格员", "target_table": "grids", "target_id": str(100 + n),
         "valid_from": "", "valid_to": ""}
        for n in range(1, 5)
    ]  # fmt: skip
    return with_rows(town, persons=people, duties=duties)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "城.gpkg"
    plan = staffed()
    with new_project(path, plan.scheme, plan.crs) as opened:
        opened.history.do(_Adopt(plan))
    return path


class _Adopt:
    """Put a whole plan into a project."""

    label = "edit.import"

    def __init__(self, plan: Plan) -> None:
        self.facts = {"file": "test", "rows": ""}
        self._plan = plan

    def apply(self, plan: Plan) -> Plan:
        return plan.with_tables(**dict(self._plan.tables))


def test_the_wish_for_captains_is_the_projects_own(project: Path) -> None:
    assert run("captains", project, "--json").data["prefer"] == "fewest"
    found = run("captains", project, "--prefer", "nearest", "--capacity", "9", "--json").data
    assert (found["prefer"], found["capacity"]) == ("nearest", 9)


def test_which_households_count_is_said_in_words(project: Path) -> None:
    assert run("locate", project, "--json").data["count_by"] == "all"
    told = run("--lang", "zh", "locate", project, "--count-by", "occupied")
    assert "工作量计入有人居住的户" in told.out
    assert run("locate", project, "--json").data["count_by"] == "occupied"
    with open_project(project) as opened:
        opened.history.undo()
    assert run("locate", project, "--json").data["count_by"] == "all"
    refused(run("locate", project, "--count-by", "some"))


def test_a_drill_is_applied_and_put_back(project: Path) -> None:
    plain = run("vacancy", project, "P01", "--json").data
    assert plain["applied"] is False
    found = run(
        "vacancy", project, "P01", "--apply", "--from", "2026-03-01", "--until", "2026-03-14",
        "--json",
    ).data  # fmt: skip
    assert (found["applied"], found["shares"]) == (True, plain["shares"])
    with open_project(project, read_only=True) as opened:
        duties = opened.plan.duties
        rows = duties[duties["kind"].isin(["缺岗", "代管"])]
        # Of the two neighbours the one with fewer persons covers the first leaf.
        assert sorted(rows[["person", "kind", "target_id"]].to_numpy().tolist()) == [
            ["P01", "缺岗", "101"],
            ["P02", "代管", "101"],
        ]
        assert set(rows["valid_from"]) == {"2026-03-01"}
        assert set(rows["valid_to"]) == {"2026-03-14"}
    assert run("vacancy", project, "P01", "--put-back", "--from", "2026-03-08").code == 0
    with open_project(project, read_only=True) as opened:
        duties = opened.plan.duties
        assert set(duties.loc[duties["kind"] == "代管", "valid_to"]) == {"2026-03-08"}
    refused(run("vacancy", project, "P01", "--put-back", "--from", "2026-03-09"), "P01")
    refused(run("vacancy", project, "P01", "--until", "2026-03-09"), "--apply")
    refused(run("vacancy", project, "P01", "--apply", "--from", "3月1日"), "3月1日")


def test_the_history_of_a_grid_and_of_a_person(project: Path) -> None:
    assert run("vacancy", project, "P01", "--apply", "--from", "2026-03-01").code == 0
    grid = run("history", project, "--grid", "T001", "--json").data["events"]
    assert [e["facts"]["kind"] for e in grid if e["code"] == "story.served"] == [
        "网格员", "缺岗", "代管",
    ]  # fmt: skip
    shown = run("--lang", "zh", "history", project, "--person", "P02")
    assert "2026-03-01" in shown.out
    assert "代管：T001" in shown.out
    refused(run("history", project), "--grid")
    refused(run("history", project, "--grid", "none"), "none")
    refused(run("history", project, "--person", "none"), "none")
