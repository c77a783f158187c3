"""Which parents an edit would carry ground between: asked before it is allowed to."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from gridplanner.edits.base import Edit
from gridplanner.edits.grid_rows import ancestors_of
from gridplanner.edits.grids import MergeGrids
from gridplanner.edits.moved import GroundEdit
from gridplanner.model import Plan


def may_cross(edit: Edit) -> bool:
    """Tell whether an edit is of those that can be told to go over the line of a parent."""
    return hasattr(edit, "cross")


def crossing(edit: Any, *, cross: bool) -> Any:
    """Give the same edit, allowed or forbidden to go over the line of a parent."""
    return replace(edit, cross=cross) if edit.cross != cross else edit


def parents_crossed(plan: Plan, edit: Edit) -> tuple[int, ...]:
    """Name the parents between which an edit would carry ground.

    Ground that nobody holds has no parent: to take it, or to leave it, crosses no line.

    Returns
    -------
    tuple of int
        Uids, ascending; empty where all stays inside one parent.

    Raises
    ------
    EditError
        What applying the edit would raise if it were allowed to cross.
    """
    grids = plan.tables["grids"]
    if isinstance(edit, MergeGrids):
        crossing(edit, cross=True).apply(plan)
        uids = [plan.uid_of(code) for code in edit.codes]
        pairs = [(uid, uids[0]) for uid in uids[1:]]
    elif isinstance(edit, GroundEdit) and may_cross(edit):
        moved = crossing(edit, cross=True).moved(plan)
        pairs = list(zip(moved.before.tolist(), moved.after.tolist(), strict=True))
    else:
        return ()
    found: set[int] = set()
    for one, two in set(pairs):
        if one and two and _above(grids, one) != _above(grids, two):
            found |= {*_above(grids, one)[-1:], *_above(grids, two)[-1:]}
    return tuple(sorted(found))


def _above(grids: pd.DataFrame, uid: int) -> list[int]:
    return ancestors_of(grids, uid)
