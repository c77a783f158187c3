"""Two plans side by side: which grids differ, and which households change grid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
import shapely

from gridplanner.geometry import shapes_of
from gridplanner.locate import locate
from gridplanner.model import Plan

Kind = Literal["added", "removed", "border", "people"]
#: Ground that may lie elsewhere before a border counts as moved.
SAME_M2 = 0.01


@dataclass(frozen=True)
class GridChange:
    """How one leaf differs.

    Attributes
    ----------
    code : str
    change : {"added", "removed", "border", "people"}
        ``people``: the border stands, but households are others.
    area_m2 : float
        Ground gained or lost: the symmetric difference.
    households_in, households_out : int
        Households that came from, or went to, another leaf (or appeared or vanished).
    """

    code: str
    change: Kind
    area_m2: float
    households_in: int
    households_out: int


@dataclass(frozen=True)
class Comparison:
    """Leaves that differ, by code, and the households that are in both plans and moved."""

    grids: tuple[GridChange, ...]
    moved_households: int


def compare(before: Plan, after: Plan) -> Comparison:
    """Compare the leaves of two plans by code; equal leaves are left out.

    Households are followed by their id.
    """
    old, new = _leaf_codes(before), _leaf_codes(after)
    both = pd.DataFrame({"old": old, "new": new}).fillna("")
    moved = both[both["old"] != both["new"]]
    gained = moved.groupby("new").size()
    lost = moved.groupby("old").size()
    shapes_old = _shapes(before)
    shapes_new = _shapes(after)
    found: list[GridChange] = []
    for code in sorted(set(shapes_old) | set(shapes_new)):
        a = shapes_old.get(code, shapely.Polygon())
        b = shapes_new.get(code, shapely.Polygon())
        same = bool(shapely.equals_exact(a, b)) or bool(shapely.equals(a, b))
        area = 0.0 if same else float(shapely.area(shapely.symmetric_difference(a, b)))
        comes, goes = int(gained.get(code, 0)), int(lost.get(code, 0))
        kind: Kind
        if code not in shapes_old:
            kind = "added"
        elif code not in shapes_new:
            kind = "removed"
        elif area > SAME_M2:
            kind = "border"
        elif comes or goes:
            kind = "people"
        else:
            continue
        found.append(GridChange(code, kind, round(area, 2), comes, goes))
    in_both = np.isin(both.index, old.index) & np.isin(both.index, new.index)
    return Comparison(tuple(found), int(((both["old"] != both["new"]) & in_both).sum()))


def _leaf_codes(plan: Plan) -> pd.Series[str]:
    """Code of the leaf of each household, by household id; ``""`` where it is in none."""
    leaves = plan.leaves
    code = pd.Series(leaves["code"].to_numpy(), index=leaves["uid"].to_numpy())
    where = locate(plan).households
    households = plan.tables["households"]
    found = code.reindex(where).fillna("").to_numpy(dtype=object)
    return pd.Series(found, index=pd.Index(households["id"], name="id"), dtype="str")


def _shapes(plan: Plan) -> dict[str, shapely.Geometry]:
    leaves = plan.leaves
    return dict(zip(leaves["code"], shapes_of(leaves.geometry), strict=True))
