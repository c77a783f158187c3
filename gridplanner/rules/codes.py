"""``code.*``: pattern, duplicates, reading order, reuse of retired codes."""

from __future__ import annotations

import re
from collections import defaultdict

import numpy as np
import pandas as pd
import shapely

from gridplanner.by_shape import ByShape
from gridplanner.codes import code_regex, row_height_m
from gridplanner.geometry import Shapes
from gridplanner.in_force import InForce, ancestors, texts
from gridplanner.repair.row_edits import Recode, Renumber
from gridplanner.rules.finding import Finding, Scope, found

#: A grid is out of order when it lies this many rows north of one with a lower number.
#: Rows are bands of the town's height, and a border moved since may have changed the band.
ROWS_NORTH = 1.5

#: A level, and the codes of the grids above.
_Above = tuple[int, tuple[str, ...]]


def look(scope: Scope) -> list[Finding]:
    """Find codes that are no proper codes."""
    plan = scope.plan
    grids = scope.rows
    shapes, codes, parents = grids.shapes, grids.codes, grids.parents
    every = plan.tables["grids"]
    retired = set(texts(every["code"])[texts(every["valid_to"]) != ""])
    twice = pd.Index(codes).duplicated(keep=False)
    result: list[Finding] = []
    patterns: dict[tuple[int, int], re.Pattern[str]] = {}
    known = plan.derived("code patterns", lambda _: dict[_Above, re.Pattern[str]](), ["scheme"])
    groups: dict[tuple[int, str], list[int]] = defaultdict(list)
    # Of grids with the same code the last one gets another.
    last = dict(zip(codes, map(int, grids.fids), strict=True))
    fid_of = every.index.to_numpy(dtype=np.int64).tolist()
    parent_of = dict(zip(fid_of, every["parent"].to_numpy(np.int64, na_value=0).tolist(),
                         strict=True))  # fmt: skip
    code_of = dict(zip(fid_of, map(str, texts(every["code"])), strict=True))
    for at, (fid, level) in enumerate(zip(grids.fids.tolist(), grids.levels.tolist(), strict=True)):
        code = codes[at]
        if 1 <= level <= plan.scheme.depth:
            rule = plan.scheme.levels[int(level) - 1]
            key = (int(level), int(parents[at]))
            if key not in patterns:
                above = int(level), tuple(code_of[a] for a in ancestors(parent_of, fid))
                if above not in known:
                    known[above] = code_regex(rule, above[1])
                patterns[key] = known[above]
            if not patterns[key].fullmatch(code):
                facts = {"pattern": rule.pattern}
                result.append(
                    found("code.format", "error", [code], shapes[at], facts, [Recode(int(fid))])
                )
            elif "{n" in rule.pattern:
                # Codes of given areas are not ours to order.
                groups[int(level), patterns[key].pattern].append(at)
        if twice[at]:
            result.append(
                found("code.duplicate", "error", [code], shapes[at], None, [Recode(last[code])])
            )
        if code in retired:
            result.append(
                found("code.reused", "error", [code], shapes[at], None, [Recode(int(fid))])
            )
    for rows in groups.values():
        result += _order(scope, grids, rows)
    return result


def _centres(shapes: Shapes) -> list[tuple[float, float]]:
    centres = shapely.centroid(shapes)
    return list(zip(shapely.get_x(centres).tolist(), shapely.get_y(centres).tolist(), strict=True))


def _order(scope: Scope, grids: InForce, rows: list[int]) -> list[Finding]:
    """Codes of one ancestor that run against west → east, north → south.

    A code once issued is never re-sorted, so only grids that are all still drafts are
    asked, and only a plain contradiction counts: see :data:`ROWS_NORTH`.
    """
    names, shapes = grids.codes[rows], grids.shapes
    issued = (grids.valid_from[rows] != "").any()
    several = len(rows) > 1 and len(set(names)) == len(names)
    if issued or not several or len({len(name) for name in names}) > 1:
        return []
    order = np.argsort(names, kind="stable")
    kept = scope.plan.derived("centres", lambda _: ByShape[tuple[float, float]](), ())
    centres = np.array(kept.of(shapes[np.asarray(rows)[order]], _centres)).reshape(-1, 2)
    height = row_height_m(centres)
    if height <= 0:
        return []
    north = centres[:, 1] - np.minimum.accumulate(centres[:, 1])
    late = np.flatnonzero(north > ROWS_NORTH * height)
    if len(late) == 0:
        return []
    worst = int(late[np.argmax(north[late])])
    facts = {
        "count": len(late),
        "before": str(names[order][int(np.argmin(centres[: worst + 1, 1]))]),
        "north_m": round(float(north[worst]), 1),
    }
    shape = shapes[rows[order[worst]]]
    fixes = [Renumber(tuple(map(str, names[order])))]
    return [found("code.order", "info", [names[order][worst]], shape, facts, fixes)]
