"""The kernel: one precision, noding, faces, dissolving, shared borders.

All lengths are metres, all areas square metres, in the plan's CRS. Coordinates lie on
a grid of 1 mm; only a node that an edit puts on a border that stands lies finer, or it
would pull the border along (see :mod:`gridplanner.edits.recut`).
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from shapely import STRtree

from gridplanner.slices import in_slices, matches

GRID_SIZE_M = 0.001
#: Nodes on borders that stand: a border is moved by less than a tenth of a micrometre, and
#: eight-digit coordinates still leave room for it in a double.
NODE_SIZE_M = 1e-7

Shapes = npt.NDArray[np.object_]
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


def shapes_of(values: Any) -> Shapes:
    """Turn a geometry column, list or array into a plain object array."""
    return np.asarray(values, dtype=object)


def snap(shapes: Shapes) -> Shapes:
    """Round shapes to the grid of 1 mm, keeping them valid."""
    return np.asarray(shapely.set_precision(shapes, GRID_SIZE_M), dtype=object)


def prepared(shapes: Any) -> Any:
    """Copy shapes and prepare the copies for many predicates.

    What is prepared is changed inside, and two threads that ask it at once crash the
    process: shapes of a plan are shared by all jobs and are never prepared themselves.
    """
    copies = shapely.force_2d(shapes)
    shapely.prepare(copies)
    return copies


def sound_shapes(shapes: Shapes) -> Shapes:
    """Give shapes that overlays take: those that are invalid are made valid.

    What was drawn elsewhere may cross itself; it is found by a rule, and no figure may
    fail for it.
    """
    bad = ~shapely.is_valid(shapes)
    if not bad.any():
        return shapes
    made = shapes.copy()
    sound = shapely.make_valid(shapes[bad])
    # Of a spur a line is left beside the ground, which no outline can be taken of.
    for at in np.flatnonzero(shapely.get_dimensions(shapes[bad]) == 2):
        if sound[at].geom_type not in ("Polygon", "MultiPolygon"):
            sound[at] = as_polygons(sound[at])
    made[bad] = sound
    return made


def lines_of(shapes: Shapes) -> Shapes:
    """Take the outlines of polygons and the lines themselves, single-part, no empties."""
    shapes = shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
    parts = shapely.get_parts(shapes)
    flat = shapely.get_dimensions(parts) == 2
    rings = shapely.get_rings(parts[flat])
    lines = parts[shapely.get_dimensions(parts) == 1]
    return np.concatenate([shapes_of(rings), shapes_of(lines)])


def faces(lines: Shapes, grid_size: float = GRID_SIZE_M) -> Shapes:
    """Node lines on a grid, of 1 mm for new ground, and take the faces they close.

    Returns
    -------
    array of Polygon
        A valid coverage; dangling lines leave nothing.
    """
    if len(lines) == 0:
        return shapes_of([])
    noded = shapely.union_all(lines, grid_size=grid_size)
    found = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    return shapes_of(found)


def inner_points(shapes: Shapes) -> Shapes:
    """Give a point well inside each polygon."""
    return shapes_of(in_slices(shapely.point_on_surface, shapes))


def owners(points: Shapes, polygons: Shapes) -> Ints:
    """Tell for each point the polygon that holds it.

    Returns
    -------
    array of int
        Position in ``polygons``, -1 where none does; the lowest where several do.
    """
    found = np.full(len(points), -1, dtype=np.int64)
    if len(points) == 0 or len(polygons) == 0:
        return found
    # The tree holds the points, since a query prepares what it is asked with: many points
    # against one large polygon are then cheap.
    polygon, point = matches(STRtree(points), polygons, "intersects")
    order = np.lexsort((polygon, point))[::-1]
    found[point[order]] = polygon[order]
    return found


def dissolve(polygons: Shapes, labels: Ints, count: int) -> Shapes:
    """Union the polygons of a coverage by label.

    Parameters
    ----------
    polygons : array of Polygon, shape (n,)
    labels : array of int, shape (n,)
        0 … count-1; other values are left out.
    count : int
        Number of results.

    Returns
    -------
    array of Polygon or MultiPolygon, shape (count,)
        Empty polygons for labels that nothing has.
    """
    order = np.argsort(labels, kind="stable")
    starts = np.searchsorted(labels[order], np.arange(count + 1))
    result = np.empty(count, dtype=object)
    for label in range(count):
        group = polygons[order[starts[label] : starts[label + 1]]]
        result[label] = (
            simple(shapely.coverage_union_all(group)) if len(group) else shapely.Polygon()
        )
    return result


def simple(shape: Any) -> Any:
    """Turn a collection with one part into that part."""
    if shapely.get_num_geometries(shape) == 1 and shape.geom_type.startswith("Multi"):
        return shapely.get_geometry(shape, 0)
    return shape


@dataclass(frozen=True)
class Borders:
    """Segments that two polygons of a coverage share.

    Attributes
    ----------
    a, b : int arrays, shape (s,)
        The two owners of each segment, a < b.
    segments : array of LineString, shape (s,)
    length_m : float array, shape (s,)
    """

    a: Ints
    b: Ints
    segments: Shapes
    length_m: Floats


def shared_borders(polygons: Shapes) -> Borders:
    """Find the segments shared by two polygons of a valid coverage.

    Segments are matched by their ends, rounded to the precision of nodes. Empty input
    gives no segments.
    """
    rings, owner = shapely.get_rings(polygons, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    inside = ring[1:] == ring[:-1]
    start, end = xy[:-1][inside], xy[1:][inside]
    who = owner[ring[:-1][inside]] if len(xy) else np.empty(0, dtype=np.int64)
    from_key = np.round(start / NODE_SIZE_M).astype(np.int64)
    to_key = np.round(end / NODE_SIZE_M).astype(np.int64)
    swap = (from_key[:, 0] > to_key[:, 0]) | (
        (from_key[:, 0] == to_key[:, 0]) & (from_key[:, 1] > to_key[:, 1])
    )
    first = np.where(swap[:, None], to_key, from_key)
    second = np.where(swap[:, None], from_key, to_key)
    order = np.lexsort((who, second[:, 1], second[:, 0], first[:, 1], first[:, 0]))
    key = np.hstack([first, second])[order]
    twin = np.flatnonzero((key[1:] == key[:-1]).all(axis=1)) if len(key) else np.empty(0, int)
    one, two = who[order[twin]], who[order[twin + 1]]
    other = one != two
    one, two, twin = one[other], two[other], twin[other]
    ends = np.stack([start[order[twin]], end[order[twin]]], axis=1)
    lines = shapes_of(in_slices(shapely.linestrings, ends))
    return Borders(
        np.minimum(one, two).astype(np.int64),
        np.maximum(one, two).astype(np.int64),
        lines,
        np.asarray(shapely.length(lines), dtype=np.float64),
    )


def sums(labels: Ints, values: npt.ArrayLike, count: int) -> Floats:
    """Sum values by label 0 … count-1; labels that nothing has get 0.

    >>> import numpy as np
    >>> sums(np.array([0, 2, 2]), [1.0, 2.0, 3.0], 4).tolist()
    [1.0, 0.0, 5.0, 0.0]
    """
    return np.asarray(np.bincount(labels, values, minlength=count), dtype=np.float64)


def components(count: int, a: Ints, b: Ints) -> Ints:
    """Label the connected parts of a graph.

    Returns
    -------
    array of int, shape (count,)
        0, 1, … in the order in which the parts first appear.
    """
    if count == 0:
        return np.empty(0, dtype=np.int64)
    graph = coo_matrix((np.ones(len(a), dtype=np.int8), (a, b)), shape=(count, count))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)


def polygon_parts(shape: Any) -> list[Any]:
    """Take the polygons of a shape; lines and points that an overlay leaves are dropped."""
    return [
        part
        for part in shapely.get_parts(shapely.get_parts(shape))
        if part.geom_type == "Polygon" and not part.is_empty
    ]


def as_polygons(shape: Any) -> Any:
    """Keep only the areas of a shape, as a Polygon where it is one piece."""
    parts = polygon_parts(shape)
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def held_ground(leaves: Shapes) -> Any:
    """Union leaves; those of a valid coverage thirty times as fast as others."""
    if len(leaves) == 0:
        return shapely.Polygon()
    area = float(shapely.area(leaves).sum())
    # GEOS finds most overlaps; of the rest comes what is not valid, or not as large.
    with contextlib.suppress(shapely.errors.GEOSException):
        held = shapely.coverage_union_all(leaves)
        if abs(float(shapely.area(held)) - area) <= 1e-9 * area and bool(shapely.is_valid(held)):
            return held
    return shapely.union_all(sound_shapes(leaves), grid_size=NODE_SIZE_M)


def unassigned(boundary: Any, leaves: Shapes) -> Any:
    """Give the ground that no leaf holds: boundary less leaves.

    Returns
    -------
    Polygon or MultiPolygon
        Empty where the leaves cover the boundary.
    """
    return as_polygons(shapely.difference(boundary, held_ground(leaves), grid_size=NODE_SIZE_M))


def is_sound(boundary: Any, leaves: Shapes) -> bool:
    """Tell whether leaves are a valid coverage inside the boundary.

    Every leaf is a non-empty polygon, no two overlap, shared borders have the same
    vertices, and leaves with the unassigned ground give the boundary exactly.
    ``coverage_is_valid`` alone does not see a missing leaf or one that sticks out.
    """
    if len(leaves) == 0:
        return True
    if bool(shapely.is_empty(leaves).any()) or not bool(shapely.coverage_is_valid(leaves)):
        return False
    rest = unassigned(boundary, leaves)
    whole = shapely.union(held_ground(leaves), rest, grid_size=NODE_SIZE_M)
    return bool(shapely.equals(whole, boundary)) and bool(
        np.isclose(
            float(shapely.area(leaves).sum()) + float(shapely.area(rest)),
            float(shapely.area(boundary)),
            rtol=1e-12,
            atol=1e-3,
        )
    )


def with_nodes(shape: Any, nodes: Floats, reach_m: float = 1e-6) -> Any:
    """Insert nodes into the segments that they lie on.

    Parameters
    ----------
    shape : LineString, LinearRing, Polygon or MultiPolygon
    nodes : float array, shape (n, 2)
    reach_m : float
        A node that is farther from every segment, or is a vertex already, is left out.

    Returns
    -------
    geometry
        Of the same type; the very same object where nothing was inserted.
    """
    if len(nodes) == 0 or shape.is_empty:
        return shape
    if shape.geom_type == "MultiPolygon":
        parts = [with_nodes(part, nodes, reach_m) for part in shape.geoms]
        same = all(new is old for new, old in zip(parts, shape.geoms, strict=True))
        return shape if same else shapely.MultiPolygon(parts)
    if shape.geom_type == "Polygon":
        rings = [shape.exterior, *shape.interiors]
        lines = [with_nodes(ring, nodes, reach_m) for ring in rings]
        if all(new is old for new, old in zip(lines, rings, strict=True)):
            return shape
        return shapely.Polygon(lines[0], lines[1:])
    xy = shapely.get_coordinates(shape)
    segments = shapes_of(shapely.linestrings(np.stack([xy[:-1], xy[1:]], axis=1)))
    points = shapes_of(shapely.points(nodes))
    hit, at = STRtree(segments).query(points, predicate="dwithin", distance=reach_m)
    vertex = (nodes[hit][:, None, :] == np.stack([xy[at], xy[at + 1]], axis=1)).all(-1).any(-1)
    taken = np.isin(hit, hit[vertex])
    hit, at = hit[~taken], at[~taken]
    if len(hit) == 0:
        return shape
    gap = shapely.distance(points[hit], segments[at])
    order = np.lexsort((gap, hit))
    first = np.r_[True, np.diff(hit[order]) != 0]
    hit, at = hit[order][first], at[order][first]
    along = np.hypot(*(nodes[hit] - xy[at]).T)
    order = np.lexsort((along, at))
    made = np.insert(xy, at[order] + 1, nodes[hit[order]], axis=0)
    return type(shape)(made)


def same_nodes(one: Any, two: Any) -> bool:
    """Tell whether two shapes have the same vertices, wherever their rings begin."""
    if shapely.get_num_coordinates(one) != shapely.get_num_coordinates(two):
        return False
    return bool(shapely.equals_exact(shapely.normalize(one), shapely.normalize(two)))
