"""``hierarchy.*``: counts, orphans, children outside their parent, childless parents."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import shapely

from gridplanner.edits.base import Edit
from gridplanner.edits.grids import DeleteGrid
from gridplanner.geometry import Ints, Shapes, prepared, sound_shapes
from gridplanner.repair.row_edits import FollowChildren, SetParent
from gridplanner.rules.candidates import beside
from gridplanner.rules.finding import Finding, Scope, found

#: Ground of a child that lies outside its parent; less is rounding.
OUTSIDE_M2 = 0.01


def look(scope: Scope) -> list[Finding]:
    """Find what keeps the levels from nesting as the scheme says."""
    plan = scope.plan
    grids = scope.rows
    result: list[Finding] = []
    if len(grids) == 0:
        return result
    numbers = grids.levels
    for level in plan.scheme.levels:
        count = int((numbers == level.level).sum())
        if count != level.count:
            counts = {
                "level": level.level, "name": level.name, "name_en": level.name_en,
                "count": count, "expected": level.count,
            }  # fmt: skip
            result.append(found("hierarchy.count", scope.draft, [], None, counts))
    shapes, codes, parent = grids.shapes, grids.codes, grids.parents
    uids = pd.Index(grids.uids)
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
    keys = [(shapes[mother[at]], shapes[at]) for at in child]
    kept = scope.kept("beyond the parent")
    beyond_all = kept.of(keys, lambda n: _beyond(shapes[mother[child[n]]], shapes[child[n]]))
    for at, beyond in zip(child, beyond_all, strict=True):
        if beyond is None:
            continue
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


def _beyond(mothers: Shapes, children: Shapes) -> list[Any]:
    """Give the ground of each child outside its parent; ``None`` where the parent covers it."""
    unique, at = np.unique([id(shape) for shape in mothers], return_inverse=True)
    first = np.zeros(len(unique), dtype=np.int64)
    first[at[::-1]] = np.arange(len(mothers))[::-1]
    whole = prepared(mothers[first])
    out = np.flatnonzero(~shapely.covers(whole[at], children))
    result: list[Any] = [None] * len(children)
    rest = shapely.difference(sound_shapes(children[out]), sound_shapes(mothers[out]))
    for n, beyond in zip(out, rest, strict=True):
        result[n] = beyond
    return result


def _holders(shapes: Shapes, numbers: Ints, at: int) -> list[int]:
    """Grids of the level above that hold most of a grid, the most first, three at most.

    Where none holds any of it, as after they were put together without it: those with the
    longest border along it.
    """
    above = np.flatnonzero(numbers == numbers[at] - 1)
    if len(above) == 0:
        return []
    mine = sound_shapes(shapes[[at]])[0]
    common = shapely.area(shapely.intersection(sound_shapes(shapes[above]), mine))
    if not (common > 0).any():
        return [int(name) for name in beside(mine, shapes[above], above)]
    order = np.argsort(-np.round(common, 3), kind="stable")[:3]
    return [int(above[n]) for n in order if common[n] > 0]
