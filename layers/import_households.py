"""Importer of households: each row gets a place, or a line on the work list."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from gridplanner.address import Directory, candidates
from gridplanner.errors import InputError
from gridplanner.model import Plan
from layers.cells import numbers_in
from layers.coordinates import by_coordinates
from layers.doubts import list_doubts
from layers.loading import Loaded, made_ids, spatial_frame
from layers.matching import matched, written
from layers.mending import taken_ids
from layers.notes import Note
from layers.residents import join_residents, list_members
from layers.sheet_order import take_out_jumps
from layers.words import STATES, registered, state

#: Reasons behind which a misspelt name may stand.
MISSPELT = (
    "address.unread",
    "address.no_building",
    "address.unknown_building",
    "address.unknown_compound",
    "address.unknown_unit",
    "address.no_unit",
)
Bools = np.ndarray[Any, np.dtype[np.bool_]]
Frames = dict[str, pd.DataFrame]


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
    _exchange_counts(loaded)
    wrong = _check_persons(loaded)
    _drop_twins(loaded, wrong)
    directory = Directory.of(plan)
    found = matched(loaded, directory)
    _use_entrance_ids(loaded, found, plan)
    loaded.request.tell(0.7)
    geometry, borne_out = by_coordinates(loaded, found, plan)
    take_out_jumps(loaded, found, geometry, borne_out)
    list_doubts(loaded, found, geometry, plan)
    frame = spatial_frame(loaded, _columns(loaded, found))
    lost = (found["reason"] != "").to_numpy(dtype=bool)
    near = np.flatnonzero(found["reason"].isin(MISSPELT).to_numpy())
    loaded.candidates = tuple(candidates(directory, written(loaded).iloc[near].tolist()))
    loaded.unplaced_origin = loaded.origin[lost]
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
        "registered": loaded.texts("registered").map(registered),
    }


def _exchange_counts(loaded: Loaded) -> None:
    """Right rows whose number of persons and state of the dwelling stand in each other's column."""
    if not (loaded.has("persons") and loaded.has("status")):
        return
    words, figures = loaded.texts("persons"), numbers_in(loaded.frame["status"])
    wrong = words.map(state).isin(STATES) & figures.notna().reset_index(drop=True)
    if wrong.any():
        rows = wrong.to_numpy(dtype=bool)
        persons, status = loaded.frame["persons"].copy(), loaded.frame["status"].copy()
        loaded.frame["persons"] = persons.where(~rows, status)
        loaded.frame["status"] = status.where(~rows, persons)
        loaded.notes.append(
            Note(
                "households.exchanged",
                {
                    "count": int(rows.sum()),
                    "first": loaded.theirs("persons"),
                    "second": loaded.theirs("status"),
                },
            )
        )


def _check_persons(loaded: Loaded) -> Bools:
    """Tell the rows whose number of persons is no whole number from 0 on."""
    if not loaded.has("persons"):
        loaded.notes.append(Note("households.no_persons", {"file": loaded.file}))
        loaded.sums["persons_in"] = 0
        return np.zeros(len(loaded), dtype=bool)
    values = numbers_in(loaded.frame["persons"]).reset_index(drop=True)
    blank = loaded.texts("persons") == ""
    wrong = (values.isna() & ~blank) | (values < 0) | (values != values.round()) & values.notna()
    loaded.sums["persons_in"] = int(values[~wrong].sum())
    if blank.any():
        loaded.notes.append(Note("households.persons_blank", {"count": int(blank.sum())}))
    return wrong.to_numpy(dtype=bool)


def _drop_twins(loaded: Loaded, wrong: Bools) -> None:
    """Move rows without a count, and the later rows of one household, to the work list."""
    ids = loaded.codes("id")
    again = ids.duplicated() | ids.isin(taken_ids(loaded))
    twice = (again & (ids != "")).to_numpy(dtype=bool)
    reasons = np.where(wrong, "value.not_count", "household.twice").tolist()
    columns = np.where(wrong, "persons", "id").tolist()
    loaded.drop(twice | wrong, columns, reasons)


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
