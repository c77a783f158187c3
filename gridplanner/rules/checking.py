"""Looking for every fault: the table of rules, and the check over it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import cast

from gridplanner.changes import Change
from gridplanner.errors import UsageError
from gridplanner.loads import TABLES as LOAD_TABLES
from gridplanner.model import Plan
from gridplanner.rules import (
    buildings,
    codes,
    coverage,
    doors,
    duties,
    duty_book,
    geometry,
    hierarchy,
    households,
    load,
    party,
    size,
    walk,
    whole,
)
from gridplanner.rules.finding import Family, Finding, Scope, Severity
from gridplanner.rules.profile import Profile
from gridplanner.rules.suggesting import TABLES as PROFILE_TABLES
from gridplanner.rules.suggesting import profile_of

_GROUND = ("grids", "boundary")
_HOMES = ("homes", "buildings")
_GEOMETRY = Family(geometry.look, ("grids",))
_COVERAGE = Family(coverage.look, _GROUND)
_HIERARCHY = Family(hierarchy.look, ("grids",))
_CODES = Family(codes.look, ("grids",))
_SIZE = Family(
    size.look,
    (
        "grids",
        "households",
        "buildings",
        "entrances",
        "boundary",
        "streets",
        "water",
        "mask",
        "duties",
        "settings.served_reach_m",
    ),
)
_WHOLE = Family(
    whole.look,
    ("grids", *_HOMES, "entrances", "compounds", "areas", "settings.split_compounds"),
)
_BUILDINGS = Family(buildings.look, ("buildings",))
_WALK = Family(walk.look, ("grids", "pieces", "water", "streets", "compounds", "gates", "mask"))
_LOAD = Family(load.look, LOAD_TABLES)
_DUTIES = Family(duties.look, ("grids", "buildings", *duty_book.TABLES))
_DOORS = Family(doors.look, ("grids", *duty_book.TABLES))
_HOUSEHOLDS = Family(households.look, ("grids", "entrances", "households", "buildings"))
_PARTY = Family(party.look, (*_HOMES, "compounds", "places"))

#: Rule id → the family that looks for it.
RULES: Mapping[str, Family] = MappingProxyType(
    {
        "geometry.invalid": _GEOMETRY,
        "geometry.duplicate_points": _GEOMETRY,
        "geometry.multipart": _GEOMETRY,
        "geometry.hole": _COVERAGE,
        "coverage.overlap": _COVERAGE,
        "coverage.gap": _COVERAGE,
        "coverage.sliver": _COVERAGE,
        "coverage.outside": _COVERAGE,
        "hierarchy.count": _HIERARCHY,
        "hierarchy.orphan": _HIERARCHY,
        "hierarchy.crosses_parent": _HIERARCHY,
        "hierarchy.empty": _HIERARCHY,
        "code.format": _CODES,
        "code.duplicate": _CODES,
        "code.order": _CODES,
        "code.reused": _CODES,
        "size.households": _SIZE,
        "size.persons": _SIZE,
        "size.area": _SIZE,
        "size.workers": _SIZE,
        "whole.building": _WHOLE,
        "whole.compound": _WHOLE,
        "building.overlap": _BUILDINGS,
        "connected.walk": _WALK,
        "load.deviation": _LOAD,
        "duty.grid_without_worker": _DUTIES,
        "duty.entrance_without_captain": _DOORS,
        "duty.two_captains": _DOORS,
        "duty.captain_over_capacity": _DUTIES,
        "duty.captain_spans_grids": _DUTIES,
        "duty.captain_lives_elsewhere": _DOORS,
        "household.unlocated": _HOUSEHOLDS,
        "household.outside": _HOUSEHOLDS,
        "household.unmatched_address": _HOUSEHOLDS,
        "household.duplicate": _HOUSEHOLDS,
        "party.branch": _PARTY,
    }
)


def check(
    plan: Plan,
    touched: Change | None = None,
    *,
    rules: Collection[str] | None = None,
    final: bool = False,
) -> list[Finding]:
    """Look for every fault.

    What a family of rules found is kept with the plan as long as the tables it reads stay,
    and figures of single leaves as long as their polygons do: after an edit only what was
    touched is worked out again, with the same result.

    Parameters
    ----------
    plan : Plan
    touched : Change, optional
        What changed since a plan that was checked before. Where it reaches no table that
        a family reads, nothing is looked for and the list holds that family's findings as
        they were; the result is always the whole list, the same as without it.
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
        A rule is unknown, or the stored profile cannot be read.
    """
    del touched  # The plan itself knows: results are kept with it, table by table.
    wanted = _wanted(rules)
    profile = profile_of(plan)
    result: list[Finding] = []
    for family in dict.fromkeys(RULES[rule] for rule in wanted):
        result += [each for each in _looked(plan, family, profile, final) if each.rule in wanted]
    waivers = plan.tables["waivers"]
    waived = set(zip(waivers["rule"], waivers["target"], strict=True))
    if waived:
        result = [replace(f, waived=True) if (f.rule, f.target) in waived else f for f in result]
    order = {rule: number for number, rule in enumerate(RULES)}
    return sorted(result, key=lambda each: (order[each.rule], each.codes, each.where or ()))


def _wanted(rules: Collection[str] | None) -> list[str]:
    if rules is None:
        return list(RULES)
    for name in rules:
        if not any(rule == name or rule.startswith(f"{name}.") for rule in RULES):
            raise UsageError("rule.unknown", {"rule": name, "known": ", ".join(RULES)})
    return [r for r in RULES if any(r == n or r.startswith(f"{n}.") for n in rules)]


def _looked(plan: Plan, family: Family, profile: Profile, final: bool) -> list[Finding]:
    """Look, or take what was found on the same tables before."""

    def look(plan: Plan) -> list[Finding]:
        result = []
        for each in family.look(Scope(plan, final, profile)):
            severity = profile.severity.get(each.rule)
            if severity is None:
                result.append(each)
            elif severity != "off":
                result.append(replace(each, severity=cast("Severity", severity)))
        return result

    # By what the profile says: a suggested one rests on the households, and is nearly always
    # the same after an edit of them.
    said = plan.derived("profile_text", lambda _: repr(profile), PROFILE_TABLES)
    key = f"rules.{family.look.__module__}.{final}.{said}"
    return plan.derived(key, look, {*family.tables, "scheme"})
