"""Keys of commands and other tools, pressed in the window in the middle of every gesture."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import Qt

from tests.layers.plans import X0, Y0
from tests.ui.canvas.conftest import Hand as MapHand
from tests.ui.canvas.test_unhappy_paths import TOOLS, begin, busy, let_go
from tests.ui.conftest import Hand, events
from ui.main_window import MainWindow

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
KEY = Qt.Key


@pytest.fixture
def on_map(opened: MainWindow) -> MapHand:
    """Show the corner of the town where gestures begin, with an edit that can be undone."""
    view = opened.view
    view.zoom_clear((X0, Y0, X0 + 600, Y0 + 500))
    opened.session.select([int(opened.session.plan.leaves["uid"].iloc[-1])])
    opened.actions_table["lock"].trigger()
    opened.session.select([])
    opened.messages.hide()
    view.setFocus()
    return MapHand(view)


def test_the_key_of_another_tool_drops_what_was_begun(opened: MainWindow, on_map: MapHand) -> None:
    before = opened.session.plan
    for tool in TOOLS:
        if tool in ("fill", "merge"):
            continue  # a click does something at once, or chooses for good
        at = begin(opened.view, on_map, tool)
        name, key = ("select", KEY.Key_V) if tool == "split" else ("split", KEY.Key_X)
        events.keyClick(opened.view, key)
        assert opened.view.tool() == name, tool
        assert not busy(opened.view), tool
        let_go(opened.view, at)
        assert opened.session.plan is before, tool
        assert opened.actions_table[name].isChecked(), tool


def test_undo_and_redo_by_their_keys(opened: MainWindow, on_map: MapHand, hand: Hand) -> None:
    session, view = opened.session, opened.view
    locked = session.plan.valid_grids["lock"].tolist()
    assert "no_loss" in locked
    for tool in TOOLS:
        at = begin(view, on_map, tool)
        events.keyClick(view, KEY.Key_Z, CTRL)
        assert "no_loss" not in set(session.plan.valid_grids["lock"]), tool
        events.keyClick(view, KEY.Key_Escape)
        let_go(view, at)
        events.keyClick(view, KEY.Key_Escape)
        assert not busy(view), tool
        events.keyClick(view, KEY.Key_Z, CTRL | SHIFT)
        assert session.plan.valid_grids["lock"].tolist() == locked, tool
    hand.wait()


def test_closing_the_project_drops_what_was_begun(
    opened: MainWindow, on_map: MapHand, hand: Hand
) -> None:
    assert opened.session.project is not None
    path, count = opened.session.project.path, len(opened.session.entries)
    for tool in ("draw", "vertex", "paint"):
        at = begin(opened.view, on_map, tool)
        assert busy(opened.view), tool
        events.keyClick(opened.view, KEY.Key_W, CTRL)
        assert not opened.session.is_open, tool
        assert opened.messages.message() == "", tool
        let_go(opened.view, at)
        hand.open(path)
        assert len(opened.session.entries) == count, tool
        assert not busy(opened.view), tool


def test_a_grid_that_came_in_without_a_lock_is_open(opened: MainWindow) -> None:
    grids = opened.session.plan.valid_grids
    bare = grids[grids["lock"] == ""]
    assert len(bare)  # as this town was read in
    opened.session.select([int(bare["uid"].iloc[0])])
    opened.actions_table["lock"].trigger()
    after = opened.session.plan.valid_grids.set_index("uid")
    assert after.loc[int(bare["uid"].iloc[0]), "lock"] == "no_loss"
