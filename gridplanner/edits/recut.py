"""Re-noding: the one way in which a free-hand line changes a coverage.

Leaves and the parts of the unassigned ground are the *regions* of a plan; together they
tile the boundary. New lines are fitted to the borders near them and noded together with
the regions they touch, which gives faces; every face knows the region it was cut from.

Borders that stand do not move: what is within :data:`FIT_M` of a border is put onto it, and
the node that a border gets there lies on it to a tenth of a micrometre. (Noding on the
grid of 1 mm pulls the border along by up to .7 mm, and the boundary with it.)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely import STRtree

from gridplanner.geometry import (
    GRID_SIZE_M,
    NODE_SIZE_M,
    Floats,
    Ints,
    Shapes,
    faces,
    held_ground,
    inner_points,
    lines_of,
    owners,
    polygon_parts,
    shapes_of,
    simple,
    snap,
    sound_shapes,
    with_nodes,
)
from gridplanner.model import Plan
from gridplanner.units.blocks import boundary_of

#: A new line that comes this close to a vertex or a border goes through it, or along it.
FIT_M = 0.01
#: Unassigned ground below this is rounding.
NO_GROUND_M2 = 0.01


@dataclass(frozen=True, eq=False)
class Regions:
    """Grids of one level and the parts of the ground that none of them holds.

    Attributes
    ----------
    uids : int array, shape (n,)
    shapes : array of Polygon, shape (n + u,)
        The grids, then the free parts.
    tree : STRtree
        Over ``shapes``.
    """

    uids: Ints
    shapes: Shapes
    tree: STRtree

    @property
    def count(self) -> int:
        """Number of grids."""
        return len(self.uids)

    def position(self, uid: int) -> int:
        """Position of a grid.

        Raises
        ------
        KeyError
            It is not on this level.
        """
        found = np.flatnonzero(self.uids == uid)
        if len(found) == 0:
            raise KeyError(uid)
        return int(found[0])


def regions_of(plan: Plan, level: int | None = None) -> Regions:
    """Give the regions of a level; kept with the plan.

    By default the deepest level that has grids: a plan may be drawn from the top down, and
    a grid without children owns its ground.

    Raises
    ------
    EditError
        The plan has no boundary yet.
    """
    number = _deepest(plan) if level is None else level
    tables = ("grids", "boundary", "scheme")
    return plan.derived(f"regions.{number}", lambda p: _regions(p, number), tables)


def _deepest(plan: Plan) -> int:
    # Asked many times in a step of a gesture, and to look through all grids grows with the town.
    return plan.derived("deepest_with_grids", _deepest_with_grids, ("grids", "scheme"))


def _deepest_with_grids(plan: Plan) -> int:
    grids = plan.tables["grids"]
    levels = grids["level"][grids["valid_to"] == ""]
    return int(levels.max()) if len(levels) else plan.scheme.depth


def _regions(plan: Plan, level: int) -> Regions:
    boundary: Any = boundary_of(plan)
    peers = plan.level(level)
    grids = shapes_of(peers.geometry)
    free: list[Any] = []
    if abs(float(shapely.area(grids).sum()) - boundary.area) > NO_GROUND_M2:
        rest = shapely.difference(boundary, held_ground(grids), grid_size=NODE_SIZE_M)
        free = [part for part in polygon_parts(rest) if part.area > NO_GROUND_M2]
    shapes = np.concatenate([grids, shapes_of(free)]) if free else grids
    return Regions(peers["uid"].to_numpy(dtype=np.int64), shapes, STRtree(shapes))


@dataclass(frozen=True, eq=False)
class Recut:
    """Faces around some new lines.

    Attributes
    ----------
    regions : Regions
    lines : array of LineString
        The new lines as they were fitted to the borders.
    faces : array of Polygon, shape (f,)
        Noded together; the touched regions are their unions.
    region : int array, shape (f,)
        Position of the region that each face was cut from.
    touched : int array
        Positions of those regions.
    """

    regions: Regions
    lines: Shapes
    faces: Shapes
    region: Ints
    touched: Ints


def recut(regions: Regions, lines: Shapes, area: Any = None, also: Iterable[int] = ()) -> Recut:
    """Node new lines into a coverage.

    Parameters
    ----------
    regions : Regions
        A valid coverage.
    lines : array of LineString or LinearRing
        Anywhere; what leaves nothing inside is dropped.
    area : Polygon or MultiPolygon, optional
        Regions inside it count as touched too.
    also : iterable of int
        Positions of further regions that are to have a face.
    """
    nothing = np.empty(0, dtype=np.int64)
    lines = lines_of(snap_lines(lines))
    if len(lines) == 0 or len(regions.shapes) == 0:
        return Recut(regions, lines, shapes_of([]), nothing, nothing)
    near = regions.tree.query(lines, predicate="dwithin", distance=2 * FIT_M)[1]
    if area is not None:
        near = np.concatenate([near, regions.tree.query(area, predicate="intersects")])
    touched = np.union1d(near, list(also)).astype(np.int64)
    shapes = regions.shapes[touched]
    edges = lines_of(sound_shapes(shapes))
    fitted, edges = fit(lines, edges)
    found = faces(np.concatenate([edges, fitted]), NODE_SIZE_M)
    held = owners(inner_points(found), shapes)
    inside = held >= 0
    return Recut(regions, fitted, found[inside], touched[held[inside]], touched)


def snap_lines(lines: Shapes) -> Shapes:
    """Round lines to the grid of 1 mm, vertex by vertex, crossings and all."""
    return np.asarray(shapely.set_precision(lines, GRID_SIZE_M, mode="pointwise"), dtype=object)


def fit(lines: Shapes, edges: Shapes) -> tuple[Shapes, Shapes]:
    """Put what is within :data:`FIT_M` of a border onto it.

    Parameters
    ----------
    lines, edges : array of LineString or LinearRing
        New lines, and the borders that stand.

    Returns
    -------
    lines, edges : array of LineString or LinearRing
        The new lines fitted, and the borders with nodes where a vertex of a new line lies
        on them.
    """
    if len(edges) == 0 or len(lines) == 0:
        return lines, edges
    corners = shapes_of(shapely.points(np.unique(shapely.get_coordinates(edges), axis=0)))
    near = STRtree(corners).query(lines, predicate="dwithin", distance=FIT_M)[1]
    if len(near):
        # Vertices first: a corner that two borders share must stay one corner.
        lines = shapely.snap(lines, shapely.multipoints(corners[np.unique(near)]), FIT_M)
    xy = shapely.get_coordinates(lines)
    point, edge = STRtree(edges).query(shapely.points(xy), predicate="dwithin", distance=FIT_M)
    first = np.r_[True, np.diff(point) != 0] if len(point) else np.empty(0, dtype=bool)
    point, edge = point[first], edge[first]
    places = shapely.points(xy[point])
    onto = shapely.line_interpolate_point(
        edges[edge], shapely.line_locate_point(edges[edge], places)
    )
    put = np.round(shapely.get_coordinates(onto) / NODE_SIZE_M) * NODE_SIZE_M
    corner = np.isin(_keys(xy[point]), _keys(shapely.get_coordinates(corners[near])))
    put = np.round(put[~corner], 7)
    xy = xy.copy()
    xy[point[~corner]] = put
    lines = lines_of(shapely.set_coordinates(lines.copy(), xy))
    return lines, shapes_of([with_nodes(one, put) for one in edges])


def _keys(xy: Floats) -> Any:
    return np.ascontiguousarray(xy).view("V16").ravel() if len(xy) else np.empty(0, "V16")


def joined(shapes: Shapes) -> Any:
    """Union faces that were noded together; empty input gives an empty polygon."""
    return simple(shapely.coverage_union_all(shapes)) if len(shapes) else shapely.Polygon()


def drawn(shape: Any) -> Any:
    """Take an outline drawn by hand as ground: it may cross itself."""
    parts = polygon_parts(snap(shapes_of([shapely.make_valid(shape)]))[0])
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)
