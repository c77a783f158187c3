"""Shapes that stand clear of all outlines, and the polygon that each of them stands in.

Most houses stand metres away from any border. Cells that outlines pass are marked; what
touches no marked cell lies wholly in whatever polygon its cells lie in, and that is told by
the outlines that a horizontal line crosses before it comes to the cells. What touches a
marked cell is held against the edges in its cells, one by one. All of it is a few operations
on all edges at once, where a predicate walks over the shapes one by one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import shapely

from gridplanner.apart import apart
from gridplanner.geometry import Bools, Floats, Ints, Shapes
from gridplanner.outline_edges import PARTS, Cells, Edges, line_crossings, rounded
from gridplanner.rings import Rings, spread

#: Side of a cell: finer ones spare too few looks at edges for the edges they cut.
CELL_M = 10.0
#: Cells of one byte that are laid out at most; beyond, they are larger.
MOST_CELLS = 2**24
#: What rounding may move an outline or a shape by, many times over.
MARGIN_M = 0.001
#: Nearer than this to the corner of a cell, in cells, it is not told where an edge passes it.
DOUBT = 1e-7
#: Shapes over more cells than this are not held against edges.
MANY_CELLS = 64
#: The answer for a shape that an outline comes near to, or that several polygons hold.
NEAR = -2


def clear_owners(shapes: Shapes, polygons: Shapes) -> Ints:
    """Tell the polygon that holds a shape, for those that stand clear of all outlines.

    Parameters
    ----------
    shapes : array of geometry, shape (n,)
    polygons : array of Polygon or MultiPolygon, shape (m,)
        Where one crosses itself, ground that it surrounds an odd number of times is its own.

    Returns
    -------
    array of int, shape (n,)
        Position in ``polygons`` where that polygon covers the shape and no other has any
        point of it; -1 where none has any, as for shapes that are missing or empty;
        :data:`NEAR` where this quick look does not tell.
    """
    outlines = Outlines.of(polygons)
    if outlines is None:
        return np.full(len(shapes), -1, dtype=np.int64)
    return outlines.owners(shapes)[0]


class _Passes(NamedTuple):
    """Edges that come into a cell over its lines: first point of the edge, and the cell."""

    edges: Ints
    cells: Ints


@dataclass(frozen=True)
class Outlines:
    """Cells that outlines pass, and where they cross the lower edges of every other row.

    Places are counted in cells from the lower left corner.

    Attributes
    ----------
    corner, cell_m
        Lower left corner of the cells, and their side.
    width, height : int
        Cells in a row, and rows; those on the rim are never marked.
    edges : Edges
        Each of them once, also where it is a border of two polygons.
    marked : bool array, shape (height * width,)
        Row by row.
    passes : sequence of _Passes
        By the way that the edges come in; an edge also lies where it begins.
    crossings : int array, shape (c,)
        Cells in whose lower edges crossings lie; ascending.
    doubtful : int array
        Cells of which an edge passes the lower left corner too closely.
    marks : int array, shape (m,)
        A number for each polygon; its position is in the bits that ``bits`` counts.
    held : int array, shape (c + 1,)
        Marks of the polygons that hold the ground behind each crossing, put together bit
        by bit (exclusive or). Of two or more that overlap it is the mark of a third
        once in a million million.
    """

    corner: Floats
    cell_m: float
    width: int
    height: int
    edges: Edges
    marked: Bools
    passes: tuple[_Passes, ...]
    crossings: Ints
    doubtful: Ints
    marks: Ints
    held: Ints
    bits: int

    @classmethod
    def of(cls, polygons: Shapes) -> Outlines | None:
        """Lay cells over the outlines; None where there are no outlines."""
        xy, owner = shapely.get_coordinates(polygons, return_index=True)
        if len(xy) == 0:
            return None
        # Column by column: numpy takes ten times as long over pairs.
        east, north = xy[:, 0].copy(), xy[:, 1].copy()
        low = np.array([east.min(), north.min()])
        span = np.array([east.max(), north.max()]) - low
        cell_m = max(CELL_M, float(np.sqrt(np.prod(span) / MOST_CELLS)), *(span / 2**20))
        corner = low - 1.5 * cell_m  # whatever rounding does, nothing comes into the rim
        x, y = rounded((east - corner[0]) / cell_m), rounded((north - corner[1]) / cell_m)
        # No edge leads from the last point of a ring to the first of the next.
        rings = shapely.get_rings(shapely.get_parts(polygons))  # of parts: others have none
        ends = np.cumsum(shapely.get_num_coordinates(rings)) - 1
        bits = max(len(polygons).bit_length(), 1)
        order = np.arange(len(polygons), dtype=np.int64)
        marks = (np.random.default_rng(0).integers(1, 2**40, len(order)) << bits) | order
        edges = Edges.of(x, y, marks[owner], ends)
        (column, row), (to_column, to_row) = edges.a.astype(np.int32), edges.b.astype(np.int32)
        width, height = int(x.max()) + 2, int(y.max()) + 2
        marked = np.zeros(height * width, dtype=np.bool_)
        begins = row * width + column
        marked[begins] = True
        edge, line, along, up = line_crossings(edges, 1, row, to_row)
        at = line * width + along.astype(np.int32)
        marked[at] = marked[at - width] = True
        vertical = _Passes(edge, at - width * ~up)
        even = np.flatnonzero(line % 2 == 0)
        key = np.sort((at[even].astype(np.int64) << 32) | edge[even])
        crossings = key >> 32
        held = np.bitwise_xor.accumulate(np.r_[0, edges.marks[key & (2**32 - 1)]])
        nearest = np.rint(along[even])
        close = np.flatnonzero(np.abs(along[even] - nearest) < DOUBT)
        doubtful = line[even[close]] * width + nearest[close].astype(np.int32)
        edge, line, along, up = line_crossings(edges, 0, column, to_column)
        at = along.astype(np.int32) * width + line
        marked[at] = marked[at - 1] = True
        sideways = _Passes(edge, at - ~up)
        inside = _Passes(np.arange(len(begins), dtype=np.int64), begins)
        return cls(
            corner, cell_m, width, height, edges, marked, (inside, vertical, sideways), crossings,
            doubtful, marks, held, bits,
        )  # fmt: skip

    def owners(self, shapes: Shapes) -> tuple[Ints, Ints]:
        """Tell who holds each shape, as :func:`clear_owners`, and who holds most of it.

        Returns
        -------
        two int arrays, shape (n,)
            Position of the polygon; the second one, too, is -1 for none and :data:`NEAR` where
            this quick look does not tell. Where it does, nobody else has so much.
        """
        found = np.full(len(shapes), -1, dtype=np.int64)
        boxes = (shapely.bounds(shapes) - np.tile(self.corner, 2)) / self.cell_m
        there = np.flatnonzero(~np.isnan(boxes[:, 0]))
        if len(there) == 0:
            return found, found
        boxes = boxes[there]
        cells = np.floor(boxes + np.array([-1, -1, 1, 1]) * self.margin)
        rim = np.tile([self.width - 1, self.height - 1], 2)
        left, low, right, high = np.clip(cells, 0, rim).astype(np.int32).T
        touched = self._touched(left, low, right, high)
        clear, near = np.flatnonzero(~touched), np.flatnonzero(touched)
        # The lower edge of the box's cells, or the line above, crosses no outline there.
        found[there[clear]] = self._named(self._held_before(left[clear], low[clear]))
        blocks = np.column_stack([left, low, right, high])[near]
        most = found.copy()
        near, told = there[near], self._closer(shapes[there[near]], boxes[near], blocks)
        found[near], most[near] = told
        return found, most

    @property
    def margin(self) -> float:
        """What counts as touching, in cells: more than places are rounded by."""
        return max(MARGIN_M / self.cell_m, 4 / PARTS)

    def _held_before(self, column: Cells, row: Cells) -> Ints:
        """Give the marks of who holds the corner of a cell on an even line, below or above."""
        at = ((row + row % 2) * self.width + column).astype(np.int64)
        return np.asarray(self.held[np.searchsorted(self.crossings, at)])

    def _named(self, held: Ints) -> Ints:
        """Tell the position of the polygon with a mark; -1 for none, NEAR for several."""
        owner = held & ((1 << self.bits) - 1)
        owner[self.marks[np.minimum(owner, len(self.marks) - 1)] != held] = NEAR
        owner[held == 0] = -1
        return owner

    def _touched(self, left: Cells, low: Cells, right: Cells, high: Cells) -> Bools:
        """Tell which blocks of cells, ends included, have a marked one."""
        wide, tall, first = right - left, high - low, low * self.width + left
        touched = np.zeros(len(left), dtype=np.bool_)
        for up in range(int(tall.max()) + 1):
            rows = np.flatnonzero((tall >= up) & ~touched)
            at, reach = first[rows] + up * self.width, wide[rows]
            met = self.marked[at]
            for along in range(1, int(reach.max(initial=0)) + 1):
                rest = np.flatnonzero((reach >= along) & ~met)
                met[rest] = self.marked[at[rest] + along]
            touched[rows] = met
        return touched

    def _closer(self, shapes: Shapes, boxes: Floats, blocks: Cells) -> tuple[Ints, Ints]:
        """Tell who holds shapes that touch marked cells but no edge, and most of the others.

        Parameters
        ----------
        shapes : array of geometry, shape (k,)
        boxes : float array, shape (k, 4)
            In cells.
        blocks : int array, shape (k, 4)
            First and last column and row of their cells.
        """
        left, low, right, high = blocks.T
        wide = right - left + 1
        count = wide * (high - low + 1)
        few = count <= MANY_CELLS
        of, nth = spread(np.zeros(len(count), dtype=np.int64), np.where(few, count, 0))
        cell = (low[of] + nth // wide[of]) * self.width + left[of] + nth % wide[of]
        here = np.flatnonzero(self.marked[cell])
        of, cell = of[here], cell[here]
        cells, edges = self._edges_in(cell)
        begin = np.searchsorted(cells, cell)
        which, at = spread(begin, np.searchsorted(cells, cell, "right") - begin)
        shape, edge = self._beside_boxes(of[which], edges[at], boxes)
        x, y = boxes[:, 0].copy(), boxes[:, 1].copy()
        free, core_free = few.copy(), few.copy()
        if len(shape):
            asked, place = np.unique(shape, return_inverse=True)
            xy, part = shapely.get_coordinates(shapes[asked], return_index=True)
            east, north = ((xy[:, axis] - self.corner[axis]) / self.cell_m for axis in (0, 1))
            rings = Rings(east, north, np.searchsorted(part, np.arange(len(asked) + 1)))
            single = shapely.get_type_id(shapes[asked]) == 3
            single &= shapely.get_num_interior_rings(shapes[asked]) == 0
            x[asked], y[asked], free[asked], core_free[asked] = apart(
                rings, single, self.edges, place, edge, self.margin
            )
        rows = np.flatnonzero(core_free)
        found = np.full(len(shapes), NEAR, dtype=np.int64)
        found[rows] = self._at_points(rounded(x[rows]), rounded(y[rows]), cells, edges)
        return np.where(free, found, NEAR), found

    def _edges_in(self, wanted: Cells) -> tuple[Ints, Ints]:
        """Give cells and the edges that pass them, of the cells wanted alone; cells ascend."""
        asked = np.zeros(len(self.marked), dtype=np.bool_)
        asked[wanted] = True
        keys = []
        for edges, cells in self.passes:
            here = np.flatnonzero(asked[cells])
            keys.append((cells[here].astype(np.int64) << 32) | edges[here])
        key = np.sort(np.concatenate(keys))
        return key >> 32, key & (2**32 - 1)

    def _beside_boxes(self, shape: Ints, edge: Ints, boxes: Floats) -> tuple[Ints, Ints]:
        """Leave of pairs of a shape and an edge those where the edge meets the shape's box."""
        margin = self.margin
        for axis in (0, 1):
            low, high = boxes[:, axis] - margin, boxes[:, axis + 2] + margin
            meets = self.edges.low[axis][edge] <= high[shape]
            meets &= self.edges.high[axis][edge] >= low[shape]
            shape, edge = shape[meets], edge[meets]
        minx, miny, maxx, maxy = boxes[shape].T
        off = self.edges.side(edge, (minx + maxx) / 2, (miny + maxy) / 2)
        dx, dy = self.edges.way(edge)
        reach = np.abs(dx) * (maxy - miny + 2 * margin) + np.abs(dy) * (maxx - minx + 2 * margin)
        meets = np.abs(off) <= reach / 2
        return shape[meets], edge[meets]

    def _at_points(self, x: Floats, y: Floats, cells: Ints, edges: Ints) -> Ints:
        """Tell who holds points off all edges: from a corner of their cell, edge by edge."""
        found = np.full(len(x), NEAR, dtype=np.int64)
        inside = (x >= 0) & (y >= 0) & (x < self.width) & (y < self.height)
        rows = np.flatnonzero(inside)
        x, y = x[rows], y[rows]
        column, row = x.astype(np.int32), y.astype(np.int32)
        line = row + row % 2
        begin = np.searchsorted(cells, row * self.width + column)
        end = np.searchsorted(cells, row * self.width + column, "right")
        of, at = spread(begin, end - begin)
        edge = edges[at]
        # An edge lies in a cell once for each way in: it must be counted once.
        once = np.r_[True, (of[1:] != of[:-1]) | (edge[1:] != edge[:-1])][: len(of)]
        of, edge = of[once], edge[once]
        cx, cy, px, py = column[of], line[of], x[of], y[of]
        crosses = (self.edges.side(edge, cx, cy) > 0) != (self.edges.side(edge, px, py) > 0)
        above = [
            (px - cx) * (y[edge] - cy) > (py - cy) * (x[edge] - cx)
            for x, y in (self.edges.a, self.edges.b)
        ]
        crosses &= above[0] != above[1]
        mark = np.where(crosses, self.edges.marks[edge], 0)
        passed = np.bitwise_xor.accumulate(np.r_[0, mark])
        cuts = np.searchsorted(of, np.arange(len(rows) + 1))
        held = self._held_before(column, row) ^ passed[cuts[1:]] ^ passed[cuts[:-1]]
        told = self._named(held)
        told[np.isin(line * self.width + column, self.doubtful)] = NEAR
        found[rows] = told
        return found
