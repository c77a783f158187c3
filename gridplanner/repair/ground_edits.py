"""Edits that mend ground: give a piece to a leaf or to nobody, yield it, make outlines valid.

They work on plans as they come, where leaves may overlap, gap or stick out; what is not
named stays as it is, faults included.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely import STRtree

from gridplanner.edits.grid_rows import parents_followed, parents_of, with_shapes
from gridplanner.errors import EditError
from gridplanner.geometry import (
    Shapes,
    dissolve,
    inner_points,
    lines_of,
    owners,
    same_nodes,
    shapes_of,
    sound_shapes,
)
from gridplanner.model import Plan
from gridplanner.repair.one_grid import OneGrid
from gridplanner.repair.patchwork import (
    NEAR_M,
    made_valid,
    patchwork,
    renoded_boundary,
)
from gridplanner.units.blocks import boundary_of


@dataclass(frozen=True)
class GiveGround:
    """Give a piece of ground to one leaf, whoever held it, or to nobody.

    Attributes
    ----------
    ground : Polygon or MultiPolygon
        Where it lies outside the boundary, nobody gets it.
    to : str or None
        Code of the leaf that gets it.
    """

    ground: Any
    to: str | None
    label = "edit.give_ground"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Ground in square metres, and the code."""
        return {"area_m2": round(float(shapely.area(self.ground)), 3), "to": self.to or "—"}

    def apply(self, plan: Plan) -> Plan:
        """Make the plan.

        Raises
        ------
        EditError
            The leaf is unknown or no leaf, or a leaf would be left without ground.
        """
        leaves = plan.leaves
        winner = None if self.to is None else _leaf_at(plan, self.to)
        shapes = sound_shapes(shapes_of(leaves.geometry))
        ground = shapely.set_precision(self.ground, 0.001)
        around = STRtree(shapes).query(ground, predicate="dwithin", distance=NEAR_M)
        around = np.union1d(around, [] if winner is None else [winner]).astype(np.int64)
        work = patchwork(boundary_of(plan), shapes, around, lines_of(shapes_of([ground])))
        points = inner_points(work.faces)
        for at in np.flatnonzero(shapely.intersects(ground, points) & work.kept):
            work.owners[at] = {winner} if winner is not None and work.inside[at] else set()
        return with_leaves(plan, work.shapes(), renoded_boundary(work))


@dataclass(frozen=True)
class MakeValid(OneGrid):
    """Make the outline of a grid valid: no crossing, no repeated point."""

    label = "edit.make_valid"

    def apply(self, plan: Plan) -> Plan:
        """Make the plan.

        Raises
        ------
        EditError
            The grid is unknown, or nothing is left of it.
        """
        uid = plan.uid_of(self.code)
        grids = plan.layer("grids")
        at = int(grids.index.get_indexer(pd.Index([uid]))[0])
        made = made_valid(grids.geometry.iloc[at])
        if shapely.is_empty(made):
            raise EditError("edit.emptied", {"code": self.code})
        if uid not in plan.leaves.index:
            return plan.with_tables(grids=with_shapes(grids, {uid: made}))
        leaves = plan.leaves
        shapes = sound_shapes(shapes_of(leaves.geometry)).copy()
        row = int(leaves.index.get_indexer(pd.Index([uid]))[0])
        shapes[row] = made
        work = patchwork(boundary_of(plan), shapes, np.array([row], dtype=np.int64))
        return with_leaves(plan, {row: work.shapes()[row]}, renoded_boundary(work))


@dataclass(frozen=True)
class YieldGround:
    """Take from a grid without children the ground that it shares with one beside it.

    Above the leaves, a grid that has children has their ground; one without owns its own.

    Attributes
    ----------
    code : str
        The grid that gives ground up; it has no children.
    to : str
        The grid of the same level that keeps it.
    """

    code: str
    to: str
    label = "edit.yield_ground"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Both codes."""
        return {"code": self.code, "to": self.to}

    def apply(self, plan: Plan) -> Plan:
        """Make the plan.

        Raises
        ------
        EditError
            A grid is unknown, has children, is of another level, or would be left without
            ground.
        """
        uid, keeper = plan.uid_of(self.code), plan.uid_of(self.to)
        grids = plan.layer("grids")
        level = int(grids.loc[uid, "level"])
        if level != int(grids.loc[keeper, "level"]):
            raise EditError("edit.level", {"level": level, "depth": plan.scheme.depth})
        mothers = set(plan.valid_grids["parent"].dropna().astype(int))
        if uid in mothers:
            raise EditError("edit.has_children", {"code": self.code})
        peers = plan.level(level)
        row = peers.index.get_indexer(pd.Index([uid, keeper])).astype(np.int64)
        work = patchwork(boundary_of(plan), sound_shapes(shapes_of(peers.geometry)), row)
        for held in work.owners:
            if set(row.tolist()) <= held:
                held.discard(int(row[0]))
        made = work.shapes()
        if shapely.is_empty(made[int(row[0])]):
            raise EditError("edit.emptied", {"code": self.code})
        # Neighbours without children are noded along; with children they stay their union.
        old = shapes_of(peers.geometry)
        new = {
            int(peers.index[at]): shape
            for at, shape in made.items()
            if int(peers.index[at]) not in mothers and not same_nodes(shape, old[at])
        }
        changed = with_shapes(grids, new)
        return plan.with_tables(grids=parents_followed(changed, parents_of(changed, new)))


def with_leaves(plan: Plan, shapes: Mapping[int, Any], ground: Shapes) -> Plan:
    """Make the plan in which leaves have new ground; parents and boundary follow.

    Parameters
    ----------
    plan : Plan
    shapes : mapping of int to Polygon
        By position among ``plan.leaves``.
    ground : array of Polygon
        Faces whose union is the boundary with all vertices on it; empty keeps it.

    Raises
    ------
    EditError
        A leaf would be left without ground.
    """
    leaves = plan.leaves
    codes, uids = leaves["code"].to_numpy(), leaves["uid"].to_numpy()
    for at, shape in shapes.items():
        if shapely.is_empty(shape):
            raise EditError("edit.emptied", {"code": str(codes[at])})
    old = shapes_of(leaves.geometry)
    new = {int(uids[at]): shape for at, shape in shapes.items() if not same_nodes(shape, old[at])}
    grids = with_shapes(plan.layer("grids"), new)
    grids = parents_followed(grids, parents_of(grids, new))
    frames: dict[str, pd.DataFrame] = {"grids": grids}
    if len(ground):
        boundary = plan.layer("boundary")
        before = shapes_of(boundary.geometry)
        after = dissolve(ground, owners(inner_points(ground), before), len(before))
        same = shapely.equals_exact(shapely.normalize(before), shapely.normalize(after))
        if not same.all():
            frames["boundary"] = boundary.set_geometry(
                gpd.GeoSeries(after, index=boundary.index, crs=plan.crs)
            )
    return plan.with_tables(**frames)


def _leaf_at(plan: Plan, code: str) -> int:
    """Find a leaf's position among the leaves."""
    uid = plan.uid_of(code)
    at = int(plan.leaves.index.get_indexer(pd.Index([uid]))[0])
    if at < 0:
        raise EditError("edit.not_a_leaf", {"code": code})
    return at
