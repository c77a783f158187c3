"""Edits of what stands beside a grid's ground: its lock, code, name, kind, note, posts, parent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from gridplanner.edits.grid_rows import children_of, parents_followed, set_values
from gridplanner.edits.locks import LOCKS, demand, said
from gridplanner.errors import EditError
from gridplanner.model import Plan

KINDS = ("综合", "专属")


@dataclass(frozen=True)
class SetLock:
    """Lock grids of any level: open, no loss (may gain ground), or frozen.

    A locked grid above leaves keeps its own line; its leaves may still change within it.
    """

    codes: tuple[str, ...]
    lock: str
    reason: str = ""
    label = "edit.lock"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Codes and lock."""
        return {"codes": said(self.codes), "lock": self.lock, "reason": self.reason}

    def apply(self, plan: Plan) -> Plan:
        """Make the plan with the lock.

        Raises
        ------
        EditError
            A grid is unknown, or there is no such lock.
        """
        if self.lock not in LOCKS:
            raise EditError("edit.lock_unknown", {"lock": self.lock, "known": ", ".join(LOCKS)})
        uids = [plan.uid_of(code) for code in self.codes]
        grids = plan.layer("grids")
        grids["lock"] = grids["lock"].mask(grids["uid"].isin(uids), self.lock)
        return plan.with_tables(grids=grids)


@dataclass(frozen=True)
class SetUnitLock:
    """Lock units, so that they stay in their leaf, or open them."""

    ids: tuple[str, ...]
    locked: bool
    reason: str = ""
    label = "edit.unit_lock"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Number of units, and whether they are locked."""
        return {"count": len(self.ids), "locked": self.locked, "reason": self.reason}

    def apply(self, plan: Plan) -> Plan:
        """Make the plan with the locks.

        Raises
        ------
        EditError
            A unit is unknown.
        """
        units = plan.layer("units")
        missing = sorted(set(self.ids) - set(units["id"]))
        if missing:
            raise EditError("edit.unknown_units", {"units": said(missing[:5])})
        units["locked"] = units["locked"].mask(units["id"].isin(self.ids), self.locked)
        return plan.with_tables(units=units)


@dataclass(frozen=True)
class ChangeGrid:
    """Change what a grid is called and what kind it is; ``None`` leaves a value as it is.

    Attributes
    ----------
    code : str
    new_code, name, kind, note : str or None
    posts : int or None
        Planned workers; 0 takes the figure away.
    reason : str
        Kept in the journal.
    """

    code: str
    new_code: str | None = None
    name: str | None = None
    kind: str | None = None
    note: str | None = None
    posts: int | None = None
    reason: str = ""
    label = "edit.change_grid"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Code and the new values."""
        values = {
            "new_code": self.new_code, "name": self.name, "kind": self.kind, "note": self.note,
            "posts": self.posts,
        }  # fmt: skip
        given = {key: value for key, value in values.items() if value is not None}
        return {"code": self.code, **given, "reason": self.reason}

    def apply(self, plan: Plan) -> Plan:
        """Make the plan with the new values.

        Raises
        ------
        EditError
            The grid is unknown, the code is empty or was issued before, or there is no
            such kind.
        """
        uid = plan.uid_of(self.code)
        grids = plan.layer("grids")
        values: dict[str, Any] = {
            key: value
            for key, value in (("name", self.name), ("note", self.note))
            if value is not None
        }
        if self.new_code is not None and self.new_code != self.code:
            code = self.new_code.strip()
            if not code or code in set(grids["code"]):
                raise EditError("edit.code_taken", {"code": code})
            values["code"] = code
        if self.kind is not None:
            if self.kind not in KINDS:
                raise EditError("edit.kind_unknown", {"kind": self.kind, "known": said(KINDS)})
            values["kind"] = self.kind
        if self.posts is not None:
            if self.posts < 0:
                raise EditError("edit.posts", {"posts": self.posts})
            # Shares were planned for the old number of workers.
            values |= {"posts": self.posts or pd.NA, "fte": np.nan}
        return plan.with_tables(grids=set_values(grids, uid, **values)) if values else plan


@dataclass(frozen=True)
class ChangeParent:
    """Put a grid under another parent; it keeps its code, ground, people and households."""

    code: str
    parent: str
    reason: str = ""
    label = "edit.change_parent"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Codes."""
        return {"code": self.code, "parent": self.parent, "reason": self.reason}

    def apply(self, plan: Plan) -> Plan:
        """Make the plan with the new parent.

        Raises
        ------
        EditError
            A grid is unknown, the parent is not one level above, the old parent would
            be left without children, or one of the two is locked.
        """
        uid, parent = plan.uid_of(self.code), plan.uid_of(self.parent)
        grids = plan.layer("grids")
        level = int(grids.loc[uid, "level"])
        if int(grids.loc[parent, "level"]) != level - 1:
            raise EditError("edit.parent_level", {"code": self.parent, "level": level - 1})
        before = None if pd.isna(grids.loc[uid, "parent"]) else int(grids.loc[uid, "parent"])
        if before == parent:
            return plan
        demand(plan, [(before, parent)], cross=True)
        if before is not None and int(children_of(grids, before).sum()) == 1:
            raise EditError("edit.empties", {"codes": grids.loc[before, "code"]})
        grids = set_values(grids, uid, parent=parent)
        both = [one for one in (before, parent) if one is not None]
        return plan.with_tables(grids=parents_followed(grids, both))
