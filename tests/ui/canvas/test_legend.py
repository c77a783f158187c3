"""The legend: how much of the map it takes, and how it is folded."""

from __future__ import annotations

from typing import Any

from PyQt6.QtCore import QRectF, Qt
from PyQt6.QtTest import QTest

from tests.ui.canvas.conftest import picture
from ui.canvas import furniture
from ui.canvas.furniture import LOW_ROW, ROW, TITLE_H, legend_card, row_height
from ui.canvas.view import MapView


def card(view: MapView) -> QRectF:
    """Give the place of the legend."""
    window = QRectF(0, 0, view.width(), view.height())
    return legend_card(view.legend(), view.scene, window)


def is_folded(view: MapView) -> bool:
    """Tell whether only the title is shown."""
    return view.scene.legend_folded


def test_rows_stand_closer_on_a_low_map() -> None:
    assert row_height(QRectF(0, 0, 680, 667)) == LOW_ROW
    assert row_height(QRectF(0, 0, 1200, 980)) == ROW


def test_a_click_on_the_title_folds_and_unfolds(view: MapView) -> None:
    open_card, before = card(view), picture(view)
    title = furniture.legend_title(view.scene, view.camera)
    assert title.topLeft() == open_card.topLeft()
    events: Any = QTest
    left = Qt.MouseButton.LeftButton
    events.mouseClick(view, left, pos=title.center().toPoint())
    assert is_folded(view)
    assert view.selected == []
    folded = card(view)
    assert folded.height() == TITLE_H
    assert folded.right() == open_card.right()
    assert folded.bottom() == open_card.bottom()
    assert picture(view) != before
    events.mouseClick(view, left, pos=folded.center().toPoint())
    assert not is_folded(view)
    assert card(view) == open_card


def test_rows_of_the_legend_are_no_title(view: MapView) -> None:
    events: Any = QTest
    events.mouseClick(view, Qt.MouseButton.LeftButton, pos=card(view).center().toPoint())
    assert not is_folded(view)


def test_labels_come_to_where_the_rows_were(view: MapView) -> None:
    taken = furniture.corner_cards(view.scene, view.camera)
    view.fold_legend(folded=True)
    left = furniture.corner_cards(view.scene, view.camera)
    assert left[1].height() < taken[1].height()


def test_tags_keep_off_the_legend(view: MapView) -> None:
    picture(view)
    assert card(view) in view.scene.covered
