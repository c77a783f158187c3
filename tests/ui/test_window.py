"""The window by real clicks and keys: start, opening, selecting, views, closing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PyQt6.QtCore import QMimeData, QPointF, Qt, QUrl
from PyQt6.QtGui import QDragEnterEvent, QDropEvent
from pytestqt.qtbot import QtBot

from gridplanner.edits import SetLock
from gridplanner.errors import InputError
from tests.ui.conftest import Hand, events
from ui import theme
from ui.main_window import MAP_PAGE, START_PAGE, MainWindow
from ui.qt import held


def test_start_offers_new_open_sample_and_no_docks(window: MainWindow) -> None:
    assert window.pages.currentIndex() == START_PAGE
    for button in (window.start.new, window.start.open, window.start.sample):
        assert button.isVisible()
        assert button.isEnabled()
    assert not any(dock.isVisible() for dock in window.docks.all)


def test_open_shows_map_tree_and_tables(window: MainWindow, hand: Hand, planned: Path) -> None:
    hand.open(planned)
    assert window.pages.currentIndex() == MAP_PAGE
    assert all(dock.isVisible() for dock in window.docks.all)
    assert window.tree.model.rowCount() == 1
    assert window.workload.model.rowCount() == 53
    assert window.people.model.rowCount() == len(window.session.plan.tables["persons"])
    assert window.preferences.recent == [planned]
    assert "planned" in window.windowTitle()


def test_recent_project_opens_by_a_click(window: MainWindow, hand: Hand, planned: Path) -> None:
    hand.open(planned)
    window.actions_table["close"].trigger()
    assert window.pages.currentIndex() == START_PAGE
    buttons = window.start.findChildren(type(window.start.new))
    link = next(b for b in reversed(buttons) if b.toolTip() == str(planned))
    hand.click(link)
    hand.wait()
    assert window.session.is_open


def test_sample_is_made_by_a_click(
    window: MainWindow, hand: Hand, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    window.actions_table["sample_yuxin"].trigger()
    assert window.status.cancel.isVisible()
    hand.wait()
    assert str(window.session.plan.scheme) == "1/53"


def test_dropped_project_opens(window: MainWindow, hand: Hand, planned: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(planned))])
    keys, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    copy = Qt.DropAction.CopyAction
    window.dragEnterEvent(QDragEnterEvent(QPointF(9, 9).toPoint(), copy, data, keys, none))
    window.dropEvent(QDropEvent(QPointF(9, 9), copy, data, keys, none))
    hand.wait()
    assert window.session.is_open


def test_map_and_tree_select_each_other(window: MainWindow, hand: Hand, planned: Path) -> None:
    hand.open(planned)
    first, second = (int(uid) for uid in window.session.plan.leaves["uid"].iloc[[5, 20]])
    hand.click(window.view, hand.at_grid(first))
    assert window.session.selection == (first,)
    rows = held(window.tree.view.selectionModel()).selectedRows()
    assert [window.tree.model.uid(window.tree.sieve.mapToSource(row)) for row in rows] == [first]
    index = window.tree.sieve.mapFromSource(window.tree.model.index_of(second))
    window.tree.view.scrollTo(index)
    place = window.tree.view.visualRect(index).center()
    hand.click(window.tree.view.viewport(), place)
    assert window.view.selected == [second]
    assert window.card.findChild(type(window.start.new), "replace") is not None


def test_find_goes_to_a_grid(window: MainWindow, hand: Hand, planned: Path) -> None:
    hand.open(planned)
    code, uid = window.session.plan.leaves[["code", "uid"]].iloc[7]
    window.actions_table["find"].trigger()
    events.keyClicks(window.menus.search, str(code))
    events.keyClick(window.menus.search, Qt.Key.Key_Return)
    assert window.session.selection == (int(uid),)


def test_find_goes_to_an_address(window: MainWindow, hand: Hand, planned: Path) -> None:
    hand.open(planned)
    rows = window.session.plan.tables["households"]
    home = rows[(rows["address"] != "") & rows["geometry"].notna()].iloc[0]
    window.menus.search.insert(home["address"])
    events.keyClick(window.menus.search, Qt.Key.Key_Return)
    west, south, east, north = window.view.camera.bounds
    assert west < home["geometry"].x < east
    assert south < home["geometry"].y < north
    assert window.view.camera.denominator < 2_000


@pytest.mark.parametrize("name", ["deviation", "kind", "parent"])
def test_theme_by_key(window: MainWindow, hand: Hand, planned: Path, name: str) -> None:
    hand.open(planned)
    key = {"parent": Qt.Key.Key_1, "deviation": Qt.Key.Key_2, "kind": Qt.Key.Key_3}[name]
    events.keyClick(window.view, key)
    assert window.view.theme() == name
    checked = [n for n in ("parent", "deviation", "kind")
               if window.actions_table[f"theme_{n}"].isChecked()]  # fmt: skip
    assert checked == [name]


def test_layer_list_hides_a_layer(window: MainWindow, hand: Hand, planned: Path) -> None:
    hand.open(planned)
    item = held(window.layers.list.item(0))
    item.setCheckState(Qt.CheckState.Unchecked)
    assert {name: shown for name, shown, _ in window.view.layers()}["labels"] is False
    assert not window.layers.slider.isEnabled()
    window.layers.list.setCurrentItem(item)
    window.layers.slider.setValue(40)
    assert {name: value for name, _, value in window.view.layers()}["labels"] == 0.4


def test_dark_is_kept(window: MainWindow, hand: Hand, planned: Path) -> None:
    hand.open(planned)
    seen = []
    for _ in range(2):
        window.actions_table["dark"].trigger()
        seen.append((theme.is_dark(), window.preferences.dark))
    assert seen == [(True, True), (False, False)]


def test_closed_dock_stays_closed(window: MainWindow, hand: Hand, planned: Path) -> None:
    hand.open(planned)
    window.docks.layers.close()
    window.close()
    assert window.preferences.hidden_docks == ["dock_layers"]


def test_missing_file_is_a_sentence(window: MainWindow, tmp_path: Path) -> None:
    assert not window.session.open(tmp_path / "nowhere.gpkg")
    assert window.messages.severity == "error"
    said = window.messages.message()
    assert said
    assert "Traceback" not in said
    assert "store." not in said


def test_unexpected_error_is_logged_not_shown(window: MainWindow, tmp_path: Path) -> None:
    window.reporter.show(ZeroDivisionError("division by zero"))
    assert "division" not in window.messages.message()
    assert "ZeroDivisionError" in (tmp_path / "window.log").read_text(encoding="utf-8")


def test_edit_refused_is_a_sentence(window: MainWindow, hand: Hand, planned: Path) -> None:
    hand.open(planned)
    window.session.undo()
    window.session.redo()
    hand.wait()
    assert not window.session.redo()
    assert window.messages.isVisible()
    assert window.messages.severity == "info"


def test_why_an_edit_was_refused_goes_with_the_next_one(
    window: MainWindow, hand: Hand, planned: Path
) -> None:
    hand.open(planned)
    code = str(window.session.plan.leaves["code"].iloc[0])
    assert not window.session.do(SetLock((code,), "for ever"))
    assert window.messages.severity == "error"
    assert window.messages.message()
    assert window.session.do(SetLock((code,), "frozen"))
    assert window.messages.message() == ""
    # Another message stays: what is done says nothing about it.
    window.session.failed.emit(InputError("basemap.no_tile", {"host": "h", "status": 200}))
    said = window.messages.message()
    assert said
    assert window.session.do(SetLock((code,), "open"))
    assert window.messages.message() == said


def test_close_during_a_job(window: MainWindow, hand: Hand, planned: Path) -> None:
    hand.open(planned)
    window.actions_table["check"].trigger()
    assert window.session.busy
    window.close()
    assert (window.session.busy, window.session.is_open) == (False, False)


def test_close_while_a_sample_is_made(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qtbot: QtBot
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    window.actions_table["sample_yuxin"].trigger()
    qtbot.wait(200)
    window.close()
    assert not window.session.busy
    assert list(tmp_path.rglob("*-journal")) == []


def test_export_dialog_writes_a_file(
    window: MainWindow, hand: Hand, planned: Path, tmp_path: Path
) -> None:
    from ui.dialogs.export_dialog import ExportDialog

    hand.open(planned)
    hand.tool("export")
    dialog = hand.dialog(ExportDialog)
    dialog.format.setCurrentIndex(dialog.format.findData("geojson"))
    dialog.path.setText(str(tmp_path / "out.geojson"))
    dialog.open_folder.setChecked(False)
    hand.click(dialog.go)
    hand.wait()
    written = json.loads((tmp_path / "out.geojson").read_text(encoding="utf-8"))
    layers = [feature["properties"]["LAYER"] for feature in written["features"]]
    assert (layers.count("grids_l1"), layers.count("grids_l2")) == (1, 53)
    assert "out.geojson" in window.messages.message()
