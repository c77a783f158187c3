"""The neighbour graph of the units: who borders whom, and where one can walk across.

Barriers separate: water, walls of compounds, and streets marked as barriers (railway,
expressway). Crossings join: where a street crosses water or a barrier street (a bridge,
a level crossing, an underpass), and at the gates of a wall.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from shapely import STRtree

from gridplanner.by_shape import ByShape
from gridplanner.geometry import (
    Bools,
    Borders,
    Floats,
    Ints,
    Shapes,
    components,
    inner_points,
    lines_of,
    shapes_of,
    shared_borders,
    sums,
)
from gridplanner.model import Plan
from gridplanner.slices import grouped, in_slices, matches

#: A border runs along a barrier when it lies this close to it; noding moves lines by less.
ALONG_M = 0.05
#: A crossing opens the borders this close to it.
CROSSING_M = 1.0
#: A gate opens the nearest border of its compound, and what is farther by up to this.
GATE_M = 4.0
#: A gate farther from every border leads elsewhere, such as out of the town.
GATE_REACH_M = 60.0
#: A border that is open for less cannot be walked through.
PASSAGE_M = 1.0

OPEN_WORDS = frozenset({"开放", "无", "无围墙", "open", "none", "no", ""})


@dataclass(frozen=True)
class Neighbours:
    """Pairs of units that share a border.

    Attributes
    ----------
    edges : int array, shape (m, 2)
        Positions of the units, the lower first, in ascending order.
    shared_m : float array, shape (m,)
        Length of the common border.
    passable : bool array, shape (m,)
        Whether one can walk across.
    assumed : bool array, shape (m,)
        Passable only because the unit would else not be reached at all: the data show no
        crossing.
    street_m : float array, shape (m,)
        Length of the common border along streets.
    """

    edges: Ints
    shared_m: Floats
    passable: Bools
    assumed: Bools
    street_m: Floats


def neighbours(plan: Plan) -> Neighbours:
    """Build the neighbour graph of the plan's units; kept with the plan."""
    tables = ["pieces", "water", "streets", "compounds", "gates", "mask"]
    return plan.derived("neighbours", _build, tables)


def _build(plan: Plan) -> Neighbours:
    units = shapes_of(plan.tables["units"]["geometry"])
    borders = shared_borders(units)
    middles = _middles(borders.segments)
    blocked = _blocked(plan, borders.segments, middles) | _walled(plan, borders)
    along = _along(middles, _street_lines(plan, barrier=False), ALONG_M)
    pair = borders.a * max(len(units), 1) + borders.b
    pairs, inverse = np.unique(pair, return_inverse=True)
    edges = np.stack([pairs // max(len(units), 1), pairs % max(len(units), 1)], axis=1)
    count = len(pairs)
    shared = sums(inverse, borders.length_m, count)
    free = sums(inverse, borders.length_m * ~blocked, count)
    street = sums(inverse, borders.length_m * along, count)
    passable = free >= np.minimum(PASSAGE_M, 0.5 * shared)
    passable &= free > 0
    assumed = _assumed(len(units), edges, shared, passable)
    return Neighbours(edges.astype(np.int64), shared, passable | assumed, assumed, street)


def _blocked(plan: Plan, segments: Shapes, middles: Shapes) -> Bools:
    """Tell of each border segment whether a barrier runs there and no crossing opens it."""
    if len(segments) == 0:
        return np.empty(0, dtype=bool)
    water = shapes_of(plan.tables["water"]["geometry"])
    flat = shapely.get_dimensions(water) == 2
    compounds = shapes_of(plan.tables["compounds"]["geometry"])
    in_compound = _within(middles, compounds)
    # A pond inside a compound is no border of anything.
    wet = _within(middles, water[flat]) & ~in_compound
    streets = _street_lines(plan, barrier=False)
    lines = np.concatenate([lines_of(water[~flat]), _street_lines(plan, barrier=True)])
    barred = np.flatnonzero(_along(middles, lines, ALONG_M))
    opened = _along(segments[barred], _line_crossings(streets, lines), CROSSING_M)
    blocked = np.zeros(len(segments), dtype=bool)
    blocked[barred[~opened]] = True
    over_water = shapes_of(_over_water(streets, water[flat]))
    soaked = np.flatnonzero(wet)
    blocked[soaked[~_along(segments[soaked], over_water, ALONG_M)]] = True
    return blocked


def _walled(plan: Plan, borders: Borders) -> Bools:
    """Borders between a walled compound and what is outside, away from its gates.

    A unit of the compound may reach past the wall to the street (its verge), so it is
    membership that counts, and a gate opens the borders nearest to it. A walled compound
    for which no gate is recorded must have one somewhere: its wall bars nobody.
    """
    compounds, gates = plan.tables["compounds"], plan.tables["gates"]
    words = compounds["wall"].str.strip().str.lower()
    has_gate = compounds["id"].isin(set(gates["compound"]))
    walled = set(compounds.loc[~words.isin(list(OPEN_WORDS)) & has_gate, "id"])
    closed = np.zeros(len(borders.a), dtype=bool)
    opened = closed.copy()
    if not walled:
        return closed
    compound = plan.tables["units"]["compound"].to_numpy(dtype=object)
    one, two = compound[borders.a], compound[borders.b]
    outer = np.flatnonzero(one != two)
    rows = np.concatenate([outer, outer])
    names = np.concatenate([one[outer], two[outer]])
    mine = np.isin(names, list(walled))
    # Grouped by sorting: looking through all borders for each compound grows with both.
    of = pd.Series(rows[mine]).groupby(names[mine], sort=True)
    gate_of = pd.Series(np.arange(len(gates))).groupby(gates["compound"].to_numpy(dtype=object))
    gates_at = {str(name): at.to_numpy() for name, at in gate_of}
    points = shapes_of(gates["geometry"])
    for name, group in of:
        here = group.to_numpy()
        closed[here] = True
        for gate in points[gates_at[str(name)]]:
            far = shapely.distance(borders.segments[here], gate)
            opened[here[far <= min(far.min() + GATE_M, GATE_REACH_M)]] = True
    # A gate of either side opens: it leads to the street between two walls, or through
    # the one wall that both have.
    return closed & ~opened


def _middles(segments: Shapes) -> Shapes:
    """Middles of segments: their ends may touch what they do not run along."""
    ends = shapely.get_coordinates(segments).reshape(-1, 2, 2)
    return shapes_of(in_slices(shapely.points, ends.mean(axis=1)))


def _street_lines(plan: Plan, *, barrier: bool) -> Shapes:
    streets = plan.tables["streets"]
    return lines_of(shapes_of(streets["geometry"])[(streets["barrier"] == barrier).to_numpy()])


def _within(points: Shapes, polygons: Shapes) -> Bools:
    found = np.zeros(len(points), dtype=bool)
    if len(polygons) and len(points):
        # The polygons ask: each is prepared once, however many points lie in it.
        found[matches(STRtree(points), polygons, "intersects")[1]] = True
    return found


def _along(shapes: Shapes, lines: Shapes, distance_m: float) -> Bools:
    found = np.zeros(len(shapes), dtype=bool)
    if len(lines) and len(shapes):
        # Piece by piece: a street has a hundred vertices, of which one is near.
        hit = matches(STRtree(shapes), _pieces(lines), "dwithin", distance_m)[1]
        found[hit] = True
    return found


def _pieces(lines: Shapes) -> Shapes:
    """Cut lines into their segments; points stay as they are."""
    flat = shapely.get_dimensions(lines) == 1
    xy, line = shapely.get_coordinates(lines[flat], return_index=True)
    along = line[1:] == line[:-1]
    ends = np.stack([xy[:-1][along], xy[1:][along]], axis=1)
    return np.concatenate([lines[~flat], shapes_of(shapely.linestrings(ends))])


def _line_crossings(streets: Shapes, barriers: Shapes) -> Shapes:
    """Points where a street crosses a barrier line; stretches that run along do not count."""
    if len(streets) == 0 or len(barriers) == 0:
        return shapes_of([])
    street, barrier = STRtree(barriers).query(streets, predicate="intersects")
    common = shapely.get_parts(shapely.intersection(streets[street], barriers[barrier]))
    return shapes_of(common[shapely.get_dimensions(common) == 0])


def _over_water(streets: Shapes, water: Shapes) -> Shapes:
    """Stretches of street inside water polygons: the bridges, flagged as such or not."""
    if len(streets) == 0 or len(water) == 0:
        return shapes_of([])
    street, pool = STRtree(water).query(streets, predicate="intersects")
    common = shapely.get_parts(shapely.intersection(streets[street], water[pool]))
    return shapes_of(common[shapely.get_dimensions(common) == 1])


def _assumed(count: int, edges: Ints, shared_m: Floats, passable: Bools) -> Bools:
    """Open the longest barred borders that join what would else not be reached.

    The smaller part of two is joined to the rest; ground pieces (parts of the boundary
    that do not touch) stay apart.
    """
    opened = np.zeros(len(edges), dtype=bool)
    while True:
        usable = passable | opened
        part = components(count, edges[usable, 0], edges[usable, 1])
        one, two = part[edges[:, 0]], part[edges[:, 1]]
        live = np.flatnonzero(one != two)
        if len(live) == 0:
            return opened
        size = np.bincount(part)
        # Each part is joined over its longest border to a larger one, all at once.
        order = live[np.lexsort((live, -np.round(shared_m[live], 3)))]
        done: set[int] = set()
        for edge in order:
            small, large = sorted((int(one[edge]), int(two[edge])), key=lambda p: (size[p], p))
            if small not in done and large != small:
                done.add(small)
                opened[edge] = True


def walk_parts(polygons: Shapes, plan: Plan, unit_owner: Ints) -> Ints:
    """Count for each polygon the parts into which barriers cut its units.

    Parameters
    ----------
    polygons : array of Polygon, shape (n,)
    plan : Plan
        Its units and their neighbour graph are used.
    unit_owner : int array, shape (units,)
        Polygon of each unit, -1 for none.

    Returns
    -------
    int array, shape (n,)
        1 where one can walk everywhere, 0 where the polygon holds no unit.
    """
    graph = neighbours(plan)
    same = (
        graph.passable
        & (unit_owner[graph.edges[:, 0]] == unit_owner[graph.edges[:, 1]])
        & (unit_owner[graph.edges[:, 0]] >= 0)
    )
    part = components(len(unit_owner), graph.edges[same, 0], graph.edges[same, 1])
    held = unit_owner >= 0
    pairs = np.unique(np.stack([unit_owner[held], part[held]], axis=1), axis=0)
    return (
        np.bincount(pairs[:, 0], minlength=len(polygons))
        if len(pairs)
        else np.zeros(len(polygons), dtype=np.int64)
    )


def unit_owners(plan: Plan, polygons: Shapes) -> Ints:
    """Tell for each unit the polygon that holds its inner point, -1 for none.

    What lies in a polygon is kept by the polygon: after an edit only those that changed are
    asked.
    """

    def points(plan: Plan) -> Shapes:
        return inner_points(shapes_of(plan.tables["units"]["geometry"]))

    inner = plan.derived("units.inner", points, ["pieces"])
    tree = plan.derived("units.inner_tree", lambda _: STRtree(inner), ["pieces"])
    kept = plan.derived("units.by_shape", lambda _: ByShape[Ints](), ["pieces"])
    held = kept.of(polygons, lambda missing: grouped(tree, missing, "intersects"))
    found = np.full(len(inner), -1, dtype=np.int64)
    # The lowest where several hold it.
    for at in range(len(held) - 1, -1, -1):
        found[held[at]] = at
    return found
