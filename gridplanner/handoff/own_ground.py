"""A grid without children gets the outline that came back: its ground is its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from gridplanner.edits.grid_rows import children_of, with_shapes
from gridplanner.edits.locks import demand
from gridplanner.edits.recut import drawn, recut, regions_of
from gridplanner.edits.transfer import (
    NOBODY,
    followed,
    held_by,
    moves_of,
    reshaped,
    without_slivers,
)
from gridplanner.errors import EditError
from gridplanner.geometry import inner_points, lines_of, owners, polygon_parts, shapes_of
from gridplanner.model import Plan


@dataclass(frozen=True, eq=False)
class ReplaceGround:
    """Give a grid of an upper level that has no children another outline.

    It gains free ground and that of grids of its level that have no children either; what it
    loses is free. Ground of grids with children stays: it is the union of theirs.

    Attributes
    ----------
    code : str
    shape : Polygon or MultiPolygon
    """

    code: str
    shape: Any
    label = "edit.replace_ground"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Code."""
        return {"code": self.code}

    def apply(self, plan: Plan) -> Plan:
        """Make the plan with the new outline.

        Raises
        ------
        EditError
            The grid is unknown, has children or is locked, or a grid would be left without
            ground or in pieces.
        """
        uid = plan.uid_of(self.code)
        grids = plan.layer("grids")
        if children_of(grids, uid).any():
            raise EditError("edit.has_children", {"code": self.code})
        regions = regions_of(plan, int(grids.loc[uid, "level"]))
        me = regions.position(uid)
        parts = shapes_of([drawn(part) for part in polygon_parts(self.shape)])
        around = shapely.union_all([*parts, regions.shapes[me]])
        cut = recut(regions, lines_of(parts), around, [me])
        inside = owners(inner_points(cut.faces), parts) >= 0
        before = held_by(cut)
        open_ = [
            at for at, peer in enumerate(regions.uids) if not children_of(grids, int(peer)).any()
        ]
        mine = inside & np.isin(before, [*open_, NOBODY])
        owner = np.where(mine, me, np.where(before == me, NOBODY, before))
        owner = without_slivers(plan, cut, owner, np.array([me]))
        demand(plan, moves_of(cut, owner), cross=True)
        shapes = reshaped(plan, cut, owner)
        return followed(plan, cut, with_shapes(grids, shapes), shapes)
