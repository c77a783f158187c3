"""The selected grid is changed by its dialog, as one step of the history."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import Qt

from tests.ui.conftest import Hand, events
from ui.dialogs.grid_dialog import GridDialog
from ui.main_window import MainWindow


def test_rename_and_lock_is_one_step(window: MainWindow, hand: Hand, planned: Path) -> None:
    hand.open(planned)
    leaf = window.session.plan.leaves.iloc[0]
    window.session.select([int(leaf["uid"])])
    steps = len(window.session.entries)
    events.keyClick(window.view, Qt.Key.Key_F2)
    dialog = hand.dialog(GridDialog)
    dialog.name.setText("  East Gate ")
    dialog.lock.setCurrentIndex(dialog.lock.findData("frozen"))
    events.keyClick(dialog.name, Qt.Key.Key_Return)
    hand.wait()
    changed = window.session.plan.tables["grids"].loc[leaf.name]
    assert (changed["name"], changed["lock"], changed["code"]) == (
        "East Gate", "frozen", leaf["code"],
    )  # fmt: skip
    assert len(window.session.entries) == steps + 1
    assert window.session.undo()
    undone = window.session.plan.tables["grids"].loc[leaf.name]
    assert (undone["name"], undone["lock"]) == (leaf["name"], leaf["lock"])


def test_saving_without_a_change_is_no_step(window: MainWindow, hand: Hand, planned: Path) -> None:
    hand.open(planned)
    window.session.select([int(window.session.plan.leaves["uid"].iloc[0])])
    steps = len(window.session.entries)
    window.actions_table["change_grid"].trigger()
    hand.click(hand.dialog(GridDialog).go)
    assert len(window.session.entries) == steps


def test_taken_code_is_a_sentence(window: MainWindow, hand: Hand, planned: Path) -> None:
    hand.open(planned)
    first, second = window.session.plan.leaves["code"].iloc[:2]
    window.session.select([window.session.plan.uid_of(str(first))])
    window.actions_table["change_grid"].trigger()
    dialog = hand.dialog(GridDialog)
    dialog.code.setText(str(second))
    hand.click(dialog.go)
    assert str(second) in window.messages.message()
    assert window.session.plan.uid_of(str(first))
