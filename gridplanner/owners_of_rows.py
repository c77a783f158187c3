"""Which polygon holds most of some rows of a table, such as the buildings that are lived in."""

from __future__ import annotations

import numpy as np

from gridplanner.geometry import Bools, Ints, Shapes
from gridplanner.owners import Owners


class OwnersOfRows:
    """Owners of some rows of a table, kept for the rows that were asked for last.

    Where nearly the same rows are asked for, as after somebody moved into an empty house,
    only those that are new are looked up.

    Parameters
    ----------
    shapes : array of geometry, shape (n,)
        Of the whole table.
    """

    #: Lived-in buildings, the others, what they were before an edit of households, and the
    #: few that came to either.
    MOST = 8
    #: Up to this share of the rows may be new beside rows that are known.
    FEW = 0.05

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes
        # Rows, the same as a mask, and their owners.
        self._kept: dict[bytes, tuple[Ints, Bools, Owners]] = {}

    def of_rows(self, rows: Ints, polygons: Shapes) -> Ints:
        """Tell for each row the polygon that holds most of it; -1 where none has a part."""
        owner = np.full(len(self._shapes), -1, dtype=np.int64)
        for known, owners in self._parts(rows):
            owner[known] = owners.of(polygons)
        return owner[rows]

    def whole_rows(self, rows: Ints, polygons: Shapes) -> Bools:
        """Tell for each row whether the polygon that holds most of it covers it."""
        whole = np.zeros(len(self._shapes), dtype=bool)
        for known, owners in self._parts(rows):
            whole[known] = owners.whole(polygons)
        return whole[rows]

    def _parts(self, rows: Ints) -> list[tuple[Ints, Owners]]:
        """Give sets of rows, with their owners, that together hold all rows asked for."""
        key = rows.tobytes()
        if key not in self._kept:
            extra = {name: rows[~mask[rows]] for name, (_, mask, _) in self._kept.items()}
            best = min(extra, key=lambda name: len(extra[name]), default=None)
            if best is not None and len(extra[best]) <= self.FEW * len(rows):
                return [self._of(best), *(self._parts(extra[best]) if len(extra[best]) else [])]
            mask = np.zeros(len(self._shapes), dtype=bool)
            mask[rows] = True
            self._kept[key] = rows, mask, Owners(self._shapes[rows])
        return [self._of(key)]

    def _of(self, key: bytes) -> tuple[Ints, Owners]:
        """Give a set that is kept, which is the last one to be dropped now."""
        mine = self._kept.pop(key)
        self._kept[key] = mine
        for old in list(self._kept)[: -self.MOST]:
            del self._kept[old]
        return mine[0], mine[2]
