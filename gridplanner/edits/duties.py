"""Edits of duties: one person on one post, or all posts of a kind at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from gridplanner.edits.duty_rows import Duty, begun, ended, running
from gridplanner.errors import EditError
from gridplanner.model import Plan

WORKER, HEAD, CAPTAIN = "网格员", "网格长", "楼门长"
KINDS = (WORKER, HEAD, CAPTAIN)


@dataclass(frozen=True)
class AssignDuty:
    """Give one person one duty.

    A door has one captain and a grid one head: whoever was, is so no longer. A head must
    serve in the grid as a worker; the duty is added where it is missing.

    Attributes
    ----------
    person : str
        Id of the person.
    kind : str
        网格员, 网格长 or 楼门长.
    target : tuple of str
        ``("grids", code)`` or ``("entrances", id)``.
    date : str
        First day, ISO; ``""`` in a draft.
    """

    person: str
    kind: str
    target: tuple[str, str]
    date: str = ""
    label = "edit.assign"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Person, duty and target."""
        return {"person": self.person, "kind": self.kind, "target": self.target[1]}

    def apply(self, plan: Plan) -> Plan:
        """Make the plan with the duty.

        Raises
        ------
        EditError
            Person, duty or target are unknown, do not fit each other, or it is so already.
        """
        table, key = self.target
        if self.kind not in KINDS or table != ("entrances" if self.kind == CAPTAIN else "grids"):
            raise EditError("duty.kind", {"kind": self.kind, "target": table})
        if self.person not in set(plan.tables["persons"]["id"]):
            raise EditError("duty.person", {"person": self.person})
        if table == "entrances" and key not in set(plan.tables["entrances"]["id"]):
            raise EditError("duty.entrance", {"entrance": key})
        target = key if table == "entrances" else str(plan.uid_of(key))
        duties = plan.frame("duties")
        here = running(duties) & (duties["target_table"] == table) & (duties["target_id"] == target)
        mine = here & (duties["person"] == self.person)
        if (mine & (duties["kind"] == self.kind)).any():
            raise EditError("duty.held", {"person": self.person, "target": key})
        rows: list[Duty] = []
        if self.kind != WORKER:
            duties = ended(duties, here & (duties["kind"] == self.kind), self.date)
        if self.kind == HEAD and not (mine & (duties["kind"] == WORKER)).any():
            rows.append((self.person, WORKER, table, target))
        rows.append((self.person, self.kind, table, target))
        return plan.with_tables(duties=begun(plan, duties, rows, self.date))


@dataclass(frozen=True)
class EndDuty:
    """End one duty of one person."""

    person: str
    kind: str
    target: tuple[str, str]
    date: str = ""
    label = "edit.end_duty"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Person, duty and target."""
        return {"person": self.person, "kind": self.kind, "target": self.target[1]}

    def apply(self, plan: Plan) -> Plan:
        """Make the plan without the duty.

        Raises
        ------
        EditError
            The person has no such duty.
        """
        table, key = self.target
        target = str(plan.uid_of(key)) if table == "grids" else key
        duties = plan.frame("duties")
        which = (
            running(duties)
            & (duties["person"] == self.person)
            & (duties["kind"] == self.kind)
            & (duties["target_table"] == table)
            & (duties["target_id"] == target)
        )
        if not which.any():
            raise EditError("duty.not_held", {"person": self.person, "target": key})
        return plan.with_tables(duties=ended(duties, which, self.date))


@dataclass(frozen=True)
class AssignAll:
    """Give all posts of some kinds anew; duties that stay as they are keep their dates.

    Attributes
    ----------
    duties : tuple of (person, kind, target table, target id)
    kinds : tuple of str
        Running duties of these kinds that are not named end.
    date : str
    """

    duties: tuple[Duty, ...]
    kinds: tuple[str, ...]
    date: str = ""
    label = "edit.assign_all"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Kinds and number."""
        return {"kinds": "、".join(self.kinds), "count": len(self.duties)}

    def apply(self, plan: Plan) -> Plan:
        """Make the plan with these duties.

        Raises
        ------
        EditError
            A duty that has begun would end without a date.
        """
        duties = plan.frame("duties")
        key = pd.Series(
            list(
                zip(
                    duties["person"],
                    duties["kind"],
                    duties["target_table"],
                    duties["target_id"],
                    strict=True,
                )
            ),
            index=duties.index,
            dtype="object",
        )
        runs = running(duties)
        held = set(key[runs])
        stays = key.isin(set(self.duties))
        left = ended(duties, runs & duties["kind"].isin(self.kinds) & ~stays, self.date)
        rows = [duty for duty in dict.fromkeys(self.duties) if duty not in held]
        return plan.with_tables(duties=begun(plan, left, rows, self.date))
