"""Random edits on any plan, and what must hold after each of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import strategies as st

from gridplanner.changes import Change
from gridplanner.edits import (
    DeleteGrid,
    DeleteVertex,
    DrawGrid,
    Edit,
    FillHole,
    InsertVertex,
    MergeGrids,
    MoveVertex,
    Paint,
    Reshape,
    SetLock,
    SplitGrid,
)
from gridplanner.errors import EditError
from gridplanner.geometry import Shapes, is_sound, shapes_of, unassigned
from gridplanner.history import History
from gridplanner.loads import loads
from gridplanner.locate import locate
from gridplanner.model import Plan
from gridplanner.units.blocks import boundary_of

Move = tuple[Any, ...]

pick = st.integers(0, 10_000)
unit = st.floats(-1, 1, allow_nan=False)
# Halves and wholes meet borders and corners of a lattice exactly; others nowhere near.
way = st.tuples(
    st.one_of(st.sampled_from([-2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0]), st.floats(-2, 2)),
    st.one_of(st.sampled_from([-2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0]), st.floats(-2, 2)),
)
moves = st.one_of(
    st.tuples(st.just("draw"), pick, st.lists(way, min_size=3, max_size=6)),
    st.tuples(st.just("split"), pick, st.lists(way, min_size=2, max_size=4)),
    st.tuples(st.just("through"), pick, st.floats(0, np.pi), unit),
    st.tuples(st.just("merge"), pick, st.integers(1, 2)),
    st.tuples(st.just("delete"), pick),
    st.tuples(st.just("brush"), pick, st.floats(0, 2 * np.pi), st.floats(0.1, 0.6)),
    st.tuples(st.just("units"), pick, st.integers(1, 3)),
    st.tuples(st.just("wipe"), pick, way, st.floats(0.05, 0.5)),
    st.tuples(st.just("bulge"), pick, unit, st.booleans()),
    st.tuples(st.just("reshape"), pick, st.lists(way, min_size=2, max_size=5)),
    st.tuples(st.just("vertex"), pick, unit, unit),
    st.tuples(st.just("insert"), pick, st.floats(0, 1), unit),
    st.tuples(st.just("straight"), pick),
    st.tuples(st.just("fill"), pick),
    st.tuples(st.just("lock"), pick, st.sampled_from(["open", "open", "no_loss", "frozen"])),
    st.tuples(st.just("undo")),
    st.tuples(st.just("redo")),
)


def edit_for(plan: Plan, move: Move) -> Edit | None:
    """Make an edit that has a chance in this plan; ``None`` where there is none."""
    kind, which, *rest = move
    leaves = plan.leaves.sort_values("code")
    if len(leaves) == 0:
        return None
    code = str(leaves["code"].iloc[which % len(leaves)])
    shapes = shapes_of(leaves.geometry)
    leaf = shapes[which % len(leaves)]
    middle = shapely.get_coordinates(leaf.centroid)[0]
    size = float(np.sqrt(leaf.area)) / 2
    if kind == "delete":
        return DeleteGrid(code)
    if kind == "lock":
        return SetLock((code,), rest[0])
    if kind == "fill":
        return _fill(plan, which)
    if kind in ("vertex", "straight", "insert"):
        return _of_vertex(kind, leaf, which, rest, size)
    if kind == "through":
        along = np.array([np.cos(rest[0]), np.sin(rest[0])])
        at = middle + rest[1] * size * np.array([-along[1], along[0]])
        return SplitGrid(code, shapely.LineString([at - 4 * size * along, at + 4 * size * along]))
    if kind in ("draw", "split", "reshape"):
        xy = [middle + size * np.array(step) for step in rest[0]]
        if kind == "draw":
            free = _free(plan)
            if len(free) and which % 4:
                shift = shapely.get_coordinates(free[which % len(free)].centroid)[0] - middle
                xy = [one + shift for one in xy]
            return DrawGrid(shapely.Polygon(xy), plan.scheme.depth)
        line = shapely.LineString(xy)
        return SplitGrid(code, line) if kind == "split" else Reshape((code,), line, cross=True)
    others = leaves[(shapely.dwithin(shapes, leaf, 0.5)) & (leaves["code"] != code).to_numpy()]
    if kind == "merge":
        near = sorted(others["code"])[: rest[0]]
        return MergeGrids((code, *near), code, cross=True)
    if kind == "wipe":
        at = middle + size * np.array(rest[0])
        return Paint(shapely.Point(at).buffer(rest[1] * size), None)
    if kind == "brush":
        at = middle + size * np.array([np.cos(rest[0]), np.sin(rest[0])])
        return Paint(shapely.Point(at).buffer(rest[1] * size), code, cross=bool(which % 2))
    if kind == "bulge":
        return _bulge(others, code, leaf, rest, size, which)
    units = plan.tables["units"]
    touching = shapely.dwithin(shapes_of(units["geometry"]), leaf, 0.5)
    ids = [str(one) for one in units["id"][touching]]
    return Paint(tuple(ids[which % len(ids) :][: rest[0]]), code, cross=True) if ids else None


def _free(plan: Plan) -> Shapes:
    free = shapely.get_parts(unassigned(boundary_of(plan), shapes_of(plan.leaves.geometry)))
    return shapes_of(free[shapely.area(free) > 0.01])


def _fill(plan: Plan, which: int) -> Edit | None:
    free = _free(plan)
    if len(free) == 0:
        return None
    at = free[which % len(free)].point_on_surface()
    return FillHole((at.x, at.y))


def _of_vertex(kind: str, leaf: Any, which: int, rest: list[Any], size: float) -> Edit:
    xy = shapely.get_coordinates(leaf)
    at = xy[which % len(xy)]
    if kind == "straight":
        return DeleteVertex((at[0], at[1]), cross=True)
    if kind == "vertex":
        to = at + size * np.array(rest) * 0.7
        return MoveVertex((at[0], at[1]), (to[0], to[1]), cross=True)
    ring = leaf.exterior
    on = ring.interpolate(rest[0], normalized=True)
    to = on.x + size * rest[1] * 0.5, on.y + size * rest[1] * 0.3
    return InsertVertex((on.x, on.y), to if which % 2 else None, cross=True)


def _bulge(
    others: Any, code: str, leaf: Any, rest: list[Any], size: float, which: int
) -> Edit | None:
    """Bend the border to a neighbour between its ends, or lead it right across."""
    if len(others) == 0:
        return None
    other = others.iloc[which % len(others)]
    common = shapely.line_merge(shapely.intersection(leaf, other["geometry"]))
    if common.geom_type != "LineString" or common.length < 1:
        return None
    a, b = (np.array(end) for end in (common.coords[0], common.coords[-1]))
    side = np.array([a[1] - b[1], b[0] - a[0]])
    off = rest[0] * size * side / (np.hypot(*side) + 1e-9)
    if rest[1]:
        line = [a - 0.3 * (b - a) + off, b + 0.3 * (b - a) + off]
    else:
        line = [a, a + 0.3 * (b - a) + off, a + 0.7 * (b - a) + off, b]
    return Reshape((code, str(other["code"])), shapely.LineString(line), cross=True)


Rows = list[tuple[Any, ...]]


class Pictures:
    """Every row of every table as plain values, geometry as bytes; a frame is read once.

    Plans share the frames that an edit leaves alone. A new one reads everything anew, and so
    sees a frame that was written into since.
    """

    def __init__(self) -> None:
        self._known: dict[int, tuple[Any, Rows]] = {}

    def of(self, plan: Plan) -> dict[str, Rows]:
        """Read a plan."""
        return {name: self._rows(frame) for name, frame in plan.tables.items()}

    def _rows(self, frame: Any) -> Rows:
        if id(frame) not in self._known:
            # The frame is kept, so that no other gets its id.
            self._known[id(frame)] = frame, _read(frame)
        return self._known[id(frame)][1]


def _read(frame: Any) -> Rows:
    columns = [frame.index.tolist()]
    for title in frame.columns:
        if title == "geometry":
            columns.append(list(shapely.to_wkb(shapes_of(frame["geometry"]))))
        else:
            columns.append([str(value) for value in frame[title].tolist()])
    return list(zip(*columns, strict=True))


def picture(plan: Plan) -> dict[str, Rows]:
    """Read a plan anew."""
    return Pictures().of(plan)


class Walk:
    """A history that is checked at every step."""

    def __init__(self, plan: Plan, *, slow: bool = True) -> None:
        self.start = plan
        self.history = History(plan)
        self.slow = slow
        self.boundary: Any = boundary_of(plan)
        self.persons = int(plan.households["persons"].sum())
        self._pictures = Pictures()
        self.stack = [(plan, self._pictures.of(plan))]
        self.undone: list[tuple[Plan, Any]] = []
        self.uids = set(map(int, plan.tables["grids"]["uid"]))
        self.done: list[str] = []

    def step(self, move: Move) -> None:
        """Make one step; one that the plan refuses changes nothing."""
        before = self.history.plan
        if move[0] in ("undo", "redo"):
            self._back(move[0])
            return
        edit = edit_for(before, move)
        if edit is None:
            return
        try:
            change = self.history.do(edit)
        except EditError:
            assert self.history.plan is before
            return
        if not change:
            return
        self.done.append(move[0])
        after = self.history.plan
        shown = self._pictures.of(after)
        self._touched(self.stack[-1][1], shown, change)
        self.stack.append((after, shown))
        self.undone.clear()
        self._holds(before, after)

    def _back(self, kind: str) -> None:
        if kind == "undo" and len(self.stack) > 1:
            self.history.undo()
            self.undone.append(self.stack.pop())
        elif kind == "redo" and self.undone:
            self.history.redo()
            self.stack.append(self.undone.pop())
        else:
            return
        assert self._pictures.of(self.history.plan) == self.stack[-1][1]

    def _touched(self, old: Any, new: Any, change: Change) -> None:
        """Rows that an edit says it touched are those that differ, no more and no fewer."""
        for name in new:
            same = old[name] is new[name]
            differ = set() if same else {row[0] for row in set(old[name]) ^ set(new[name])}
            assert set(change.fids(name)) == differ

    def _holds(self, before: Plan, plan: Plan) -> None:
        leaves = shapes_of(plan.leaves.geometry)
        boundary: Any = boundary_of(plan)
        assert is_sound(boundary, leaves)
        assert (shapely.get_type_id(leaves) == 3).all()
        assert not shapely.is_empty(leaves).any()
        assert shapely.hausdorff_distance(boundary, self.boundary) < 1e-6
        free = unassigned(boundary, leaves)
        assert abs(float(shapely.area(leaves).sum()) + free.area - self.boundary.area) < 1e-2
        for level in range(plan.scheme.depth - 1, 0, -1):
            peers, below = plan.level(level), plan.level(level + 1)
            for uid, shape in zip(peers["uid"], peers.geometry, strict=True):
                mine = (below["parent"] == uid).fillna(False).to_numpy(dtype=bool)
                if mine.any():
                    assert shapely.coverage_union_all(shapes_of(below.geometry)[mine]).equals(shape)
        assert int(plan.households["persons"].sum()) == self.persons
        fresh = plan.with_tables(**plan.tables)  # nothing derived is kept
        assert (locate(plan).households == locate(fresh).households).all()
        assert loads(plan).blend.loads == pytest.approx(loads(fresh).blend.loads, abs=1e-9)
        counts = locate(plan).counts(plan)
        assert counts["assigned"] + counts["outside"] + counts["unmatched"] == len(plan.households)
        assert plan.valid_grids["code"].is_unique
        new = set(map(int, plan.tables["grids"]["uid"])) - set(map(int, before.grids["uid"]))
        assert not new & self.uids, "a uid was used again"
        self.uids |= new
        valid = {str(uid) for uid in plan.valid_grids["uid"]}
        duties = plan.duties[(plan.duties["valid_to"] == "")]
        assert set(duties.loc[duties["target_table"] == "grids", "target_id"]) <= valid
        assert {str(pin) for pin in plan.households["pinned"].dropna()} <= valid

    def finish(self) -> None:
        """Undo all; the plans of the way are as they were when they were made."""
        afresh = Pictures()
        for plan, shown in self.stack:
            assert afresh.of(plan) == shown
        while self.history.can_undo:
            self.history.undo()
            self.stack.pop()
            assert self._pictures.of(self.history.plan) == self.stack[-1][1]
        assert picture(self.history.plan) == self.stack[0][1]
