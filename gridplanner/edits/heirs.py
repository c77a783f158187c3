"""Who keeps a code, who gets which, and where households go when leaves part or join."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
import shapely

from gridplanner.codes import next_free
from gridplanner.edits.grid_rows import ancestors_of
from gridplanner.errors import EditError
from gridplanner.geometry import shapes_of
from gridplanner.locate import locate
from gridplanner.model import Plan
from gridplanner.owners import main_owners


def largest(plan: Plan, codes: Iterable[str]) -> str:
    """Give the leaf whose code should stay: most households, then most ground, then first.

    Raises
    ------
    EditError
        A grid is unknown.
    """
    where = locate(plan).households
    shapes = plan.tables["grids"]["geometry"]
    uids = {code: plan.uid_of(code) for code in codes}
    ranked = sorted(
        uids, key=lambda code: (-int((where == uids[code]).sum()), -shapes[uids[code]].area, code)
    )
    return ranked[0] if ranked else ""


def homes_in(plan: Plan, rows: Any, parts: Any) -> Any:
    """Part of each household through its building, as :func:`gridplanner.locate.locate`."""
    households = plan.tables["households"].iloc[rows]
    buildings = plan.tables["buildings"]
    row = pd.Index(buildings["id"]).get_indexer(pd.Index(households["building"]))
    shapes = shapes_of(households["geometry"]).copy()
    known = row >= 0
    shapes[known] = shapes_of(buildings["geometry"])[row[known]]
    return main_owners(shapes, parts)


def new_code(plan: Plan, level: int, parent: int | None) -> str:
    """Give the next code never issued, for a grid of a level under a parent."""
    grids = plan.tables["grids"]
    chain = [] if parent is None else [*ancestors_of(grids, parent), parent]
    ancestors = [str(grids.loc[uid, "code"]) for uid in chain]
    prefix = str(plan.settings.get("code_prefix", ""))
    return next_free(plan.scheme.levels[level - 1], ancestors, prefix, grids["code"])


def parent_for(plan: Plan, code: str | None, level: int, shape: Any) -> int | None:
    """Find the parent by its code, or the grid above that holds most of the shape."""
    if level == 1:
        return None
    if code is not None:
        uid = plan.uid_of(code)
        if uid not in plan.level(level - 1).index:
            raise EditError("edit.parent_level", {"code": code, "level": level - 1})
        return uid
    above = plan.level(level - 1)
    held = shapes_of(above.geometry)
    if len(held) == 0:
        return None
    common = shapely.intersection(held, shape)
    # Ground that was free lies in no grid above: then the longest common border counts.
    order = np.lexsort(
        (shapely.distance(held, shape), -shapely.length(common), -shapely.area(common))
    )
    return int(above["uid"].iloc[int(order[0])])
