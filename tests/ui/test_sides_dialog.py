"""四至 on the grid card: generated, written, marked when the border moves."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtWidgets import QLabel, QPushButton

from gridplanner.edits import MergeGrids
from tests.ui.conftest import Hand
from ui.dialogs.sides_dialog import SidesDialog
from ui.main_window import MainWindow

TEXT = "东至水塔，南至北门，西至老墙，北至花园"


def _said(window: MainWindow) -> str:
    return "\n".join(label.text() for label in window.card.findChildren(QLabel))


def _ask(window: MainWindow, hand: Hand) -> SidesDialog:
    links = window.card.findChildren(QPushButton, "link")
    hand.click(next(link for link in links if "改写" in link.text()))
    asked: SidesDialog = hand.dialog(SidesDialog)
    return asked


def test_text_is_written_on_the_card_and_marked_when_the_border_moves(
    window: MainWindow, hand: Hand, planned: Path
) -> None:
    hand.open(planned)
    session = window.session
    leaves = session.plan.leaves.sort_values("code")
    uid, code = int(leaves["uid"].iloc[0]), str(leaves["code"].iloc[0])
    session.select([uid])
    hand.wait()
    steps = len(session.entries)
    dialog = _ask(window, hand)
    generated = dialog.text.toPlainText()
    assert generated
    assert generated in _said(window)
    hand.click(dialog.go)
    assert len(session.entries) == steps
    dialog = _ask(window, hand)
    dialog.text.setPlainText(TEXT)
    hand.click(dialog.go)
    hand.wait()
    assert session.plan.tables["grids"].loc[uid, "sides"] == TEXT
    assert TEXT in _said(window)
    assert "变动" not in _said(window)

    shape = leaves.geometry.iloc[0]
    other = next(
        str(row.code) for row in leaves.iloc[1:].itertuples()
        if row.parent == leaves["parent"].iloc[0] and row.geometry.intersection(shape).length > 1
    )  # fmt: skip
    assert session.do(MergeGrids((code, other), code))
    session.select([uid])
    hand.wait()
    assert TEXT in _said(window)
    assert "边界有过变动" in _said(window)

    dialog = _ask(window, hand)
    hand.click(dialog.again)
    hand.click(dialog.go)
    hand.wait()
    assert session.plan.tables["grids"].loc[uid, "sides"] == ""
    assert session.undo()
    assert session.plan.tables["grids"].loc[uid, "sides"] == TEXT
    assert session.undo()
    assert session.undo()
    assert session.plan.tables["grids"].loc[uid, "sides"] == ""


def test_a_long_text_stays_open_with_a_sentence(
    window: MainWindow, hand: Hand, planned: Path
) -> None:
    hand.open(planned)
    window.session.select([int(window.session.plan.leaves["uid"].iloc[0])])
    hand.wait()
    dialog = _ask(window, hand)
    dialog.text.setPlainText("东" * 201)
    hand.click(dialog.go)
    assert dialog.isVisible()
    assert "201" in dialog.fault.text()
    dialog.reject()
