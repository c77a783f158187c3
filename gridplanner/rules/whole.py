"""``whole.*``: buildings and compounds that a leaf border cuts or mixes with outside ground."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import shapely

from gridplanner.geometry import (
    GRID_SIZE_M,
    Bools,
    Floats,
    Ints,
    Shapes,
    prepared,
    shapes_of,
    sound_shapes,
)
from gridplanner.locate import locate
from gridplanner.model import Plan
from gridplanner.owners import main_owners
from gridplanner.rules.candidates import beside, give
from gridplanner.rules.finding import Finding, Scope, found
from gridplanner.units.compounds import whole_compounds


def look(scope: Scope) -> list[Finding]:
    """Find what should change hands whole and does not."""
    plan = scope.plan
    leaves = scope.leaves
    if len(leaves) == 0:
        return []
    shapes = sound_shapes(shapes_of(leaves.geometry))
    codes = leaves["code"].to_numpy()
    buildings = plan.tables["buildings"]
    home = pd.Index(leaves["uid"]).get_indexer(pd.Index(locate(plan).buildings))
    polygons = shapes_of(buildings["geometry"])
    result = _cut("whole.building", scope, buildings["id"], polygons, home, shapes, codes)
    compounds = plan.tables["compounds"]
    if len(compounds):
        one_unit = whole_kept(plan)
        areas = sound_shapes(shapes_of(compounds["geometry"]))
        owner = np.where(one_unit, main_owners(areas, shapes), -1)
        result += _cut("whole.compound", scope, compounds["id"], areas, owner, shapes, codes)
        result += _mixed(plan, areas, one_unit, codes, leaves)
    return result


def whole_kept(plan: Plan) -> Bools:
    """Tell of each compound whether it is one unit; kept with the plan."""
    tables = ["compounds", "scheme", "households", "buildings", "settings"]
    return plan.derived("rules.whole_compounds", whole_compounds, tables)


def _cut(
    rule: str, scope: Scope, ids: Any, polygons: Shapes, owner: Ints, leaves: Shapes, codes: Any
) -> list[Finding]:
    """Find polygons of which more than the tolerance lies in leaves that do not own them."""
    pick = np.flatnonzero((shapely.get_dimensions(polygons) == 2) & (owner >= 0))
    bare = leaves
    leaves = prepared(leaves)
    pick = pick[~shapely.covers(leaves[owner[pick]], polygons[pick])]
    held = leaves[owner[pick]]
    rest = shapely.difference(sound_shapes(polygons[pick]), held)
    # Only what another leaf holds is cut off; the boundary may cross a building, and what
    # two leaves hold is another rule's.
    tree = shapely.STRtree(leaves)
    names = np.asarray(ids)
    doubles, law = _Doubles(polygons, owner), _Law(scope.plan)
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
        area = law.cuts(bare[leaf], own, scope.profile.cut_m2)
        if area:
            by_law = {**facts, "kind": "given", "area": area}
            result.append(found(rule, "info", names_cut, beyond, by_law))
        else:
            fixes = give(beyond, [codes[leaf]])
            result.append(found(rule, "error", names_cut, beyond, facts, fixes))
    return result


class _Doubles:
    """Ground that outlines of other leaves claim too."""

    def __init__(self, polygons: Shapes, owner: Ints) -> None:
        self._polygons, self._owner = polygons, owner
        self._tree: shapely.STRtree | None = None

    def without(self, at: int, ground: Any) -> Any:
        """Take off what other outlines claim whose leaf is another."""
        self._tree = self._tree or shapely.STRtree(self._polygons)
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


def _mixed(
    plan: Plan, areas: Shapes, one_unit: Bools, codes: Any, leaves: pd.DataFrame
) -> list[Finding]:
    """Leaves that mix homes of a larger compound with homes outside it.

    A larger compound is divided by building and counts as whole as long as no leaf has
    both; what is outside and has no homes (a verge, a shop) mixes nothing.
    """
    large = np.flatnonzero(~one_unit & (shapely.area(areas) > 0))
    if len(large) == 0:
        return []
    buildings = plan.tables["buildings"]
    split = set(plan.settings.get("split_compounds", []))
    inside = main_owners(shapes_of(buildings["geometry"]), areas)
    homes = buildings["id"].map(plan.tables["households"]["building"].value_counts()).fillna(0)
    lived = homes.to_numpy(dtype=np.int64)
    where = pd.Index(leaves["uid"]).get_indexer(pd.Index(locate(plan).buildings))
    shapes = shapes_of(leaves["geometry"])
    result = []
    for compound in large:
        name = str(plan.tables["compounds"]["id"].iloc[compound])
        if name in split:
            continue
        mine = (inside == compound) & (lived > 0) & (where >= 0)
        for leaf in np.unique(where[mine]):
            here = (where == leaf) & (lived > 0)
            within, outside = int(lived[here & mine].sum()), int(lived[here & ~mine].sum())
            if outside:
                part = shapely.intersection(sound_shapes(shapes[[leaf]])[0], areas[compound])
                facts = {
                    "id": name, "kind": "mixed",
                    "inside_households": within, "outside_households": outside,
                    "area_m2": round(float(shapely.area(part)), 2),
                }  # fmt: skip
                # What has fewer homes goes: the compound's part, or what lies outside it.
                rest = shapely.difference(
                    sound_shapes(shapes[[leaf]])[0], areas[compound], grid_size=GRID_SIZE_M
                )
                whole = sound_shapes(shapes)
                options = [(within, part), (outside, rest)]
                fixes = [
                    fix
                    for _, ground in sorted(options, key=lambda each: each[0])
                    for fix in give(ground, beside(ground, whole, codes, without=int(leaf)))
                ]
                result.append(found("whole.compound", "warning", [codes[leaf]], part, facts, fixes))
    return result
