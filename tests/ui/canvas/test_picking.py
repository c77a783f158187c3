"""Clicks, boxes, hover: what is under the pointer is what is told."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from tests.ui.canvas.conftest import Hand, events, leaf, picture
from ui.canvas.view import MapView

SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def test_a_click_picks_the_leaf_under_it(view: MapView, hand: Hand, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.picked) as told:
        hand.click(300, 500)
    assert told.args == [[leaf(1, 2)]]
    assert view.selected == [leaf(1, 2)]


def test_shift_adds_and_ctrl_toggles(view: MapView, hand: Hand) -> None:
    hand.click(100, 100)
    hand.click(300, 100, keys=SHIFT)
    hand.click(300, 100, keys=SHIFT)
    assert view.selected == [leaf(0, 0), leaf(1, 0)]
    hand.click(100, 100, keys=CTRL)
    assert view.selected == [leaf(1, 0)]
    hand.click(500, 100, keys=CTRL)
    assert view.selected == [leaf(1, 0), leaf(2, 0)]


def test_a_click_outside_picks_nothing(view: MapView, hand: Hand, qtbot: QtBot) -> None:
    view.select([leaf(0, 0)])
    with qtbot.waitSignal(view.picked) as told:
        events.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert told.args == [[]]


def test_a_box_picks_all_it_touches(view: MapView, hand: Hand) -> None:
    hand.drag(hand.at(150, 150), hand.at(350, 50))
    assert sorted(view.selected) == [leaf(0, 0), leaf(1, 0)]


def test_escape_drops_a_box_and_then_the_selection(view: MapView, hand: Hand) -> None:
    view.select([leaf(0, 0)])
    events.mousePress(view, Qt.MouseButton.LeftButton, pos=hand.at(500, 100))
    events.mouseMove(view, hand.at(700, 300))
    hand.key(Qt.Key.Key_Escape)
    events.mouseRelease(view, Qt.MouseButton.LeftButton, pos=hand.at(700, 300))
    assert view.selected == [leaf(0, 0)]
    hand.key(Qt.Key.Key_Escape)
    assert view.selected == []


def test_a_box_may_leave_the_window(view: MapView, hand: Hand) -> None:
    hand.drag(hand.at(700, 100), QPoint(5_000, 5_000))
    assert view.selected == [leaf(3, 0)]


@pytest.mark.parametrize(("level", "uid"), [(1, 2), (2, 5), (3, leaf(2, 1))])
def test_the_active_level_is_what_is_picked(
    view: MapView, hand: Hand, level: int, uid: int
) -> None:
    view.set_level(level)
    hand.click(500, 300)
    assert view.selected == [uid]


def test_hover_and_pointer_are_told(view: MapView, hand: Hand, qtbot: QtBot) -> None:
    hovered: list[int] = []
    places: list[tuple[float, float]] = []
    view.hovered.connect(hovered.append)
    view.pointer_moved.connect(lambda x, y: places.append((x, y)))
    hand.move(100, 100)
    hand.move(120, 100)
    hand.move(300, 100)
    assert hovered == [leaf(0, 0), leaf(1, 0)]
    assert places[-1] == pytest.approx(view.camera.to_map(hand.at(300, 100).toPointF()), abs=1e-6)


def test_the_tip_comes_after_a_pause(view: MapView, hand: Hand, qtbot: QtBot) -> None:
    hand.move(100, 300)
    before = picture(view)
    qtbot.wait(450)
    assert picture(view) != before


def test_a_selection_outlives_an_edit_only_where_its_grid_does(view: MapView) -> None:
    plan = view.scene.plan
    assert plan is not None
    view.select([leaf(0, 0), leaf(1, 0)])
    grids = plan.frame("grids")
    view.set_plan(plan.with_tables(grids=grids[grids["uid"] != leaf(0, 0)]))
    assert view.selected == [leaf(1, 0)]
