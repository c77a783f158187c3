"""Target and source of the brush: numbers typed, selected leaves, what a stroke would tear."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QToolButton

from tests.ui.canvas.conftest import Hand, events, leaf, picture
from tests.ui.canvas.desk import Desk, town
from tests.ui.canvas.test_brush import stroke
from ui.canvas.effect import Effect
from ui.canvas.tag import effect_lines
from ui.canvas.tools.paint import Paint
from ui.canvas.view import MapView

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
#: Three leaves of one parent, from the south; one of another parent.
LOWER, UPPER, TOP, OTHER = leaf(0, 0), leaf(0, 1), leaf(0, 2), leaf(1, 0)


@pytest.fixture
def desk(view: MapView) -> Desk:
    """Put a desk with units under the map."""
    return Desk(view, town())


@pytest.fixture
def paint(view: MapView, desk: Desk) -> Paint:
    """Take up the brush, thin enough for one unit."""
    view.set_tool("paint")
    tool = view._tool
    assert type(tool) is Paint
    tool.brush.radius_m = 5.0
    return tool


def number_of(view: MapView, uid: int) -> str:
    net = view.scene.net
    assert net is not None
    return net.cells[uid].short.lstrip("0")


def point_at(hand: Hand, east_m: float, north_m: float) -> None:
    """Move there from elsewhere: a pointer that stands still tells nothing."""
    hand.move(east_m + 40, north_m + 40)
    hand.move(east_m, north_m)


def type_in(hand: Hand, text: str) -> None:
    for letter in text:
        hand.key(getattr(Qt.Key, f"Key_{letter}"))


def test_the_target_is_chosen_by_its_number(
    view: MapView, hand: Hand, desk: Desk, paint: Paint
) -> None:
    point_at(hand, 100, 300)
    before = picture(view)
    type_in(hand, number_of(view, UPPER))
    assert paint.number.cell is not None
    assert paint.number.cell.uid == UPPER
    assert picture(view) != before
    assert paint.brush.target == 0
    hand.key(Qt.Key.Key_Return)
    assert paint.brush.target == UPPER
    assert not paint.number.busy
    assert desk.done == []


def test_of_equal_numbers_the_nearest_comes_first_and_n_goes_on(
    view: MapView, hand: Hand, desk: Desk, paint: Paint
) -> None:
    net = view.scene.net
    assert net is not None
    same = [uid for uid in net.level(3) if number_of(view, uid) == number_of(view, LOWER)]
    assert len(same) == 2  # numbers begin anew under each total grid
    point_at(hand, 100, 100)
    type_in(hand, number_of(view, LOWER))
    seen = []
    for _ in same:
        assert paint.number.cell is not None
        seen.append(paint.number.cell.uid)
        hand.key(Qt.Key.Key_N)
    assert seen[0] == LOWER
    assert sorted(seen) == sorted(same)
    hand.key(Qt.Key.Key_Escape)
    assert not paint.number.busy


def test_a_number_that_no_grid_has_is_said_and_backspace_mends_it(
    view: MapView, hand: Hand, desk: Desk, paint: Paint
) -> None:
    point_at(hand, 100, 300)
    type_in(hand, number_of(view, UPPER) + "9999")
    assert paint.number.cell is None
    assert "没有编号" in paint.number.lines()[0]
    hand.key(Qt.Key.Key_Return)  # chooses nothing
    assert paint.brush.target == 0
    for _ in range(4):
        hand.key(Qt.Key.Key_Backspace)
    hand.key(Qt.Key.Key_Return)
    assert paint.brush.target == UPPER
    type_in(hand, "9")
    view.set_tool("select")
    view.set_tool("paint")
    assert not paint.number.busy


def test_push_takes_no_numbers(view: MapView, hand: Hand, desk: Desk) -> None:
    view.set_tool("push")
    tool = view._tool
    assert isinstance(tool, Paint)
    assert not tool.wants(Qt.Key.Key_1)


def test_ground_is_taken_from_the_selected_leaves_alone(
    view: MapView, hand: Hand, desk: Desk, paint: Paint
) -> None:
    paint.aim(UPPER)
    view.select([UPPER, LOWER])
    assert paint.picked() == [LOWER]
    at = view.strip.source.findData("picked")
    assert view.strip.source.itemText(at) == "只取选中的 1 个"
    view.strip.source.setCurrentIndex(at)
    view.strip.source.activated.emit(at)
    stroke(hand, (25, 425), (75, 425))  # the leaf above, which is not selected
    assert desk.done == []
    stroke(hand, (25, 175), (75, 175))
    assert desk.done[0].only == (desk.code(LOWER),)
    view.select([])
    assert paint.brush.source == "any"


def test_a_stroke_that_would_tear_a_leaf_says_so_before_it_ends(
    view: MapView, hand: Hand, desk: Desk, paint: Paint
) -> None:
    # A row of four units right across the middle leaf leaves one above and one below it.
    paint.aim(LOWER)
    stroke(hand, (25, 225), (25, 275), release=False)
    assert not any("断成" in line for line in _lines(view, paint))
    for east in (75, 125, 175):
        hand.move(east, 275)
    lines = _lines(view, paint)
    torn = f"网格 {_short(view, UPPER)} 会断成 2 片，不能这样划"
    assert torn in lines
    assert effect_lines(_effect(paint), view.scene)[1] >= {lines.index(torn)}
    hand.key(Qt.Key.Key_Escape)
    events.mouseRelease(view, LEFT, pos=hand.at(175, 275))
    assert desk.done == []


def test_units_of_other_parents_are_counted_in_the_tag(
    view: MapView, hand: Hand, desk: Desk, paint: Paint
) -> None:
    paint.aim(LOWER)
    stroke(hand, (225, 25), (225, 75), release=False)
    assert "2 个单元属于其他上级，未划入" in _lines(view, paint)
    hand.key(Qt.Key.Key_Escape)


def test_tabs_show_and_choose_the_level(view: MapView, hand: Hand, desk: Desk) -> None:
    tabs = view.level_tabs
    assert tabs.isVisible()
    assert [button.text() for button in tabs.buttons] == ["总网格", "一级网格", "二级网格"]
    assert [button.isChecked() for button in tabs.buttons] == [False, False, True]
    events.mouseClick(tabs.buttons[0], LEFT)
    assert view.level() == 1
    assert tabs.buttons[0].isChecked()
    view.set_level(2)
    assert tabs.buttons[1].isChecked()
    view.set_language("en")
    # those of the other language are out of sight at once, and not in the next round only
    seen = [button for button in tabs.findChildren(QToolButton) if button.isVisible()]
    assert seen == tabs.buttons
    assert [button.text() for button in tabs.buttons] != ["总网格", "一级网格", "二级网格"]
    bottom = tabs.geometry().bottom()
    assert view.height() - 14 <= bottom < view.height()
    view.resize(500, 300)
    assert view.rect().contains(tabs.geometry())
    view.set_plan(None)
    assert tabs.isHidden()


def _effect(paint: Paint) -> Effect:
    found = paint._preview.effect()
    assert isinstance(found, Effect)
    return found


def _lines(view: MapView, paint: Paint) -> list[str]:
    return effect_lines(_effect(paint), view.scene)[0]


def _short(view: MapView, uid: int) -> str:
    net = view.scene.net
    assert net is not None
    return net.cells[uid].short
