"""A change: the rows that differ between two plans.

The same change serves autosave, crash recovery, undo after reopening, the ledger,
plan comparison and merging.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gridplanner.model import Plan


@dataclass(frozen=True)
class TableChange:
    """Rows of one table before and after.

    Attributes
    ----------
    old : DataFrame
        Rows that were removed or replaced, as they were; index ``fid``.
    new : DataFrame
        Rows that were added or replaced, as they are; index ``fid``.
    """

    old: pd.DataFrame
    new: pd.DataFrame

    @property
    def fids(self) -> frozenset[int]:
        """Keys of all rows that differ."""
        return frozenset(map(int, self.old.index)) | frozenset(map(int, self.new.index))


@dataclass(frozen=True)
class Change:
    """Rows that differ between two plans, by table; tables alike in both are absent."""

    tables: Mapping[str, TableChange]

    def __bool__(self) -> bool:
        return bool(self.tables)

    def reversed(self) -> Change:
        """Give the change that leads back."""
        return Change(
            MappingProxyType({k: TableChange(t.new, t.old) for k, t in self.tables.items()})
        )

    def fids(self, table: str) -> frozenset[int]:
        """Keys of the rows of one table that differ; empty where none do."""
        return self.tables[table].fids if table in self.tables else frozenset()


def difference(before: Plan, after: Plan) -> Change:
    """Compare two plans row by row.

    Tables that both share are not looked at, so the cost goes with the tables changed.

    Returns
    -------
    Change
        Empty (false) where nothing differs.
    """
    found: dict[str, TableChange] = {}
    for name, new in after.tables.items():
        old = before.tables[name]
        if old is new:
            continue
        removed = ~old.index.isin(new.index)
        added = ~new.index.isin(old.index)
        columns_differ = list(old.columns) != list(new.columns)
        if columns_differ:
            removed, added = np.ones(len(old), bool), np.ones(len(new), bool)
        common_old = old[~removed]
        common_new = new[~added].loc[common_old.index]
        differs = np.zeros(len(common_old), dtype=bool)
        if not columns_differ:
            for column in old.columns:
                differs |= _differs(common_old[column], common_new[column])
        old_rows = pd.concat([old[removed], common_old[differs]]).sort_index()
        new_rows = pd.concat([new[added], common_new[differs]]).sort_index()
        if len(old_rows) or len(new_rows):
            found[name] = TableChange(_like(old, old_rows), _like(new, new_rows))
    return Change(MappingProxyType(found))


def apply_change(plan: Plan, change: Change) -> Plan:
    """Make the plan that a change leads to; its rows are sorted by ``fid``."""
    frames: dict[str, pd.DataFrame] = {}
    for name, rows in change.tables.items():
        current = plan.tables[name]
        kept = current[~current.index.isin(list(rows.fids))]
        merged = pd.concat([kept, rows.new]) if len(kept) else rows.new
        frames[name] = _like(rows.new if len(rows.new) else current, merged.sort_index())
    return plan.with_tables(**frames)


def _like(model: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    rows = rows.rename_axis("fid")
    if isinstance(model, gpd.GeoDataFrame):
        return gpd.GeoDataFrame(rows, geometry="geometry", crs=model.crs)
    return pd.DataFrame(rows)


def _differs(old: pd.Series[Any], new: pd.Series[Any]) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Tell row by row whether two aligned columns differ; absent equals absent."""
    if isinstance(old.dtype, gpd.array.GeometryDtype):
        a, b = np.asarray(old, dtype=object), np.asarray(new, dtype=object)
        different = np.fromiter((x is not y for x, y in zip(a, b, strict=True)), bool, len(a))
        if different.any():
            where = np.flatnonzero(different)
            # To WKB: equal bytes, not merely equal point sets, is what undo promises.
            wkb_a, wkb_b = shapely.to_wkb(a[where]), shapely.to_wkb(b[where])
            different[where] = np.asarray(wkb_a) != np.asarray(wkb_b)
        return different
    same = (old == new).fillna(False) | (old.isna() & new.isna())
    return ~same.to_numpy(dtype=bool)
