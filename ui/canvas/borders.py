"""Borders of nested grids, each drawn once, by the level at which its two sides part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import shapely
from PyQt6.QtGui import QPolygonF

from gridplanner.geometry import GRID_SIZE_M, Floats, Ints, Shapes, shapes_of
from ui.canvas.camera import Bounds
from ui.canvas.outlines import Outlines
from ui.canvas.paths import path_of, tolerance_m, touching

#: Cells whose borders share a chunk of paths.
CHUNK = 32
OUTSIDE = -1

Pair = tuple[int, int]


def border_pieces(shapes: Shapes, uids: Ints) -> dict[Pair, Floats]:
    """Find who shares which segments.

    Coordinates must lie on the grid of 1 mm: segments are matched by whole millimetres.

    Returns
    -------
    dict
        (lower uid, higher uid) → segments, float array (s, 4); the lower one is
        :data:`OUTSIDE` where nobody is on the other side.
    """
    rings, owner = shapely.get_rings(shapes, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    if len(xy) == 0:
        return {}
    inside = ring[1:] == ring[:-1]
    ends = np.hstack([xy[:-1][inside], xy[1:][inside]])
    who = uids[owner[ring[:-1][inside]]]
    mm = np.round(ends / GRID_SIZE_M).astype(np.int64)
    swap = (mm[:, 0] > mm[:, 2]) | ((mm[:, 0] == mm[:, 2]) & (mm[:, 1] > mm[:, 3]))
    mm[swap] = mm[swap][:, [2, 3, 0, 1]]
    order = np.lexsort((who, mm[:, 3], mm[:, 2], mm[:, 1], mm[:, 0]))
    key, who, ends = mm[order], who[order], ends[order]
    same = (key[1:] == key[:-1]).all(axis=1)
    first = np.r_[True, ~same]
    at = np.flatnonzero(first)
    twin = np.r_[same, False][at]
    other = np.where(twin, who[np.minimum(at + 1, len(who) - 1)], OUTSIDE)
    low, high = np.minimum(who[at], other), np.maximum(who[at], other)
    by_pair = np.lexsort((high, low))
    low, high, ends = low[by_pair], high[by_pair], ends[at[by_pair]]
    cuts = np.flatnonzero(np.r_[True, (low[1:] != low[:-1]) | (high[1:] != high[:-1])])
    return {
        (int(low[a]), int(high[a])): ends[a:b]
        for a, b in zip(cuts, [*cuts[1:], len(low)], strict=True)
    }


def _keys(pieces: Sequence[Floats], origin: Floats) -> np.ndarray[Any, Any]:
    """Give a key to each segment, the same in both directions: its ends in whole mm."""
    if len(pieces) == 0:
        return np.empty(0, dtype="S32")
    mm = np.round((np.concatenate(pieces) + origin) / GRID_SIZE_M).astype(np.int64)
    swap = (mm[:, 0] > mm[:, 2]) | ((mm[:, 0] == mm[:, 2]) & (mm[:, 1] > mm[:, 3]))
    mm[swap] = mm[swap][:, [2, 3, 0, 1]]
    # isin needs an order, which plain bytes have and rows of numbers have not.
    return np.ascontiguousarray(mm).view("S32").ravel()


class Chunk:
    """Borders of one level around a few cells, drawn the same way.

    Parameters
    ----------
    lines : array of LineString
        Local coordinates; simplified their ends stay, so that borders still meet.
    """

    def __init__(self, lines: Shapes) -> None:
        self._lines = lines
        self.boxes: Floats = shapely.bounds(lines)
        self._kept: dict[float, list[QPolygonF]] = {}
        self._outlines: dict[float, Outlines] = {}

    def outlines(self, off_m: float) -> Outlines:
        """Give the lines as arrays, each within a distance in metres of what it is."""
        if off_m not in self._outlines:
            lines = shapely.simplify(self._lines, off_m) if off_m else self._lines
            self._outlines[off_m] = Outlines.of_lines(shapes_of(lines), (0.0, 0.0))
        return self._outlines[off_m]

    def chains(self, off_m: float) -> list[QPolygonF]:
        """Give the lines, each within a distance in metres of what it is."""
        if off_m not in self._kept:
            lines = shapely.simplify(self._lines, off_m) if off_m else self._lines
            counts = shapely.get_num_coordinates(lines)
            starts = np.r_[0, np.cumsum(counts)[:-1]].astype(np.int64)
            # In the order of the lines: every subpath is one of them.
            self._kept[off_m] = path_of(shapely.get_coordinates(lines), starts).toSubpathPolygons()
        return self._kept[off_m]


class Borders:
    """Borders of the cells of a plan, kept by pair of neighbours so that edits stay cheap.

    Parameters
    ----------
    origin : pair of float
        Taken from all coordinates.
    """

    def __init__(self, origin: tuple[float, float]) -> None:
        self._origin = np.array([*origin, *origin])
        self._pairs: dict[Pair, Floats] = {}
        self._of: dict[int, set[Pair]] = {}
        self._chains: Mapping[int, Sequence[int]] = {}
        self._paths: dict[tuple[int, int], Chunk] = {}
        self._outlines: dict[tuple[int, float], Outlines] = {}
        self._complete = False

    def neighbours(self) -> list[Pair]:
        """List the pairs of cells that share a border."""
        return [pair for pair in self._pairs if pair[0] != OUTSIDE]

    def rebuild(self, shapes: Shapes, uids: Ints, chains: Mapping[int, Sequence[int]]) -> None:
        """Take all cells anew.

        Parameters
        ----------
        shapes : array of Polygon or MultiPolygon
        uids : int array
        chains : mapping
            Cell → its ancestors from the top down, ending with itself.
        """
        self._pairs, self._of, self._paths, self._outlines = {}, {}, {}, {}
        self._complete = False
        self._chains = chains
        self._add(border_pieces(shapes, uids))

    def update(
        self,
        shapes: Shapes,
        uids: Ints,
        chains: Mapping[int, Sequence[int]],
        touched: set[int],
        near: set[int],
    ) -> None:
        """Take the cells that changed; cost goes with them and those around them.

        Parameters
        ----------
        shapes, uids
            All touched cells that still exist, those near them, and what these border on.
        chains : mapping
            Of all cells, as for :meth:`rebuild`.
        touched : set of int
            Cells that were added, removed or reshaped.
        near : set of int
            Touched cells and those that border on them, or did.
        """
        ring = {a for uid in touched for pair in self._of.get(uid, ()) for a in pair}
        ring |= near
        stale = {pair for uid in touched for pair in self._of.get(uid, ())}
        stale |= {(OUTSIDE, uid) for uid in ring if (OUTSIDE, uid) in self._pairs}
        for pair in stale:
            self._drop(pair)
        moved = {uid for uid, chain in chains.items() if self._chains.get(uid, chain) != chain}
        self._chains = chains
        for uid in moved:
            self._forget(uid)
        found = border_pieces(shapes, uids)
        self._add(
            {
                pair: ends
                for pair, ends in found.items()
                if touched & set(pair) or (pair[0] == OUTSIDE and pair[1] in ring)
            }
        )

    def _add(self, pieces: Mapping[Pair, Floats]) -> None:
        for pair, ends in pieces.items():
            self._pairs[pair] = ends - self._origin
            for uid in pair:
                self._of.setdefault(uid, set()).add(pair)
                self._forget(uid)

    def _drop(self, pair: Pair) -> None:
        del self._pairs[pair]
        for uid in pair:
            self._of[uid].discard(pair)
            self._forget(uid)

    def _forget(self, uid: int) -> None:
        self._outlines.clear()
        self._complete = False
        for key in [key for key in self._paths if key[0] == uid // CHUNK]:
            del self._paths[key]

    def parted(self, other: Borders) -> tuple[Borders, Borders]:
        """Part the borders into those that another plan has too and those it has not."""
        theirs = _keys(list(other._pairs.values()), other._origin)
        pieces = list(self._pairs.values())
        # All at once: each question sorts all that the other plan has.
        shared = np.isin(_keys(pieces, self._origin), theirs)
        cuts = np.cumsum([len(ends) for ends in pieces])[:-1]
        both: dict[Pair, Floats] = {}
        mine: dict[Pair, Floats] = {}
        rows = zip(self._pairs.items(), np.split(shared, cuts), strict=True) if pieces else ()
        for (pair, ends), common in rows:
            if common.any():
                both[pair] = ends[common]
            if not common.all():
                mine[pair] = ends[~common]
        return self._like(both), self._like(mine)

    def _like(self, pairs: dict[Pair, Floats]) -> Borders:
        made = Borders((float(self._origin[0]), float(self._origin[1])))
        made._pairs, made._chains = pairs, self._chains
        return made

    def level_of(self, pair: Pair) -> int:
        """Give the level at which the two sides of a border part; the edge is level 1."""
        a, b = (self._chains.get(uid, ()) for uid in pair)
        for level, (one, two) in enumerate(zip(a, b, strict=False), start=1):
            if one != two:
                return level
        return min(len(a), len(b)) + 1

    def seen(self, level: int, bounds: Bounds, m_per_px: float) -> list[QPolygonF]:
        """Give the chains of one level's borders that meet local bounds, as fine as needed.

        Chains one by one: stroked as one path they take twice as long.
        """
        self._fill()
        found: list[QPolygonF] = []
        off_m = tolerance_m(m_per_px)
        for (_, of_level), chunk in self._paths.items():
            if of_level == level:
                chains = chunk.chains(off_m)
                found += [chains[i] for i in np.flatnonzero(touching(chunk.boxes, bounds))]
        return found

    def outlines(self, level: int, m_per_px: float) -> Outlines:
        """Give all chains of one level's borders as arrays, as fine as needed."""
        self._fill()
        off_m = tolerance_m(m_per_px)
        key = level, off_m
        if key not in self._outlines:
            self._outlines[key] = Outlines.joined(
                [
                    chunk.outlines(off_m)
                    for (_, of_level), chunk in self._paths.items()
                    if of_level == level
                ]
            )
        return self._outlines[key]

    def _fill(self) -> None:
        """Make the paths that are missing, chunk by chunk."""
        if self._complete:
            return
        self._complete = True
        have = {key[0] for key in self._paths}
        groups: dict[tuple[int, int], list[Floats]] = {}
        for pair, ends in self._pairs.items():
            chunk = pair[1] // CHUNK
            if chunk not in have:
                groups.setdefault((chunk, self.level_of(pair)), []).append(ends)
        for key, parts in groups.items():
            # Chains, not single segments: joints stay round and dashes run on.
            lines = shapely.linestrings(np.concatenate(parts).reshape(-1, 2, 2))
            merged = shapely.line_merge(shapely.multilinestrings(shapes_of(lines)))
            self._paths[key] = Chunk(shapes_of(shapely.get_parts(merged)))
