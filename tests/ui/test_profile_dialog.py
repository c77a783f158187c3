"""规模标准 in the window: changed in the table, set back, chosen at the start of a project."""

from __future__ import annotations

from pathlib import Path

from gridplanner.rules.profile import PROFILES
from gridplanner.rules.suggesting import profile_of
from gridplanner.samples import sample_of
from tests.ui.conftest import Hand
from ui.dialogs.profile_dialog import ProfileDialog
from ui.dialogs.project_assistant import ProjectAssistant
from ui.main_window import MainWindow

HOUSEHOLDS, ERROR_LOW, LOW, HIGH, ERROR_HIGH = 0, 3, 4, 5, 6


def _cell(dialog: ProfileDialog, row: int, column: int) -> str:
    item = dialog.table.item(row, column)
    assert item is not None
    return item.text()


def _type(dialog: ProfileDialog, row: int, column: int, text: str) -> None:
    item = dialog.table.item(row, column)
    assert item is not None
    item.setText(text)


def test_limits_are_changed_as_one_step_and_set_back(
    window: MainWindow, hand: Hand, planned: Path
) -> None:
    hand.open(planned)
    session = window.session
    steps = len(session.entries)
    window.actions_table["profile"].trigger()
    dialog = hand.dialog(ProfileDialog)
    # 4,638 households on 53 leaves: 87.5 each, in buildings with staircases.
    assert dialog.choice.currentData() == "courtyard"
    assert "53" in dialog.reason.text()
    assert _cell(dialog, HOUSEHOLDS, HIGH) == "140"
    assert not dialog.again.isEnabled()
    _type(dialog, HOUSEHOLDS, HIGH, "20")
    assert dialog.fault.isVisible()
    hand.click(dialog.go)
    assert dialog.isVisible()
    _type(dialog, HOUSEHOLDS, HIGH, "x")
    assert "x" in dialog.fault.text()
    _type(dialog, HOUSEHOLDS, HIGH, "1,100")
    _type(dialog, HOUSEHOLDS, ERROR_HIGH, "")
    dialog.numbers["load_warn"].setValue(15)
    dialog.branch.setChecked(True)
    assert not dialog.fault.isVisible()
    hand.click(dialog.go)
    hand.wait()
    profile = profile_of(session.plan)
    limits = profile.limit("households", 2, 2, "综合")
    assert limits is not None
    assert (limits.low, limits.high, limits.error_high) == (35, 1100, None)
    assert (profile.name, profile.base, profile.load_warn) == ("own", "courtyard", 0.15)
    assert "party.branch" not in profile.severity
    assert len(session.entries) == steps + 1

    window.actions_table["profile"].trigger()
    dialog = hand.dialog(ProfileDialog)
    assert _cell(dialog, HOUSEHOLDS, HIGH) == "1,100"
    hand.click(dialog.again)
    assert _cell(dialog, HOUSEHOLDS, HIGH) == "140"
    hand.click(dialog.go)
    hand.wait()
    assert profile_of(session.plan) == PROFILES["courtyard"]
    assert session.undo()
    assert profile_of(session.plan) == profile
    assert session.undo()
    # What the data of the sample suggest was stored with it.
    assert session.plan.settings["profile_from"] == "data"
    assert profile_of(session.plan) == PROFILES["courtyard"]


def test_another_profile_is_taken_from_the_list(
    window: MainWindow, hand: Hand, planned: Path
) -> None:
    hand.open(planned)
    window.actions_table["profile"].trigger()
    dialog = hand.dialog(ProfileDialog)
    dialog.choice.setCurrentIndex(dialog.choice.findData("old"))
    dialog.choice.activated.emit(dialog.choice.currentIndex())
    assert _cell(dialog, HOUSEHOLDS, HIGH) == "300"
    hand.click(dialog.go)
    hand.wait()
    assert profile_of(window.session.plan) == PROFILES["old"]
    assert window.session.plan.settings["profile_from"] == "planner"


def test_a_new_project_gets_the_profile_its_data_suggest(
    window: MainWindow, hand: Hand, tmp_path: Path
) -> None:
    hand.click(window.start.new)
    dialog = hand.dialog(ProjectAssistant)
    dialog.files.folder.setText(str(tmp_path))
    dialog.files.name.setText("mine")
    dialog.files.schemes.setEditText("1/53")
    names = ("households.xlsx", "boundary.zip", "buildings.zip", "entrances.zip")
    dialog.add_files([sample_of("yuxin").folder / name for name in names])
    hand.click(dialog.next)
    hand.qtbot.waitUntil(lambda: dialog.run is not None, timeout=30_000)
    hand.click(dialog.next)
    assert dialog.summary.limits.currentData() == "courtyard"
    assert "53" in dialog.summary.reason.text()
    hand.click(dialog.next)
    hand.wait()
    settings = window.session.plan.settings
    assert (settings["profile"]["name"], settings["profile_from"]) == ("courtyard", "data")
