"""Served area: the ground within reach of a building, a door or a street.

Raw ground would make mountains into grids; what counts as load is the ground within
``served_reach_m`` (setting, default 50 m) of a building, an entrance or a street, less
water and the mask.
"""

from __future__ import annotations

import numpy as np
import shapely
from shapely import STRtree

from gridplanner.by_shape import ByShape
from gridplanner.geometry import Floats, Shapes, prepared, shapes_of, sound_shapes
from gridplanner.model import Plan
from gridplanner.slices import grouped, matches

REACH_M = 50.0
#: Tables that the served ground rests on.
SOURCES = (
    "boundary",
    "buildings",
    "entrances",
    "streets",
    "water",
    "mask",
    "settings.served_reach_m",
)
#: Side of the tiles in which the served ground is kept; small pieces make overlays cheap.
TILE_M = 250.0
#: A tile is put together from so many cells a side. Most cells of a town lie wholly within
#: reach of one building, so that nothing is left to unite: a third of the time on langao.
CELLS = 8


def served_tiles(plan: Plan) -> Shapes:
    """Give the served ground as non-overlapping pieces, tile by tile; kept with the plan."""
    return plan.derived("served_tiles", _build, SOURCES)


def served_area(plan: Plan, polygons: Shapes) -> Floats:
    """Measure the served ground in each polygon; kept by the polygon.

    Returns
    -------
    float array, shape (n,)
        Square metres; zeros where the plan has no building and no street.
    """
    tiles = served_tiles(plan)
    if len(tiles) == 0 or len(polygons) == 0:
        return np.zeros(len(polygons))
    kept = plan.derived("served_by_shape", lambda _: ByShape[float](), SOURCES)
    return np.array(kept.of(polygons, lambda missing: _measured(plan, missing)), dtype=np.float64)


def served_tree(plan: Plan) -> STRtree:
    """Give the tree of the pieces of served ground; kept with the plan."""
    return plan.derived("served_tree", lambda p: STRtree(served_tiles(p)), SOURCES)


def _measured(plan: Plan, polygons: Shapes) -> list[float]:
    tiles = served_tiles(plan)
    area = np.zeros(len(polygons))
    polygons = sound_shapes(polygons)
    polygon, tile = served_tree(plan).query(polygons, predicate="intersects")
    polygons = prepared(polygons)
    whole = shapely.covers(polygons[polygon], tiles[tile])
    np.add.at(area, polygon[whole], shapely.area(tiles[tile[whole]]))
    part, piece = polygon[~whole], tile[~whole]
    used, at = np.unique(piece, return_inverse=True)
    inside = shapely.covers(prepared(tiles[used])[at], polygons[part])
    area[part[inside]] = shapely.area(polygons[part[inside]])
    part, piece = part[~inside], piece[~inside]
    np.add.at(area, part, shapely.area(shapely.intersection(polygons[part], tiles[piece])))
    return list(area.tolist())


def _build(plan: Plan) -> Shapes:
    boundary = shapes_of(plan.tables["boundary"]["geometry"])
    if len(boundary) == 0 or all(len(plan.tables[name]) == 0 for name in SOURCES[1:4]):
        return shapes_of([])
    minx, miny, maxx, maxy = shapely.total_bounds(boundary)
    x, y = np.meshgrid(
        np.arange(np.floor(minx / TILE_M), np.ceil(maxx / TILE_M)) * TILE_M,
        np.arange(np.floor(miny / TILE_M), np.ceil(maxy / TILE_M)) * TILE_M,
    )
    lefts, bottoms = x.ravel(), y.ravel()
    boxes = shapes_of(shapely.box(lefts, bottoms, lefts + TILE_M, bottoms + TILE_M))
    held = grouped(STRtree(boundary), boxes, "intersects")
    wanted = np.array([len(hits) > 0 for hits in held], dtype=bool)
    whole = dict(zip(np.flatnonzero(wanted).tolist(), _served_in(plan, boxes[wanted]), strict=True))
    tiles = []
    for at, served in whole.items():
        edge = boundary[held[at]]
        if not shapely.is_empty(served) and not shapely.covers(edge, boxes[at]).any():
            window = (lefts[at], bottoms[at], lefts[at] + TILE_M, bottoms[at] + TILE_M)
            served = shapely.intersection(
                served, shapely.union_all(shapely.clip_by_rect(edge, *window))
            )
        tiles += [p for p in shapely.get_parts(served) if p.geom_type == "Polygon"]
    return shapes_of(tiles)


def _served_in(plan: Plan, boxes: Shapes) -> Shapes:
    """Give the served ground in each tile, whether inside the boundary or not.

    A border that is drawn to the boundary gives it a node, and what is near buildings and
    streets is still the same: it is kept by tile.
    """
    kept = plan.derived("served_by_box", lambda _: dict[bytes, shapely.Geometry](), SOURCES[1:])
    keys = [bytes(key) for key in shapely.to_wkb(boxes)]
    missing = np.array([key not in kept for key in keys], dtype=bool)
    if missing.any():
        made = _made(plan, boxes[missing])
        kept.update(
            zip([k for k, gone in zip(keys, missing, strict=True) if gone], made, strict=True)
        )
    return shapes_of([kept[key] for key in keys])


def _made(plan: Plan, boxes: Shapes) -> list[shapely.Geometry]:
    reach = float(plan.settings.get("served_reach_m", REACH_M))
    sources = np.concatenate(
        [shapes_of(plan.tables[t]["geometry"]) for t in ("buildings", "entrances", "streets")]
    )
    near = shapes_of(shapely.buffer(sources, reach, quad_segs=4))
    not_served = np.concatenate([shapes_of(plan.tables[t]["geometry"]) for t in ("water", "mask")])
    not_served = not_served[shapely.get_dimensions(not_served) == 2]
    made: list[shapely.Geometry] = []
    for box, served, less in zip(
        boxes, _united(near, boxes), grouped(STRtree(not_served), boxes, "intersects"), strict=True
    ):
        if len(less) and not shapely.is_empty(served):
            window = shapely.bounds(box).tolist()
            cut = shapely.union_all(shapely.clip_by_rect(not_served[less], *window))
            served = shapely.difference(served, cut)
        made.append(served)
    return made


def _united(near: Shapes, boxes: Shapes) -> list[shapely.Geometry]:
    """Unite what lies in each box, cell by cell."""
    side = TILE_M / CELLS
    step = np.arange(CELLS) * side
    x, y = (part.ravel() for part in np.meshgrid(step, step))
    low = shapely.bounds(boxes)[:, :2]
    lefts, bottoms = (low[:, :1] + x).ravel(), (low[:, 1:] + y).ravel()
    cells = shapes_of(shapely.box(lefts, bottoms, lefts + side, bottoms + side))
    whole = np.zeros(len(cells), dtype=bool)
    whole[matches(STRtree(cells), near, "covers")[1]] = True
    rest = np.flatnonzero(~whole)
    parts: list[list[shapely.Geometry]] = [[] for _ in boxes]
    for cell, hits in zip(rest, grouped(STRtree(near), cells[rest], "intersects"), strict=True):
        if len(hits):
            window = (lefts[cell], bottoms[cell], lefts[cell] + side, bottoms[cell] + side)
            clipped = shapely.clip_by_rect(near[hits], *window)
            parts[cell // CELLS**2].append(shapely.union_all(clipped))
    for at, part in enumerate(parts):
        mine = slice(at * CELLS**2, (at + 1) * CELLS**2)
        if whole[mine].any():
            part.append(shapely.coverage_union_all(cells[mine][whole[mine]]))
    return [shapely.union_all(part) for part in parts]
