"""``household.*``: nowhere, outside every leaf, address without a building, twice."""

from __future__ import annotations

import numpy as np

from gridplanner.geometry import shapes_of
from gridplanner.locate import locate
from gridplanner.rules.finding import Finding, Scope, found


def look(scope: Scope) -> list[Finding]:
    """Find households that the plan cannot count."""
    plan = scope.plan
    where = locate(plan)
    table = plan.tables["households"]
    points = shapes_of(table["geometry"])
    ids, addresses = table["id"].to_numpy(), table["address"].to_numpy()
    known = table["building"].isin(set(plan.tables["buildings"]["id"])).to_numpy()
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
    placed = (table["building"] != "") & (table["room"] != "")
    room = ["building", "entrance", "room"]
    twice = (placed & table.duplicated(room, keep="first")).to_numpy()
    if twice.any():
        first = table[placed].groupby(room)["id"].transform("first").reindex(table.index)
        for at in np.flatnonzero(twice):
            facts = {"address": str(addresses[at]), "first": str(first.iloc[at])}
            result.append(found("household.duplicate", "warning", [ids[at]], points[at], facts))
    return result
