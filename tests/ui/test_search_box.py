"""The search box hints at as much as fits, and its list is wide enough to be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QCompleter
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Hand, events
from ui.dialogs.command_box import CommandBox
from ui.dialogs.key_sheet import KeySheet
from ui.main_window import MainWindow
from ui.panels.search_box import LIST_PX, LONG, SHORT, SearchBox
from ui.qt import held


@pytest.fixture
def box(qtbot: QtBot) -> SearchBox:
    """Show a box that may be as wide as one likes."""
    made = SearchBox()
    made.setMaximumWidth(2_000)
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_hint_that_does_not_fit_whole_is_a_shorter_one(box: SearchBox) -> None:
    whole = box.fontMetrics().horizontalAdvance(LONG)
    box.resize(whole + 60, 30)
    assert box.placeholderText() == LONG
    box.resize(whole - 1, 30)
    assert box.placeholderText() == SHORT
    assert box.toolTip() == LONG


def test_the_list_is_wider_than_the_box_and_ends_where_it_ends(
    box: SearchBox, qtbot: QtBot
) -> None:
    texts = ["610925100001001 第1二级网格", "610925100001002 第2二级网格"]
    completer = QCompleter(texts, box)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    box.offer(completer)
    box.resize(140, 30)
    box.move(500, 100)
    events.keyClicks(box, "61092510")
    popup = held(completer.popup())
    qtbot.waitUntil(popup.isVisible)
    assert popup.width() == LIST_PX
    right = box.mapToGlobal(box.rect().topRight()).x()
    assert popup.geometry().right() == right
    events.keyClicks(box, "0001")
    assert popup.width() == LIST_PX
    popup.hide()


def test_a_list_that_nothing_fits_says_so(window: MainWindow, hand: Hand) -> None:
    window.actions_table["commands"].trigger()
    dialog = hand.dialog(CommandBox)
    assert dialog.view.isVisible()
    events.keyClicks(dialog.search, "zzz")
    assert not dialog.view.isVisible()
    assert "没有符合的" in dialog.none.label.text()
    assert not dialog.go.isEnabled()
    dialog.search.clear()
    assert dialog.view.isVisible()
    dialog.reject()


@pytest.mark.parametrize(("language", "typed"), [("zh", "plan grids"), ("en", "划分网格")])
def test_a_command_is_found_in_either_language(
    window: MainWindow, hand: Hand, estate: Path, language: str, typed: str
) -> None:
    hand.open(estate)
    hand.speak(language)
    window.actions_table["commands"].trigger()
    dialog = hand.dialog(CommandBox)
    dialog.search.setText(typed)  # QTest types no hanzi
    assert dialog.sieve.rowCount() == 1
    chosen = dialog.chosen()
    assert dialog.model.frame["id"].iloc[chosen] == "plan"
    dialog.reject()
    window.actions_table["keys"].trigger()
    sheet = hand.dialog(KeySheet)
    sheet.search.setText({"zh": "lasso", "en": "套索"}[language])
    assert sheet.sieve.rowCount() == 1
    sheet.reject()
