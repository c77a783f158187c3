"""Edit of how people are counted: which rows are households, and how captains are chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gridplanner.captains import CAPACITY, PREFER, Prefer, checked_wish
from gridplanner.households import HOUSEHOLD_RULE, Rule, checked_rule
from gridplanner.model import Plan


@dataclass(frozen=True)
class ChangeCounting:
    """Change how people are counted; ``None`` leaves a value as it is.

    Attributes
    ----------
    household_rule : {"all", "occupied", "registered"}, optional
        Which households the load counts.
    prefer : {"fewest", "nearest"}, optional
        The fewest captains, or those who live nearest.
    capacity : int, optional
        Households a captain may care for, where the person has no figure.
    """

    household_rule: Rule | None = None
    prefer: Prefer | None = None
    capacity: int | None = None
    label = "edit.counting"

    @property
    def _values(self) -> dict[str, Any]:
        values = {HOUSEHOLD_RULE: self.household_rule, PREFER: self.prefer, CAPACITY: self.capacity}
        return {name: value for name, value in values.items() if value is not None}

    @property
    def facts(self) -> Mapping[str, Any]:
        """What is new, as words for :mod:`gridplanner.wording`."""
        said = [
            f"count_{self.household_rule}" if self.household_rule else "",
            f"captains_{self.prefer}" if self.prefer else "",
            f"captains_room {self.capacity}" if self.capacity else "",
        ]
        return {"what": "、".join(text for text in said if text)}

    def apply(self, plan: Plan) -> Plan:
        """Make the plan with the new values.

        Raises
        ------
        UsageError
            ``households.rule``, ``captains.prefer``, ``captains.capacity``: not one of the
            values, or under 1.
        """
        if self.household_rule is not None:
            checked_rule(self.household_rule)
        checked_wish(self.prefer, self.capacity)
        return plan.with_settings(**self._values)
