"""Repair of all borders in the window: a report first, then one step; after an import of grids."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from PyQt6.QtWidgets import QApplication, QFileDialog

from gridplanner.geometry import is_sound, shapes_of
from gridplanner.units.blocks import boundary_of
from tests.ui.conftest import JOB_MS, Hand
from ui.dialogs.import_dialog import ImportDialog
from ui.dialogs.repair_dialog import RepairDialog
from ui.main_window import MainWindow


def test_sound_borders_need_no_repair_and_no_step(
    window: MainWindow, hand: Hand, planned: Path
) -> None:
    hand.open(planned)
    steps = len(window.session.entries)
    window.actions_table["repair"].trigger()
    dialog = hand.dialog(RepairDialog)
    assert "没有需要修复" in dialog.text.text()
    assert not dialog.go.isEnabled()
    hand.click(dialog.stop)
    assert len(window.session.entries) == steps


def test_imported_grids_are_repaired_after_the_report_was_seen(
    window: MainWindow, hand: Hand, planned: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand.open(planned)
    session = window.session
    leaves = session.plan.leaves.sort_values("code")
    codes = leaves["code"].tolist()
    shapes = [shapely.buffer(shape, -0.1, join_style="mitre") for shape in leaves.geometry]
    drawn = gpd.GeoDataFrame(
        {"code": [*codes, codes[0]]}, geometry=[*shapes, shapes[0]], crs=session.plan.crs
    )
    file = tmp_path / "grids.gpkg"
    drawn.to_file(file)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    window.actions_table["import"].trigger()
    dialog = hand.dialog(ImportDialog)
    hand.qtbot.waitUntil(dialog.go.isEnabled, timeout=30_000)
    reading = dialog.form.reading
    assert reading is not None
    assert reading.kind == "grids"
    assert dialog.mend.isVisible()
    dialog.replace.setChecked(True)
    hand.click(dialog.go)
    hand.qtbot.waitUntil(
        lambda: isinstance(QApplication.activeModalWidget(), RepairDialog), timeout=JOB_MS
    )
    report = hand.dialog(RepairDialog)
    # All rows came in, the doubled one too.
    assert len(session.plan.leaves) == len(codes) + 1
    assert f"网格 {codes[0]} 有两个相同的图形" in report.text.text()
    steps = len(session.entries)
    hand.click(report.go)
    hand.wait()
    assert len(session.entries) == steps + 1
    assert sorted(session.plan.leaves["code"]) == codes
    assert is_sound(boundary_of(session.plan), shapes_of(session.plan.leaves.geometry))
    assert session.undo()
    assert len(session.plan.leaves) == len(codes) + 1


def test_another_tolerance_is_tried_again(window: MainWindow, hand: Hand, planned: Path) -> None:
    hand.open(planned)
    window.actions_table["repair"].trigger()
    dialog = hand.dialog(RepairDialog)
    dialog.tolerance.setValue(2.0)
    dialog.retry.click()
    hand.qtbot.waitUntil(lambda: not dialog.isVisible())
    again = hand.dialog(RepairDialog)
    assert again.tolerance.value() == 2.0
    again.reject()
