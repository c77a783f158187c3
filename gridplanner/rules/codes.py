"""``code.*``: pattern, duplicates, reading order, reuse of retired codes."""

from __future__ import annotations

import re
from collections import defaultdict

import numpy as np
import pandas as pd
import shapely

from gridplanner.codes import code_regex, row_height_m
from gridplanner.edits.grid_rows import ancestors_of
from gridplanner.geometry import Shapes, shapes_of
from gridplanner.repair.row_edits import Recode, Renumber
from gridplanner.rules.finding import Finding, Scope, found

#: A grid is out of order when it lies this many rows north of one with a lower number.
#: Rows are bands of the town's height, and a border moved since may have changed the band.
ROWS_NORTH = 1.5


def look(scope: Scope) -> list[Finding]:
    """Find codes that are no proper codes."""
    plan = scope.plan
    grids = scope.grids
    shapes = shapes_of(grids.geometry)
    every = plan.tables["grids"]
    retired = set(every.loc[every["valid_to"] != "", "code"])
    twice = grids["code"].duplicated(keep=False).to_numpy()
    result: list[Finding] = []
    codes = grids["code"].astype(str).to_numpy()
    patterns: dict[tuple[int, int], re.Pattern[str]] = {}
    groups: dict[tuple[int, str], list[int]] = defaultdict(list)
    # Of grids with the same code the last one gets another.
    last = dict(zip(codes, map(int, grids.index), strict=True))
    parents = grids["parent"].fillna(0).to_numpy(dtype=np.int64)
    for at, (fid, level) in enumerate(
        zip(grids.index, grids["level"].to_numpy(dtype=np.int64), strict=True)
    ):
        code = codes[at]
        if 1 <= level <= plan.scheme.depth:
            rule = plan.scheme.levels[int(level) - 1]
            key = (int(level), int(parents[at]))
            if key not in patterns:
                above = [str(every.loc[a, "code"]) for a in ancestors_of(every, int(fid))]
                patterns[key] = code_regex(rule, above)
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
        result += _order(grids, codes, shapes, rows)
    return result


def _order(grids: pd.DataFrame, codes: object, shapes: Shapes, rows: list[int]) -> list[Finding]:
    """Codes of one ancestor that run against west → east, north → south.

    A code once issued is never re-sorted, so only grids that are all still drafts are
    asked, and only a plain contradiction counts: see :data:`ROWS_NORTH`.
    """
    names = np.asarray(codes)[rows]
    issued = (grids["valid_from"].to_numpy()[rows] != "").any()
    several = len(rows) > 1 and len(set(names)) == len(names)
    if issued or not several or len({len(name) for name in names}) > 1:
        return []
    order = np.argsort(names, kind="stable")
    centres = shapely.get_coordinates(shapely.centroid(shapes[np.asarray(rows)[order]]))
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
