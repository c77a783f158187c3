"""On a small screen, or a magnified one, nothing is wider than it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PyQt6.QtCore import QSize
from PyQt6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from gridplanner.sentences import SENTENCES
from tests.ui.conftest import Hand
from ui.main_window import MainWindow
from ui.panels.hint import Hint
from ui.panels.shortened import Shortened
from ui.qt import fit_screen, held

#: 1366 × 768 at 125 %, less a task bar of 38 and a title bar of 30.
WIDE_PX, HIGH_PX = 1093, 546


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_hint_makes_the_window_wider(
    window: MainWindow, hand: Hand, planned: Path, language: str
) -> None:
    hand.open(planned)
    hand.speak(language)
    place = 0 if language == "zh" else 1
    longest = max(
        (
            code
            for code in SENTENCES
            if code.startswith("canvas.") and "{" not in SENTENCES[code][1]
        ),
        key=lambda code: len(SENTENCES[code][place]),
    )
    window.status.show_hint(longest, {})
    window.status.show_place(584_757.9, 3_576_584.0)
    assert window.minimumSizeHint().width() <= WIDE_PX
    assert window.minimumSizeHint().height() <= HIGH_PX
    window.resize(WIDE_PX, HIGH_PX)
    assert (window.width(), window.height()) == (WIDE_PX, HIGH_PX)
    assert SENTENCES[longest][place].startswith(window.status.keys.text()[:20])
    tree = window.tree.view
    assert tree.columnWidth(0) > 60
    window.resize(1920, 1080)
    hand.qtbot.waitUntil(lambda: not tree.isColumnHidden(2))


def test_a_label_is_cut_and_says_the_whole(qtbot: QtBot) -> None:
    label = Shortened()
    qtbot.addWidget(label)
    label.setText("Hold to paint into the target: Alt+click or type its number")
    label.resize(label.sizeHint())
    label.show()
    assert label.shown() == label.text()
    assert label.toolTip() == ""
    label.resize(120, 20)
    assert label.shown().endswith("…")
    assert label.text().startswith(label.shown()[:-1])
    assert label.toolTip() == label.text()
    assert label.minimumSizeHint().width() <= 60
    label.setText("Fill")
    assert label.shown() == "Fill"
    assert label.toolTip() == ""


def test_a_hint_gives_up_its_picture_before_its_words(qtbot: QtBot) -> None:
    panel = QWidget()
    qtbot.addWidget(panel)
    hint = Hint("check-circle", "运行检查后，这里列出方案的问题。", "检查", parent=panel)
    hint.resize(300, 300)
    panel.show()
    assert hint._picture.isVisible()
    least = hint.minimumSizeHint().height()
    hint.resize(300, least)
    assert not hint._picture.isVisible()
    assert hint.minimumSizeHint().height() == least
    for shown in (hint.label, hint.button):
        assert hint.rect().contains(shown.geometry())
    hint.resize(300, least + 40)
    assert hint._picture.isVisible()


def test_a_dialog_is_no_larger_than_the_screen(qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    dialog.resize(5_000, 4_000)
    fit_screen(dialog)
    assert dialog.size() == held(dialog.screen()).availableGeometry().size()
    dialog.resize(QSize(300, 200))
    fit_screen(dialog)
    assert dialog.size() == QSize(300, 200)
