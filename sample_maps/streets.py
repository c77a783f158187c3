"""Street lines that meet exactly: noding at junctions, bridges cut out of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import numpy as np
import shapely
from shapely import LineString, Point

from .frame import FloatArray
from .parts import Street

MEET_M = 0.3


def node_streets(streets: list[Street]) -> list[Street]:
    """Give every street a vertex at each end or bend of another that lies on it.

    Junctions that were computed on a long line differ from it by up to a rounding step; here
    the line takes the junction's own coordinates, so that streets share them exactly.
    """
    corners = []
    for street in streets:
        coords = shapely.get_coordinates(street.line)
        corners.append(coords if len(coords) <= 4 else coords[[0, -1]])
    ends = np.unique(np.concatenate(corners), axis=0)
    tree = shapely.STRtree([Point(xy) for xy in ends])
    noded = []
    for street in streets:
        near = tree.query(street.line, predicate="dwithin", distance=MEET_M)
        noded.append(replace(street, line=_with_vertices(street.line, ends[near])))
    return noded


def _with_vertices(line: LineString, wanted: FloatArray) -> LineString:
    coords = shapely.get_coordinates(line)
    lengths = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(coords, axis=0).T))])
    pieces = [(line.project(Point(xy)), tuple(xy), True) for xy in wanted]
    for at, xy in zip(lengths, coords, strict=True):
        if len(wanted) == 0 or np.hypot(*(wanted - xy).T).min() > MEET_M:
            pieces.append((float(at), tuple(xy), False))
    pieces.sort()
    kept = [xy for _, xy, _ in pieces]
    return LineString([xy for i, xy in enumerate(kept) if i == 0 or xy != kept[i - 1]])


def between(line: LineString, start: Point, end: Point) -> LineString:
    """Give the run of a line's own vertices from the one nearest ``start`` to that at ``end``."""
    coords = shapely.get_coordinates(line)
    first = int(np.argmin(np.hypot(coords[:, 0] - start.x, coords[:, 1] - start.y)))
    last = int(np.argmin(np.hypot(coords[:, 0] - end.x, coords[:, 1] - end.y)))
    low, high = sorted((first, last))
    return LineString(coords[low : high + 1])


def cut_bridges(streets: list[Street], water: list[shapely.Geometry]) -> list[Street]:
    """Cut each street where it crosses water; the pieces over water are bridges of class 桥."""
    wide = shapely.buffer(shapely.union_all(water), 4.0, quad_segs=4)
    shapely.prepare(wide)
    result = []
    for street in streets:
        if street.bridge or not wide.intersects(street.line):
            result.append(street)
            continue
        over = shapely.intersection(street.line, wide, grid_size=0.001)
        dry = shapely.difference(street.line, wide, grid_size=0.001)
        for part in shapely.get_parts(shapely.line_merge(dry)):
            result += [replace(street, line=part)] if part.length > MEET_M else []
        for part in shapely.get_parts(shapely.line_merge(over)):
            over_water = replace(street, line=part, kind="桥", bridge=True)
            result += [over_water] if part.length > MEET_M else []
    return result


def number_fronts(
    streets: list[Street], fronts: list[Point], keep_m: float = 60.0
) -> list[tuple[str, int]]:
    """Give each front door the nearest street's name and a number, odd left and even right.

    Parameters
    ----------
    streets
        Streets that may give addresses; those of one name are numbered on through.
    fronts
        One point a house.
    keep_m
        A bridge gives no address, nor does a street further away, while another is nearer.

    Returns
    -------
    list of (str, int)
        Street name and house number, in the order of ``fronts``; no pair comes twice.
    """
    giving = [street for street in streets if not street.bridge and street.kind != "通道"]
    lines = [street.line for street in giving]
    starts: dict[str, float] = defaultdict(float)
    offset = []
    for street in giving:
        offset.append(starts[street.name])
        starts[street.name] += street.line.length + keep_m
    nearest = shapely.STRtree(lines).nearest(np.array(fronts, dtype=object))
    sides: dict[tuple[str, int], list[tuple[float, int]]] = defaultdict(list)
    for index, (front, found) in enumerate(zip(fronts, nearest, strict=True)):
        line = lines[int(found)]
        along = line.project(front)
        side = _side(line, along, front)
        sides[giving[int(found)].name, side].append((offset[int(found)] + along, index))
    numbers: list[tuple[str, int]] = [("", 0)] * len(fronts)
    for (name, side), members in sides.items():
        for place, (_, index) in enumerate(sorted(members)):
            numbers[index] = (name, 2 * place + 1 + side)
    return numbers


def _side(line: LineString, along: float, front: Point) -> int:
    back = line.interpolate(max(0.0, along - 1.0))
    ahead = line.interpolate(min(line.length, along + 1.0))
    cross = (ahead.x - back.x) * (front.y - back.y) - (ahead.y - back.y) * (front.x - back.x)
    return 0 if cross > 0 else 1
