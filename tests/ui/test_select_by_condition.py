"""Select by condition in the window, from the keyboard; then lock it, or paint from it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QApplication

from gridplanner.choosing import Conditions, chosen
from tests.ui.conftest import Hand, events
from ui.canvas.tools.paint import Paint
from ui.dialogs.condition_dialog import ConditionDialog
from ui.main_window import MainWindow

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def opened(window: MainWindow, hand: Hand, planned: Path) -> MainWindow:
    """Open the planned estate, with its figures."""
    hand.open(planned)
    window.activateWindow()
    window.view.setFocus()
    hand.wait()
    return window


def ask(window: MainWindow, hand: Hand) -> ConditionDialog:
    """Open the dialog by its keys."""
    events.keyClick(window.view, Qt.Key.Key_F, CTRL | SHIFT)
    found = hand.dialog(ConditionDialog)
    assert isinstance(found, ConditionDialog)
    return found


def test_what_is_asked_is_selected_by_keyboard_alone(opened: MainWindow, hand: Hand) -> None:
    grids = opened.session.grids
    depth = opened.session.plan.scheme.depth
    leaves = grids[grids["level"] == depth]
    least = int(leaves["households"].median())
    wanted = set(leaves.index[leaves["households"] >= least])
    assert 0 < len(wanted) < len(leaves)
    dialog = ask(opened, hand)
    assert dialog.focusWidget() is dialog.text
    dialog.households.least.setFocus()
    events.keyClick(dialog.households.least, Qt.Key.Key_A, CTRL)
    events.keyClicks(dialog.households.least, str(least))
    assert str(len(wanted)) in dialog.count.text()
    events.keyClick(dialog.households.least, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert set(opened.session.selection) == wanted
    assert set(opened.view.selected) == wanted
    opened.activateWindow()
    QApplication.processEvents()
    # What is selected is what the next tool works on: locks, and the brush's source.
    events.keyClick(opened.view, Qt.Key.Key_Q)
    hand.wait()
    locked = opened.session.plan.leaves
    assert set(locked.loc[locked["lock"] == "no_loss", "uid"]) == wanted
    events.keyClick(opened.view, Qt.Key.Key_P)
    tool = opened.view._tool
    assert isinstance(tool, Paint)
    assert opened.view.strip.source.findData("picked") >= 0


def test_text_narrows_and_adding_keeps_what_was_selected(opened: MainWindow, hand: Hand) -> None:
    leaves = opened.session.plan.leaves
    first, last = leaves.iloc[0], leaves.iloc[-1]
    opened.session.select([int(first["uid"])])
    dialog = ask(opened, hand)
    events.keyClicks(dialog.text, str(last["code"]))
    dialog.how.setCurrentIndex(dialog.how.findData("add"))
    hand.click(dialog.go)
    assert list(opened.session.selection) == [int(first["uid"]), int(last["uid"])]
    dialog = ask(opened, hand)
    events.keyClicks(dialog.text, str(first["code"]))
    dialog.how.setCurrentIndex(dialog.how.findData("take"))
    hand.click(dialog.go)
    assert list(opened.session.selection) == [int(last["uid"])]


def test_nothing_that_meets_is_said_and_esc_changes_nothing(opened: MainWindow, hand: Hand) -> None:
    uid = int(opened.session.plan.leaves["uid"].iloc[0])
    opened.session.select([uid])
    dialog = ask(opened, hand)
    dialog.persons.least.setValue(900_000)
    hand.click(dialog.go)
    assert dialog.isVisible()
    assert dialog.fault.isVisible()
    events.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert opened.session.selection == (uid,)


def test_another_level_is_shown_and_classes_are_as_the_core_says(
    opened: MainWindow, hand: Hand
) -> None:
    dialog = ask(opened, hand)
    dialog.level.setCurrentIndex(0)
    for name in ("far_below", "below", "near", "above", "far_above"):
        dialog.classes[name].setChecked(True)
    asked = dialog.conditions()
    assert asked == Conditions(1, deviation=tuple(dialog.classes))
    hand.click(dialog.go)
    assert opened.view.level() == 1
    assert list(opened.session.selection) == chosen(opened.session.grids, asked)
