"""The print preview by real clicks: what it shows, writes, prints and refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from PyQt6.QtPrintSupport import QPrinter
from PyQt6.QtWidgets import QFileDialog

from gridplanner.edits import CopyScenario
from tests.ui.conftest import JOB_MS, Hand
from ui.dialogs.print_dialog import PrintDialog

from .towns import sizes_mm, texts_of


def drawn(hand: Hand, dialog: PrintDialog) -> None:
    """Wait until the preview shows what is asked for."""

    def shown() -> bool:
        known = dialog._known()
        return known is not None and not dialog._jobs.running and not dialog._settle.isActive()

    hand.qtbot.waitUntil(shown, timeout=JOB_MS)


@pytest.fixture
def dialog(hand: Hand, planned: Path) -> PrintDialog:
    """Open the preview of the estate."""
    hand.open(planned)
    hand.window.actions_table["print"].trigger()
    found: PrintDialog = hand.dialog(PrintDialog)
    drawn(hand, found)
    return found


def test_it_shows_a_page_and_turns_to_the_next(hand: Hand, dialog: PrintDialog) -> None:
    form = dialog.form
    assert not dialog.view._image.isNull()
    assert form.page.text().startswith("1 / ")
    assert not form.back.isEnabled()
    form.kind.setCurrentIndex(form.kind.findData("poster"))
    drawn(hand, dialog)
    assert form.page.text() == "1 / 53"
    hand.click(form.forth)
    hand.qtbot.waitUntil(lambda: form.page.text() == "2 / 53", timeout=JOB_MS)
    assert form.back.isEnabled()
    dialog.reject()


def test_a_scale_that_is_too_large_is_said_and_cannot_be_printed(
    hand: Hand, dialog: PrintDialog
) -> None:
    form = dialog.form
    form.paper.setCurrentIndex(form.paper.findData("A4"))
    form.scale.setCurrentIndex(form.scale.findData(500))
    hand.qtbot.waitUntil(lambda: "1:500" in dialog.view._label.text(), timeout=JOB_MS)
    assert not form.pdf.isEnabled()
    form.scale.setCurrentIndex(0)
    drawn(hand, dialog)
    assert form.pdf.isEnabled()
    dialog.reject()


def test_two_plans_ask_for_the_other_one(
    hand: Hand, dialog: PrintDialog, planned_file: Path
) -> None:
    form = dialog.form
    form.kind.setCurrentIndex(form.kind.findData("pair"))
    hand.qtbot.waitUntil(lambda: "现状" in dialog.view._label.text(), timeout=JOB_MS)
    form.take_against(planned_file)
    drawn(hand, dialog)
    assert dialog._shown is not None
    assert form.against.currentText() == planned_file.name
    form.take_against(planned_file.parent / "没有.gpkg")
    assert "没有.gpkg" in form.said.text()
    dialog.reject()


def test_another_scenario_is_compared_with_at_once(hand: Hand, planned: Path) -> None:
    hand.open(planned)
    hand.window.session.do(CopyScenario("方案一"))
    hand.wait()
    hand.window.actions_table["print"].trigger()
    found: PrintDialog = hand.dialog(PrintDialog)
    drawn(hand, found)
    found.form.kind.setCurrentIndex(found.form.kind.findData("pair"))
    drawn(hand, found)
    assert found.form.against.currentText() == "现行方案"
    assert found.form.pdf.isEnabled()
    found.reject()


def test_what_is_left_out_is_said_beside_the_page(hand: Hand, dialog: PrintDialog) -> None:
    form = dialog.form
    form.kind.setCurrentIndex(form.kind.findData("poster"))
    drawn(hand, dialog)
    assert "工作电话" not in form.said.text()
    form.profile.setCurrentIndex(form.profile.findData("public"))
    drawn(hand, dialog)
    # The estate's persons have no column of work phones.
    assert "工作电话" in form.said.text()
    hand.click(form.forth)
    hand.qtbot.waitUntil(lambda: form.page.text() == "2 / 53", timeout=JOB_MS)
    assert "工作电话" in form.said.text()
    dialog.reject()


@pytest.mark.parametrize("kind", ["pdf", "png"])
def test_what_is_shown_is_written(
    hand: Hand, dialog: PrintDialog, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / f"张贴.{kind}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    monkeypatch.setattr("ui.handing.show_folder", lambda _path: None)
    form = dialog.form
    form.kind.setCurrentIndex(form.kind.findData("grid"))
    form.grid.setCurrentIndex(2)
    drawn(hand, dialog)
    hand.click(form.pdf if kind == "pdf" else form.png)
    hand.wait()
    assert out.stat().st_size > 20_000
    if kind == "pdf":
        assert sizes_mm(out) == [(260, 370)]


def test_it_goes_to_a_printer(hand: Hand, dialog: PrintDialog, tmp_path: Path) -> None:
    out = tmp_path / "printed.pdf"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(out))
    dialog.send(printer)
    assert dialog._shown is not None
    assert len(texts_of(out)) == len(dialog._shown.pages)
    assert "已送往打印机" in dialog.form.said.text()
    dialog.reject()


def test_it_may_be_closed_while_it_draws(hand: Hand, planned: Path) -> None:
    hand.open(planned)
    hand.speak("en")
    hand.window.actions_table["print"].trigger()
    dialog: PrintDialog = hand.dialog(PrintDialog)
    hand.qtbot.waitUntil(lambda: dialog._jobs.running is not None, timeout=JOB_MS)
    assert dialog.form.pdf.text() == "Save as PDF…"
    dialog.reject()
    hand.speak("zh")


def test_an_internal_sheet_is_confirmed_and_noted(
    hand: Hand, dialog: PrintDialog, tmp_path: Path
) -> None:
    form = dialog.form
    assert not form.confirm.isVisible()
    form.profile.setCurrentIndex(form.profile.findData("internal"))
    drawn(hand, dialog)
    assert form.confirm.isVisible()
    assert not form.print_button.isEnabled()
    form.confirm.click()
    assert form.print_button.isEnabled()
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    dialog.send(printer)
    project = hand.window.session.project
    assert project is not None
    assert project.history.entries[-1].label == "edit.log_export"
    dialog.reject()
