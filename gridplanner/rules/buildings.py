"""``building.overlap``: buildings whose outlines claim the same ground, a fault of the data."""

from __future__ import annotations

import numpy as np
import shapely

from gridplanner.geometry import shapes_of, sound_shapes
from gridplanner.rules.finding import Finding, Scope, found


def look(scope: Scope) -> list[Finding]:
    """Find pairs of buildings that overlap by more than what a border may shave off one.

    No border can keep both whole, and their ground is counted twice; which outline is
    right only the data's source can say.
    """
    buildings = scope.plan.tables["buildings"]
    shapes = shapes_of(buildings["geometry"])
    shapes = shapes[flat := shapely.get_dimensions(shapes) == 2]
    if len(shapes) == 0:
        return []
    ids = buildings["id"].to_numpy()[flat]
    shapes = sound_shapes(shapes)
    # Neighbours in a row touch, which is most of what meets: only insides count.
    one, two = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    pick = (one < two) & ~shapely.touches(shapes[one], shapes[two])
    one, two = one[pick], two[pick]
    common = shapely.intersection(shapes[one], shapes[two])
    area = shapely.area(common)
    least = np.minimum(shapely.area(shapes[one]), shapely.area(shapes[two]))
    result = []
    for at in np.flatnonzero(area > scope.profile.cut_m2):
        facts = {
            "area_m2": round(float(area[at]), 2),
            "share": round(float(area[at] / least[at]), 4),
        }
        names = sorted((str(ids[one[at]]), str(ids[two[at]])))
        result.append(found("building.overlap", "warning", names, common[at], facts))
    return result
