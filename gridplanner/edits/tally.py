"""What moved ground carries: households, persons and served area, without building a plan.

The cost goes with the ground that moves. What does not depend on borders (the trees of
buildings and of served ground) is made once and stays with the plan over all edits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from shapely import STRtree

from gridplanner.edits.moved import MovedGround
from gridplanner.edits.recut import regions_of
from gridplanner.geometry import Floats, Ints, Shapes, shapes_of, sound_shapes
from gridplanner.loads import factor_of_households, weights_of
from gridplanner.locate import locate
from gridplanner.model import Plan
from gridplanner.served import served_tiles, served_tree

#: Of a building that straddles, a part below this counts for nothing.
NOTHING_M2 = 1e-6


@dataclass(frozen=True, eq=False)
class Homes:
    """Where households that nobody pinned live: buildings, and points of those without.

    Attributes
    ----------
    shapes : array of Polygon or Point, shape (h,)
    tree : STRtree
        Over ``shapes``.
    building : int array, shape (h,)
        Row of the building, -1 for a household by its own point.
    household : int array, shape (h,)
        Row of that household, -1 for a building.
    count : int array, shape (h,)
        Households.
    values : float array, shape (h, f)
        What they add to each factor.
    names : tuple of str
        The factors: those of the weights that go by households, and persons.
    """

    shapes: Shapes
    tree: STRtree
    building: Ints
    household: Ints
    count: Ints
    values: Floats
    names: tuple[str, ...]


def homes_of(plan: Plan) -> Homes:
    """Give the homes of a plan; kept with it."""
    tables = ["buildings", "households", "settings.weights", "settings.household_rule"]
    return plan.derived("homes", _homes, tables)


def _homes(plan: Plan) -> Homes:
    households, buildings = plan.tables["households"], plan.tables["buildings"]
    names = tuple(dict.fromkeys([*(n for n in weights_of(plan) if n != "area"), "persons"]))
    each = np.stack([factor_of_households(plan, name) for name in names], axis=1)
    row = pd.Index(buildings["id"]).get_indexer(pd.Index(households["building"]))
    loose = households["pinned"].isna().to_numpy()
    points = shapes_of(households["geometry"])
    placed = ~(shapely.is_missing(points) | shapely.is_empty(points))
    by_building, alone = (
        np.flatnonzero(loose & (row >= 0)),
        np.flatnonzero(loose & (row < 0) & placed),
    )
    used, where = np.unique(row[by_building], return_inverse=True)
    values = np.zeros((len(used), len(names)))
    np.add.at(values, where, each[by_building])
    shapes = np.concatenate([shapes_of(buildings["geometry"])[used], points[alone]])
    return Homes(
        shapes=shapes,
        tree=STRtree(shapes),
        building=np.r_[used, np.full(len(alone), -1)].astype(np.int64),
        household=np.r_[np.full(len(used), -1), alone].astype(np.int64),
        count=np.r_[np.bincount(where, minlength=len(used)), np.ones(len(alone))].astype(np.int64),
        values=np.concatenate([values, each[alone]]),
        names=names,
    )


@dataclass(frozen=True, eq=False)
class Carried:
    """What moved ground carries from leaf to leaf.

    Attributes
    ----------
    before, after : int array, shape (m,)
        Uids of leaves, 0 for none.
    households : int array, shape (m,)
    values : float array, shape (m, f)
    names : tuple of str
        Factors of ``values``: those with a weight, and persons.
    area_m2 : float array, shape (m,)
        Ground, not only served ground.
    """

    before: Ints
    after: Ints
    households: Ints
    values: Floats
    names: tuple[str, ...]
    area_m2: Floats


def carried(plan: Plan, ground: MovedGround) -> Carried:
    """Count what moved ground carries; each household moves once, with its building."""
    inside, straddling = carried_inside(plan, ground)
    return summed([inside, carried_homes(plan, straddling, holders(plan, ground, straddling))])


def carried_inside(plan: Plan, ground: MovedGround) -> tuple[Carried, Ints]:
    """Count the ground itself and the homes that stand in one piece.

    Returns
    -------
    Carried
    int array
        Homes that stand in several pieces, or partly in none: they go where most is.
    """
    homes = homes_of(plan)
    names = _names(plan, homes)
    area = np.asarray(shapely.area(ground.pieces), dtype=float)
    table = np.zeros((len(area), len(names)))
    if "area" in names:
        table[:, names.index("area")] = _served(plan, ground.pieces)
    piece, home = homes.tree.query(ground.pieces, predicate="intersects")
    inside = shapely.covers(ground.pieces[piece], homes.shapes[home])
    _, at, pieces = np.unique(home, return_inverse=True, return_counts=True)
    alone = inside & (pieces[at] == 1)
    found, of = home[alone], piece[alone]
    own = Carried(
        ground.before, ground.after, np.zeros(len(area), dtype=np.int64), table, names, area
    )
    with_homes = _of_homes(plan, found, _now(plan, homes, found), ground.after[of])
    return summed([own, with_homes]), np.unique(home[~alone]).astype(np.int64)


def holders(plan: Plan, ground: MovedGround, straddling: Ints) -> Ints:
    """Give the leaves that would hold homes on the edge of moved ground.

    Parameters
    ----------
    ground : MovedGround
        All that moves where these homes stand.
    straddling : int array, shape (s,)

    Returns
    -------
    int array, shape (s,)
        Uids, 0 for none.
    """
    homes = homes_of(plan)
    home, piece = STRtree(ground.pieces).query(homes.shapes[straddling], predicate="intersects")
    found = [
        _holder(plan, shape, ground, piece[home == at])
        for at, shape in enumerate(homes.shapes[straddling])
    ]
    return np.array(found, dtype=np.int64)


def carried_homes(plan: Plan, home: Ints, after: Ints) -> Carried:
    """Count homes that go whole to the leaves given for them; those that stay count nothing."""
    return _of_homes(plan, home, _now(plan, homes_of(plan), home), after)


def summed(parts: Sequence[Carried]) -> Carried:
    """Put what several pieces carry together; at least one."""
    return Carried(
        np.concatenate([part.before for part in parts]),
        np.concatenate([part.after for part in parts]),
        np.concatenate([part.households for part in parts]),
        np.concatenate([part.values for part in parts]),  # noqa: PD011
        parts[0].names,
        np.concatenate([part.area_m2 for part in parts]),
    )


def _names(plan: Plan, homes: Homes) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*weights_of(plan), *homes.names]))


def _now(plan: Plan, homes: Homes, home: Ints) -> Ints:
    """Leaf of homes as things are, 0 for none."""
    where = locate(plan)
    found = np.zeros(len(home), dtype=np.int64)
    by_building = homes.building[home] >= 0
    found[by_building] = where.buildings[homes.building[home[by_building]]]
    found[~by_building] = where.households[homes.household[home[~by_building]]]
    return found


def _of_homes(plan: Plan, home: Ints, before: Ints, after: Ints) -> Carried:
    homes = homes_of(plan)
    moved = before != after
    home = home[moved]
    names = _names(plan, homes)
    table = np.zeros((len(home), len(names)))
    table[:, [names.index(name) for name in homes.names]] = homes.values[home]  # noqa: PD011
    count = homes.count[home]
    return Carried(before[moved], after[moved], count, table, names, np.zeros(len(home)))


def _served(plan: Plan, pieces: Shapes) -> Floats:
    """Measure served ground in each piece, as :func:`gridplanner.served.served_area`."""
    tiles = served_tiles(plan)
    area = np.zeros(len(pieces))
    piece, tile = served_tree(plan).query(pieces, predicate="intersects")
    np.add.at(area, piece, shapely.area(shapely.intersection(pieces[piece], tiles[tile])))
    return area


def _holder(plan: Plan, shape: shapely.Geometry, ground: MovedGround, pieces: Ints) -> int:
    """Leaf that holds most of a shape once the ground has moved; ties go to the lowest code."""
    regions = regions_of(plan)
    near = regions.tree.query(shape, predicate="intersects")
    near = np.sort(near[near < regions.count])
    flat = shapely.get_dimensions(shape) == 2
    share: dict[int, float] = {}

    def add(uid: int, part: shapely.Geometry, sign: int) -> None:
        size = shapely.area(part) if flat else float(not shapely.is_empty(part))
        share[uid] = share.get(uid, 0.0) + sign * float(size)

    for at in near:
        add(int(regions.uids[at]), shapely.intersection(shape, regions.shapes[at]), 1)
    for at in pieces:
        part = shapely.intersection(shape, sound_shapes(ground.pieces[[at]])[0])
        add(int(ground.before[at]), part, -1)
        add(int(ground.after[at]), part, 1)
    share.pop(0, None)
    codes = plan.tables["grids"]["code"]
    held = [(-round(size, 6), str(codes.get(uid, "")), uid) for uid, size in share.items()]
    held = [one for one in held if -one[0] > NOTHING_M2]
    return min(held)[2] if held else 0
