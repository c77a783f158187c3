"""Kernels paint what Qt's painter paints, and what the geometry says."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pytest
import shapely
from PyQt6.QtCore import QRectF
from PyQt6.QtGui import QImage, QPainter, QTransform

from gridplanner.changes import difference
from gridplanner.edits.grids import SplitGrid
from gridplanner.geometry import shapes_of
from tests.layers.plans import X0, Y0
from tests.ui.canvas.conftest import leaf
from ui.canvas import pixels
from ui.canvas.outlines import Outlines
from ui.canvas.pixels import Buffers, Pixels
from ui.canvas.render import steps
from ui.canvas.view import MapView

SIZE = 100
WHITE, BLACK = "#ffffff", "#000000"
ORIGIN = (0.0, 0.0)


@pytest.fixture(scope="module", autouse=True)
def _kernels() -> Iterator[None]:
    pixels.load()
    yield
    pixels.unload()


class Paper:
    """A black image of 100 × 100 whose pixels are metres, with y up from the bottom."""

    def __init__(self, clip: tuple[float, float, float, float] = (0, 0, SIZE, SIZE)) -> None:
        self.image = QImage(SIZE, SIZE, QImage.Format.Format_RGB32)
        self.image.fill(0)
        self._clip = QRectF(*clip)
        self._buffers = Buffers()

    def pixels(self) -> Pixels:
        """Give the pixels, as a repaint does."""
        found = Pixels.of(
            QPainter(self.image), QTransform(1, 0, 0, -1, 0, SIZE), self._clip, self._buffers
        )
        assert found is not None
        return found

    def white(self) -> np.ndarray:
        """Give how white each pixel is, 0 … 1, from the top."""
        return np.asarray(array(self.image)[:, :, 1] / 255)


def array(image: QImage) -> np.ndarray:
    """Give red, green and blue of an image."""
    bits = image.convertToFormat(QImage.Format.Format_RGB32).constBits()
    assert bits is not None
    bits.setsize(image.sizeInBytes())
    found = np.frombuffer(bits.asstring(), dtype=np.uint8)
    return np.array(found.reshape(image.height(), image.width(), 4)[:, :, :3], dtype=int)


def outlines(*shapes: object) -> Outlines:
    """Take shapes."""
    return Outlines.of(shapes_of(shapes), ORIGIN)


def test_a_fill_covers_its_area() -> None:
    triangle = shapely.Polygon([(10.3, 12.7), (83.1, 20.2), (40.9, 90.6)])
    paper = Paper()
    ink = paper.pixels()
    ink.fill(outlines(triangle), WHITE)
    ink.flush()
    assert paper.white().sum() == pytest.approx(triangle.area, rel=1e-3)


def test_holes_stay_open_and_overlaps_are_painted_once() -> None:
    ring = shapely.Point(50, 50).buffer(40).difference(shapely.Point(50, 50).buffer(15))
    beside = shapely.box(60, 40, 95, 60)
    paper = Paper()
    ink = paper.pixels()
    ink.fill(outlines(ring, beside), WHITE)
    ink.flush()
    assert paper.white().sum() == pytest.approx(ring.union(beside).area, rel=2e-3)
    assert paper.white()[50, 50] == 0


def test_a_share_of_colour_is_mixed_in() -> None:
    paper = Paper()
    ink = paper.pixels()
    ink.fill(outlines(shapely.box(10, 10, 90, 90)), WHITE, 0.25)
    ink.lines(outlines(shapely.LineString([(0, 95), (100, 95)])), 4.0, WHITE, 0.5)
    ink.flush()
    assert paper.white()[50, 50] == pytest.approx(0.25, abs=0.005)
    assert paper.white()[5, 50] == pytest.approx(0.5, abs=0.005)


@pytest.mark.parametrize("width", [0.7, 1.0, 1.8, 3.0, 12.4])
@pytest.mark.parametrize("degrees", [0, 30, 45, 77, 90, 160])
def test_a_line_covers_its_length_times_its_width(width: float, degrees: float) -> None:
    turn = math.radians(degrees)
    x, y = 35 * math.cos(turn), 35 * math.sin(turn)
    line = shapely.LineString([(50.2 - x, 50.4 - y), (50.2, 50.4), (50.2 + x, 50.4 + y)])
    paper = Paper()
    ink = paper.pixels()
    ink.lines(outlines(line), width, WHITE)
    ink.flush()
    # Ends reach half a width farther, round or square.
    least, most = 70 * width, 70 * width + width * width
    assert least * 0.96 <= paper.white().sum() <= most * 1.04


def test_lines_that_cross_are_no_darker() -> None:
    paper = Paper()
    ink = paper.pixels()
    cross = [shapely.LineString([(5, 50), (95, 50)]), shapely.LineString([(50, 5), (50, 95)])]
    ink.lines(outlines(*cross), 6.0, WHITE, 0.5)
    ink.flush()
    assert paper.white().max() == pytest.approx(0.5, abs=0.005)


def test_lines_without_a_width_are_left_out() -> None:
    paper = Paper()
    ink = paper.pixels()
    pair = [shapely.LineString([(5, 20), (95, 20)]), shapely.LineString([(5, 80), (95, 80)])]
    ink.lines(outlines(*pair), np.array([0.0, 3.0]), WHITE)
    ink.flush()
    assert paper.white()[80].sum() == 0
    assert paper.white()[20].sum() > 80


def test_dots_are_discs() -> None:
    paper = Paper()
    ink = paper.pixels()
    ink.dots(np.array([[20.3, 20.6], [70.5, 70.5]]), np.array([5.0, 11.5]), WHITE)
    ink.flush()
    assert paper.white().sum() == pytest.approx(math.pi * (5**2 + 11.5**2), rel=0.01)


def test_patches_fill_pixels_whose_middle_is_inside() -> None:
    left = shapely.Polygon([(0, 0), (52.4, 0), (40.2, 100), (0, 100)])
    right = shapely.box(0, 0, 100, 100).difference(left)
    hole = shapely.Point(75, 50).buffer(10)
    paper = Paper()
    ink = paper.pixels()
    ink.patches(outlines(left, right.difference(hole)), pixels.values(["#404040", "#c0c0c0"]))
    ink.flush()
    seen = array(paper.image)[:, :, 1]
    x, y = np.meshgrid(np.arange(SIZE) + 0.5, SIZE - np.arange(SIZE) - 0.5)
    expected = np.where(shapely.contains_xy(left, x, y), 0x40, 0xC0)
    expected[shapely.contains_xy(hole, x, y)] = 0
    assert (seen == expected).all()


def test_nothing_is_painted_outside_the_part_that_is_asked_for() -> None:
    paper = Paper(clip=(20, 30, 41, 25))
    ink = paper.pixels()
    shape = outlines(shapely.Point(50, 50).buffer(70))
    ink.fill(shape, WHITE, 0.3)
    ink.patches(shape, pixels.values([WHITE]), 0.3)
    ink.lines(outlines(shapely.LineString([(-10, -10), (110, 120)])), 30.0, WHITE, 0.3)
    ink.lines(outlines(shapely.LineString([(-10, 110), (110, -20)])), 0.8, WHITE, 0.3)
    ink.dots(np.array([[20.0, 70.0], [61.0, 45.0]]), np.array([9.0, 9.0]), WHITE, 0.3)
    ink.flush()
    inside = np.zeros((SIZE, SIZE), dtype=bool)
    inside[30:55, 20:61] = True
    assert (paper.white()[~inside] == 0).all()
    assert (paper.white()[inside] > 0).all()


def test_buffers_are_left_empty() -> None:
    paper = Paper(clip=(13, 7, 61, 77))
    for _ in range(2):
        paper.image.fill(0)
        ink = paper.pixels()
        shape = outlines(shapely.Polygon([(-30, 5), (130, 33), (50, 120)]))
        ink.fill(shape, WHITE, 0.5)
        ink.lines(shape, 5.0, WHITE, 0.5)
        ink.flush()
        buffers = paper._buffers
        assert not buffers.area.any()
        assert not buffers.cover.any()
        assert not buffers.touched.any()


def test_what_cannot_be_painted_by_kernels_is_left_to_qt() -> None:
    image = QImage(10, 10, QImage.Format.Format_ARGB32_Premultiplied)
    everywhere = QRectF(0, 0, 10, 10)
    assert Pixels.of(QPainter(image), QTransform(), everywhere, Buffers()) is None
    image = QImage(10, 10, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    assert Pixels.of(painter, QTransform(), everywhere, Buffers()) is not None
    painter.setWindow(0, 0, 5, 5)  # as on a sheet
    assert Pixels.of(painter, QTransform(), everywhere, Buffers()) is None
    painter.end()


def ground(view: MapView, ratio: float, m_per_px: float) -> np.ndarray:
    """Paint the ground of a view."""
    camera = view.camera.resized(480, 360)
    camera = type(camera)(camera.x, camera.y, m_per_px, 480, 360)
    image = QImage(round(480 * ratio), round(360 * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    painter = QPainter(image)
    for _ in steps(view.scene, painter, camera, QRectF(0, 0, 480, 360)):
        pass
    painter.end()
    return array(image)


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("m_per_px", [0.2, 0.6, 2.5, 8.0])
def test_the_map_looks_as_qt_paints_it(
    view: MapView, monkeypatch: pytest.MonkeyPatch, ratio: float, m_per_px: float
) -> None:
    view.set_layer("units", visible=True)
    view.set_layer("areas", visible=True)
    ours = ground(view, ratio, m_per_px)
    monkeypatch.setattr(pixels, "_loaded", [])
    qts = ground(view, ratio, m_per_px)
    off = np.abs(ours - qts).max(axis=2)
    assert off.any()  # they are not the same painter
    assert (off > 32).mean() < 0.01
    assert np.abs(ours - qts).mean() < 1.0


def test_strips_leave_no_seam(view: MapView, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = ground(view, 1.0, 0.9)
    monkeypatch.setattr(pixels, "STRIP_PX", 23)
    assert (ground(view, 1.0, 0.9) == whole).all()


def test_an_edit_is_painted_as_by_a_map_that_takes_the_plan_anew(view: MapView) -> None:
    plan, net = view.scene.plan, view.scene.net
    assert plan is not None
    assert net is not None
    before = ground(view, 1.0, 2.0)
    line = shapely.LineString([(X0 + 150, Y0 + 290), (X0 + 450, Y0 + 310)])
    after = SplitGrid(net.cells[leaf(1, 1)].code, line).apply(plan)
    view.set_plan(after, difference(plan, after))
    quick = ground(view, 1.0, 2.0)
    view.set_plan(after)
    assert (ground(view, 1.0, 2.0) == quick).all()
    assert (quick != before).any()
