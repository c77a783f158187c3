"""Reshaping: a line that becomes the border."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from gridplanner.edits.locks import said
from gridplanner.edits.moved import MovedGround, moved_faces
from gridplanner.edits.painting import listed, positions_of
from gridplanner.edits.recut import Recut, recut, regions_of
from gridplanner.edits.transfer import (
    NOBODY,
    demand_sound,
    held_by,
    slivers,
    transferred,
    without_slivers,
)
from gridplanner.errors import EditError
from gridplanner.geometry import Ints, lines_of, shapes_of, shared_borders, sums
from gridplanner.model import Plan


@dataclass(frozen=True)
class Reshape:
    """Let a line become the border of leaves.

    With two or more codes ground goes between those alone: what the line cuts off one of
    them goes to the one beside it. A line from outer border to outer border becomes the
    border between them; one that leaves their common border and comes back to it replaces
    the stretch in between, and the smaller piece changes hands.

    With one code the leaf takes what the line encloses beside it, from neighbours and
    unassigned ground, and what the line cuts off it becomes unassigned.

    Attributes
    ----------
    codes : tuple of str
    line : LineString
        Must meet the border of one of them at least twice.
    cross : bool
        Whether ground may leave its parent.
    reason : str
        Kept in the journal.
    """

    codes: tuple[str, ...]
    line: shapely.LineString
    cross: bool = False
    reason: str = ""
    label = "edit.reshape"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Codes, whether parents may be crossed."""
        return {"codes": list(listed(self.codes)), "cross": self.cross, "reason": self.reason}

    def apply(self, plan: Plan) -> Plan:
        """Make the plan with the new border.

        Raises
        ------
        EditError
            A code is unknown or of no leaf, the line moves no border, a lock or a parent
            stands against it, or a leaf would be left without ground or in pieces.
        """
        return transferred(plan, *self._assigned(plan), cross=self.cross)

    def moved(self, plan: Plan) -> MovedGround:
        """Give the ground that would move; raises as :meth:`apply`."""
        cut, owner = self._assigned(plan)
        demand_sound(plan, cut, owner, cross=self.cross)
        return moved_faces(cut, owner)

    def _assigned(self, plan: Plan) -> tuple[Recut, Ints]:
        regions = regions_of(plan)
        mine = positions_of(plan, regions, self.codes)
        if len(mine) == 0:
            raise EditError("edit.reshape_misses", {"codes": ""})
        cut = recut(regions, lines_of(shapes_of([self.line])), also=mine)
        owner = _alone(cut, int(mine[0])) if len(mine) == 1 else _between(cut, mine)
        gainers = np.unique(owner[owner != held_by(cut)])
        owner = without_slivers(plan, cut, owner, gainers)
        changed = owner != held_by(cut)
        if not changed.any() or bool(slivers(cut.faces[changed]).all()):
            raise EditError("edit.reshape_misses", {"codes": said(listed(self.codes))})
        return cut, owner


def _pieces(cut: Recut) -> list[tuple[int, Ints]]:
    """Regions that the line cuts, each with its faces."""
    count = np.bincount(cut.region, minlength=len(cut.regions.shapes))
    return [(int(at), np.flatnonzero(cut.region == at)) for at in np.flatnonzero(count > 1)]


def _alone(cut: Recut, mine: int) -> Ints:
    owner = held_by(cut)
    area = np.asarray(shapely.area(cut.faces))
    borders = shared_borders(cut.faces)
    kept = cut.region == mine
    for at, faces in _pieces(cut):
        if at == mine:
            off = faces[faces != faces[np.argmax(area[faces])]]
            owner[off] = NOBODY
            kept[off] = False
    beside = kept[borders.a] | kept[borders.b]
    count = len(cut.faces)
    shared = sums(borders.a[beside], borders.length_m[beside], count) + sums(
        borders.b[beside], borders.length_m[beside], count
    )
    for at, faces in _pieces(cut):
        if at != mine:
            off = faces[faces != faces[np.argmax(area[faces])]]
            owner[off[shared[off] > 0]] = mine
    return owner


def _between(cut: Recut, mine: Ints) -> Ints:
    owner = held_by(cut)
    area = np.asarray(shapely.area(cut.faces))
    borders = shared_borders(cut.faces)
    a, b = np.r_[borders.a, borders.b], np.r_[borders.b, borders.a]
    length = np.r_[borders.length_m, borders.length_m]
    for at, faces in _pieces(cut):
        if at not in mine:
            continue
        others = mine[mine != at]
        # Rows: faces of this leaf; columns: how long each borders on each other leaf.
        table = np.array(
            [[length[(a == f) & (cut.region[b] == o)].sum() for o in others] for f in faces]
        )
        apart = table.sum(axis=1) == 0
        # A line right across leaves a side that the others do not reach: that one stays.
        stays = faces[apart] if apart.any() else faces
        main = stays[np.argmax(area[stays])]
        for face, row in zip(faces, table, strict=True):
            if face != main and row.max() > 0:
                owner[face] = others[int(np.argmax(row))]
    return owner
