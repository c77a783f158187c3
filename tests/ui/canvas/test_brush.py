"""Painting and pushing with a held button: units change hands, one gesture is one edit."""

from __future__ import annotations

from typing import Any

import pytest
from PyQt6.QtCore import QPoint, QPointF, Qt
from PyQt6.QtGui import QWheelEvent
from PyQt6.QtWidgets import QApplication

from gridplanner.edits import Paint as PaintEdit
from gridplanner.edits import SetLock
from gridplanner.report import summary
from tests.core.edits.checks import assert_sound
from tests.ui.canvas.conftest import Hand, events, leaf, picture
from tests.ui.canvas.desk import Desk, town
from ui.canvas.effect import Effect
from ui.canvas.tag import effect_lines
from ui.canvas.tools.paint import Paint
from ui.canvas.tools.push import Push
from ui.canvas.view import MapView

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
#: Two leaves of one parent, one above the other; and one of another parent.
LOWER, UPPER, OTHER = leaf(0, 0), leaf(0, 1), leaf(1, 0)


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


def stroke(hand: Hand, *places: tuple[float, float], release: bool = True) -> None:
    """Hold the left button along places."""
    events.mousePress(hand.view, LEFT, pos=hand.at(*places[0]))
    for place in places[1:]:
        hand.move(*place)
    if release:
        events.mouseRelease(hand.view, LEFT, pos=hand.at(*places[-1]))


def test_a_stroke_takes_the_units_it_goes_over(hand: Hand, desk: Desk, paint: Paint) -> None:
    before = desk.plan
    paint.aim(LOWER)
    stroke(hand, (25, 225), (75, 225), (125, 225))
    assert len(desk.done) == 1
    edit = desk.done[0]
    assert isinstance(edit, PaintEdit)
    assert sorted(edit.area) == ["u0-4", "u1-4", "u2-4"]
    assert edit.to == desk.code(LOWER)
    assert desk.area(LOWER) == pytest.approx(200 * 200 + 3 * 50 * 50)
    assert desk.area(UPPER) == pytest.approx(200 * 200 - 3 * 50 * 50)
    assert_sound(desk.plan, before)
    desk.undo()
    assert desk.plan is before


def test_the_tag_tells_old_and_new_loads_while_dragging(
    view: MapView, hand: Hand, desk: Desk, paint: Paint
) -> None:
    from gridplanner.report import summary

    paint.aim(LOWER)
    stroke(hand, (25, 225), (25, 275), (75, 275), release=False)  # over a house
    effect = paint._preview.effect()
    assert isinstance(effect, Effect)
    rows = {row.code: row for row in effect.figures.grids}
    assert set(rows) == {desk.code(LOWER), desk.code(UPPER)}
    edit = paint._preview.edit
    figures: Any = summary(edit.apply(desk.plan)).grids.set_index("code")
    today: Any = summary(desk.plan).grids.set_index("code")
    for code, row in rows.items():
        assert row.load_before == pytest.approx(today.loc[code, "load"])
        assert row.load_after == pytest.approx(figures.loc[code, "load"])
        assert row.households_before == today.loc[code, "households"]
        assert row.households_after == figures.loc[code, "households"]
    gained = figures.loc[desk.code(LOWER), "households"] - today.loc[desk.code(LOWER), "households"]
    assert effect.figures.moved_households == gained > 0
    assert effect.area_m2 == pytest.approx(3 * 50 * 50)
    lines, _ = effect_lines(effect, view.scene)
    assert lines[0] == f"{gained} 户改换网格\t7,500 m²"
    assert any(f"+{gained}户" in line and "→" in line for line in lines)
    assert any(f"−{gained}户" in line for line in lines)
    assert desk.done == []
    shown = picture(view)
    hand.key(Qt.Key.Key_Escape)
    assert picture(view) != shown
    events.mouseRelease(view, LEFT, pos=hand.at(75, 275))
    assert desk.done == []


def test_escape_restores_the_whole_stroke_and_the_next_one_begins_anew(
    hand: Hand, desk: Desk, paint: Paint
) -> None:
    paint.aim(LOWER)
    stroke(hand, (25, 225), (75, 225), release=False)
    hand.key(Qt.Key.Key_Escape)
    hand.move(125, 225)
    events.mouseRelease(hand.view, LEFT, pos=hand.at(125, 225))
    assert desk.done == []
    stroke(hand, (25, 225))
    assert desk.done[0].area == ("u0-4",)
    assert paint.brush.target == LOWER


def test_the_first_press_and_alt_choose_the_target(
    view: MapView, hand: Hand, desk: Desk, paint: Paint
) -> None:
    hand.click(100, 100, keys=ALT)
    assert paint.brush.target == LOWER
    assert desk.done == []
    hand.key(Qt.Key.Key_Escape)
    assert paint.brush.target == 0
    stroke(hand, (25, 175), (25, 225))
    assert paint.brush.target == LOWER
    assert desk.done[0].area == ("u0-4",)
    view.select([UPPER])
    assert paint.brush.target == UPPER


def test_the_right_button_swaps_target_and_source(hand: Hand, desk: Desk, paint: Paint) -> None:
    paint.aim(LOWER)
    hand.click(100, 300, button=RIGHT)
    assert (paint.brush.target, paint.brush.source) == (UPPER, LOWER)
    hand.click(500, 500, button=RIGHT)
    assert (paint.brush.target, paint.brush.source) == (LOWER, UPPER)
    stroke(hand, (25, 225), (25, 425))  # from the source alone, not from the leaf beyond it
    assert desk.done[0].only == (desk.code(UPPER),)
    assert desk.area(leaf(0, 2)) == pytest.approx(200 * 200)


def test_only_unassigned_ground_can_be_asked_for(
    view: MapView, hand: Hand, desk: Desk, paint: Paint
) -> None:
    paint.aim(LOWER)
    view.command("brush_free")
    assert paint.brush.source == "free"
    stroke(hand, (25, 225), (75, 225))
    assert desk.done == []
    view.command("brush_free")
    stroke(hand, (25, 225))
    assert len(desk.done) == 1


def test_brackets_and_ctrl_wheel_size_the_brush(
    view: MapView, hand: Hand, desk: Desk, paint: Paint
) -> None:
    scale = view.camera.m_per_px
    hand.key(Qt.Key.Key_BracketRight)
    assert paint.brush.radius_m == pytest.approx(6.25)
    hand.key(Qt.Key.Key_BracketLeft)
    assert paint.brush.radius_m == pytest.approx(5.0)
    turn(view, CTRL)
    assert paint.brush.radius_m == pytest.approx(6.25)
    assert view.camera.m_per_px == scale
    turn(view, Qt.KeyboardModifier.NoModifier)
    assert view.camera.m_per_px < scale
    for _ in range(99):
        hand.key(Qt.Key.Key_BracketLeft)
    assert paint.brush.radius_m == 1.0


def turn(view: MapView, keys: Qt.KeyboardModifier) -> None:
    """Turn the wheel by a notch."""
    event = QWheelEvent(
        QPointF(300, 300), QPointF(view.mapToGlobal(QPoint(300, 300))), QPoint(), QPoint(0, 120),
        Qt.MouseButton.NoButton, keys, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)


def test_locked_leaves_and_other_parents_are_glided_over(
    view: MapView, hand: Hand, desk: Desk, paint: Paint
) -> None:
    said: list[str] = []
    view.message.connect(lambda code, facts: said.append(code))
    desk.do(SetLock((desk.code(UPPER),), "no_loss"))
    paint.aim(LOWER)
    stroke(hand, (25, 225), (75, 225))
    assert said[-1] == "canvas.paint_locked"
    stroke(hand, (225, 25), (225, 75))  # another parent's
    assert said[-1] == "canvas.paint_crosses"
    assert len(desk.done) == 1  # the lock alone
    view.toggle_crossing()
    stroke(hand, (225, 25), (225, 75))
    assert len(desk.done) == 2
    assert desk.done[-1].cross
    assert desk.area(LOWER) == pytest.approx(200 * 200 + 2 * 50 * 50)
    desk.do(SetLock((desk.code(LOWER),), "frozen"))
    stroke(hand, (225, 25), (225, 175))
    assert len(desk.done) == 3


def test_a_stroke_goes_on_after_an_undo_in_its_midst(hand: Hand, desk: Desk, paint: Paint) -> None:
    paint.aim(LOWER)
    stroke(hand, (25, 225))
    stroke(hand, (75, 225), (125, 225), release=False)
    desk.undo()
    hand.move(175, 225)
    events.mouseRelease(hand.view, LEFT, pos=hand.at(175, 225))
    assert sorted(desk.done[-1].area) == ["u1-4", "u2-4", "u3-4"]
    assert_sound(desk.plan)


def test_a_stroke_out_of_the_window_and_a_target_that_goes(
    view: MapView, hand: Hand, desk: Desk, paint: Paint
) -> None:
    paint.aim(LOWER)
    events.mousePress(view, LEFT, pos=hand.at(25, 225))
    events.mouseMove(view, QPoint(-500, hand.at(25, 225).y()))
    events.mouseRelease(view, LEFT, pos=QPoint(-500, hand.at(25, 225).y()))
    assert desk.done[0].area == ("u0-4",)
    view.set_plan(None)
    assert paint.brush.target == 0
    stroke(hand, (25, 225))
    assert len(desk.done) == 1


def test_without_whole_units_the_ground_gone_over_is_taken(
    view: MapView, hand: Hand, desk: Desk, paint: Paint
) -> None:
    paint.aim(LOWER)
    view.command("brush_area")
    paint.brush.radius_m = 20.0
    stroke(hand, (60, 195), (140, 195))
    gained = desk.area(LOWER) - 200 * 200
    # The upper part of a capsule of 80 m and radius 20 m whose axis is 5 m below the border.
    assert 80 * 15 < gained < 80 * 15 + 3.1416 * 20 * 20 / 2
    assert_sound(desk.plan)


def test_tearing_a_leaf_apart_is_refused_in_the_end(
    view: MapView, hand: Hand, desk: Desk, paint: Paint
) -> None:
    paint.aim(LOWER)
    paint.brush.radius_m = 80.0
    stroke(hand, (60, 300), (150, 300), release=False)
    picture(view)
    events.mouseRelease(view, LEFT, pos=hand.at(150, 300))
    assert [error.code for error in desk.errors] == ["edit.in_pieces"]
    assert desk.done == []


@pytest.fixture
def push(view: MapView, desk: Desk) -> Push:
    """Take up the push tool."""
    view.set_tool("push")
    tool = view._tool
    assert isinstance(tool, Push)
    tool.brush.radius_m = 5.0
    return tool


def test_pushing_flips_units_in_the_direction_of_travel(
    view: MapView, hand: Hand, desk: Desk, push: Push
) -> None:
    stroke(hand, (75, 150), (75, 190), (75, 225), (75, 275))
    assert sorted(desk.done[0].area) == ["u1-4", "u1-5"]
    assert (desk.done[0].to, desk.done[0].only) == (desk.code(LOWER), (desk.code(UPPER),))
    # The other way round the other leaf takes its ground back.
    stroke(hand, (140, 290), (75, 275), (75, 225), (75, 190))
    assert desk.done[1].to == desk.code(UPPER)
    assert sorted(desk.done[1].area) == ["u1-3", "u1-4", "u1-5"]
    assert_sound(desk.plan)
    assert push.brush.target == 0


def test_a_push_takes_from_one_leaf_and_escape_drops_it(hand: Hand, desk: Desk, push: Push) -> None:
    stroke(hand, (25, 150), (25, 225), (25, 375), (25, 425))
    assert sorted(desk.done[0].area) == ["u0-4", "u0-5", "u0-6", "u0-7"]
    assert desk.area(leaf(0, 2)) == pytest.approx(200 * 200)
    stroke(hand, (75, 150), (75, 225), release=False)
    hand.key(Qt.Key.Key_Escape)
    events.mouseRelease(hand.view, LEFT, pos=hand.at(75, 225))
    stroke(hand, (-40, 100), (25, 100))  # begins outside
    assert len(desk.done) == 1


def test_what_the_first_step_needs_is_there_once_the_pointer_rests(view: MapView) -> None:
    # Houses of its own, as the town is shared and keeps what was worked out for others.
    desk = Desk(view, town().with_tables(buildings=town().frame("buildings").copy()))
    view.set_tool("paint")
    view._rested()
    # Figures are being worked out beside the window: the map does not work them out too.
    assert "homes" not in desk.plan._memo
    view.set_tool("select")
    view.set_summary(summary(desk.plan))
    view.set_tool("select")
    view.set_tool("vertex")
    view._rested()
    assert {"homes", "standing", "map.lines.grids"} <= set(desk.plan._memo)
