"""A house and one edge: apart from it, but for a rim, or neither."""

from __future__ import annotations

import numpy as np
import pytest

from gridplanner.apart import apart
from gridplanner.geometry import Floats
from gridplanner.outline_edges import Edges
from gridplanner.rings import Rings

#: A square of one cell, its corners repeated as those of rings are.
SQUARE = np.array([[4.0, 4.0], [5.0, 4.0], [5.0, 5.0], [4.0, 5.0], [4.0, 4.0]])


def edge(begin: tuple[float, float], end: tuple[float, float]) -> Edges:
    """Return one edge."""
    a, b = (np.array(point)[:, None] for point in (begin, end))
    return Edges(a, b, np.minimum(a, b), np.maximum(a, b), np.ones(1, dtype=np.int64))


def told(ring: Floats, one: Edges, *, single: bool = True) -> tuple[bool, bool]:
    """Return whether the house lies apart from the edge, and whether its core does."""
    rings = Rings(ring[:, 0].copy(), ring[:, 1].copy(), np.array([0, len(ring)]))
    zero = np.zeros(1, dtype=np.int64)
    x, y, free, core_free = apart(rings, np.array([single]), one, zero, zero, 1e-4)
    assert ring[:, 0].min() <= x[0] <= ring[:, 0].max()
    assert ring[:, 1].min() <= y[0] <= ring[:, 1].max()
    return bool(free[0]), bool(core_free[0])


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(
    ("begin", "end", "expected"),
    [
        ((3.0, 3.0), (6.0, 3.5), (True, True)),  # passes below
        ((3.0, 4.5), (3.9, 4.5), (True, True)),  # points at the house and ends before it
        ((3.0, 4.5), (6.0, 4.5), (False, False)),  # goes through the middle
        ((3.0, 4.5), (4.5, 4.5), (False, False)),  # ends inside
        ((4.0, 4.2), (4.2, 4.0), (False, True)),  # cuts a corner off
        ((3.0, 4.05), (6.0, 4.05), (False, True)),  # cuts a strip off
        ((3.0, 4.0), (6.0, 4.0), (False, True)),  # runs along a wall
    ],
)
def test_a_square_house(
    begin: tuple[float, float], end: tuple[float, float], expected: tuple[bool, bool], turned: bool
) -> None:
    one = edge(end, begin) if turned else edge(begin, end)
    assert told(SQUARE, one) == expected
    assert told(SQUARE[::-1], one) == expected


def test_a_house_with_a_yard_has_no_core() -> None:
    assert told(SQUARE, edge((4.0, 4.2), (4.2, 4.0)), single=False) == (False, False)
    assert told(SQUARE, edge((3.0, 3.0), (6.0, 3.5)), single=False) == (True, True)
