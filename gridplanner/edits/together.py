"""Several edits that are one step of the history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gridplanner.edits.base import Edit
from gridplanner.model import Plan


@dataclass(frozen=True, eq=False)
class Together:
    """Several edits that are one step of the history; the last one gives the label."""

    edits: tuple[Edit, ...]

    @property
    def label(self) -> str:
        """Label of the last edit."""
        return self.edits[-1].label

    @property
    def facts(self) -> Mapping[str, Any]:
        """Facts of the last edit."""
        return self.edits[-1].facts

    def apply(self, plan: Plan) -> Plan:
        """Apply the edits in turn."""
        for edit in self.edits:
            plan = edit.apply(plan)
        return plan
