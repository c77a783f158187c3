"""What a stroke would leave behind: told while it goes on."""

from __future__ import annotations

import pytest

from gridplanner.edits.stroke import Stroke
from gridplanner.errors import EditError
from gridplanner.model import Plan
from tests.core.edits.test_sequences import town


@pytest.fixture
def plan() -> Plan:
    """30 leaves of 100 m in six columns from the west; U{i}-{k} are units of 50 m."""
    return town()


def owner(plan: Plan, unit: str) -> str:
    """Code of the leaf that holds a unit."""
    shape = plan.units.set_index("id").loc[unit, "geometry"].centroid
    leaves = plan.leaves
    return str(leaves["code"][leaves.geometry.contains(shape)].iloc[0])


def test_a_band_across_a_leaf_tears_it_and_more_of_it_mends(plan: Plan) -> None:
    # The target is west of the leaf at x 100 … 200, y 100 … 200, which has four units:
    # U2-2 and U2-3 in the west, U3-2 and U3-3 in the east. Two that touch at a corner only
    # are left when the other two are taken.
    target, loser = owner(plan, "U1-2"), owner(plan, "U2-2")
    assert {owner(plan, f"U{i}-{k}") for i in (2, 3) for k in (2, 3)} == {loser}
    stroke = Stroke(plan, target, cross=True)
    stroke.add(["U2-2"])
    assert (stroke.torn, stroke.emptied) == ({}, ())
    stroke.add(["U3-3"])  # held at the corner only, on both sides
    assert stroke.torn == {target: 2, loser: 2}
    with pytest.raises(EditError) as caught:
        stroke.edit().apply(plan)
    assert caught.value.code == "edit.in_pieces"
    stroke.add(["U3-2"])
    assert stroke.torn == {}
    assert stroke.edit().apply(plan).uid_of(loser)


def test_a_leaf_without_ground_is_told_and_taking_back_untells_it(plan: Plan) -> None:
    target, loser = owner(plan, "U1-2"), owner(plan, "U2-2")
    stroke = Stroke(plan, target, cross=True)
    stroke.add(["U2-2", "U2-3", "U3-2", "U3-3"])
    assert list(stroke.emptied) == [loser]
    assert stroke.torn == {}
    stroke.remove(["U3-3"])
    assert list(stroke.emptied) == []


def test_a_stroke_away_from_its_target_is_torn(plan: Plan) -> None:
    target = owner(plan, "U1-2")
    stroke = Stroke(plan, target, cross=True)
    stroke.add(["U4-2"])
    assert stroke.torn == {target: 2}
