"""``household.*``: nowhere, outside every leaf, address without a building, twice."""

from __future__ import annotations

import numpy as np

from gridplanner.geometry import shapes_of
from gridplanner.in_force import texts
from gridplanner.locate import buildings_of, locate
from gridplanner.model import Plan
from gridplanner.rules.finding import Finding, Scope, found


def look(scope: Scope) -> list[Finding]:
    """Find households that the plan cannot count."""
    plan = scope.plan
    where = locate(plan)
    table = plan.tables["households"]
    points = shapes_of(table["geometry"])
    ids, addresses = texts(table["id"]), texts(table["address"])
    known = buildings_of(plan, "households") >= 0
    result: list[Finding] = []
    for at in np.flatnonzero(where.households == 0):
        if not where.matched[at]:
            rule = "household.unmatched_address" if addresses[at] else "household.unlocated"
        elif len(where.leaves) == 0:
            continue
        else:
            rule = "household.outside"
        place = None if not known[at] and not where.matched[at] else points[at]
        facts = {"address": str(addresses[at])}
        result.append(found(rule, "warning", [ids[at]], place, facts))
    return result + plan.derived("households_twice", _twice, ["homes"])


def _twice(plan: Plan) -> list[Finding]:
    """Find rows for one room of one building; kept with the plan, as no leaf matters."""
    table = plan.tables["households"]
    building, entrance, room = (texts(table[name]) for name in ("building", "entrance", "room"))
    placed = np.flatnonzero((building != "") & (room != ""))
    rooms = zip(building[placed], entrance[placed], room[placed], strict=True)
    seen: dict[tuple[str, str, str], int] = {}
    first = np.fromiter(map(seen.setdefault, rooms, placed.tolist()), np.int64, len(placed))
    again = np.flatnonzero(first != placed)
    points, ids, addresses = (table[name].to_numpy() for name in ("geometry", "id", "address"))
    result = []
    for at, one in zip(placed[again].tolist(), first[again].tolist(), strict=True):
        facts = {"address": str(addresses[at]), "first": str(ids[one])}
        result.append(found("household.duplicate", "warning", [ids[at]], points[at], facts))
    return result
