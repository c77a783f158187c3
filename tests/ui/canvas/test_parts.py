"""Camera, paths, borders, stretches: the parts without a window."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from PyQt6.QtCore import QPointF

from gridplanner.geometry import shapes_of
from tests.layers.plans import X0, Y0, small_plan
from ui.canvas.borders import OUTSIDE, border_pieces
from ui.canvas.camera import Camera
from ui.canvas.gridnet import GridNet, short_code
from ui.canvas.ground import stretches
from ui.canvas.paths import Batch, path_of_shapes
from ui.canvas.snapping import nearest


def test_camera_and_screen_are_inverse() -> None:
    camera = Camera(584_757.9, 3_576_584.0, 0.37, 1366, 768)
    x, y = camera.to_map(QPointF(17.5, 701.25))
    back = camera.to_screen(x, y)
    assert (back.x(), back.y()) == pytest.approx((17.5, 701.25), abs=1e-6)
    at = camera.transform((584_000.0, 3_576_000.0)).map(QPointF(x - 584_000.0, y - 3_576_000.0))
    assert (at.x(), at.y()) == pytest.approx((17.5, 701.25), abs=1e-6)


def test_a_path_has_the_shapes_area_and_holes() -> None:
    ring = shapely.box(0, 0, 10, 10).difference(shapely.box(4, 4, 6, 6))
    path = path_of_shapes([ring, shapely.box(9, 9, 12, 12)], (0.0, 0.0))
    assert path.contains(QPointF(1, 1))
    assert not path.contains(QPointF(5, 5))
    assert path.contains(QPointF(9.5, 9.5))  # overlapping shapes do not cancel out
    assert path_of_shapes([], (0.0, 0.0)).isEmpty()


def test_a_batch_gives_what_is_in_sight() -> None:
    boxes = shapes_of([shapely.box(x, 0, x + 1, 1) for x in range(100)])
    batch = Batch.of(boxes, (0.0, 0.0), chunk=10)
    assert len(batch.seen((0, 0, 100, 1))) == 10
    assert len(batch.seen((0, 0, 2, 1))) == 1
    assert batch.seen((0, 5, 100, 6)) == []


def test_every_border_has_two_sides_and_one_place() -> None:
    net = GridNet((X0, Y0))
    net.load(small_plan())
    uids = np.array(sorted(net.bottom()), dtype=np.int64)
    shapes = shapes_of([net.cells[int(uid)].shape for uid in uids])
    pieces = border_pieces(shapes, uids)
    length = {
        pair: float(np.hypot(ends[:, 2] - ends[:, 0], ends[:, 3] - ends[:, 1]).sum())
        for pair, ends in pieces.items()
    }
    assert length[7, 8] == pytest.approx(200)
    # 4 × 3 cells: outline 2 · (800 + 600), inside 3 lines of 600 and 2 of 800.
    assert sum(v for (a, _), v in length.items() if a == OUTSIDE) == pytest.approx(2_800)
    assert sum(length.values()) == pytest.approx(2_800 + 3 * 600 + 2 * 800)
    assert net.borders.level_of((OUTSIDE, 7)) == 1
    assert net.borders.level_of((7, 8)) == 3
    assert net.borders.level_of((7, 10)) == 2
    assert net.borders.level_of((10, 13)) == 1


def test_hit_testing_by_level() -> None:
    net = GridNet((X0, Y0))
    net.load(small_plan())
    assert net.at(3, X0 + 10, Y0 + 10) == 7
    assert net.at(1, X0 + 10, Y0 + 10) == 1
    assert net.at(3, X0 - 10, Y0 + 10) == 0
    assert net.within(2, shapely.box(X0 + 10, Y0, X0 + 210, Y0 + 1)) == [3, 4]


def test_short_codes_leave_out_the_top_grids() -> None:
    codes, parents = {1: "610925100001", 2: "61092510000102", 3: "x9"}, {1: None, 2: 1, 3: 1}
    assert short_code(2, codes, parents) == "02"
    assert short_code(1, codes, parents) == "001"
    assert short_code(3, codes, parents) == "x9"


def test_stretches_cover_the_lines_once() -> None:
    line = shapely.LineString([(x, (x // 10) % 2) for x in range(0, 1_000, 10)])
    short = shapely.LineString([(0, 50), (5, 50)])
    cut = stretches(shapes_of([line, short, shapely.LineString()]), 200.0)
    assert len(cut) == 6
    assert float(shapely.length(cut).sum()) == pytest.approx(line.length + 5)
    assert shapely.equals(shapely.line_merge(shapely.union_all(cut[:5])), line)
    assert len(stretches(shapes_of([]))) == 0


def test_a_vertex_is_nearer_than_its_edges() -> None:
    segments = np.array([[0.0, 0.0, 100.0, 0.0]])
    found = nearest(segments, 5.0, 1.0, 10.0)
    assert found is not None
    assert (found[0].x, found[0].kind) == (0.0, "vertex")
    found = nearest(segments, 50.0, 3.0, 10.0)
    assert found is not None
    assert (found[0].x, found[0].y, found[0].kind) == (50.0, 0.0, "edge")
    assert nearest(segments, 50.0, 30.0, 10.0) is None
