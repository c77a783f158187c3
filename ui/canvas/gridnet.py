"""The grids of one plan as the map needs them: outlines, borders, anchors, hit testing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely
from PyQt6.QtGui import QPainterPath

from gridplanner.edits.locks import OPEN
from gridplanner.geometry import Floats, Ints, Shapes, shapes_of
from gridplanner.model import Plan
from ui.canvas.borders import Borders
from ui.canvas.camera import Bounds
from ui.canvas.outlines import Outlines
from ui.canvas.paths import path_of_shapes

Origin = tuple[float, float]


@dataclass(frozen=True)
class Cell:
    """One grid in force.

    Attributes
    ----------
    uid, level : int
    parent : int or None
    code, name, kind, lock : str
    short : str
        Code without what it shares with its top grid.
    shape : Polygon or MultiPolygon
        In map coordinates.
    """

    uid: int
    level: int
    parent: int | None
    code: str
    name: str
    kind: str
    lock: str
    short: str
    shape: Any

    @property
    def is_locked(self) -> bool:
        """Whether it has a lock; a plan from elsewhere may say nothing of it."""
        return self.lock not in (OPEN, "")


class GridNet:
    """Grids in force of one plan, in local coordinates.

    Parameters
    ----------
    origin : pair of float
        Taken from all coordinates.
    """

    def __init__(self, origin: Origin) -> None:
        self.origin = origin
        self.depth = 1
        #: Goes up with every plan that is taken.
        self.version = 0
        #: Uid of the grid with each code; looked up in every frame of a gesture.
        self.by_code: dict[str, int] = {}
        #: Grids with a lock, those of upper levels first.
        self.locked: list[int] = []
        self.cells: dict[int, Cell] = {}
        self.borders = Borders(origin)
        self._levels: dict[int, list[int]] = {}
        self._paths: dict[int, QPainterPath] = {}
        self._boxes: dict[int, Bounds] = {}
        self._rows: dict[int, tuple[Ints, Floats]] = {}
        self._anchors: dict[int, tuple[float, float, float]] = {}
        self._trees: dict[int, tuple[shapely.STRtree, Ints]] = {}
        self._bottom: set[int] = set()
        self._outlines: dict[int, tuple[list[int], Outlines]] = {}

    def __bool__(self) -> bool:
        return bool(self.cells)

    def level(self, number: int) -> list[int]:
        """List the grids of a level by code."""
        return self._levels.get(number, [])

    def bottom(self) -> set[int]:
        """Give the grids without children: leaves, and grids of a plan drawn top-down."""
        return self._bottom

    def shown(self, number: int) -> list[int]:
        """List what is filled when a level is active: its grids, and childless ones above."""
        above = [uid for uid in self._bottom if self.cells[uid].level < number]
        return [*above, *self.level(number)]

    def seen(self, number: int, view: Bounds, least_m: float = 0.0) -> list[int]:
        """List what is filled when a level is active and lies in local bounds.

        Parameters
        ----------
        least_m : float
            What is seen of a grid's box must be so wide and high.
        """
        if number not in self._rows:
            uids = np.array(self.shown(number), dtype=np.int64)
            boxes = np.asarray(shapely.bounds(self._shapes(uids))).reshape(-1, 4)
            self._rows[number] = uids, boxes - np.array([*self.origin, *self.origin])
        uids, boxes = self._rows[number]
        low, high = np.maximum(boxes[:, :2], view[:2]), np.minimum(boxes[:, 2:], view[2:])
        found: list[int] = uids[(high - low >= least_m).all(axis=1)].tolist()
        return found

    def outlines(self, number: int) -> tuple[list[int], Outlines]:
        """Give what is filled when a level is active, and its outlines; ``owner`` is the place."""
        if number not in self._outlines:
            uids = self.shown(number)
            shapes = self._shapes(np.array(uids, dtype=np.int64))
            self._outlines[number] = uids, Outlines.of(shapes, self.origin)
        return self._outlines[number]

    def load(self, plan: Plan, touched: Iterable[int] | None = None) -> None:
        """Take the grids of a plan.

        Parameters
        ----------
        plan : Plan
        touched : iterable of int, optional
            Grids that differ from what was loaded; all where absent.
        """
        self.depth = plan.scheme.depth
        self.version += 1
        before, bottom_before = self.cells, self._bottom
        self.cells = cells_of(plan)
        self.by_code = {cell.code: uid for uid, cell in self.cells.items()}
        shut = [uid for uid, cell in self.cells.items() if cell.is_locked]
        self.locked = sorted(shut, key=lambda uid: self.cells[uid].level)
        self._levels, self._rows, self._outlines = {}, {}, {}
        for uid, cell in self.cells.items():
            self._levels.setdefault(cell.level, []).append(uid)
        parents = {cell.parent for cell in self.cells.values()}
        self._bottom = set(self.cells) - {uid for uid in parents if uid is not None}
        chains = {uid: self.chain(uid) for uid in self._bottom}
        if touched is None or not before:
            self._paths, self._boxes, self._anchors, self._trees = {}, {}, {}, {}
            uids = np.array(sorted(self._bottom), dtype=np.int64)
            self.borders.rebuild(self._shapes(uids), uids, chains)
            return
        changed = set(touched)
        for uid in changed:
            self._paths.pop(uid, None)
            self._boxes.pop(uid, None)
            self._anchors.pop(uid, None)
        self._trees = {}
        cells = (changed & (self._bottom | bottom_before)) | (self._bottom ^ bottom_before)
        around = self._around(cells & self._bottom) | (cells & self._bottom)
        gone = [before[uid].shape for uid in cells if uid in before]
        if gone:
            around |= self._meeting(shapes_of(gone))
        # One ring more: who is outside of a neighbour only its own neighbours tell.
        beyond = around | self._around(around & self._bottom)
        uids = np.array(sorted(beyond), dtype=np.int64)
        self.borders.update(self._shapes(uids), uids, chains, cells, around)

    def chain(self, uid: int) -> tuple[int, ...]:
        """Give a grid's ancestors from the top down, ending with itself."""
        found = [uid]
        while True:
            parent = self.cells[found[0]].parent
            if parent is None or parent not in self.cells or parent in found:
                return tuple(found)
            found.insert(0, parent)

    def path(self, uid: int) -> QPainterPath:
        """Give a grid's outline in local coordinates."""
        if uid not in self._paths:
            self._paths[uid] = path_of_shapes([self.cells[uid].shape], self.origin)
        return self._paths[uid]

    def box(self, uid: int) -> Bounds:
        """Give a grid's bounds in local coordinates."""
        if uid not in self._boxes:
            rect = self.path(uid).controlPointRect()
            self._boxes[uid] = rect.left(), rect.top(), rect.right(), rect.bottom()
        return self._boxes[uid]

    def anchor(self, uid: int) -> tuple[float, float, float]:
        """Give the middle and the radius (m) of the largest circle in a grid (local)."""
        if uid not in self._anchors:
            self._anchors[uid] = inner_circle(self.cells[uid].shape, self.origin)
        return self._anchors[uid]

    def at(self, level: int, x: float, y: float) -> int:
        """Find the grid of a level under map coordinates; 0 where there is none."""
        tree, uids = self._tree(level)
        hits = tree.query(shapely.Point(x, y), predicate="intersects")
        return int(uids[hits.min()]) if len(hits) else 0

    def within(self, level: int, shape: Any) -> list[int]:
        """Find the grids of a level that meet a shape in map coordinates."""
        tree, uids = self._tree(level)
        return [int(uids[i]) for i in np.sort(tree.query(shape, predicate="intersects"))]

    def bounds_of(self, uids: Iterable[int]) -> Bounds | None:
        """Give the bounds of grids in map coordinates; ``None`` where there are none."""
        shapes = [self.cells[uid].shape for uid in uids if uid in self.cells]
        if not shapes:
            return None
        west, south, east, north = shapely.total_bounds(shapes_of(shapes))
        return float(west), float(south), float(east), float(north)

    def _tree(self, level: int) -> tuple[shapely.STRtree, Ints]:
        if level not in self._trees:
            uids = np.array(self.shown(level), dtype=np.int64)
            self._trees[level] = shapely.STRtree(self._shapes(uids)), uids
        return self._trees[level]

    def _shapes(self, uids: Ints) -> Shapes:
        found = np.empty(len(uids), dtype=object)
        for row, uid in enumerate(uids):
            found[row] = self.cells[int(uid)].shape
        return found

    def _around(self, uids: set[int]) -> set[int]:
        return self._meeting(self._shapes(np.array(sorted(uids), dtype=np.int64)))

    def _meeting(self, shapes: Shapes) -> set[int]:
        bottom = np.array(sorted(self._bottom), dtype=np.int64)
        if len(bottom) == 0 or len(shapes) == 0:
            return set()
        boxes = shapely.bounds(self._shapes(bottom))
        found: set[int] = set()
        for west, south, east, north in shapely.bounds(shapes):
            near = (
                (boxes[:, 0] <= east)
                & (boxes[:, 2] >= west)
                & (boxes[:, 1] <= north)
                & (boxes[:, 3] >= south)
            )
            found |= set(map(int, bottom[near]))
        return found


def inner_circle(shape: Any, origin: Origin, steps: int = 40) -> tuple[float, float, float]:
    """Give middle and radius of the largest circle inside a shape, to a step of its size."""
    parts = shapely.get_parts(shape)
    if len(parts) > 1:
        shape = parts[int(np.argmax(shapely.area(parts)))]
    if shapely.area(shape) <= 0:
        x, y = shapely.get_coordinates(shapely.point_on_surface(shape))[0]
        return float(x) - origin[0], float(y) - origin[1], 0.0
    tolerance = float(np.sqrt(shapely.area(shape))) / steps
    line = shapely.maximum_inscribed_circle(shape, tolerance=tolerance)
    x, y = shapely.get_coordinates(line)[0]
    return float(x) - origin[0], float(y) - origin[1], float(shapely.length(line))


def cells_of(plan: Plan) -> dict[int, Cell]:
    """Give the grids in force by uid, by level and code."""
    frame = plan.valid_grids.sort_values(["level", "code", "uid"])
    parents = [None if pd.isna(p) else int(p) for p in frame["parent"]]
    codes = dict(zip(map(int, frame["uid"]), frame["code"], strict=True))
    above = dict(zip(map(int, frame["uid"]), parents, strict=True))
    found: dict[int, Cell] = {}
    rows = zip(
        map(int, frame["uid"]),
        map(int, frame["level"]),
        parents,
        frame["code"],
        frame["name"],
        frame["kind"],
        frame["lock"],
        shapes_of(frame.geometry),
        strict=True,
    )
    for uid, level, parent, code, name, kind, lock, shape in rows:
        short = short_code(uid, codes, above)
        found[uid] = Cell(uid, level, parent, code, name, kind, lock, short, shape)
    return found


def short_code(uid: int, codes: dict[int, str], parents: dict[int, int | None]) -> str:
    """Give a code without the part it shares with its top grid, at least its last three."""
    top = uid
    seen = {uid}
    while (parent := parents.get(top)) is not None and parent in codes and parent not in seen:
        seen.add(parent)
        top = parent
    code, prefix = codes[uid], codes[top]
    if top != uid and prefix and code.startswith(prefix) and len(code) > len(prefix):
        return code[len(prefix) :]
    return code[-3:]
