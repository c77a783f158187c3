"""The import of one file: nothing goes unless somebody says so, and Return means go on."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from PyQt6.QtCore import Qt

from gridplanner.edits.pins import PinHousehold
from gridplanner.samples import sample_of
from tests.ui.conftest import Hand, events
from ui.dialogs.import_dialog import ImportDialog
from ui.main_window import MainWindow

#: Two new rows, at a door of the sample that is there.
ROWS = [
    {"户编号": f"新{n}", "小区": "育新花园", "地址": f"1号楼1单元90{n}室", "人口数": 2}
    for n in (1, 2)
]


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """Write the sheet of two rows."""
    path = tmp_path / "户.xlsx"
    pd.DataFrame(ROWS).to_excel(path, index=False)
    return path


def bring(window: MainWindow, hand: Hand, path: Path) -> ImportDialog:
    """Ask for the file's import, and wait until it has been read."""
    window.commands.import_file(path)
    dialog: ImportDialog = hand.dialog(ImportDialog)
    read(dialog, hand)
    return dialog


def read(dialog: ImportDialog, hand: Hand) -> None:
    """Wait until the file has been read."""
    hand.qtbot.waitUntil(
        lambda: dialog.jobs.running is None and dialog.form.result.text() != "", timeout=20_000
    )


def test_households_that_are_there_stay_and_the_dialog_says_so(
    window: MainWindow, hand: Hand, planned: Path, sheet: Path
) -> None:
    hand.open(planned)
    plan = window.session.plan
    there = len(plan.households)
    leaf = str(plan.leaves["code"].iloc[0])
    window.session.do(PinHousehold(str(plan.households["id"].iloc[0]), leaf))
    hand.wait()
    dialog = bring(window, hand, sheet)
    assert dialog.append.isChecked()
    assert dialog.there.text() == f"现有户 {there:,} 行都留下，加入 2 行，共 {there + 2:,} 行"
    assert not dialog.loss.isVisible()
    hand.click(dialog.replace)
    assert dialog.loss.isVisible()
    assert dialog.loss.text().split("\n") == [
        f"现有户 {there:,} 行都去掉，换成 2 行",
        "其中 1 户固定的网格也去掉",
    ]
    assert not dialog.there.isVisible()
    # What was chosen stays when the file is read again.
    dialog.form.datum.setCurrentIndex(dialog.form.datum.findData("wgs84"))
    read(dialog, hand)
    assert dialog.replace.isChecked()
    hand.click(dialog.append)
    hand.click(dialog.go)
    hand.wait()
    assert len(window.session.plan.households) == there + 2


def test_rows_that_cannot_be_added_are_named_before_the_import(
    window: MainWindow, hand: Hand, estate: Path, tmp_path: Path
) -> None:
    hand.open(estate)
    first = str(window.session.plan.households["id"].iloc[0])
    path = tmp_path / "户.xlsx"
    pd.DataFrame([{**ROWS[0], "户编号": first}, ROWS[1]]).to_excel(path, index=False)
    dialog = bring(window, hand, path)
    assert first in dialog.fault.text()
    assert not dialog.go.isEnabled()
    hand.click(dialog.replace)
    assert not dialog.fault.isVisible()
    assert dialog.go.isEnabled()
    dialog.reject()


def test_grids_lie_once_on_the_ground(window: MainWindow, hand: Hand, estate: Path) -> None:
    hand.open(estate)
    there = len(window.session.plan.boundary)
    dialog = bring(window, hand, sample_of("yuxin").folder / "boundary.zip")
    assert there == 1
    assert dialog.replace.isChecked()
    assert dialog.loss.text().endswith("1 行都去掉，换成 1 行")
    # Another kind of rows: they are not to go because a boundary would.
    kinds = dialog.form.kind
    kinds.setCurrentIndex(kinds.findData("areas"))
    kinds.activated.emit(kinds.currentIndex())
    read(dialog, hand)
    assert dialog.append.isChecked()
    dialog.reject()


def test_return_goes_on_after_the_file_was_read_again(
    window: MainWindow, hand: Hand, estate: Path, sheet: Path
) -> None:
    hand.open(estate)
    there = len(window.session.plan.households)
    dialog = bring(window, hand, sheet)
    dialog.go.setFocus()
    dialog.form.datum.setCurrentIndex(dialog.form.datum.findData("wgs84"))
    dialog.form.datum.activated.emit(dialog.form.datum.currentIndex())
    # The button is off while the file is read: the focus moves on, and must come back.
    assert not dialog.go.isEnabled()
    read(dialog, hand)
    assert dialog.go.isDefault()
    assert dialog.focusWidget() is dialog.go
    events.keyClick(dialog.go, Qt.Key.Key_Return)
    hand.wait()
    assert len(window.session.plan.households) == there + 2
