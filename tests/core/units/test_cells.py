"""Cells that nearness to points gives."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from gridplanner.geometry import dissolve, shapes_of
from gridplanner.units.cells import voronoi

#: Points along the walls of a house, three of them on one circle: GEOS gives the cell of the
#: second a corner twice, in the wrong order.
WALLS = np.array(
    [
        [584307.8822444527, 3575998.1250882396],
        [584307.3730485061, 3575995.09432392],
        [584303.8330882398, 3575992.5727555472],
        [584300.8023239201, 3575993.0819514943],
        [584319.2209556107, 3575994.6491577425],
    ]
)
REACH = shapely.box(584292.7715596005, 3575981.07477606, 584324.2209556107, 3576007.6834403994)


def test_cells_are_sound_where_corners_of_a_house_lie_on_one_circle() -> None:
    cells = voronoi(WALLS, REACH)
    assert shapely.is_valid(cells).all()
    assert shapely.coverage_is_valid(cells)
    # Each point lies in its own cell and nearest to it.
    assert shapely.contains(cells, shapely.points(WALLS)).all()
    whole = dissolve(cells, np.zeros(5, dtype=np.int64), 1)[0]
    assert shapely.covers(whole, REACH)
    assert whole.area == pytest.approx(float(shapely.area(cells).sum()), abs=1e-3)


def test_sound_cells_stay_to_the_last_digit() -> None:
    # Two points: the border runs midway, and no corner is moved for tidiness.
    cells = voronoi(np.array([[0.0, 0.0], [1.0, 0.1]]), shapely.box(0, 0, 1, 1))
    middle = shapes_of([shapely.Point(0.5, 0.05)])
    assert shapely.distance(cells, middle[0]) == pytest.approx([0.0, 0.0], abs=1e-15)
