"""Rules about levels and codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import shapely

from gridplanner.codes import code_regex
from gridplanner.edits.grid_rows import ancestors_of
from gridplanner.geometry import shapes_of
from gridplanner.model import Plan
from gridplanner.rules.finding import Finding, Severity

#: Ground of a child that lies outside its parent; less is rounding.
OUTSIDE_M2 = 0.01


def hierarchy(plan: Plan, final: bool) -> list[Finding]:
    """``hierarchy.*``: counts, orphans, children outside their parent, childless parents."""
    found: list[Finding] = []
    grids = plan.valid_grids
    if len(grids) == 0:
        return found
    severity: Severity = "error" if final else "warning"
    for level in plan.scheme.levels:
        count = int((grids["level"] == level.level).sum())
        if count != level.count:
            counts = {
                "level": level.level, "name": level.name, "name_en": level.name_en,
                "count": count, "expected": level.count,
            }  # fmt: skip
            found.append(Finding("hierarchy.count", severity, (), None, counts))
    known = dict(zip(grids["uid"], grids["level"], strict=True))
    shapes = shapes_of(grids.geometry)
    place = pd.Index(grids["uid"])
    parent_code = dict(zip(grids["uid"], grids["code"], strict=True))
    has_child = set(grids["parent"].dropna().astype(int))
    for at, (uid, level, parent, code) in enumerate(
        zip(grids["uid"], grids["level"], grids["parent"], grids["code"], strict=True)
    ):
        unknown = not 1 <= level <= plan.scheme.depth
        if unknown or (level > 1 and (pd.isna(parent) or known.get(int(parent)) != level - 1)):
            facts = {"level": int(level)}
            found.append(_grid("hierarchy.orphan", "error", code, shapes[at], facts))
        elif level > 1:
            mother = shapes[place.get_loc(int(parent))]
            if not shapely.covers(mother, shapes[at]):
                sound = shapely.make_valid(np.array([shapes[at], mother], dtype=object))
                out = float(shapely.area(shapely.difference(*sound)))
                if out > OUTSIDE_M2:
                    crossing = {"area_m2": round(out, 3), "parent": parent_code[int(parent)]}
                    found.append(
                        _grid("hierarchy.crosses_parent", "error", code, shapes[at], crossing)
                    )
        if level < plan.scheme.depth and int(uid) not in has_child:
            found.append(_grid("hierarchy.empty", severity, code, shapes[at], {}))
    return found


def codes(plan: Plan, final: bool) -> list[Finding]:
    """``code.*``: pattern, duplicates, reuse of retired codes."""
    del final
    grids = plan.valid_grids
    found: list[Finding] = []
    shapes = shapes_of(grids.geometry)
    every = plan.tables["grids"]
    retired = set(every.loc[every["valid_to"] != "", "code"])
    twice = grids["code"].duplicated(keep=False).to_numpy()
    for at, (fid, level, code) in enumerate(
        zip(grids.index, grids["level"], grids["code"], strict=True)
    ):
        ancestors = [str(every.loc[a, "code"]) for a in ancestors_of(every, int(fid))]
        if 1 <= level <= plan.scheme.depth:
            rule = plan.scheme.levels[int(level) - 1]
            if not code_regex(rule, ancestors).fullmatch(str(code)):
                facts = {"pattern": rule.pattern}
                found.append(_grid("code.format", "error", code, shapes[at], facts))
        if twice[at]:
            found.append(_grid("code.duplicate", "error", code, shapes[at], {}))
        if code in retired:
            found.append(_grid("code.reused", "error", code, shapes[at], {}))
    return found


def _grid(
    rule: str, severity: Severity, code: str, shape: Any, facts: Mapping[str, object]
) -> Finding:
    point = np.asarray(shapely.get_coordinates(shapely.point_on_surface(shape))).ravel()
    return Finding(rule, severity, (str(code),), (float(point[0]), float(point[1])), facts)
