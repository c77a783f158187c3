"""Rows that come back corrected: they take the place of those that waited for it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import geopandas as gpd
import pandas as pd

from gridplanner.edits.addresses import unplaced
from gridplanner.model import Plan

#: Columns that a planner sets and no sheet knows.
_OWN = ("pinned",)


def mendable(plan: Plan) -> tuple[str, ...]:
    """Name the tables whose rows a corrected sheet may change: those that have some."""
    return tuple(name for name in ("households", "persons") if len(plan.tables[name]))


def answered_rows(plan: Plan, lines: Collection[str]) -> pd.DataFrame:
    """Give all lines of the work list that speak of the rows that some lines speak of."""
    listed = plan.tables["worklist"]
    if not lines or not len(listed):
        return listed.head(0)
    keys = ["kind", "file", "sheet", "row"]
    asked = listed.loc[listed["id"].isin(set(lines)), keys].drop_duplicates()
    return listed[listed.set_index(keys).index.isin(asked.set_index(keys).index)]


def mended(
    plan: Plan, name: str, rows: pd.DataFrame, answered: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Put rows into a table in place of those with their id, where these wait for it.

    A row waits that a line of the work list speaks of, or that has no place on the map.

    Returns
    -------
    (table, rest)
        The rest is new.
    """
    current = plan.tables[name]
    waiting = set(answered.loc[answered["kind"] == name, "target"])
    if name == "households":
        waiting |= set(current["id"].to_numpy()[unplaced(plan)])
    both = rows["id"].isin(waiting & set(current["id"])).to_numpy()
    if not both.any():
        return current, rows
    fresh = rows[both].set_index("id", drop=False)
    frame = current.copy()
    which = frame["id"].isin(set(fresh.index)).to_numpy()
    fresh = fresh.reindex(frame["id"].to_numpy()[which])
    fresh.index = frame.index[which]
    for column in frame.columns:
        if column in _OWN or column not in fresh.columns:
            continue
        values: pd.Series[Any] = frame[column].astype("object")
        values.loc[fresh.index] = fresh[column].astype("object")
        if column == "geometry":
            frame[column] = gpd.GeoSeries(values.tolist(), index=frame.index, crs=plan.crs)
        else:
            frame[column] = values.astype(current[column].dtype)
    return frame, rows[~both]


def new_duties(current: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Leave out duties that run already."""
    keys = ["person", "kind", "target_table", "target_id"]
    runs = current[current["valid_to"] == ""]
    held = rows.set_index(keys).index.isin(runs.set_index(keys).index)
    return rows[~held]


def relisted(
    plan: Plan, listed: pd.DataFrame | None, answered: pd.DataFrame, replaced: Collection[str]
) -> pd.DataFrame:
    """Make the work list: less the lines answered, more the new ones, numbered on."""
    current = plan.frame("worklist")
    kept = current[~current["id"].isin(set(answered["id"])) & ~current["kind"].isin(set(replaced))]
    if listed is None or not len(listed):
        return kept
    numbers = current["id"].str.removeprefix("W")
    last = max([0, *(int(text) for text in numbers if text.isdigit())])
    first = max([0, *map(int, current.index)]) + 1
    new = listed.set_axis(pd.RangeIndex(first, first + len(listed), name="fid"))
    new = new.assign(
        id=pd.Series([f"W{last + n}" for n in range(1, len(new) + 1)], new.index, dtype="str")
    )
    return pd.concat([kept, new]).rename_axis("fid") if len(kept) else new
