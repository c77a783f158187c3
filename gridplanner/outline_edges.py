"""Edges of the outlines of polygons, counted in cells, each of them once."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from gridplanner.geometry import Bools, Floats, Ints

Cells = npt.NDArray[np.signedinteger[Any]]

#: Places are rounded to odd parts of so many of a cell: no corner lies on a line between
#: cells, and which side of an edge a place lies on is told without an error.
PARTS = 2**17


class Edges(NamedTuple):
    """Edges of outlines, each once: arrays of shape (2, e), east and north, in cells.

    Attributes
    ----------
    a, b : float arrays
        First and last points.
    low, high : float arrays
        Corners of the box around each.
    marks : int array, shape (e,)
        Marks of the polygons on both sides, put together bit by bit (exclusive or).
    """

    a: Floats
    b: Floats
    low: Floats
    high: Floats
    marks: Ints

    @classmethod
    def of(cls, x: Floats, y: Floats, marks: Ints, ends: Cells) -> Edges:
        """Take each edge from one corner to the next once, whoever shares it."""
        # Numbers of the corners, mixed: two edges with the same sum and the same middle are one.
        number = (x * PARTS).astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        number ^= (y * PARTS).astype(np.uint64) * np.uint64(0xC2B2AE3D27D4EB4F)
        number ^= number >> np.uint64(29)
        number *= np.uint64(0xBF58476D1CE4E5B9)
        begins = np.delete(np.arange(len(x)), ends)
        bits = np.uint64(len(x).bit_length())
        # Edges with the same ends have the same sum; sorted with their number behind it.
        sums = (number[:-1] + number[1:])[begins]
        key = np.sort((sums >> bits << bits) | begins.astype(np.uint64))
        edge = (key & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int64)
        same = np.r_[key[1:] >> bits == key[:-1] >> bits, False]
        for p in (x, y):
            both = (p[:-1] + p[1:])[edge]
            same[:-1] &= both[1:] == both[:-1]
        same[1:] &= ~same[:-1]
        one = np.flatnonzero(same)
        marks = marks.copy()
        marks[edge[one]] ^= marks[edge[one + 1]]
        there = np.zeros(len(x), dtype=np.bool_)
        there[begins] = True
        there[edge[one + 1]] = False
        edge = np.flatnonzero(there)
        a, b = (np.stack([x[at], y[at]]) for at in (edge, edge + 1))
        return cls(a, b, np.minimum(a, b), np.maximum(a, b), marks[edge])

    def way(self, edge: Ints) -> tuple[Floats, Floats]:
        """Tell how far edges lead east and north."""
        return self.b[0][edge] - self.a[0][edge], self.b[1][edge] - self.a[1][edge]

    def side(self, edge: Ints, x: Any, y: Any, pair: Any = slice(None)) -> Floats:
        """Tell how far to the left of edges points lie, times the edges' length.

        With ``pair``, points are more than edges, and each asks the edge with its number.
        """
        dx, dy = self.way(edge)
        ax, ay = self.a[0][edge][pair], self.a[1][edge][pair]
        return np.asarray(dx[pair] * (y - ay) - dy[pair] * (x - ax))

    def length(self, edge: Ints) -> Floats:
        """Tell the lengths of edges."""
        return np.asarray(np.hypot(*self.way(edge)))


def line_crossings(
    edges: Edges, axis: int, cell: Cells, to: Cells
) -> tuple[Ints, Cells, Floats, Bools]:
    """Find where edges cross the lines between cells.

    Parameters
    ----------
    edges : Edges
    axis : int
        Across the lines: 0 for lines that lead north, 1 for lines that lead east.
    cell, to : int arrays, shape (e,)
        Whole parts of both ends along the axis.

    Returns
    -------
    four arrays, shape (c,)
        The edge, the line, the place along the line, and whether the edge leads to the
        higher side.
    """
    step = to - cell
    edge = np.flatnonzero(step)
    step = step[edge]
    count = np.abs(step)
    first = cell[edge] + (step > 0) + np.minimum(step + 1, 0)
    p0, q0 = edges.a[axis][edge], edges.a[1 - axis][edge]
    slope = (edges.b[1 - axis][edge] - q0) / (edges.b[axis][edge] - p0)
    # From the lowest line that an edge crosses on, step by step.
    start = np.cumsum(count) - count
    line = np.arange(count.sum(), dtype=np.int32) - np.repeat(start - first, count)
    of = np.repeat(np.arange(len(edge)), count)
    return edge[of], line, q0[of] + (line - p0[of]) * slope[of], (step > 0)[of]


def rounded(places: Floats) -> Floats:
    """Move places to the middle of the part of a cell that they lie in."""
    return (np.floor(places * (PARTS // 2)) + 0.5) / (PARTS // 2)
