"""Repairing the grids of a plan: one edit, and one report of what moved how far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from gridplanner.errors import EditError, UsageError
from gridplanner.geometry import shapes_of, sound_shapes
from gridplanner.locate import locate
from gridplanner.model import Plan
from gridplanner.repair.ground_edits import with_leaves
from gridplanner.repair.mend import Mended, mend, moved_m
from gridplanner.units.blocks import boundary_of

TOLERANCE_M = 0.5


@dataclass(frozen=True)
class MovedGrid:
    """One leaf that a repair changed.

    Attributes
    ----------
    code : str
    moved_m : float
        The farthest that its new border lies from its old one.
    area_m2 : float
        Ground won (positive) or lost.
    made_valid : bool
        Whether its outline crossed itself or repeated points.
    """

    code: str
    moved_m: float
    area_m2: float
    made_valid: bool


@dataclass(frozen=True)
class MovedBuilding:
    """A building that stands in another leaf after a repair; codes, ``""`` for none."""

    id: str
    before: str
    after: str
    households: int


@dataclass(frozen=True)
class RepairReport:
    """What a repair did.

    Attributes
    ----------
    tolerance_m : float
    grids : tuple of MovedGrid
        Those that changed, the one that moved farthest first.
    buildings : tuple of MovedBuilding
        Every building that changed hands; none is silently moved.
    filled_m2, shared_m2, clipped_m2 : float
        Ground that nobody held, that several held, that lay outside the boundary.
    left : int
        Faults too large for the tolerance; :func:`gridplanner.rules.check` lists them.
    persons : tuple of int
        Persons in leaves before and after.
    """

    tolerance_m: float
    grids: tuple[MovedGrid, ...] = ()
    buildings: tuple[MovedBuilding, ...] = ()
    filled_m2: float = 0.0
    shared_m2: float = 0.0
    clipped_m2: float = 0.0
    left: int = 0
    persons: tuple[int, int] = (0, 0)

    @property
    def max_moved_m(self) -> float:
        """The farthest that a border moved."""
        return max((grid.moved_m for grid in self.grids), default=0.0)


@dataclass(frozen=True)
class RepairGrids:
    """Repair the leaves to a valid coverage, as far as a tolerance allows.

    Attributes
    ----------
    tolerance_m : float
        No border is moved further; faults that are larger stay and are offered singly.
    """

    tolerance_m: float = TOLERANCE_M
    label = "edit.repair"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Tolerance."""
        return {"tolerance_m": self.tolerance_m}

    def apply(self, plan: Plan) -> Plan:
        """Make the plan.

        Raises
        ------
        UsageError
            The tolerance is no length from 0 up.
        EditError
            There is no boundary yet.
        """
        return self.repaired(plan)[0]

    def repaired(self, plan: Plan) -> tuple[Plan, Mended]:
        """Make the plan, and give what was done to its leaves."""
        if not 0 <= self.tolerance_m < float("inf"):
            raise UsageError("repair.tolerance", {"value": self.tolerance_m})
        before = shapes_of(plan.leaves.geometry)
        if len(before) == 0:
            raise EditError("plan.no_grids", hint="plan.no_grids.hint")
        mended = mend(boundary_of(plan), before, self.tolerance_m)
        changed = {
            at: new
            for at, (old, new) in enumerate(zip(before, mended.shapes, strict=True))
            if new is not old
        }
        if not changed and len(mended.ground) == 0:
            return plan, mended
        return with_leaves(plan, changed, mended.ground), mended


def repair(plan: Plan, tolerance_m: float = TOLERANCE_M) -> tuple[Plan, RepairReport]:
    """Repair a plan's leaves and say what moved how far.

    Parameters
    ----------
    plan : Plan
    tolerance_m : float
        No border is moved further.

    Returns
    -------
    Plan, RepairReport
        The plan itself where nothing had to be done.

    Raises
    ------
    UsageError, EditError
        As :meth:`RepairGrids.apply`.

    Examples
    --------
    >>> from gridplanner import open_project  # doctest: +SKIP
    >>> plan, report = repair(open_project("town.gpkg").plan)  # doctest: +SKIP
    """
    after, mended = RepairGrids(tolerance_m).repaired(plan)
    return after, report_of(plan, after, tolerance_m, mended)


def report_of(before: Plan, after: Plan, tolerance_m: float, mended: Mended) -> RepairReport:
    """Compare the plans before and after a repair."""
    old, new = before.leaves, after.leaves
    grids = []
    for code, was, now, broken in zip(
        new["code"], shapes_of(old.geometry), shapes_of(new.geometry), mended.valid, strict=True
    ):
        if now is was:
            continue
        sound = sound_shapes(np.array([was], dtype=object))[0]
        won = float(shapely.area(now)) - float(shapely.area(sound))
        grids.append(
            MovedGrid(str(code), round(moved_m(sound, now), 4), round(won, 3), bool(broken))
        )
    grids.sort(key=lambda grid: (-grid.moved_m, grid.code))
    left = locate(before), locate(after)
    return RepairReport(
        tolerance_m,
        tuple(grids),
        _buildings(before, after),
        round(mended.filled_m2, 3),
        round(mended.shared_m2, 3),
        round(mended.clipped_m2, 3),
        mended.left,
        (left[0].counts(before)["persons"], left[1].counts(after)["persons"]),
    )


def _buildings(before: Plan, after: Plan) -> tuple[MovedBuilding, ...]:
    was, now = locate(before).buildings, locate(after).buildings
    moved = np.flatnonzero(was != now)
    if len(moved) == 0:
        return ()
    code = dict(zip(before.leaves["uid"], before.leaves["code"], strict=True))
    homes = before.tables["households"]["building"].value_counts()
    ids = before.tables["buildings"]["id"].to_numpy()
    return tuple(
        MovedBuilding(
            str(ids[at]),
            str(code.get(was[at], "")),
            str(code.get(now[at], "")),
            int(homes.get(ids[at], 0)),
        )
        for at in moved
    )
