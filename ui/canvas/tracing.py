"""Tracing: the way along existing lines from one place on them to another."""

from __future__ import annotations

import heapq
import itertools

import numpy as np

from gridplanner.geometry import Floats

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
    """

    def __init__(self, segments: Floats) -> None:
        ends = np.round(segments.reshape(-1, 2) / _NODE_M).astype(np.int64)
        _, first, node = np.unique(ends, axis=0, return_index=True, return_inverse=True)
        self.xy = segments.reshape(-1, 2)[first]
        pairs = np.sort(node.reshape(-1, 2), axis=1)
        self._pairs = np.unique(pairs[pairs[:, 0] != pairs[:, 1]], axis=0)
        self._next: dict[int, list[int]] = {}
        for a, b in self._pairs.tolist():
            self._next.setdefault(a, []).append(b)
            self._next.setdefault(b, []).append(a)

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

    def _segment_at(self, place: Place) -> tuple[int, ...] | None:
        """Give the node at a place, or both ends of the segment that it lies on."""
        at = np.array(place)
        gap = np.hypot(*(self.xy - at).T)
        if float(gap.min()) <= 2 * _NODE_M:
            return (int(np.argmin(gap)),)
        a, b = self.xy[self._pairs[:, 0]], self.xy[self._pairs[:, 1]]
        step = b - a
        along = ((at - a) * step).sum(axis=1) / np.maximum((step**2).sum(axis=1), 1e-12)
        foot = a + np.clip(along, 0, 1)[:, None] * step
        off = np.hypot(*(foot - at).T)
        best = int(np.argmin(off))
        if float(off[best]) > 2 * _NODE_M:
            return None
        return int(self._pairs[best, 0]), int(self._pairs[best, 1])

    def _path(
        self,
        start: Place,
        end: Place,
        sources: tuple[int, ...],
        goals: tuple[int, ...],
        barred: set[tuple[int, int]],
    ) -> list[int] | None:
        """Search from a place to another; gives the nodes between, none on one segment."""
        if len(sources) == 2 and set(sources) == set(goals) and _key(*sources) not in barred:
            return []
        to_goal = {node: self._gap(node, end) for node in goals}
        best: dict[int, float] = {node: self._gap(node, start) for node in sources}
        before: dict[int, int | None] = dict.fromkeys(sources)
        queue = [(cost, node) for node, cost in best.items()]
        heapq.heapify(queue)
        reached: tuple[float, int] | None = None
        done: set[int] = set()
        while queue and len(done) < MOST_NODES:
            cost, node = heapq.heappop(queue)
            if reached is not None and cost >= reached[0]:
                break
            if node in done:
                continue
            done.add(node)
            if node in to_goal and (reached is None or cost + to_goal[node] < reached[0]):
                reached = cost + to_goal[node], node
            for other in self._next.get(node, ()):
                if _key(node, other) in barred:
                    continue
                length = cost + float(np.hypot(*(self.xy[other] - self.xy[node])))
                if length < best.get(other, np.inf):
                    best[other], before[other] = length, node
                    heapq.heappush(queue, (length, other))
        if reached is None:
            return None
        nodes = [reached[1]]
        while (previous := before[nodes[0]]) is not None:
            nodes.insert(0, previous)
        return nodes

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


def _key(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)
