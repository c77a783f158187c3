"""A change: the rows that differ between two plans.

The same change serves autosave, crash recovery, undo after reopening, the ledger,
plan comparison and merging.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from operator import is_not
from types import MappingProxyType
from typing import Any, cast

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
        columns_differ = list(old.columns) != list(new.columns)
        if columns_differ:
            old_rows, new_rows = old, new
        elif old.index.equals(new.index):
            # The usual edit: no row comes or goes, and nothing needs to be lined up.
            differs = _rows_differ(old, new)
            old_rows, new_rows = old[differs], new[differs]
        else:
            removed = ~old.index.isin(new.index)
            added = ~new.index.isin(old.index)
            common_old = old[~removed]
            common_new = new[~added].loc[common_old.index]
            differs = _rows_differ(common_old, common_new)
            old_rows = pd.concat([old[removed], common_old[differs]])
            new_rows = pd.concat([new[added], common_new[differs]])
        old_rows, new_rows = old_rows.sort_index(), new_rows.sort_index()
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
        return cast("pd.DataFrame", gpd.GeoDataFrame(rows, geometry="geometry", crs=model.crs))
    return pd.DataFrame(rows)


def shared(old: pd.Series[Any], new: pd.Series[Any]) -> bool:
    """Whether two columns lie in the same memory; plans are frozen, so they are equal then.

    Columns that are kept another way than as one array of their dtype count as not shared.
    """
    if old.dtype != new.dtype or len(old) != len(new):
        return False
    if not (isinstance(old.dtype, (np.dtype, gpd.array.GeometryDtype)) or str(old.dtype) == "str"):
        return False
    a, b = np.asarray(old.array), np.asarray(new.array)
    return a.ctypes.data == b.ctypes.data and a.strides == b.strides


def _rows_differ(old: pd.DataFrame, new: pd.DataFrame) -> np.ndarray[Any, np.dtype[np.bool_]]:
    differs = np.zeros(len(old), dtype=bool)
    for column in old.columns:
        differs |= _differs(old[column], new[column])
    return differs


def _differs(old: pd.Series[Any], new: pd.Series[Any]) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Tell row by row whether two aligned columns differ; absent equals absent."""
    if shared(old, new):
        return np.zeros(len(old), dtype=bool)
    if isinstance(old.dtype, gpd.array.GeometryDtype):
        a, b = np.asarray(old, dtype=object), np.asarray(new, dtype=object)
        different = np.fromiter(map(is_not, a, b), bool, len(a))
        if different.any():
            where = np.flatnonzero(different)
            # To WKB: equal bytes, not merely equal point sets, is what undo promises.
            wkb_a, wkb_b = shapely.to_wkb(a[where]), shapely.to_wkb(b[where])
            different[where] = np.asarray(wkb_a) != np.asarray(wkb_b)
        return different
    if old.dtype == new.dtype and (str(old.dtype) == "str" or isinstance(old.dtype, np.dtype)):
        # Ten times as fast as comparing Series; only absent values need a second look.
        a, b = np.asarray(old), np.asarray(new)
        unlike = np.asarray(a != b, dtype=bool)
        where = np.flatnonzero(unlike)
        unlike[where] = ~(pd.isna(a[where]) & pd.isna(b[where]))
        return unlike
    same = (old == new).fillna(False) | (old.isna() & new.isna())
    return ~same.to_numpy(dtype=bool)
