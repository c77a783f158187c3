"""What was worked out for a shape is worked out once for that very shape."""

from __future__ import annotations

from functools import partial
from typing import Any

import shapely

from gridplanner.by_shape import MOST, ByShape, ByShapes
from gridplanner.geometry import Ints, Shapes, shapes_of


def test_only_what_is_missing_is_worked_out() -> None:
    one, two, three = (shapely.box(0, 0, side, side) for side in (1, 2, 3))
    asked: list[int] = []

    def area(shapes: Shapes) -> list[float]:
        asked.append(len(shapes))
        return list(map(float, shapely.area(shapes)))

    kept = ByShape[float]()
    assert kept.of(shapes_of([one, two]), area) == [1.0, 4.0]
    assert kept.of(shapes_of([three, one]), area) == [9.0, 1.0]
    # Equal is not the same: an equal shape may have other vertices.
    assert kept.of(shapes_of([shapely.box(0, 0, 2, 2)]), area) == [4.0]
    assert asked == [2, 1, 1]


def test_a_key_of_several_shapes_goes_by_all_of_them() -> None:
    one, two = shapely.box(0, 0, 4, 4), shapely.box(2, 0, 6, 4)
    asked: list[list[int]] = []

    def common(keys: Any, missing: Ints) -> list[float]:
        asked.append(missing.tolist())
        return [float(shapely.area(shapely.intersection(keys[n][0], keys[n][1]))) for n in missing]

    kept = ByShapes[float]()
    for keys, expected, new in (
        ([(one, two), (one, one)], [8.0, 16.0], [0, 1]),
        ([(one, one), (two, two), (one, two)], [16.0, 16.0, 8.0], [1]),
        ([(one, two, 1), (one, two, "1")], [8.0, 8.0], [0, 1]),
    ):
        assert kept.of(keys, partial(common, keys)) == expected
        assert asked[-1] == new


def test_old_results_are_dropped() -> None:
    kept = ByShape[int]()
    for first in range(3):
        points = shapes_of(shapely.points([[first, n] for n in range(MOST // 2)]))
        kept.of(points, lambda shapes: [0] * len(shapes))
    assert len(kept._kept) == MOST // 2
