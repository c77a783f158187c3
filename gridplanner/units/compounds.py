"""Which compounds are one unit and which are divided by building."""

from __future__ import annotations

import numpy as np
import shapely

from gridplanner.geometry import Bools, Shapes, shapes_of, sound_shapes
from gridplanner.model import Plan
from gridplanner.owners import KeptOwners, main_owners

#: A compound that bears less than this many leaves' load changes hands whole.
WHOLE_LIMIT = 1.5


def sound_compounds(plan: Plan) -> Shapes:
    """Give the compounds' polygons as overlays take them; kept with the plan."""

    def make(plan: Plan) -> Shapes:
        return sound_shapes(shapes_of(plan.tables["compounds"]["geometry"]))

    return plan.derived("compounds_sound", make, ["compounds"])


def holders(plan: Plan) -> KeptOwners:
    """Give what tells the compound of a point, point by point; kept with the plan."""
    tables = ["compounds"]
    return plan.derived("compounds.holders", lambda p: KeptOwners(sound_compounds(p)), tables)


def whole_compounds(plan: Plan) -> Bools:
    """Tell of each compound whether it is one unit.

    Its load is that of its persons (or, where none are known, of its ground) in leaves:
    persons × leaves / town's persons. A compound on purpose split
    (setting ``split_compounds``, a list of ids) is never whole.

    Returns
    -------
    bool array, shape (compounds,)
    """
    compounds = plan.tables["compounds"]
    shapes = shapes_of(compounds["geometry"])
    leaves = plan.scheme.counts[-1]
    households = plan.tables["households"]
    total = int(households["persons"].sum())
    if total:
        home = holders(plan).of(shapes_of(households["geometry"]))
        inside = home >= 0
        persons = np.bincount(
            home[inside], households["persons"].to_numpy()[inside], minlength=len(shapes)
        )
        load = persons * leaves / total
    else:
        buildings = plan.tables["buildings"]
        footprint = shapely.area(shapes_of(buildings["geometry"]))
        floor = footprint * buildings["storeys"].fillna(1).to_numpy(dtype=float)
        home = main_owners(shapes_of(buildings["geometry"]), shapes)
        inside = home >= 0
        held = np.bincount(home[inside], floor[inside], minlength=len(shapes))
        load = held * leaves / max(float(floor.sum()), 1.0)
    split = set(plan.settings.get("split_compounds", []))
    return np.asarray((load < WHOLE_LIMIT) & ~compounds["id"].isin(split).to_numpy(), dtype=bool)
