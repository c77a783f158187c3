"""What a planted fault is, and what planting faults has in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely

from gridplanner.edits.grid_rows import with_shapes
from gridplanner.geometry import Shapes, as_polygons, shapes_of, shared_borders
from gridplanner.model import Plan


@dataclass(frozen=True)
class Planted:
    """A plan with one fault.

    Attributes
    ----------
    plan : Plan
    rule : str
        The rule that must find it.
    codes : frozenset of str
        What the finding may name: at least one of these.
    area_m2 : float
        Ground concerned; 0 where the fault has none.
    width_m : float
        Size that was planted.
    """

    plan: Plan
    rule: str
    codes: frozenset[str]
    area_m2: float = 0.0
    width_m: float = 0.0
    others: frozenset[str] = field(default_factory=frozenset)
    #: Whether it hangs on a leaf, so that only its width counts.
    hangs: bool = False


class NoPlaceError(Exception):
    """The place drawn by lot does not bear this fault; try another."""


def leaves_of(plan: Plan) -> tuple[Shapes, Any, Any]:
    leaves = plan.leaves
    return shapes_of(leaves.geometry), leaves["code"].to_numpy(), leaves["uid"].to_numpy()


def with_leaves(plan: Plan, shapes: Mapping[int, Any]) -> Plan:
    return plan.with_tables(grids=with_shapes(plan.layer("grids"), shapes))


def snapped(shape: Any) -> Any:
    return as_polygons(shapely.set_precision(shape, 0.001))


def border(plan: Plan, rng: np.random.Generator, length_m: float = 4.0) -> tuple[int, int, Any]:
    """Draw a stretch of a border between two leaves, straight and at least so long."""
    shapes, _, _ = leaves_of(plan)
    borders = plan.derived("bench.borders", lambda p: shared_borders(leaves_of(p)[0]), ["grids"])
    long = np.flatnonzero(borders.length_m >= length_m)
    if len(long) == 0:
        raise NoPlaceError
    at = int(rng.choice(long))
    a, b = int(borders.a[at]), int(borders.b[at])
    if rng.random() < 0.5:
        a, b = b, a
    assert len(shapes) > max(a, b)
    return a, b, borders.segments[at]


def strip_along(line: Any, width_m: float) -> Any:
    return shapely.buffer(line, width_m, cap_style="flat", join_style="mitre")
