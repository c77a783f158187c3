"""Rules about single polygons and about the coverage as a whole."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from shapely import STRtree

from gridplanner.geometry import Shapes, polygon_parts, shapes_of, unassigned
from gridplanner.model import Plan
from gridplanner.rules.finding import Finding
from gridplanner.units.blocks import boundary_of

#: Overlaps and gaps below this area are not found: 1 mm along 1 m of border.
NOTHING_M2 = 0.001
#: A part is a sliver when it is narrower, or smaller, than this.
SLIVER_WIDTH_M, SLIVER_AREA_M2 = 1.0, 20.0


def geometry(plan: Plan, final: bool) -> list[Finding]:
    """``geometry.*``: self-crossing, repeated points, holes nobody owns, detached parts."""
    del final
    grids = plan.valid_grids
    shapes = shapes_of(grids.geometry)
    codes = grids["code"].to_numpy()
    found: list[Finding] = []
    valid = shapely.is_valid(shapes)
    for at in np.flatnonzero(~valid):
        reason = str(shapely.is_valid_reason(shapes[at]))
        found.append(_at("geometry.invalid", codes[at], shapes[at], {"reason": reason}))
    repeated = _repeated_points(shapes)
    for at in np.flatnonzero(repeated):
        facts = {"count": int(repeated[at])}
        found.append(_at("geometry.duplicate_points", codes[at], shapes[at], facts, "warning"))
    leaf = (grids["level"] == plan.scheme.depth).to_numpy()
    several = shapely.get_num_geometries(shapes) > 1
    for at in np.flatnonzero(leaf & several):
        facts = {"parts": int(shapely.get_num_geometries(shapes[at]))}
        found.append(_at("geometry.multipart", codes[at], shapes[at], facts))
    return found


def coverage(plan: Plan, final: bool) -> list[Finding]:
    """``coverage.*`` and ``geometry.hole``: overlaps, gaps, slivers, ground outside.

    Overlaps are looked for on every level: a grid without children owns its ground too.
    """
    leaves = plan.leaves
    shapes = shapes_of(leaves.geometry)
    codes = leaves["code"].to_numpy()
    if len(shapes) == 0 or len(plan.tables["boundary"]) == 0:
        return []
    boundary = boundary_of(plan)
    usable = shapes[shapely.is_valid(shapes)]
    found: list[Finding] = []
    for level in range(1, plan.scheme.depth + 1):
        peers = plan.level(level)
        found += _overlaps(shapes_of(peers.geometry), peers["code"].to_numpy())
    shapely.prepare(boundary)
    for at in np.flatnonzero(~shapely.covers(boundary, shapes)):
        if not shapely.is_valid(shapes[at]):
            continue
        out = shapely.difference(shapes[at], boundary)
        if shapely.area(out) > NOTHING_M2:
            facts = {"area_m2": round(float(shapely.area(out)), 3)}
            found.append(_at("coverage.outside", codes[at], out, facts))
    rest = unassigned(boundary, usable)
    edge = shapely.boundary(boundary)
    tree = STRtree(shapes)
    for part in polygon_parts(rest):
        area = float(shapely.area(part))
        if area <= NOTHING_M2:
            continue
        inner = not shapely.intersects(part, edge)
        near = codes[tree.query(part, predicate="intersects")]
        facts = {"area_m2": round(area, 3)}
        rule = "geometry.hole" if inner and len(near) == 1 else "coverage.gap"
        found.append(_of(rule, tuple(sorted(near)), part, facts, "error" if final else "warning"))
    for at in np.flatnonzero(_sliver(shapes)):
        facts = {
            "area_m2": round(float(shapely.area(shapes[at])), 3),
            "width_m": round(_width_m(shapes[at]), 3),
        }
        found.append(_at("coverage.sliver", codes[at], shapes[at], facts))
    return found


def _overlaps(shapes: Shapes, codes: Any) -> list[Finding]:
    if len(shapes) < 2:
        return []
    # GEOS finds the edges that break a coverage much faster than all pairs of overlays.
    edges = shapely.coverage_invalid_edges(shapes)
    suspect = np.flatnonzero(~shapely.is_empty(edges))
    if len(suspect) == 0:
        return []
    left, right = STRtree(shapes[suspect]).query(shapes[suspect], predicate="intersects")
    pair = left < right
    found = []
    for a, b in zip(suspect[left[pair]], suspect[right[pair]], strict=True):
        common = shapely.intersection(shapely.make_valid(shapes[a]), shapely.make_valid(shapes[b]))
        area = float(shapely.area(common))
        if area > NOTHING_M2:
            names = tuple(sorted((str(codes[a]), str(codes[b]))))
            found.append(
                _of("coverage.overlap", names, common, {"area_m2": round(area, 3)}, "error")
            )
    return found


def _repeated_points(shapes: Shapes) -> Any:
    rings, owner = shapely.get_rings(shapes, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    same = (ring[1:] == ring[:-1]) & (xy[1:] == xy[:-1]).all(axis=1)
    return np.bincount(owner[ring[1:][same]], minlength=len(shapes))


def _sliver(shapes: Shapes) -> Any:
    return (shapely.area(shapes) < SLIVER_AREA_M2) | (
        np.array([_width_m(shape) for shape in shapes]) < SLIVER_WIDTH_M
    )


def _width_m(shape: Any) -> float:
    """Mean width of a long thin polygon: area over half its outline."""
    length = float(shapely.length(shape))
    return 2.0 * float(shapely.area(shape)) / length if length else 0.0


def _at(
    rule: str, code: str, shape: Any, facts: dict[str, Any], severity: Any = "error"
) -> Finding:
    return _of(rule, (str(code),), shape, facts, severity)


def _of(
    rule: str, codes: tuple[str, ...], shape: Any, facts: dict[str, Any], severity: Any
) -> Finding:
    point = shapely.point_on_surface(shape)
    where = None if point.is_empty else (float(point.x), float(point.y))
    return Finding(rule, severity, tuple(map(str, codes)), where, facts)
