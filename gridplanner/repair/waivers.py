"""Edits of waivers: accept a finding with a reason, and take that back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from gridplanner.errors import EditError
from gridplanner.model import Plan


@dataclass(frozen=True)
class Waive:
    """Accept findings of a rule, with a reason that stays in the project.

    Attributes
    ----------
    rule : str
    targets : tuple of str
        As :attr:`gridplanner.rules.Finding.target`.
    reason : str
    user, date : str
        Who accepts it, and the ISO date.
    """

    rule: str
    targets: tuple[str, ...]
    reason: str
    user: str = ""
    date: str = ""
    label = "edit.waive"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Rule, number and reason."""
        return {"rule": self.rule, "count": len(self.targets), "reason": self.reason}

    def apply(self, plan: Plan) -> Plan:
        """Make the plan; what was waived before gets the new reason.

        Raises
        ------
        EditError
            ``waiver.no_reason``.
        """
        reason = self.reason.strip()
        if not reason:
            raise EditError("waiver.no_reason", {"rule": self.rule})
        table = plan.frame("waivers")
        left = table[~((table["rule"] == self.rule) & table["target"].isin(self.targets))]
        # Above rows that are replaced too: a key is never used for another row.
        first = int(table.index.max()) + 1 if len(table) else 1
        rows = pd.DataFrame(
            {
                name: pd.Series([value] * len(self.targets), dtype="str")
                for name, value in (
                    ("rule", self.rule), ("target", ""), ("reason", reason),
                    ("user", self.user), ("date", self.date),
                )
            }
        ).assign(target=pd.Series(list(self.targets), dtype="str"))  # fmt: skip
        rows.index = pd.RangeIndex(first, first + len(rows), name="fid")
        both = pd.concat([left, rows]) if len(left) else rows
        return plan.with_tables(waivers=both.rename_axis("fid"))


@dataclass(frozen=True)
class DropWaiver:
    """Take waivers back: one, all of a rule, or all.

    Attributes
    ----------
    rule : str
        ``""`` for every rule.
    target : str or None
        ``None`` for every target.
    """

    rule: str = ""
    target: str | None = None
    label = "edit.unwaive"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Rule and target."""
        return {"rule": self.rule or "*", "target": self.target or "*"}

    def apply(self, plan: Plan) -> Plan:
        """Make the plan without them.

        Raises
        ------
        EditError
            ``waiver.none``: there is no such waiver.
        """
        table = plan.frame("waivers")
        gone = pd.Series(data=True, index=table.index)
        if self.rule:
            gone &= table["rule"] == self.rule
        if self.target is not None:
            gone &= table["target"] == self.target
        if not gone.any():
            raise EditError("waiver.none", dict(self.facts))
        return plan.with_tables(waivers=table[~gone])
