"""Between which parents an edit would carry ground."""

from __future__ import annotations

import pytest
import shapely

from gridplanner.edits import DeleteGrid, MergeGrids, MoveVertex, Paint, Reshape
from gridplanner.edits.crossing import crossing, may_cross, parents_crossed
from gridplanner.edits.stroke import Stroke
from gridplanner.errors import EditError
from gridplanner.model import Plan
from tests.layers.plans import X0, Y0
from tests.ui.canvas.desk import town


@pytest.fixture
def plan() -> Plan:
    """12 leaves of 200 m in four columns, each under a first-level grid of its own."""
    return town()


def leaf(plan: Plan, column: int, row: int) -> tuple[str, int]:
    """Code and parent of the leaf in a column and a row."""
    place = shapely.Point(X0 + 200 * column + 90, Y0 + 200 * row + 90)
    leaves = plan.leaves
    found = leaves[leaves.geometry.contains(place)].iloc[0]
    return str(found["code"]), int(found["parent"])


def test_ground_inside_a_parent_crosses_nothing(plan: Plan) -> None:
    low, _ = leaf(plan, 0, 0)
    high, _ = leaf(plan, 0, 1)
    assert parents_crossed(plan, Paint(("u0-4",), low)) == ()
    assert parents_crossed(plan, MergeGrids((low, high), low)) == ()
    assert parents_crossed(plan, DeleteGrid(low)) == ()


def test_both_parents_are_named(plan: Plan) -> None:
    west, one = leaf(plan, 0, 0)
    east, two = leaf(plan, 1, 0)
    assert one != two
    both = tuple(sorted((one, two)))
    assert parents_crossed(plan, Paint(("u4-0",), west)) == both
    assert parents_crossed(plan, MergeGrids((west, east), west)) == both
    corner = (X0 + 200, Y0 + 200)
    assert parents_crossed(plan, MoveVertex(corner, (corner[0] + 20, corner[1]))) == both
    line = shapely.LineString([(X0 + 200, Y0), (X0 + 230, Y0 + 50), (X0 + 200, Y0 + 200)])
    assert parents_crossed(plan, Reshape((west, east), line)) == both


def test_free_ground_has_no_parent(plan: Plan) -> None:
    west, _ = leaf(plan, 0, 0)
    east, _ = leaf(plan, 1, 0)
    holed = DeleteGrid(east).apply(plan)
    assert parents_crossed(holed, Paint(("u4-0",), west)) == ()


def test_an_edit_that_does_not_fit_is_refused_as_it_would_be(plan: Plan) -> None:
    with pytest.raises(EditError) as caught:
        parents_crossed(plan, Paint(("nothing",), leaf(plan, 0, 0)[0]))
    assert caught.value.code == "edit.unknown_units"


def test_an_edit_is_told_to_cross(plan: Plan) -> None:
    edit = Paint(("u4-0",), leaf(plan, 0, 0)[0])
    assert crossing(edit, cross=False) is edit
    assert crossing(edit, cross=True).cross
    assert may_cross(edit)
    assert not may_cross(object())  # type: ignore[arg-type]


def test_a_stroke_tells_what_it_would_be_without_the_line(plan: Plan) -> None:
    west, _ = leaf(plan, 0, 0)
    stroke = Stroke(plan, west)
    stroke.add(["u0-4", "u4-0", "u5-0"])
    assert stroke.ids == ["u0-4"]
    whole = stroke.whole()
    assert whole is not None
    assert (whole.area, whole.cross) == (("u0-4", "u4-0", "u5-0"), True)
    inside = Stroke(plan, west)
    inside.add(["u0-4"])
    assert inside.whole() is None


def test_a_merge_that_does_not_fit_is_refused_as_it_would_be(plan: Plan) -> None:
    west, _ = leaf(plan, 0, 0)
    apart, _ = leaf(plan, 2, 0)
    with pytest.raises(EditError) as caught:
        parents_crossed(plan, MergeGrids((west, apart), west))
    assert caught.value.code == "edit.merge_apart"
