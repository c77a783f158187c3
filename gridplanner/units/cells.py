"""Cells: each block divided among its buildings, by nearness to their walls.

The tessellation is the enclosed one of morphology: Voronoi cells of points along the
walls, dissolved by building (Fleischmann et al. 2020, *Computers, Environment and Urban
Systems* 80). Ground far from any building gets seeds of its own on a hexagonal lattice.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from shapely import STRtree

from gridplanner.geometry import Floats, Ints, Shapes, dissolve, shapes_of

#: Distance between points along a wall; closer costs time, wider makes crooked borders.
WALL_STEP_M = 4.0
#: Walls are pulled in by this, so that buildings which touch have no common point.
WALL_INSET_M = 0.3
#: What the coverage simplifier may shave off a border between two cells.
SIMPLIFY_M = 1.5
#: Where Voronoi cells come out crossed, their corners are put on the first of these grids
#: on which none is: all far below the 1 mm that borders are put on later.
CORNER_GRIDS_M = (1e-6, 1e-5, 1e-4)


@dataclass(frozen=True)
class Cells:
    """Cells of all blocks.

    Attributes
    ----------
    polygons : array of Polygon or MultiPolygon, shape (n,)
        Not clipped to their block.
    block : int array, shape (n,)
    building : int array, shape (n,)
        Position of the building; -1 for ground.
    lines : array of LineString
        Borders between cells, clipped to their block.
    """

    polygons: Shapes
    block: Ints
    building: Ints
    lines: Shapes


def cells_of(
    blocks: Shapes, divided: Ints, buildings: Shapes, block_of: Ints, spacing_m: float
) -> Cells:
    """Divide blocks among buildings and seeds.

    Parameters
    ----------
    blocks : array of Polygon, shape (b,)
    divided : int array
        Positions of the blocks to divide.
    buildings : array of geometry, shape (n,)
    block_of : int array, shape (n,)
        Block of each building, -1 for none.
    spacing_m : float
        Distance between seeds on empty ground.
    """
    walls, wall_owner = _wall_points(buildings)
    seeds = _seeds(blocks, divided, buildings, spacing_m)
    by_block = _grouped(block_of[wall_owner], len(blocks))
    polygons, block, building, lines = [], [], [], []
    for number in divided:
        points = by_block[number]
        xy = np.concatenate([walls[points], seeds[number]])
        ids = np.concatenate(
            [wall_owner[points], -1 - np.arange(len(seeds[number]), dtype=np.int64)]
        )
        owners, label = np.unique(ids, return_inverse=True)
        if len(owners) < 2:
            continue
        cells = _dissolved_voronoi(xy, label, len(owners), blocks[number])
        polygons.append(cells)
        block.append(np.full(len(owners), number, dtype=np.int64))
        building.append(np.maximum(owners, -1))
        edges = shapely.union_all(shapely.boundary(cells))
        lines.append(shapely.get_parts(shapely.intersection(edges, blocks[number])))
    if not polygons:
        none = np.empty(0, dtype=np.int64)
        return Cells(shapes_of([]), none, none, shapes_of([]))
    clipped = np.concatenate(lines)
    return Cells(
        np.concatenate(polygons),
        np.concatenate(block),
        np.concatenate(building),
        clipped[shapely.get_dimensions(clipped) == 1],
    )


def voronoi(xy: Floats, reach: shapely.Geometry) -> Shapes:
    """Voronoi cells of points in the order of the points, at least as far as ``reach``.

    Points on one circle, as the corners of a house are, have a common corner that comes out
    twice, 1e-10 m apart and in an order of its own in each cell: one of them is a bow then,
    and no union takes it.
    """
    found = shapely.voronoi_polygons(
        shapely.multipoints(xy), extend_to=shapely.envelope(reach), ordered=True
    )
    cells = shapes_of(shapely.get_parts(found))
    for grid_m in CORNER_GRIDS_M:
        if shapely.is_valid(cells).all():
            break
        at = np.round(shapely.get_coordinates(cells) / grid_m) * grid_m
        cells = shapes_of(shapely.remove_repeated_points(shapely.set_coordinates(cells, at)))
    return cells


def _dissolved_voronoi(xy: Floats, label: Ints, count: int, block: shapely.Geometry) -> Shapes:
    cells = dissolve(voronoi(xy, block), label, count)
    return shapes_of(shapely.coverage_simplify(cells, SIMPLIFY_M, simplify_boundary=False))


def _wall_points(buildings: Shapes) -> tuple[Floats, Ints]:
    """Points along the walls, pulled in a little, and whose they are."""
    flat = shapely.get_dimensions(buildings) == 2
    inner = shapes_of(shapely.buffer(buildings, -WALL_INSET_M, join_style="mitre"))
    lost = ~flat | shapely.is_empty(inner)
    shapes = np.where(lost, shapely.centroid(buildings), shapely.segmentize(inner, WALL_STEP_M))
    xy, owner = shapely.get_coordinates(shapes, return_index=True)
    keep = np.r_[True, (np.diff(xy, axis=0) != 0).any(axis=1)] if len(xy) else np.empty(0, bool)
    xy, owner = xy[keep], owner[keep]
    # A ring ends where it starts; Voronoi takes no point twice.
    _, first = np.unique(xy, axis=0, return_index=True)
    first.sort()
    return xy[first], owner[first].astype(np.int64)


def _seeds(blocks: Shapes, divided: Ints, buildings: Shapes, spacing_m: float) -> list[Floats]:
    """Lattice points of each block that lie away from its buildings and inside it."""
    none = np.empty((0, 2))
    result = [none] * len(blocks)
    large = divided[shapely.area(blocks[divided]) > 1.5 * spacing_m**2]
    tree = STRtree(buildings)
    for number in large:
        minx, miny, maxx, maxy = shapely.bounds(blocks[number])
        step_y = spacing_m * np.sqrt(3) / 2
        rows = np.arange(np.floor(miny / step_y), np.ceil(maxy / step_y) + 1)
        columns = np.arange(np.floor(minx / spacing_m), np.ceil(maxx / spacing_m) + 1)
        x, y = np.meshgrid(columns * spacing_m, rows * step_y)
        x = x + np.where(rows % 2 == 1, spacing_m / 2, 0.0)[:, None]
        points = shapely.points(x.ravel(), y.ravel())
        points = points[shapely.contains(blocks[number], points)]
        if len(buildings):
            near = tree.query(points, predicate="dwithin", distance=0.6 * spacing_m)[0]
            points = np.delete(points, np.unique(near))
        result[number] = shapely.get_coordinates(points)
    return result


def _grouped(labels: Ints, count: int) -> list[Ints]:
    order = np.argsort(labels, kind="stable")
    starts = np.searchsorted(labels[order], np.arange(count + 1))
    return [order[starts[i] : starts[i + 1]] for i in range(count)]
