"""Grids by what is true of them: the conditions under which one is chosen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely

from gridplanner.edits.locks import OPEN
from gridplanner.geometry import Bools, shapes_of, unassigned
from gridplanner.model import Plan
from gridplanner.units.blocks import boundary_of

#: Limits of the classes of deviation, fractions: light, a little, near the target, heavy …
DEVIATION_LIMITS = (-0.20, -0.10, 0.10, 0.20)
#: Class → between which of the limits it lies; the target's own class holds its limits.
DEVIATION_CLASSES = ("far_below", "below", "near", "above", "far_above")

#: What is nearer than this touches.
TOUCH_M = 0.001


@dataclass(frozen=True)
class Conditions:
    """What is asked of a grid; all that is set must be true.

    Attributes
    ----------
    level : int
        1 is the top.
    kind, lock : str
        ``""`` for any.
    deviation : tuple of str
        Classes of :data:`DEVIATION_CLASSES`, one of which it must be in; empty for any. A
        grid without a target is in none.
    households, persons : pair of int
        From … to, both included; ``None`` for no limit.
    text : str
        In the code or the name, whatever the case.
    vacant : bool
        Whether only grids with fewer workers than posts are asked for, or with none.
    among : tuple of int or None
        Uids among which it must be; ``None`` for any.
    """

    level: int
    kind: str = ""
    lock: str = ""
    deviation: tuple[str, ...] = ()
    households: tuple[int | None, int | None] = (None, None)
    persons: tuple[int | None, int | None] = (None, None)
    text: str = ""
    vacant: bool = False
    among: tuple[int, ...] | None = None


def chosen(grids: pd.DataFrame, asked: Conditions) -> list[int]:
    """Give the uids of the grids that meet all conditions, in the order of the rows.

    Parameters
    ----------
    grids : DataFrame
        As :attr:`gridplanner.report.Summary.grids`.
    """
    meets = (grids["level"] == asked.level).to_numpy(dtype=bool, copy=True)
    if asked.kind:
        meets &= (grids["kind"] == asked.kind).to_numpy(dtype=bool)
    if asked.lock:
        meets &= (grids["lock"].replace("", OPEN) == asked.lock).to_numpy(dtype=bool)
    for name, (least, most) in (("households", asked.households), ("persons", asked.persons)):
        meets &= between(grids[name], least, most)
    if asked.deviation:
        meets &= np.isin(deviation_class(grids), asked.deviation)
    if asked.text.strip():
        wanted = asked.text.strip().lower()
        said = (grids["code"].astype(str) + " " + grids["name"].astype(str)).str.lower()
        meets &= said.str.contains(wanted, regex=False).to_numpy(dtype=bool)
    if asked.vacant:
        short = grids["workers"] < grids["posts"].clip(lower=1)
        meets &= short.to_numpy(dtype=bool)
    if asked.among is not None:
        meets &= grids.index.isin(asked.among)
    return [int(uid) for uid in grids.index[meets]]


def beside_unassigned(plan: Plan) -> list[int]:
    """Give the uids of the grids in force, on any level, that touch ground no leaf holds.

    Raises
    ------
    EditError
        The plan has no boundary.
    """
    free = unassigned(boundary_of(plan), shapes_of(plan.leaves.geometry))
    if free.is_empty:
        return []
    grids = plan.valid_grids
    near = shapely.dwithin(shapes_of(grids.geometry), free, TOUCH_M)
    return [int(uid) for uid in grids["uid"][near]]


def between(values: pd.Series[int], least: int | None, most: int | None) -> Bools:
    """Tell which values lie between two limits, both included."""
    inside = np.ones(len(values), dtype=bool)  # a new array: those of frames are read-only
    if least is not None:
        inside &= (values >= least).to_numpy(dtype=bool)
    if most is not None:
        inside &= (values <= most).to_numpy(dtype=bool)
    return inside


def deviation_class(grids: pd.DataFrame) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    """Name the class of deviation of each grid; ``""`` for those without a target."""
    off = grids["deviation"].to_numpy(dtype=float)
    far_below, below, above, far_above = DEVIATION_LIMITS
    found = np.select(
        [off < far_below, off < below, off <= above, off <= far_above],
        list(DEVIATION_CLASSES[:4]),
        DEVIATION_CLASSES[4],
    ).astype(object)
    found[~(grids["target"].to_numpy(dtype=float) > 0)] = ""
    return found
