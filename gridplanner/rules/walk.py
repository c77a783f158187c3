"""``connected.walk``: leaves that a barrier without a crossing cuts in two."""

from __future__ import annotations

import numpy as np

from gridplanner.geometry import shapes_of
from gridplanner.neighbours import unit_owners, walk_parts
from gridplanner.rules.finding import Finding, Scope, found


def look(scope: Scope) -> list[Finding]:
    """Find leaves that cannot be walked through."""
    plan = scope.plan
    if len(plan.tables["units"]) == 0:
        return []
    leaves = plan.leaves
    shapes = shapes_of(leaves.geometry)
    parts = walk_parts(shapes, plan, unit_owners(plan, shapes))
    codes = leaves["code"].to_numpy()
    return [
        found("connected.walk", "error", [codes[at]], shapes[at], {"parts": int(parts[at])})
        for at in np.flatnonzero(parts > 1)
    ]
