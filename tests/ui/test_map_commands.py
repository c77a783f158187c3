"""Keys of the map in the whole window: locks, next grid, levels, changes, tools, notices."""

from __future__ import annotations

from pathlib import Path

import pytest
from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtWidgets import QApplication

from gridplanner.report import summary
from layers.style import MAGENTA
from tests.ui.conftest import Hand, events
from ui.main_window import MainWindow

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ALT, NONE = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def opened(window: MainWindow, hand: Hand, planned: Path) -> MainWindow:
    """Open the planned estate, with the map in front."""
    hand.open(planned)
    window.activateWindow()
    window.view.setFocus()
    QApplication.processEvents()
    return window


def press(window: MainWindow, key: Qt.Key, keys: Qt.KeyboardModifier = NONE) -> None:
    """Press a key while the map has the focus."""
    events.keyClick(window.view, key, keys)
    QApplication.processEvents()


def test_q_goes_round_the_locks_and_undo_takes_one_back(opened: MainWindow, hand: Hand) -> None:
    leaf = int(opened.session.plan.leaves["uid"].iloc[0])
    opened.session.select([leaf])
    seen = []
    for _ in range(3):
        press(opened, Qt.Key.Key_Q)
        hand.wait()
        seen.append(opened.session.plan.grids.loc[leaf, "lock"])
    assert seen == ["no_loss", "frozen", "open"]
    assert opened.messages.message()
    hand.click(opened.messages.button)
    hand.wait()
    assert opened.session.plan.grids.loc[leaf, "lock"] == "frozen"
    opened.session.select([])
    press(opened, Qt.Key.Key_Q)
    assert opened.session.plan.grids.loc[leaf, "lock"] == "frozen"


def test_a_way_back_goes_when_the_edit_was_undone_otherwise(opened: MainWindow, hand: Hand) -> None:
    session = opened.session
    session.select((session.plan.leaves["uid"].iloc[0],))
    opened.actions_table["lock"].trigger()
    assert opened.messages.button.isVisible()
    opened.actions_table["undo"].trigger()
    # The button would take back an edit that was never spoken of.
    assert opened.messages.message() == ""
    opened.actions_table["redo"].trigger()
    assert opened.messages.message() == ""
    opened.actions_table["lock"].trigger()
    said = opened.messages.message()
    assert said
    opened.actions_table["lock"].trigger()  # what is said now is of the edit after
    assert opened.messages.message() not in ("", said)
    hand.click(opened.messages.button)
    assert (session.plan.leaves["lock"] == "frozen").sum() == 1


def test_all_leaves_are_frozen_and_opened_and_units_locked(opened: MainWindow, hand: Hand) -> None:
    press(opened, Qt.Key.Key_Q, CTRL | SHIFT)
    hand.wait()
    assert set(opened.session.plan.leaves["lock"]) == {"frozen"}
    press(opened, Qt.Key.Key_Q, CTRL | SHIFT)
    hand.wait()
    assert set(opened.session.plan.leaves["lock"]) == {"open"}
    unit = opened.session.plan.units.iloc[3]
    inside = unit["geometry"].representative_point()
    events.mouseMove(opened.view, opened.view.camera.to_screen(inside.x, inside.y).toPoint())
    for locked in (True, False):
        press(opened, Qt.Key.Key_Q, ALT)
        hand.wait()
        units = opened.session.plan.units.set_index("id")
        assert bool(units.loc[unit["id"], "locked"]) is locked


def test_e_and_d_step_through_the_grids_of_the_level(opened: MainWindow) -> None:
    level = opened.view.level()
    codes = sorted(opened.session.plan.level(level)["code"])

    def chosen() -> str:
        grids = opened.session.plan.valid_grids
        return str(grids.loc[grids["uid"] == opened.session.selection[0], "code"].iloc[0])

    press(opened, Qt.Key.Key_E)
    assert chosen() == codes[0]
    press(opened, Qt.Key.Key_E)
    assert chosen() == codes[1]
    press(opened, Qt.Key.Key_D)
    press(opened, Qt.Key.Key_D)
    assert chosen() == codes[-1]
    press(opened, Qt.Key.Key_PageDown)
    assert chosen() == codes[0]
    press(opened, Qt.Key.Key_PageUp)
    assert chosen() == codes[-1]
    press(opened, Qt.Key.Key_Comma)
    assert opened.view.level() == level - 1
    press(opened, Qt.Key.Key_Period)
    assert opened.view.level() == level
    opened.view.zoom_at(0.2, QPointF(10, 10))
    far = opened.view.camera.m_per_px
    press(opened, Qt.Key.Key_L)
    assert opened.view.camera.m_per_px < far


def test_what_changed_is_coloured_and_counted_and_borders_can_be_magenta(
    opened: MainWindow,
) -> None:
    leaves = opened.session.plan.leaves
    opened.session.select(list(leaves["uid"].iloc[:2]))
    theme = opened.view.theme()
    press(opened, Qt.Key.Key_G)
    assert opened.view.theme() == "change"
    assert "0" in opened.messages.message()
    assert set(opened.view.scene.fills().values()) == {
        row.colour for row in opened.view.legend() if row.key == "same"
    }
    press(opened, Qt.Key.Key_G)
    assert opened.view.theme() == theme
    opened.actions_table["magenta"].trigger()
    lines = [row for row in opened.view.legend() if row.key.startswith("level:")]
    assert {row.colour for row in lines} == {MAGENTA}
    opened.actions_table["magenta"].trigger()
    assert not opened.actions_table["magenta"].isChecked()


def test_tools_and_switches_are_taken_up_by_their_keys(opened: MainWindow) -> None:
    keys = {
        "reshape": (Qt.Key.Key_R, NONE), "vertex": (Qt.Key.Key_J, NONE),
        "paint": (Qt.Key.Key_P, NONE), "push": (Qt.Key.Key_P, SHIFT),
        "fill": (Qt.Key.Key_F, NONE), "inspect": (Qt.Key.Key_I, SHIFT),
        "merge": (Qt.Key.Key_C, NONE), "select": (Qt.Key.Key_V, NONE),
    }  # fmt: skip
    for name, (key, modifiers) in keys.items():
        press(opened, key, modifiers)
        assert opened.view.tool() == name
        assert opened.actions_table[name].isChecked()
        assert opened.status.tool.text()
    press(opened, Qt.Key.Key_S)
    assert not opened.view.snapping
    assert not opened.actions_table["snap"].isChecked()
    press(opened, Qt.Key.Key_T)
    assert opened.view.tracing
    press(opened, Qt.Key.Key_X, SHIFT)
    assert opened.view.cross


def test_merging_in_the_window_says_so_with_a_way_back(opened: MainWindow, hand: Hand) -> None:
    net = opened.view.scene.net
    assert net is not None
    leaves = set(net.level(net.depth))
    pair = next(
        pair
        for pair in net.borders.neighbours()
        if set(pair) <= leaves and net.cells[pair[0]].parent == net.cells[pair[1]].parent
    )
    count = len(leaves)
    press(opened, Qt.Key.Key_C)
    for uid in pair:
        hand.click(opened.view, hand.at_grid(uid))
    press(opened, Qt.Key.Key_Return)
    hand.wait()
    assert len(opened.session.plan.leaves) == count - 1
    figures = summary(opened.session.plan).totals
    assert (
        figures["households"]
        == summary(opened.session.plan).grids.query("level == 1")["households"].sum()
        + figures["outside_households"]
        + figures["unmatched_households"]
    )
    hand.click(opened.messages.button)
    hand.wait()
    assert len(opened.session.plan.leaves) == count


def test_a_number_in_the_search_box_is_that_of_a_grid(opened: MainWindow, hand: Hand) -> None:
    leaves = opened.session.plan.leaves
    last = leaves.iloc[-1]
    number = str(last["code"])[-3:].lstrip("0")
    press(opened, Qt.Key.Key_F, CTRL)
    events.keyClicks(opened.menus.search, number)
    events.keyClick(opened.menus.search, Qt.Key.Key_Return)
    grids = opened.session.plan.valid_grids.set_index("uid")
    assert str(grids.loc[opened.session.selection[0], "code"]).endswith(number)


def test_i_goes_to_the_list_of_findings(opened: MainWindow, hand: Hand) -> None:
    opened.actions_table["go_history"].trigger()
    assert not opened.findings.isVisible()
    opened.view.setFocus()
    press(opened, Qt.Key.Key_I)
    assert opened.findings.isVisible()
