"""The seven things people come to do, by keyboard alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QFileDialog

from gridplanner.exchanges import exchanges
from gridplanner.samples import sample_of
from tests.ui.conftest import events
from tests.ui.seven import (
    CONTROL,
    KEY,
    Counting,
    busiest_leaf,
    captained,
    captains,
    doors_first,
    far_from_target,
    leave_doors,
    watched,
)
from ui.dialogs.duty_dialog import CaptainDialog, WorkerDialog
from ui.dialogs.exchange_dialog import ExchangeDialog
from ui.dialogs.export_dialog import ExportDialog
from ui.dialogs.plan_dialog import PlanDialog
from ui.dialogs.project_assistant import ProjectAssistant
from ui.main_window import MainWindow


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
