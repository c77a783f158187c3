"""``hierarchy.*``: counts, orphans, children outside their parent, childless parents."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely

from gridplanner.geometry import shapes_of, sound_shapes
from gridplanner.rules.finding import Finding, Scope, found

#: Ground of a child that lies outside its parent; less is rounding.
OUTSIDE_M2 = 0.01


def look(scope: Scope) -> list[Finding]:
    """Find what keeps the levels from nesting as the scheme says."""
    plan = scope.plan
    grids = plan.valid_grids
    result: list[Finding] = []
    if len(grids) == 0:
        return result
    numbers = grids["level"].to_numpy(dtype=np.int64)
    for level in plan.scheme.levels:
        count = int((numbers == level.level).sum())
        if count != level.count:
            counts = {
                "level": level.level, "name": level.name, "name_en": level.name_en,
                "count": count, "expected": level.count,
            }  # fmt: skip
            result.append(found("hierarchy.count", scope.draft, [], None, counts))
    shapes = shapes_of(grids.geometry)
    codes = grids["code"].to_numpy()
    uids = pd.Index(grids["uid"].to_numpy(dtype=np.int64))
    parent = grids["parent"].fillna(0).to_numpy(dtype=np.int64)
    mother = uids.get_indexer(pd.Index(parent)) if uids.is_unique else np.full(len(uids), -1)
    strange = (numbers < 1) | (numbers > plan.scheme.depth)
    above = np.where(mother >= 0, numbers[mother], 0)
    orphan = strange | ((numbers > 1) & (above != numbers - 1))
    for at in np.flatnonzero(orphan):
        facts = {"level": int(numbers[at])}
        result.append(found("hierarchy.orphan", "error", [codes[at]], shapes[at], facts))
    child = np.flatnonzero(~orphan & (numbers > 1))
    shapely.prepare(shapes)
    out = child[~shapely.covers(shapes[mother[child]], shapes[child])]
    rest = shapely.difference(sound_shapes(shapes[out]), sound_shapes(shapes[mother[out]]))
    for at, beyond in zip(out, rest, strict=True):
        area = float(shapely.area(beyond))
        if area > OUTSIDE_M2:
            crossing = {"area_m2": round(area, 3), "parent": str(codes[mother[at]])}
            result.append(found("hierarchy.crosses_parent", "error", [codes[at]], beyond, crossing))
    empty = (numbers < plan.scheme.depth) & ~np.isin(uids.to_numpy(), parent)
    childless = np.flatnonzero(empty & ~strange)
    return result + [
        found("hierarchy.empty", scope.draft, [codes[at]], shapes[at]) for at in childless
    ]
