"""Ground that an edit would move, before any plan is made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
import shapely

from gridplanner.edits.recut import Recut
from gridplanner.edits.transfer import held_by
from gridplanner.geometry import Ints, Shapes, as_polygons, shapes_of
from gridplanner.model import Plan

#: Pieces below this are rounding.
NOTHING_M2 = 1e-6


@dataclass(frozen=True, eq=False)
class MovedGround:
    """Pieces of ground and between whom they go.

    Attributes
    ----------
    pieces : array of Polygon or MultiPolygon, shape (n,)
        They do not overlap.
    before, after : int array, shape (n,)
        Uids of leaves, 0 for unassigned ground.
    """

    pieces: Shapes
    before: Ints
    after: Ints


@runtime_checkable
class GroundEdit(Protocol):
    """An edit that can say what ground it would move, at the cost of that ground alone."""

    def moved(self, plan: Plan) -> MovedGround:
        """Give the ground that would move.

        Raises
        ------
        EditError
            What :meth:`apply` would raise.
        """
        ...


def moved_faces(cut: Recut, owner: Ints) -> MovedGround:
    """Give the faces whose owner changes."""
    old = held_by(cut)
    changed = old != owner
    # NOBODY is −1: the last of the uids.
    uids = np.append(cut.regions.uids, 0)
    return MovedGround(cut.faces[changed], uids[old[changed]], uids[owner[changed]])


def moved_between(uids: Ints, old: Shapes, new: Shapes) -> MovedGround:
    """Give the ground that goes between leaves whose shapes change.

    Parameters
    ----------
    uids : int array, shape (n,)
        What none of them holds counts as unassigned.
    old, new : array of Polygon, shape (n,)
    """
    pieces, before, after = [], [], []
    for at, uid in enumerate(uids):
        lost = shapely.difference(old[at], new[at])
        gained = shapely.difference(new[at], old[at])
        for k, other in enumerate(uids):
            if k != at and shapely.area(lost) > NOTHING_M2:
                piece = as_polygons(shapely.intersection(lost, new[k]))
                if piece.area > NOTHING_M2:
                    pieces.append(piece)
                    before.append(int(uid))
                    after.append(int(other))
                    lost = shapely.difference(lost, piece)
            if k != at and shapely.area(gained) > NOTHING_M2:
                gained = shapely.difference(gained, old[k])
        for piece, pair in ((as_polygons(lost), (uid, 0)), (as_polygons(gained), (0, uid))):
            if piece.area > NOTHING_M2:
                pieces.append(piece)
                before.append(int(pair[0]))
                after.append(int(pair[1]))
    return MovedGround(
        shapes_of(pieces), np.array(before, dtype=np.int64), np.array(after, dtype=np.int64)
    )
