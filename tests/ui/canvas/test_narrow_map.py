"""What stands on a narrow map, such as half a window, stays on it."""

from __future__ import annotations

from PyQt6.QtCore import QRectF
from PyQt6.QtWidgets import QApplication

from tests.ui.canvas.desk import Desk, town
from ui.canvas.furniture import scale_card
from ui.canvas.view import MapView


def test_tabs_and_strip_are_turned_where_they_do_not_fit(view: MapView) -> None:
    Desk(view, town())
    view.set_language("en")
    view.set_tool("paint")
    wide = view.level_tabs.height(), view.strip.height()
    assert view.rect().contains(view.level_tabs.geometry())
    view.resize(280, 480)
    QApplication.processEvents()
    tabs, strip = view.level_tabs, view.strip
    for widget in (tabs, strip):
        assert view.rect().contains(widget.geometry())
    assert tabs.height() > 2 * wide[0]
    assert strip.height() > 2 * wide[1]
    places = [(button.x(), button.y()) for button in tabs.buttons]
    assert len({x for x, _ in places}) == 1
    assert sorted(y for _, y in places) == [y for _, y in places]
    view.resize(800, 600)
    QApplication.processEvents()
    assert (tabs.height(), strip.height()) == wide


def test_tabs_stand_above_a_scale_bar_that_they_would_hide(view: MapView) -> None:
    view.resize(360, 480)
    QApplication.processEvents()
    for factor in (1.0, 1.9, 1.9, 1.9):
        view.set_camera(view.camera.zoomed(factor, view.camera.to_screen(*view.camera.to_map(
            view.rect().center().toPointF()))))  # fmt: skip
        bar = scale_card(view.camera, QRectF(view.rect()))
        assert not QRectF(view.level_tabs.geometry()).intersects(bar)
