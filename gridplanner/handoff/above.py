"""Borders of upper levels that came back changed: what moved them, and what would follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import pandas as pd
import shapely

from gridplanner.geometry import shapes_of
from gridplanner.handoff.ground import SAME_M, SAME_M2, clean, moved, thick
from gridplanner.model import Plan

#: Its ground is its own; it follows from differences below; grids below change their parent;
#: the line runs through grids below; it takes ground in which there is no grid below.
How = Literal["own", "follows", "children", "through", "bare"]


@dataclass(frozen=True)
class AboveMoved:
    """A border of an upper level that came back changed.

    Attributes
    ----------
    code : str
    area_m2, moved_m : float
        Ground that lies elsewhere; how far the border moved where it moved most.
    how : str
        What may be done, see :data:`How`.
    parents : mapping of str to str
        Grids one level below that lie in another grid's ground now, and that one's code.
    cut : tuple of str
        Grids one level below that the line runs through.
    """

    code: str
    area_m2: float
    moved_m: float
    how: How
    parents: Mapping[str, str]
    cut: tuple[str, ...] = ()


def moved_above(
    plan: Plan,
    level: int,
    came: Mapping[int, Mapping[str, shapely.Geometry]],
    told: Mapping[str, str],
) -> list[AboveMoved]:
    """List the borders of one upper level that came back changed.

    Parameters
    ----------
    plan : Plan
    level : int
        Above the deepest.
    came : mapping of int to mapping
        What came, by level and the plan's code (of added grids theirs), in the plan's CRS.
        Where the level below did not come along, its grids are as they are in the plan.
    told : mapping of str to str
        Parents that the file itself says are new, by the child's code.
    """
    peers, below = plan.level(level), plan.level(level + 1)
    wanted = came.get(level, {})
    code_of = dict(zip(map(int, peers["uid"]), peers["code"], strict=True))
    parent_of = {
        str(code): "" if pd.isna(up) else str(code_of.get(int(up), ""))
        for code, up in zip(below["code"], below["parent"], strict=True)
    }
    standing = dict(zip(map(str, below["code"]), shapes_of(below.geometry), strict=True))
    lying = came.get(level + 1) or standing
    found: list[AboveMoved] = []
    for code, mine in zip(peers["code"], shapes_of(peers.geometry), strict=True):
        shape = wanted.get(code)
        if shape is None:
            continue
        ground = clean(shapely.symmetric_difference(mine, shape))
        if shapely.is_empty(ground):
            continue
        area_m2, moved_m = moved(mine, shape)
        if area_m2 <= SAME_M2 or moved_m <= SAME_M:
            continue
        if code not in parent_of.values():
            found.append(AboveMoved(code, area_m2, moved_m, "own", {}))
            continue
        touched = {
            child: one
            for child, one in lying.items()
            if shapely.intersects(one, ground)
            and not shapely.is_empty(clean(shapely.intersection(one, ground)))
        }
        homes = {child: _home(one, wanted) for child, one in touched.items()}
        cut = tuple(sorted(child for child, home in homes.items() if home is None))
        parents = {
            child: home
            for child, home in homes.items()
            if home is not None and child in parent_of and parent_of[child] != home
        }
        bare = thick(ground, shapely.union_all(list(touched.values())))
        how: How = "follows"
        if cut:
            how = "through"
        elif not shapely.is_empty(bare):
            how = "bare"
        elif any(told.get(child) != home for child, home in parents.items()):
            how = "children"
        found.append(
            AboveMoved(code, area_m2, moved_m, how, parents if how == "children" else {}, cut)
        )
    return found


def _home(one: shapely.Geometry, wanted: Mapping[str, shapely.Geometry]) -> str | None:
    """Give the grid that holds all of a shape; ``None`` where none does."""
    for code, shape in wanted.items():
        if shapely.intersects(one, shape) and shapely.is_empty(thick(one, shape)):
            return code
    return None
