"""Two plans side by side: which grids differ, and which households change grid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
import shapely

from gridplanner.geometry import Shapes, inner_points, owners, shapes_of
from gridplanner.loads import loads
from gridplanner.locate import locate
from gridplanner.model import Plan

Kind = Literal["added", "removed", "border", "people"]
#: Ground that may lie elsewhere before a border counts as moved.
SAME_M2 = 0.01
#: Loads that differ by less, in workers' worth, are the same.
SAME_LOAD = 1e-6


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
    in_both = both.index.isin(old.index) & both.index.isin(new.index)
    return Comparison(tuple(found), int(((both["old"] != both["new"]) & in_both).sum()))


@dataclass(frozen=True)
class LoadChange:
    """Load of one leaf in two plans.

    Attributes
    ----------
    code : str
    load_before, load_after : float
        Workers' worth; 0 where the leaf is in one plan alone.
    deviation_before, deviation_after : float
        load / target − 1; 0 where there is no target.
    """

    code: str
    load_before: float
    load_after: float
    deviation_before: float
    deviation_after: float


def compare_loads(before: Plan, after: Plan) -> tuple[LoadChange, ...]:
    """Put the loads of two plans side by side, by code; leaves whose load stays are left out."""
    old, new = _loads(before), _loads(after)
    nothing = (0.0, 0.0)
    pairs = [(code, old.get(code, nothing), new.get(code, nothing)) for code in {*old, *new}]
    return tuple(
        LoadChange(code, a[0], b[0], a[1], b[1])
        for code, a, b in sorted(pairs)
        if abs(a[0] - b[0]) > SAME_LOAD or (code in old) != (code in new)
    )


def changed_units(before: Plan, after: Plan) -> tuple[str, ...]:
    """Ids of the units of `after` that lie in a leaf of another code than in `before`.

    A unit that a border cuts counts by a point well inside it.
    """
    units = after.tables["units"]
    points = inner_points(shapes_of(units["geometry"]))
    codes = [_codes_at(plan, points) for plan in (before, after)]
    return tuple(str(one) for one in units["id"][codes[0] != codes[1]])


def _codes_at(plan: Plan, points: Shapes) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    leaves = plan.leaves
    codes = np.append(leaves["code"].to_numpy(dtype=object), "")
    return codes[owners(points, shapes_of(leaves.geometry))]


def _loads(plan: Plan) -> dict[str, tuple[float, float]]:
    found = loads(plan)
    codes = plan.leaves["code"].to_dict()
    pairs = zip(found.uids.tolist(), found.blend.loads, found.deviation, strict=True)
    return {str(codes[uid]): (float(load), float(off)) for uid, load, off in pairs}


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
