"""Vertices and segments, moved, inserted and deleted for all who have them."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely

from gridplanner.changes import difference
from gridplanner.edits import (
    DeleteGrid,
    DeleteVertex,
    InsertVertex,
    MoveEdge,
    MoveVertex,
    SetLock,
    SplitGrid,
)
from gridplanner.edits.moved import changed_box, moved_between
from gridplanner.geometry import shapes_of
from tests.core.edits.checks import assert_sound, free_of, refused, shape_of
from tests.core.towns import lattice, line, point, polygon

TOWN = lattice(4, 2)


def at(x: float, y: float) -> tuple[float, float]:
    """Give a place as a pair."""
    place = point(x, y)
    return (place.x, place.y)


class TestMove:
    """Moving one vertex."""

    def test_the_corner_of_four(self) -> None:
        plan = MoveVertex(at(100, 100), at(120, 90)).apply(TOWN)
        assert shape_of(plan, "T001").equals(polygon((0, 0), (100, 0), (120, 90), (0, 100)))
        assert shape_of(plan, "T006").equals(polygon((120, 90), (200, 100), (200, 200), (100, 200)))
        assert_sound(plan, TOWN)
        rows = difference(TOWN, plan)
        assert set(rows.tables) == {"grids"}
        assert rows.fids("grids") == {101, 102, 105, 106}

    def test_the_line_of_two_parents(self) -> None:
        edit = MoveVertex(at(200, 100), at(210, 105))
        error = refused(edit, TOWN)
        assert error.code == "edit.crosses_parent"
        plan = MoveVertex(at(200, 100), at(210, 105), cross=True).apply(TOWN)
        assert shape_of(plan, "T01").area == pytest.approx(40_000 + 1_000)
        assert shape_of(plan, "T").area == pytest.approx(80_000)
        assert_sound(plan, TOWN)

    def test_beside_free_ground(self) -> None:
        hole = DeleteGrid("T002").apply(TOWN)
        plan = MoveVertex(at(100, 100), at(110, 80)).apply(hole)
        assert free_of(plan).area == pytest.approx(10_000 - 500 - 1_000)
        assert_sound(plan, TOWN)

    def test_far_enough_to_fold(self) -> None:
        for to in (at(100, 210), at(210, 100), at(-10, 50), at(350, 150)):
            code = refused(MoveVertex(at(100, 100), to), TOWN).code
            assert code in ("edit.fold", "edit.over_boundary")

    def test_over_free_ground_into_another_leaf_or_out(self) -> None:
        hole = DeleteGrid("T001").apply(DeleteGrid("T002").apply(TOWN))
        assert refused(MoveVertex(at(100, 100), at(100, -20)), hole).code == "edit.over_boundary"
        far = DeleteGrid("T002").apply(TOWN)
        assert refused(MoveVertex(at(100, 100), at(220, 50)), far).code == "edit.fold"

    def test_where_nothing_is_and_on_the_boundary(self) -> None:
        assert refused(MoveVertex(at(50, 50), at(60, 60)), TOWN).code == "edit.no_vertex"
        assert refused(MoveVertex(at(100, 100), at(200, 100)), TOWN).code == "edit.vertex_there"
        assert refused(MoveVertex(at(100, 0), at(110, 0)), TOWN).code == "edit.vertex_on_boundary"

    def test_locks(self) -> None:
        edit = MoveVertex(at(100, 100), at(120, 90))
        # T001 gains and loses; T006 gains 10 m × 10 m / 2 … and loses on the other side.
        for code in ("T001", "T002", "T005", "T006"):
            error = refused(edit, SetLock((code,), "frozen").apply(TOWN))
            assert (error.code, error.facts["codes"]) == ("edit.locked", code)
        # Along a border that stays straight, only the two sides of the other change.
        up = MoveVertex(at(100, 100), at(100, 120))
        free = SetLock(("T001", "T002"), "no_loss").apply(TOWN)
        assert_sound(up.apply(free))
        assert refused(up, SetLock(("T005",), "no_loss").apply(TOWN)).facts == {"codes": "T005"}

    def test_a_node_finer_than_a_millimetre(self) -> None:
        cut = SplitGrid("T006", line((90, 133.3337), (210, 177.777))).apply(
            MoveVertex(at(100, 100), at(103.337, 98.7)).apply(TOWN)
        )
        shapes = cut.leaves.geometry
        vertex = next(
            xy for xy in shapely.get_coordinates(shapes.to_numpy())
            if abs(xy[0] % 0.001) > 1e-5 and abs(xy[0] % 0.001 - 0.001) > 1e-5
        )  # fmt: skip
        inner = (float(vertex[0]), float(vertex[1]))
        plan = MoveVertex(inner, (inner[0] - 5, inner[1])).apply(cut)
        assert_sound(plan, TOWN)


class TestEdge:
    """Moving a segment."""

    def test_both_ends_go_alike(self) -> None:
        town = lattice(4, 3)
        plan = MoveEdge(at(100, 100), at(100, 200), (10, 0)).apply(town)
        assert shape_of(plan, "T005").equals(polygon((0, 100), (110, 100), (110, 200), (0, 200)))
        assert_sound(plan, town)

    def test_an_end_on_the_boundary(self) -> None:
        error = refused(MoveEdge(at(100, 0), at(100, 100), (10, 0)), TOWN)
        assert error.code == "edit.vertex_on_boundary"


class TestInsertAndDelete:
    """Vertices that come and go."""

    def test_insert_then_move_then_delete(self) -> None:
        one = InsertVertex(at(100.02, 50)).apply(TOWN)
        assert shapely.get_num_coordinates(shape_of(one, "T001")) == 6
        assert shape_of(one, "T001").equals(shape_of(TOWN, "T001"))
        assert difference(TOWN, one).fids("grids") == {101, 102}
        two = MoveVertex(at(100, 50), at(120, 50)).apply(one)
        assert shape_of(two, "T001").area == pytest.approx(11_000)
        assert_sound(two, TOWN)
        back = DeleteVertex(at(120, 50)).apply(two)
        assert shape_of(back, "T001").equals(shape_of(TOWN, "T001"))
        assert_sound(back, TOWN)

    def test_insert_and_pull_in_one(self) -> None:
        plan = InsertVertex(at(100, 50), at(80, 50)).apply(TOWN)
        assert shape_of(plan, "T001").area == pytest.approx(9_000)
        assert_sound(plan, TOWN)

    def test_on_the_boundary_only_the_node_comes(self) -> None:
        plan = InsertVertex(at(50, 0)).apply(TOWN)
        assert_sound(plan, TOWN)
        assert "boundary" in difference(TOWN, plan).tables
        error = refused(InsertVertex(at(50, 0), at(50, -10)), TOWN)
        assert error.code == "edit.vertex_on_boundary"

    def test_a_leaf_in_two_pieces(self) -> None:
        # Only a file can bring one; its vertices can be edited all the same.
        plan = InsertVertex(at(100, 50), at(90, 50)).apply(TOWN)
        grids = plan.layer("grids").drop(index=108)
        shapes = grids.geometry.to_numpy().copy()
        both = shapely.MultiPolygon([shape_of(plan, "T001"), shape_of(plan, "T008")])
        shapes[grids["code"] == "T001"] = both
        series = gpd.GeoSeries(shapes, index=grids.index, crs=plan.crs)
        plan = plan.with_tables(grids=grids.set_geometry(series))
        straight = DeleteVertex(at(90, 50)).apply(plan)
        assert shape_of(straight, "T001").area == pytest.approx(20_000)
        moved = MoveVertex(at(90, 50), at(80, 50)).apply(plan)
        assert shape_of(moved, "T001").area == pytest.approx(19_000)

    def test_refusals(self) -> None:
        assert refused(InsertVertex(at(50, 50)), TOWN).code == "edit.no_border"
        assert refused(InsertVertex(at(100, 100)), TOWN).code == "edit.vertex_there"
        assert refused(DeleteVertex(at(100, 100)), TOWN).code == "edit.vertex_is_corner"
        assert refused(DeleteVertex(at(0, 0)), TOWN).code == "edit.vertex_on_boundary"
        assert refused(DeleteVertex(at(50, 50)), TOWN).code == "edit.no_vertex"


def test_what_a_border_gains_is_found_in_the_box_that_differs() -> None:
    west, east = shapely.box(0, 0, 100, 100), shapely.box(100, 0, 200, 100)
    # The common border bends out to x = 110 at y = 50: a triangle of 10 × 100 / 2.
    bent_west = shapely.Polygon([(0, 0), (100, 0), (110, 50), (100, 100), (0, 100)])
    bent_east = shapely.Polygon([(200, 0), (200, 100), (100, 100), (110, 50), (100, 0)])
    old, new = shapes_of([west, east]), shapes_of([bent_west, bent_east])
    assert changed_box(old, new).bounds == (99, -1, 111, 101)
    assert changed_box(old, old).is_empty
    ground = moved_between(np.array([1, 2]), old, new)
    assert (ground.before.tolist(), ground.after.tolist()) == ([2], [1])
    assert [piece.area for piece in ground.pieces] == [pytest.approx(500)]
    free = moved_between(np.array([1]), old[:1], new[:1])
    assert (free.before.tolist(), free.after.tolist()) == ([0], [1])
    assert [len(moved_between(np.array([1, 2]), old, old).pieces)] == [0]
