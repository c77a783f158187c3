"""Scenarios: several plans of one town in one project, one of them on the table.

The tables of a plan hold the scenario that is *active*; each other one lies packed in its
row of the table ``scenarios``. The plan in force has the empty name. A scenario has its
own boundary, grids, duties, lineage, waivers and pins; buildings, households, people and
units are the town's, and shared.

Everything is rows, so that changing over is an edit like any other: kept in the journal,
undone and redone, also after reopening.
"""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gridplanner.errors import EditError
from gridplanner.geometry import shapes_of
from gridplanner.model import Plan
from gridplanner.tables import TABLES, conform

#: Name of the plan in force.
IN_FORCE = ""
#: Tables that a scenario has of its own; of the households, the pins too.
OWN_TABLES = ("boundary", "grids", "duties", "lineage", "waivers")


@dataclass(frozen=True)
class Scenario:
    """One plan of the town.

    Attributes
    ----------
    name : str
        ``""`` for the plan in force.
    note, date : str
        As the planner wrote them.
    active : bool
        Whether it lies in the plan's tables.
    """

    name: str
    note: str
    date: str
    active: bool


def scenarios_of(plan: Plan) -> list[Scenario]:
    """List the scenarios, the plan in force first, the others in their order.

    A plan without scenarios has one: itself.
    """
    rows = plan.tables["scenarios"]
    if len(rows) == 0:
        return [Scenario(IN_FORCE, "", "", active=True)]
    found = [
        Scenario(str(name), str(note), str(date), bool(active))
        for name, note, date, active in zip(
            rows["name"], rows["note"], rows["date"], rows["active"], strict=True
        )
    ]
    return sorted(found, key=lambda scenario: scenario.name != IN_FORCE)


def active_scenario(plan: Plan) -> str:
    """Name of the scenario that lies in the plan's tables; ``""`` for the plan in force."""
    return next((s.name for s in scenarios_of(plan) if s.active), IN_FORCE)


def row_of(plan: Plan, name: str) -> int:
    """Find the row of a scenario.

    Raises
    ------
    EditError
        There is none of this name.
    """
    rows = plan.tables["scenarios"]
    found = rows.index[rows["name"] == name]
    if len(found) == 0:
        raise EditError("scenario.unknown", {"name": name})
    return int(found[0])


def scenario_plan(plan: Plan, name: str) -> Plan:
    """Give the plan of a scenario, without changing over to it.

    Raises
    ------
    EditError
        There is none of this name, or its row cannot be read.
    """
    if name == active_scenario(plan):
        return plan
    return unpacked(plan, str(plan.tables["scenarios"]["content"].loc[row_of(plan, name)]))


def packed(plan: Plan) -> str:
    """Pack what a scenario has of its own into text."""
    tables: dict[str, Any] = {}
    for name in OWN_TABLES:
        frame = plan.tables[name]
        titles = [title for title in frame.columns if title != "geometry"]
        tables[name] = {
            "fid": frame.index.tolist(),
            "columns": {title: _plain(frame[title]) for title in titles},
            "dtypes": {title: str(frame[title].dtype) for title in titles},
        }
        if TABLES[name].spatial:
            shapes = shapely.to_wkb(shapes_of(frame["geometry"]))
            tables[name]["geometry"] = [base64.b64encode(one).decode() for one in shapes]
    households = plan.tables["households"]
    pinned = households[households["pinned"].notna()]
    pins = dict(zip(pinned["id"].tolist(), pinned["pinned"].astype(int).tolist(), strict=True))
    text = json.dumps({"tables": tables, "pins": pins}, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode(), 6)).decode()


def unpacked(plan: Plan, content: str) -> Plan:
    """Put a packed scenario into the tables of a plan.

    Households that came meanwhile are pinned to nothing; pins of those that went are
    dropped.

    Raises
    ------
    EditError
        The text is not what :func:`packed` makes.
    """
    try:
        kept = json.loads(zlib.decompress(base64.b64decode(content, validate=True)))
        frames = {name: _frame(name, kept["tables"][name], plan.crs) for name in OWN_TABLES}
        pins: dict[str, int] = kept["pins"]
    except (ValueError, KeyError, TypeError, zlib.error, shapely.errors.GEOSException) as error:
        raise EditError("scenario.unreadable", {"detail": str(error)}) from error
    households = plan.frame("households")
    pinned = households["id"].map(pins).astype("Int64")
    if not pinned.equals(households["pinned"]):
        frames["households"] = households.assign(pinned=pinned)
    return plan.with_tables(**frames)


def _plain(series: pd.Series[Any]) -> list[Any]:
    absent = series.isna().to_numpy()
    return [
        None if gone else value
        for gone, value in zip(absent, series.astype(object).tolist(), strict=True)
    ]


def _frame(name: str, kept: dict[str, Any], crs: str) -> pd.DataFrame:
    index = pd.Index(kept["fid"], dtype="int64", name="fid")
    data = {
        title: pd.Series(
            [np.nan if v is None and kept["dtypes"][title] == "float64" else v for v in values],
            index=index,
            dtype=kept["dtypes"][title],
        )
        for title, values in kept["columns"].items()
    }
    frame = pd.DataFrame(data, index=index)
    if TABLES[name].spatial:
        shapes = shapely.from_wkb([base64.b64decode(one) for one in kept["geometry"]])
        geometry = gpd.GeoSeries(shapes_of(shapes), index=index, crs=crs)
        return conform(name, gpd.GeoDataFrame(frame, geometry=geometry, crs=crs), crs=crs)
    return conform(name, frame, crs=crs)
