"""The rebalance in the window: asked, worked out, chosen, ticked, taken; by mouse and by keys."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest
from PyQt6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from gridplanner.edits.rows import ImportRows
from gridplanner.locate import locate
from gridplanner.rebalancing import Rebalanced
from gridplanner.store import open_project
from tests.ui.conftest import Hand, events
from ui.dialogs.rebalance_dialog import RebalanceDialog
from ui.main_window import MainWindow
from ui.panels.trade_chart import Point, TradeChart
from ui.qt import held
from ui.rebalance_work import Way

UNCHECKED = Qt.CheckState.Unchecked
JOB_MS = 60_000


@pytest.fixture
def crowded(planned: Path) -> Path:
    """Give the planned estate after many people moved into one grid."""
    with open_project(planned) as project:
        households = project.plan.frame("households")
        leaf = locate(project.plan).households
        first = int(project.plan.leaves.sort_values("code")["uid"].iloc[0])
        persons = households["persons"].to_numpy()
        households["persons"] = np.where(leaf == first, 3 * persons, persons)
        project.history.do(ImportRows({"households": households}, "moved", replace=True))
    return planned


def settle(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until what was chosen is on the map."""
    qtbot.waitUntil(
        lambda: not window.session.busy and not window.rebalance.waiting, timeout=JOB_MS
    )


def worked_out(window: MainWindow, hand: Hand, qtbot: QtBot) -> None:
    """Ask with few seconds and wait for the ways."""
    dialog = hand.dialog(RebalanceDialog)
    dialog.seconds.setValue(3)
    hand.click(dialog.go)
    assert window.status.progress.isVisible()
    qtbot.waitUntil(lambda: window.rebalance.ways is not None, timeout=JOB_MS)
    settle(window, qtbot)


def test_by_mouse(window: MainWindow, hand: Hand, qtbot: QtBot, crowded: Path) -> None:
    hand.open(crowded)
    plan = window.session.plan
    window.docks.show_table(window.rebalance)
    hand.click(window.rebalance.hint.button)
    worked_out(window, hand, qtbot)
    panel = window.rebalance
    assert panel.chart.isVisible()
    assert panel.way is not None
    assert window.offer_bar.isVisible()
    assert window.session.plan is plan
    last = len(panel.chart.points) - 1
    hand.click(panel.chart, panel.chart.spot(last).toPoint())
    settle(window, qtbot)
    assert panel.ways is not None
    assert panel.way is panel.ways.ways[last]
    before = len(panel.ticked())
    assert before == len(panel.way.answer.moves)
    box = panel.moves.visualItemRect(held(panel.moves.item(0)))
    hand.click(panel.moves.viewport(), box.topLeft() + QPoint(12, box.height() // 2))
    assert held(panel.moves.item(0)).checkState() == UNCHECKED
    settle(window, qtbot)
    hand.click(panel.none)
    settle(window, qtbot)
    assert not window.offer_bar.isVisible()
    hand.click(panel.all)
    settle(window, qtbot)
    assert window.offer_bar.isVisible()
    offer = window.session.offer
    assert offer is not None
    assert isinstance(offer.planned, Rebalanced)
    hand.click(window.offer_bar.accept)
    hand.wait()
    assert window.session.entries[-1].label == "edit.rebalance"
    assert panel.hint.isVisible()
    moved = (locate(plan).households != locate(window.session.plan).households).sum()
    assert moved == offer.planned.solution.figures["moved_households"]
    hand.tool("undo")
    hand.wait()
    assert (locate(plan).households == locate(window.session.plan).households).all()


def test_by_keys(window: MainWindow, hand: Hand, qtbot: QtBot, crowded: Path) -> None:
    hand.open(crowded)
    window.activateWindow()
    window.view.setFocus()
    events.keyClick(window.view, Qt.Key.Key_F5, Qt.KeyboardModifier.ShiftModifier)
    dialog = hand.dialog(RebalanceDialog)
    dialog.seconds.setFocus()
    dialog.seconds.selectAll()
    events.keyClicks(dialog.seconds, "3")
    events.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.rebalance.ways is not None, timeout=JOB_MS)
    settle(window, qtbot)
    panel = window.rebalance
    assert window.focusWidget() is panel.chart
    events.keyClick(panel.chart, Qt.Key.Key_End)
    assert panel.chart.current == len(panel.chart.points) - 1
    events.keyClick(panel.chart, Qt.Key.Key_Home)
    assert panel.chart.current == 0
    settle(window, qtbot)
    panel.moves.setFocus()
    assert panel.way is not None
    events.keyClick(panel.moves, Qt.Key.Key_Home)
    first = held(panel.moves.item(0))
    was = first.checkState()
    events.keyClick(panel.moves, Qt.Key.Key_Space)
    assert first.checkState() != was
    events.keyClick(panel.moves, Qt.Key.Key_Space)
    assert first.checkState() == was
    settle(window, qtbot)
    window.actions_table["accept"].trigger()
    hand.wait()
    assert window.session.entries[-1].label == "edit.rebalance"


def test_cancelled(window: MainWindow, hand: Hand, crowded: Path) -> None:
    hand.open(crowded)
    before = len(window.session.entries)
    window.actions_table["rebalance"].trigger()
    dialog = hand.dialog(RebalanceDialog)
    dialog.seconds.setValue(600)
    hand.click(dialog.go)
    hand.click(window.status.cancel)
    hand.wait()
    assert window.messages.severity != "error"
    assert window.rebalance.ways is None
    assert len(window.session.entries) == before


def test_the_dialog_asks_for_locks_levels_and_new_grids(
    window: MainWindow, hand: Hand, crowded: Path
) -> None:
    hand.open(crowded)
    code, uid = window.session.plan.leaves[["code", "uid"]].iloc[3]
    window.session.select([int(uid)])
    window.actions_table["rebalance"].trigger()
    dialog = hand.dialog(RebalanceDialog)
    hand.click(dialog.lock_selected, QPoint(10, dialog.lock_selected.height() // 2))
    dialog.opened.setValue(2)
    options = dialog.options()
    assert options.lock == (str(code),)
    # The estate's one community is given and covers the boundary.
    assert options.keep_levels == 1
    assert dialog.new_grids() == (0, 2)
    dialog.opened.setValue(0)
    assert dialog.new_grids() == (0,)
    dialog.reject()


def test_chart_says_its_points(qtbot: QtBot) -> None:
    chart = TradeChart()
    qtbot.addWidget(chart)
    chart.resize(320, 160)
    chart.show_points([Point(100, 0.2, 0), Point(300, 0.1, 0), Point(50, 0.15, 1)], 0.5)
    chart.show()
    chosen: list[int] = []
    chart.chosen.connect(chosen.append)
    for place in (1, 2):
        events.mouseClick(chart, Qt.MouseButton.LeftButton, pos=chart.spot(place).toPoint())
    assert chosen == [1, 2]
    assert "300" in chart.words(1)
    assert "1" in chart.words(2)
    # More households lie to the right, less deviation lower down.
    assert chart.spot(0).x() < chart.spot(1).x()
    assert chart.spot(0).y() < chart.spot(1).y()


def test_nothing_to_move_is_not_called_balanced_where_it_is_not(
    window: MainWindow, hand: Hand, planned: Path
) -> None:
    hand.open(planned)
    panel = window.rebalance
    answer = SimpleNamespace(moves=(), opened=0)
    for limit, words in ((0.5, "不必移动"), (0.1, "没有找到")):
        panel.way = cast("Way", SimpleNamespace(limit=limit, deviation=0.44, answer=answer))
        panel._say()
        assert words in panel.said.text()
    panel.way = None
