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
    points, ids, addresses = (table[name] for name in ("geometry", "id", "address"))
    placed = (table["building"] != "") & (table["room"] != "")
    room = ["building", "entrance", "room"]
    twice = (placed & table.duplicated(room, keep="first")).to_numpy()
    if not twice.any():
        return []
    first = table[placed].groupby(room)["id"].transform("first").reindex(table.index)
    result = []
    for at in np.flatnonzero(twice):
        facts = {"address": str(addresses.iloc[at]), "first": str(first.iloc[at])}
        codes, point = [ids.iloc[at]], points.iloc[at]
        result.append(found("household.duplicate", "warning", codes, point, facts))
    return result
