"""Edit of addresses: match those again that lead nowhere yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from gridplanner.address.directory import Directory
from gridplanner.address.match import match
from gridplanner.address.similar import SAME_NAMES, renamed, same_names
from gridplanner.address.spots import spots_of
from gridplanner.model import Plan


def unplaced(plan: Plan) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Tell the households that have neither a place nor a grid they are pinned to."""
    households = plan.layer("households")
    nowhere = households.geometry.isna() | households.geometry.is_empty
    return np.asarray(nowhere & households["pinned"].isna(), dtype=bool)


@dataclass(frozen=True)
class MatchAgain:
    """Match the addresses of unplaced households once more.

    After names were confirmed, or buildings and doors came in. Lines of the work list of
    households that have a place now go.

    Attributes
    ----------
    same : mapping of str to str
        Names confirmed by a person, as written → as the plan has it; kept in the plan.
    """

    same: Mapping[str, str] = field(default_factory=dict)
    label = "edit.match_again"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Number of names."""
        return {"count": len(self.same)}

    def apply(self, plan: Plan) -> Plan:
        """Make the plan with the households placed."""
        if self.same:
            plan = plan.with_settings(**{SAME_NAMES: {**same_names(plan), **self.same}})
        rows = np.flatnonzero(unplaced(plan))
        if not len(rows):
            return plan
        households = plan.layer("households")
        texts = households["address"].iloc[rows]
        same = same_names(plan)
        directory = Directory.of(plan)
        found = match(directory, texts)
        again = (found["reason"] != "").to_numpy()
        if same and again.any():
            found[again] = match(directory, texts[again].map(lambda text: renamed(text, same)))
        good = (found["reason"] == "").to_numpy()
        if not good.any():
            return plan
        at = rows[good]
        frame = households.copy()
        for name in ("building", "entrance", "room"):
            values = frame[name].to_numpy(dtype=object).copy()
            values[at] = found[name].to_numpy(dtype=object)[good]
            frame[name] = pd.Series(values, index=frame.index, dtype="str")
        points = np.array(frame.geometry, dtype=object)
        points[at] = spots_of(found, plan)[good]
        frame["geometry"] = gpd.GeoSeries(points, index=frame.index, crs=plan.crs)
        listed = plan.frame("worklist")
        placed = set(frame["id"].iloc[at])
        gone = (listed["kind"] == "households") & listed["target"].isin(placed)
        gone &= listed["reason"].str.startswith("address.")
        return plan.with_tables(households=frame, worklist=listed[~gone])
