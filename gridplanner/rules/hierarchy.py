"""``hierarchy.*``: counts, orphans, children outside their parent, childless parents."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely

from gridplanner.edits.base import Edit
from gridplanner.edits.grids import DeleteGrid
from gridplanner.geometry import Ints, Shapes, prepared, shapes_of, sound_shapes
from gridplanner.repair.row_edits import FollowChildren, SetParent
from gridplanner.rules.finding import Finding, Scope, found

#: Ground of a child that lies outside its parent; less is rounding.
OUTSIDE_M2 = 0.01


def look(scope: Scope) -> list[Finding]:
    """Find what keeps the levels from nesting as the scheme says."""
    plan = scope.plan
    grids = scope.grids
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
        parents = _holders(shapes, numbers, int(at))
        below = [SetParent(str(codes[at]), str(codes[n])) for n in parents]
        result.append(found("hierarchy.orphan", "error", [codes[at]], shapes[at], facts, below))
    child = np.flatnonzero(~orphan & (numbers > 1))
    shapes = prepared(shapes)
    out = child[~shapely.covers(shapes[mother[child]], shapes[child])]
    rest = shapely.difference(sound_shapes(shapes[out]), sound_shapes(shapes[mother[out]]))
    for at, beyond in zip(out, rest, strict=True):
        area = float(shapely.area(beyond))
        if area > OUTSIDE_M2:
            crossing = {"area_m2": round(area, 3), "parent": str(codes[mother[at]])}
            mostly_out = area > 0.5 * float(shapely.area(shapes[at]))
            parents = _holders(shapes, numbers, int(at)) if mostly_out else []
            fixes: list[Edit] = [
                SetParent(str(codes[at]), str(codes[n])) for n in parents if n != mother[at]
            ]
            fixes.append(FollowChildren(str(codes[mother[at]])))
            rule = "hierarchy.crosses_parent"
            result.append(found(rule, "error", [codes[at]], beyond, crossing, fixes))
    empty = (numbers < plan.scheme.depth) & ~np.isin(uids.to_numpy(), parent)
    childless = np.flatnonzero(empty & ~strange)
    return result + [
        found(
            "hierarchy.empty", scope.draft, [codes[at]], shapes[at], None,
            [DeleteGrid(str(codes[at]))],
        )
        for at in childless
    ]  # fmt: skip


def _holders(shapes: Shapes, numbers: Ints, at: int) -> list[int]:
    """Grids of the level above that hold most of a grid, the most first, three at most."""
    above = np.flatnonzero(numbers == numbers[at] - 1)
    if len(above) == 0:
        return []
    common = shapely.area(
        shapely.intersection(sound_shapes(shapes[above]), sound_shapes(shapes[[at]])[0])
    )
    order = np.argsort(-np.round(common, 3), kind="stable")[:3]
    return [int(above[n]) for n in order if common[n] > 0]
