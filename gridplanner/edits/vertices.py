"""Edits of vertices: moved, inserted and deleted in every grid that has them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from gridplanner.edits.grid_rows import parents_followed, parents_of, with_shapes
from gridplanner.edits.locks import Move, demand, said
from gridplanner.edits.recut import FIT_M, Regions, regions_of
from gridplanner.edits.transfer import slivers
from gridplanner.errors import EditError
from gridplanner.geometry import (
    GRID_SIZE_M,
    NODE_SIZE_M,
    Floats,
    Ints,
    Shapes,
    lines_of,
    shapes_of,
    with_nodes,
)
from gridplanner.model import Plan
from gridplanner.units.blocks import boundary_of

Place = tuple[float, float]
#: How far from a vertex or a border a place may be named.
REACH_M = 0.05


@dataclass(frozen=True)
class MoveVertex:
    """Move a vertex in all leaves that have it, and in their parents.

    Attributes
    ----------
    at, to : pair of float
        Where it is and where it goes.
    cross : bool
        Whether ground may leave its parent.
    reason : str
        Kept in the journal.
    """

    at: Place
    to: Place
    cross: bool = False
    reason: str = ""
    label = "edit.vertex"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Both places."""
        return _facts(self.at, self.to, self.cross, self.reason)

    def apply(self, plan: Plan) -> Plan:
        """Make the plan with the vertex moved.

        Raises
        ------
        EditError
            No leaf has a vertex there, it is on the boundary, a lock or a parent stands
            against it, or borders would cross.
        """
        regions = regions_of(plan)
        vertex = vertex_at(regions, _pair(self.at))
        return _moved(plan, regions, {vertex: _rounded(_pair(self.to))}, cross=self.cross)


@dataclass(frozen=True)
class MoveEdge:
    """Move a segment of a border, both its ends alike.

    Attributes
    ----------
    a, b : pair of float
        Its ends.
    by : pair of float
        Metres east and north.
    cross : bool
        Whether ground may leave its parent.
    reason : str
        Kept in the journal.
    """

    a: Place
    b: Place
    by: Place
    cross: bool = False
    reason: str = ""
    label = "edit.edge"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Ends and way."""
        way = {"dx": float(self.by[0]), "dy": float(self.by[1])}
        return {**_facts(self.a, self.b, self.cross, self.reason), **way}

    def apply(self, plan: Plan) -> Plan:
        """Make the plan with the segment moved.

        Raises
        ------
        EditError
            As :meth:`MoveVertex.apply`.
        """
        regions = regions_of(plan)
        ends = [vertex_at(regions, _pair(end)) for end in (self.a, self.b)]
        way = np.array(self.by, dtype=float)
        moved = {end: _rounded((end[0] + way[0], end[1] + way[1])) for end in ends}
        return _moved(plan, regions, moved, cross=self.cross)


@dataclass(frozen=True)
class InsertVertex:
    """Put a vertex into a border, in all leaves on both sides, and move it.

    Attributes
    ----------
    at : pair of float
        A place on the border, or next to it.
    to : pair of float or None
        Where the new vertex goes; ``None`` leaves it on the border.
    cross : bool
        Whether ground may leave its parent.
    reason : str
        Kept in the journal.
    """

    at: Place
    to: Place | None = None
    cross: bool = False
    reason: str = ""
    label = "edit.insert_vertex"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Both places."""
        return _facts(self.at, self.to or self.at, self.cross, self.reason)

    def apply(self, plan: Plan) -> Plan:
        """Make the plan with the vertex.

        Raises
        ------
        EditError
            No border is there, or as :meth:`MoveVertex.apply`.
        """
        regions = regions_of(plan)
        node = _on_border(regions, _pair(self.at))
        near = regions.tree.query(shapely.Point(node), predicate="dwithin", distance=1e-6)
        shapes = {int(at): with_nodes(regions.shapes[at], np.array([node])) for at in np.sort(near)}
        changed = {at: s for at, s in shapes.items() if s is not regions.shapes[at]}
        plan = _noded(plan, regions, changed, node)
        if self.to is None:
            return plan
        return _moved(plan, regions_of(plan), {node: _rounded(_pair(self.to))}, cross=self.cross)


@dataclass(frozen=True)
class DeleteVertex:
    """Take a vertex out of a border; the border runs straight from the one before to the next.

    Attributes
    ----------
    at : pair of float
    cross : bool
        Whether ground may leave its parent.
    reason : str
        Kept in the journal.
    """

    at: Place
    cross: bool = False
    reason: str = ""
    label = "edit.delete_vertex"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Place."""
        return _facts(self.at, self.at, self.cross, self.reason)

    def apply(self, plan: Plan) -> Plan:
        """Make the plan without the vertex.

        Raises
        ------
        EditError
            No leaf has a vertex there, borders meet in it, or as :meth:`MoveVertex.apply`.
        """
        regions = regions_of(plan)
        vertex = vertex_at(regions, _pair(self.at))
        _demand_inner(plan, vertex)
        holders = having(regions, vertex)
        ends = {
            end for at in holders for end in _beside(regions.shapes[at], vertex)
        }  # a bend has the same two on both sides
        if len(ends) != 2:
            raise EditError("edit.vertex_is_corner")
        return _with(plan, regions, holders, lambda s: _without(s, vertex), cross=self.cross)


def vertex_at(regions: Regions, place: Place) -> Place:
    """Find the vertex of a leaf that is at, or next to, a place.

    Raises
    ------
    EditError
        ``edit.no_vertex``.
    """
    point = shapely.Point(place)
    near = regions.tree.query(point, predicate="dwithin", distance=REACH_M)
    near = near[near < regions.count]
    xy = shapely.get_coordinates(regions.shapes[near])
    if len(xy):
        gap = np.hypot(*(xy - np.array(place)).T)
        nearest = int(np.argmin(gap))
        if gap[nearest] <= REACH_M:
            return (float(xy[nearest, 0]), float(xy[nearest, 1]))
    raise EditError("edit.no_vertex")


def having(regions: Regions, vertex: Place) -> Ints:
    """Positions of the leaves that have a vertex."""
    near = regions.tree.query(shapely.Point(vertex), predicate="dwithin", distance=1e-6)
    near = near[near < regions.count]
    has = [
        bool((shapely.get_coordinates(regions.shapes[at]) == vertex).all(axis=1).any())
        for at in near
    ]
    return np.sort(near[np.array(has, dtype=bool)]).astype(np.int64)


def moved_shape(shape: Any, moved: Mapping[Place, Place]) -> Any:
    """Move vertices of a shape by their exact coordinates."""
    xy = shapely.get_coordinates(shape)
    fresh = xy.copy()
    for old, new in moved.items():
        fresh[(xy == old).all(axis=1)] = new
    return shapely.set_coordinates(shapely.from_wkb(shapely.to_wkb(shape)), fresh)


def _facts(at: Any, to: Any, cross: bool, reason: str) -> Mapping[str, Any]:
    one, two = _pair(at), _pair(to)
    return {
        "x": round(one[0], 3), "y": round(one[1], 3),
        "to_x": round(two[0], 3), "to_y": round(two[1], 3),
        "distance_m": round(float(np.hypot(two[0] - one[0], two[1] - one[1])), 3),
        "cross": cross, "reason": reason,
    }  # fmt: skip


def _pair(place: Any) -> Place:
    if isinstance(place, shapely.Point):
        return (float(place.x), float(place.y))
    return (float(place[0]), float(place[1]))


def _rounded(place: Place) -> Place:
    x, y = (round(round(value / GRID_SIZE_M) * GRID_SIZE_M, 3) for value in place)
    return (x, y)


def _on_border(regions: Regions, place: Place) -> Place:
    """Find the place on the nearest border."""
    point = shapely.Point(place)
    near = regions.tree.query(point, predicate="dwithin", distance=REACH_M)
    rings = lines_of(regions.shapes[near])
    gap = np.asarray(shapely.distance(rings, point))
    if len(gap) == 0 or gap.min() > REACH_M:
        raise EditError("edit.no_border")
    ring = rings[int(np.argmin(gap))]
    xy = shapely.get_coordinates(ring)
    if np.hypot(*(xy - np.array(place)).T).min() <= FIT_M:
        raise EditError("edit.vertex_there")
    on = shapely.get_coordinates(ring.interpolate(ring.project(point)))[0]
    x, y = np.round(np.round(on / NODE_SIZE_M) * NODE_SIZE_M, 7)
    return (float(x), float(y))


def _demand_inner(plan: Plan, vertex: Place) -> None:
    if shapely.dwithin(shapely.boundary(boundary_of(plan)), shapely.Point(vertex), 1e-6):
        raise EditError("edit.vertex_on_boundary", hint="edit.vertex_on_boundary.hint")


def _noded(plan: Plan, regions: Regions, shapes: Mapping[int, Any], node: Place) -> Plan:
    """Put a node into leaves, parents and boundary; no ground moves."""
    uids = {int(regions.uids[at]): s for at, s in shapes.items() if at < regions.count}
    grids = with_shapes(plan.layer("grids"), uids)
    grids = parents_followed(grids, parents_of(grids, list(uids)))
    boundary = plan.layer("boundary")
    before = shapes_of(boundary.geometry)
    after = shapes_of([with_nodes(shape, np.array([node])) for shape in before])
    if all(new is old for new, old in zip(after, before, strict=True)):
        return plan.with_tables(grids=grids)
    edge = gpd.GeoSeries(after, index=boundary.index, crs=plan.crs)
    return plan.with_tables(grids=grids, boundary=boundary.set_geometry(edge))


def _moved(plan: Plan, regions: Regions, moved: Mapping[Place, Place], *, cross: bool) -> Plan:
    for vertex, to in moved.items():
        _demand_inner(plan, vertex)
        near = regions.tree.query(shapely.Point(to), predicate="dwithin", distance=FIT_M)
        xy = shapely.get_coordinates(regions.shapes[near])
        other = ~np.isin(np.arange(len(xy)), [k for k, v in enumerate(xy) if tuple(v) in moved])
        if len(xy) and (np.hypot(*(xy[other] - np.array(to)).T) <= FIT_M).any():
            raise EditError("edit.vertex_there")
    holders = np.unique(np.concatenate([having(regions, vertex) for vertex in moved]))
    return _with(plan, regions, holders, lambda s: moved_shape(s, moved), cross=cross)


def _with(
    plan: Plan, regions: Regions, holders: Ints, change: Callable[[Any], Any], *, cross: bool
) -> Plan:
    """Change the shapes of leaves that share vertices, if what comes of it is sound."""
    old = regions.shapes[holders]
    new = shapes_of([change(shape) for shape in old])
    uids = [int(uid) for uid in regions.uids[holders]]
    _demand_sound(plan, regions, holders, new)
    demand(plan, moves_between(uids, old, new), cross=cross)
    grids = with_shapes(plan.layer("grids"), dict(zip(uids, new, strict=True)))
    return plan.with_tables(grids=parents_followed(grids, parents_of(grids, uids)))


def _demand_sound(plan: Plan, regions: Regions, holders: Ints, new: Shapes) -> None:
    old = regions.shapes[holders]
    codes = plan.tables["grids"]["code"]
    bad = ~shapely.is_valid(new) | (shapely.area(new) <= 0)
    if bad.any():
        raise EditError("edit.fold", {"codes": said(codes[regions.uids[holders[bad]]])})
    near = np.unique(regions.tree.query(new, predicate="intersects")[1])
    near = near[(near < regions.count) & ~np.isin(near, holders)]
    around = np.concatenate([new, regions.shapes[near]])
    wrong = ~shapely.is_empty(shapely.coverage_invalid_edges(around))
    if wrong.any():
        # What was unsound before, from a file, is not this edit's doing.
        around[: len(old)] = old
        wrong &= shapely.is_empty(shapely.coverage_invalid_edges(around))
    if wrong.any():
        uids = regions.uids[np.concatenate([holders, near])[wrong]]
        raise EditError("edit.fold", {"codes": said(codes[uids])})
    boundary = boundary_of(plan)
    shapely.prepare(boundary)
    # Only over free ground could a border be carried over the boundary, or part from it.
    outside = ~shapely.covers(boundary, new)
    if outside.any():
        uids = regions.uids[holders[outside]]
        raise EditError("edit.over_boundary", {"codes": said(codes[uids])})
    thin = slivers(new) & ~slivers(old)
    if thin.any():
        raise EditError("edit.sliver", {"codes": said(codes[regions.uids[holders[thin]]])})


def moves_between(uids: list[int], old: Shapes, new: Shapes) -> list[Move]:
    """Tell between whom ground goes when some leaves change their shapes.

    Parameters
    ----------
    uids : list of int
        The leaves; what none of them holds counts as unassigned.
    old, new : array of Polygon, shape (n,)
    """
    nothing = 1e-6
    moves: list[Move] = []
    for at, uid in enumerate(uids):
        lost = shapely.difference(old[at], new[at])
        if lost.area > nothing:
            into = shapely.area(shapely.intersection(new, lost))
            moves += [(uid, uids[k]) for k in np.flatnonzero(into > nothing) if k != at]
            if lost.area - float(into.sum()) > nothing:
                moves.append((uid, None))
        gained = shapely.difference(new[at], old[at])
        if gained.area - float(shapely.area(shapely.intersection(old, gained)).sum()) > nothing:
            moves.append((None, uid))
    return moves


def _beside(shape: Any, vertex: Place) -> set[Place]:
    """Vertices before and after a vertex in the rings of a shape."""
    found: set[Place] = set()
    for ring in lines_of(shapes_of([shape])):
        xy = shapely.get_coordinates(ring)[:-1]
        for at in np.flatnonzero((xy == vertex).all(axis=1)):
            found |= {tuple(xy[at - 1]), tuple(xy[(at + 1) % len(xy)])}
    return found


def _without(shape: Any, vertex: Place) -> Any:
    """Take a vertex out of the rings of a polygon."""
    rings: list[Floats] = []
    for ring in [shape.exterior, *shape.interiors]:
        xy = shapely.get_coordinates(ring)[:-1]
        rings.append(xy[~(xy == vertex).all(axis=1)])
    if any(len(ring) < 3 for ring in rings):
        raise EditError("edit.vertex_needed")
    return shapely.Polygon(rings[0], rings[1:])
