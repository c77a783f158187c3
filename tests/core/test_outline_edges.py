"""Edges of outlines, each of them once, and the lines between cells that they cross."""

from __future__ import annotations

import numpy as np

from gridplanner.outline_edges import Edges, line_crossings, rounded

#: Two squares of 2 cells side by side, from (1.5, 1.5) to (5.5, 3.5).
X = np.array([1.5, 3.5, 3.5, 1.5, 1.5, 3.5, 3.5, 5.5, 5.5, 3.5])
Y = np.array([1.5, 1.5, 3.5, 3.5, 1.5, 1.5, 3.5, 3.5, 1.5, 1.5])
MARKS = np.array([1] * 5 + [2] * 5)
EDGES = Edges.of(rounded(X), rounded(Y), MARKS, np.array([4, 9]))


def test_a_border_of_two_polygons_is_one_edge_with_both_marks() -> None:
    assert sorted(EDGES.marks.tolist()) == [1, 1, 1, 2, 2, 2, 3]
    both = int(np.flatnonzero(EDGES.marks == 3)[0])
    assert np.round(EDGES.low[:, both], 3).tolist() == [3.5, 1.5]
    assert np.round(EDGES.high[:, both], 3).tolist() == [3.5, 3.5]


def test_an_edge_that_three_share_keeps_all_marks() -> None:
    x, y = np.tile([1.5, 3.5], 3), np.tile([1.5, 2.5], 3)
    edges = Edges.of(rounded(x), rounded(y), np.repeat([1, 2, 4], 2), np.array([1, 3, 5]))
    assert np.bitwise_xor.reduce(edges.marks) == 7


def test_points_to_the_left_of_an_edge_are_counted_from_it() -> None:
    low = int(np.flatnonzero((EDGES.a[1] < 2) & (EDGES.b[1] < 2) & (EDGES.marks == 1))[0])
    off = EDGES.side(np.array([low]), np.array([2.0]), np.array([2.5]))
    assert np.round(off, 3).tolist() == [2]  # a cell off, an edge two long
    assert np.round(EDGES.length(np.array([low])), 3).tolist() == [2]


def test_lines_are_crossed_where_edges_lead() -> None:
    slope = Edges.of(np.array([0.5, 4.5]), np.array([0.5, 2.5]), np.array([1, 1]), np.array([1]))
    ends = slope.a.astype(np.int32), slope.b.astype(np.int32)
    _, line, along, up = line_crossings(slope, 0, ends[0][0], ends[1][0])
    assert line.tolist() == [1, 2, 3, 4]
    assert along.tolist() == [0.75, 1.25, 1.75, 2.25]
    assert up.all()
    _, line, along, up = line_crossings(slope, 1, ends[0][1], ends[1][1])
    assert line.tolist() == [1, 2]
    assert along.tolist() == [1.5, 3.5]
