"""Edits of single grids: draw, delete, split, merge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely

from gridplanner.edits.duty_rows import ended, moved, running
from gridplanner.edits.grid_rows import (
    added,
    children_of,
    lineage_added,
    parents_followed,
    parents_of,
    repinned,
    retired,
    set_values,
    with_shapes,
)
from gridplanner.edits.heirs import homes_in, largest, new_code, parent_for
from gridplanner.edits.locks import demand, demand_free
from gridplanner.edits.recut import drawn, joined, recut, regions_of, snap_lines
from gridplanner.edits.transfer import (
    NOBODY,
    followed,
    held_by,
    moves_of,
    reshaped,
    slivers,
    without_slivers,
)
from gridplanner.errors import EditError
from gridplanner.geometry import (
    inner_points,
    lines_of,
    owners,
    polygon_parts,
    shapes_of,
)
from gridplanner.locate import locate
from gridplanner.model import Plan


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
    reason : str
        Kept in the journal.
    """

    polygon: shapely.Polygon
    level: int
    parent: str | None = None
    name: str = ""
    reason: str = ""
    label = "edit.draw"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Level and parent."""
        return {"level": self.level, "parent": self.parent or "", "reason": self.reason}

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
        regions = regions_of(plan, self.level)
        shape = drawn(self.polygon)
        cut = recut(regions, lines_of(shapes_of([shape])), shape)
        inside = owners(inner_points(cut.faces), shapes_of(polygon_parts(shape))) >= 0
        before = held_by(cut)
        made = len(regions.shapes)
        owner = np.where(inside & (before == NOBODY), made, before)
        owner = without_slivers(plan, cut, owner, np.array([made]))
        ground = joined(cut.faces[owner == made])
        if ground.is_empty or bool(slivers(shapely.get_parts(ground)).all()):
            raise EditError("edit.no_free_ground", {"pieces": 0})
        if ground.geom_type != "Polygon":
            raise EditError("edit.free_ground_in_pieces", {"pieces": len(ground.geoms)})
        parent = parent_for(plan, self.parent, self.level, ground)
        uid = plan.next_uid
        demand(plan, moves_of(cut, owner), cross=True)
        if parent is not None:
            demand(plan, [(None, parent)])
        shapes = reshaped(plan, cut, owner)
        row = {
            "uid": uid, "level": self.level, "parent": parent,
            "code": new_code(plan, self.level, parent), "name": self.name, "geometry": ground,
        }  # fmt: skip
        grids = added(plan, with_shapes(plan.layer("grids"), shapes), [row])
        return followed(
            plan, cut, grids, [uid, *shapes], lineage=lineage_added(plan, [(None, uid, 0)])
        )


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
    cross : bool
        Whether the ground may leave its parent.
    reason : str
        Kept in the journal.
    """

    code: str
    into: str | None = None
    date: str = ""
    cross: bool = False
    reason: str = ""
    label = "edit.delete"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Codes."""
        return {"code": self.code, "into": self.into or "", "reason": self.reason}

    def apply(self, plan: Plan) -> Plan:
        """Make the plan without the grid.

        Raises
        ------
        EditError
            The grid is unknown or has children, the two do not share a border, or the
            grid is in force and no date is given.
        """
        if self.into is not None:
            return MergeGrids((self.into, self.code), self.into, self.date, self.cross).apply(plan)
        uid = plan.uid_of(self.code)
        grids = plan.layer("grids")
        if children_of(grids, uid).any():
            raise EditError("edit.has_children", {"code": self.code})
        demand(plan, [(uid, None)])
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
    """Split a leaf in two along a line.

    The part with more households keeps the code (the larger one where both have as many),
    the other gets the next code never used. Workers stay with the code.

    Attributes
    ----------
    code : str
    line : LineString
        Must cross the leaf from border to border once.
    date : str
        First day of the new leaf, ISO; ``""`` in a draft.
    reason : str
        Kept in the journal.
    """

    code: str
    line: shapely.LineString
    date: str = ""
    reason: str = ""
    label = "edit.split"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Code."""
        return {"code": self.code, "reason": self.reason}

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
        demand_free(plan, [uid])
        regions = regions_of(plan)
        at = regions.position(uid)
        inside = shapely.intersection(snap_lines(shapes_of([self.line]))[0], regions.shapes[at])
        lines = lines_of(shapes_of([inside]))
        if len(lines) == 0:
            raise EditError("edit.split_misses", {"code": self.code})
        cut = recut(regions, lines)
        parts = cut.faces[cut.region == at]
        if len(parts) != 2 or slivers(parts).any():
            raise EditError("edit.split_pieces", {"code": self.code, "pieces": len(parts)})
        where = locate(plan)
        mine = np.flatnonzero((where.households == uid) & ~where.pinned)
        home = homes_in(plan, mine, parts)
        count = np.bincount(home[home >= 0], minlength=2)
        keep = int(np.lexsort((-shapely.area(parts), -count))[0])
        # Of a house that stands half in each the lower code has it, the one that stays.
        went = int((homes_in(plan, mine, parts[[keep, 1 - keep]]) == 1).sum())
        new_uid = plan.next_uid
        row = leaves.loc[uid]
        parent = None if pd.isna(row["parent"]) else int(row["parent"])
        owner = held_by(cut)
        owner[np.flatnonzero(cut.region == at)[1 - keep]] = len(regions.shapes)
        shapes = reshaped(plan, cut, owner)
        grids = with_shapes(plan.layer("grids"), shapes)
        new = {
            "uid": new_uid, "level": plan.scheme.depth, "parent": parent,
            "code": new_code(plan, plan.scheme.depth, parent), "name": "", "kind": row["kind"],
            "valid_from": self.date, "geometry": parts[1 - keep],
        }  # fmt: skip
        if not pd.isna(row["posts"]):
            stays = max(int(row["posts"]) - 1, 1)
            grids = set_values(grids, uid, posts=stays, fte=np.nan)
            new |= {"posts": 1}
        grids = added(plan, grids, [new])
        lineage = lineage_added(plan, [(uid, new_uid, went)])
        return followed(plan, cut, grids, [new_uid, *shapes], lineage=lineage)


@dataclass(frozen=True)
class MergeGrids:
    """Merge leaves into one of them.

    A parent whose last leaf goes to another parent has no ground any more and ends too.

    Attributes
    ----------
    codes : tuple of str
    keep : str
        The code that stays; its people stay, those of the others join them. ``""`` keeps
        that of the largest, see :func:`largest`.
    date : str
        End of the others, ISO; ``""`` for a draft, whose rows are dropped.
    cross : bool
        Whether ground may leave its parent.
    reason : str
        Kept in the journal.
    """

    codes: tuple[str, ...]
    keep: str = ""
    date: str = ""
    cross: bool = False
    reason: str = ""
    label = "edit.merge"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Codes, whether parents may be crossed."""
        return {
            "codes": list(self.codes),
            "keep": self.keep,
            "cross": self.cross,
            "reason": self.reason,
        }

    def apply(self, plan: Plan) -> Plan:
        """Make the plan with one leaf in place of several.

        Raises
        ------
        EditError
            A grid is unknown or no leaf, fewer than two are named, they do not hang
            together by borders, or one that ends is in force and no date is given.
        """
        codes = tuple(dict.fromkeys(self.codes))
        keep = self.keep or largest(plan, codes)
        if len(codes) < 2 or keep not in codes:
            raise EditError("edit.merge_codes", {"codes": ", ".join(codes), "keep": keep})
        leaves = plan.leaves
        uids = [plan.uid_of(code) for code in codes]
        for code, uid in zip(codes, uids, strict=True):
            if uid not in leaves.index:
                raise EditError("edit.not_a_leaf", {"code": code})
        kept = plan.uid_of(keep)
        shape = joined(shapes_of(leaves.loc[uids].geometry))
        if shape.geom_type != "Polygon":
            raise EditError("edit.merge_apart", {"codes": ", ".join(codes)})
        demand(plan, [(uid, kept) for uid in uids], cross=self.cross)
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
