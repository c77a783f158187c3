"""Units: the smallest pieces of ground that change hands whole."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gridplanner.geometry import (
    Bools,
    Borders,
    Ints,
    Shapes,
    components,
    dissolve,
    faces,
    inner_points,
    lines_of,
    owners,
    shapes_of,
    shared_borders,
)
from gridplanner.jobs import OnProgress, Progress, tell
from gridplanner.model import Plan
from gridplanner.neighbours import ALONG_M
from gridplanner.owners import main_owners
from gridplanner.tables import conform
from gridplanner.units.banks import divide_strips
from gridplanner.units.blocks import Blocks, blocks_of, boundary_of, ground_at
from gridplanner.units.cells import Cells, cells_of
from gridplanner.units.compounds import whole_compounds

#: Pieces of ground without a building that are smaller go to a neighbour.
MIN_GROUND_M2 = 200.0
#: Seeds on empty ground: this many at most, and never closer than the second figure.
MAX_SEEDS = 1500
#: Ground without a building whose mean width is less is a verge, not a piece of its own.
VERGE_WIDTH_M = 12.0
MIN_SPACING_M = 120.0

#: Kinds of unit.
BUILDING, COMPOUND, GROUND = "building", "compound", "ground"


@dataclass(frozen=True)
class _Pieces:
    """Faces with their owner: a building (0 … n-1), a whole compound, or ground."""

    polygons: Shapes
    owner: Ints
    buildings: int
    compounds: int


def derive_units(plan: Plan, on_progress: OnProgress | None = None) -> gpd.GeoDataFrame:
    """Divide the ground inside the boundary into units.

    Street blocks (faces of boundary, given areas, streets, water, mask and walls) are
    divided by building; a compound that bears less than 1.5 leaves' load is one unit.
    Water goes to its banks, so that borders run in midstream. A unit lies in one given
    area of each level, and no unit border cuts a building, save where a given area does.

    Returns
    -------
    GeoDataFrame
        Table ``units``: a valid coverage of the boundary, every row one Polygon;
        numbered west → east in rows from the north.

    Raises
    ------
    EditError
        The plan has no boundary.
    Cancelled
        ``on_progress`` said stop.
    """
    boundary = boundary_of(plan)
    tell(on_progress, Progress("job.units", 0.0))
    blocks = blocks_of(plan)
    tell(on_progress, Progress("job.units", 0.2))
    buildings = shapes_of(plan.tables["buildings"]["geometry"])
    whole = whole_compounds(plan)
    block_of = main_owners(buildings, blocks.polygons)
    cells = _cells(blocks, buildings, block_of, whole)
    tell(on_progress, Progress("job.units", 0.5))
    pieces = _pieces(blocks, cells, buildings, block_of, whole)
    tell(on_progress, Progress("job.units", 0.8))
    points = inner_points(pieces.polygons)
    ground = ground_at(plan, points)
    streets = lines_of(shapes_of(plan.tables["streets"]["geometry"]))
    wet = (ground.water >= 0) & (ground.compound < 0)
    polygons, owner = _tidied(pieces, ground.area, wet, streets)
    units = dissolve(polygons, owner, int(owner.max()) + 1)
    inside = shapely.intersects(boundary, inner_points(units))
    tell(on_progress, Progress("job.units", 0.95))
    return _table(plan, units[inside], whole)


def _cells(blocks: Blocks, buildings: Shapes, block_of: Ints, whole: Bools) -> Cells:
    in_whole = (
        (blocks.ground.compound >= 0) & whole[blocks.ground.compound]
        if len(whole)
        else (np.zeros(len(blocks.polygons), dtype=bool))
    )
    wet = (blocks.ground.water >= 0) & (blocks.ground.compound < 0)
    divided = np.flatnonzero(~in_whole & ~wet)
    empty = float(shapely.area(blocks.polygons[divided]).sum())
    spacing = max(MIN_SPACING_M, float(np.sqrt(empty / MAX_SEEDS)))
    return cells_of(blocks.polygons, divided, buildings, block_of, spacing)


def _pieces(
    blocks: Blocks, cells: Cells, buildings: Shapes, block_of: Ints, whole: Bools
) -> _Pieces:
    """Node blocks, cells and walls together, and say who owns each face."""
    polygons = faces(np.concatenate([blocks.lines, cells.lines, lines_of(buildings)]))
    points = inner_points(polygons)
    block = owners(points, blocks.polygons)
    inside = block >= 0
    polygons, points, block = polygons[inside], points[inside], block[inside]
    count = len(buildings)
    # Ground: one owner a block, until a cell or a wall says otherwise.
    owner = count + len(whole) + block
    ground_cells = count + len(whole) + len(blocks.polygons) + np.arange(len(cells.polygons))
    cell_owner = np.where(cells.building >= 0, cells.building, ground_cells)
    cell = _cell_at(points, block, cells)
    owner = np.where(cell >= 0, cell_owner[cell] if len(cell_owner) else owner, owner)
    alone = np.full(len(blocks.polygons), -1, dtype=np.int64)
    holders, number = np.unique(block_of[block_of >= 0], return_counts=True)
    single = np.isin(block_of, holders[number == 1])
    alone[block_of[single]] = np.flatnonzero(single)
    undivided = (cell < 0) & (alone[block] >= 0)
    owner = np.where(undivided, alone[block], owner)
    # A face inside a wall belongs to its building, in the given area where most of it stands.
    flat = np.flatnonzero(shapely.get_dimensions(buildings) == 2)
    standing = owners(points, buildings[flat])
    building = np.where(standing >= 0, flat[standing] if len(flat) else -1, -1)
    held = np.flatnonzero(building >= 0)
    home = block_of[building[held]]
    held = held[(home >= 0) & (blocks.ground.area[block[held]] == blocks.ground.area[home])]
    owner[held] = building[held]
    compound = blocks.ground.compound[block]
    one_unit = (compound >= 0) & (whole[compound] if len(whole) else False)
    owner = np.where(one_unit, count + compound, owner)
    return _Pieces(polygons, owner.astype(np.int64), count, len(whole))


def _cell_at(points: Shapes, block: Ints, cells: Cells) -> Ints:
    """Cell of each point among those of its own block, -1 for none."""
    found = np.full(len(points), -1, dtype=np.int64)
    if len(cells.polygons) == 0:
        return found
    cell, point = shapely.STRtree(points).query(cells.polygons, predicate="intersects")
    own = cells.block[cell] == block[point]
    found[point[own]] = cell[own]
    return found


def _tidied(pieces: _Pieces, area: Ints, wet: Bools, streets: Shapes) -> tuple[Shapes, Ints]:
    """Make every owner one polygon in one given area, with no splinters of ground.

    Returns the faces and their final owners, numbered 0, 1, …
    """
    borders = shared_borders(pieces.polygons)
    # One owner, one given area, dry: what remains connected is a candidate unit.
    key = np.stack([pieces.owner, area, wet.astype(np.int64)], axis=1)
    _, label = np.unique(key, axis=0, return_inverse=True)
    same = label[borders.a] == label[borders.b]
    part = components(len(pieces.polygons), borders.a[same], borders.b[same])
    part = _merged(pieces, part, area, wet, borders.a, borders.b, borders.length_m)
    strip = wet | _verges(pieces, part, wet, borders)
    if not strip.any():
        return pieces.polygons, np.unique(part, return_inverse=True)[1].astype(np.int64)
    across = np.zeros(len(borders.a), dtype=bool)
    side = np.flatnonzero(
        (strip[borders.a] != strip[borders.b]) & ~(wet[borders.a] | wet[borders.b])
    )
    middles = shapely.line_interpolate_point(borders.segments[side], 0.5, normalized=True)
    if len(streets):
        hit = shapely.STRtree(streets).query(middles, predicate="dwithin", distance=ALONG_M)[0]
        across[side[np.unique(hit)]] = True
    polygons, owner = divide_strips(
        pieces.polygons, part, area, np.flatnonzero(strip), borders, across
    )
    return polygons, _one_piece_each(polygons, owner)


def _verges(pieces: _Pieces, part: Ints, wet: Bools, borders: Borders) -> Bools:
    """Tell which faces are verges: narrow ground without a building."""
    size = np.bincount(part, shapely.area(pieces.polygons))
    outer = np.bincount(part, shapely.length(pieces.polygons), minlength=len(size))
    inner = part[borders.a] == part[borders.b]
    outer -= 2 * np.bincount(part[borders.a][inner], borders.length_m[inner], len(size))
    narrow = 2 * size < VERGE_WIDTH_M * outer
    built = pieces.owner < pieces.buildings + pieces.compounds
    holds = np.bincount(part, built, minlength=len(size)) > 0
    return np.asarray((narrow & ~holds)[part] & ~wet, dtype=bool)


def _merged(
    pieces: _Pieces,
    part: Ints,
    area: Ints,
    wet: Bools,
    a: Ints,
    b: Ints,
    length_m: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> Ints:
    """Give splinters, and parts that lost their building, to the longest neighbour."""
    size = np.bincount(part, shapely.area(pieces.polygons))
    count = len(size)
    first = np.zeros(count, dtype=np.int64)
    first[part[::-1]] = np.arange(len(part))[::-1]
    owner, where, water = pieces.owner[first], area[first], wet[first]
    # The largest part of an owner is its home; others are strays.
    order = np.lexsort((-size, owner))
    home = np.zeros(count, dtype=bool)
    home[order[np.r_[True, np.diff(owner[order]) != 0]]] = True
    built = owner < pieces.buildings + pieces.compounds
    small = np.where(built, ~home, size < MIN_GROUND_M2) & ~water
    target = np.arange(count)
    one, two = part[a], part[b]
    usable = (one != two) & (where[one] == where[two]) & ~water[one] & ~water[two]
    one, two, shared = one[usable], two[usable], length_m[usable]
    for _ in range(8):
        root_one, root_two = target[one], target[two]
        live = root_one != root_two
        frm = np.concatenate([root_one[live], root_two[live]])
        to = np.concatenate([root_two[live], root_one[live]])
        weight = np.concatenate([shared[live], shared[live]])
        pick = small[frm]
        if not pick.any():
            break
        pair = frm[pick] * count + to[pick]
        pairs, inverse = np.unique(pair, return_inverse=True)
        total = np.round(np.bincount(inverse, weight[pick]), 3)
        source, goal = pairs // count, pairs % count
        # Rather to something that stays than to another splinter.
        order = np.lexsort((goal, -total, small[goal], source))
        best = order[np.r_[True, np.diff(source[order]) != 0]]
        step = np.arange(count)
        for s, g in zip(source[best], goal[best], strict=True):
            if step[g] == g and step[s] == s:
                step[s] = g
        small &= step == np.arange(count)
        target = step[target]
    return target[part]


def _one_piece_each(polygons: Shapes, owner: Ints) -> Ints:
    borders = shared_borders(polygons)
    same = owner[borders.a] == owner[borders.b]
    return components(len(polygons), borders.a[same], borders.b[same])


def _table(plan: Plan, units: Shapes, whole: Bools) -> gpd.GeoDataFrame:
    """Make the table: number the units and say of each what it is."""
    points = inner_points(units)
    x, y = shapely.get_x(points), shapely.get_y(points)
    order = np.lexsort((x, -np.round(y, -2)))
    units, points = units[order], points[order]
    buildings = plan.tables["buildings"]
    unit_of = main_owners(shapes_of(buildings["geometry"]), units)
    # A unit is of the compound in which its building stands, also with its verge.
    compound_at = ground_at(plan, points).compound
    stands = ground_at(plan, inner_points(shapes_of(buildings["geometry"]))).compound
    ids = plan.tables["compounds"]["id"].to_numpy()
    is_whole = (compound_at >= 0) & (whole[compound_at] if len(whole) else False)
    building_id = np.full(len(units), "", dtype=object)
    held = unit_of >= 0
    # Buildings in order of their rows: the first stands for the unit.
    building_id[unit_of[held][::-1]] = buildings["id"].to_numpy()[held][::-1]
    compound_at[unit_of[held][::-1]] = stands[held][::-1]
    kind = np.where(is_whole, COMPOUND, np.where(building_id != "", BUILDING, GROUND))
    frame = pd.DataFrame(
        {
            "id": [f"U{number:06d}" for number in range(1, len(units) + 1)],
            "kind": kind,
            "compound": np.where(compound_at >= 0, ids[compound_at] if len(ids) else "", ""),
            "building": np.where(is_whole, "", building_id),
            "geometry": units,
        }
    )
    return gpd.GeoDataFrame(conform("units", frame, crs=plan.crs))
