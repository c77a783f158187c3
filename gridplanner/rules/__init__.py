"""Rules: what a plan must keep, each with an id, found by name with place and figures."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from types import MappingProxyType

from gridplanner.errors import UsageError
from gridplanner.model import Plan
from gridplanner.rules import ground, levels, work
from gridplanner.rules.finding import Family, Finding, Severity

#: Rule id → the family that looks for it.
RULES: Mapping[str, Family] = MappingProxyType(
    {
        "geometry.invalid": ground.geometry,
        "geometry.duplicate_points": ground.geometry,
        "geometry.multipart": ground.geometry,
        "geometry.hole": ground.coverage,
        "coverage.overlap": ground.coverage,
        "coverage.gap": ground.coverage,
        "coverage.sliver": ground.coverage,
        "coverage.outside": ground.coverage,
        "hierarchy.count": levels.hierarchy,
        "hierarchy.orphan": levels.hierarchy,
        "hierarchy.crosses_parent": levels.hierarchy,
        "hierarchy.empty": levels.hierarchy,
        "code.format": levels.codes,
        "code.duplicate": levels.codes,
        "code.reused": levels.codes,
        "whole.building": work.whole,
        "whole.compound": work.whole,
        "connected.walk": work.walk,
        "load.deviation": work.load,
        "duty.grid_without_worker": work.duties,
        "duty.entrance_without_captain": work.duties,
        "duty.two_captains": work.duties,
        "duty.captain_over_capacity": work.duties,
        "duty.captain_spans_grids": work.duties,
        "duty.captain_lives_elsewhere": work.duties,
        "household.unlocated": work.households,
        "household.outside": work.households,
        "household.unmatched_address": work.households,
        "household.duplicate": work.households,
    }
)

__all__ = ["RULES", "Finding", "Severity", "check"]


def check(
    plan: Plan, *, rules: Collection[str] | None = None, final: bool = False
) -> list[Finding]:
    """Look for every fault.

    Parameters
    ----------
    plan : Plan
    rules : collection of str, optional
        Rule ids, or beginnings of ids (``"coverage"``); all, where none are named.
    final : bool
        Whether the plan is put forward for approval: what a draft is warned of is then
        an error.

    Returns
    -------
    list of Finding
        By rule in the order of :data:`RULES`; empty for an empty plan.

    Raises
    ------
    UsageError
        A rule is unknown.
    """
    wanted = list(RULES)
    if rules is not None:
        for name in rules:
            if not any(rule == name or rule.startswith(f"{name}.") for rule in RULES):
                raise UsageError("rule.unknown", {"rule": name, "known": ", ".join(RULES)})
        wanted = [r for r in RULES if any(r == n or r.startswith(f"{n}.") for n in rules)]
    found: list[Finding] = []
    for family in dict.fromkeys(RULES[rule] for rule in wanted):
        found += [finding for finding in family(plan, final) if finding.rule in wanted]
    order = {rule: number for number, rule in enumerate(RULES)}
    waived = {(w.rule, w.target) for w in plan.tables["waivers"].itertuples()}
    found = [replace(f, waived=True) if (f.rule, "|".join(f.codes)) in waived else f for f in found]
    return sorted(found, key=lambda finding: (order[finding.rule], finding.codes))
