"""What leaves are left with while a stroke goes on: one that falls apart is known at once."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import shapely

from gridplanner.edits.moved import MovedGround
from gridplanner.edits.recut import Regions
from gridplanner.edits.transfer import slivers
from gridplanner.geometry import Shapes, polygon_parts, shapes_of


class Remains:
    """The leaves that a stroke has touched, as they would be.

    A step costs by the leaves that it touches. What is told is what the eye sees: slivers,
    which go along with the ground beside them when the edit is made, do not count.

    Parameters
    ----------
    regions : Regions
        The leaves before the stroke.
    """

    def __init__(self, regions: Regions) -> None:
        self._before = dict(zip(regions.uids.tolist(), regions.shapes, strict=False))
        self._now: dict[int, Shapes] = {}
        #: Uids of leaves that would be in more pieces than before, and without any ground.
        self.torn: set[int] = set()
        self.emptied: set[int] = set()

    def take(self, grounds: Iterable[MovedGround]) -> None:
        """Move ground from leaf to leaf; 0 is ground that nobody holds."""
        lost: dict[int, list[shapely.Geometry]] = {}
        gained: dict[int, list[shapely.Geometry]] = {}
        for ground in grounds:
            for piece, one, two in zip(ground.pieces, ground.before, ground.after, strict=True):
                lost.setdefault(int(one), []).append(piece)
                gained.setdefault(int(two), []).append(piece)
        for uid in (lost.keys() | gained.keys()) & self._before.keys():
            had = self._now.get(uid, shapes_of([self._before[uid]]))
            if uid in gained:
                shape = shapely.union_all([*had, *gained[uid]])
            else:
                shape = shapely.difference(shapely.union_all(had), shapely.union_all(lost[uid]))
            parts = shapes_of(polygon_parts(shape))
            self._now[uid] = parts[~slivers(parts)] if len(parts) else parts
            self._judge(uid)

    def _judge(self, uid: int) -> None:
        pieces = len(self._now[uid])
        torn = pieces > int(shapely.get_num_geometries(self._before[uid]))
        for found, is_so in ((self.torn, torn), (self.emptied, pieces == 0)):
            (found.add if is_so else found.discard)(uid)

    def pieces(self, uid: int) -> int:
        """Count the pieces of a leaf as it would be."""
        return len(self._now.get(uid, np.empty(1)))
