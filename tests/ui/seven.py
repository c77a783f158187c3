"""A hand that counts its clicks, and what the tests of the seven things look for."""

from __future__ import annotations

from typing import Any

import pandas as pd
import shapely
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtWidgets import QApplication, QComboBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gridplanner.edits.duties import CAPTAIN, WORKER, EndDuty
from gridplanner.edits.duty_rows import running
from gridplanner.edits.grids import SplitGrid
from gridplanner.errors import EditError
from gridplanner.exchanges import exchanges
from tests.ui.conftest import Hand, events
from ui.main_window import MainWindow
from ui.panels.table_panel import TablePanel
from ui.qt import held

MOST_CLICKS = 8
KEY = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


class Counting(Hand):
    """Counts the clicks of a thing."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        super().__init__(window, qtbot)
        self.clicks = 0

    def click(self, widget: QWidget | None, at: QPoint | None = None) -> None:
        """Click a widget and count."""
        self.clicks += 1
        super().click(widget, at)

    def tab(self, panel: QWidget) -> None:
        """Click the tab of a table."""
        tabs = self.window.docks.tabs
        bar = held(tabs.tabBar())
        self.click(bar, bar.tabRect(tabs.indexOf(panel)).center())

    def row(self, panel: TablePanel, at: int) -> None:
        """Click a row of a table."""
        index = panel.sieve.index(at, 1)
        panel.view.scrollTo(index)
        self.click(panel.view.viewport(), panel.view.visualRect(index).center())

    def key(self, key: Qt.Key, modifier: Any = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        modal = QApplication.activeModalWidget()
        focus = QApplication.focusWidget()
        if modal is not None and (focus is None or focus.window() is not modal):
            focus = modal.focusWidget() or modal
        if modal is None and not self.window.isActiveWindow():
            # Without a window manager nobody makes the window active again after a dialog,
            # and the focus goes to the first field.
            self.window.activateWindow()
            self.qtbot.waitUntil(self.window.isActiveWindow)
            self.window.view.setFocus()
            focus = self.window.view
        events.keyClick(focus or self.window, key, modifier)

    def tab_to(self, widget: QWidget) -> None:
        """Go through the fields of a dialog until one has the focus."""
        for _ in range(30):
            if held(widget.window()).focusWidget() is widget:
                return
            self.key(KEY.Key_Tab)
        raise AssertionError(widget.objectName())

    def choose(self, combo: QComboBox, data: str) -> None:
        """Open a list and click an entry: two clicks."""
        self.click(combo)
        view = held(combo.view())
        self.qtbot.waitUntil(view.isVisible)
        # A list that has just opened takes the release of the click that opened it for none.
        self.qtbot.wait(QApplication.doubleClickInterval())
        index = held(combo.model()).index(combo.findData(data), 0)
        self.click(view.viewport(), view.visualRect(index).center())

    def card_button(self, name: str) -> QPushButton:
        """Find the first button of a name in the card."""
        found = self.window.card.findChildren(QPushButton, name)
        assert found, name
        return found[0]


def busiest_leaf(window: MainWindow) -> int:
    """Find the leaf with the most doors."""
    grids = window.session.grids
    leaves = grids[grids["level"] == window.session.plan.scheme.depth]
    return int(leaves.sort_values("doors").index[-1])


def captained(window: MainWindow) -> int:
    """Count the doors that have a captain now."""
    duties = window.session.plan.tables["duties"]
    return int((running(duties) & (duties["kind"] == CAPTAIN)).sum())


def leave_doors(window: MainWindow) -> None:
    """Let the captains of some doors go."""
    duties = window.session.plan.tables["duties"]
    held_doors = duties[running(duties) & (duties["kind"] == CAPTAIN)].head(5)
    for person, door in zip(held_doors["person"], held_doors["target_id"], strict=True):
        assert window.session.do(EndDuty(person, CAPTAIN, ("entrances", door)))


def doors_first(window: MainWindow) -> int:
    """Find the first row of a door without a captain."""
    findings = window.session.findings
    assert any(found.rule == "duty.entrance_without_captain" for found in findings)
    rows = [
        row
        for row, found in enumerate(window.findings._shown)
        if found.rule == "duty.entrance_without_captain"
    ]
    place = window.findings.sieve.mapFromSource(window.findings.model.index(rows[0], 1))
    return place.row()


def cut(window: MainWindow) -> tuple[int, shapely.LineString]:
    """Find a leaf and a line across that cuts it in two."""
    plan = window.session.plan
    for leaf in plan.leaves.sort_values("uid").itertuples():
        west, south, east, north = leaf.geometry.bounds
        line = shapely.LineString(
            [(west - 4, (south + north) / 2), (east + 4, (south + north) / 2)]
        )
        try:
            SplitGrid(leaf.code, line).apply(plan)
        except EditError:
            continue
        return int(leaf.uid), line
    raise AssertionError


def far_from_target(window: MainWindow) -> int:
    """Find a leaf that something balances over its border."""
    plan = window.session.plan
    for leaf in window.session.grids.sort_values("deviation").index[::-1]:
        if leaf in set(plan.leaves["uid"]):
            found = exchanges(plan, str(window.session.grids.loc[leaf, "code"]))
            if found and found[0].households:
                return int(leaf)
    raise AssertionError


def watched(window: MainWindow, codes: list[str]) -> dict[str, float]:
    """Read the loads of some leaves as the table shows them."""
    load = window.session.grids.set_index("code")["load"]
    return {code: float(load[code]) for code in codes}


def captains(duties: pd.DataFrame) -> set[tuple[str, str]]:
    """List captains with their doors."""
    now = duties[running(duties) & (duties["kind"] == CAPTAIN)]
    return set(zip(now["person"], now["target_id"], strict=True))


def workers(duties: pd.DataFrame, uid: int) -> set[str]:
    """List the workers of a leaf."""
    here = running(duties) & (duties["kind"] == WORKER) & (duties["target_id"] == str(uid))
    return set(duties.loc[here, "person"])
