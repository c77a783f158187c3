"""Labels of the pack's maps lie in their grids and off each other."""

from __future__ import annotations

import shapely

from layers.change_pack.spots import spots_of


def test_a_label_stands_in_the_widest_part_of_its_grid() -> None:
    # A stalk of 2 × 60 below a head of 20 × 20: the head's middle is (10, 70).
    stalk = shapely.box(9, 0, 11, 60).union(shapely.box(0, 60, 20, 80))
    (spot,) = spots_of([stalk], 4, 2)
    assert spot is not None
    assert abs(spot[0] - 10) < 1
    assert abs(spot[1] - 70) < 1
    # Of several parts the largest has it.
    parts = shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(50, 50, 60, 60)])
    (spot,) = spots_of([parts], 4, 2)
    assert spot is not None
    assert shapely.box(50, 50, 60, 60).contains(shapely.Point(spot))


def test_labels_of_narrow_neighbours_lie_apart() -> None:
    strips = [shapely.box(n, 0, n + 1, 10) for n in range(6)]
    width, height = 4.0, 2.0
    spots = [at for at in spots_of(strips, width, height) if at is not None]
    assert len(spots) >= 4
    for n, (x, y) in enumerate(spots):
        for a, b in spots[:n]:
            assert abs(x - a) >= width or abs(y - b) >= height


def test_where_there_is_no_room_a_label_is_left_out() -> None:
    same = [shapely.box(0, 0, 1, 1)] * 12
    spots = spots_of(same, 10, 10)
    # Its own place and the eight around it.
    assert [at is None for at in spots] == [False] * 9 + [True] * 3
    assert spots_of([], 10, 10) == []
