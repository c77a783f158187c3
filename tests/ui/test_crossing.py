"""Ground over the line of a parent: asked once, recorded, one step to undo."""

from __future__ import annotations

from pathlib import Path

import pytest
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtWidgets import QApplication

from gridplanner.edits import ImportRows
from gridplanner.store import new_project
from tests.layers.plans import CRS
from tests.ui.canvas.conftest import leaf
from tests.ui.canvas.desk import town
from tests.ui.conftest import Hand, events
from ui.canvas.tools.paint import Paint
from ui.main_window import MainWindow

#: A leaf in the south west; a unit above it, of its parent, and one east of it, of another's.
LOWER, INSIDE, BEYOND = leaf(0, 0), "u0-4", "u4-0"
LEFT = Qt.MouseButton.LeftButton
SHIFT, NONE = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Write the town of 12 leaves with units of 50 m; each column is one parent."""
    path = tmp_path / "town.gpkg"
    tables = {
        name: frame
        for name, frame in town().tables.items()
        if len(frame) and name not in {"scheme", "settings"}
    }
    with new_project(path, "2/4/12", CRS) as made:
        made.history.do(ImportRows(tables, file="town.py"))
    return path


@pytest.fixture
def opened(window: MainWindow, hand: Hand, project: Path) -> MainWindow:
    """Open the town, with the map in front."""
    hand.open(project)
    window.activateWindow()
    window.view.setFocus()
    QApplication.processEvents()
    return window


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


def test_another_project_is_asked_anew(opened: MainWindow, hand: Hand, project: Path) -> None:
    paint_over(opened, LOWER, BEYOND)
    hand.click(opened.messages.button)
    hand.wait()
    assert opened.view.cross
    opened.session.close()
    hand.open(project)
    assert not opened.view.cross
