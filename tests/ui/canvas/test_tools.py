"""Drawing, splitting, measuring with real clicks and keys, unhappy paths too."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely
from PyQt6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gridplanner.edits.grids import DrawGrid, SplitGrid
from tests.layers.plans import X0, Y0
from tests.ui.canvas.conftest import Hand, events, leaf
from ui.canvas.tools.measure import Measure
from ui.canvas.view import MapView

ALT = Qt.KeyboardModifier.AltModifier
ENTER, ESC, BACK = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Backspace


@pytest.fixture
def edits(view: MapView) -> list[Any]:
    """Collect the edits that are asked for."""
    found: list[Any] = []
    view.gesture.connect(found.append)
    return found


@pytest.fixture
def said(view: MapView) -> list[str]:
    """Collect the codes of the hints."""
    found: list[str] = []
    view.message.connect(lambda code, facts: found.append(code))
    return found


def local(shape: Any) -> list[tuple[int, int]]:
    """Give the coordinates of a shape from the plan's corner, in whole metres."""
    return [(round(x), round(y)) for x, y in shapely.get_coordinates(shape) - np.array([X0, Y0])]


@pytest.mark.parametrize("ending", ["enter", "right", "first vertex", "double"])
def test_drawing_asks_for_a_grid_at_the_corners_of_others(
    view: MapView, hand: Hand, edits: list[Any], ending: str
) -> None:
    view.set_tool("draw")
    view.set_level(2)
    # Near the corners of cells, as a hand hits them; snapping does the rest.
    for east, north in ((203, 198), (398, 202), (402, 397)):
        hand.click(east, north)
    if ending == "double":
        events.mouseClick(view, Qt.MouseButton.LeftButton, pos=hand.at(200, 400))
        events.mouseDClick(view, Qt.MouseButton.LeftButton, pos=hand.at(200, 400))
    else:
        hand.click(198, 401)
    if ending == "enter":
        hand.key(ENTER)
    elif ending == "right":
        hand.click(250, 350, button=Qt.MouseButton.RightButton)
    elif ending == "first vertex":
        hand.click(200, 200)
    assert len(edits) == 1
    edit = edits[0]
    assert isinstance(edit, DrawGrid)
    assert edit.level == 2
    assert local(edit.polygon) == [(200, 200), (400, 200), (400, 400), (200, 400), (200, 200)]


def test_backspace_takes_a_vertex_back_and_escape_all(
    view: MapView, hand: Hand, edits: list[Any]
) -> None:
    view.set_tool("draw")
    for east, north in ((200, 200), (400, 200), (600, 600), (400, 400)):
        hand.click(east, north)
    hand.key(BACK)
    hand.key(BACK)
    hand.click(400, 400)
    hand.key(ENTER)
    assert local(edits[0].polygon)[:3] == [(200, 200), (400, 200), (400, 400)]
    hand.click(0, 0)
    hand.click(200, 0)
    hand.click(200, 200)
    hand.key(ESC)
    hand.key(ENTER)
    assert len(edits) == 1


def test_alt_suspends_snapping(view: MapView, hand: Hand, edits: list[Any]) -> None:
    view.set_tool("draw")
    for east, north in ((206, 206), (394, 206), (394, 394)):
        hand.click(east, north, keys=ALT)
    hand.key(ENTER)
    drawn = local(edits[0].polygon)
    assert drawn[0] != (200, 200)
    assert drawn[0] == pytest.approx((206, 206), abs=2)


def test_a_crossing_edge_is_refused_and_said(
    view: MapView, hand: Hand, edits: list[Any], said: list[str]
) -> None:
    view.set_tool("draw")
    for east, north in ((200, 200), (400, 400), (400, 200)):
        hand.click(east, north)
    hand.click(200, 300)
    assert said[-1] == "canvas.draw_crosses"
    hand.key(ENTER)
    assert len(edits) == 1
    assert len(local(edits[0].polygon)) == 4


def test_too_few_vertices_are_said_and_kept(
    view: MapView, hand: Hand, edits: list[Any], said: list[str]
) -> None:
    view.set_tool("draw")
    hand.click(200, 200)
    hand.click(400, 200)
    hand.key(ENTER)
    assert said[-1] == "canvas.draw_few"
    assert edits == []
    hand.click(400, 400)
    hand.key(ENTER)
    assert len(edits) == 1


def test_changing_the_tool_drops_the_stroke(view: MapView, hand: Hand, edits: list[Any]) -> None:
    view.set_tool("draw")
    hand.click(200, 200)
    hand.click(400, 200)
    view.set_tool("select")
    view.set_tool("draw")
    hand.click(400, 400)
    hand.key(ENTER)
    assert edits == []


def test_a_line_across_a_leaf_splits_it(view: MapView, hand: Hand, edits: list[Any]) -> None:
    view.set_tool("split")
    hand.click(190, 290, keys=ALT)
    hand.click(410, 290, keys=ALT)
    hand.key(ENTER)
    assert len(edits) == 1
    edit = edits[0]
    assert isinstance(edit, SplitGrid)
    assert view.scene.net is not None
    assert edit.code == view.scene.net.cells[leaf(1, 1)].code
    assert view.scene.plan is not None
    after = edit.apply(view.scene.plan)
    assert len(after.leaves) == 13


def test_the_selected_leaf_is_the_one_that_is_split(
    view: MapView, hand: Hand, edits: list[Any]
) -> None:
    view.select([leaf(2, 1)])
    view.set_tool("split")
    hand.click(30, 290, keys=ALT)
    hand.click(650, 290, keys=ALT)
    hand.key(ENTER)
    assert view.scene.net is not None
    assert edits[0].code == view.scene.net.cells[leaf(2, 1)].code


def test_a_split_that_misses_says_so_and_keeps_the_line(
    view: MapView, hand: Hand, edits: list[Any], said: list[str]
) -> None:
    view.set_tool("split")
    hand.click(-30, 100, keys=ALT)
    hand.click(-30, 300, keys=ALT)
    hand.key(ENTER)
    assert edits == []
    assert said[-1] == "canvas.split_misses"
    hand.click(230, 300, keys=ALT)
    hand.key(ENTER)
    assert len(edits) == 1


def test_undo_in_the_middle_of_a_stroke_leaves_the_stroke(
    view: MapView, hand: Hand, edits: list[Any]
) -> None:
    from gridplanner.changes import difference

    plan = view.scene.plan
    assert plan is not None
    older = plan.with_tables(grids=plan.frame("grids").iloc[:-1])
    view.set_tool("draw")
    hand.click(200, 200)
    hand.click(400, 200)
    view.set_plan(older, difference(plan, older))
    hand.click(400, 400)
    hand.key(ENTER)
    assert len(edits) == 1


def test_measuring_gives_length_and_area(
    view: MapView, hand: Hand, edits: list[Any], said: list[str]
) -> None:
    view.set_tool("measure")
    for east, north in ((200, 200), (400, 200), (400, 400)):
        hand.click(east, north)
    tool = view._tool
    assert isinstance(tool, Measure)
    hand.key(ENTER)
    assert tool.figures() == pytest.approx((400, 20_000), abs=1e-3)
    assert said[-1] == "canvas.measure_more"
    hand.click(0, 0)
    assert len(tool.points) == 1
    hand.key(ESC)
    assert tool.points == []
    assert edits == []


def test_the_tool_is_told_with_its_hint(view: MapView, qtbot: QtBot) -> None:
    with qtbot.waitSignals([view.tool_changed, view.message]):
        view.set_tool("split")
    with pytest.raises(KeyError):
        view.set_tool("scissors")
    assert view.tool() == "split"
