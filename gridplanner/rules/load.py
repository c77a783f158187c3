"""``load.deviation``: leaves that bear too much or too little."""

from __future__ import annotations

import numpy as np
import pandas as pd

from gridplanner.loads import loads
from gridplanner.rules.finding import Finding, Scope, found


def look(scope: Scope) -> list[Finding]:
    """Find leaves over the profile's limits of deviation."""
    figures = loads(scope.plan)
    leaves = scope.ends
    warn, error = scope.profile.load_warn, scope.profile.load_error
    over = np.flatnonzero(np.abs(figures.deviation) > warn)
    row = pd.Index(leaves.uids).get_indexer(pd.Index(figures.uids))
    codes, shapes = leaves.codes, leaves.shapes
    result = []
    for at in over:
        deviation = float(figures.deviation[at])
        bad = abs(deviation) > error
        facts = {
            "deviation": round(deviation, 4),
            "load": round(float(figures.blend.loads[at]), 3),
            "target": round(float(figures.target[at]), 3),
            "limit": error if bad else warn,
        }
        code, shape = codes[row[at]], scope.middle(shapes[row[at]])
        result.append(found("load.deviation", "error" if bad else "warning", [code], shape, facts))
    return result
