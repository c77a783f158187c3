"""Files that leave the window, and those that come back, by real events."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import shapely
from PyQt6.QtCore import Qt

from gridplanner.edits import ChangeGrid
from layers.field_mapping import systems_of
from layers.target_crs import GCJ02
from tests.ui.conftest import Hand
from ui.dialogs.export_dialog import ExportDialog
from ui.dialogs.handoff_dialog import HandoffDialog
from ui.main_window import MainWindow
from ui.qt import held


def labels(window: MainWindow) -> list[str]:
    return [entry.label for entry in held(window.session.project).history.entries]


def export_dialog(hand: Hand, name: str, out: Path) -> ExportDialog:
    hand.tool("export")
    dialog: ExportDialog = hand.dialog(ExportDialog)
    dialog.format.setCurrentIndex(dialog.format.findData(name))
    dialog.path.setText(str(out))
    dialog.open_folder.setChecked(False)
    return dialog


def test_an_internal_export_is_confirmed_and_noted(
    window: MainWindow, hand: Hand, planned: Path, tmp_path: Path
) -> None:
    hand.open(planned)
    dialog = export_dialog(hand, "shp", tmp_path / "all.zip")
    assert not dialog.confirm.isVisible()
    dialog.profile.setCurrentIndex(dialog.profile.findData("internal"))
    assert dialog.confirm.isVisible()
    hand.click(dialog.go)
    assert dialog.isVisible()
    assert dialog.fault.text()
    dialog.confirm.setChecked(True)
    hand.click(dialog.go)
    hand.wait()
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert "persons.dbf" in archive.namelist()
    assert labels(window)[-1] == "edit.log_export"
    # Next time it is not the choice that stands there.
    assert export_dialog(hand, "shp", tmp_path / "x.zip").profile.currentData() == "meeting"


def test_rows_follow_the_format(hand: Hand, planned: Path) -> None:
    hand.open(planned)
    dialog = export_dialog(hand, "html", planned)
    rows = (dialog.crs, dialog.encoding, dialog.fields, dialog.people, dialog.beside)
    assert not any(row.isVisible() for row in rows)
    assert all(row.isVisible() for row in dialog.extras.rows)
    assert dialog.extras.today.isVisible()
    dialog.format.setCurrentIndex(dialog.format.findData("shp"))
    assert all(row.isVisible() for row in rows)
    assert not any(row.isVisible() for row in dialog.extras.rows)
    names = [dialog.crs.itemData(n) for n in range(dialog.crs.count())]
    # The estate lies at 116° east: zone 39, EPSG 4548 without and 4527 with its number.
    assert names == [None, "EPSG:4527", "EPSG:4490", GCJ02]
    dialog.crs.setEditText("EPSG:99999")
    hand.click(dialog.go)
    assert "EPSG:99999" in dialog.fault.text()


def test_a_ledger_tells_of_another_scenario_where_one_is_chosen(
    hand: Hand, planned: Path, tmp_path: Path
) -> None:
    hand.open(planned)
    before = tmp_path / "before.gpkg"
    shutil.copy(planned, before)
    leaf = hand.window.session.plan.leaves.iloc[0]
    assert hand.window.session.do(ChangeGrid(leaf["code"], name="改名后的网格"))
    dialog = export_dialog(hand, "ledger", tmp_path / "台账.xlsx")
    today = dialog.extras.today
    assert today.isVisible()
    # Nothing chosen: it follows the journal.
    assert today.choice.itemText(0) == "按日志"
    today.choice.setEditText(str(before))
    hand.click(dialog.go)
    hand.wait()
    rows = list(openpyxl.load_workbook(tmp_path / "台账.xlsx").worksheets[0].values)
    named = [row for row in rows if any("改名后的网格" in str(cell) for cell in row)]
    assert len(named) == 1


def test_a_receiving_system_is_read_and_saved(
    window: MainWindow, hand: Hand, planned: Path, tmp_path: Path
) -> None:
    hand.open(planned)
    table = tmp_path / "综治平台.csv"
    table.write_text("文件,字段名,来源列\ngrids_l2,WGBM,code\ngrids_l2,MC,name\n", "utf-8-sig")
    dialog = export_dialog(hand, "shp", tmp_path / "out.zip")
    dialog.fields.take(tmp_path / "none.csv")
    assert "none.csv" in dialog.fault.text()
    dialog.fields.take(table)
    dialog.crs.setCurrentIndex(2)
    hand.click(dialog.go)
    hand.wait()
    assert list(systems_of(window.session.plan)) == ["综治平台"]
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert b"WGBM" in archive.read("grids_l2.dbf")[:600]
        assert archive.read("grids_l2.prj").startswith(b'GEOGCS["GCS_China_Geodetic')
    assert (tmp_path / "out-handoff.gpkg").exists()
    again = export_dialog(hand, "shp", tmp_path / "x.zip")
    assert again.fields.choice.findText("综治平台", Qt.MatchFlag.MatchContains) >= 0


def test_a_map_of_today_and_proposed_is_asked_for(
    hand: Hand, planned: Path, tmp_path: Path
) -> None:
    today = tmp_path / "today.gpkg"
    today.write_bytes(planned.read_bytes())
    hand.open(planned)
    dialog = export_dialog(hand, "html", tmp_path / "map.html")
    dialog.extras.today.choice.setEditText(str(today))
    hand.click(dialog.go)
    hand.wait()
    assert '"before":' in (tmp_path / "map.html").read_text("utf-8")


def test_what_came_back_is_ticked_taken_and_undone(
    window: MainWindow, hand: Hand, planned: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand.open(planned)
    out = tmp_path / "回传.geojson"
    hand.click(export_dialog(hand, "geojson", out).go)
    hand.wait()
    data = json.loads(out.read_text("utf-8"))
    leaves = [f for f in data["features"] if f["properties"]["LAYER"] == "grids_l2"]
    leaves[0]["properties"]["NAME"] = "东门网格"
    leaves[1]["properties"]["NAME"] = "西门网格"
    out.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    monkeypatch.setattr(
        "ui.handing.QFileDialog.getOpenFileName", lambda *_arguments: (str(out), "")
    )
    window.actions_table["take_back"].trigger()
    dialog = hand.dialog(HandoffDialog)
    hand.qtbot.waitUntil(lambda: dialog.table.rowCount() == 2, timeout=20_000)
    assert not dialog.go.isEnabled()
    assert "东门网格" in held(dialog.table.item(0, 2)).text()
    held(dialog.table.item(1, 0)).setCheckState(Qt.CheckState.Checked)
    assert dialog.ticked() == [2]
    hand.click(dialog.go)
    hand.wait()
    names = set(window.session.plan.leaves["name"])
    assert "西门网格" in names
    assert "东门网格" not in names
    assert labels(window)[-1] == "edit.handoff"
    window.actions_table["undo"].trigger()
    hand.wait()
    assert "西门网格" not in set(window.session.plan.leaves["name"])


def test_an_upper_border_that_runs_through_leaves_has_no_box(
    hand: Hand, planned: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand.open(planned)
    out = tmp_path / "回传.geojson"
    hand.click(export_dialog(hand, "geojson", out).go)
    hand.wait()
    data = json.loads(out.read_text("utf-8"))
    by_layer: dict[str, list[Any]] = {}
    for feature in data["features"]:
        by_layer.setdefault(feature["properties"]["LAYER"], []).append(feature)
    # Some 30 m along the edge of the town are no longer the upper grid's; one leaf is renamed.
    top = by_layer["grids_l1"][0]
    inner = shapely.geometry.shape(top["geometry"]).buffer(-0.0003)
    top["geometry"] = shapely.geometry.mapping(inner)
    by_layer["grids_l2"][0]["properties"]["NAME"] = "东门网格"
    out.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    monkeypatch.setattr(
        "ui.handing.QFileDialog.getOpenFileName", lambda *_arguments: (str(out), "")
    )
    hand.window.actions_table["take_back"].trigger()
    dialog = hand.dialog(HandoffDialog)
    hand.qtbot.waitUntil(lambda: dialog.table.rowCount() == 2, timeout=20_000)
    boxes = [
        bool(held(dialog.table.item(n, 0)).flags() & Qt.ItemFlag.ItemIsUserCheckable)
        for n in range(2)
    ]
    texts = [held(dialog.table.item(n, 2)).text() for n in range(2)]
    assert "东门网格" in texts[boxes.index(True)]
    assert "穿过下级网格" in texts[boxes.index(False)]
    hand.click(dialog.all)
    assert dialog.ticked() == [boxes.index(True) + 1]
    hand.click(dialog.go)
    hand.wait()
    assert "东门网格" in set(hand.window.session.plan.leaves["name"])
