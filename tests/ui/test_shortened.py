"""A label that is cut where there is no room for it."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from ui.panels.shortened import Shortened


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size_px", [11, 12, 13, 14, 15])
def test_a_text_is_whole_where_it_has_the_room_that_it_asks_for(
    qtbot: QtBot, language: str, size_px: int
) -> None:
    label = Shortened()
    qtbot.addWidget(label)
    font = label.font()
    font.setPixelSize(size_px)
    label.setFont(font)
    label.show()
    texts = [f"{language} Esc 取消，{'退格 Backspace '[:n]}" for n in range(1, 13)]
    for text in texts:
        label.setText(text)
        label.resize(label.sizeHint())
        assert label.shown() == text
        assert label.toolTip() == ""


def test_what_is_cut_is_said_by_the_tip(qtbot: QtBot) -> None:
    label = Shortened()
    qtbot.addWidget(label)
    label.show()
    label.setText("继续点击；回车、双击或右键完成")
    label.resize(90, 20)
    assert label.shown().endswith("…")
    assert label.text() == label.toolTip() == "继续点击；回车、双击或右键完成"
