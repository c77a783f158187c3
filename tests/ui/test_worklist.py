"""Rows that nobody understood: counted, listed, confirmed by name, written out and read back."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from PyQt6.QtWidgets import QFileDialog

from gridplanner.edits.addresses import unplaced
from layers.datum import gcj02_to_bd09, wgs84_to_gcj02
from tests.ui.conftest import Hand
from ui.dialogs.import_dialog import ImportDialog
from ui.dialogs.names_dialog import NamesDialog
from ui.main_window import MainWindow

ROWS = [
    {"户编号": "新1", "小区": "育新花圆", "地址": "1号楼1单元901室", "人口数": 2},
    {"户编号": "新2", "小区": "育新花园", "地址": "999号楼1单元101室", "人口数": 3},
    {"户编号": "新3", "小区": "育新花园", "地址": "1号楼1单元902室", "人口数": 1},
]


def bring(window: MainWindow, hand: Hand, path: Path) -> ImportDialog:
    window.commands.import_file(path)
    dialog: ImportDialog = hand.dialog(ImportDialog)
    hand.qtbot.waitUntil(dialog.go.isEnabled, timeout=20_000)
    return dialog


def test_from_the_counter_to_the_corrected_sheet(
    window: MainWindow, hand: Hand, estate: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand.open(estate)
    assert not window.status.worklist.isVisible()
    path = tmp_path / "户.xlsx"
    pd.DataFrame(ROWS).to_excel(path, index=False)
    dialog = bring(window, hand, path)
    hand.click(dialog.append)
    hand.click(dialog.go)
    hand.wait()
    plan = window.session.plan
    assert plan.worklist["reason"].tolist() == [
        "address.unknown_compound",
        "address.unknown_building",
    ]
    assert "2" in window.status.worklist.text()
    hand.click(window.status.worklist)
    assert window.docks.tabs.currentWidget() is window.worklist
    assert window.worklist.sieve.rowCount() == 2

    hand.click(window.worklist.names)
    names: NamesDialog = hand.dialog(NamesDialog)
    assert names.ticked() == {"育新花圆": "育新花园"}
    hand.click(names.go)
    hand.wait()
    assert unplaced(window.session.plan).sum() == 1
    assert window.worklist.sieve.rowCount() == 1

    sheet = tmp_path / "育新-待办.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(sheet), ""))
    hand.click(window.worklist.out)
    hand.wait()
    book = openpyxl.load_workbook(sheet)
    page = book.active
    assert page is not None
    titles = [cell.value for cell in page[1]]
    page.cell(2, titles.index("门牌地址") + 1).value = "1号楼1单元903室"
    book.save(sheet)

    rows = len(window.session.plan.households)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(sheet), ""))
    hand.click(window.worklist.back)
    again: ImportDialog = hand.dialog(ImportDialog)
    hand.qtbot.waitUntil(again.go.isEnabled, timeout=20_000)
    # Reading a corrected list must never replace the table.
    assert again.append.isChecked()
    assert not again.replace.isEnabled()
    hand.click(again.go)
    hand.wait()
    plan = window.session.plan
    assert len(plan.households) == rows
    assert unplaced(plan).sum() == 0
    assert not window.status.worklist.isVisible()


def test_a_datum_nobody_declared_is_named_and_converted_by_one_click(
    window: MainWindow, hand: Hand, estate: Path, tmp_path: Path
) -> None:
    hand.open(estate)
    plan = window.session.plan
    doors = plan.layer("entrances").iloc[::9].to_crs("EPSG:4490")
    true = doors.geometry.x.to_numpy(), doors.geometry.y.to_numpy()
    lon, lat = gcj02_to_bd09(*wgs84_to_gcj02(*true))
    rows = plan.households.drop_duplicates("entrance").set_index("entrance")
    address = rows["address"].reindex(doors["id"])
    sheet = {"户编号": [f"新{n}" for n in range(len(doors))], "地址": address.tolist()}
    path = tmp_path / "户.xlsx"
    pd.DataFrame({**sheet, "经度": lon, "纬度": lat}).dropna().to_excel(path, index=False)
    dialog = bring(window, hand, path)
    form = dialog.form
    assert form.datum.currentData() == "cgcs2000"
    assert form.doubt.isVisible()
    assert "BD-09" in form.doubt.text()
    assert "BD-09" in form.convert.text()
    hand.click(form.convert)
    assert form.datum.currentData() == "bd09"
    hand.qtbot.waitUntil(dialog.go.isEnabled, timeout=20_000)
    assert not form.doubt.isVisible()
    assert not form.convert.isVisible()
    dialog.reject()


def test_names_are_confirmed_before_the_import_and_columns_remembered(
    window: MainWindow, hand: Hand, estate: Path, tmp_path: Path
) -> None:
    hand.open(estate)
    path = tmp_path / "户.xlsx"
    pd.DataFrame(ROWS).to_excel(path, index=False)
    dialog = bring(window, hand, path)
    hand.click(dialog.append)
    hand.click(dialog.names)
    names: NamesDialog = hand.dialog(NamesDialog)
    hand.click(names.go)
    hand.qtbot.waitUntil(lambda: dialog.go.isEnabled() and dialog.names.isHidden(), timeout=20_000)
    dialog.remember.setText("街道户表")
    hand.click(dialog.go)
    hand.wait()
    plan = window.session.plan
    assert plan.worklist["reason"].tolist() == ["address.unknown_building"]
    assert plan.settings["mappings"]["街道户表"]["columns"]["address"] == "地址"
    # The same rows a second time: they cannot be added.
    window.commands.import_file(path)
    later: ImportDialog = hand.dialog(ImportDialog)
    hand.qtbot.waitUntil(lambda: later.habit.currentData() == "街道户表", timeout=20_000)
    hand.qtbot.waitUntil(later.fault.isVisible, timeout=20_000)
    assert not later.go.isEnabled()
    later.reject()
