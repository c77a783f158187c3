"""Rings one behind the other: points that see the whole of one, and edges with all to one side.

What is drawn in towards a point that sees all of a house lies in the house. A convex house is
seen from its middle, one with a single inward corner from that corner.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gridplanner.geometry import Bools, Floats, Ints

#: What rounding makes of nothing, of twice the area of a ring.
NOTHING = 1e-9


class Rings(NamedTuple):
    """Closed rings, or other rows of points.

    Attributes
    ----------
    x, y : float arrays, shape (v,)
    first : int array, shape (r + 1,)
        Where each ring begins, and the end of the last one; none is empty.
    """

    x: Floats
    y: Floats
    first: Ints

    def take(self, mask: Bools) -> Rings:
        """Give some of the rings."""
        points = np.repeat(mask, np.diff(self.first))
        return Rings(self.x[points], self.y[points], np.r_[0, np.cumsum(np.diff(self.first)[mask])])

    def middles(self) -> tuple[Floats, Floats, Bools, Bools]:
        """Find a point of each ring that sees all of it.

        Returns
        -------
        two float arrays, shape (r,)
            The point.
        two bool arrays, shape (r,)
            Whether it does see all, and the ring goes round it once; and whether the ring is
            convex, too.
        """
        x, y, first = self
        begin, last = first[:-1], first[1:] - 1
        # The first point, which comes once more at the end, counts once.
        count = np.maximum(last - begin, 1)
        mx, my = ((np.add.reduceat(p, begin) - p[last] * (last > begin)) / count for p in (x, y))
        ring = np.repeat(np.arange(len(begin)), np.diff(first))
        # From the last point of a ring to the first of the next leads nothing: both ends are
        # the same corner, and what comes out at the last is the turn there.
        dx, dy = (np.diff(p, append=0.0) for p in (x, y))
        dx[last], dy[last] = dx[begin], dy[begin]
        turn = np.r_[0.0, dx[:-1] * dy[1:] - dy[:-1] * dx[1:]]
        turn[begin] = 0.0
        seen = self._areas(mx[ring], my[ring])
        around = np.add.reduceat(seen, begin)
        turn *= np.sign(around)[ring]
        sharpest = np.minimum.reduceat(turn, begin)
        inward = sharpest < -NOTHING * np.abs(around)
        at = np.flatnonzero((turn == sharpest[ring]) & inward[ring])
        mx[ring[at]], my[ring[at]] = x[at], y[at]
        seen = self._areas(mx[ring], my[ring]) * np.sign(around)[ring]
        passes = np.r_[np.diff(y >= my[ring]), False].astype(np.int64)
        passes[last] = 0
        sees = np.minimum.reduceat(seen, begin) >= -NOTHING * np.abs(around)
        sees &= (np.add.reduceat(passes, begin) <= 2) & (around != 0)
        return mx, my, sees, sees & ~inward

    def supports(self) -> Bools:
        """Tell of the edge that leads on from each point whether all of its ring lies to one side.

        Returns
        -------
        bool array, shape (v,)
            Of no meaning for the last points of rings.
        """
        count = np.diff(self.first)
        edge, point = spread(np.repeat(self.first[:-1], count), np.repeat(count, count))
        dx, dy = (np.diff(p, append=0.0) for p in (self.x, self.y))
        off = dx[edge] * (self.y[point] - self.y[edge]) - dy[edge] * (self.x[point] - self.x[edge])
        starts = np.searchsorted(edge, np.arange(len(self.x)))
        left, right = np.minimum.reduceat(off, starts), np.maximum.reduceat(off, starts)
        return np.asarray((left >= -NOTHING) | (right <= NOTHING))

    def _areas(self, mx: Floats, my: Floats) -> Floats:
        """Give twice the areas of the triangles from each point to the next and the middle."""
        x, y = self.x - mx, self.y - my
        areas = np.r_[x[:-1] * y[1:] - y[:-1] * x[1:], 0.0]
        areas[self.first[1:] - 1] = 0.0
        return np.asarray(areas, dtype=np.float64)


def spread(begin: Ints, count: Ints) -> tuple[Ints, Ints]:
    """Count on from each beginning: which of them, and the numbers.

    Examples
    --------
    >>> [part.tolist() for part in spread(np.array([7, 3]), np.array([2, 3]))]
    [[0, 0, 1, 1, 1], [7, 8, 3, 4, 5]]
    """
    of = np.repeat(np.arange(len(count)), count)
    return of, np.arange(len(of)) + (begin - np.cumsum(count) + count)[of]
