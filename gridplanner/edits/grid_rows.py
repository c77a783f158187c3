"""Rows of the grid table: adding, retiring, and parents that follow their children."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gridplanner.geometry import shapes_of, simple
from gridplanner.model import Plan
from gridplanner.tables import conform

GENERAL = "综合"
OPEN = "open"


def added(plan: Plan, grids: gpd.GeoDataFrame, rows: Sequence[Mapping[str, Any]]) -> Any:
    """Append rows; each must bring ``uid``, ``level``, ``code`` and ``geometry``."""
    if not rows:
        return grids
    defaults = {"kind": GENERAL, "lock": OPEN}
    frame = pd.DataFrame([{**defaults, **row} for row in rows])
    frame.index = pd.Index(frame["uid"].to_numpy(dtype="int64"), name="fid")
    new = conform("grids", frame, crs=plan.crs)
    if len(grids) == 0:
        return new
    return gpd.GeoDataFrame(pd.concat([grids, new]).rename_axis("fid"), crs=plan.crs)


def with_shapes(grids: gpd.GeoDataFrame, shapes: Mapping[int, Any]) -> gpd.GeoDataFrame:
    """Replace the geometry of the grids with these uids."""
    if not shapes:
        return grids
    geometry = shapes_of(grids.geometry).copy()
    position = grids.index.get_indexer(pd.Index(list(shapes)))
    for at, shape in zip(position, shapes.values(), strict=True):
        geometry[at] = shape
    return grids.set_geometry(gpd.GeoSeries(geometry, index=grids.index, crs=grids.crs))


def set_values(grids: Any, uid: int, **values: Any) -> Any:
    """Set columns of one row in a new frame."""
    changed = grids.copy(deep=False)
    for name, value in values.items():
        column = changed[name].copy()
        column.loc[uid] = value
        changed[name] = column
    return changed


def parents_followed(grids: gpd.GeoDataFrame, uids: Iterable[int]) -> gpd.GeoDataFrame:
    """Make the ancestors of these grids the union of their children, level by level.

    A grid whose last child is gone keeps the geometry it has.
    """
    pending = {int(u) for u in uids}
    while pending:
        parents = grids.loc[[u for u in grids.index if u in pending], "parent"].dropna()
        pending = {int(p) for p in parents}
        shapes: dict[int, Any] = {}
        for uid in sorted(pending):
            children = (grids["parent"] == uid).fillna(False) & (grids["valid_to"] == "")
            held = shapes_of(grids.geometry)[children.to_numpy(dtype=bool)]
            if len(held):
                shapes[uid] = simple(shapely.coverage_union_all(held))
        grids = with_shapes(grids, shapes)
    return grids


def lineage_added(plan: Plan, rows: Sequence[tuple[int | None, int | None, int]]) -> pd.DataFrame:
    """Append rows (old uid, new uid, households that went along) to the lineage."""
    lineage = plan.frame("lineage")
    first = int(lineage.index.max()) + 1 if len(lineage) else 1
    frame = pd.DataFrame(
        {
            "old_uid": pd.array([old for old, _, _ in rows], dtype="Int64"),
            "new_uid": pd.array([new for _, new, _ in rows], dtype="Int64"),
            "journal_seq": np.full(len(rows), plan.seq + 1, dtype="int64"),
            "households": np.array([count for _, _, count in rows], dtype="int64"),
        },
        index=pd.RangeIndex(first, first + len(rows), name="fid"),
    )
    both = pd.concat([lineage, frame]) if len(lineage) else frame
    return both.rename_axis("fid")


def ancestors_of(grids: pd.DataFrame, uid: int) -> list[int]:
    """Give the uids of a grid's ancestors, the top first."""
    chain: list[int] = []
    parent = grids.loc[uid, "parent"]
    while not pd.isna(parent):
        chain.insert(0, int(parent))
        parent = grids.loc[int(parent), "parent"]
    return chain
