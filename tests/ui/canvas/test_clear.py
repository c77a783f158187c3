"""What stands on the map covers neither the plan that is fitted nor the tag at the pointer."""

from __future__ import annotations

from typing import Any

import pytest
import shapely
from PyQt6.QtCore import QPointF, QRectF, QSizeF
from PyQt6.QtGui import QImage, QPainter

from tests.layers.plans import SIDE, X0, Y0
from ui.canvas import tag
from ui.canvas.camera import Camera
from ui.canvas.clear import fitted_clear, free_parts, tag_place
from ui.canvas.text import draw_tag
from ui.canvas.view import MapView

WINDOW = QRectF(0, 0, 1000, 600)
CAMERA = Camera(0, 0, 1.0, 1000, 600)
#: A legend in the lower right corner and tabs in the lower left one.
LEGEND, TABS = QRectF(800, 300, 188, 288), QRectF(12, 548, 200, 40)


def on_screen(camera: Camera, shape: shapely.Polygon) -> QRectF:
    """Give the box of a shape in the window."""
    west, south, east, north = shape.bounds
    return QRectF(camera.to_screen(west, north), camera.to_screen(east, south))


class TestFreeParts:
    """Parts of a window that no card reaches into."""

    def test_without_cards_the_window(self) -> None:
        assert free_parts(WINDOW, []) == [WINDOW]
        assert free_parts(WINDOW, [QRectF(), QRectF(2_000, 0, 10, 10)]) == [WINDOW]

    def test_a_card_is_put_up_with_or_cut_off_by_one_side(self) -> None:
        """The legend: left of it 792 × 600 and above it 1000 × 292; the others are too small."""
        window, *parts = free_parts(WINDOW, [LEGEND])
        assert window == WINDOW
        assert {(part.width(), part.height()) for part in parts} == {(792, 600), (1000, 292)}

    def test_two_cards_are_cut_off_together(self) -> None:
        """Left of the legend and above the tabs."""
        assert QRectF(0, 0, 792, 540) in free_parts(WINDOW, [LEGEND, TABS])


class TestFittedClear:
    """The whole of what is looked at is free, as large as can be."""

    def test_nothing_before_it_leaves_the_plain_fit(self) -> None:
        bounds = (0.0, 0.0, 300.0, 500.0)  # tall: it stands in the middle
        assert fitted_clear(CAMERA, bounds, [LEGEND, TABS]) == CAMERA.fitted(bounds)

    def test_a_wide_town_is_left_of_the_legend_and_above_the_tabs(self) -> None:
        town = shapely.box(0, 0, 1_500, 1_000)
        seen = on_screen(fitted_clear(CAMERA, town.bounds, [LEGEND, TABS]), town)
        assert WINDOW.contains(seen)
        assert not seen.intersects(LEGEND)
        assert not seen.intersects(TABS)
        # 92 % of the 792 px left of the legend, and so high less than 92 % of those above the tabs.
        assert seen.width() == pytest.approx(0.92 * 792)
        assert seen.height() == pytest.approx(0.92 * 792 / 1.5)

    def test_a_corner_that_the_outline_leaves_free_may_hold_a_card(self) -> None:
        triangle = shapely.Polygon([(0, 0), (0, 1_000), (1_600, 1_000)])
        fit = fitted_clear(CAMERA, triangle.bounds, [QRectF(880, 400, 110, 180)], triangle)
        assert fit == CAMERA.fitted(triangle.bounds)

    def test_it_is_moved_no_farther_than_it_must_be(self) -> None:
        """Above the tabs, but not left of a legend that does not reach it."""
        town = shapely.box(0, 0, 600, 1_000)
        seen = on_screen(
            fitted_clear(CAMERA, town.bounds, [LEGEND, QRectF(300, 548, 200, 40)]), town
        )
        assert seen.center().x() == pytest.approx(500, abs=1)
        assert seen.bottom() < 540

    def test_cards_that_leave_no_room_are_put_up_with(self) -> None:
        bounds = (0.0, 0.0, 1_500.0, 1_000.0)
        everywhere = QRectF(100, 100, 800, 400)
        assert fitted_clear(CAMERA, bounds, [everywhere]) == CAMERA.fitted(bounds)

    def test_the_map_fits_the_town_off_its_own_cards(self, view: MapView) -> None:
        town = shapely.box(X0, Y0, X0 + 4 * SIDE, Y0 + 3 * SIDE)
        seen = on_screen(view.camera, town)
        assert view.level_tabs.isVisible()
        cards = view.covered()
        assert QRectF(view.level_tabs.geometry()) in cards
        assert len(cards) >= 3
        assert not any(seen.intersects(card) for card in cards)


class TestTagPlace:
    """A tag lies beside the pointer, in the window, off the cards."""

    def place(self, x: float, y: float, width: float = 200, height: float = 80) -> QRectF:
        """Give the place of a tag for a pointer."""
        at = QPointF(x + 18, y + 18)
        return tag_place(at, QSizeF(width, height), WINDOW, [LEGEND, TABS])

    def test_right_and_below_where_there_is_room(self) -> None:
        assert self.place(300, 200).topLeft() == QPointF(318, 218)

    def test_left_of_the_legend(self) -> None:
        assert self.place(700, 400).topRight() == QPointF(682, 418)

    def test_above_the_tabs(self) -> None:
        assert self.place(60, 500).bottomLeft() == QPointF(78, 482)

    def test_a_little_higher_where_the_tabs_reach(self) -> None:
        """Above a pointer at 570 it would end at 552, four pixels into the tabs."""
        assert self.place(60, 570).bottom() == 548 - 8

    @pytest.mark.parametrize("x", [2.0, 500.0, 998.0])
    @pytest.mark.parametrize("y", [2.0, 250.0, 598.0])
    def test_never_out_of_the_window_nor_under_the_pointer(self, x: float, y: float) -> None:
        found = self.place(x, y, 420, 60)
        assert WINDOW.contains(found)
        assert not found.contains(QPointF(x, y))

    def test_one_wider_than_the_window_begins_in_it(self) -> None:
        assert self.place(500, 300, 1_400).left() == 4


@pytest.mark.parametrize("width", [320, 800])
@pytest.mark.parametrize("x", [4, 160, 316])
def test_a_long_sentence_stays_in_the_map(
    view: MapView, monkeypatch: pytest.MonkeyPatch, width: int, x: int
) -> None:
    """However narrow the map is and wherever the pointer."""
    found: list[QRectF] = []

    def drawn(*args: Any, **options: Any) -> None:
        found.append(draw_tag(*args, **options))

    monkeypatch.setattr(tag, "draw_tag", drawn)
    image = QImage(width, 400, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    camera = view.camera.resized(width, 400)
    sentence = "边线的一部分落在网格 610925100003003 之外，这样会把它分成两块，请换一条线再试。" * 2
    tag.draw_effect(painter, sentence, view.scene, camera, QPointF(x, 200))
    painter.end()
    assert QRectF(0, 0, width, 400).contains(found[0])
