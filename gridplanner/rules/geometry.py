"""``geometry.*``: self-crossing, repeated points, detached parts."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from gridplanner.by_shape import ByShape
from gridplanner.geometry import Shapes, as_polygons
from gridplanner.repair.ground_edits import MakeValid
from gridplanner.rules.candidates import gather
from gridplanner.rules.finding import Finding, Scope, found
from gridplanner.seams import repeated_points

#: Whether a shape is valid; its repeated points; its parts.
_Outline = tuple[bool, int, int]


def look(scope: Scope) -> list[Finding]:
    """Find outlines that no overlay can trust; ``geometry.hole`` is found with the coverage."""
    grids = scope.rows
    shapes, codes = grids.shapes, grids.codes
    kept = scope.plan.derived("outlines", lambda _: ByShape[_Outline](), ())
    outlines = np.array(kept.of(shapes, _outlines), dtype=np.int64).reshape(-1, 3)
    sound, repeated, parts_of = outlines.T
    result: list[Finding] = []
    for at in np.flatnonzero(sound == 0):
        reason, _, place = str(shapely.is_valid_reason(shapes[at])).partition("[")
        where = _place(place) or shapes[at]
        facts = {"reason": reason, **_spurs(shapes[at])}
        fixes = [MakeValid(str(codes[at]))]
        result.append(found("geometry.invalid", "error", [codes[at]], where, facts, fixes))
    for at in np.flatnonzero(repeated):
        facts = {"count": int(repeated[at])}
        rule, fixes = "geometry.duplicate_points", [MakeValid(str(codes[at]))]
        result.append(found(rule, "warning", [codes[at]], shapes[at], facts, fixes))
    leaf = grids.levels == scope.plan.scheme.depth
    for at in np.flatnonzero(leaf & (parts_of > 1)):
        parts = shapely.get_parts(shapes[at])
        order = np.argsort(-shapely.area(parts), kind="stable")
        loose = parts[order[1:]]
        area = round(float(shapely.area(loose).sum()), 3)
        mine = int(np.count_nonzero(leaf[:at]))
        gathered = gather(loose, shapes[leaf], codes[leaf], mine)
        parted = {"parts": len(parts), "area_m2": area}
        result.append(found("geometry.multipart", "error", [codes[at]], loose[0], parted, gathered))
    return result


def _outlines(shapes: Shapes) -> list[_Outline]:
    """Tell of each shape whether it is valid, and count repeated points and parts."""
    sound, repeated = shapely.is_valid(shapes), repeated_points(shapes)
    parts = shapely.get_num_geometries(shapes)
    return list(zip(sound.tolist(), repeated.tolist(), parts.tolist(), strict=True))


def _spurs(shape: Any) -> dict[str, Any]:
    """Say how many spurs hang on an outline, and how long they are, where nothing else is wrong.

    A spur leads out and back along one line: it holds no ground, so that what is left
    without it has the same area, and lines besides.
    """
    made = shapely.make_valid(shape)
    parts = shapely.get_parts(made)
    lines = shapely.line_merge(shapely.union_all(parts[shapely.get_dimensions(parts) == 1]))
    ground = as_polygons(made)
    if lines.is_empty or abs(ground.area - abs(shape.area)) > 1e-6:
        return {}
    count = len(shapely.get_parts(lines))
    return {"kind": "spur", "count": count, "length_m": round(float(lines.length), 3)}


def _place(text: str) -> Any:
    """Read the place out of GEOS's reason (``584050.0 3576050.0]``); ``None`` if there is none."""
    parts = text.rstrip("]").split()
    return shapely.Point(float(parts[0]), float(parts[1])) if len(parts) >= 2 else None
