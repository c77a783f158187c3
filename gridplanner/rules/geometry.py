"""``geometry.*``: self-crossing, repeated points, detached parts."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from gridplanner.geometry import shapes_of
from gridplanner.repair.ground_edits import MakeValid
from gridplanner.rules.candidates import gather
from gridplanner.rules.finding import Finding, Scope, found
from gridplanner.seams import repeated_points


def look(scope: Scope) -> list[Finding]:
    """Find outlines that no overlay can trust; ``geometry.hole`` is found with the coverage."""
    grids = scope.grids
    shapes = shapes_of(grids.geometry)
    codes = grids["code"].to_numpy()
    result: list[Finding] = []
    for at in np.flatnonzero(~shapely.is_valid(shapes)):
        reason, _, place = str(shapely.is_valid_reason(shapes[at])).partition("[")
        where = _place(place) or shapes[at]
        fixes = [MakeValid(str(codes[at]))]
        result.append(
            found("geometry.invalid", "error", [codes[at]], where, {"reason": reason}, fixes)
        )
    repeated = repeated_points(shapes)
    for at in np.flatnonzero(repeated):
        facts = {"count": int(repeated[at])}
        rule, fixes = "geometry.duplicate_points", [MakeValid(str(codes[at]))]
        result.append(found(rule, "warning", [codes[at]], shapes[at], facts, fixes))
    leaf = (grids["level"] == scope.plan.scheme.depth).to_numpy()
    for at in np.flatnonzero(leaf & (shapely.get_num_geometries(shapes) > 1)):
        parts = shapely.get_parts(shapes[at])
        order = np.argsort(-shapely.area(parts), kind="stable")
        loose = parts[order[1:]]
        area = round(float(shapely.area(loose).sum()), 3)
        mine = int(np.count_nonzero(leaf[:at]))
        gathered = gather(loose, shapes[leaf], codes[leaf], mine)
        parted = {"parts": len(parts), "area_m2": area}
        result.append(found("geometry.multipart", "error", [codes[at]], loose[0], parted, gathered))
    return result


def _place(text: str) -> Any:
    """Read the place out of GEOS's reason (``584050.0 3576050.0]``); ``None`` if there is none."""
    parts = text.rstrip("]").split()
    return shapely.Point(float(parts[0]), float(parts[1])) if len(parts) >= 2 else None
