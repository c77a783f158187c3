"""The seven things people come to do, each in at most eight clicks, and by keyboard too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pandas as pd
import pytest
import shapely
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtWidgets import QApplication, QComboBox, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gridplanner.edits.duties import CAPTAIN, WORKER, EndDuty
from gridplanner.edits.duty_rows import running
from gridplanner.edits.grids import SplitGrid
from gridplanner.errors import EditError
from gridplanner.exchanges import exchanges
from gridplanner.samples import sample_of
from tests.ui.conftest import Hand, events
from ui.cards import card_of
from ui.dialogs.duty_dialog import CaptainDialog, WorkerDialog
from ui.dialogs.exchange_dialog import ExchangeDialog
from ui.dialogs.export_dialog import ExportDialog
from ui.dialogs.plan_dialog import PlanDialog
from ui.dialogs.project_assistant import ProjectAssistant
from ui.main_window import MainWindow
from ui.panels.table_panel import TablePanel
from ui.preferences import Preferences
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


@pytest.fixture
def user(window: MainWindow, qtbot: QtBot) -> Iterator[Counting]:
    """Give a hand that counts; no thing may take more clicks than that."""
    hand = Counting(window, qtbot)
    yield hand
    assert hand.clicks <= MOST_CLICKS


def busiest_leaf(window: MainWindow) -> int:
    """Find the leaf with the most doors."""
    grids = window.session.grids
    leaves = grids[grids["level"] == window.session.plan.scheme.depth]
    return int(leaves.sort_values("doors").index[-1])


def test_1_see_who_carries_too_much(
    window: MainWindow, user: Counting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = window.commands.sample
    monkeypatch.setattr(window.commands, "sample", lambda: make("yuxin"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    user.click(window.start.sample)
    user.wait()
    user.tool("plan")
    dialog = user.dialog(PlanDialog)
    dialog.seconds.setValue(2)
    user.click(dialog.go)
    user.wait()
    user.click(window.offer_bar.accept)
    user.wait()
    user.tool("theme_deviation")
    user.tab(window.workload)
    user.row(window.workload, 0)
    uid = window.session.selection[0]
    leaves = window.session.grids
    leaves = leaves[leaves["level"] == window.session.plan.scheme.depth]
    assert leaves.loc[uid, "deviation"] == leaves["deviation"].max()
    # Why: the card breaks the load down by factor.
    assert sum(part.load for part in card_of(window.session.plan, uid).parts) > 0
    assert window.view.selected == [uid]


def test_1_see_who_carries_too_much_by_keyboard(
    window: MainWindow, user: Counting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = window.commands.sample
    monkeypatch.setattr(window.commands, "sample", lambda: make("yuxin"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    window.start.new.setFocus()
    user.key(KEY.Key_Tab)
    user.key(KEY.Key_Tab)
    user.key(KEY.Key_Space)
    user.wait()
    user.key(KEY.Key_F5)
    user.dialog(PlanDialog).seconds.setValue(2)
    user.key(KEY.Key_Return)
    user.wait()
    user.key(KEY.Key_Return, CONTROL)
    user.wait()
    user.key(KEY.Key_2)
    assert window.view.theme() == "deviation"
    user.key(KEY.Key_3, CONTROL)
    assert window.workload.view.hasFocus()
    leaves = window.session.grids
    leaves = leaves[leaves["level"] == window.session.plan.scheme.depth]
    assert leaves.loc[window.session.selection[0], "deviation"] == leaves["deviation"].max()
    user.key(KEY.Key_M, CONTROL)
    assert window.view.hasFocus()
    assert user.clicks == 0


def test_2_new_project_from_own_files(
    window: MainWindow, user: Counting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = sample_of("yuxin").folder
    names = [str(folder / name) for name in ("boundary.zip", "buildings.zip", "persons.xlsx")]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (names, ""))
    user.click(window.start.new)
    dialog = user.dialog(ProjectAssistant)
    dialog.files.folder.setText(str(tmp_path))
    user.click(dialog.files.add)
    user.click(dialog.next)
    user.qtbot.waitUntil(lambda: dialog.run is not None, timeout=30_000)
    user.click(dialog.next)
    user.click(dialog.next)
    user.wait()
    assert len(window.session.plan.tables["buildings"]) > 0
    assert len(window.session.plan.tables["persons"]) > 0


def test_2_new_project_by_keyboard(
    window: MainWindow, user: Counting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = sample_of("yuxin").folder
    names = [str(folder / name) for name in ("boundary.zip", "buildings.zip", "persons.xlsx")]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (names, ""))
    user.key(KEY.Key_N, CONTROL)
    dialog = user.dialog(ProjectAssistant)
    dialog.files.folder.setText(str(tmp_path))
    user.tab_to(dialog.files.add)
    user.key(KEY.Key_Space)
    user.key(KEY.Key_Return)
    user.qtbot.waitUntil(lambda: dialog.run is not None, timeout=30_000)
    user.key(KEY.Key_Return)
    user.key(KEY.Key_Return)
    user.wait()
    assert len(window.session.plan.tables["buildings"]) > 0
    assert len(window.session.plan.tables["persons"]) > 0
    assert user.clicks == 0


def test_3_plan_and_accept(window: MainWindow, user: Counting, estate: Path) -> None:
    user.open(estate)
    user.tool("plan")
    dialog = user.dialog(PlanDialog)
    dialog.seconds.setValue(2)
    user.click(dialog.go)
    user.wait()
    user.click(window.offer_bar.accept)
    user.wait()
    assert len(window.session.plan.leaves) == window.session.plan.scheme.counts[-1]


def test_3_plan_and_accept_by_keyboard(window: MainWindow, user: Counting, estate: Path) -> None:
    user.open(estate)
    user.key(KEY.Key_F5)
    dialog = user.dialog(PlanDialog)
    dialog.seconds.setValue(2)
    user.key(KEY.Key_Return)
    user.wait()
    user.key(KEY.Key_Return, CONTROL)
    user.wait()
    assert len(window.session.plan.leaves) == window.session.plan.scheme.counts[-1]
    assert user.clicks == 0


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


def test_4_fix_three_findings(window: MainWindow, user: Counting, planned: Path) -> None:
    user.open(planned)
    leave_doors(window)
    user.tool("check")
    user.wait()
    before = captained(window)
    user.row(window.findings, doors_first(window))
    for _ in range(3):
        user.click(window.findings.mend)
        user.click(user.dialog(CaptainDialog).go)
        user.wait()
    assert captained(window) == before + 3
    user.wait()
    assert not window.session.findings_stale


def test_4_fix_three_findings_by_keyboard(
    window: MainWindow, user: Counting, planned: Path
) -> None:
    user.open(planned)
    leave_doors(window)
    user.wait()
    user.key(KEY.Key_F7)
    user.wait()
    for _ in range(doors_first(window) + 1):
        user.key(KEY.Key_N)
    before = captained(window)
    for _ in range(3):
        user.key(KEY.Key_F4)
        user.dialog(CaptainDialog)
        user.key(KEY.Key_Return)
        user.wait()
    assert captained(window) == before + 3
    assert user.clicks == 0


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


def test_5_move_a_border_and_watch_both_loads(
    window: MainWindow, user: Counting, planned: Path
) -> None:
    """Until there is a tool that pushes borders, one moves by splitting a grid."""
    user.open(planned)
    uid, line = cut(window)
    window.view.zoom_to_grids([uid])
    user.click(window.view, user.at_grid(uid))
    before = window.session.grids.loc[uid]
    user.tool("split")
    ends = [window.view.camera.to_screen(x, y).toPoint() for x, y in line.coords]
    for end in ends:
        user.click(window.view, end)
    events.keyClick(window.view, KEY.Key_Return)
    user.wait()
    after = window.session.grids
    new = int(after.index.max())
    assert after.loc[[uid, new], "households"].sum() == before["households"]
    assert after.loc[[uid, new], "load"].sum() == pytest.approx(before["load"], rel=1e-6)
    user.tab(window.workload)
    assert {uid, new} <= {u for uids in window.workload.model.frame["uids"] for u in uids}


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


def test_5_move_a_border_by_picking(window: MainWindow, user: Counting, planned: Path) -> None:
    user.open(planned)
    uid = far_from_target(window)
    window.view.zoom_to_grids([uid])
    user.click(window.view, user.at_grid(uid))
    best = exchanges(window.session.plan, str(window.session.grids.loc[uid, "code"]))[0]
    codes = [best.source, best.to]
    before = watched(window, codes)
    window.actions_table["exchange"].trigger()
    user.wait()
    user.click(user.dialog(ExchangeDialog).go)
    user.wait()
    after = watched(window, codes)
    assert after[best.source] < before[best.source]
    assert after[best.to] > before[best.to]
    assert sum(after.values()) == pytest.approx(sum(before.values()))


def test_5_move_a_border_by_keyboard(window: MainWindow, user: Counting, planned: Path) -> None:
    user.open(planned)
    uid = far_from_target(window)
    code = str(window.session.grids.loc[uid, "code"])
    best = exchanges(window.session.plan, code)[0]
    user.key(KEY.Key_F, CONTROL)
    events.keyClicks(window.menus.search, code)
    user.key(KEY.Key_Return)
    before = watched(window, [best.source, best.to])
    user.key(KEY.Key_B)
    user.wait()
    user.dialog(ExchangeDialog)
    user.key(KEY.Key_Return)
    user.wait()
    after = watched(window, [best.source, best.to])
    assert after[best.to] > before[best.to]
    user.key(KEY.Key_3, CONTROL)
    assert window.workload.view.hasFocus()
    user.key(KEY.Key_Z, CONTROL)
    user.wait()
    assert watched(window, [best.source, best.to]) == before
    assert user.clicks == 0


def captains(duties: pd.DataFrame) -> set[tuple[str, str]]:
    """List captains with their doors."""
    now = duties[running(duties) & (duties["kind"] == CAPTAIN)]
    return set(zip(now["person"], now["target_id"], strict=True))


def workers(duties: pd.DataFrame, uid: int) -> set[str]:
    """List the workers of a leaf."""
    here = running(duties) & (duties["kind"] == WORKER) & (duties["target_id"] == str(uid))
    return set(duties.loc[here, "person"])


def test_6_replace_a_worker_and_a_captain(
    window: MainWindow, user: Counting, planned: Path
) -> None:
    user.open(planned)
    uid = busiest_leaf(window)
    window.view.zoom_to_grids([uid])
    user.click(window.view, user.at_grid(uid))
    assert window.session.selection == (uid,)
    before = window.session.plan.tables["duties"]
    user.click(user.card_button("replace"))
    user.click(user.dialog(WorkerDialog).go)
    user.wait()
    user.click(user.card_button("captain"))
    user.click(user.dialog(CaptainDialog).go)
    user.wait()
    after = window.session.plan.tables["duties"]
    old, new = (workers(duties, uid) for duties in (before, after))
    assert len(old) == len(new)
    assert old != new
    assert captains(before) != captains(after)


def test_6_replace_a_worker_and_a_captain_by_keyboard(
    window: MainWindow, user: Counting, planned: Path
) -> None:
    user.open(planned)
    uid = busiest_leaf(window)
    code = window.session.grids.loc[uid, "code"]
    user.key(KEY.Key_F, CONTROL)
    events.keyClicks(window.menus.search, str(code))
    user.key(KEY.Key_Return)
    assert window.session.selection == (uid,)
    before = captains(window.session.plan.tables["duties"])
    no_modifier = Qt.KeyboardModifier.NoModifier
    shift = Qt.KeyboardModifier.ShiftModifier
    for modifier, kind in ((no_modifier, WorkerDialog), (shift, CaptainDialog)):
        user.key(KEY.Key_W, modifier)
        user.dialog(kind)
        user.key(KEY.Key_Return)
        user.wait()
    assert captains(window.session.plan.tables["duties"]) != before
    assert user.clicks == 0


def test_7_export_the_meeting_map_and_the_gbk_handoff(
    window: MainWindow, user: Counting, planned: Path
) -> None:
    window.preferences.set("open_folder_after_export", False)
    user.open(planned)
    user.tool("export")
    dialog = user.dialog(ExportDialog)
    assert dialog.profile.currentData() == "meeting"
    user.click(dialog.go)
    user.wait()
    user.tool("export")
    dialog = user.dialog(ExportDialog)
    user.choose(dialog.format, "shp")
    user.choose(dialog.encoding, "gbk")
    user.click(dialog.go)
    user.wait()
    assert planned.with_suffix(".html").stat().st_size > 0
    with ZipFile(planned.with_suffix(".zip")) as pack:
        tags = {pack.read(name).strip() for name in pack.namelist() if name.endswith(".cpg")}
    assert tags
    assert all(tag.upper() in (b"GBK", b"936", b"CP936") for tag in tags)


def test_7_export_by_keyboard(window: MainWindow, user: Counting, planned: Path) -> None:
    window.preferences.set("open_folder_after_export", False)
    user.open(planned)
    user.key(KEY.Key_E, CONTROL)
    user.dialog(ExportDialog)
    user.key(KEY.Key_Return)
    user.wait()
    user.key(KEY.Key_E, CONTROL)
    dialog = user.dialog(ExportDialog)
    for combo, data in ((dialog.format, "shp"), (dialog.encoding, "gbk")):
        user.tab_to(combo)
        for _ in range(combo.count()):
            if combo.currentData() != data:
                user.key(KEY.Key_Down)
        assert combo.currentData() == data
    user.key(KEY.Key_Return)
    user.wait()
    assert planned.with_suffix(".html").stat().st_size > 0
    assert planned.with_suffix(".zip").stat().st_size > 0
    assert user.clicks == 0


def test_preferences_of_tests_are_their_own(tmp_path: Path) -> None:
    assert str(tmp_path) in Preferences()._file.fileName()
