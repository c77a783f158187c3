"""Every tool through every unhappy path: nothing is done unasked, nothing stays half done."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import QPoint, Qt

from gridplanner.edits import SetLock
from tests.core.edits.checks import assert_sound
from tests.ui.canvas.conftest import Hand, events, leaf
from tests.ui.canvas.desk import Desk, town
from ui.canvas.view import MapView

LEFT = Qt.MouseButton.LeftButton
TOOLS = (
    "select", "pan", "inspect", "draw", "split", "reshape", "vertex", "merge", "paint", "push",
    "fill", "measure",
)  # fmt: skip
#: Tools that do something to the plan while the button is held, or once it comes up.
HELD = ("vertex", "paint", "push")
#: A click is over at once, or a second one is needed.
AT_ONCE = ("fill", "merge")


@pytest.fixture
def desk(view: MapView) -> Desk:
    """Put a desk with units under the map, with an edit that can be undone."""
    made = Desk(view, town())
    made.do(SetLock((made.code(leaf(3, 2)),), "no_loss"))
    return made


def begin(view: MapView, hand: Hand, tool: str) -> QPoint:
    """Take a tool up and begin its gesture; gives where the pointer is."""
    view.set_tool(tool)
    start, on = hand.at(200, 200), hand.at(260, 260)  # a corner of four leaves
    if tool in ("paint", "push"):
        start, on = hand.at(100, 150), hand.at(100, 230)
    events.mouseMove(view, start + QPoint(30, 30))
    events.mouseMove(view, start)
    if tool in ("draw", "split", "reshape", "measure"):
        for place in (start, on):
            events.mouseClick(view, LEFT, pos=place)
        events.mouseMove(view, hand.at(300, 350))
        return hand.at(300, 350)
    if tool in ("merge", "inspect", "fill"):
        events.mouseClick(view, LEFT, pos=hand.at(100, 100))
        return hand.at(100, 100)
    events.mousePress(view, LEFT, pos=start)
    events.mouseMove(view, (start + on) / 2)
    events.mouseMove(view, on)
    return on


def busy(view: MapView) -> bool:
    """Tell whether the tool in hand has begun something."""
    return view._tool.busy


def let_go(view: MapView, at: QPoint) -> None:
    """Bring the button up."""
    events.mouseRelease(view, LEFT, pos=at)


def test_the_list_is_whole(view: MapView) -> None:
    assert sorted(view.tools()) == sorted(TOOLS)


@pytest.mark.parametrize("tool", TOOLS)
def test_escape_leaves_the_plan_as_it_was(view: MapView, hand: Hand, desk: Desk, tool: str) -> None:
    before = desk.plan
    at = begin(view, hand, tool)
    assert busy(view) is (tool not in AT_ONCE)
    hand.key(Qt.Key.Key_Escape)
    assert not busy(view)
    let_go(view, at)
    hand.key(Qt.Key.Key_Escape)
    assert desk.plan is before
    assert not busy(view)


@pytest.mark.parametrize("tool", TOOLS)
def test_a_drag_that_leaves_the_window_ends_like_any_other(
    view: MapView, hand: Hand, desk: Desk, tool: str
) -> None:
    before = desk.plan
    begin(view, hand, tool)
    for place in (QPoint(-400, 300), QPoint(-400, -500), QPoint(2_000, 3_000)):
        events.mouseMove(view, place)
    let_go(view, QPoint(2_000, 3_000))
    hand.key(Qt.Key.Key_Escape)
    assert not busy(view)
    if tool not in HELD:
        assert desk.plan is before
    else:
        assert len(desk.done) <= 2  # one gesture is one edit at most
    assert_sound(desk.plan, before)
    view.grab()


@pytest.mark.parametrize("tool", TOOLS)
def test_undo_in_the_midst_of_a_gesture(view: MapView, hand: Hand, desk: Desk, tool: str) -> None:
    at = begin(view, hand, tool)
    desk.undo()
    below = desk.plan
    view.grab()
    hand.key(Qt.Key.Key_Escape)
    let_go(view, at)
    assert desk.plan is below
    assert_sound(desk.plan)
    assert not busy(view)


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("other", ["select", "split", "paint", "vertex"])
def test_another_tool_in_the_midst_drops_what_was_begun(
    view: MapView, hand: Hand, desk: Desk, tool: str, other: str
) -> None:
    before = desk.plan
    at = begin(view, hand, tool)
    if other == tool:
        other = "pan"
    view.set_tool(other)
    let_go(view, at)
    assert desk.plan is before
    assert view.tool() == other
    assert not busy(view)
    view.set_tool(tool)
    assert not busy(view) or tool == "merge"


@pytest.mark.parametrize("tool", TOOLS)
def test_double_clicks_and_foreign_keys_do_no_harm(
    view: MapView, hand: Hand, desk: Desk, tool: str
) -> None:
    before = desk.plan
    view.set_tool(tool)
    at = hand.at(90, 110)
    events.mouseDClick(view, LEFT, pos=at)
    events.mouseRelease(view, LEFT, pos=at)
    for key in (Qt.Key.Key_BracketLeft, Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_7):
        hand.key(key)
    events.mouseClick(view, Qt.MouseButton.RightButton, pos=hand.at(500, 500))
    for _ in range(3):
        hand.key(Qt.Key.Key_Escape)
    assert not busy(view)
    assert_sound(desk.plan, before)
    assert desk.plan is before
    view.grab()
