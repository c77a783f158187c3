"""Letters on the maps of sheets: apart from each other, in the frame, under nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import shapely
from PyQt6.QtCore import QPointF, QRectF
from PyQt6.QtGui import QFontMetricsF, QPainter, QTransform

from gridplanner.model import Plan
from layers.sheet_wish import SheetKind, SheetWish
from tests.layers.plans import X0, Y0, square
from ui.canvas.text import HALO_PX
from ui.sheet.frame import Box, MapFrame
from ui.sheet.ink import Ink
from ui.sheet.insets import insets_of
from ui.sheet.lettering import Lettered
from ui.sheet.page import DENSITY

from .towns import LEAF, printed, staffed_plan, texts_of

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(scope="module")
def plan() -> Plan:
    return staffed_plan()


def proposed(plan: Plan) -> Plan:
    """Move the border between the two leaves of the south-west by half a square."""
    grids = plan.layer("grids")
    shapes = {7: square(0, 0, 1, 0.5), 8: square(0, 0.5, 1, 1.5)}
    grids["geometry"] = [
        shapes.get(int(uid), shape) for uid, shape in zip(grids["uid"], grids.geometry, strict=True)
    ]
    return plan.with_tables(grids=grids)


class Watch:
    """What a sheet writes onto its maps, and the white boxes that it lays over them."""

    def __init__(self) -> None:
        self.outside: list[str] = []
        #: Text and box on the page in mm, by page.
        self.letters: list[list[tuple[str, QRectF]]] = [[]]
        self.white: list[list[QRectF]] = [[]]

    def turn(self) -> None:
        """Begin another page."""
        self.letters.append([])
        self.white.append([])

    def label(self, label: Lettered, painter: QPainter, at: QPointF) -> None:
        """Note a label of the map that is being drawn."""
        box = QRectF(at, label.size)
        # The painter's window is the map's frame, to the half pixel of a halo.
        window, port = QRectF(painter.window()), QRectF(painter.viewport())
        if not window.adjusted(-0.5, -0.5, 0.5, 0.5).contains(box):
            self.outside.append(label.text)
        # The lines of one label share their halo; what is black on the paper lies apart.
        pad = HALO_PX + 1
        letters = box.adjusted(pad, pad, -pad, -pad)
        if label.degrees is None:
            # Fonts of the sheets are measured large and written small.
            metrics = QFontMetricsF(label.font)
            k = letters.width() / metrics.horizontalAdvance(label.text)
            black = QTransform.fromScale(k, k).mapRect(metrics.tightBoundingRect(label.text))
            letters = black.translated(at.x() + pad, at.y() + pad + label.base)
        scale = port.width() / window.width()
        mm = 25.4 / DENSITY
        page = QRectF(
            (port.left() + letters.left() * scale) * mm, (port.top() + letters.top() * scale) * mm,
            letters.width() * scale * mm, letters.height() * scale * mm,
        )  # fmt: skip
        self.letters[-1].append((label.text, page))


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    """Watch labels and boxes while sheets are drawn."""
    seen = Watch()
    drawn, boxed = Lettered.draw, Ink.box

    def draw(self: Lettered, painter: QPainter, at: QPointF) -> None:
        seen.label(self, painter, at)
        drawn(self, painter, at)

    def box(self: Ink, x: float, y: float, w: float, h: float, **how: Any) -> None:
        if how.get("fill") == "#FFFFFF":
            seen.white[-1].append(QRectF(x, y, w, h))
        boxed(self, x, y, w, h, **how)

    monkeypatch.setattr(Lettered, "draw", draw)
    monkeypatch.setattr(Ink, "box", box)
    return seen


# At small scales there is room for few of them: names of leaves, of their parents and codes.
@pytest.mark.parametrize(
    ("kind", "scale"),
    [
        ("whole", 7_500),
        ("whole", 15_000),
        ("atlas", 10_000),
        ("atlas", 3_000),
        ("grid", 5_000),
        ("grid", 1_500),
        ("poster", 0),
        ("pair", 10_000),
        ("pair", 5_000),
    ],
)
def test_labels_lie_apart_inside_the_frame_and_under_nothing(
    kind: SheetKind, scale: int, plan: Plan, tmp_path: Path, watch: Watch
) -> None:
    printed(
        plan if kind != "pair" else proposed(plan), tmp_path / "map.pdf",
        against=plan if kind == "pair" else None,
        wish=SheetWish(kind=kind, scale=scale or None),
        on_progress=lambda _: watch.turn(),
    )  # fmt: skip
    assert sum(map(len, watch.letters)) >= 3
    assert watch.outside == []
    for page, white in zip(watch.letters, watch.white, strict=True):
        for place, (text, box) in enumerate(page):
            lapped = [other for other, there in page[:place] if there.intersects(box)]
            assert lapped == [], text
            assert not any(there.intersects(box) for there in white), text


def test_sheets_of_a_grid_lay_a_key_map_and_a_line_on_the_map(
    plan: Plan, tmp_path: Path, watch: Watch
) -> None:
    printed(plan, tmp_path / "map.pdf", wish=SheetWish(kind="grid", scale=5_000, codes=(LEAF,)))
    # Key map, line, and degrees in two corners; parts of the scale bar are low.
    assert len([box for box in watch.white[0] if box.height() > 3]) == 4


def test_letters_of_a_larger_notice_are_larger(plan: Plan, tmp_path: Path, watch: Watch) -> None:
    heights: list[float] = []
    for paper in ("A3", "A1"):
        watch.turn()
        wish = SheetWish(kind="poster", paper=paper, codes=(LEAF,))
        printed(plan, tmp_path / "map.pdf", wish=wish)
        heights += [box.height() for text, box in watch.letters[-1] if text == "001"]
    # 594 mm of width beside 297.
    assert heights[1] / heights[0] == pytest.approx(2, rel=0.02)


#: 200 × 250 mm at 1:1,000: a millimetre of paper is a metre of ground.
FRAME = MapFrame(10.0, 20.0, 200.0, 250.0, (X0 + 100, Y0 + 125), 1_000)


def ground(box: Box) -> Any:
    """Give the ground under a box of the page."""
    x, y, wide, high = box
    left, top = X0 + x - 10, Y0 + 250 - (y - 20)
    return shapely.box(left, top - high, left + wide, top)


def test_the_key_map_and_the_line_go_where_the_grid_is_not() -> None:
    usual = insets_of(FRAME, shapely.box(X0 + 60, Y0 + 60, X0 + 120, Y0 + 200), (40.0, 50.0))
    # 34 × 42.5 mm, 1.5 mm from the lower right corner; the line on the lower edge.
    assert usual.key_map == pytest.approx((174.5, 226.0, 34.0, 42.5))
    assert usual.said[1] == pytest.approx(20 + 250 - 4.8 - 0.2)
    corners = {
        "lower right": shapely.box(X0 + 100, Y0, X0 + 200, Y0 + 150),
        "lower half": shapely.box(X0, Y0, X0 + 200, Y0 + 120),
        "right half": shapely.box(X0 + 100, Y0, X0 + 200, Y0 + 250),
        "all but the upper left": shapely.difference(
            shapely.box(X0, Y0, X0 + 200, Y0 + 250),
            shapely.box(X0, Y0 + 180, X0 + 100, Y0 + 250),
        ),
    }
    for name, shape in corners.items():
        found = insets_of(FRAME, shape, (20.0, 30.0))
        assert not ground(found.key_map).intersects(shape), name
        assert not ground(found.said).intersects(ground(found.key_map)), name
    free = insets_of(FRAME, corners["lower half"], (20.0, 30.0))
    assert not ground(free.said).intersects(corners["lower half"])


# Beside each other they take 6 mm between and 1.5 mm at each end; the edge has 200 − 26 − 37 mm.
@pytest.mark.parametrize(
    ("said_mm", "lines"),
    [((20.0, 11.0), 1), ((68.0, 60.0), 1), ((68.0, 61.0), 2), ((50.0, 900.0), 2)],
)
def test_what_is_said_keeps_off_the_degrees_and_inside(
    said_mm: tuple[float, float], lines: int
) -> None:
    degrees = (10.0, 266.8, 25.0, 3.2), (185.0, 20.0, 25.0, 3.2)
    for shape in (shapely.Polygon(), shapely.box(X0, Y0, X0 + 200, Y0 + 120)):
        found = insets_of(FRAME, shape, said_mm)
        assert found.lines == lines
        for box in (found.said, found.key_map):
            assert not any(ground(box).intersects(ground(corner)) for corner in degrees)
            assert ground(box).within(shapely.box(X0, Y0, X0 + 200, Y0 + 250))


def test_no_word_of_a_grids_sheet_is_cut_on_the_smallest_paper(plan: Plan, tmp_path: Path) -> None:
    out = tmp_path / "map.pdf"
    for language in ("zh", "en"):
        wish = SheetWish(kind="atlas", paper="A4", codes=("610925100001",))
        printed(plan, out, wish=wish, language=language)
        (text,) = texts_of(out)
        assert "…" not in text
        assert {"zh": "北至", "en": "northto"}[language] in text
