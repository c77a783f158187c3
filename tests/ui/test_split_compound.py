"""Split the compound under the pointer with a reason; rejoin it; undo."""

from __future__ import annotations

from pathlib import Path

import pytest
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtWidgets import QApplication

from gridplanner.edits import ImportRows
from gridplanner.edits.compounds import split_on_purpose
from gridplanner.planning import PlanOptions, plan_grids
from gridplanner.store import new_project
from tests.core.towns import river_town
from tests.ui.conftest import Hand, events
from ui.dialogs.compound_dialog import CompoundDialog
from ui.main_window import MainWindow

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def opened(window: MainWindow, hand: Hand, tmp_path: Path) -> MainWindow:
    """Open the town by the river, planned; its compound C1 has three houses."""
    town = river_town()
    tables = {
        name: frame
        for name, frame in town.tables.items()
        if len(frame) and name not in {"scheme", "settings"}
    }
    path = tmp_path / "river.gpkg"
    with new_project(path, "1/6", town.crs) as made:
        made.history.do(ImportRows(tables, file="river.py"))
        found = plan_grids(made.plan, PlanOptions(work=100))
        for edit in (*found.preparation, found.proposal):
            made.history.do(edit)
    hand.open(path)
    window.activateWindow()
    window.view.setFocus()
    QApplication.processEvents()
    return window


def point_at(window: MainWindow, x: float, y: float) -> None:
    """Put the pointer on a place in the town."""
    spot = window.view.camera.to_screen(x, y).toPoint()
    events.mouseMove(window.view, spot + QPoint(9, 9))
    events.mouseMove(window.view, spot)


def inside(window: MainWindow) -> tuple[float, float]:
    """Give a place in the compound."""
    middle = window.session.plan.tables["compounds"]["geometry"].iloc[0].centroid
    return middle.x, middle.y


def units(window: MainWindow) -> int:
    """Count the units of the compound."""
    return int((window.session.plan.units["compound"] == "C1").sum())


def test_alt_x_splits_with_a_reason_and_rejoins(opened: MainWindow, hand: Hand) -> None:
    whole = units(opened)
    assert whole == 1
    point_at(opened, *inside(opened))
    events.keyClick(opened.view, Qt.Key.Key_X, ALT)
    dialog = hand.dialog(CompoundDialog)
    hand.click(dialog.go)
    assert dialog.fault.isVisible()  # no reason, no split
    events.keyClicks(dialog.reason.lineEdit(), "two stages")
    hand.click(dialog.go)
    hand.wait()
    assert units(opened) >= 3
    assert split_on_purpose(opened.session.plan) == ("C1",)
    assert opened.session.entries[-1].facts["reason"] == "two stages"
    assert "two stages" in opened.history.model.frame["text"].iloc[0]
    opened.activateWindow()
    point_at(opened, *inside(opened))
    events.keyClick(opened.view, Qt.Key.Key_X, ALT)
    dialog = hand.dialog(CompoundDialog)
    hand.click(dialog.go)
    hand.wait()
    assert units(opened) == 1
    opened.session.undo()
    assert units(opened) >= 3


def test_where_there_is_no_compound_it_is_said(opened: MainWindow, hand: Hand) -> None:
    bounds = opened.session.plan.tables["boundary"].total_bounds
    point_at(opened, bounds[0] + 20, bounds[1] + 20)
    events.keyClick(opened.view, Qt.Key.Key_X, ALT)
    assert "没有小区" in opened.messages.message()
    assert QApplication.activeModalWidget() is None
