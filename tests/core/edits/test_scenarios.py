"""Scenarios: copied, worked on, compared, accepted; undone also after reopening."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridplanner import new_project, open_project
from gridplanner.changes import difference
from gridplanner.compare import changed_units, compare, compare_loads
from gridplanner.edits import (
    AcceptScenario,
    AssignDuty,
    ChangeGrid,
    ChangeScenario,
    CopyScenario,
    DeleteGrid,
    DropScenario,
    ImportRows,
    MergeGrids,
    Paint,
    PinHousehold,
    SplitGrid,
    SwitchScenario,
)
from gridplanner.errors import EditError
from gridplanner.history import History
from gridplanner.model import Plan
from gridplanner.scenarios import active_scenario, scenario_plan, scenarios_of
from tests.core.edits.checks import assert_sound, refused
from tests.core.edits.sequences import picture
from tests.core.towns import CRS, box, frame, lattice, line, with_rows, workers

#: Four units in the ground of T001 and T002, a worker of T002, a pinned household.
TOWN = PinHousehold("H4-1", "T001").apply(
    AssignDuty("P01", "网格员", ("grids", "T002")).apply(
        with_rows(
            lattice(4, 2),
            persons=workers(1),
            units=[{"id": f"U{n}", "geometry": box(n * 50, 0, n * 50 + 50, 100)} for n in range(4)],
        )
    )
)


def own(plan: Plan) -> dict[str, object]:
    """Everything but the table of scenarios."""
    return {name: rows for name, rows in picture(plan).items() if name != "scenarios"}


def names(plan: Plan) -> list[tuple[str, bool]]:
    return [(scenario.name, scenario.active) for scenario in scenarios_of(plan)]


def test_a_plan_is_its_own_only_scenario() -> None:
    assert names(TOWN) == [("", True)]
    assert active_scenario(TOWN) == ""
    assert scenario_plan(TOWN, "") is TOWN


def test_copy_work_and_change_over() -> None:
    copy = CopyScenario("方案一", note="先试").apply(TOWN)
    assert names(copy) == [("", False), ("方案一", True)]
    assert own(copy) == own(TOWN)
    worked = MergeGrids(("T001", "T002"), "T001").apply(Paint(("U2",), "T001").apply(copy))
    assert own(scenario_plan(worked, "")) == own(TOWN)
    back = SwitchScenario("").apply(worked)
    assert own(back) == own(TOWN)
    assert names(back) == [("", True), ("方案一", False)]
    assert own(scenario_plan(back, "方案一")) == own(worked)
    again = SwitchScenario("方案一").apply(back)
    assert own(again) == own(worked)
    assert_sound(again, TOWN)
    # The duty of P01 and the grid it names went along.
    assert again.duties["target_id"].tolist() == ["101"]
    assert back.duties["target_id"].tolist() == ["102"]


def test_a_copy_may_be_laid_aside() -> None:
    plan = CopyScenario("B", activate=False).apply(CopyScenario("A").apply(TOWN))
    assert names(plan) == [("", False), ("A", True), ("B", False)]
    assert not difference(SwitchScenario("A").apply(plan), plan)


def test_pins_are_those_of_the_scenario() -> None:
    copy = PinHousehold("H4-1", None).apply(CopyScenario("A").apply(TOWN))
    back = SwitchScenario("").apply(copy)
    assert back.households["pinned"].dropna().tolist() == [101]
    assert SwitchScenario("A").apply(back).households["pinned"].isna().all()


def test_what_is_shared_and_came_meanwhile() -> None:
    plan = SwitchScenario("").apply(CopyScenario("A").apply(TOWN))
    rows = frame("households", [{"id": "new", "building": "B1", "persons": 9,
                                 "geometry": box(0, 0, 1, 1).centroid}])  # fmt: skip
    plan = ImportRows({"households": rows}).apply(plan)
    there = SwitchScenario("A").apply(plan)
    assert "new" in set(there.households["id"])
    assert there.households.set_index("id").loc["H4-1", "pinned"] == 101


class TestAccept:
    """A scenario becomes the plan in force."""

    scenario = Paint(("U2",), "T001").apply(CopyScenario("A").apply(TOWN))

    def test_the_old_plan_is_kept_or_dropped(self) -> None:
        plan = AcceptScenario("A", keep_as="原方案").apply(self.scenario)
        assert names(plan) == [("", True), ("原方案", False)]
        assert own(plan) == own(self.scenario)
        assert own(scenario_plan(plan, "原方案")) == own(TOWN)
        alone = AcceptScenario("A").apply(self.scenario)
        assert names(alone) == [("", True)]
        assert own(alone) == own(self.scenario)

    def test_from_the_plan_in_force(self) -> None:
        plan = AcceptScenario("A").apply(SwitchScenario("").apply(self.scenario))
        assert own(plan) == own(self.scenario)

    def test_grids_in_force_that_the_scenario_does_not_know_end(self) -> None:
        town = lattice(4, 2, valid_from="2026-01-01")
        main = SwitchScenario("").apply(CopyScenario("A").apply(town))
        main = SplitGrid("T003", line((230, -9), (230, 109))).apply(main)
        grids = main.layer("grids")
        grids["valid_from"] = grids["valid_from"].mask(grids["code"] == "T009", "2026-02-01")
        main = main.with_tables(grids=grids)
        assert refused(AcceptScenario("A"), main).code == "edit.no_date"
        plan = AcceptScenario("A", date="2026-03-01").apply(main)
        gone = plan.grids[plan.grids["code"] == "T009"]
        assert gone["valid_to"].tolist() == ["2026-03-01"]
        assert len(plan.leaves) == 8
        there = SplitGrid("T001", line((30, -9), (30, 109))).apply(SwitchScenario("A").apply(main))
        error = refused(AcceptScenario("A", date="2026-03-01"), there)
        assert (error.code, error.facts) == ("scenario.code_clash", {"codes": "T009"})
        renamed = ChangeGrid("T009", new_code="T010").apply(there)
        assert len(AcceptScenario("A", date="2026-03-01").apply(renamed).leaves) == 9


class TestNames:
    """Names and rows of scenarios."""

    plan = CopyScenario("B", activate=False).apply(CopyScenario("A").apply(TOWN))

    def test_rename_note_and_drop(self) -> None:
        plan = ChangeScenario("B", new_name="C", note="x").apply(self.plan)
        assert [(s.name, s.note) for s in scenarios_of(plan)] == [("", ""), ("A", ""), ("C", "x")]
        assert names(DropScenario("C").apply(plan)) == [("", False), ("A", True)]

    @pytest.mark.parametrize(
        ("edit", "code"),
        [
            (CopyScenario("A"), "scenario.name"),
            (CopyScenario("  "), "scenario.name"),
            (SwitchScenario("X"), "scenario.unknown"),
            (AcceptScenario("X"), "scenario.unknown"),
            (AcceptScenario(""), "scenario.in_force"),
            (AcceptScenario("A", keep_as="B"), "scenario.name"),
            (ChangeScenario("", new_name="Z"), "scenario.in_force"),
            (ChangeScenario("A", new_name="B"), "scenario.name"),
            (DropScenario(""), "scenario.in_force"),
            (DropScenario("A"), "scenario.active"),
        ],
    )
    def test_refusals(self, edit: CopyScenario, code: str) -> None:
        assert refused(edit, self.plan).code == code

    def test_a_damaged_row(self) -> None:
        rows = self.plan.frame("scenarios")
        for text in ("", "nonsense", "AAAA"):
            rows["content"] = rows["content"].mask(rows["name"] == "B", text)
            damaged = self.plan.with_tables(scenarios=rows)
            assert refused(SwitchScenario("B"), damaged).code == "scenario.unreadable"
            with pytest.raises(EditError):
                scenario_plan(damaged, "B")


def test_comparing_two_scenarios() -> None:
    one = SwitchScenario("").apply(Paint(("U2",), "T001").apply(CopyScenario("A").apply(TOWN)))
    found = compare(one, scenario_plan(one, "A"))
    assert {(g.code, g.change, round(g.area_m2)) for g in found.grids} == {
        ("T001", "border", 5_000), ("T002", "border", 5_000),
    }  # fmt: skip
    # The house of T002 stands half in U2 and goes, by the lower code, to T001.
    assert found.moved_households == 2
    assert changed_units(one, scenario_plan(one, "A")) == ("U2",)
    # 39 persons, one worker: H4-1 (2) is pinned to T001, which has 2 + 2 and gets 5. Each of
    # the eight should bear 1 / 8.
    loads = compare_loads(one, scenario_plan(one, "A"))
    persons = [(x.code, round(x.load_before * 39), round(x.load_after * 39)) for x in loads]
    assert persons == [("T001", 4, 9), ("T002", 5, 0)]
    assert loads[0].deviation_after == pytest.approx(9 / 39 * 8 - 1)


def test_undo_over_scenarios_survives_reopening(tmp_path: Path) -> None:
    path = tmp_path / "town.gpkg"
    pictures = []
    with new_project(path, TOWN.scheme, CRS) as project:
        project.history.do(_Whole())
        for edit in (
            CopyScenario("A", note="试"), Paint(("U2",), "T001"), SwitchScenario(""),
            DeleteGrid("T008"), SwitchScenario("A"), AcceptScenario("A", keep_as="旧"),
        ):  # fmt: skip
            pictures.append(picture(project.plan))
            project.history.do(edit)
        last = picture(project.plan)
    with open_project(path) as project:
        assert picture(project.plan) == last
        assert own(scenario_plan(project.plan, "旧"))["grids"] == pictures[4]["grids"]
        for shown in reversed(pictures):
            project.history.undo()
            assert picture(project.plan) == shown
        while project.history.can_redo:
            project.history.redo()
        assert picture(project.plan) == last


class _Whole:
    """Puts the town into an empty project."""

    label = "edit.import"
    facts = {"file": "town", "rows": "all"}  # noqa: RUF012

    def apply(self, plan: Plan) -> Plan:
        return plan.with_tables(**{k: v for k, v in TOWN.tables.items() if k != "scheme"})


def test_an_edit_in_a_scenario_costs_no_copy() -> None:
    history = History(TOWN)
    history.do(CopyScenario("A"))
    change = history.do(Paint(("U2",), "T001"))
    assert set(change.tables) == {"boundary", "grids"}
