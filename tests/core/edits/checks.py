"""What several tests of edits ask of a plan."""

from __future__ import annotations

from typing import Any

import pytest
import shapely

from gridplanner.edits.base import Edit
from gridplanner.errors import EditError
from gridplanner.geometry import is_sound, shapes_of, unassigned
from gridplanner.model import Plan
from gridplanner.units.blocks import boundary_of


def shape_of(plan: Plan, code: str) -> Any:
    """Geometry of the grid in force that has a code."""
    return plan.grids.loc[plan.uid_of(code), "geometry"]


def free_of(plan: Plan) -> Any:
    """Ground that no leaf holds."""
    return unassigned(boundary_of(plan), shapes_of(plan.leaves.geometry))


def assert_sound(plan: Plan, before: Plan | None = None) -> None:
    """Check that leaves and unassigned ground are the boundary, which has not moved."""
    assert is_sound(boundary_of(plan), shapes_of(plan.leaves.geometry))
    assert (shapely.get_type_id(shapes_of(plan.leaves.geometry)) == 3).all()
    for level in range(plan.scheme.depth - 1, 0, -1):
        peers, below = plan.level(level), plan.level(level + 1)
        for uid, shape in zip(peers["uid"], peers.geometry, strict=True):
            mine = (below["parent"] == uid).fillna(False).to_numpy(dtype=bool)
            if mine.any():
                assert shapely.coverage_union_all(shapes_of(below.geometry)[mine]).equals(shape)
    if before is not None:
        assert shapely.hausdorff_distance(boundary_of(plan), boundary_of(before)) < 1e-6


def refused(edit: Edit, plan: Plan) -> EditError:
    """Give the error with which a plan refuses an edit."""
    with pytest.raises(EditError) as caught:
        edit.apply(plan)
    return caught.value
