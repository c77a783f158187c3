"""Ground over the line of a parent: asked once, recorded, one step to undo."""

from __future__ import annotations

from pathlib import Path

import pytest
from PyQt6.QtCore import QPoint, QRect, Qt
from PyQt6.QtWidgets import QApplication, QWidget

from tests.ui.canvas.conftest import leaf
from tests.ui.conftest import Hand, events
from ui.canvas.tools.paint import Paint
from ui.main_window import MainWindow

#: A leaf in the south west; a unit above it, of its parent, and one east of it, of another's.
LOWER, INSIDE, BEYOND = leaf(0, 0), "u0-4", "u4-0"
LEFT = Qt.MouseButton.LeftButton
SHIFT, NONE = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier


def paint_over(window: MainWindow, uid: int, *units: str) -> None:
    """Paint units into a leaf with one stroke of the mouse."""
    view = window.view
    events.keyClick(view, Qt.Key.Key_P)
    tool = view._tool
    assert isinstance(tool, Paint)
    tool.aim(LOWER)
    tool.brush.radius_m = 1.0
    shapes = window.session.plan.units.set_index("id").geometry
    places = [
        view.camera.to_screen(*shapes[unit].representative_point().coords[0]).toPoint()
        for unit in units
    ]
    events.mouseMove(view, places[0] + QPoint(60, 60))
    events.mousePress(view, LEFT, pos=places[0])
    for place in places[1:]:
        events.mouseMove(view, place)
    events.mouseRelease(view, LEFT, pos=places[-1])
    QApplication.processEvents()


def area(window: MainWindow, uid: int) -> float:
    leaves = window.session.plan.leaves.set_index("uid")
    return float(leaves.loc[uid, "geometry"].area)


def test_the_first_crossing_asks_and_allowing_is_recorded(opened: MainWindow, hand: Hand) -> None:
    before, steps = area(opened, LOWER), len(opened.session.entries)
    paint_over(opened, LOWER, BEYOND)
    assert area(opened, LOWER) == before
    assert opened.crossing.asking
    assert "越过了一级网格的边线（一区、二区）" in opened.messages.message()
    assert opened.messages.other.text() == "留在原上级"
    hand.click(opened.messages.button)
    hand.wait()
    assert area(opened, LOWER) > before
    assert opened.view.cross
    assert opened.actions_table["cross"].isChecked()
    entry = opened.session.entries[-1]
    assert entry.facts["cross"] is True
    shown = opened.history.model.frame["text"].iloc[0]
    assert shown.endswith("（跨上级）")
    # From now on nothing is asked; and one gesture is one undo.
    events.keyClick(opened.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    hand.wait()
    assert area(opened, LOWER) == pytest.approx(before, abs=1e-6)
    paint_over(opened, LOWER, BEYOND)
    assert opened.messages.message() == ""
    assert area(opened, LOWER) > before
    assert len(opened.session.entries) == steps + 2


def test_a_stroke_over_the_line_is_one_step_once_it_is_allowed(
    opened: MainWindow, hand: Hand
) -> None:
    before, steps = area(opened, LOWER), len(opened.session.entries)
    paint_over(opened, LOWER, "u3-4", "u4-4")
    assert area(opened, LOWER) == pytest.approx(before + 50 * 50)  # what stays inside is done
    hand.click(opened.messages.button)
    hand.wait()
    assert area(opened, LOWER) == pytest.approx(before + 2 * 50 * 50)
    opened.session.undo()
    assert area(opened, LOWER) == pytest.approx(before)
    left = [entry for entry in opened.session.entries if not entry.dropped and not entry.undone]
    assert len(left) == steps


def test_keeping_inside_is_not_asked_again(opened: MainWindow, hand: Hand) -> None:
    before = area(opened, LOWER)
    paint_over(opened, LOWER, BEYOND)
    hand.click(opened.messages.other)
    paint_over(opened, LOWER, BEYOND)
    assert opened.messages.message() == ""
    assert area(opened, LOWER) == before
    assert not opened.view.cross


def test_shift_x_answers_too_and_what_stays_inside_is_not_said_to_cross(
    opened: MainWindow, hand: Hand
) -> None:
    before = area(opened, LOWER)
    paint_over(opened, LOWER, BEYOND)
    events.keyClick(opened.view, Qt.Key.Key_X, SHIFT)
    hand.wait()
    assert area(opened, LOWER) > before
    assert opened.view.cross
    paint_over(opened, LOWER, INSIDE)
    assert area(opened, LOWER) == pytest.approx(200 * 200 + 2 * 50 * 50)
    assert opened.session.entries[-1].facts["cross"] is False


def test_another_project_is_asked_anew(opened: MainWindow, hand: Hand, four_columns: Path) -> None:
    paint_over(opened, LOWER, BEYOND)
    hand.click(opened.messages.button)
    hand.wait()
    assert opened.view.cross
    opened.session.close()
    hand.open(four_columns)
    assert not opened.view.cross


def code(window: MainWindow, uid: int) -> str:
    return str(window.session.plan.leaves.set_index("uid").loc[uid, "code"])


def test_a_merge_of_the_selection_asks_once_too(opened: MainWindow, hand: Hand) -> None:
    steps, kept = len(opened.session.entries), leaf(0, 0)
    opened.session.select([kept, leaf(1, 0)])
    events.keyClick(opened.view, Qt.Key.Key_C)
    hand.wait()
    assert opened.crossing.asking
    assert "越过了一级网格的边线（一区、二区）" in opened.messages.message()
    assert len(opened.session.plan.leaves) == 12
    hand.click(opened.messages.button)
    hand.wait()
    assert len(opened.session.plan.leaves) == 11
    assert len(opened.session.entries) == steps + 1
    assert opened.session.entries[-1].facts["cross"] is True
    # It goes on as it would have without the question.
    (selected,) = opened.session.selection
    assert opened.messages.message() == f"2 个网格已合并为 {code(opened, selected)}。"
    assert opened.messages.button.text() == "撤销"
    # Allowed from now on.
    opened.session.select([selected, leaf(2, 0)])
    opened.actions_table["merge"].trigger()
    hand.wait()
    assert len(opened.session.plan.leaves) == 10


def test_a_merge_kept_inside_does_nothing_and_is_not_asked_again(
    opened: MainWindow, hand: Hand
) -> None:
    before = opened.session.plan
    opened.session.select([leaf(0, 0), leaf(1, 0)])
    opened.actions_table["merge"].trigger()
    hand.click(opened.messages.other)
    opened.actions_table["merge"].trigger()
    hand.wait()
    assert not opened.crossing.asking
    assert opened.session.plan is before


def test_leaves_that_lie_apart_are_not_asked_about(opened: MainWindow, hand: Hand) -> None:
    opened.session.select([leaf(0, 0), leaf(2, 0)])
    opened.actions_table["merge"].trigger()
    hand.wait()
    assert not opened.crossing.asking
    assert "不相邻" in opened.messages.message()
    assert not opened.messages.other.isVisible()


def test_a_stroke_that_could_not_be_done_anyway_gets_the_reason_and_no_question(
    opened: MainWindow, hand: Hand
) -> None:
    # All units of the neighbour: it would be left without ground, crossing or not.
    before = opened.session.plan
    taken = [f"u{column}-{row}" for row in range(4) for column in range(4, 8)]
    paint_over(opened, LOWER, *taken)
    hand.wait()
    assert not opened.crossing.asking
    assert not opened.messages.other.isVisible()
    assert "没有" in opened.messages.message()
    assert opened.session.plan is before


def test_the_question_does_not_cover_the_strip_of_the_brush(opened: MainWindow) -> None:
    paint_over(opened, LOWER, BEYOND)
    strip, asked = opened.view.strip, opened.messages
    assert strip.isVisible()
    assert asked.isVisible()

    def place(widget: QWidget) -> QRect:
        return QRect(widget.mapTo(opened, QPoint()), widget.size())

    assert not place(strip).intersects(place(asked))
    assert place(opened.view).contains(place(asked))
    # Once the brush is put away the room is the question's.
    below = place(asked).top()
    events.keyClick(opened.view, Qt.Key.Key_V)
    QApplication.processEvents()
    assert place(asked).top() < below
