"""Faults that are strips: what hangs on a leaf, and what lies detached in another one."""

from __future__ import annotations

import numpy as np
import shapely

from bench.planted import NoPlaceError, Planted, border, leaves_of, snapped, with_leaves
from gridplanner.errors import EditError
from gridplanner.geometry import as_polygons, shapes_of
from gridplanner.model import Plan
from gridplanner.repair import GiveGround
from gridplanner.rules.suggesting import profile_of


def spur(plan: Plan, rng: np.random.Generator, size_m: float) -> Planted:
    """Let an outline lead out, or in, and back along one line."""
    shapes, codes, uids = leaves_of(plan)
    a = int(rng.integers(len(shapes)))
    if shapes[a].geom_type != "Polygon" or shapely.get_num_interior_rings(shapes[a]):
        raise NoPlaceError
    xy = shapely.get_coordinates(shapely.get_exterior_ring(shapes[a]))
    at = int(rng.integers(len(xy) - 1))
    angle = rng.uniform(0, 2 * np.pi)
    tip = np.round(xy[at] + size_m * np.array([np.cos(angle), np.sin(angle)]), 3)
    led = shapely.Polygon(np.insert(xy, at + 1, [tip, xy[at]], axis=0))
    if shapely.is_valid(led) or (tip == xy[at]).all():
        raise NoPlaceError
    after = with_leaves(plan, {int(uids[a]): led})
    return Planted(after, "geometry.invalid", frozenset({codes[a]}), 0.0, size_m)


def arm(plan: Plan, rng: np.random.Generator, size_m: float) -> Planted:
    """Let a leaf reach into another one with a strip of 30 m; the coverage stays valid."""
    shapes, codes, _ = leaves_of(plan)
    a, b, line = border(plan, rng, max(4.0, 1.5 * size_m))
    limit_m = profile_of(plan).sliver_width_m
    start, end = shapely.get_coordinates(line)[[0, -1]]
    along = (end - start) / np.hypot(*(end - start))
    foot = (start + end) / 2
    if not shapely.dwithin(shapely.Point(foot), line, 0.001) or abs(size_m - limit_m) < 0.005:
        raise NoPlaceError
    for normal in (np.array([-along[1], along[0]]), np.array([along[1], -along[0]])):
        half = along * max(size_m, 0.004) / 2
        out = normal * 30.0
        strip = shapely.Polygon([foot - half - 0.02 * normal, foot + half - 0.02 * normal,
                                 foot + half + out, foot - half + out])  # fmt: skip
        tip = shapely.Point(foot + out)
        if not shapely.contains_properly(shapes[b], tip):
            continue
        piece = as_polygons(shapely.intersection(strip, shapes[b]))
        room = shapely.distance(shapely.boundary(shapes[b]), tip)
        if piece.geom_type == "Polygon" and room > size_m + 2:
            try:
                given = GiveGround(piece, str(codes[a])).apply(plan)
            except EditError:
                raise NoPlaceError from None
            if (shapely.get_num_geometries(shapes_of(given.leaves.geometry)) == 1).all():
                area, wide = float(shapely.area(piece)), max(size_m, 0.004)
                named = frozenset({codes[a]})
                return Planted(given, "coverage.sliver", named, area, wide, hangs=True)
    raise NoPlaceError


def chip(plan: Plan, rng: np.random.Generator, size_m: float) -> Planted:
    """Give a leaf a detached square inside another one."""
    return _chip(plan, rng, max(size_m, 0.05), max(size_m, 0.05), "geometry.multipart")


def sliver(plan: Plan, rng: np.random.Generator, size_m: float) -> Planted:
    """Give a leaf a detached strip of 30 m length inside another one."""
    return _chip(plan, rng, max(size_m, 0.05), 30.0, "coverage.sliver")


def _chip(plan: Plan, rng: np.random.Generator, width_m: float, length_m: float,
          rule: str) -> Planted:  # fmt: skip
    shapes, codes, uids = leaves_of(plan)
    a, b = (int(n) for n in rng.choice(len(shapes), 2, replace=False))
    x, y = shapely.get_coordinates(shapely.point_on_surface(shapes[b]))[0]
    piece = shapely.set_precision(
        shapely.box(x - length_m / 2, y - width_m / 2, x + length_m / 2, y + width_m / 2), 0.001
    )
    if not shapely.contains_properly(shapes[b], piece) or shapely.dwithin(shapes[a], piece, 1):
        raise NoPlaceError
    plan = with_leaves(plan, {
        int(uids[a]): snapped(shapely.union(shapes[a], piece)),
        int(uids[b]): snapped(shapely.difference(shapes[b], piece)),
    })  # fmt: skip
    return Planted(plan, rule, frozenset({codes[a]}), float(shapely.area(piece)), width_m)
