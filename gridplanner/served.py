"""Served area: the ground within reach of a building, a door or a street.

Raw ground would make mountains into grids; what counts as load is the ground within
``served_reach_m`` (setting, default 50 m) of a building, an entrance or a street, less
water and the mask.
"""

from __future__ import annotations

import numpy as np
import shapely
from shapely import STRtree

from gridplanner.geometry import Floats, Shapes, prepared, shapes_of, sound_shapes
from gridplanner.model import Plan

REACH_M = 50.0
#: Side of the tiles in which the served ground is kept; small pieces make overlays cheap.
TILE_M = 250.0


def served_tiles(plan: Plan) -> Shapes:
    """Give the served ground as non-overlapping pieces, tile by tile; kept with the plan."""
    tables = ["boundary", "buildings", "entrances", "streets", "water", "mask", "settings"]
    return plan.derived("served_tiles", _build, tables)


def served_area(plan: Plan, polygons: Shapes) -> Floats:
    """Measure the served ground in each polygon.

    Returns
    -------
    float array, shape (n,)
        Square metres; zeros where the plan has no building and no street.
    """
    tiles = served_tiles(plan)
    area = np.zeros(len(polygons))
    if len(tiles) == 0 or len(polygons) == 0:
        return area
    polygons = sound_shapes(polygons)
    polygon, tile = STRtree(tiles).query(polygons, predicate="intersects")
    polygons = prepared(polygons)
    whole = shapely.covers(polygons[polygon], tiles[tile])
    np.add.at(area, polygon[whole], shapely.area(tiles[tile[whole]]))
    part, piece = polygon[~whole], tile[~whole]
    tiles = prepared(tiles)
    inside = shapely.covers(tiles[piece], polygons[part])
    area[part[inside]] = shapely.area(polygons[part[inside]])
    part, piece = part[~inside], piece[~inside]
    np.add.at(area, part, shapely.area(shapely.intersection(polygons[part], tiles[piece])))
    return area


def _build(plan: Plan) -> Shapes:
    reach = float(plan.settings.get("served_reach_m", REACH_M))
    sources = np.concatenate(
        [shapes_of(plan.tables[t]["geometry"]) for t in ("buildings", "entrances", "streets")]
    )
    boundary = shapes_of(plan.tables["boundary"]["geometry"])
    if len(sources) == 0 or len(boundary) == 0:
        return shapes_of([])
    near = shapes_of(shapely.buffer(sources, reach, quad_segs=4))
    not_served = np.concatenate([shapes_of(plan.tables[t]["geometry"]) for t in ("water", "mask")])
    not_served = not_served[shapely.get_dimensions(not_served) == 2]
    minx, miny, maxx, maxy = shapely.total_bounds(boundary)
    x, y = np.meshgrid(
        np.arange(np.floor(minx / TILE_M), np.ceil(maxx / TILE_M)) * TILE_M,
        np.arange(np.floor(miny / TILE_M), np.ceil(maxy / TILE_M)) * TILE_M,
    )
    lefts, bottoms = x.ravel(), y.ravel()
    boxes = shapes_of(shapely.box(lefts, bottoms, lefts + TILE_M, bottoms + TILE_M))
    groups = [_grouped(STRtree(part), boxes) for part in (near, boundary, not_served)]
    tiles = []
    for box, left, bottom, hits, inside, less in zip(boxes, lefts, bottoms, *groups, strict=True):
        if len(hits) == 0 or len(inside) == 0:
            continue
        window = (left, bottom, left + TILE_M, bottom + TILE_M)
        served = shapely.union_all(shapely.clip_by_rect(near[hits], *window))
        edge = boundary[inside]
        if not shapely.covers(edge, box).any():
            served = shapely.intersection(
                served, shapely.union_all(shapely.clip_by_rect(edge, *window))
            )
        if len(less):
            cut = shapely.union_all(shapely.clip_by_rect(not_served[less], *window))
            served = shapely.difference(served, cut)
        tiles += [p for p in shapely.get_parts(served) if p.geom_type == "Polygon"]
    return shapes_of(tiles)


def _grouped(tree: STRtree, boxes: Shapes) -> list[np.ndarray[tuple[int], np.dtype[np.int64]]]:
    box, hit = tree.query(boxes, predicate="intersects")
    starts = np.searchsorted(box, np.arange(len(boxes) + 1))
    return [hit[starts[i] : starts[i + 1]] for i in range(len(boxes))]
