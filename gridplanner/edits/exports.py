"""What leaves the office with names in it is written into the journal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gridplanner.model import Plan


@dataclass(frozen=True)
class LogExport:
    """Note an internal export: who and when are the journal's own columns.

    Attributes
    ----------
    file : str
        Name of the file, without its folder.
    format : str
    profile : str
    """

    file: str
    format: str
    profile: str = "internal"
    label = "edit.log_export"

    @property
    def facts(self) -> Mapping[str, Any]:
        """File, format and profile."""
        return {"file": self.file, "format": self.format, "profile": self.profile}

    def apply(self, plan: Plan) -> Plan:
        """Count the exports: an edit that changes nothing would leave no line."""
        count = int(plan.settings.get("internal_exports") or 0)
        return plan.with_settings(internal_exports=count + 1)
