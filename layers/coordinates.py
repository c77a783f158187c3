"""Coordinates of households, weighed against their addresses.

An address names a door, coordinates point near one. Where both are there, they tell how far
the coordinates of a sheet may be trusted: whether another datum was meant than the one
declared, how far they stray, and which rows say two things.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, get_args

import numpy as np
import pandas as pd
import shapely

from gridplanner.address import spots_of
from gridplanner.geometry import Ints, shapes_of
from gridplanner.model import Plan
from layers.datum import Datum
from layers.datum_check import reread
from layers.loading import Loaded
from layers.notes import Note

Bools = np.ndarray[Any, np.dtype[np.bool_]]
Shapes = np.ndarray[Any, np.dtype[np.object_]]

#: Fewer rows than this with address and coordinates tell nothing about a sheet.
_ENOUGH = 5
#: Half of a sheet's coordinates lie nearer to their doors than this, or they are no evidence.
_FAIR_M = 60.0
#: No datum in use shifts by less than this or more than that.
_SHIFT_M = (300.0, 1_300.0)
#: Six times the middle stray is beyond chance (Rayleigh: 1e-10), and never under this.
_TOLERANCE_M = 20.0
#: Coordinates this near to a building belong to it, where no other is nearly as near.
_NEAR_M = 3.0
_CLEAR_M = 10.0
#: Address and coordinates farther apart than this contradict each other in any case.
_APART_M = 200.0


@dataclass(frozen=True)
class Trust:
    """What the coordinates of one sheet are worth.

    Attributes
    ----------
    points : array of points or None
        Where they lie by the datum that fits them best.
    usable : bool
        Whether a row may be placed by them: not under a datum nobody declared.
    tolerance_m : float
        Farther than this from its door no row lies by chance.
    datum : str
        The datum that fits, where it is not the one declared; else ``""``.
    offset_m : float
        Middle distance from the doors, as declared; NaN where nothing tells.
    """

    points: Shapes
    usable: bool
    tolerance_m: float
    datum: str = ""
    offset_m: float = float("nan")


def trust(given: Shapes, doors: Shapes, crs: str, declared: Datum) -> Trust:
    """Weigh the coordinates of one sheet against the doors its addresses lead to.

    Parameters
    ----------
    given, doors : arrays of points or None, same shape
        By coordinates and by address.
    crs : str
    declared : str
        Datum the coordinates were converted by.
    """
    both = _known(given) & _known(doors)
    if both.sum() < _ENOUGH:
        return Trust(given, True, np.inf)
    offset_m = shapely.distance(given[both], doors[both])
    middle = float(np.median(offset_m))
    if middle >= _SHIFT_M[0] / 2:
        for other in get_args(Datum)[1:]:
            if other == declared:
                continue
            moved: Shapes = np.full(len(given), None, dtype=object)
            known = _known(given)
            moved[known] = reread(given[known], crs, declared, other)
            fits = float(np.median(shapely.distance(moved[both], doors[both])))
            if fits <= min(_FAIR_M, middle / 4):
                return Trust(moved, False, max(_TOLERANCE_M, 6 * fits), str(other), middle)
        low, high = np.quantile(offset_m, [0.1, 0.9])
        if low >= _SHIFT_M[0] and high <= _SHIFT_M[1]:
            return Trust(given, False, np.inf, "?", middle)
    fair = middle <= _FAIR_M
    return Trust(given, fair, max(_TOLERANCE_M, 6 * middle) if fair else np.inf, "", middle)


def _known(values: Shapes) -> Bools:
    return np.asarray(~shapely.is_missing(values), dtype=bool)


def by_coordinates(loaded: Loaded, found: pd.DataFrame, plan: Plan) -> tuple[Shapes, Bools]:
    """Give each row its point, and let coordinates decide where addresses do not.

    Rows of which address and coordinates lead to two places get the reason
    ``household.two_places``; rows without an address that leads anywhere take the building
    their coordinates point to, or stand for themselves.

    Parameters
    ----------
    loaded : Loaded
    found : DataFrame
        As :func:`layers.matching.matched` gives it; changed where coordinates decide.
    plan : Plan

    Returns
    -------
    array of points or None
    bool array
        Rows whose place their coordinates bear out.
    """
    result = spots_of(found, plan)
    borne_out = np.zeros(len(found), dtype=bool)
    if loaded.geometry is None:
        return result, borne_out
    placed = 0
    for sheet in pd.unique(loaded.sheets):
        rows = np.flatnonzero(loaded.sheets == sheet)
        weighed = trust(loaded.geometry[rows], result[rows], plan.crs, loaded.datum)
        _say_datum(loaded, weighed, str(sheet))
        _contradicted(loaded, found, result, rows, weighed, plan)
        if weighed.usable:
            placed += _placed(loaded, found, result, rows, weighed, plan)
        both = rows[_known(weighed.points) & _known(result[rows])]
        points = weighed.points[np.searchsorted(rows, both)]
        near = shapely.distance(points, result[both]) <= min(weighed.tolerance_m, _APART_M)
        borne_out[both[near]] = True
    if placed:
        loaded.notes.append(Note("households.by_coordinates", {"count": placed}))
    return result, borne_out


def _say_datum(loaded: Loaded, weighed: Trust, sheet: str) -> None:
    if not weighed.datum:
        return
    facts: dict[str, object] = {"metres": round(weighed.offset_m), "sheet": sheet or loaded.file}
    if weighed.datum == "?":
        loaded.notes.append(Note("datum.suspect", facts))
    else:
        loaded.notes.append(Note("datum.other", {**facts, "datum": weighed.datum}))


def _contradicted(
    loaded: Loaded,
    found: pd.DataFrame,
    result: Shapes,
    rows: Ints,
    weighed: Trust,
    plan: Plan,
) -> None:
    """Take rows off their door whose coordinates point to another one."""
    points, doors = weighed.points, result[rows]
    both = _known(points) & _known(doors)
    if not both.any():
        return
    offset_m = np.zeros(len(rows))
    offset_m[both] = shapely.distance(points[both], doors[both])
    far = offset_m > weighed.tolerance_m
    if far.any():
        others = shapely.STRtree(_standing(plan))
        _, nearest_m = others.query_nearest(points[far], all_matches=False, return_distance=True)
        # Where nothing else is near either, coordinates are merely bad.
        far[far] = nearest_m <= 0.5 * offset_m[far]
    for i in rows[far]:
        found.loc[i, ["reason", "entrance", "building"]] = ["household.two_places", "", ""]
        result[i] = None
    apart = np.zeros(len(loaded), dtype=bool)
    apart[rows[both & ~far & (offset_m > _APART_M)]] = True
    if not weighed.datum:
        loaded.keep_but_say(apart, "address", "household.far_from_address")


def _standing(plan: Plan) -> Shapes:
    """Give all that a household can stand at: doors, and buildings that have none."""
    doors, buildings = plan.layer("entrances"), plan.layer("buildings")
    bare = buildings[~buildings["id"].isin(set(doors["building"]))]
    return np.concatenate([shapes_of(doors.geometry), shapes_of(bare.geometry)])


def _placed(
    loaded: Loaded,
    found: pd.DataFrame,
    result: Shapes,
    rows: Ints,
    weighed: Trust,
    plan: Plan,
) -> int:
    """Place rows by their coordinates that their address does not place; how many."""
    reasons = found["reason"].to_numpy()
    lost = (reasons[rows] != "") & _known(weighed.points)
    lost &= reasons[rows] != "household.two_places"
    if not lost.any():
        return 0
    where, given = rows[lost], weighed.points[lost]
    buildings, entrances = plan.layer("buildings"), plan.layer("entrances")
    idents = _or_none(buildings["id"])
    near = idents[_clearly_near(given, shapes_of(buildings.geometry), _NEAR_M)]
    named = found["building"].to_numpy(dtype=object)[where]
    # An address that names the building and not the door keeps it to that building.
    two = (named != "") & (near != "") & (named != near)
    ident = np.where(near != "", near, named)
    door = np.full(len(where), "", dtype=object)
    for building, own in entrances.groupby("building"):
        mine = np.flatnonzero(ident == building)
        if len(mine):
            at = _clearly_near(given[mine], shapes_of(own.geometry), weighed.tolerance_m)
            at = np.zeros(len(mine), dtype=np.int64) if len(own) == 1 else at
            door[mine] = _or_none(own["id"])[at]
    found.loc[where, "reason"] = np.where(two, "household.two_places", "")
    found.loc[where, "building"] = np.where(two, "", ident)
    found.loc[where, "entrance"] = np.where(two, "", door)
    result[where[~two]] = given[~two]
    said = np.zeros(len(loaded), dtype=bool)
    said[where[~two & (reasons[where] != "address.empty")]] = True
    loaded.keep_but_say(said, "address", "household.by_coordinates")
    return int((~two).sum())


def _or_none(ids: pd.Series[Any]) -> Shapes:
    """Give ids with an empty one at the end, for the index -1."""
    return np.array([*ids, ""], dtype=object)


def _clearly_near(points: Shapes, shapes: Shapes, reach_m: float) -> Ints:
    """Find the shape each point belongs to; -1 where two may claim it, or none."""
    result = np.full(len(points), -1, dtype=np.int64)
    if not len(shapes):
        return result
    tree = shapely.STRtree(shapes)
    reach_m = min(reach_m, _APART_M)
    which, near = tree.query(points, predicate="dwithin", distance=reach_m + _CLEAR_M)
    if not len(which):
        return result
    frame = pd.DataFrame(
        {"point": which, "near": near, "m": shapely.distance(points[which], shapes[near])}
    ).sort_values(["point", "m"], kind="stable")
    first = frame.groupby("point", sort=False).nth(0).set_index("point")
    second = frame.groupby("point", sort=False).nth(1).set_index("point")["m"]
    lead = second.reindex(first.index).fillna(np.inf) - first["m"]
    clear = first[(first["m"] <= reach_m) & ((lead > _CLEAR_M) | (first["m"] == 0.0))]
    result[clear.index.to_numpy()] = clear["near"].to_numpy()
    return result
