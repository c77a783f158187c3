"""Leaves whose border changes by its vertices: which have one, and what may come of moving it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from gridplanner.edits.grid_rows import parents_followed, parents_of, with_shapes
from gridplanner.edits.locks import demand, said
from gridplanner.edits.moved import MovedGround, changed_box, moved_between
from gridplanner.edits.recut import FIT_M, Regions
from gridplanner.edits.transfer import slivers
from gridplanner.errors import EditError
from gridplanner.geometry import (
    GRID_SIZE_M,
    NODE_SIZE_M,
    Floats,
    Ints,
    Shapes,
    lines_of,
    prepared,
    shapes_of,
    with_nodes,
)
from gridplanner.model import Plan
from gridplanner.units.blocks import boundary_of

Place = tuple[float, float]
#: How far from a vertex or a border a place may be named.
REACH_M = 0.05


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


def place_facts(at: Any, to: Any, cross: bool, reason: str) -> Mapping[str, Any]:
    """Give the facts of an edit from place to place."""
    one, two = pair(at), pair(to)
    return {
        "x": round(one[0], 3), "y": round(one[1], 3),
        "to_x": round(two[0], 3), "to_y": round(two[1], 3),
        "distance_m": round(float(np.hypot(two[0] - one[0], two[1] - one[1])), 3),
        "cross": cross, "reason": reason,
    }  # fmt: skip


def pair(place: Any) -> Place:
    """Take a place given as a point or as two numbers."""
    if isinstance(place, shapely.Point):
        return (float(place.x), float(place.y))
    return (float(place[0]), float(place[1]))


def rounded(place: Place) -> Place:
    """Round a place to the grid of 1 mm."""
    x, y = (round(round(value / GRID_SIZE_M) * GRID_SIZE_M, 3) for value in place)
    return (x, y)


def on_border(regions: Regions, place: Place) -> Place:
    """Find the place on the nearest border.

    Raises
    ------
    EditError
        ``edit.no_border``, or ``edit.vertex_there``.
    """
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


def demand_inner(plan: Plan, vertex: Place) -> None:
    """Refuse to move a vertex of the boundary.

    Raises
    ------
    EditError
        ``edit.vertex_on_boundary``.
    """
    if shapely.dwithin(shapely.boundary(boundary_of(plan)), shapely.Point(vertex), 1e-6):
        raise EditError("edit.vertex_on_boundary", hint="edit.vertex_on_boundary.hint")


def nodes_on(regions: Regions, node: Place) -> dict[int, Any]:
    """Shapes by position of the regions whose border runs through a node, with the node."""
    near = regions.tree.query(shapely.Point(node), predicate="dwithin", distance=1e-6)
    made = {int(at): with_nodes(regions.shapes[at], np.array([node])) for at in np.sort(near)}
    return {at: shape for at, shape in made.items() if shape is not regions.shapes[at]}


def noded(plan: Plan, regions: Regions, shapes: Mapping[int, Any], node: Place) -> Plan:
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


@dataclass(frozen=True, eq=False)
class Turned:
    """Leaves whose border changes by its vertices: sound, allowed, not yet in a plan.

    Attributes
    ----------
    uids : list of int
    shapes : array of Polygon, shape (n,)
        As they will be.
    ground : MovedGround
    """

    uids: list[int]
    shapes: Shapes
    ground: MovedGround

    def plan(self, plan: Plan) -> Plan:
        """Make the plan; parents follow."""
        shapes = dict(zip(self.uids, self.shapes, strict=True))
        grids = with_shapes(plan.layer("grids"), shapes)
        return plan.with_tables(grids=parents_followed(grids, parents_of(grids, self.uids)))


def turned_by(
    plan: Plan,
    regions: Regions,
    moved: Mapping[Place, Place],
    holders: Ints | None = None,
    noded: Callable[[Any], Any] = lambda shape: shape,
    *,
    cross: bool,
) -> Turned:
    """Move vertices in the leaves that have them, if what comes of it is sound.

    Parameters
    ----------
    moved : mapping of place to place
    holders : int array, optional
        Positions of the leaves; those that have the vertices by default.
    noded : callable
        Applied to each shape before, to put a vertex in.
    cross : bool
        Whether ground may leave its parent.

    Raises
    ------
    EditError
        As :meth:`gridplanner.edits.vertices.MoveVertex.apply`.
    """
    for vertex, to in moved.items():
        demand_inner(plan, vertex)
        near = regions.tree.query(shapely.Point(to), predicate="dwithin", distance=FIT_M)
        xy = shapely.get_coordinates(regions.shapes[near])
        other = np.array([tuple(v) not in moved for v in xy], dtype=bool)
        if len(xy) and (np.hypot(*(xy[other] - np.array(to)).T) <= FIT_M).any():
            raise EditError("edit.vertex_there")
    if holders is None:
        holders = np.unique(np.concatenate([having(regions, vertex) for vertex in moved]))
    return turned(plan, regions, holders, lambda s: moved_shape(noded(s), moved), cross=cross)


def turned(
    plan: Plan, regions: Regions, holders: Ints, change: Callable[[Any], Any], *, cross: bool
) -> Turned:
    """Change the shapes of leaves that share vertices, if what comes of it is sound."""
    old = regions.shapes[holders]
    new = shapes_of([change(shape) for shape in old])
    uids = regions.uids[holders]
    _demand_sound(plan, regions, holders, new)
    ground = moved_between(uids, old, new)
    pairs = zip(ground.before.tolist(), ground.after.tolist(), strict=True)
    demand(plan, [(a or None, b or None) for a, b in pairs], cross=cross)
    return Turned(uids.tolist(), new, ground)


def _demand_sound(plan: Plan, regions: Regions, holders: Ints, new: Shapes) -> None:
    old = regions.shapes[holders]
    codes = plan.tables["grids"]["code"]
    bad = ~shapely.is_valid(new) | (shapely.area(new) <= 0)
    if bad.any():
        raise EditError("edit.fold", {"codes": said(codes[regions.uids[holders[bad]]])})
    # Elsewhere nothing has changed.
    near = regions.tree.query(changed_box(old, new), predicate="intersects")
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
    boundary = prepared(boundary)
    # Only over free ground could a border be carried over the boundary, or part from it.
    outside = ~shapely.covers(boundary, new)
    if outside.any():
        uids = regions.uids[holders[outside]]
        raise EditError("edit.over_boundary", {"codes": said(codes[uids])})
    thin = slivers(new) & ~slivers(old)
    if thin.any():
        raise EditError("edit.sliver", {"codes": said(codes[regions.uids[holders[thin]]])})


def beside(shape: Any, vertex: Place) -> set[Place]:
    """Vertices before and after a vertex in the rings of a shape."""
    found: set[Place] = set()
    for ring in lines_of(shapes_of([shape])):
        xy = shapely.get_coordinates(ring)[:-1]
        for at in np.flatnonzero((xy == vertex).all(axis=1)):
            found |= {tuple(xy[at - 1]), tuple(xy[(at + 1) % len(xy)])}
    return found


def without(shape: Any, vertex: Place) -> Any:
    """Take a vertex out of the rings of a polygon.

    Raises
    ------
    EditError
        ``edit.vertex_needed``: a ring would have fewer than three.
    """
    if shape.geom_type == "MultiPolygon":
        return shapely.MultiPolygon([without(part, vertex) for part in shape.geoms])
    rings: list[Floats] = []
    for ring in [shape.exterior, *shape.interiors]:
        xy = shapely.get_coordinates(ring)[:-1]
        rings.append(xy[~(xy == vertex).all(axis=1)])
    if any(len(ring) < 3 for ring in rings):
        raise EditError("edit.vertex_needed")
    return shapely.Polygon(rings[0], rings[1:])
