"""A new project from a user's own files, and a file into the open project."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QComboBox, QFileDialog

from gridplanner.samples import sample_of
from layers.importing import Prepared
from tests.ui.conftest import Hand, events
from ui.dialogs.import_dialog import ImportDialog
from ui.dialogs.project_assistant import ProjectAssistant
from ui.main_window import MainWindow
from ui.reading import Reading, dry_run

FILES = ("households.xlsx", "boundary.zip", "buildings.zip", "entrances.zip", "compounds.zip")


def files() -> list[Path]:
    """Give some files of the estate as a user might choose them, in no order."""
    return [sample_of("yuxin").folder / name for name in FILES]


def test_new_project_from_own_files_by_mouse(
    window: MainWindow, hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = ([str(path) for path in files()], "")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: chosen)
    hand.click(window.start.new)
    dialog = hand.dialog(ProjectAssistant)
    dialog.files.folder.setText(str(tmp_path))
    dialog.files.name.setText("mine")
    dialog.files.schemes.setEditText("2/6")
    hand.click(dialog.files.add)
    # What others are matched to is read first.
    kinds = [reading.kind for reading in dialog.files.readings]
    assert kinds == ["boundary", "compounds", "buildings", "entrances", "households"]
    hand.click(dialog.next)
    hand.qtbot.waitUntil(lambda: dialog.run is not None, timeout=30_000)
    assert dialog.check.crs.currentData() == dialog.run.crs
    assert all(isinstance(outcome, Prepared) for outcome in dialog.run.outcomes)
    run = dialog.run
    hand.click(dialog.next)
    assert "households.xlsx" in dialog.summary.text.text()
    assert not (tmp_path / "mine.gpkg").exists()
    hand.click(dialog.next)
    hand.wait()
    plan = window.session.plan
    assert str(plan.scheme) == "2/6"
    made = {prepared.kind: len(prepared.every_row[prepared.kind]) for prepared in run.prepared}
    assert {kind: len(plan.tables[kind]) for kind in made} == made


def test_new_project_without_files_by_keyboard(
    window: MainWindow, hand: Hand, tmp_path: Path
) -> None:
    events.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = hand.dialog(ProjectAssistant)
    dialog.files.folder.setText(str(tmp_path))
    dialog.files.schemes.setEditText("3/x")
    events.keyClick(dialog.files.name, Qt.Key.Key_Return)
    assert dialog.fault.isVisible()
    dialog.files.schemes.setEditText("3/9")
    for _ in range(3):
        events.keyClick(dialog, Qt.Key.Key_Return)
    hand.wait()
    assert window.session.plan.scheme.counts == (3, 9)
    assert window.session.plan.crs == "EPSG:4545"


def test_names_that_cannot_be_files_are_refused(
    window: MainWindow, hand: Hand, tmp_path: Path
) -> None:
    hand.click(window.start.new)
    dialog = hand.dialog(ProjectAssistant)
    dialog.files.folder.setText(str(tmp_path))
    for name, folder in (("", tmp_path), ("a/b", tmp_path), ("a", tmp_path / "gone")):
        dialog.files.name.setText(name)
        dialog.files.folder.setText(str(folder))
        hand.click(dialog.next)
        assert dialog.fault.text()
        assert dialog.pages.currentIndex() == 0
    dialog.reject()


def test_unreadable_file_is_named_and_left_out(
    window: MainWindow, hand: Hand, tmp_path: Path
) -> None:
    bad = tmp_path / "buildings.geojson"
    bad.write_text("{", encoding="utf-8")
    window.commands.new((files()[1], bad))
    dialog = hand.dialog(ProjectAssistant)
    dialog.files.folder.setText(str(tmp_path))
    hand.click(dialog.next)
    hand.qtbot.waitUntil(lambda: dialog.run is not None, timeout=30_000)
    # The file that needs a look is the one that is shown.
    assert dialog.check.form.reading.path == bad
    assert dialog.check.form.result.text()
    hand.click(dialog.next)
    assert "buildings.geojson" in dialog.summary.text.text()
    dialog.reject()


def test_closing_the_assistant_while_it_reads(
    window: MainWindow, hand: Hand, tmp_path: Path
) -> None:
    window.commands.new(tuple(files()))
    dialog = hand.dialog(ProjectAssistant)
    dialog.files.folder.setText(str(tmp_path))
    hand.click(dialog.next)
    events.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert window.session.idle


def test_dry_run_reads_only_what_is_new(tmp_path: Path) -> None:
    known: dict[tuple[object, ...], object] = {}
    readings = [Reading(path, path.stem) for path in files()]
    first = dry_run("2/6", None, readings, known)(lambda _progress: None)  # type: ignore[arg-type]
    again = dry_run("2/6", None, readings, known)(lambda _progress: None)  # type: ignore[arg-type]
    assert [a is b for a, b in zip(first.outcomes, again.outcomes, strict=True)] == [True] * 5


def test_import_with_another_column(
    window: MainWindow, hand: Hand, planned: Path, tmp_path: Path
) -> None:
    hand.open(planned)
    path = tmp_path / "人员名册.xlsx"
    people = {"编号": ["p1", "p2"], "姓名": ["甲", "乙"], "别名": ["丙", "丁"]}
    pd.DataFrame(people).to_excel(path, index=False)
    window.commands.take_files((path,))
    dialog = hand.dialog(ImportDialog)
    hand.qtbot.waitUntil(dialog.go.isEnabled, timeout=30_000)
    assert dialog.form.kind.currentData() == "persons"
    combos = dialog.form.columns.findChildren(QComboBox)
    name = next(combo for combo in combos if combo.property("ours") == "name")
    assert name.currentData() == "姓名"
    name.setCurrentIndex(name.findData("别名"))
    name.activated.emit(name.currentIndex())
    hand.qtbot.waitUntil(dialog.go.isEnabled, timeout=30_000)
    hand.click(dialog.append)
    hand.click(dialog.go)
    hand.wait()
    persons = window.session.plan.tables["persons"].set_index("id")["name"]
    assert (persons["p1"], persons["p2"]) == ("丙", "丁")
    hand.click(window.messages.button)
    hand.wait()
    assert "p1" not in set(window.session.plan.tables["persons"]["id"])


def test_one_file_with_several_layers_is_a_reading_each(
    window: MainWindow, hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A GeoPackage with all of a town, as other systems hand it on."""
    town = tmp_path / "town.gpkg"
    for name in ("boundary", "buildings"):
        layer = gpd.read_file(sample_of("yuxin").folder / f"{name}.zip")
        layer.to_file(town, layer=name, driver="GPKG")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(town)], ""))
    hand.click(window.start.new)
    dialog = hand.dialog(ProjectAssistant)
    dialog.files.folder.setText(str(tmp_path))
    dialog.files.name.setText("mine")
    hand.click(dialog.files.add)
    assert [reading.title for reading in dialog.files.readings] == [
        "town.gpkg · boundary", "town.gpkg · buildings",
    ]  # fmt: skip
    hand.click(dialog.next)
    hand.qtbot.waitUntil(lambda: dialog.run is not None, timeout=30_000)
    assert [len(prepared.every_row[prepared.kind]) for prepared in dialog.run.prepared] == [1, 107]
    dialog.reject()
