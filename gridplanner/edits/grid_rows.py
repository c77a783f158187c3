"""Rows of the grid table: adding, retiring, and parents that follow their children."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gridplanner.errors import EditError
from gridplanner.geometry import (
    NODE_SIZE_M,
    Bools,
    Shapes,
    as_polygons,
    same_nodes,
    shapes_of,
    simple,
    sound_shapes,
)
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


def retired(grids: gpd.GeoDataFrame, uid: int, date: str) -> gpd.GeoDataFrame:
    """End a grid's validity; a draft's row is dropped, as nobody has seen its code.

    Raises
    ------
    EditError
        The grid is in force and no date is given: its code would be lost.
    """
    if date:
        return gpd.GeoDataFrame(set_values(grids, uid, valid_to=date))
    if grids.loc[uid, "valid_from"]:
        raise EditError("edit.no_date", {"code": grids.loc[uid, "code"]})
    return grids.drop(index=uid)


def repinned(plan: Plan, old: list[int], new: int | None) -> pd.DataFrame:
    """Let households that are pinned to grids that end be pinned to another, or to none."""
    households = plan.frame("households")
    pins = households["pinned"].isin(old)
    if not pins.any():
        return plan.tables["households"]
    households["pinned"] = households["pinned"].mask(pins, pd.NA if new is None else new)
    return households


def parents_of(grids: pd.DataFrame, uids: Iterable[int]) -> list[int]:
    """Give the parents of these grids, each once."""
    return [int(uid) for uid in grids["parent"].loc[list(uids)].dropna().unique()]


def children_of(grids: pd.DataFrame, uid: int) -> Bools:
    """Tell which rows are children in force of a grid."""
    mine = (grids["parent"] == uid).fillna(False) & (grids["valid_to"] == "")
    return mine.to_numpy(dtype=bool)


def parents_followed(grids: gpd.GeoDataFrame, parents: Iterable[int]) -> gpd.GeoDataFrame:
    """Make these grids, then those above them, the union of their children.

    A grid whose last child is gone keeps the geometry it has.
    """
    pending = {int(uid) for uid in parents if uid in grids.index}
    done: set[int] = set()
    while pending:
        shapes: dict[int, Any] = {}
        for uid in sorted(pending):
            held = shapes_of(grids.geometry)[children_of(grids, uid)]
            if len(held):
                shape = _united(held)
                # Where a union's rings begin is chance: a row changes only with its line.
                if not same_nodes(grids.geometry.loc[uid], shape):
                    shapes[uid] = shape
        grids = with_shapes(grids, shapes)
        done |= pending
        pending = {p for p in parents_of(grids, pending) if p in grids.index} - done
    return grids


def _united(held: Shapes) -> Any:
    """Union children; those that came from elsewhere may still overlap."""
    if shapely.coverage_is_valid(held):
        return simple(shapely.coverage_union_all(held))
    return as_polygons(shapely.union_all(sound_shapes(held), grid_size=NODE_SIZE_M))


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
    parents = grids["parent"].fillna(0)
    chain: list[int] = []
    parent = int(parents[uid])
    # A file edited elsewhere may name a parent that is not there, or go round in a circle.
    while parent in parents.index and parent not in chain:
        chain.insert(0, parent)
        parent = int(parents[parent])
    return chain
