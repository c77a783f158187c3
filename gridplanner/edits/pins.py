"""Pinning a household to a leaf, wherever its building stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from gridplanner.errors import EditError
from gridplanner.model import Plan


@dataclass(frozen=True)
class PinHousehold:
    """Pin a household to a leaf; ``None`` lets it go by its building again.

    Attributes
    ----------
    id : str
        Id of the household.
    code : str or None
    reason : str
        Kept in the journal.
    """

    id: str
    code: str | None
    reason: str = ""

    @property
    def label(self) -> str:
        """``edit.pin`` or ``edit.unpin``."""
        return "edit.unpin" if self.code is None else "edit.pin"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Household and code."""
        return {"household": self.id, "code": self.code or "", "reason": self.reason}

    def apply(self, plan: Plan) -> Plan:
        """Make the plan with the pin.

        Raises
        ------
        EditError
            The household or the grid is unknown, or the grid is no leaf.
        """
        households = plan.frame("households")
        mine = households["id"] == self.id
        if not mine.any():
            raise EditError("household.unknown", {"household": self.id})
        uid: Any = pd.NA
        if self.code is not None:
            uid = plan.uid_of(self.code)
            if uid not in plan.leaves.index:
                raise EditError("edit.not_a_leaf", {"code": self.code})
        households["pinned"] = households["pinned"].mask(mine, uid)
        return plan.with_tables(households=households)
