"""Edits that give ground to a leaf: painted units or areas, and holes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely

from gridplanner.edits.grid_rows import ancestors_of
from gridplanner.edits.locks import FROZEN, said
from gridplanner.edits.moved import MovedGround, moved_faces
from gridplanner.edits.recut import Recut, Regions, drawn, recut, regions_of
from gridplanner.edits.transfer import NOBODY, demand_sound, held_by, transferred, without_slivers
from gridplanner.errors import EditError
from gridplanner.geometry import (
    Bools,
    Ints,
    inner_points,
    lines_of,
    owners,
    polygon_parts,
    shapes_of,
    shared_borders,
)
from gridplanner.model import Plan


@dataclass(frozen=True)
class Paint:
    """Give ground to a leaf, or to nobody.

    Ground of other parents is left as it is unless ``cross`` says otherwise.

    Attributes
    ----------
    area : Polygon, MultiPolygon or tuple of str
        What is painted: an outline, or ids of units.
    to : str or None
        Code of the leaf that gets the ground; ``None`` leaves it unassigned.
    only : tuple of str or None
        Codes of the leaves that ground is taken from, ``None`` among them for unassigned
        ground; empty takes from all.
    cross : bool
        Whether ground may leave its parent.
    reason : str
        Kept in the journal.
    """

    area: Any
    to: str | None
    only: tuple[str | None, ...] = ()
    cross: bool = False
    reason: str = ""

    @property
    def label(self) -> str:
        """``edit.paint``, or ``edit.unassign`` where nobody gets the ground."""
        return "edit.unassign" if self.to is None else "edit.paint"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Code, number of units (0 for an outline), whether parents may be crossed."""
        units = 0 if isinstance(self.area, shapely.Geometry) else len(listed(self.area))
        return {"code": self.to or "", "units": units, "cross": self.cross, "reason": self.reason}

    def apply(self, plan: Plan) -> Plan:
        """Make the plan in which the ground is the leaf's.

        Raises
        ------
        EditError
            A code or a unit is unknown, a unit or a grid is locked, nothing of the area
            may be taken, or a leaf would be left without ground or in pieces.
        """
        return transferred(plan, *self._assigned(plan), cross=self.cross)

    def moved(self, plan: Plan) -> MovedGround:
        """Give the ground that would move; raises as :meth:`apply`."""
        cut, owner = self._assigned(plan)
        demand_sound(plan, cut, owner, cross=self.cross)
        return moved_faces(cut, owner)

    def _assigned(self, plan: Plan) -> tuple[Recut, Ints]:
        regions = regions_of(plan)
        to = NOBODY if self.to is None else leaf_position(plan, regions, self.to)
        shape = painted(plan, self.area)
        cut = recut(regions, lines_of(shapes_of([shape])), shape, [to] if to != NOBODY else [])
        parts = shapes_of(polygon_parts(shape))
        inside = owners(inner_points(cut.faces), parts) >= 0
        if not inside.any():
            raise EditError("edit.paint_misses")
        before = held_by(cut)
        open_ = takeable(plan, regions, to, self.only, cross=True)[cut.region]
        mine = takeable(plan, regions, to, self.only, cross=self.cross)[cut.region]
        if not (inside & mine).any() and (inside & open_).any():
            codes = plan.tables["grids"].loc[
                regions.uids[np.unique(before[inside & open_])], "code"
            ]
            raise EditError(
                "edit.crosses_parent", {"codes": said(codes)}, "edit.crosses_parent.hint"
            )
        owner = np.where(inside & mine, to, before)
        return cut, without_slivers(plan, cut, owner, np.array([to]))


@dataclass(frozen=True)
class FillHole:
    """Give a piece of unassigned ground to a leaf.

    Attributes
    ----------
    at : pair of float
        A place in the piece.
    to : str or None
        Code of the leaf; ``None`` takes the one with the longest common border that is
        not frozen.
    reason : str
        Kept in the journal.
    """

    at: tuple[float, float]
    to: str | None = None
    reason: str = ""
    label = "edit.fill"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Code and place."""
        return {"code": self.to or "", "x": self.at[0], "y": self.at[1], "reason": self.reason}

    def apply(self, plan: Plan) -> Plan:
        """Make the plan in which the piece is the leaf's.

        Raises
        ------
        EditError
            The place is in no unassigned ground, no leaf that may grow borders on it, or
            the leaf is frozen or lies elsewhere.
        """
        return transferred(plan, *self._assigned(plan))

    def moved(self, plan: Plan) -> MovedGround:
        """Give the ground that would move; raises as :meth:`apply`."""
        cut, owner = self._assigned(plan)
        demand_sound(plan, cut, owner)
        return moved_faces(cut, owner)

    def _assigned(self, plan: Plan) -> tuple[Recut, Ints]:
        regions = regions_of(plan)
        free = owners(shapes_of([shapely.Point(self.at)]), regions.shapes[regions.count :])[0]
        if free < 0:
            raise EditError("edit.no_hole")
        hole = regions.count + int(free)
        near = regions.tree.query(regions.shapes[hole], predicate="dwithin", distance=1e-6)
        near = np.unique(near[near != hole])
        cut = Recut(
            regions,
            shapes_of([]),
            regions.shapes[[hole, *near]],
            np.array([hole, *near], dtype=np.int64),
            np.array([hole, *near], dtype=np.int64),
        )
        to = self._target(plan, cut) if self.to is None else leaf_position(plan, regions, self.to)
        owner = held_by(cut)
        owner[0] = to
        if to not in cut.region:
            raise EditError("edit.in_pieces", {"codes": str(self.to)})
        return cut, owner

    def _target(self, plan: Plan, cut: Recut) -> int:
        borders = shared_borders(cut.faces)
        locks = plan.tables["grids"]["lock"].reindex(cut.regions.uids).to_numpy()
        best, longest = NOBODY, 0.0
        for face in range(1, len(cut.faces)):
            at = int(cut.region[face])
            length = float(borders.length_m[(borders.a == 0) & (borders.b == face)].sum())
            if at < cut.regions.count and locks[at] != FROZEN and length > longest:
                best, longest = at, length
        if best == NOBODY:
            raise EditError("edit.no_neighbour")
        return best


def painted(plan: Plan, area: Any) -> Any:
    """Give what is painted as ground: an outline, or units by their ids.

    Raises
    ------
    EditError
        A unit is unknown or locked, or the outline encloses nothing.
    """
    if isinstance(area, shapely.Geometry):
        shape = drawn(area)
        if shape.is_empty:
            raise EditError("edit.paint_misses")
        return shape
    units = plan.tables["units"]
    ids = list(dict.fromkeys(map(str, listed(area))))
    # Looking ids up costs by all units of the town; the index is made once.
    known = plan.derived("units.by_id", lambda p: pd.Index(p.tables["units"]["id"]), ("units",))
    rows = known.get_indexer(pd.Index(ids, dtype="str"))
    if len(ids) == 0:
        raise EditError("edit.paint_misses")
    if (rows < 0).any():
        missing = [one for one, row in zip(ids, rows, strict=True) if row < 0]
        raise EditError("edit.unknown_units", {"units": said(missing[:5])})
    locked = units["locked"].to_numpy()[rows]
    if locked.any():
        raise EditError("edit.unit_locked", {"units": said(np.array(ids)[locked][:5])})
    return shapely.coverage_union_all(shapes_of(units["geometry"])[rows])


def takeable(
    plan: Plan, regions: Regions, to: int, only: tuple[str | None, ...], *, cross: bool
) -> Bools:
    """Tell which regions ground may be taken from for a grid, locks aside.

    Returns
    -------
    bool array, shape (n + u,)
        Grids of the same parent (all with ``cross``) and unassigned ground, less what
        ``only`` leaves out.
    """
    may = np.ones(len(regions.shapes), dtype=bool)
    if to != NOBODY and not cross:
        grids = plan.tables["grids"]
        chain = ancestors_of(grids, int(regions.uids[to]))
        parents = grids["parent"].reindex(regions.uids)
        parent = chain[-1] if chain else None
        same = parents.isna() if parent is None else (parents == parent).fillna(False)
        may[: regions.count] = same.to_numpy(dtype=bool)
    if only:
        wanted = {leaf_position(plan, regions, code) for code in only if code is not None}
        listed = np.isin(np.arange(len(may)), list(wanted))
        listed[regions.count :] = None in only
        may &= listed
    return may


def listed(codes: Any) -> tuple[str, ...]:
    """Take one code, or several.

    >>> listed("T001"), listed(["T001", "T002"])
    (('T001',), ('T001', 'T002'))
    """
    return (codes,) if isinstance(codes, str) else tuple(codes)


def leaf_position(plan: Plan, regions: Regions, code: str) -> int:
    """Find a leaf's position among the regions.

    Raises
    ------
    EditError
        There is no such grid, or it is no leaf.
    """
    uid = plan.uid_of(code)
    try:
        return regions.position(uid)
    except KeyError as error:
        raise EditError("edit.not_a_leaf", {"code": code}) from error


def positions_of(plan: Plan, regions: Regions, codes: tuple[str, ...]) -> Ints:
    """Find the positions of leaves by their codes, each once."""
    found = [leaf_position(plan, regions, code) for code in dict.fromkeys(listed(codes))]
    return np.array(found, dtype=np.int64)
