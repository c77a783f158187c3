"""Owners of some rows of a table are those of the rows alone, whatever was asked before."""

from __future__ import annotations

import numpy as np
import shapely

from gridplanner.geometry import shapes_of
from gridplanner.owners import Owners
from gridplanner.owners_of_rows import OwnersOfRows
from tests.core.test_owners import SQUARES


def test_owners_of_rows_are_those_of_the_rows_alone() -> None:
    shapes = shapes_of([shapely.Point(5, 5), shapely.Point(15, 5), None, shapely.Point(25, 5)])
    rows = OwnersOfRows(shapes)
    for picked, expected in (([0, 1, 2, 3], [0, 1, -1, 2]), ([3, 2], [2, -1]), ([], [])):
        owner = rows.of_rows(np.array(picked, dtype=np.int64), SQUARES)
        assert owner.tolist() == expected
    assert Owners(shapes).of(shapes_of([])).tolist() == [-1] * 4


def test_a_row_that_came_to_many_is_looked_up_beside_them() -> None:
    # Points at x = 0.5, 1.5 … 29.5; a square of 10 m each holds ten of them.
    shapes = shapes_of([shapely.Point(x + 0.5, 5) for x in range(30)])
    rows = OwnersOfRows(shapes)
    most = np.arange(25)
    assert rows.of_rows(most, SQUARES).tolist() == [0] * 10 + [1] * 10 + [2] * 5
    one_more, one_less = np.r_[most, 29], np.delete(most, 11)
    for picked in (one_more, one_less, np.r_[28, one_less], most):
        owner, whole = rows.of_rows(picked, SQUARES), rows.whole_rows(picked, SQUARES)
        assert owner.tolist() == (picked // 10).tolist()
        assert whole.all()
    # Other polygons: nothing of what was kept for the first ones is used.
    assert rows.of_rows(one_more, SQUARES[::-1]).tolist() == (2 - one_more // 10).tolist()
