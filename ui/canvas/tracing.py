"""Tracing: the way along existing lines from one place on them to another."""

from __future__ import annotations

import heapq
import itertools
import math

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from gridplanner.geometry import Bools, Floats, Ints
from ui.canvas.camera import Bounds

Place = tuple[float, float]

#: Ends of segments are one node when they round to the same millimetre.
_NODE_M = 0.001
#: The search gives up after so many nodes: a way that long is not what one aims at.
MOST_NODES = 20_000


class Network:
    """Segments joined where their ends meet.

    Parameters
    ----------
    segments : float array, shape (n, 4)
        x and y of both ends, map coordinates.
    bounds : bounds, optional
        Where all segments are known; those with an end beyond may go on there.
    """

    def __init__(self, segments: Floats, bounds: Bounds | None = None) -> None:
        ends = np.round(segments.reshape(-1, 2) / _NODE_M).astype(np.int64)
        # One number an end sorts ten times as fast as rows of two; 2**31 mm are 2,147 km.
        least = ends.min(axis=0, initial=np.iinfo(np.int64).max)
        key = ((ends[:, 0] - least[0]) << 31) + (ends[:, 1] - least[1])
        _, first, node = np.unique(key, return_index=True, return_inverse=True)
        self.xy = segments.reshape(-1, 2)[first]
        count = len(self.xy)
        low, high = np.sort(node.reshape(-1, 2), axis=1).T
        # Sorted here: numpy's own way of finding single numbers takes five times as long.
        pairs = np.sort((low * max(count, 1) + high)[low != high])
        single = pairs[np.r_[True, np.diff(pairs) > 0]] if len(pairs) else pairs
        self._pairs = np.stack(np.divmod(single, max(count, 1)), axis=1)
        a, b = self.xy[self._pairs[:, 0]], self.xy[self._pairs[:, 1]]
        self._least, self._most = np.minimum(a, b).T.copy(), np.maximum(a, b).T.copy()
        self._x, self._y = self.xy.T.copy()
        ahead = sparse.coo_array((np.hypot(*(b - a).T), tuple(self._pairs.T)), shape=(count, count))
        both = (ahead + ahead.T).tocsr()
        # A building is an island: no search from it, in vain, over all that can be reached.
        self._island = csgraph.connected_components(both, directed=False)[1] if count else None
        self._open = _leaving(self.xy, bounds, self._island)
        # Lists, as the search reads single numbers: those of arrays cost ten times as much.
        self._from: list[int] = both.indptr.tolist()
        self._to: list[int] = both.indices.tolist()
        self._length: list[float] = both.data.tolist()
        self._at: list[list[float]] = [self._x.tolist(), self._y.tolist()]

    def way(self, start: Place, end: Place, *, longer: bool = False) -> list[Place] | None:
        """Find the way between two places on the lines.

        Parameters
        ----------
        start, end : pair of float
            Within a millimetre or two of the lines.
        longer : bool
            The shortest way that shares no segment with the shortest: round the other side.

        Returns
        -------
        list of pair of float or None
            From ``start`` to ``end``; ``None`` where one of them is off the lines, or no
            way joins them.
        """
        if len(self._pairs) == 0:
            return None
        on_start, on_end = self._segment_at(start), self._segment_at(end)
        if on_start is None or on_end is None:
            return None
        found = self._path(start, end, on_start, on_end, set())
        if found is None or not longer:
            return self._line(found, start, end)
        barred = {_key(a, b) for a, b in itertools.pairwise(found)}
        sources, goals = set(on_start), set(on_end)
        for ends, used in ((on_start, found[:1]), (on_end, found[-1:])):
            if len(ends) == 2:
                barred.add(_key(*ends))
                (sources if ends is on_start else goals).difference_update(used)
        if not found:
            # Both lie on one segment: each leaves it by the end that is away from the other.
            near, far = sorted(on_start, key=lambda n: self._gap(n, start) - self._gap(n, end))
            sources, goals = {near}, {far}
        around = self._path(start, end, tuple(sources), tuple(goals), barred)
        return self._line(around, start, end)

    def settled(self, start: Place, end: Place) -> bool:
        """Tell that no segment beyond the bounds can change that there is no way."""
        for place in (start, end):
            on = self._segment_at(place)
            if on is None or self._island is None or not self._open[self._island[on[0]]]:
                return True
        return False

    def _segment_at(self, place: Place) -> tuple[int, ...] | None:
        """Give the node at a place, or both ends of the segment that it lies on."""
        x, y = place
        near = 2 * _NODE_M
        nodes = np.flatnonzero((np.abs(self._x - x) <= near) & (np.abs(self._y - y) <= near))
        gap = np.hypot(self._x[nodes] - x, self._y[nodes] - y)
        if len(nodes) and float(gap.min()) <= near:
            return (int(nodes[np.argmin(gap)]),)
        # Few boxes hold the place; only their segments are measured.
        held = np.flatnonzero(
            (self._least[0] <= x + near)
            & (self._most[0] >= x - near)
            & (self._least[1] <= y + near)
            & (self._most[1] >= y - near)
        )
        if len(held) == 0:
            return None
        pairs = self._pairs[held]
        a, b = self.xy[pairs[:, 0]], self.xy[pairs[:, 1]]
        step = b - a
        at = np.array(place)
        along = ((at - a) * step).sum(axis=1) / np.maximum((step**2).sum(axis=1), 1e-12)
        foot = a + np.clip(along, 0, 1)[:, None] * step
        off = np.hypot(*(foot - at).T)
        best = int(np.argmin(off))
        if float(off[best]) > near:
            return None
        return int(pairs[best, 0]), int(pairs[best, 1])

    def _path(
        self,
        start: Place,
        end: Place,
        sources: tuple[int, ...],
        goals: tuple[int, ...],
        barred: set[tuple[int, int]],
    ) -> list[int] | None:
        """Search from a place to another; gives the nodes between, none on one segment.

        A*: the straight line to the end is never longer than the way that is left.
        """
        if len(sources) == 2 and set(sources) == set(goals) and _key(*sources) not in barred:
            return []
        assert self._island is not None
        if not sources or not goals or self._island[sources[0]] != self._island[goals[0]]:
            return None
        (xs, ys), (end_x, end_y) = self._at, end
        first, to, lengths = self._from, self._to, self._length
        to_goal = {node: self._gap(node, end) for node in goals}
        best: dict[int, float] = {node: self._gap(node, start) for node in sources}
        before: dict[int, int | None] = dict.fromkeys(sources)
        queue = [(cost + self._gap(node, end), cost, node) for node, cost in best.items()]
        heapq.heapify(queue)
        reached: tuple[float, int] | None = None
        done: set[int] = set()
        while queue and len(done) < MOST_NODES:
            least, cost, node = heapq.heappop(queue)
            if reached is not None and least >= reached[0]:
                break
            if node in done:
                continue
            done.add(node)
            if node in to_goal and (reached is None or cost + to_goal[node] < reached[0]):
                reached = cost + to_goal[node], node
            for k in range(first[node], first[node + 1]):
                other, length = to[k], cost + lengths[k]
                if length >= best.get(other, math.inf):
                    continue
                if barred and _key(node, other) in barred:
                    continue
                best[other], before[other] = length, node
                left = math.hypot(xs[other] - end_x, ys[other] - end_y)
                heapq.heappush(queue, (length + left, length, other))
        if reached is None:
            return None
        nodes = [reached[1]]
        while (previous := before[nodes[-1]]) is not None:
            nodes.append(previous)
        return nodes[::-1]

    def _gap(self, node: int, place: Place) -> float:
        return float(np.hypot(self.xy[node, 0] - place[0], self.xy[node, 1] - place[1]))

    def _line(self, nodes: list[int] | None, start: Place, end: Place) -> list[Place] | None:
        if nodes is None:
            return None
        line: list[Place] = [start]
        for place in [*((float(x), float(y)) for x, y in self.xy[nodes]), end]:
            if np.hypot(place[0] - line[-1][0], place[1] - line[-1][1]) > 2 * _NODE_M:
                line.append(place)
        return line


def _leaving(xy: Floats, bounds: Bounds | None, island: Ints | None) -> Bools:
    """Tell which islands have a node out of bounds, from where they may go on."""
    if island is None or len(island) == 0:
        return np.zeros(0, dtype=bool)
    if bounds is None:
        return np.zeros(int(island.max()) + 1, dtype=bool)
    west, south, east, north = bounds
    out = (xy[:, 0] < west) | (xy[:, 0] > east) | (xy[:, 1] < south) | (xy[:, 1] > north)
    return np.bincount(island, out, minlength=int(island.max()) + 1) > 0


def _key(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)
