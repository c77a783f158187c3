"""Importer of households: each row gets a place, or a line on the work list."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gridplanner.address import Directory
from gridplanner.errors import InputError
from gridplanner.model import Plan
from layers.cells import numbers_in
from layers.loading import Loaded, Shapes, made_ids, spatial_frame
from layers.matching import matched, written
from layers.notes import Note
from layers.residents import join_residents, list_members
from layers.words import state

Frames = dict[str, pd.DataFrame]

#: Coordinates this near to a building belong to it.
_NEAR_M = 3.0
#: Address and coordinates farther apart than this contradict each other.
_APART_M = 200.0


def households(loaded: Loaded) -> Frames:
    """Make households.

    The address leads to a building and its entrance; where it doesn't, coordinates may
    lead to a building, or stand for themselves. The place of a household is its entrance,
    else a point inside its building.

    Raises
    ------
    InputError
        ``households.no_place``: the file has neither addresses nor coordinates.
    """
    by_address = any(loaded.has(name) for name in ("address", "building", "entrance", "compound"))
    if not by_address and loaded.geometry is None:
        titles = "、".join(match.theirs for match in loaded.mapping.values())
        raise InputError("households.no_place", {"file": loaded.file, "columns": titles})
    plan = loaded.request.plan
    members = join_residents(loaded)
    _check_persons(loaded)
    _drop_twins(loaded)
    found = matched(loaded, Directory.of(plan))
    _use_entrance_ids(loaded, found, plan)
    loaded.request.tell(0.7)
    geometry = _by_coordinates(loaded, found, plan)
    frame = spatial_frame(loaded, _columns(loaded, found))
    lost = (found["reason"] != "").to_numpy(dtype=bool)
    loaded.unplaced = frame[lost].reset_index(drop=True).assign(geometry=None)
    column = "address" if loaded.has("address") else "building" if loaded.has("building") else "id"
    loaded.drop(lost, column, found["reason"].tolist())
    list_members(loaded, members)
    frame = frame[~lost].reset_index(drop=True)
    frame["geometry"] = gpd.GeoSeries(geometry[~lost], crs=plan.crs)
    loaded.sums["persons_ok"] = int(frame["persons"].sum())
    return {"households": frame}


def _columns(loaded: Loaded, found: pd.DataFrame) -> dict[str, Any]:
    status = loaded.texts("status").map(state)
    return {
        "id": made_ids(loaded, "H"),
        "entrance": found["entrance"],
        "building": found["building"],
        "room": found["room"],
        "address": written(loaded),
        "persons": loaded.numbers("persons").fillna(0).astype("int64"),
        "status": status.where(status != "", _hinted(loaded)),
        "care": loaded.texts("care"),
    }


def _check_persons(loaded: Loaded) -> None:
    """Move rows whose number of persons is no whole number from 0 on to the work list."""
    if not loaded.has("persons"):
        loaded.notes.append(Note("households.no_persons", {"file": loaded.file}))
        loaded.sums["persons_in"] = 0
        return
    values = numbers_in(loaded.frame["persons"]).reset_index(drop=True)
    blank = loaded.texts("persons") == ""
    wrong = (values.isna() & ~blank) | (values < 0) | (values != values.round()) & values.notna()
    loaded.sums["persons_in"] = int(values[~wrong].sum())
    if blank.any():
        loaded.notes.append(Note("households.persons_blank", {"count": int(blank.sum())}))
    loaded.drop(wrong.to_numpy(dtype=bool), "persons", "value.not_count")


def _drop_twins(loaded: Loaded) -> None:
    """Move the second and later rows of one household number to the work list."""
    ids = loaded.codes("id")
    twice = (ids.duplicated() & (ids != "")).to_numpy(dtype=bool)
    loaded.drop(twice, "id", "household.twice")


def _use_entrance_ids(loaded: Loaded, found: pd.DataFrame, plan: Plan) -> None:
    """Let a column of entrance ids win over the address."""
    if not loaded.has("entrance"):
        return
    doors = plan.tables["entrances"]
    home = dict(zip(doors["id"], doors["building"], strict=True))
    said = loaded.codes("entrance")
    known = said.isin(set(home))
    found.loc[known, "entrance"] = said[known]
    found.loc[known, "building"] = said[known].map(home)
    found.loc[known, "reason"] = ""
    lost = (said != "") & ~known & (found["reason"] != "")
    found.loc[lost, "reason"] = "household.unknown_entrance"


def _hinted(loaded: Loaded) -> pd.Series[Any]:
    """Read the state of a dwelling from a remark in its address: （租）, 底商2号."""
    hints = []
    for text in loaded.texts("address"):
        word = state(text) if "租" in text or "商" in text or "空" in text or "门面" in text else ""
        hints.append(word if word in ("租", "空", "底商") else "")
    return pd.Series(hints, dtype="str")


def _by_coordinates(loaded: Loaded, found: pd.DataFrame, plan: Plan) -> Shapes:
    """Give each row its point; rows without a building get one by their coordinates."""
    result = _points(found, plan)
    if loaded.geometry is None:
        return result
    given = loaded.geometry
    has = np.array([point is not None for point in given], dtype=bool)
    placed = (found["reason"] == "").to_numpy(dtype=bool)
    both = has & placed & np.array([point is not None for point in result], dtype=bool)
    if both.any():
        apart = np.zeros(len(has), dtype=bool)
        offset_m = shapely.distance(given[both], result[both])
        apart[both] = offset_m > _APART_M
        if _shifted(offset_m):
            # One note for the whole file, not a line for every row of it.
            loaded.notes.append(
                Note("datum.suspect", {"metres": round(float(np.median(offset_m)))})
            )
        else:
            loaded.keep_but_say(apart, "address", "household.far_from_address")
    use = has & ~placed
    if use.any():
        _by_building(found, plan, given, use)
        result[use] = given[use]
        loaded.notes.append(Note("households.by_coordinates", {"count": int(use.sum())}))
    return result


def _shifted(offset_m: np.ndarray[Any, np.dtype[np.float64]]) -> bool:
    """Whether points lie off their addresses all alike, as under a datum not declared."""
    low, high = np.quantile(offset_m, [0.1, 0.9])
    return bool(len(offset_m) >= 5 and low >= 300.0 and high <= 1_300.0)


def _by_building(
    found: pd.DataFrame, plan: Plan, given: Shapes, use: np.ndarray[Any, np.dtype[np.bool_]]
) -> None:
    """Put rows into the building they stand in, and at its door where it has but one."""
    where = np.flatnonzero(use)
    found.loc[where, ["reason", "entrance", "building"]] = ""
    buildings = plan.layer("buildings")
    if not len(buildings):
        return
    tree = shapely.STRtree(np.array(buildings.geometry))
    which, near = tree.query_nearest(given[where], max_distance=_NEAR_M, all_matches=False)
    idents = buildings["id"].to_numpy()
    doors = plan.tables["entrances"].groupby("building")["id"].agg(list).to_dict()
    for at, building in zip(which, near, strict=True):
        ident = str(idents[building])
        found.loc[where[at], "building"] = ident
        of = doors.get(ident, [])
        if len(of) == 1:
            found.loc[where[at], "entrance"] = of[0]


def _points(found: pd.DataFrame, plan: Plan) -> Shapes:
    """Give the point of each row's entrance, else one inside its building, else ``None``."""
    doors, buildings = plan.layer("entrances"), plan.layer("buildings")
    at_door = dict(zip(doors["id"], np.array(doors.geometry), strict=True))
    inside = shapely.point_on_surface(np.array(buildings.geometry))
    inside = shapely.set_precision(inside, 0.001) if len(inside) else inside
    at_building = dict(zip(buildings["id"], inside, strict=True))
    result: Shapes = np.full(len(found), None, dtype=object)
    for i, (door, building) in enumerate(zip(found["entrance"], found["building"], strict=True)):
        result[i] = at_door.get(door) if door else at_building.get(building)
    return result
