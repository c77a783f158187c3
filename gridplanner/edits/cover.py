"""A worker is away for a time: neighbours cover, and are released when the worker is back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gridplanner.edits.duty_rows import Duty, begun, ended
from gridplanner.errors import EditError
from gridplanner.model import Plan
from gridplanner.vacancy import ABSENT, COVER, away, drill


@dataclass(frozen=True)
class CoverVacancy:
    """Write down what the drill says: who is away, and who covers where nobody is left.

    The worker keeps the post. Colleagues in the same leaf need no duty to take over.

    Attributes
    ----------
    person : str
        Id of the worker who is away.
    date : str
        First day, ISO; ``""`` in a draft.
    until : str
        Last day where it is known; else it lasts until :class:`PutBack`.
    """

    person: str
    date: str = ""
    until: str = ""
    label = "edit.cover"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Person and days."""
        days = f"{self.date} – {self.until}".strip() if self.date or self.until else ""
        return {"person": self.person, "days": days}

    def apply(self, plan: Plan) -> Plan:
        """Make the plan with the temporary duties.

        Raises
        ------
        EditError
            The person serves in no grid or is away already, nobody is near, or the last
            day comes before the first.
        """
        if self.until and self.until < self.date:
            raise EditError("cover.dates", {"date": self.date, "until": self.until})
        if self.person in away(plan, self.date):
            raise EditError("cover.away", {"person": self.person})
        found = drill(plan, self.person)
        if not found.shares:
            raise EditError("vacancy.uncovered", {"codes": "、".join(found.uncovered)})
        rows: list[Duty] = [
            (self.person, ABSENT, "grids", str(plan.uid_of(code))) for code in found.leaves
        ]
        rows += [
            (who, COVER, "grids", str(plan.uid_of(share.code)))
            for share in found.shares
            if share.by != share.code
            for who in share.workers
        ]
        before = plan.frame("duties")
        duties = begun(plan, before, list(dict.fromkeys(rows)), self.date)
        fresh = ~duties.index.isin(before.index)
        duties["valid_to"] = duties["valid_to"].mask(fresh, self.until)
        return plan.with_tables(duties=duties)


@dataclass(frozen=True)
class PutBack:
    """End an absence: the worker is back, and those who covered are released."""

    person: str
    date: str = ""
    label = "edit.put_back"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Person."""
        return {"person": self.person}

    def apply(self, plan: Plan) -> Plan:
        """Make the plan in which the worker is back.

        Raises
        ------
        EditError
            The person is not away, or duties that have begun would end without a date.
        """
        duties = plan.frame("duties")
        going_on = (duties["valid_to"] == "") | (duties["valid_to"] > self.date)
        mine = going_on & (duties["kind"] == ABSENT) & (duties["person"] == self.person)
        if not mine.any():
            raise EditError("cover.not_away", {"person": self.person})
        others = going_on & (duties["kind"] == ABSENT) & ~mine
        left = set(duties.loc[mine, "target_id"]) - set(duties.loc[others, "target_id"])
        helpers = going_on & (duties["kind"] == COVER) & duties["target_id"].isin(left)
        return plan.with_tables(duties=ended(duties, mine | helpers, self.date))
