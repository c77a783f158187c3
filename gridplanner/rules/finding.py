"""A finding: one fault, with its place and its figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from gridplanner.model import Plan

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True)
class Finding:
    """One fault of a plan.

    Attributes
    ----------
    rule : str
        Id of the rule, such as ``"coverage.overlap"``; also the key of its sentence.
    severity : {"error", "warning", "info"}
    codes : tuple of str
        Codes of the grids (or ids of doors, households, persons) concerned.
    where : tuple of float or None
        A place to zoom to, x and y in the plan's CRS.
    facts : mapping
        Figures with their units in the name (``area_m2``, ``deviation``).
    fixes : tuple of str
        Codes of fixes that may be offered.
    waived : bool
        Whether the project accepts it, with a reason.
    """

    rule: str
    severity: Severity
    codes: tuple[str, ...]
    where: tuple[float, float] | None
    facts: Mapping[str, Any] = field(default_factory=dict)
    fixes: tuple[str, ...] = ()
    waived: bool = False


#: A family of rules: looks at a plan, says everything it finds.
Family = Callable[[Plan, bool], list[Finding]]
