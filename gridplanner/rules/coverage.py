"""``coverage.*`` and ``geometry.hole``: overlaps, gaps, slivers, ground outside the boundary."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from itertools import combinations

import numpy as np
import shapely
from shapely import STRtree

from gridplanner.by_shape import ByShape
from gridplanner.edits.base import Edit
from gridplanner.geometry import Floats, Shapes, shapes_of
from gridplanner.in_force import sound_kept
from gridplanner.repair.ground_edits import GiveGround, YieldGround
from gridplanner.rules.arms import arms, sides_m
from gridplanner.rules.candidates import beside, double, give, merge
from gridplanner.rules.finding import Finding, Scope, found
from gridplanner.seams import Edges, seams
from gridplanner.units.blocks import boundary_of

#: Overlaps and gaps up to this area are not found: 1 mm along 1 m of border.
NOTHING_M2 = 0.001


def look(scope: Scope) -> list[Finding]:
    """Find what keeps the leaves from covering the boundary once and whole."""
    plan = scope.plan
    shapes = scope.ends.shapes
    if len(plan.tables["boundary"]) == 0:
        return []
    if len(shapes) == 0:
        return _above(scope)
    return [*_seams(scope, shapes), *_above(scope), *_slivers(scope, shapes)]


def _seams(scope: Scope, shapes: Shapes) -> list[Finding]:
    codes = scope.ends.codes
    boundary = scope.plan.derived("boundary_whole", boundary_of, ["boundary"])
    kept = scope.plan.derived("edges", lambda _: ByShape[Edges](), ())
    wrong = seams(boundary, shapes, kept, partial(sound_kept, scope.plan))
    if len(wrong.faces) == 0:
        return []
    pairs: dict[tuple[int, int], list[int]] = defaultdict(list)
    beyond: dict[int, list[int]] = defaultdict(list)
    result: list[Finding] = []
    edge = shapely.boundary(boundary)
    tree = STRtree(shapes)
    for at, owners in enumerate(wrong.owners):
        for pair in combinations(owners, 2):
            pairs[pair].append(at)
        if not wrong.inside[at]:
            for owner in owners:
                beyond[owner].append(at)
        area = float(shapely.area(wrong.faces[at]))
        if wrong.inside[at] and not owners and area > NOTHING_M2:
            near = codes[tree.query(wrong.faces[at], predicate="intersects")]
            hole = len(near) == 1 and not shapely.intersects(wrong.faces[at], edge)
            facts = {"area_m2": round(area, 3), "width_m": round(width_m(wrong.faces[at]), 3)}
            rule = "geometry.hole" if hole else "coverage.gap"
            fixes = give(wrong.faces[at], beside(wrong.faces[at], shapes, codes))
            result.append(found(rule, scope.draft, sorted(near), wrong.faces[at], facts, fixes))
    for (a, b), at_all in pairs.items():
        parts = wrong.faces[at_all]
        area = float(shapely.area(parts).sum())
        if area > NOTHING_M2:
            main = parts[int(np.argmax(shapely.area(parts)))]
            facts = {"area_m2": round(area, 3), "width_m": round(width_m(main), 3)}
            names = sorted((str(codes[a]), str(codes[b])))
            # Who has the lower code holds the houses there now, and keeps them.
            fixes = [
                *double(scope.plan, scope.ends.uids, a, b, area, shapes),
                *give(shapely.union_all(parts), names),
            ]
            result.append(found("coverage.overlap", "error", names, main, facts, fixes))
    for owner, at_all in beyond.items():
        parts = wrong.faces[at_all]
        area = float(shapely.area(parts).sum())
        if area > NOTHING_M2:
            main = parts[int(np.argmax(shapely.area(parts)))]
            facts = {"area_m2": round(area, 3), "width_m": round(width_m(main), 3)}
            fixes = [GiveGround(shapely.union_all(parts), None)]
            result.append(found("coverage.outside", "error", [codes[owner]], main, facts, fixes))
    return result


def _above(scope: Scope) -> list[Finding]:
    """Overlaps on upper levels of grids that have no children: they own their ground too."""
    plan = scope.plan
    mothers = scope.rows.parents
    result: list[Finding] = []
    for level in range(1, plan.scheme.depth):
        rows = scope.rows.on(level)
        childless = ~np.isin(rows.uids, mothers)
        if not childless.any():
            continue
        shapes, codes = sound_kept(plan, rows.shapes), rows.codes
        one, two = STRtree(shapes).query(shapes, predicate="intersects")
        pick = (one < two) & (childless[one] | childless[two])
        common = shapely.intersection(shapes[one[pick]], shapes[two[pick]])
        for a, b, shape in zip(one[pick], two[pick], common, strict=True):
            area = float(shapely.area(shape))
            if area > NOTHING_M2:
                facts = {"area_m2": round(area, 3), "width_m": round(width_m(shape), 3)}
                names = sorted((str(codes[a]), str(codes[b])))
                # Who has children has their ground; else the lower code keeps it.
                bare = {str(codes[at]) for at in (a, b) if childless[at]}
                fixes: list[Edit] = [
                    *double(plan, rows.uids, int(a), int(b), area, shapes),
                    *(YieldGround(names[n], names[1 - n]) for n in (1, 0) if names[n] in bare),
                ]
                result.append(found("coverage.overlap", "error", names, shape, facts, fixes))
    return result


def _slivers(scope: Scope, shapes: Shapes) -> list[Finding]:
    """Parts of leaves under the profile's width or area."""
    codes = scope.ends.codes
    parts, owner = shapely.get_parts(shapes, return_index=True)
    area = shapely.area(parts)
    width = widths_m(parts)
    thin = (area < scope.profile.sliver_area_m2) | (width < scope.profile.sliver_width_m)
    result = []
    for at in np.flatnonzero(thin):
        facts = {"area_m2": round(float(area[at]), 3), "width_m": round(float(width[at]), 3)}
        code = codes[owner[at]]
        near = beside(parts[at], shapes, codes, without=int(owner[at]))
        whole = shapes[owner[at]].geom_type == "Polygon"
        fixes = merge(code, near) if whole else give(parts[at], near)
        result.append(found("coverage.sliver", "error", [code], parts[at], facts, fixes))
    return result + _hanging(scope, shapes)


def _hanging(scope: Scope, shapes: Shapes) -> list[Finding]:
    """Find strips under the profile's width that hang on a leaf which is wide elsewhere."""
    codes = scope.ends.codes
    result = []
    for leaf, found_arms in enumerate(arms(scope.plan, shapes, scope.profile.sliver_width_m)):
        for arm in found_arms:
            wide, long = sides_m(arm)
            facts = {
                "kind": "arm", "area_m2": round(float(shapely.area(arm)), 3),
                "width_m": round(wide, 3), "length_m": round(long, 1),
            }  # fmt: skip
            fixes = give(arm, beside(arm, shapes, codes, leaf, scope.borders))
            result.append(found("coverage.sliver", "error", [codes[leaf]], arm, facts, fixes))
    return result


def widths_m(shapes: Shapes) -> Floats:
    """Mean width of long thin polygons: twice the area over the outline; 0 for empty ones."""
    length = shapely.length(shapes)
    return np.divide(2.0 * shapely.area(shapes), length, out=np.zeros(len(shapes)),
                     where=length > 0)  # fmt: skip


def width_m(shape: shapely.Geometry) -> float:
    """Mean width of one long thin polygon."""
    return float(widths_m(shapes_of([shape]))[0])
