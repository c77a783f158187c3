"""Colours of doors by captain: one captain one colour, captains side by side different ones.

Plain values, as :mod:`layers.style` has them. Source of the colours: P. Tol, *Colour Schemes*,
SRON/EPS/TN/09-002, qualitative scheme "bright", made for points and lines and safe for
colour-blind readers, less its grey, which stands for doors without anybody.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely

from gridplanner.captains import door_households
from gridplanner.edits.duties import CAPTAIN
from gridplanner.edits.duty_rows import running
from gridplanner.geometry import Ints, shapes_of
from gridplanner.model import Plan

COLOURS: tuple[str, ...] = ("#4477AA", "#EE6677", "#228833", "#CCBB44", "#66CCEE", "#AA3377")
#: The same, lighter, for a dark ground.
COLOURS_DARK: tuple[str, ...] = (
    "#7FAFE0", "#F59AA5", "#5FBF6E", "#E2D573", "#8FDDF6", "#D77FB4",
)  # fmt: skip
#: States of a door that has no colour: people live there without a captain; nobody lives there.
VACANT, IDLE = -1, -2
#: Doors nearer than this are seen side by side.
BESIDE_M = 60.0


@dataclass(frozen=True, eq=False)
class DoorLooks:
    """How each door is drawn.

    Attributes
    ----------
    colour : int array, shape (entrances,)
        Place in :data:`COLOURS`, or :data:`VACANT` or :data:`IDLE`.
    captain : object array, shape (entrances,)
        Id of the captain, ``""`` for none.
    """

    colour: Ints
    captain: np.ndarray[tuple[int], np.dtype[np.object_]]


def door_looks(plan: Plan) -> DoorLooks:
    """Give each door its look; kept with the plan. No doors give empty arrays."""
    return plan.derived("door_looks", _build, ["entrances", "duties", "households"])


def _build(plan: Plan) -> DoorLooks:
    doors = plan.tables["entrances"]
    duties = plan.tables["duties"]
    now = duties[running(duties) & (duties["kind"] == CAPTAIN)]
    holder = dict(zip(now["target_id"], now["person"], strict=True))
    captain = np.array([str(holder.get(door, "")) for door in doors["id"]], dtype=object)
    found = np.where(door_households(plan) > 0, VACANT, IDLE).astype(np.int64)
    served = captain != ""
    if served.any():
        names, who = np.unique(captain[served].astype(str), return_inverse=True)
        number = coloured(len(names), *_beside(shapes_of(doors["geometry"])[served], who))
        found[served] = number[who]
    return DoorLooks(found, captain)


def _beside(points: np.ndarray[tuple[int], np.dtype[np.object_]], who: Ints) -> tuple[Ints, Ints]:
    """Find pairs of captains with doors side by side, each pair once."""
    one, two = shapely.STRtree(points).query(points, predicate="dwithin", distance=BESIDE_M)
    pairs = pd.DataFrame({"a": who[one], "b": who[two]})
    pairs = pairs[pairs["a"] < pairs["b"]].drop_duplicates()
    return pairs["a"].to_numpy(dtype=np.int64), pairs["b"].to_numpy(dtype=np.int64)


def coloured(count: int, a: Ints, b: Ints) -> Ints:
    """Colour the nodes of a graph so that neighbours differ as far as six colours allow.

    Parameters
    ----------
    count : int
        Number of nodes.
    a, b : int arrays, shape (m,)
        Neighbours.

    Returns
    -------
    int array, shape (count,)
        Places in :data:`COLOURS`; where all six are taken by neighbours, the colour that
        fewest of them have.

    Examples
    --------
    >>> coloured(3, np.array([0, 1]), np.array([1, 2])).tolist()
    [1, 0, 2]
    """
    near: list[list[int]] = [[] for _ in range(count)]
    for one, two in zip(a.tolist(), b.tolist(), strict=True):
        near[one].append(two)
        near[two].append(one)
    found = np.full(count, -1, dtype=np.int64)
    used = np.zeros(len(COLOURS), dtype=np.int64)
    # Those with most neighbours choose first (Welsh–Powell); of the free colours the rarest.
    for node in sorted(range(count), key=lambda n: (-len(near[n]), n)):
        taken = np.zeros(len(COLOURS), dtype=np.int64)
        for other in near[node]:
            if found[other] >= 0:
                taken[found[other]] += 1
        best = int(np.lexsort((np.arange(len(COLOURS)), used, taken))[0])
        found[node] = best
        used[best] += 1
    return found
