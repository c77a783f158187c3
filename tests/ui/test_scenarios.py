"""Scenarios in the window: copied, edited, compared, changed over, put in force, dropped."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridplanner.edits import ChangeGrid, MergeGrids
from gridplanner.errors import EditError
from gridplanner.scenarios import active_scenario, scenarios_of
from tests.ui.conftest import Hand
from ui.canvas.themes import changes
from ui.dialogs.scenario_dialog import AcceptScenarioDialog, NewScenarioDialog
from ui.main_window import MainWindow


def merged(window: MainWindow) -> int:
    """Merge two leaves of one parent; tells how many households change grid."""
    plan, grids = window.session.plan, window.session.grids
    for _, group in plan.leaves.groupby("parent"):
        codes = [str(code) for code in group["code"]]
        for other in codes[1:]:
            pair = (codes[0], other)
            try:
                MergeGrids(pair, codes[0]).apply(plan)
            except EditError:
                continue
            assert window.session.do(MergeGrids(pair, codes[0]))
            return int(grids.loc[grids["code"] == other, "households"].iloc[0])
    raise AssertionError


@pytest.fixture
def copied(window: MainWindow, hand: Hand, planned: Path) -> MainWindow:
    """Copy the plan into a scenario, through the dialog."""
    hand.open(planned)
    assert window.scenario_bar.isHidden()
    window.actions_table["scenario_new"].trigger()
    dialog = hand.dialog(NewScenarioDialog)
    dialog.name.setText("Fewer grids")
    dialog.note.setText("two merged")
    hand.click(dialog.go)
    hand.wait()
    return window


def test_copy_is_worked_on_and_the_plan_in_force_stays(copied: MainWindow, hand: Hand) -> None:
    assert copied.scenario_bar.isVisible()
    assert copied.scenario_bar.choice.currentText() == "Fewer grids"
    assert copied.scenario_bar.said.text() == "two merged"
    before = len(copied.session.plan.leaves)
    merged(copied)
    hand.wait()
    assert len(copied.session.plan.leaves) == before - 1
    copied.scenario_bar.chosen.emit("")
    hand.wait()
    assert len(copied.session.plan.leaves) == before
    assert not copied.scenario_bar.accept.isEnabled()
    assert not copied.actions_table["scenario_compare"].isEnabled()


def test_compared_beside_each_other(copied: MainWindow, hand: Hand) -> None:
    moved = merged(copied)
    hand.wait()
    hand.click(copied.scenario_bar.compare)
    hand.wait()
    assert copied.maps.beside
    left, right = copied.maps.other.scene.plan, copied.view.scene.plan
    assert left is not None
    assert right is not None
    assert len(left.leaves) == len(right.leaves) + 1
    assert copied.view.theme() == "change"
    assert f"{moved} 户" in copied.messages.message()
    hand.click(copied.scenario_bar.compare)
    assert not copied.maps.beside


def test_changes_are_coloured_after_reopening(copied: MainWindow, hand: Hand) -> None:
    """The map was opened on the scenario itself: it must not compare that with itself."""
    merged(copied)
    hand.wait()
    project = copied.session.project
    assert project is not None
    copied.session.close()
    hand.open(project.path)
    hand.click(copied.scenario_bar.compare)
    hand.wait()
    net = copied.view.scene.net
    assert net is not None
    assert "reshaped" in changes(net, copied.view.scene.before).values()


def test_put_in_force_and_taken_back(copied: MainWindow, hand: Hand) -> None:
    leaf = str(copied.session.plan.leaves["code"].iloc[0])
    copied.session.do(ChangeGrid(leaf, name="North Gate"))
    hand.click(copied.scenario_bar.accept)
    dialog = hand.dialog(AcceptScenarioDialog)
    assert dialog.keep_as.text()
    hand.click(dialog.go)
    hand.wait()
    plan = copied.session.plan
    assert active_scenario(plan) == ""
    assert "North Gate" in set(plan.leaves["name"])
    assert [s.name for s in scenarios_of(plan)] == ["", "原方案"]
    copied.session.undo()
    assert active_scenario(copied.session.plan) == "Fewer grids"


def test_dropped_in_one_step(copied: MainWindow, hand: Hand) -> None:
    hand.click(copied.scenario_bar.drop)
    hand.wait()
    assert copied.scenario_bar.isHidden()
    assert active_scenario(copied.session.plan) == ""
    copied.session.undo()
    assert copied.scenario_bar.choice.currentText() == "Fewer grids"


def test_taken_name_is_said_in_the_dialog(copied: MainWindow, hand: Hand) -> None:
    copied.actions_table["scenario_new"].trigger()
    dialog = hand.dialog(NewScenarioDialog)
    for name in ("Fewer grids", "  "):
        dialog.name.setText(name)
        hand.click(dialog.go)
        assert dialog.fault.isVisible()
    dialog.reject()
