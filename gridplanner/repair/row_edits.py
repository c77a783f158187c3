"""Edits that mend rows of grids: parents, codes, doubled grids; and several edits as one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely

from gridplanner.codes import next_free, reading_order
from gridplanner.edits.duty_rows import moved
from gridplanner.edits.grid_rows import (
    ancestors_of,
    children_of,
    lineage_added,
    parents_followed,
    parents_of,
    repinned,
    retired,
    set_values,
)
from gridplanner.edits.together import Together
from gridplanner.errors import EditError
from gridplanner.geometry import shapes_of
from gridplanner.locate import locate
from gridplanner.model import Plan
from gridplanner.repair.one_grid import OneGrid


@dataclass(frozen=True)
class SetParent:
    """Put a grid below another one of the level above."""

    code: str
    parent: str
    label = "edit.set_parent"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Both codes."""
        return {"code": self.code, "parent": self.parent}

    def apply(self, plan: Plan) -> Plan:
        """Make the plan; the ground of both parents follows.

        Raises
        ------
        EditError
            A grid is unknown, or the two are not on levels one below the other.
        """
        uid, parent = plan.uid_of(self.code), plan.uid_of(self.parent)
        grids = plan.layer("grids")
        if int(grids.loc[parent, "level"]) != int(grids.loc[uid, "level"]) - 1:
            facts = {"level": int(grids.loc[parent, "level"]), "depth": plan.scheme.depth}
            raise EditError("edit.level", facts)
        before = parents_of(grids, [uid])
        grids = set_values(grids, uid, parent=parent)
        return plan.with_tables(grids=parents_followed(grids, [*before, parent]))


@dataclass(frozen=True)
class FollowChildren(OneGrid):
    """Let a grid be the union of its children, as every grid above the leaves is."""

    label = "edit.follow_children"

    def apply(self, plan: Plan) -> Plan:
        """Make the plan.

        Raises
        ------
        EditError
            The grid is unknown.
        """
        return plan.with_tables(
            grids=parents_followed(plan.layer("grids"), [plan.uid_of(self.code)])
        )


@dataclass(frozen=True)
class Recode:
    """Give a grid the next free code below its parent.

    A grid is named by its uid here: of two with the same code, one gets another.
    """

    uid: int
    label = "edit.recode"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Uid."""
        return {"uid": self.uid}

    def apply(self, plan: Plan) -> Plan:
        """Make the plan.

        Raises
        ------
        EditError
            There is no such grid.
        """
        grids = plan.layer("grids")
        if self.uid not in grids.index:
            raise EditError("grid.unknown", {"code": str(self.uid)})
        level = plan.scheme.levels[int(grids.loc[self.uid, "level"]) - 1]
        above = [str(grids.loc[uid, "code"]) for uid in ancestors_of(grids, self.uid)]
        prefix = str(plan.settings.get("code_prefix", ""))
        code = next_free(level, above, prefix, grids["code"])
        return plan.with_tables(grids=set_values(grids, self.uid, code=code))


@dataclass(frozen=True)
class Renumber:
    """Give drafts their codes anew among themselves, west → east, north → south."""

    codes: tuple[str, ...]
    label = "edit.renumber"

    @property
    def facts(self) -> Mapping[str, Any]:
        """How many."""
        return {"count": len(self.codes)}

    def apply(self, plan: Plan) -> Plan:
        """Make the plan.

        Raises
        ------
        EditError
            A grid is unknown, or in force: a code once issued is never re-sorted.
        """
        grids = plan.layer("grids")
        uids = [plan.uid_of(code) for code in self.codes]
        for uid in uids:
            if grids.loc[uid, "valid_from"]:
                raise EditError("edit.code_issued", {"code": str(grids.loc[uid, "code"])})
        xy = shapely.get_coordinates(shapely.centroid(shapes_of(grids.loc[uids].geometry)))
        order = reading_order(xy, np.zeros(len(uids), dtype=np.int64))
        column = grids["code"].copy()
        for at, code in zip(order, sorted(self.codes), strict=True):
            column.loc[uids[at]] = code
        grids["code"] = column
        return plan.with_tables(grids=grids)


@dataclass(frozen=True)
class DropDouble:
    """Drop a grid that is another one once more; its people and children go to that one.

    Attributes
    ----------
    uid, heir : int
    date : str
        End of its validity, ISO; ``""`` for a draft, whose row is dropped.
    """

    uid: int
    heir: int
    date: str = ""
    label = "edit.drop_double"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Uids."""
        return {"uid": self.uid, "heir": self.heir}

    def apply(self, plan: Plan) -> Plan:
        """Make the plan.

        Raises
        ------
        EditError
            There is no such grid, or one in force would end without a date.
        """
        grids = plan.layer("grids")
        for uid in (self.uid, self.heir):
            if uid not in grids.index:
                raise EditError("grid.unknown", {"code": str(uid)})
        children = children_of(grids, self.uid)
        households = int((locate(plan).households == self.uid).sum())
        parents = parents_of(grids, [self.uid])
        if children.any():
            grids["parent"] = grids["parent"].mask(pd.Series(children, grids.index), self.heir)
        grids = retired(grids, self.uid, self.date)
        return plan.with_tables(
            grids=parents_followed(grids, [*parents, self.heir] if children.any() else parents),
            duties=moved(plan, plan.frame("duties"), self.uid, self.heir, self.date),
            households=repinned(plan, [self.uid], self.heir),
            lineage=lineage_added(plan, [(self.uid, self.heir, households)]),
        )


@dataclass(frozen=True, eq=False)
class Steps(Together):
    """Several edits that mend findings, as one step of the history."""

    @property
    def label(self) -> str:
        """Say that findings were mended, whatever the last edit is called."""
        return "edit.mend"

    @property
    def facts(self) -> Mapping[str, Any]:
        """How many."""
        return {"count": len(self.edits)}
