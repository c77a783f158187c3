"""A brush stroke: units gathered while the button is held, one edit when it is let go."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import shapely

from gridplanner.edits.locks import allowed
from gridplanner.edits.moved import MovedGround
from gridplanner.edits.painting import Paint, leaf_position, takeable
from gridplanner.edits.previews import Preview, preview_of
from gridplanner.edits.recut import regions_of
from gridplanner.edits.remains import Remains
from gridplanner.edits.tally import Carried, carried_homes, carried_inside, holders, summed
from gridplanner.edits.transfer import NOBODY
from gridplanner.geometry import Ints, Shapes, as_polygons, inner_points, owners, shapes_of
from gridplanner.model import Plan

#: A part of a unit below this is rounding.
NOTHING_M2 = 0.01
#: Why units of other parents are not taken.
CROSSES = "edit.crosses_parent"


class Stroke:
    """Units painted so far, and what they would do.

    The cost of a step goes with the units that are new in it, never with the number of
    grids: what the earlier ones carry is kept.

    Parameters
    ----------
    plan : Plan
        As it is while the stroke lasts.
    to : str or None
        Code of the leaf that is painted; ``None`` leaves ground unassigned.
    only : tuple of str or None
        As for :class:`~gridplanner.edits.painting.Paint`.
    cross : bool
        Whether ground may leave its parent.

    Attributes
    ----------
    ids : list of str
        Units taken, in their order.
    refused : dict of str to str
        Why units that the brush met were not taken: the code of the sentence.

    Raises
    ------
    EditError
        The target is unknown or no leaf.
    """

    def __init__(
        self,
        plan: Plan,
        to: str | None,
        only: tuple[str | None, ...] = (),
        *,
        cross: bool = False,
    ) -> None:
        self.plan = plan
        self.to, self.only, self.cross = to, only, cross
        self.ids: list[str] = []
        self.refused: dict[str, str] = {}
        self._regions = regions_of(plan)
        self._target = NOBODY if to is None else leaf_position(plan, self._regions, to)
        self._uids = np.append(
            self._regions.uids,
            np.zeros(len(self._regions.shapes) - self._regions.count + 1, dtype=np.int64),
        )
        self._free = takeable(plan, self._regions, self._target, only, cross=True)
        self._inside = takeable(plan, self._regions, self._target, only, cross=cross)
        self._why: dict[int, str] = {}
        units = plan.tables["units"]
        self._shapes = shapes_of(units["geometry"])
        self._locked = units["locked"].to_numpy(dtype=bool)
        self._row = plan.derived("unit_rows", _rows, ["units"])
        self._carried: dict[str, Carried] = {}
        #: Homes that each unit holds a part of: with which others, and who would have them.
        self._astride: dict[str, Ints] = {}
        self._sharing: dict[int, list[str]] = {}
        self._holder: dict[int, int] = {}
        self._ground: dict[str, MovedGround] = {}
        self._remains = Remains(self._regions)

    def add(self, ids: Iterable[str]) -> list[str]:
        """Paint units; those of other parents, locked ones and those taken are left out.

        Returns
        -------
        list of str
            Those that are new in the stroke.
        """
        fresh = [one for one in dict.fromkeys(ids) if one not in self._ground and one in self._row]
        taken = []
        for one in fresh:
            ground = self._moved(one)
            if ground is not None:
                self._ground[one] = ground
                self._carried[one], self._astride[one] = carried_inside(self.plan, ground)
                for home in self._astride[one].tolist():
                    self._sharing.setdefault(home, []).append(one)
                    self._holder.pop(home, None)
                self.refused.pop(one, None)
                taken.append(one)
        self.ids += taken
        self._remains.take(self._ground[one] for one in taken)
        return taken

    def remove(self, ids: Iterable[str]) -> None:
        """Take units out again; what is not in the stroke is passed over."""
        for one in ids:
            if self._ground.pop(one, None) is not None:
                for home in self._astride[one].tolist():
                    self._sharing[home].remove(one)
                    self._holder.pop(home, None)
                del self._carried[one], self._astride[one]
                self.ids.remove(one)
        self._remains = Remains(self._regions)
        self._remains.take(self._ground.values())

    @property
    def torn(self) -> dict[str, int]:
        """Leaves that the stroke would leave in pieces: code → number of pieces."""
        return {self._code(uid): self._remains.pieces(uid) for uid in sorted(self._remains.torn)}

    @property
    def emptied(self) -> tuple[str, ...]:
        """Codes of the leaves that the stroke would leave without ground."""
        return tuple(self._code(uid) for uid in sorted(self._remains.emptied))

    def _code(self, uid: int) -> str:
        return str(self.plan.tables["grids"].loc[uid, "code"])

    @property
    def ground(self) -> Shapes:
        """What is painted, a polygon a unit and leaf, to be shown."""
        pieces = [ground.pieces for ground in self._ground.values()]
        return np.concatenate(pieces) if pieces else shapes_of([])

    def preview(self) -> Preview:
        """Tell what the stroke would do."""
        if not self.ids:
            return Preview()
        parts = [self._carried[one] for one in self.ids]
        homes = np.array([home for home, units in self._sharing.items() if units], dtype=np.int64)
        if len(homes):
            parts.append(carried_homes(self.plan, homes, self._held_by(homes)))
        return preview_of(self.plan, summed(parts))

    def _held_by(self, homes: Ints) -> Ints:
        """Leaves that would have homes which no unit holds whole: a house goes when most of it is.

        Only homes that new units hold a part of are measured. What a unit holds whole goes
        with that unit, and is not asked for again where its wall touches the unit beside it.
        """
        fresh = [home for home in homes.tolist() if home not in self._holder]
        for home in fresh:
            ground = _joined([self._ground[one] for one in self._sharing[home]])
            uid = holders(self.plan, ground, np.array([home], dtype=np.int64))[0]
            self._holder[home] = int(uid)
        return np.array([self._holder[home] for home in homes.tolist()], dtype=np.int64)

    def edit(self, reason: str = "") -> Paint:
        """Give the one edit that the stroke is.

        Applying it may still raise :class:`~gridplanner.errors.EditError`: a leaf would
        be left without ground, or in pieces.
        """
        return Paint(tuple(self.ids), self.to, self.only, self.cross, reason)

    def whole(self, reason: str = "") -> Paint | None:
        """Give the edit that would take the units of other parents too; none without such."""
        beyond = [one for one, why in self.refused.items() if why == CROSSES]
        if not beyond:
            return None
        return Paint((*self.ids, *beyond), self.to, self.only, cross=True, reason=reason)

    def _moved(self, unit: str) -> MovedGround | None:
        """Ground of a unit that would move; ``None`` where nothing may, and why is noted."""
        at = self._row[unit]
        shape = self._shapes[at]
        if self._locked[at]:
            self.refused[unit] = "edit.unit_locked"
            return None
        holders, pieces = self._parts(shape)
        moves = holders != self._target
        if self._target == NOBODY:
            moves = holders < self._regions.count
        may = moves & self._inside[holders]
        if not may.any():
            if (moves & self._free[holders]).any():
                self.refused[unit] = CROSSES
            return None
        for holder in holders[may]:
            why = self._lock(int(holder))
            if why:
                self.refused[unit] = why
                return None
        gone = holders[may]
        before = np.where(gone < self._regions.count, self._uids[gone], 0)
        after = np.full(len(gone), self._uids[self._target])
        return MovedGround(pieces[may], before, after)

    def _parts(self, shape: shapely.Geometry) -> tuple[Ints, Shapes]:
        """Regions that hold a unit, and the part that each holds."""
        regions = self._regions
        near = np.sort(regions.tree.query(shape, predicate="intersects"))
        point = inner_points(shapes_of([shape]))
        main = owners(point, regions.shapes[near])[0]
        if main < 0:
            return np.empty(0, dtype=np.int64), shapes_of([])
        if shapely.covers(regions.shapes[near[main]], shape):
            return near[[main]].astype(np.int64), shapes_of([shape])
        parts = [as_polygons(shapely.intersection(shape, one)) for one in regions.shapes[near]]
        real = np.array([part.area > NOTHING_M2 for part in parts], dtype=bool)
        return near[real].astype(np.int64), shapes_of(parts)[real]

    def _lock(self, holder: int) -> str:
        """Code of the sentence that forbids ground to go from a region to the target; or none."""
        if holder not in self._why:
            one = int(self._uids[holder]) if holder < self._regions.count else None
            two = None if self._target == NOBODY else int(self._uids[self._target])
            found = allowed(self.plan.tables["grids"], (one, two), cross=True)
            self._why[holder] = "edit.locked" if found.locked else ""
        return self._why[holder]


def _rows(plan: Plan) -> dict[str, int]:
    # A list first: a column of text gives its values one by one ten times as slowly.
    ids: list[str] = plan.tables["units"]["id"].tolist()
    return {one: at for at, one in enumerate(ids)}


def _joined(grounds: list[MovedGround]) -> MovedGround:
    return MovedGround(
        np.concatenate([ground.pieces for ground in grounds]),
        np.concatenate([ground.before for ground in grounds]),
        np.concatenate([ground.after for ground in grounds]),
    )
