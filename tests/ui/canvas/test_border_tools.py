"""Reshaping, vertices, merging, filling, inspecting, splitting: real clicks, drags and keys."""

from __future__ import annotations

import pytest
import shapely
from PyQt6.QtCore import QPoint, Qt

from gridplanner.edits import DeleteGrid, InsertVertex, MoveEdge, MoveVertex, SetLock
from tests.core.edits.checks import assert_sound
from tests.layers.plans import X0, Y0
from tests.ui.canvas.conftest import Hand, events, leaf, picture
from tests.ui.canvas.desk import Desk
from ui.canvas.effect import Effect
from ui.canvas.tools.vertex import Vertex
from ui.canvas.view import MapView

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape
LOWER, UPPER = leaf(0, 0), leaf(0, 1)


def drag(hand: Hand, *places: tuple[float, float], release: bool = True) -> None:
    """Hold the left button along places."""
    events.mousePress(hand.view, LEFT, pos=hand.at(*places[0]))
    for place in places[1:]:
        hand.move(*place)
    if release:
        events.mouseRelease(hand.view, LEFT, pos=hand.at(*places[-1]))


# Reshape ---------------------------------------------------------------------------------


def test_figures_of_a_line_follow_the_plan(view: MapView, hand: Hand, desk: Desk) -> None:
    view.set_tool("reshape")
    hand.click(50, 200)
    for place in ((50, 260), (150, 260)):
        hand.click(*place, keys=ALT)
    # Not where the next test moves to: Qt leaves a move out that moves nothing.
    hand.move(150, 195)
    preview = view._tool._preview  # type: ignore[attr-defined]
    assert isinstance(preview.effect(), Effect)
    # Somebody locks the leaf that would lose ground, in the midst of the line.
    codes = dict(zip(desk.plan.leaves["uid"], desk.plan.leaves["code"], strict=True))
    desk.do(SetLock((codes[UPPER], codes[LOWER]), "frozen"))
    assert isinstance(preview.effect(), str)


def test_a_border_takes_a_new_course(view: MapView, hand: Hand, desk: Desk) -> None:
    view.set_tool("reshape")
    hand.click(50, 200)
    for place in ((50, 260), (150, 260)):
        hand.click(*place, keys=ALT)
    # Over the border: the move is not drawn to it, as Alt of the last click counts on.
    hand.move(150, 197)
    effect = view._tool._preview.effect()  # type: ignore[attr-defined]
    assert isinstance(effect, Effect)
    assert effect.area_m2 == pytest.approx(100 * 60, rel=0.03)
    hand.click(150, 200)
    hand.key(ENTER)
    assert len(desk.done) == 1
    assert set(desk.done[0].codes) == {desk.code(LOWER), desk.code(UPPER)}
    assert desk.area(LOWER) == pytest.approx(200 * 200 + 100 * 60, rel=0.02)
    assert_sound(desk.plan)


def test_selected_leaves_alone_are_reshaped_and_a_crossing_line_is_refused(
    view: MapView, hand: Hand, desk: Desk, said: list[str]
) -> None:
    view.select([LOWER])
    view.set_tool("reshape")
    # From below the border, as Alt keeps the line from being drawn to it.
    for place in ((50, 197), (50, 250), (150, 250)):
        hand.click(*place, keys=ALT)
    hand.click(20, 230, keys=ALT)  # over the first leg
    assert said[-1] == "canvas.split_crosses"
    hand.click(150, 190, keys=ALT)
    events.mouseClick(view, RIGHT, pos=hand.at(150, 190))
    assert desk.done[0].codes == (desk.code(LOWER),)
    assert desk.area(LOWER) > 200 * 200


def test_a_line_that_moves_no_border_is_refused_and_esc_drops_it(
    view: MapView, hand: Hand, desk: Desk, said: list[str]
) -> None:
    view.set_tool("reshape")
    hand.click(60, 60, keys=ALT)
    hand.key(ENTER)
    assert said[-1] == "canvas.reshape_few"
    hand.click(120, 60, keys=ALT)
    hand.key(ENTER)
    assert [error.code for error in desk.errors] == ["edit.reshape_misses"]
    hand.click(50, 200)
    hand.key(ESC)
    hand.key(ENTER)
    assert desk.done == []


# Vertices --------------------------------------------------------------------------------


@pytest.fixture
def vertex(view: MapView, desk: Desk) -> Vertex:
    """Take up the vertex tool."""
    view.set_tool("vertex")
    tool = view._tool
    assert isinstance(tool, Vertex)
    return tool


def test_a_vertex_moves_for_all_its_owners(
    view: MapView, hand: Hand, desk: Desk, vertex: Vertex
) -> None:
    view.toggle_crossing()
    hand.move(200, 200)
    # Four leaves meet there; they light up before the drag.
    assert sorted(vertex.owners()) == sorted([leaf(0, 0), leaf(0, 1), leaf(1, 0), leaf(1, 1)])
    drag(hand, (200, 200), (215, 210), (230, 220))
    edit = desk.done[0]
    assert isinstance(edit, MoveVertex)
    assert (edit.at[0] - X0, edit.at[1] - Y0) == (200, 200)
    for uid in (leaf(0, 0), leaf(0, 1), leaf(1, 0), leaf(1, 1)):
        corners = shapely.get_coordinates(desk.shape(uid)) - (X0, Y0)
        assert any(abs(x - 230) < 2 and abs(y - 220) < 2 for x, y in corners)
    assert_sound(desk.plan)


def test_a_drag_of_a_vertex_ends_with_escape_or_stays_in_the_parent(
    view: MapView, hand: Hand, desk: Desk, vertex: Vertex
) -> None:
    drag(hand, (200, 200), (230, 220), release=False)
    assert vertex.busy
    assert isinstance(vertex._preview.effect(), str)  # it would leave its parent
    picture(view)
    hand.key(ESC)
    events.mouseRelease(view, LEFT, pos=hand.at(230, 220))
    assert desk.done == []
    assert desk.errors == []
    drag(hand, (200, 200), (230, 220))
    assert [error.code for error in desk.errors] == ["edit.crosses_parent"]


def test_a_vertex_is_inserted_nudged_and_deleted(
    view: MapView, hand: Hand, desk: Desk, vertex: Vertex
) -> None:
    count = len(shapely.get_coordinates(desk.shape(LOWER)))
    events.mouseDClick(view, LEFT, pos=hand.at(100, 200))
    assert isinstance(desk.done[0], InsertVertex)
    assert len(shapely.get_coordinates(desk.shape(LOWER))) == count + 1
    before = desk.area(LOWER)
    events.keyClick(view, Qt.Key.Key_Up, SHIFT)
    assert desk.area(LOWER) - before == pytest.approx(0.1 * 200 / 2, abs=0.2)
    events.keyClick(view, Qt.Key.Key_Up, SHIFT | ALT)
    assert desk.area(LOWER) - before == pytest.approx(1.1 * 200 / 2, abs=0.2)
    assert vertex.wants(int(Qt.Key.Key_Delete))
    hand.key(Qt.Key.Key_Delete)
    assert desk.area(LOWER) == pytest.approx(200 * 200)
    assert not vertex.wants(int(Qt.Key.Key_Delete))
    assert_sound(desk.plan)
    assert len(desk.done) == 4


def test_an_edge_moves_with_both_its_ends(
    view: MapView, hand: Hand, desk: Desk, vertex: Vertex
) -> None:
    for east in (60, 140):
        events.mouseDClick(view, LEFT, pos=hand.at(east, 200))
    drag(hand, (100, 200), (100, 215), (100, 230))
    edit = desk.done[-1]
    assert isinstance(edit, MoveEdge)
    assert edit.by[1] == pytest.approx(30, abs=2)
    # A trapezoid over the old border, 80 m wide at the top and 200 m at the foot.
    assert desk.area(LOWER) - 200 * 200 == pytest.approx((80 + 200) / 2 * 30, rel=0.1)
    assert_sound(desk.plan)


def test_undo_in_the_midst_of_a_drag_lets_go(
    view: MapView, hand: Hand, desk: Desk, vertex: Vertex
) -> None:
    events.mouseDClick(view, LEFT, pos=hand.at(100, 200))
    drag(hand, (100, 200), (110, 230), release=False)
    desk.undo()
    assert not vertex.busy
    assert vertex._chosen is None
    events.mouseRelease(view, LEFT, pos=hand.at(110, 230))
    assert len(desk.done) == 1
    hand.key(Qt.Key.Key_Delete)
    events.keyClick(view, Qt.Key.Key_Up, SHIFT)
    assert len(desk.done) == 1


def test_a_click_is_no_drag_and_a_vertex_on_the_boundary_stays(
    view: MapView, hand: Hand, desk: Desk, vertex: Vertex
) -> None:
    hand.click(200, 200)
    assert vertex._chosen is not None
    assert desk.done == []
    drag(hand, (0, 200), (20, 210), (30, 220))
    assert [error.code for error in desk.errors] == ["edit.vertex_on_boundary"]


# Merge and fill --------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["draw", "split", "reshape", "vertex", "merge", "paint", "push"])
def test_another_tool_drops_what_was_begun(
    view: MapView, hand: Hand, desk: Desk, name: str
) -> None:
    view.set_tool(name)
    drag(hand, (100, 150), (100, 230), release=False)
    hand.move(100, 240)
    for other in ("measure", "fill", name):
        view.set_tool(other)
    events.mouseRelease(view, LEFT, pos=hand.at(100, 240))
    hand.key(ENTER)
    assert desk.done == []
    picture(view)


@pytest.mark.parametrize("name", ["reshape", "vertex", "merge", "paint", "push", "fill", "inspect"])
def test_every_tool_lives_without_a_plan_and_pans_with_space(
    view: MapView, hand: Hand, name: str
) -> None:
    view.set_tool(name)
    scale = view.camera.m_per_px
    before = view.camera
    events.keyPress(view, Qt.Key.Key_Space)
    hand.drag(QPoint(200, 200), QPoint(230, 220))
    events.keyRelease(view, Qt.Key.Key_Space)
    assert view.camera != before
    assert view.camera.m_per_px == scale
    view.set_plan(None)
    hand.drag(QPoint(200, 200), QPoint(260, 240))
    events.mouseDClick(view, LEFT, pos=QPoint(300, 300))
    events.mouseClick(view, RIGHT, pos=QPoint(300, 300))
    for key in (ENTER, ESC, Qt.Key.Key_Delete, Qt.Key.Key_BracketLeft):
        hand.key(key)
    picture(view)


def test_a_lock_stands_against_every_border_tool(view: MapView, hand: Hand, desk: Desk) -> None:
    desk.do(SetLock((desk.code(LOWER), desk.code(UPPER)), "frozen"))
    view.set_tool("split")
    hand.click(-20, 100, keys=ALT)
    hand.click(230, 100, keys=ALT)
    hand.key(ENTER)
    assert [error.code for error in desk.errors] == ["edit.locked"]


def test_borders_after_edits_are_those_of_a_map_drawn_afresh(view: MapView, desk: Desk) -> None:
    from gridplanner.edits import MergeGrids, Paint
    from ui.canvas.gridnet import GridNet

    edits = [
        DeleteGrid(desk.code(LOWER)),
        MergeGrids((desk.code(leaf(2, 0)), desk.code(leaf(2, 1))), desk.code(leaf(2, 0))),
        Paint(("u0-4", "u1-4"), None),
        Paint(("u12-4", "u13-4"), desk.code(leaf(3, 0))),
    ]
    for edit in edits:
        desk.do(edit)
        assert desk.errors == []
        net = view.scene.net
        assert net is not None
        fresh = GridNet(net.origin)
        fresh.load(desk.plan)
        mine, theirs = (
            {pair: ends.shape for pair, ends in which.borders._pairs.items()}
            for which in (net, fresh)
        )
        assert mine == theirs
