"""Where a grid came from, or went to, between two plans."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np
import pandas as pd
import shapely

from gridplanner.locate import locate
from gridplanner.model import Plan


class Levelled(Protocol):
    """Anything that knows its level."""

    @property
    def level(self) -> int:
        """1 is the top."""


class Flow:
    """Where grids of two plans came from or went to: lineage, then households, then ground.

    Parameters
    ----------
    before, after : Plan
    old, new : mapping
        Their grids in force by uid; each tells its ``level``.
    shape_old, shape_new : mapping
        Geometry of the same grids.
    """

    def __init__(
        self,
        before: Plan,
        after: Plan,
        old: Mapping[int, Levelled],
        new: Mapping[int, Levelled],
        shape_old: Mapping[int, Any],
        shape_new: Mapping[int, Any],
    ) -> None:
        self._old, self._new = old, new
        rows = after.tables["lineage"]
        fresh = rows[~rows.index.isin(before.tables["lineage"].index)]
        pairs = [
            (int(a), int(b))
            for a, b in zip(fresh["old_uid"], fresh["new_uid"], strict=True)
            if not pd.isna(a) and not pd.isna(b)
        ]
        self._to = {a: b for a, b in pairs if b in shape_new}
        self._from = {b: a for a, b in pairs if a in shape_old}
        one, two = _homes(before), _homes(after)
        both = one.to_frame("old").join(two.rename("new"), how="inner")
        both = both[(both["old"] > 0) & (both["new"] > 0)]
        self._counts = both.groupby(["old", "new"]).size()
        self._shape_old, self._shape_new = shape_old, shape_new

    def heir(self, uid: int) -> int:
        """Give the grid that took most of one that is gone; 0 where none did."""
        if uid in self._to:
            return self._to[uid]
        return self._most(uid, "old") or self._ground(
            self._shape_old[uid], self._shape_new, self._new, self._old[uid].level
        )

    def origin(self, uid: int) -> int:
        """Give the grid that most of a new one comes from; 0 where there is none."""
        if uid in self._from:
            return self._from[uid]
        return self._most(uid, "new") or self._ground(
            self._shape_new[uid], self._shape_old, self._old, self._new[uid].level
        )

    def _most(self, uid: int, side: str) -> int:
        if not len(self._counts) or uid not in self._counts.index.get_level_values(side):
            return 0
        rows = self._counts.xs(uid, level=side)
        return int(rows.index[int(np.argmax(rows.to_numpy()))])

    def _ground(
        self, shape: Any, others: Mapping[int, Any], grids: Mapping[int, Levelled], level: int
    ) -> int:
        """Give the grid of a level that holds more than half of a shape."""
        half = float(shapely.area(shape)) / 2
        for uid, other in others.items():
            if (
                grids[uid].level == level
                and shapely.intersects(shape, other)
                and float(shapely.area(shapely.intersection(shape, other))) > half
            ):
                return uid
        return 0


def _homes(plan: Plan) -> pd.Series[int]:
    ids = plan.tables["households"]["id"]
    return pd.Series(locate(plan).households, index=pd.Index(ids, name="id"), dtype="int64")
