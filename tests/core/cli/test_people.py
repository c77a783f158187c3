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
    assert "负荷计入有人居住的户" in told.out
    assert run("locate", project, "--json").data["count_by"] == "occupied"
    with open_project(project) as opened:
        opened.history.undo()
    assert run("locate", project, "--json").data["count_by"] == "all"
    refused(run("locate", project, "--count-by", "some"))
