"""Snapping, tracing, typed lengths, and keys that commands must not take while drawing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QAction, QKeySequence
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.layers.plans import X0, Y0
from tests.ui.canvas.conftest import Hand, events
from ui.canvas.snapping import crossing, nearest
from ui.canvas.tools.measure import Measure
from ui.canvas.view import MapView

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def measure(view: MapView) -> Measure:
    """Take up the measuring tool: a sketch that changes nothing."""
    view.set_tool("measure")
    tool = view._tool
    assert isinstance(tool, Measure)
    return tool


def local(points: list[tuple[float, float]]) -> list[tuple[int, int]]:
    """Give places from the plan's corner, in whole metres."""
    return [(round(x), round(y)) for x, y in np.array(points) - np.array([X0, Y0])]


def test_a_crossing_is_found_between_the_ends() -> None:
    cross = np.array([[0, 0, 10, 10], [0, 10, 10, 0]], dtype=float)
    hit = crossing(cross, 5.5, 5.0, 1.0)
    assert hit is not None
    assert (hit[0].x, hit[0].y, hit[0].kind) == (5.0, 5.0, "crossing")
    assert hit[1] == pytest.approx(0.5)
    assert crossing(cross, 7.0, 5.0, 1.0) is None
    # Two lines that meet at an end have a vertex there, no crossing.
    corner = np.array([[0, 0, 10, 0], [10, 0, 10, 10]], dtype=float)
    assert crossing(corner, 10, 0, 1.0) is None
    found = nearest(corner, 10.2, 0.1, 1.0)
    assert found is not None
    assert found[0].kind == "vertex"


def test_s_switches_snapping(view: MapView, hand: Hand, measure: Measure) -> None:
    view.toggle_snapping()
    hand.click(206, 206)
    assert local(measure.points)[0] == pytest.approx((206, 206), abs=2)
    view.toggle_snapping()
    hand.click(394, 206)
    assert local(measure.points)[1] == (400, 200)


def test_tracing_follows_the_edges_and_ctrl_takes_the_longer_way(
    view: MapView, hand: Hand, measure: Measure
) -> None:
    for name in ("streets", "buildings", "water", "compounds", "units", "boundary"):
        view.set_layer(name, visible=False)
    view.toggle_tracing()
    # From the middle of one side of a leaf round its corner; leaves are squares of 200 m.
    hand.click(300, 200)
    hand.click(400, 300)
    # The corner is met exactly, a place on a side to the pixel.
    assert local(measure.points)[:2] == [(300, 200), (400, 200)]
    assert local(measure.points)[2] == pytest.approx((400, 300), abs=1)
    hand.key(Qt.Key.Key_Escape)
    hand.click(300, 200)
    hand.click(400, 300, keys=CTRL)
    assert local(measure.points)[0] == (300, 200)
    assert local(measure.points)[-1] == (400, 300)
    assert (400, 200) not in local(measure.points)
    assert shapely.LineString(measure.points).length > 250
    view.toggle_tracing()
    hand.key(Qt.Key.Key_Escape)
    hand.click(300, 200)
    hand.click(400, 300)
    assert len(measure.points) == 2


def test_length_and_bearing_are_typed(view: MapView, hand: Hand, measure: Measure) -> None:
    hand.click(200, 200)
    hand.move(330, 200)
    hand.key(Qt.Key.Key_5)
    entry = view._entry
    assert entry.isVisible()
    assert entry.length.hasFocus()
    events.keyClicks(entry.length, "0")
    events.keyClick(entry.length, Qt.Key.Key_Return)
    assert not entry.isVisible()
    assert view.hasFocus()
    assert local(measure.points) == [(200, 200), (250, 200)]  # towards the pointer
    hand.key(Qt.Key.Key_1)
    events.keyClicks(entry.length, "00.5")
    events.keyClick(entry.length, Qt.Key.Key_Tab)
    assert entry.bearing.hasFocus()
    events.keyClicks(entry.bearing, "180")
    events.keyClick(entry.bearing, Qt.Key.Key_Return)
    x, y = measure.points[-1]
    assert (x - X0, y - Y0) == pytest.approx((250, 99.5), abs=1e-6)


def test_the_entry_is_left_by_escape_and_refuses_nothing(
    view: MapView, hand: Hand, measure: Measure
) -> None:
    hand.key(Qt.Key.Key_5)  # nothing is being drawn
    assert not view._entry.isVisible()
    hand.click(200, 200)
    hand.key(Qt.Key.Key_5)
    events.keyClick(view._entry.length, Qt.Key.Key_Escape)
    assert not view._entry.isVisible()
    assert len(measure.points) == 1
    hand.key(Qt.Key.Key_0)
    events.keyClick(view._entry.length, Qt.Key.Key_Return)
    assert len(measure.points) == 1
    events.keyClicks(view._entry.length, "x-")
    assert view._entry.length.text() == "0"


def test_keys_of_drawing_are_kept_from_commands(
    view: MapView, hand: Hand, measure: Measure, qtbot: QtBot
) -> None:
    fired: list[str] = []
    for keys in ("Delete", "1", "Return"):
        action = QAction(view)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda _on, keys=keys: fired.append(keys))
        view.addAction(action)
    view.activateWindow()
    view.setFocus()
    QApplication.processEvents()
    hand.click(200, 200)
    hand.click(400, 200)
    hand.key(Qt.Key.Key_Delete)
    assert len(measure.points) == 1
    hand.key(Qt.Key.Key_1)
    events.keyClick(view._entry.length, Qt.Key.Key_Escape)
    assert fired == []


def test_a_lasso_takes_what_it_meets(view: MapView, hand: Hand) -> None:
    picked: list[Any] = []
    view.picked.connect(picked.append)
    shift = Qt.KeyboardModifier.ShiftModifier
    corners = [hand.at(*place) for place in ((20, 20), (180, 20), (180, 380), (20, 380))]
    events.mousePress(view, Qt.MouseButton.LeftButton, shift, corners[0])
    for corner in corners[1:]:
        events.mouseMove(view, corner)
    events.mouseRelease(view, Qt.MouseButton.LeftButton, shift, corners[-1])
    assert picked == [[7, 8]]
    # A box with Ctrl toggles: one of the two goes, its neighbour comes.
    hand.drag(hand.at(20, 220), hand.at(220, 230), keys=CTRL)
    assert sorted(view.selected) == [7, 11]


def test_escape_drops_a_lasso_and_a_drag_out_of_the_window_ends_at_its_edge(
    view: MapView, hand: Hand
) -> None:
    start = hand.at(20, 20)
    events.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    events.mouseMove(view, hand.at(300, 300))
    hand.key(Qt.Key.Key_Escape)
    events.mouseRelease(view, Qt.MouseButton.LeftButton, pos=hand.at(300, 300))
    assert view.selected == []
    hand.drag(start, hand.at(20, 20) + hand.at(0, 0) * 0 + type(start)(-4000, 0))
    assert view.selected == [7]
