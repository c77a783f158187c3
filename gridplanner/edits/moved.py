"""Ground that an edit would move, before any plan is made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

import numpy as np
import shapely

from gridplanner.edits.recut import Recut
from gridplanner.edits.transfer import held_by
from gridplanner.geometry import Floats, Ints, Shapes, as_polygons, shapes_of
from gridplanner.model import Plan

#: Pieces below this are rounding.
NOTHING_M2 = 1e-6
#: Room around what differs.
ROOM_M = 1.0


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


def changed_box(old: Shapes, new: Shapes) -> Any:
    """Give the box around the segments that only one of two coverages has, with some room.

    What differs between shapes is bounded by such segments, so all of it lies inside.
    """
    one, two = (_segments(shapes) for shapes in (old, new))
    known = set(map(bytes, one)) ^ set(map(bytes, two))
    rows = [row for row in (*one, *two) if bytes(row) in known]
    if not rows:
        return shapely.Polygon()
    xy = np.array(rows).reshape(-1, 2)
    return shapely.box(*(xy.min(axis=0) - ROOM_M), *(xy.max(axis=0) + ROOM_M))


def _segments(shapes: Shapes) -> Floats:
    """Segments of all rings, each with its lower end first, shape (n, 4)."""
    found = []
    for ring in shapely.get_rings(shapes):
        xy = shapely.get_coordinates(ring)
        found.append(np.concatenate([xy[:-1], xy[1:]], axis=1))
    if not found:
        return np.empty((0, 4))
    both = np.concatenate(found)
    x1, y1, x2, y2 = both.T
    turned = (x1 > x2) | ((x1 == x2) & (y1 > y2))
    both[turned] = both[turned][:, [2, 3, 0, 1]]
    return np.ascontiguousarray(both)


def clipped(shapes: Shapes, box: Any) -> Shapes:
    """Cut polygons down to a box."""
    parts = shapely.intersection(shapes, box)
    return shapes_of([as_polygons(part) for part in parts])


def moved_between(uids: Ints, old: Shapes, new: Shapes) -> MovedGround:
    """Give the ground that goes between leaves whose shapes change.

    Parameters
    ----------
    uids : int array, shape (n,)
        What none of them holds counts as unassigned.
    old, new : array of Polygon, shape (n,)
        Compared where their borders differ alone, so a long border costs nothing.
    """
    around = changed_box(old, new)
    old, new = clipped(old, around), clipped(new, around)
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
