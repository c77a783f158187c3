"""Edits of single grids: draw, delete, split, merge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gridplanner.codes import next_free
from gridplanner.edits.duty_rows import ended, moved, running
from gridplanner.edits.grid_rows import (
    added,
    ancestors_of,
    children_of,
    lineage_added,
    parents_followed,
    parents_of,
    repinned,
    retired,
    set_values,
    with_shapes,
)
from gridplanner.edits.recut import Recut, joined, recut
from gridplanner.errors import EditError
from gridplanner.geometry import (
    GRID_SIZE_M,
    as_polygons,
    dissolve,
    inner_points,
    lines_of,
    main_owners,
    owners,
    shapes_of,
    snap,
)
from gridplanner.locate import locate
from gridplanner.model import Plan
from gridplanner.units.blocks import boundary_of

#: What is left of a shape is ground only when it is wider than this.
SLIVER_M2 = 0.01


@dataclass(frozen=True)
class DrawGrid:
    """Draw a grid on ground that no leaf holds.

    Attributes
    ----------
    polygon : Polygon
        Cut to what is free inside the boundary.
    level : int
    parent : str or None
        Code of the parent; ``None`` takes the grid above that holds most of it, else the
        one with the longest common border, else the nearest.
    name : str
    """

    polygon: shapely.Polygon
    level: int
    parent: str | None = None
    name: str = ""
    label = "edit.draw"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Level and parent."""
        return {"level": self.level, "parent": self.parent or ""}

    def apply(self, plan: Plan) -> Plan:
        """Make the plan with the new grid.

        Raises
        ------
        EditError
            The level is not in the scheme, no free ground is inside, or what is free is
            in several pieces.
        """
        scheme = plan.scheme
        if not 1 <= self.level <= scheme.depth:
            raise EditError("edit.level", {"level": self.level, "depth": scheme.depth})
        peers = plan.level(self.level)
        held = shapes_of(peers.geometry)
        boundary = boundary_of(plan)
        # Drawn by hand, an outline may cross itself.
        drawn = as_polygons(snap(shapes_of([shapely.make_valid(self.polygon)]))[0])
        free = as_polygons(shapely.intersection(drawn, boundary))
        near = held[shapely.intersects(held, free)]
        if len(near):
            free = shapely.difference(free, shapely.union_all(near), grid_size=GRID_SIZE_M)
        free = as_polygons(free)
        pieces = [p for p in shapely.get_parts(free) if shapely.area(p) > SLIVER_M2]
        if len(pieces) != 1:
            code = "edit.no_free_ground" if not pieces else "edit.free_ground_in_pieces"
            raise EditError(code, {"pieces": len(pieces)})
        cut = recut(boundary, held, lines_of(shapes_of(pieces)))
        mine = (cut.owner < 0) & (owners(inner_points(cut.faces), shapes_of(pieces)) == 0)
        shape = joined(cut.faces[mine])
        if shape.geom_type != "Polygon":
            raise EditError("edit.free_ground_in_pieces", {"pieces": len(shape.geoms)})
        parent = _parent_for(plan, self.parent, self.level, shape)
        grids = _recut_rows(plan, peers, cut)
        uid = plan.next_uid
        code = _new_code(plan, self.level, parent)
        row = {
            "uid": uid, "level": self.level, "parent": parent, "code": code,
            "name": self.name, "geometry": shape,
        }  # fmt: skip
        grids = added(plan, grids, [row])
        grids = parents_followed(
            grids, parents_of(grids, [uid, *peers["uid"].iloc[cut.leaves].tolist()])
        )
        return _with_boundary(plan, cut, grids, lineage_added(plan, [(None, uid, 0)]))


@dataclass(frozen=True)
class DeleteGrid:
    """Retire a leaf: its ground becomes unassigned, or goes to another leaf.

    Attributes
    ----------
    code : str
    into : str or None
        Code of the leaf that takes the ground.
    date : str
        End of validity, ISO; ``""`` for a draft, whose row is dropped.
    """

    code: str
    into: str | None = None
    date: str = ""
    label = "edit.delete"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Codes."""
        return {"code": self.code, "into": self.into or ""}

    def apply(self, plan: Plan) -> Plan:
        """Make the plan without the grid.

        Raises
        ------
        EditError
            The grid is unknown or has children, the two do not share a border, or the
            grid is in force and no date is given.
        """
        if self.into is not None:
            return MergeGrids((self.into, self.code), self.into, self.date).apply(plan)
        uid = plan.uid_of(self.code)
        grids = plan.layer("grids")
        if children_of(grids, uid).any():
            raise EditError("edit.has_children", {"code": self.code})
        households = int((locate(plan).households == uid).sum())
        left = parents_followed(retired(grids, uid, self.date), parents_of(grids, [uid]))
        duties = plan.frame("duties")
        gone = (
            running(duties)
            & (duties["target_table"] == "grids")
            & (duties["target_id"] == str(uid))
        )
        return plan.with_tables(
            grids=left,
            duties=ended(duties, gone, self.date),
            households=repinned(plan, [uid], None),
            lineage=lineage_added(plan, [(uid, None, households)]),
        )


@dataclass(frozen=True)
class SplitGrid:
    """Split a leaf in two along a line; the part with more households keeps the code.

    Attributes
    ----------
    code : str
    line : LineString
        Must cross the leaf from border to border once.
    """

    code: str
    line: shapely.LineString
    label = "edit.split"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Code."""
        return {"code": self.code}

    def apply(self, plan: Plan) -> Plan:
        """Make the plan with two leaves in place of one.

        Raises
        ------
        EditError
            The grid is unknown or no leaf, or the line does not cut it in two.
        """
        uid = plan.uid_of(self.code)
        leaves = plan.leaves
        if uid not in leaves.index:
            raise EditError("edit.not_a_leaf", {"code": self.code})
        at = int(leaves.index.get_indexer(pd.Index([uid]))[0])
        held = shapes_of(leaves.geometry)
        inside = shapely.intersection(snap(shapes_of([self.line]))[0], held[at])
        lines = lines_of(shapes_of([inside]))
        if len(lines) == 0:
            raise EditError("edit.split_misses", {"code": self.code})
        cut = recut(boundary_of(plan), held, lines)
        parts = cut.faces[cut.owner == at]
        if len(parts) != 2 or (shapely.area(parts) < SLIVER_M2).any():
            raise EditError("edit.split_pieces", {"code": self.code, "pieces": len(parts)})
        where = locate(plan)
        mine = np.flatnonzero((where.households == uid) & ~where.pinned)
        home = _homes(plan, mine, parts)
        count = np.bincount(home[home >= 0], minlength=2)
        keep = int(np.lexsort((-shapely.area(parts), -count))[0])
        new_uid = plan.next_uid
        row = leaves.loc[uid]
        parent = None if pd.isna(row["parent"]) else int(row["parent"])
        grids = _recut_rows(plan, leaves, cut, skip=at)
        grids = with_shapes(grids, {uid: parts[keep]})
        new = {
            "uid": new_uid, "level": plan.scheme.depth, "parent": parent,
            "code": _new_code(plan, plan.scheme.depth, parent), "name": "", "kind": row["kind"],
            "geometry": parts[1 - keep],
        }  # fmt: skip
        if not pd.isna(row["posts"]):
            stays = max(int(row["posts"]) - 1, 1)
            grids = set_values(grids, uid, posts=stays, fte=np.nan)
            new |= {"posts": 1}
        grids = added(plan, grids, [new])
        grids = parents_followed(
            grids, parents_of(grids, [new_uid, *leaves["uid"].iloc[cut.leaves].tolist()])
        )
        lineage = lineage_added(plan, [(uid, new_uid, int(count[1 - keep]))])
        return _with_boundary(plan, cut, grids, lineage)


@dataclass(frozen=True)
class MergeGrids:
    """Merge leaves into one of them.

    A parent whose last leaf goes to another parent has no ground any more and ends too.

    Attributes
    ----------
    codes : tuple of str
    keep : str
        The code that stays; its people stay, those of the others join them.
    date : str
        End of the others, ISO; ``""`` for a draft, whose rows are dropped.
    """

    codes: tuple[str, ...]
    keep: str
    date: str = ""
    label = "edit.merge"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Codes."""
        return {"codes": list(self.codes), "keep": self.keep}

    def apply(self, plan: Plan) -> Plan:
        """Make the plan with one leaf in place of several.

        Raises
        ------
        EditError
            A grid is unknown or no leaf, fewer than two are named, they do not hang
            together by borders, or one that ends is in force and no date is given.
        """
        codes = tuple(dict.fromkeys(self.codes))
        if len(codes) < 2 or self.keep not in codes:
            raise EditError("edit.merge_codes", {"codes": ", ".join(codes), "keep": self.keep})
        leaves = plan.leaves
        uids = [plan.uid_of(code) for code in codes]
        for code, uid in zip(codes, uids, strict=True):
            if uid not in leaves.index:
                raise EditError("edit.not_a_leaf", {"code": code})
        kept = plan.uid_of(self.keep)
        shape = joined(shapes_of(leaves.loc[uids].geometry))
        if shape.geom_type != "Polygon":
            raise EditError("edit.merge_apart", {"codes": ", ".join(codes)})
        where = locate(plan)
        others = [uid for uid in uids if uid != kept]
        counts = {uid: int((where.households == uid).sum()) for uid in others}
        grids = with_shapes(plan.layer("grids"), {kept: shape})
        posts = leaves.loc[uids, "posts"]
        if not posts.isna().any():
            total = leaves.loc[uids, "fte"].sum(skipna=False)
            grids = set_values(grids, kept, posts=int(posts.sum()), fte=float(total))
        parents = parents_of(grids, uids)
        lineage: list[tuple[int | None, int | None, int]] = []
        duties = plan.frame("duties")
        for uid in others:
            grids = retired(grids, uid, self.date)
            duties = moved(plan, duties, uid, kept, self.date)
            lineage.append((uid, kept, counts[uid]))
        heir, empty = kept, parents
        while empty := [uid for uid in empty if not children_of(grids, uid).any()]:
            above = parents_of(grids, empty)
            heir = parents_of(grids, [heir])[0]
            for uid in empty:
                grids = retired(grids, uid, self.date)
                lineage.append((uid, heir, 0))
            parents, empty = [*parents, *above], above
        return plan.with_tables(
            grids=parents_followed(grids, parents),
            duties=duties,
            households=repinned(plan, others, kept),
            lineage=lineage_added(plan, lineage),
        )


def _recut_rows(
    plan: Plan, peers: gpd.GeoDataFrame, cut: Recut, skip: int = -1
) -> gpd.GeoDataFrame:
    """Give every leaf around a cut its re-noded geometry."""
    shapes = {
        int(peers["uid"].iloc[at]): joined(cut.faces[cut.owner == at])
        for at in cut.leaves
        if at != skip
    }
    return with_shapes(plan.layer("grids"), shapes)


def _with_boundary(plan: Plan, cut: Recut, grids: Any, lineage: pd.DataFrame) -> Plan:
    """Put the vertices where new lines meet the boundary into the boundary too."""
    boundary = plan.layer("boundary")
    before = shapes_of(boundary.geometry)
    after = dissolve(cut.ground, owners(inner_points(cut.ground), before), len(before))
    if shapely.equals_exact(shapely.normalize(before), shapely.normalize(after)).all():
        return plan.with_tables(grids=grids, lineage=lineage)
    boundary = boundary.set_geometry(gpd.GeoSeries(after, index=boundary.index, crs=plan.crs))
    return plan.with_tables(grids=grids, lineage=lineage, boundary=boundary)


def _homes(plan: Plan, rows: Any, parts: Any) -> Any:
    """Part of each household through its building, as :func:`gridplanner.locate.locate`."""
    households = plan.tables["households"].iloc[rows]
    buildings = plan.tables["buildings"]
    row = pd.Index(buildings["id"]).get_indexer(pd.Index(households["building"]))
    shapes = shapes_of(households["geometry"]).copy()
    known = row >= 0
    shapes[known] = shapes_of(buildings["geometry"])[row[known]]
    return main_owners(shapes, parts)


def _new_code(plan: Plan, level: int, parent: int | None) -> str:
    grids = plan.tables["grids"]
    chain = [] if parent is None else [*ancestors_of(grids, parent), parent]
    ancestors = [str(grids.loc[uid, "code"]) for uid in chain]
    prefix = str(plan.settings.get("code_prefix", ""))
    return next_free(plan.scheme.levels[level - 1], ancestors, prefix, grids["code"])


def _parent_for(plan: Plan, code: str | None, level: int, shape: Any) -> int | None:
    """Find the parent by its code, or the grid above that holds most of the shape."""
    if level == 1:
        return None
    if code is not None:
        uid = plan.uid_of(code)
        if uid not in plan.level(level - 1).index:
            raise EditError("edit.parent_level", {"code": code, "level": level - 1})
        return uid
    above = plan.level(level - 1)
    held = shapes_of(above.geometry)
    if len(held) == 0:
        return None
    common = shapely.intersection(held, shape)
    # Ground that was free lies in no grid above: then the longest common border counts.
    order = np.lexsort(
        (shapely.distance(held, shape), -shapely.length(common), -shapely.area(common))
    )
    return int(above["uid"].iloc[int(order[0])])
