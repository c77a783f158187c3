"""More that goes wrong in a gesture of every tool: other buttons, lost releases, crossed lines."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import QPoint, Qt

from tests.core.edits.checks import assert_sound
from tests.ui.canvas.conftest import Hand, events
from tests.ui.canvas.desk import Desk
from tests.ui.canvas.test_unhappy_paths import TOOLS, begin, busy, let_go
from tests.ui.canvas.test_unhappy_paths import desk as desk  # noqa: PLC0414 - the fixture
from ui.canvas.view import MapView

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
ALT = Qt.KeyboardModifier.AltModifier
#: Tools that put a line down click by click.
LINES = ("draw", "split", "reshape", "measure")


@pytest.mark.parametrize("tool", TOOLS)
def test_a_double_click_in_the_midst_is_one_edit_at_most(
    view: MapView, hand: Hand, desk: Desk, tool: str
) -> None:
    before, was = desk.plan, len(desk.done)
    at = begin(view, hand, tool)
    let_go(view, at)
    events.mouseClick(view, LEFT, pos=at)
    events.mouseDClick(view, LEFT, pos=at)
    let_go(view, at)
    hand.key(Qt.Key.Key_Escape)
    hand.key(Qt.Key.Key_Escape)
    assert not busy(view)
    assert len(desk.done) <= was + 2  # the stroke let go, and what the double click ends
    assert_sound(desk.plan, before)


@pytest.mark.parametrize("tool", TOOLS)
def test_the_right_button_in_the_midst_leaves_nothing_half_done(
    view: MapView, hand: Hand, desk: Desk, tool: str
) -> None:
    before, was = desk.plan, len(desk.done)
    at = begin(view, hand, tool)
    events.mousePress(view, RIGHT, pos=at)
    events.mouseRelease(view, RIGHT, pos=at)
    let_go(view, at)
    hand.key(Qt.Key.Key_Escape)
    hand.key(Qt.Key.Key_Escape)
    assert not busy(view)
    assert len(desk.done) <= was + 1
    assert_sound(desk.plan, before)
    view.grab()


@pytest.mark.parametrize("tool", ["vertex", "paint", "push", "select", "pan"])
def test_a_release_that_never_comes_is_no_gesture(
    view: MapView, hand: Hand, desk: Desk, tool: str
) -> None:
    """Another window has taken the button: the next press begins anew."""
    before, was = desk.plan, len(desk.done)
    begin(view, hand, tool)
    assert desk.plan is before
    place = hand.at(500, 90)
    events.mousePress(view, LEFT, pos=place)
    events.mouseRelease(view, LEFT, pos=place)
    hand.key(Qt.Key.Key_Escape)
    assert not busy(view)
    assert len(desk.done) <= was + 1
    assert_sound(desk.plan, before)
    for edit in desk.done[was:]:
        # Only what is under the second press, not what the lost stroke went over.
        assert set(edit.area) <= {f"u{column}-{row}" for column in (9, 10) for row in (1, 2)}


@pytest.mark.parametrize("tool", LINES)
def test_a_line_that_crosses_itself_changes_nothing_unasked(
    view: MapView, hand: Hand, desk: Desk, said: list[str], tool: str
) -> None:
    before = desk.plan
    view.set_tool(tool)
    # A bow: the fourth leg runs over the first.
    for east, north in ((40, 90), (160, 90), (160, 160), (90, 160), (90, 40)):
        hand.click(east, north, keys=ALT)
    hand.key(Qt.Key.Key_Return)
    assert_sound(desk.plan, before)
    assert desk.plan is before
    assert tool == "measure" or any(code.endswith("_crosses") for code in said)
    hand.key(Qt.Key.Key_Escape)
    assert not busy(view)


@pytest.mark.parametrize("tool", LINES)
def test_a_line_far_from_everything_changes_nothing(
    view: MapView, hand: Hand, desk: Desk, said: list[str], tool: str
) -> None:
    before = desk.plan
    view.set_tool(tool)
    for east, north in ((-80, 40), (-60, 200), (-40, 90)):
        hand.click(east, north, keys=ALT)
    hand.key(Qt.Key.Key_Return)
    assert desk.plan is before
    assert tool == "measure" or desk.errors or said
    hand.key(Qt.Key.Key_Escape)
    assert not busy(view)


@pytest.mark.parametrize("tool", TOOLS)
def test_a_tool_taken_up_again_in_the_midst_goes_on_or_lets_go(
    view: MapView, hand: Hand, desk: Desk, tool: str
) -> None:
    """The tool's own key, or its button, while it is at work."""
    before, was = desk.plan, len(desk.done)
    at = begin(view, hand, tool)
    view.set_tool(tool)
    view.grab()
    let_go(view, at)
    hand.key(Qt.Key.Key_Escape)
    hand.key(Qt.Key.Key_Escape)
    assert not busy(view)
    assert len(desk.done) <= was + 1
    assert_sound(desk.plan, before)


@pytest.mark.parametrize("tool", TOOLS)
def test_a_map_hidden_in_the_midst_has_nothing_under_way(
    view: MapView, hand: Hand, desk: Desk, tool: str
) -> None:
    """The project is closed, or another page is shown."""
    begin(view, hand, tool)
    view.set_plan(None)
    assert view.scene.plan is None
    events.mouseMove(view, QPoint(40, 40))
    let_go(view, QPoint(40, 40))
    hand.key(Qt.Key.Key_Escape)
    hand.key(Qt.Key.Key_Return)
    assert not busy(view)
    view.grab()
