"""The edit of a rebalance: whole pieces of ground go from leaf to leaf."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from gridplanner.codes import next_free
from gridplanner.edits.grid_rows import (
    added,
    ancestors_of,
    lineage_added,
    parents_followed,
    parents_of,
    with_shapes,
)
from gridplanner.errors import EditError
from gridplanner.geometry import Ints, Shapes, dissolve, inner_points, owners, shapes_of
from gridplanner.locate import locate
from gridplanner.model import Plan
from gridplanner.pieces import same_vertices

#: A leaf whose pieces differ from it by more is not the leaf they were cut from.
STALE_M2 = 0.5


@dataclass(frozen=True)
class Opened:
    """A leaf to be opened.

    Attributes
    ----------
    parent : int or None
        Uid of its parent.
    posts : int or None
        Workers planned on it.
    fte : float or None
        Their full-time shares.
    """

    parent: int | None
    posts: int | None = None
    fte: float | None = None


@dataclass(frozen=True, eq=False)
class MoveGround:
    """Move pieces of ground between leaves; codes, people and posts stay where they are.

    Attributes
    ----------
    pieces : array of Polygon, shape (n,)
        Noded together and with the leaves; their union is the boundary.
    before, after : int array, shape (n,)
        Uid of the leaf of each piece: 0 for unassigned ground, −1, −2 … in `after` for the
        leaves to be opened, in their order.
    opened : tuple of Opened
    households : int
        How many change their leaf, for the journal.
    date : str
        First day of opened leaves, ISO; ``""`` in a draft.
    """

    pieces: Shapes
    before: Ints
    after: Ints
    opened: tuple[Opened, ...] = ()
    households: int = 0
    date: str = ""

    label = "edit.rebalance"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Households that move, leaves that change, leaves that are opened."""
        moved = self.before != self.after
        touched = np.union1d(self.before[moved], self.after[moved])
        return {
            "households": self.households,
            "grids": int((touched > 0).sum()),
            "opened": len(self.opened),
        }

    def apply(self, plan: Plan) -> Plan:
        """Make the plan with the ground moved.

        Raises
        ------
        EditError
            The leaves are no longer those the pieces were cut from, or one would be left
            without ground or in more pieces than before.
        """
        leaves = plan.leaves
        uids = leaves["uid"].to_numpy(dtype=np.int64)
        held = shapes_of(leaves.geometry)
        self._check_fresh(uids, held)
        new = np.arange(1, len(self.opened) + 1)
        numbers = np.r_[uids, -new]
        shapes = dissolve(self.pieces, _places(numbers, self.after), len(numbers))
        parts = shapely.get_num_geometries(shapes)
        had = np.r_[shapely.get_num_geometries(held), np.ones(len(new), dtype=np.int64)]
        if (shapely.is_empty(shapes) | (parts > had)).any():
            at = int(np.argmax(shapely.is_empty(shapes) | (parts > had)))
            code = str(leaves["code"].iloc[at]) if at < len(uids) else ""
            raise EditError("rebalance.torn", {"code": code, "pieces": int(parts[at])})
        changed = np.flatnonzero(~same_vertices(shapes[: len(uids)], held))
        grids = with_shapes(plan.layer("grids"), {int(uids[i]): shapes[i] for i in changed})
        rows = self._rows(plan, shapes[len(uids) :])
        grids = added(plan, grids, rows)
        touched = [*(int(uids[i]) for i in changed), *(row["uid"] for row in rows)]
        grids = parents_followed(grids, parents_of(grids, touched))
        moved = plan.with_tables(grids=gpd.GeoDataFrame(grids), **self._boundary(plan))
        return moved.with_tables(lineage=lineage_added(plan, _lineage(plan, moved)))

    def _check_fresh(self, uids: Ints, held: Shapes) -> None:
        """Raise where the plan has changed since the pieces were cut."""
        known = np.isin(self.before[self.before > 0], uids).all()
        were = dissolve(self.pieces, _places(uids, self.before), len(uids))
        suspect = ~same_vertices(were, held)
        off = shapely.area(shapely.symmetric_difference(were[suspect], held[suspect]))
        if not known or (off > STALE_M2).any():
            raise EditError("rebalance.stale")

    def _rows(self, plan: Plan, shapes: Shapes) -> list[dict[str, Any]]:
        """Make the rows of the opened leaves, with codes never used before."""
        grids = plan.tables["grids"]
        used = list(grids["code"])
        prefix = str(plan.settings.get("code_prefix", ""))
        level = plan.scheme.levels[-1]
        rows = []
        for place, (opened, shape) in enumerate(zip(self.opened, shapes, strict=True)):
            parent = opened.parent
            chain = [] if parent is None else [*ancestors_of(grids, parent), parent]
            ancestors = [str(grids.loc[uid, "code"]) for uid in chain]
            code = next_free(level, ancestors, prefix, used)
            used.append(code)
            row: dict[str, Any] = {
                "uid": plan.next_uid + place, "level": level.level, "parent": parent,
                "code": code, "name": "", "valid_from": self.date, "geometry": shape,
            }  # fmt: skip
            if opened.posts is not None:
                row["posts"] = opened.posts
                row["fte"] = np.nan if opened.fte is None else opened.fte
            rows.append(row)
        return rows

    def _boundary(self, plan: Plan) -> dict[str, gpd.GeoDataFrame]:
        """Give the boundary the vertices where a new border meets it."""
        boundary = plan.layer("boundary")
        before = shapes_of(boundary.geometry)
        after = dissolve(self.pieces, owners(inner_points(self.pieces), before), len(before))
        if same_vertices(before, after).all():
            return {}
        series = gpd.GeoSeries(after, index=boundary.index, crs=plan.crs)
        return {"boundary": boundary.set_geometry(series)}


def _places(numbers: Ints, wanted: Ints) -> Ints:
    """Give the place of each wanted number, −1 for those that are not there."""
    order = np.argsort(numbers)
    at = np.minimum(np.searchsorted(numbers[order], wanted), len(numbers) - 1)
    return np.where(numbers[order][at] == wanted, order[at], -1)


def _lineage(plan: Plan, moved: Plan) -> Sequence[tuple[int | None, int | None, int]]:
    """Tell how many households went from which leaf to which."""
    before, after = locate(plan).households, locate(moved).households
    gone = (before != after) & (before > 0) & (after > 0)
    pairs, count = np.unique(
        np.stack([before[gone], after[gone]], axis=1), axis=0, return_counts=True
    )
    return [(int(a), int(b), int(n)) for (a, b), n in zip(pairs, count, strict=True)]
