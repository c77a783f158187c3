"""Outlines of upper grids that own their ground, in plans that have leaves elsewhere."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely

from gridplanner.edits import SetLock
from gridplanner.errors import EditError
from gridplanner.handoff.own_ground import ReplaceGround
from gridplanner.model import Plan
from tests.layers.plans import SIDE, TOWN, small_plan, square

#: The four grids of level 2 from west to east: a column of three squares each, the first two
#: under one top grid, the others under another.
CODES = [f"{TOWN}00101", f"{TOWN}00102", f"{TOWN}00201", f"{TOWN}00202"]


def mixed(*childless: int) -> Plan:
    """Take the leaves of some columns away; those of the others stay."""
    plan = small_plan()
    grids = plan.layer("grids")
    leaf = (grids["level"] == 3).to_numpy()
    gone = leaf & grids["parent"].isin([3 + column for column in childless]).to_numpy()
    return plan.with_tables(grids=grids[~gone])


def outlines(plan: Plan, level: int) -> dict[str, Any]:
    frame = plan.level(level)
    return dict(zip(frame["code"], frame.geometry, strict=True))


def columns(plan: Plan) -> list[float]:
    """Widths of the grids of level 2, in squares."""
    shapes = outlines(plan, 2)
    return [round(shapes[code].area / (3 * SIDE * SIDE), 6) for code in CODES]


def sound(plan: Plan) -> bool:
    """Tell whether no level overlaps and every upper grid is the union of those below.

    Leaves share their vertices; a border between a grid with leaves and one without has
    vertices of the leaves on one side alone.
    """
    grids = plan.valid_grids
    for level in (1, 2):
        shapes = np.array(list(outlines(plan, level).values()))
        if shapely.area(shapes).sum() != pytest.approx(shapely.union_all(shapes).area, abs=1e-6):
            return False
    return bool(shapely.coverage_is_valid(np.array(plan.leaves.geometry))) and all(
        shapely.equals(shape, shapely.union_all(np.array(grids.geometry[of.to_numpy()])))
        for uid, shape in zip(grids["uid"], grids.geometry, strict=True)
        if (of := (grids["parent"] == uid).fillna(False)).any()
    )


def test_ground_of_grids_with_leaves_stays_theirs() -> None:
    plan = mixed(1)
    # It wants .2 of the west, which has leaves, and gives .3 in the east back.
    after = ReplaceGround(CODES[1], square(0.8, 0, 0.9, 3)).apply(plan)
    assert columns(after) == [1, 0.7, 1, 1]
    assert after.leaves.geometry.geom_equals(plan.leaves.geometry).all()
    assert outlines(after, 1)[f"{TOWN}001"].area == pytest.approx(1.7 * 3 * SIDE * SIDE)
    assert sound(after)
    # What it gave back is free again: it takes it once more.
    assert columns(ReplaceGround(CODES[1], square(1, 0, 1, 3)).apply(after)) == [1, 1, 1, 1]


def test_grids_without_leaves_give_and_take_over_the_line_of_their_parents() -> None:
    plan = mixed(1, 2)
    after = ReplaceGround(CODES[1], square(0.5, 0, 2, 3)).apply(plan)
    # Half of the column in the east comes, half of the one with leaves does not.
    assert columns(after) == [1, 1.5, 0.5, 1]
    tops = outlines(after, 1)
    assert [round(tops[f"{TOWN}00{n}"].area / (3 * SIDE * SIDE), 6) for n in (1, 2)] == [2.5, 1.5]
    assert after.leaves.geometry.geom_equals(plan.leaves.geometry).all()
    assert sound(after)


def test_a_line_through_the_middle_of_squares_is_cut_along() -> None:
    plan = mixed(0, 1)
    stepped = square(0, 0, 1, 3).union(square(1, 0, 0.5, 1.25))
    after = ReplaceGround(CODES[0], stepped).apply(plan)
    # Half a square by one and a quarter, of three squares a column.
    assert columns(after) == pytest.approx([1 + 0.625 / 3, 1 - 0.625 / 3, 1, 1], abs=1e-6)
    assert sound(after)


def test_what_may_not_be_is_refused_and_says_why() -> None:
    with pytest.raises(EditError) as caught:
        ReplaceGround(CODES[0], square(0, 0, 0.5, 3)).apply(mixed(1))
    assert caught.value.code == "edit.has_children"
    frozen = SetLock((CODES[2],), "frozen").apply(mixed(1, 2))
    with pytest.raises(EditError) as caught:
        ReplaceGround(CODES[1], square(1, 0, 1.5, 3)).apply(frozen)
    assert CODES[2] in str(caught.value.facts)
    # A neighbour would be left with nothing.
    with pytest.raises(EditError):
        ReplaceGround(CODES[1], square(1, 0, 2, 3)).apply(mixed(1, 2))
    with pytest.raises(EditError):
        ReplaceGround("000", square(1, 0, 1, 3)).apply(mixed(1))
