"""``whole.*``: buildings and compounds that a leaf border cuts or mixes with outside ground."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import shapely

from gridplanner.edits.base import Edit
from gridplanner.geometry import (
    GRID_SIZE_M,
    Bools,
    Floats,
    Ints,
    Shapes,
    shapes_of,
    sound_shapes,
    sums,
)
from gridplanner.in_force import sound_kept
from gridplanner.locate import buildings_of, houses_of
from gridplanner.model import Plan
from gridplanner.owners import Owners, main_owners
from gridplanner.rules.candidates import beside, give
from gridplanner.rules.finding import Finding, Scope, found
from gridplanner.units.compounds import sound_compounds, whole_compounds


def look(scope: Scope) -> list[Finding]:
    """Find what should change hands whole and does not."""
    plan = scope.plan
    if len(scope.ends) == 0:
        return []
    shapes = sound_kept(plan, scope.ends.shapes)
    codes = scope.ends.codes
    buildings = plan.tables["buildings"]
    houses = houses_of(plan)
    leaf, whole = houses.all, houses.whole
    home = pd.Index(scope.ends.uids).get_indexer(pd.Index(leaf))
    polygons = shapes_of(buildings["geometry"])
    ids = buildings["id"]
    result = _cut("whole.building", scope, ids, polygons, home, whole, shapes, codes)
    compounds = plan.tables["compounds"]
    if len(compounds):
        one_unit = whole_kept(plan)
        areas = sound_compounds(plan)
        owners = plan.derived("owners_compounds", lambda _: Owners(areas), ["compounds"])
        owner, whole = owners.of(shapes), owners.whole(shapes)
        owner, ids = np.where(one_unit, owner, -1), compounds["id"]
        result += _cut("whole.compound", scope, ids, areas, owner, whole, shapes, codes)
        result += _mixed(scope, areas, one_unit)
    return result


def whole_kept(plan: Plan) -> Bools:
    """Tell of each compound whether it is one unit; kept with the plan."""
    tables = ["compounds", "scheme", "homes", "buildings", "settings.split_compounds"]
    return plan.derived("rules.whole_compounds", whole_compounds, tables)


def _cut(
    rule: str,
    scope: Scope,
    ids: Any,
    polygons: Shapes,
    owner: Ints,
    whole: Bools,
    leaves: Shapes,
    codes: Any,
) -> list[Finding]:
    """Find polygons of which more than the tolerance lies in leaves that do not own them."""
    pick = np.flatnonzero((shapely.get_dimensions(polygons) == 2) & (owner >= 0) & ~whole)
    keys = [(polygons[at], leaves[owner[at]]) for at in pick]

    def outside(missing: Ints) -> list[Any]:
        at = pick[missing]
        return list(shapely.difference(sound_shapes(polygons[at]), leaves[owner[at]]))

    rest = scope.kept(rule).of(keys, outside)
    # Only what another leaf holds is cut off; the boundary may cross a building, and what
    # two leaves hold is another rule's.
    tree = shapely.STRtree(leaves)
    names = np.asarray(ids)
    doubles, law = _Doubles(scope.plan, rule, polygons, owner), _Law(scope.plan)
    result = []
    for at, leaf, beyond in zip(pick, owner[pick], rest, strict=True):
        if shapely.area(beyond) <= scope.profile.cut_m2:
            continue
        near = np.array([n for n in tree.query(beyond, predicate="intersects") if n != leaf], int)
        shared: Floats = np.asarray(shapely.area(shapely.intersection(leaves[near], beyond)))
        if shared.sum() <= scope.profile.cut_m2:
            continue
        own = doubles.without(int(at), beyond)
        if shapely.area(own) <= scope.profile.cut_m2:
            # Two outlines claim the same ground, and a border runs between them: no border
            # can keep both whole. ``building.overlap`` names the outlines.
            continue
        order = near[np.argsort(-shared, kind="stable")][np.sort(-shared) < 0]
        facts = {"id": str(names[at]), "area_m2": round(float(shared.sum()), 2)}
        names_cut = [codes[leaf], *codes[order]]
        area = law.cuts(leaves[leaf], own, scope.profile.cut_m2)
        if area:
            by_law = {**facts, "kind": "given", "area": area}
            result.append(found(rule, "info", names_cut, beyond, by_law))
        else:
            fixes = give(beyond, [codes[leaf]])
            result.append(found(rule, "error", names_cut, beyond, facts, fixes))
    return result


class _Doubles:
    """Ground that outlines of other leaves claim too."""

    def __init__(self, plan: Plan, rule: str, polygons: Shapes, owner: Ints) -> None:
        self._polygons, self._owner = polygons, owner
        # Made with the first check, so that an edit that cuts something need not.
        table = f"{rule.partition('.')[2]}s"
        self._tree = plan.derived(f"tree of {table}", lambda _: shapely.STRtree(polygons), [table])

    def without(self, at: int, ground: Any) -> Any:
        """Take off what other outlines claim whose leaf is another."""
        near = self._tree.query(ground, predicate="intersects")
        near = near[(near != at) & (self._owner[near] != self._owner[at])]
        near = near[shapely.get_dimensions(self._polygons[near]) == 2]
        if len(near) == 0:
            return ground
        return shapely.difference(ground, shapely.union_all(sound_shapes(self._polygons[near])))


class _Law:
    """Lines of given areas: what they cut is cut by law, not by a planner."""

    def __init__(self, plan: Plan) -> None:
        areas = plan.tables["areas"]
        self._shapes, self._names = shapes_of(areas["geometry"]), areas["name"].to_numpy()
        self._codes = areas["code"].to_numpy()

    def cuts(self, leaf: Any, ground: Any, most_m2: float) -> str:
        """Name the given area whose line a leaf keeps to and ground lies beyond; else ``""``."""
        for at in np.flatnonzero(shapely.intersects(self._shapes, leaf)):
            area = sound_shapes(self._shapes[[at]])[0]
            inside = shapely.area(shapely.intersection(ground, area))
            if inside <= most_m2 and shapely.area(shapely.difference(leaf, area)) <= most_m2:
                return str(self._names[at] or self._codes[at])
        return ""


def _mixed(scope: Scope, areas: Shapes, one_unit: Bools) -> list[Finding]:
    """Leaves that mix homes of a larger compound with homes outside it.

    A larger compound is divided by building and counts as whole as long as no leaf has
    both; what is outside and has no homes (a verge, a shop) mixes nothing.
    """
    plan, leaves = scope.plan, scope.ends
    large = np.flatnonzero(~one_unit & (shapely.area(areas) > 0))
    if len(large) == 0:
        return []
    ids = plan.tables["compounds"]["id"].to_numpy()
    split = set(plan.settings.get("split_compounds", []))
    inside = compound_of_building(plan, areas)
    lived = _lived(plan)
    where = pd.Index(leaves.uids).get_indexer(pd.Index(houses_of(plan).all))
    homes = np.flatnonzero((lived > 0) & (where >= 0))
    leaf_of, count = where[homes], len(leaves)
    all_in = sums(leaf_of, lived[homes], count).astype(np.int64)
    # Rows are the compounds, columns the leaves; row 0 is what lies in none.
    table = sums((inside[homes] + 1) * count + leaf_of, lived[homes], (len(areas) + 1) * count)
    held = table.reshape(-1, count).astype(np.int64)[1:]
    asked = np.array([at for at in large.tolist() if str(ids[at]) not in split], dtype=np.int64)
    row, column = np.nonzero((held[asked] > 0) & (all_in > held[asked]))
    mixed = list(zip(asked[row].tolist(), column.tolist(), strict=True))
    shapes = leaves.shapes
    keys = [(shapes[leaf], areas[compound]) for compound, leaf in mixed]

    def cut(missing: Ints) -> list[tuple[Any, float, Any]]:
        whole = sound_shapes(shapes_of([keys[n][0] for n in missing]))
        area = shapes_of([keys[n][1] for n in missing])
        part = shapely.intersection(whole, area)
        rest = shapely.difference(whole, area, grid_size=GRID_SIZE_M)
        return list(zip(part, shapely.area(part).tolist(), rest, strict=True))

    result = []
    parts = scope.kept("mixed", ["compounds"]).of(keys, cut)
    for (compound, leaf), (part, area, rest) in zip(mixed, parts, strict=True):
        within = int(held[compound, leaf])
        outside = int(all_in[leaf]) - within
        facts = {
            "id": str(ids[compound]), "kind": "mixed",
            "inside_households": within, "outside_households": outside,
            "area_m2": round(area, 2),
        }  # fmt: skip
        # What has fewer homes goes: the compound's part, or what lies outside it.
        options = [(within, part), (outside, rest)]
        fixes: list[Edit] = []
        for _, ground in sorted(options, key=lambda each: each[0]):
            near = beside(ground, shapes, leaves.codes, leaf, scope.borders, scope.boxes)
            fixes += give(ground, near)
        codes, place = [leaves.codes[leaf]], scope.middle(part)
        result.append(found("whole.compound", "warning", codes, place, facts, fixes))
    return result


def compound_of_building(plan: Plan, areas: Shapes) -> Ints:
    """Give the compound that holds most of each building, -1 for none; kept with the plan."""
    tables = ["buildings", "compounds"]
    shapes = shapes_of(plan.tables["buildings"]["geometry"])
    return plan.derived("compound_of_building", lambda _: main_owners(shapes, areas), tables)


def _lived(plan: Plan) -> Ints:
    """Count the households of each building; kept with the plan."""

    def make(plan: Plan) -> Ints:
        row = buildings_of(plan, "households")
        return np.bincount(row[row >= 0], minlength=len(plan.tables["buildings"])).astype(np.int64)

    return plan.derived("households_of_building", make, ["buildings", "homes"])
