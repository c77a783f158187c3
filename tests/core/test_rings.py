"""Points that see the whole of a ring, and edges with all of it to one side."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gridplanner.rings import Rings
from tests.effort import rounds

ELL = [(0, 0), (20, 0), (20, 8), (8, 8), (8, 20), (0, 20), (0, 0)]
TEE = [(0, 0), (30, 0), (30, 8), (20, 8), (20, 20), (10, 20), (10, 8), (0, 8), (0, 0)]
#: Of its two arms no corner sees both.
YOU = [(0, 0), (30, 0), (30, 20), (20, 20), (20, 8), (10, 8), (10, 20), (0, 20), (0, 0)]
SQUARE = [(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)]
#: Goes round its middle twice, always to the left.
STAR = [(0, 0), (8, 5), (-2, 5), (6, 0), (3, 9), (0, 0)]
BOW = [(0, 0), (10, 10), (10, 0), (0, 10), (0, 0)]
LINE = [(0, 0), (10, 0), (0, 0)]


def rings(*drawn: Sequence[tuple[float, float]]) -> Rings:
    """Put rings one behind the other."""
    x, y = np.array([p for ring in drawn for p in ring], dtype=float).T
    return Rings(x, y, np.r_[0, np.cumsum([len(ring) for ring in drawn])])


def test_a_convex_ring_is_seen_from_its_middle_and_an_ell_from_its_inward_corner() -> None:
    asked = rings(SQUARE, ELL, ELL[::-1], YOU, STAR, BOW, LINE, [(3, 4)])
    mx, my, sees, convex = asked.middles()
    assert sees.tolist() == [True, True, True, False, False, False, False, False]
    assert convex.tolist() == [True, *[False] * 7]
    assert list(zip(mx[1:3], my[1:3], strict=True)) == [(8, 8), (8, 8)]
    assert (mx[0], my[0]) == (5, 5)


def test_walls_with_all_of_a_house_to_one_side() -> None:
    found = rings(ELL, SQUARE, TEE).supports()
    assert found[:6].tolist() == [True, True, False, False, True, True]
    assert found[7:11].all()
    assert found[12:20].tolist() == [True, True, False, False, True, False, False, True]


def test_some_of_the_rings_are_taken() -> None:
    asked = rings(ELL, SQUARE, TEE).take(np.array([True, False, True]))
    assert asked.first.tolist() == [0, 7, 16]
    assert list(zip(asked.x, asked.y, strict=True)) == [*ELL, *TEE]


@settings(max_examples=rounds(100), deadline=None)
@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=3, max_size=7))
def test_what_is_drawn_in_towards_such_a_point_lies_inside(drawn: list[tuple[int, int]]) -> None:
    house = shapely.Polygon(drawn)
    mx, my, sees, convex = rings([*drawn, drawn[0]]).middles()
    if house.is_valid and house.equals(house.convex_hull):
        assert sees[0]
        assert convex[0]
    if sees[0]:
        assert house.is_valid or shapely.make_valid(house).area == pytest.approx(house.area)
        core = shapely.transform(
            house, lambda xy: np.array([mx[0], my[0]]) * 0.25 + 0.75 * xy, include_z=False
        )
        inside = shapely.make_valid(house).intersection(shapely.make_valid(core))
        assert inside.area == pytest.approx(house.area * 9 / 16)
