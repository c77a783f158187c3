"""``party.branch``: large compounds without a party branch (小区党支部) of their own.

A local rule, which the profile switches on: a 小区 of 500 户 or more gets a branch, a
smaller one a 党小组.
"""

from __future__ import annotations

import numpy as np
import shapely

from gridplanner.geometry import Shapes, inner_points, shapes_of, sound_shapes
from gridplanner.in_force import texts
from gridplanner.model import Plan
from gridplanner.owners import main_owners
from gridplanner.rules.finding import Finding, Scope, found
from gridplanner.rules.whole import compound_of_building

#: Words in a place's name or kind that make it a branch.
WORDS = ("党支部", "party branch")
#: Columns of the compounds in which planners note the branch.
COLUMNS = ("党支部", "小区党支部", "branch", "party_branch")
#: A branch that meets this near to a compound is its own.
NEAR_M = 30.0


def look(scope: Scope) -> list[Finding]:
    """Find compounds of so many households that have no branch."""
    plan = scope.plan
    compounds = plan.tables["compounds"]
    if len(compounds) == 0 or scope.profile.severity.get("party.branch") == "off":
        return []
    shapes = sound_shapes(shapes_of(compounds["geometry"]))
    households = plan.tables["households"]
    by_building = _compound_of_building(plan, shapes)
    home = households["building"].map(by_building).fillna(-1).to_numpy(dtype=np.int64, copy=True)
    loose = (~households["building"].isin(set(by_building))).to_numpy()
    home[loose] = main_owners(shapes_of(households["geometry"])[loose], shapes)
    count = np.bincount(home[home >= 0], minlength=len(shapes))
    result = []
    for at in np.flatnonzero(count >= scope.profile.branch_households):
        if not _has_branch(plan, int(at), shapes[at]):
            facts = {
                "id": str(compounds["id"].iloc[at]), "name": str(compounds["name"].iloc[at]),
                "households": int(count[at]), "limit": scope.profile.branch_households,
            }  # fmt: skip
            place = inner_points(shapes[[at]])[0]
            result.append(found("party.branch", "warning", [], place, facts))
    return result


def _compound_of_building(plan: Plan, shapes: Shapes) -> dict[str, int]:
    buildings = plan.tables["buildings"]
    position = {name: at for at, name in enumerate(texts(plan.tables["compounds"]["id"]))}
    inside = compound_of_building(plan, shapes).tolist()
    names, compounds = texts(buildings["id"]), texts(buildings["compound"])
    return {
        str(name): position.get(compound, at)
        for name, compound, at in zip(names, compounds, inside, strict=True)
    }


def _has_branch(plan: Plan, row: int, shape: shapely.Geometry) -> bool:
    compounds, places = plan.tables["compounds"], plan.tables["places"]
    for column in COLUMNS:
        if column in compounds.columns and str(compounds[column].iloc[row]) not in ("", "nan"):
            return True
    if len(places) == 0:
        return False
    named = [f"{a} {b}".lower() for a, b in zip(places["name"], places["kind"], strict=True)]
    branch = np.array([any(word in said for word in WORDS) for said in named], dtype=bool)
    name = str(compounds["name"].iloc[row]).lower()
    if name and any(name in named[at] for at in np.flatnonzero(branch)):
        return True
    return bool(shapely.dwithin(shapes_of(places["geometry"])[branch], shape, NEAR_M).any())
