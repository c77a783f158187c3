"""Faults planted into a sound plan, each at a random place and of a known size.

What planners' files have: borders drawn twice and not quite alike, gaps, overlaps, outlines
that cross themselves, doubled polygons, houses cut, codes and duties entered wrongly.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import shapely
from shapely.ops import substring

from bench.planted import (
    NoPlaceError,
    Planted,
    border,
    leaves_of,
    snapped,
    strip_along,
    with_leaves,
)
from bench.strips import arm, chip, sliver, spur
from gridplanner.edits.grid_rows import set_values
from gridplanner.geometry import as_polygons, shapes_of
from gridplanner.model import Plan
from gridplanner.units.blocks import boundary_of

Plant = Callable[[Plan, np.random.Generator, float], Planted]


def overlap(plan: Plan, rng: np.random.Generator, size_m: float) -> Planted:
    """Let a leaf reach over a stretch of its border into the neighbour."""
    shapes, codes, uids = leaves_of(plan)
    a, b, line = border(plan, rng)
    grown = snapped(shapely.union(shapes[a], shapely.intersection(strip_along(line, size_m),
                                                                   shapes[b])))  # fmt: skip
    area = float(shapely.area(shapely.intersection(grown, shapes[b])))
    if grown.geom_type != "Polygon" or area < 0.002:
        raise NoPlaceError
    return Planted(with_leaves(plan, {int(uids[a]): grown}), "coverage.overlap",
                   frozenset({codes[a], codes[b]}), area, size_m)  # fmt: skip


def gap(plan: Plan, rng: np.random.Generator, size_m: float) -> Planted:
    """Draw a stretch of a leaf's border back from the neighbour."""
    shapes, codes, uids = leaves_of(plan)
    a, b, line = border(plan, rng)
    shrunk = snapped(shapely.difference(shapes[a], strip_along(line, size_m)))
    area = float(shapely.area(shapes[a]) - shapely.area(shrunk))
    if shrunk.geom_type != "Polygon" or area < 0.002:
        raise NoPlaceError
    return Planted(with_leaves(plan, {int(uids[a]): shrunk}), "coverage.gap",
                   frozenset({codes[a], codes[b]}), area, size_m)  # fmt: skip


def outside(plan: Plan, rng: np.random.Generator, size_m: float) -> Planted:
    """Let a leaf reach over the boundary."""
    shapes, codes, uids = leaves_of(plan)
    boundary = boundary_of(plan)
    edge = shapely.boundary(boundary)
    near = np.flatnonzero(shapely.length(shapely.intersection(shapes, edge)) > 4)
    a = int(rng.choice(near))
    parts = shapely.get_parts(shapely.line_merge(shapely.intersection(shapes[a], edge)))
    line = parts[int(rng.integers(len(parts)))]
    if shapely.length(line) < 4:
        raise NoPlaceError
    start = float(rng.uniform(0, shapely.length(line) - 4))
    line = substring(line, start, start + 4)
    beyond = shapely.difference(shapely.buffer(line, size_m), boundary)
    grown = snapped(shapely.union(shapes[a], beyond))
    area = float(shapely.area(shapely.difference(grown, boundary)))
    if grown.geom_type != "Polygon" or area < 0.002:
        raise NoPlaceError
    return Planted(with_leaves(plan, {int(uids[a]): grown}), "coverage.outside",
                   frozenset({codes[a]}), area, size_m)  # fmt: skip


def hole(plan: Plan, rng: np.random.Generator, size_m: float) -> Planted:
    """Cut a square out of the inside of a leaf."""
    shapes, codes, uids = leaves_of(plan)
    a = int(rng.integers(len(shapes)))
    x, y = shapely.get_coordinates(shapely.point_on_surface(shapes[a]))[0]
    half = max(size_m, 0.04) / 2
    cut = shapely.box(x - half, y - half, x + half, y + half)
    if not shapely.contains_properly(shapes[a], cut):
        raise NoPlaceError
    holed = snapped(shapely.difference(shapes[a], cut))
    area = float(shapely.area(shapes[a]) - shapely.area(holed))
    return Planted(with_leaves(plan, {int(uids[a]): holed}), "geometry.hole",
                   frozenset({codes[a]}), area, size_m)  # fmt: skip


def crossing(plan: Plan, rng: np.random.Generator, size_m: float) -> Planted:
    """Swap two corners of an outline, so that it crosses itself."""
    del size_m
    shapes, codes, uids = leaves_of(plan)
    a = int(rng.integers(len(shapes)))
    if shapes[a].geom_type != "Polygon":
        raise NoPlaceError
    xy = shapely.get_coordinates(shapely.get_exterior_ring(shapes[a]))
    if len(xy) < 5 or shapely.get_num_interior_rings(shapes[a]):
        raise NoPlaceError
    at = int(rng.integers(1, len(xy) - 2))
    xy[[at, at + 1]] = xy[[at + 1, at]]
    crossed = shapely.Polygon(xy)
    if shapely.is_valid(crossed):
        raise NoPlaceError
    return Planted(with_leaves(plan, {int(uids[a]): crossed}), "geometry.invalid",
                   frozenset({codes[a]}))  # fmt: skip


def repeated(plan: Plan, rng: np.random.Generator, size_m: float) -> Planted:
    """Give a point of an outline twice."""
    del size_m
    shapes, codes, uids = leaves_of(plan)
    a = int(rng.integers(len(shapes)))
    if shapes[a].geom_type != "Polygon" or shapely.get_num_interior_rings(shapes[a]):
        raise NoPlaceError
    xy = shapely.get_coordinates(shapely.get_exterior_ring(shapes[a]))
    at = int(rng.integers(len(xy)))
    twice = shapely.Polygon(np.insert(xy, at, xy[at], axis=0))
    return Planted(with_leaves(plan, {int(uids[a]): twice}), "geometry.duplicate_points",
                   frozenset({codes[a]}))  # fmt: skip


def redrawn(plan: Plan, rng: np.random.Generator, size_m: float) -> Planted:
    """Draw a leaf anew: every corner off by up to a size, in whatever direction."""
    shapes, codes, uids = leaves_of(plan)
    a = int(rng.integers(len(shapes)))

    def off(xy: Any) -> Any:
        angle = rng.uniform(0, 2 * np.pi, len(xy))
        far = rng.uniform(0, size_m, len(xy))
        moved = xy + np.stack([far * np.cos(angle), far * np.sin(angle)], axis=1)
        moved[-1] = moved[0]
        return moved

    if shapes[a].geom_type != "Polygon" or shapely.get_num_interior_rings(shapes[a]):
        raise NoPlaceError
    drawn = shapely.transform(shapes[a], off)
    if not shapely.is_valid(drawn):
        raise NoPlaceError
    drawn = snapped(drawn)
    area = float(shapely.area(shapely.symmetric_difference(drawn, shapes[a])))
    near = codes[shapely.dwithin(shapes, shapes[a], 2 * size_m)]
    if area < 0.01 or len(near) < 2:
        raise NoPlaceError
    return Planted(
        with_leaves(plan, {int(uids[a]): drawn}), "coverage", frozenset(near), area, size_m
    )


def doubled(plan: Plan, rng: np.random.Generator, size_m: float) -> Planted:
    """Put a leaf's polygon in a second time under another code."""
    del size_m
    shapes, codes, _ = leaves_of(plan)
    a = int(rng.integers(len(shapes)))
    leaves = plan.leaves
    grids = plan.layer("grids")
    row = leaves.iloc[[a]].copy()
    uid = plan.next_uid
    row["uid"], row["code"] = uid, f"{codes[a]}9"
    row.index = pd.Index([uid], name="fid")
    both = type(grids)(pd.concat([grids, row]).rename_axis("fid"), crs=plan.crs)
    return Planted(plan.with_tables(grids=both), "coverage.overlap",
                   frozenset({codes[a], f"{codes[a]}9"}))  # fmt: skip


def cut_building(plan: Plan, rng: np.random.Generator, size_m: float) -> Planted:
    """Give a slice of a house, so thick, to another leaf."""
    shapes, codes, uids = leaves_of(plan)
    houses = plan.tables["buildings"]
    polygons = shapes_of(houses["geometry"])
    at = int(rng.integers(len(polygons)))
    house = polygons[at]
    holder = np.flatnonzero(shapely.contains_properly(shapes, house))
    if len(holder) != 1:
        raise NoPlaceError
    a = int(holder[0])
    b = int(rng.choice(np.flatnonzero(np.arange(len(shapes)) != a)))
    west, south, _, north = shapely.bounds(house)
    piece = shapely.set_precision(
        as_polygons(shapely.intersection(house, shapely.box(west, south, west + size_m, north))),
        0.001,
    )
    area = float(shapely.area(piece))
    if not 0 < area < 0.45 * float(shapely.area(house)):
        raise NoPlaceError
    plan = with_leaves(plan, {
        int(uids[a]): snapped(shapely.difference(shapes[a], piece)),
        int(uids[b]): snapped(shapely.union(shapes[b], piece)),
    })  # fmt: skip
    return Planted(plan, "whole.building", frozenset({codes[a], codes[b]}), area, size_m)


def _row(plan: Plan, rng: np.random.Generator, rule: str, **values: Any) -> Planted:
    leaves = plan.leaves
    a = int(rng.integers(len(leaves)))
    uid, code = int(leaves["uid"].iloc[a]), str(leaves["code"].iloc[a])
    grids = set_values(plan.layer("grids"), uid, **values)
    named = {code, str(values.get("code", code))}
    return Planted(plan.with_tables(grids=grids), rule, frozenset(named))


def wrong_code(plan: Plan, rng: np.random.Generator, size_m: float) -> Planted:
    """Enter a code that is none."""
    del size_m
    return _row(plan, rng, "code.format", code=f"X{int(rng.integers(1000))}")


def same_code(plan: Plan, rng: np.random.Generator, size_m: float) -> Planted:
    """Enter another leaf's code."""
    del size_m
    codes = plan.leaves["code"].to_numpy()
    planted = _row(plan, rng, "code.duplicate", code=str(rng.choice(codes)))
    if len(planted.codes) < 2:
        raise NoPlaceError
    return planted


def retired_code(plan: Plan, rng: np.random.Generator, size_m: float) -> Planted:
    """Use the code of a leaf that has ended."""
    del size_m
    leaves = plan.leaves
    a, b = (int(n) for n in rng.choice(len(leaves), 2, replace=False))
    old = str(leaves["code"].iloc[a])
    grids = plan.layer("grids")
    ended = grids.loc[[int(leaves["uid"].iloc[a])]].copy()
    ended["uid"], ended["valid_to"], ended["code"] = plan.next_uid, "2026-01-01", f"{old}"
    ended.index = pd.Index([plan.next_uid], name="fid")
    del b
    both = type(grids)(pd.concat([grids, ended]).rename_axis("fid"), crs=plan.crs)
    return Planted(plan.with_tables(grids=both), "code.reused", frozenset({old}))


def no_parent(plan: Plan, rng: np.random.Generator, size_m: float) -> Planted:
    """Lose a leaf's parent."""
    del size_m
    return _row(plan, rng, "hierarchy.orphan", parent=pd.NA)


def strange_parent(plan: Plan, rng: np.random.Generator, size_m: float) -> Planted:
    """Put a leaf below a grid it does not lie in, whose ground does not follow."""
    del size_m
    above = plan.level(plan.scheme.depth - 1)
    parent = int(rng.choice(above["uid"].to_numpy()))
    planted = _row(plan, rng, "hierarchy.crosses_parent", parent=parent)
    # A parent that loses its only child is empty then, which is found rightly.
    planted = replace(planted, others=frozenset(above["code"]))
    code = next(iter(planted.codes))
    grids = plan.tables["grids"]
    if (grids.loc[grids["code"] == code, "parent"] == parent).any():
        raise NoPlaceError
    return planted


def lost_leaf(plan: Plan, rng: np.random.Generator, size_m: float) -> Planted:
    """Lose a leaf."""
    del size_m
    shapes, codes, uids = leaves_of(plan)
    a = int(rng.integers(len(shapes)))
    near = codes[shapely.dwithin(shapes, shapes[a], 0.001)]
    grids = plan.layer("grids").drop(index=int(uids[a]))
    # A leaf that lies wholly within another leaves a hole in that one.
    edge = shapely.boundary(boundary_of(plan))
    within = len(near) == 2 and not shapely.intersects(shapes[a], edge)
    return Planted(plan.with_tables(grids=grids), "geometry.hole" if within else "coverage.gap",
                   frozenset(near), float(shapely.area(shapes[a])))  # fmt: skip


#: Kind → what plants it, and whether sizes mean something to it.
KINDS: Mapping[str, tuple[Plant, bool]] = {
    "overlap": (overlap, True),
    "gap": (gap, True),
    "outside": (outside, True),
    "hole": (hole, True),
    "redrawn": (redrawn, True),
    "crossing": (crossing, False),
    "repeated": (repeated, False),
    "spur": (spur, True),
    "arm": (arm, True),
    "chip": (chip, True),
    "sliver": (sliver, True),
    "doubled": (doubled, False),
    "cut_building": (cut_building, True),
    "wrong_code": (wrong_code, False),
    "same_code": (same_code, False),
    "retired_code": (retired_code, False),
    "no_parent": (no_parent, False),
    "strange_parent": (strange_parent, False),
    "lost_leaf": (lost_leaf, False),
}


def plant(plan: Plan, kind: str, rng: np.random.Generator, size_m: float) -> Planted:
    """Plant one fault of a kind, at the first place drawn that bears it.

    Raises
    ------
    NoPlaceError
        None of 200 places does, such as for a size larger than the leaves.
    """
    for _ in range(200):
        try:
            return KINDS[kind][0](plan, rng, size_m)
        except NoPlaceError:
            continue
        except shapely.errors.GEOSException:
            # A leaf that an earlier fault left invalid bears no overlay.
            continue
    raise NoPlaceError(kind)


def size(rng: np.random.Generator, low_m: float = 0.002, high_m: float = 50.0) -> float:
    """Draw a size: 2 mm to 50 m, even on a scale of orders of magnitude."""
    return float(np.round(np.exp(rng.uniform(np.log(low_m), np.log(high_m))), 3))
