"""Wheel, keys, Space, middle button: where the map is looked at from."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import QPoint, QPointF, Qt
from PyQt6.QtGui import QColor, QImage, QPainter, QWheelEvent
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.layers.plans import SIDE, X0, Y0
from tests.ui.canvas.conftest import Hand, events, picture
from ui.canvas.camera import Camera
from ui.canvas.view import MapView

START, END = QPoint(200, 200), QPoint(290, 160)


def wheel(view: MapView, pos: QPoint, notches: int) -> None:
    """Turn the wheel over a place."""
    event = QWheelEvent(
        QPointF(pos),
        QPointF(view.mapToGlobal(pos)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


@pytest.mark.parametrize("notches", [1, -1, 7])
def test_the_wheel_keeps_the_ground_under_the_cursor(view: MapView, notches: int) -> None:
    pos = QPoint(133, 417)
    place, scale = view.camera.to_map(QPointF(pos)), view.camera.m_per_px
    wheel(view, pos, notches)
    assert view.camera.m_per_px == pytest.approx(scale / 1.25**notches)
    assert view.camera.to_map(QPointF(pos)) == pytest.approx(place, abs=1e-6)


def test_the_scale_is_told_and_has_limits(view: MapView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.scale_changed) as told:
        wheel(view, QPoint(400, 300), 1)
    assert told.args == [pytest.approx(view.camera.denominator)]
    wheel(view, QPoint(400, 300), 500)
    assert view.camera.denominator > 10
    wheel(view, QPoint(400, 300), -900)
    assert view.camera.denominator < 1e8


def pixels_moved(view: MapView, before: Camera) -> tuple[float, float]:
    """Give how far the ground moved on the screen."""
    step = view.camera.to_screen(X0, Y0) - before.to_screen(X0, Y0)
    return step.x(), step.y()


@pytest.mark.parametrize("tool", ["select", "pan", "draw", "split", "measure"])
def test_space_pans_in_every_tool(view: MapView, hand: Hand, tool: str) -> None:
    view.set_tool(tool)
    before = view.camera
    edits: list[object] = []
    view.gesture.connect(edits.append)
    events.keyPress(view, Qt.Key.Key_Space)
    assert view.cursor().shape() == Qt.CursorShape.OpenHandCursor
    hand.drag(START, END)
    events.keyRelease(view, Qt.Key.Key_Space)
    assert pixels_moved(view, before) == pytest.approx((90, -40))
    assert view.tool() == tool
    assert view.selected == []
    assert edits == []
    assert view.cursor().shape() != Qt.CursorShape.OpenHandCursor or tool == "pan"


def test_a_drawing_goes_on_after_panning_with_space(view: MapView, hand: Hand) -> None:
    view.set_tool("measure")
    hand.click(100, 100)
    events.keyPress(view, Qt.Key.Key_Space)
    hand.drag(START, END)
    events.keyRelease(view, Qt.Key.Key_Space)
    hand.click(300, 100)
    length, _ = view._tool.figures()  # type: ignore[attr-defined]
    assert length == pytest.approx(200, abs=4)


def test_the_middle_button_and_the_pan_tool_pan(view: MapView, hand: Hand) -> None:
    before = view.camera
    hand.drag(START, END, button=Qt.MouseButton.MiddleButton)
    assert pixels_moved(view, before) == pytest.approx((90, -40))
    view.set_tool("pan")
    hand.drag(END, START)
    assert pixels_moved(view, before) == pytest.approx((0, 0), abs=1e-6)


def test_keys_move_the_map(view: MapView, hand: Hand) -> None:
    home = view.camera
    hand.key(Qt.Key.Key_Left)
    assert pixels_moved(view, home)[0] > 0
    hand.key(Qt.Key.Key_Up)
    assert pixels_moved(view, home)[1] > 0
    hand.key(Qt.Key.Key_Plus)
    assert view.camera.m_per_px < home.m_per_px
    hand.key(Qt.Key.Key_Minus)
    assert view.camera.m_per_px == pytest.approx(home.m_per_px)
    hand.key(Qt.Key.Key_Home)
    assert view.camera == home


def test_a_double_click_comes_closer(view: MapView, hand: Hand) -> None:
    scale = view.camera.m_per_px
    events.mouseDClick(view, Qt.MouseButton.LeftButton, pos=START)
    assert view.camera.m_per_px == pytest.approx(scale / 2)


def test_zooming_to_grids_shows_them_whole(view: MapView) -> None:
    view.zoom_to_grids([7])
    west, south, east, north = view.camera.bounds
    assert west < X0
    assert south < Y0
    assert X0 + 200 < east < X0 + 500
    assert Y0 + 200 < north < Y0 + 500
    before = view.camera
    view.zoom_to_grids([999])
    assert view.camera == before


def test_panned_strips_equal_a_whole_repaint(view: MapView, qtbot: QtBot) -> None:
    view.set_layer("labels", visible=False)
    view.grab()
    view.pan_by(37, -21)
    view.pan_by(-12, 5)
    qtbot.waitUntil(lambda: settled(view))
    quick = picture(view)
    view.repaint_all()
    whole = picture(view)
    places = [(x, y) for x in range(0, 800, 3) for y in range(0, 600, 3)]
    # Antialiasing rounds a level or two the other way where a strip begins.
    assert max(level_step(quick, whole, x, y) for x, y in places) <= 4


def settled(view: MapView) -> bool:
    """Tell whether everything in sight has been painted."""
    return (
        not view._sharpen.isActive()
        and not view._raster.pending
        and view._raster.is_sharp(view.camera)
    )


def level_step(one: QImage, two: QImage, x: int, y: int) -> int:
    """Give the largest difference of red, green and blue in a pixel."""
    a, b = QColor(one.pixel(x, y)), QColor(two.pixel(x, y))
    pairs = zip(a.getRgb(), b.getRgb(), strict=True)
    return max(abs((m or 0) - (n or 0)) for m, n in pairs)


def test_after_a_zoom_the_map_becomes_sharp_again(view: MapView, qtbot: QtBot) -> None:
    wheel(view, QPoint(400, 300), 3)
    blurred = view.grab().toImage()
    qtbot.waitUntil(lambda: settled(view))
    assert picture(view) != blurred
    sharp = view._raster.picture
    assert sharp is not None
    assert sharp.labels_camera == view.camera
    assert sharp.ground_camera.m_per_px == view.camera.m_per_px


def test_resizing_keeps_the_middle(view: MapView) -> None:
    view.pan_by(30, 20)
    middle = view.camera.x, view.camera.y
    view.resize(500, 700)
    view.grab()
    assert (view.camera.x, view.camera.y) == middle
    assert (view.camera.width, view.camera.height) == (500, 700)


def test_the_whole_plan_stays_in_sight_while_it_is_looked_at(view: MapView) -> None:
    """A dock that opens beside the map takes nothing of it."""
    view.resize(500, 700)
    view.grab()
    west, south, east, north = view.camera.bounds
    assert west < X0
    assert east > X0 + 4 * SIDE
    assert south < Y0
    assert north > Y0 + 3 * SIDE
    corners = [view.camera.to_screen(X0 + x, Y0 + y) for x in (1, 799) for y in (1, 599)]
    assert not any(card.contains(corner) for card in view.covered() for corner in corners)


def test_a_pan_beyond_the_margin_shows_the_same_as_a_whole_repaint(
    view: MapView, qtbot: QtBot
) -> None:
    view.set_layer("labels", visible=False)
    view.zoom_at(2.0, QPointF(400, 300))
    qtbot.waitUntil(lambda: settled(view))
    for _ in range(12):
        view.pan_by(41, -23)
        view.grab()
    for _ in range(3):
        view.pan_by(-17, 31)
    qtbot.waitUntil(lambda: settled(view))
    quick = picture(view)
    view.repaint_all()
    whole = picture(view)
    places = [(x, y) for x in range(0, 800, 3) for y in range(0, 600, 3)]
    assert max(level_step(quick, whole, x, y) for x, y in places) <= 4


def test_a_change_during_a_move_is_shown_after_it(view: MapView, qtbot: QtBot) -> None:
    view.grab()
    before = picture(view)
    view.set_layer("grids", visible=False)
    view.pan_by(5, 0)
    view.pan_by(-5, 0)
    qtbot.waitUntil(lambda: settled(view))
    assert picture(view) != before
    view.repaint_all()
    whole = picture(view)
    view.pan_by(5, 0)
    view.pan_by(-5, 0)
    qtbot.waitUntil(lambda: settled(view))
    assert level_step(picture(view), whole, 300, 300) == 0


def painted(view: MapView) -> QImage:
    """Paint what the map keeps, without tools and corners."""
    made = QImage(view.size(), QImage.Format.Format_RGB32)
    painter = QPainter(made)
    view._raster.show(painter, view.camera, view.scene)
    painter.end()
    return made


def test_a_map_that_stands_still_is_one_image_and_looks_the_same(view: MapView) -> None:
    picture(view)
    view._raster._last_of = None
    first = painted(view)
    assert painted(view) == first  # put together
    assert painted(view) == first  # and shown again
    still = view._raster._still
    assert still is not None
    assert still.size() == view.size()
    view.set_dark(True)
    picture(view)
    dark = painted(view)
    assert dark != first
    assert painted(view) == dark
    view.pan_by(37, 11)
    picture(view)
    assert painted(view) != dark
    assert painted(view) == painted(view)
