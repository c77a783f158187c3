"""``party.branch``: large compounds without a party branch (小区党支部) of their own.

A local rule, which the profile switches on: a 小区 of 500 户 or more gets a branch, a
smaller one a 党小组.
"""

from __future__ import annotations

import numpy as np
import shapely

from gridplanner.geometry import Ints, Shapes, inner_points, shapes_of
from gridplanner.locate import buildings_of
from gridplanner.model import Plan
from gridplanner.rules.finding import Finding, Scope, found
from gridplanner.rules.whole import compound_of_building
from gridplanner.units.compounds import holders, sound_compounds

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
    shapes = sound_compounds(plan)
    home = _homes(plan, shapes)
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


def _homes(plan: Plan, shapes: Shapes) -> Ints:
    """Give the compound of each household, -1 for none: its building's, else its point's."""
    row = buildings_of(plan, "households")
    loose = np.flatnonzero(row < 0)
    home: Ints = np.r_[_of_buildings(plan, shapes), -1][row]
    home[loose] = holders(plan).of(shapes_of(plan.tables["households"]["geometry"])[loose])
    return home


def _of_buildings(plan: Plan, shapes: Shapes) -> Ints:
    """Give the compound of each building: the one it names, else the one that holds most of it."""

    def make(plan: Plan) -> Ints:
        position = {name: at for at, name in enumerate(plan.tables["compounds"]["id"].tolist())}
        named = plan.tables["buildings"]["compound"].tolist()
        inside = compound_of_building(plan, shapes).tolist()
        homes = [position.get(name, at) for name, at in zip(named, inside, strict=True)]
        return np.array(homes, dtype=np.int64)

    return plan.derived("compounds named by buildings", make, ["buildings", "compounds"])


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
