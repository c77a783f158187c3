"""Painting ground into leaves, and filling holes."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pytest
import shapely

from gridplanner.changes import difference
from gridplanner.edits import (
    DeleteGrid,
    DrawGrid,
    FillHole,
    Paint,
    Reshape,
    SetLock,
    SetUnitLock,
    SplitGrid,
    preview,
)
from gridplanner.locate import locate
from gridplanner.model import Plan
from tests.core.edits.checks import assert_sound, free_of, refused, shape_of
from tests.core.towns import box, lattice, line, point, polygon, with_rows

#: 4 × 2 squares, T001 … T008, two districts T01 (columns 1, 2) and T02 (columns 3, 4). Each
#: square is four units, U1-00 … U8-11 (column, row within the square).
TOWN = with_rows(
    lattice(4, 2),
    units=[
        {
            "id": f"U{1 + row * 4 + column}-{i}{k}", "kind": "block", "locked": False,
            "geometry": box(
                column * 100 + i * 50, row * 100 + k * 50,
                column * 100 + i * 50 + 50, row * 100 + k * 50 + 50,
            ),
        }
        for row in range(2) for column in range(4) for i in (0, 1) for k in (0, 1)
    ],
)  # fmt: skip


class TestOutline:
    """Painting an outline."""

    def test_ground_of_the_neighbour_changes_hands(self) -> None:
        plan = Paint(box(80, 20, 130, 70), "T001").apply(TOWN)
        assert shape_of(plan, "T001").equals(
            shapely.union(box(0, 0, 100, 100), box(100, 20, 130, 70))
        )
        assert shape_of(plan, "T002").area == pytest.approx(10_000 - 30 * 50)
        assert_sound(plan, TOWN)
        # The house of T002 stands at 140 … 160: it stays, and so do its households.
        assert (locate(plan).households == locate(TOWN).households).all()

    def test_households_go_with_their_building(self) -> None:
        plan = Paint(box(90, 30, 155, 70), "T001").apply(TOWN)
        moved = locate(plan).households != locate(TOWN).households
        # Three quarters of the house: 140 … 155 of 140 … 160.
        assert set(plan.households["building"][moved]) == {"B2"}
        assert (locate(plan).households[moved] == 101).all()

    def test_other_parents_are_left_alone_unless_asked(self) -> None:
        brush = box(190, 20, 250, 70)
        error = refused(Paint(box(210, 20, 250, 70), "T002"), TOWN)
        assert error.code == "edit.crosses_parent"
        assert error.facts["codes"] == "T003"
        inside = Paint(shapely.union(brush, box(150, 20, 190, 120)), "T002").apply(TOWN)
        assert shape_of(inside, "T003").equals(box(200, 0, 300, 100))
        assert shape_of(inside, "T006").area == pytest.approx(10_000 - 40 * 20)
        crossed = Paint(brush, "T002", cross=True).apply(TOWN)
        assert shape_of(crossed, "T003").area == pytest.approx(10_000 - 50 * 50)
        assert shape_of(crossed, "T01").area == pytest.approx(40_000 + 50 * 50)
        assert_sound(crossed, TOWN)

    def test_only_some_are_taken_from(self) -> None:
        brush = box(80, 80, 120, 130)
        plan = Paint(brush, "T001", only=("T002",)).apply(TOWN)
        assert shape_of(plan, "T002").area == pytest.approx(10_000 - 20 * 20)
        assert shape_of(plan, "T005").equals(shape_of(TOWN, "T005"))
        hole = DeleteGrid("T002").apply(TOWN)
        free = Paint(brush, "T001", only=(None,)).apply(hole)
        assert free_of(free).area == pytest.approx(10_000 - 20 * 20)
        assert shape_of(free, "T005").equals(shape_of(TOWN, "T005"))

    def test_what_is_unassigned_is_conserved(self) -> None:
        plan = Paint(box(-50, -50, 40, 40), None).apply(TOWN)
        assert free_of(plan).equals(box(0, 0, 40, 40))
        assert shape_of(plan, "T").area == pytest.approx(80_000 - 1_600)
        assert_sound(plan, TOWN)

    def test_a_strip_next_to_the_brush_goes_along(self) -> None:
        # 30 cm would be left of T002 between the brush and T003 above it.
        plan = Paint(box(90, 20, 199.7, 99.8), "T001").apply(TOWN)
        assert shape_of(plan, "T002").geom_type == "Polygon"
        assert_sound(plan, TOWN)

    def test_a_brush_a_hair_off_a_border_takes_the_border(self) -> None:
        plan = Paint(box(100.004, 20.003, 130, 99.996), "T001").apply(TOWN)
        assert shape_of(plan, "T002").area == pytest.approx(10_000 - 30 * 80, abs=0.2)
        assert_sound(plan, TOWN)

    def test_a_slanted_boundary_is_not_moved(self) -> None:
        edge = polygon((0, 0), (401.337, 7.77), (413.131, 211.03), (-7.003, 193.91))
        plan = with_rows(TOWN, boundary=[{"geometry": edge}], grids=[])
        for shape in (box(-50, -50, 200.001, 300), box(100, -50, 500, 300)):
            plan = DrawGrid(shape, 3).apply(plan)
            assert_sound(plan)
        assert shapely.hausdorff_distance(plan.boundary.geometry.iloc[0], edge) < 1e-6
        cut = SplitGrid(plan.leaves["code"].iloc[0], line((33.3, -60), (77.7, 260))).apply(plan)
        assert_sound(cut)
        assert shapely.symmetric_difference(cut.boundary.geometry.iloc[0], edge).area < 1e-4

    def test_a_slanted_boundary_in_two_rows(self) -> None:
        halves: list[dict[str, Any]] = [
            {"name": "W", "geometry": polygon((0, 0), (133.331, 41.7), (120.003, 190), (0, 200))},
            {"name": "E", "geometry": polygon((133.331, 41.7), (300, 77.7), (310, 210),
                                              (120.003, 190))},
        ]  # fmt: skip
        plan = with_rows(TOWN, boundary=halves, grids=[])
        for shape in (box(-9, -9, 66.667, 300), box(60, -9, 222.2, 300), box(200, -9, 400, 300)):
            plan = DrawGrid(shape, 3).apply(plan)
            assert_sound(plan)
        assert free_of(plan).is_empty
        for row, half in zip(plan.boundary.geometry, halves, strict=True):
            assert shapely.hausdorff_distance(row, half["geometry"]) < 1e-6

    def test_grids_drawn_from_the_top_down_are_reshaped_before_they_have_leaves(self) -> None:
        plan = with_rows(TOWN, grids=[])
        for shape, level in ((box(0, 0, 400, 200), 1), (box(0, 0, 200, 200), 2),
                             (box(200, 0, 400, 200), 2)):  # fmt: skip
            plan = DrawGrid(shape, level).apply(plan)
        west, east = plan.level(2)["code"]
        done = Paint(box(190, 50, 250, 150), west).apply(plan)
        assert shape_of(done, west).area == pytest.approx(40_000 + 50 * 100)
        assert preview(plan, Paint(box(190, 50, 250, 150), west)).grids == ()
        moved = Reshape((west, east), line((150, -9), (230, 209))).apply(plan)
        assert shape_of(moved, west).area + shape_of(moved, east).area == pytest.approx(80_000)

    def test_an_unsound_plan_is_not_made_worse(self) -> None:
        grids = TOWN.layer("grids")
        shapes = grids.geometry.to_numpy().copy()
        shapes[grids["code"] == "T001"] = box(0, 0, 120, 100)
        overlapping = TOWN.with_tables(grids=grids.set_geometry(
            gpd.GeoSeries(shapes, index=grids.index, crs=TOWN.crs)))  # fmt: skip
        far = Paint(box(290, 120, 330, 180), "T007").apply(overlapping)
        assert shape_of(far, "T001").equals(box(0, 0, 120, 100))
        assert shape_of(far, "T007").area == pytest.approx(10_000 + 30 * 60)
        near = Paint(box(90, 20, 130, 80), "T001").apply(overlapping)
        assert shape_of(near, "T001").covers(box(90, 20, 130, 80))

    def test_refusals(self) -> None:
        assert refused(Paint(box(900, 0, 950, 50), "T001"), TOWN).code == "edit.paint_misses"
        assert refused(Paint(shapely.Polygon(), "T001"), TOWN).code == "edit.paint_misses"
        assert refused(Paint(box(0, 0, 9, 9), "T01"), TOWN).code == "edit.not_a_leaf"
        assert refused(Paint(box(0, 0, 9, 9), "X"), TOWN).code == "grid.unknown"
        error = refused(Paint(box(90, -9, 210, 109), "T001"), TOWN)
        assert (error.code, error.facts) == ("edit.empties", {"codes": "T002"})
        error = refused(Paint(box(110, 20, 130, 70), "T001"), TOWN)
        assert (error.code, error.facts) == ("edit.in_pieces", {"codes": "T001"})
        error = refused(Paint(box(90, 40, 210, 60), "T001"), TOWN)
        assert (error.code, error.facts) == ("edit.in_pieces", {"codes": "T002"})

    def test_ground_that_is_the_leafs_already(self) -> None:
        assert not difference(TOWN, Paint(box(10, 10, 90, 90), "T001").apply(TOWN))


class TestUnits:
    """Painting units by their ids."""

    def test_two_units(self) -> None:
        plan = Paint(("U2-00", "U2-01"), "T001").apply(TOWN)
        assert shape_of(plan, "T001").equals(box(0, 0, 150, 100))
        assert shape_of(plan, "T002").equals(box(150, 0, 200, 100))
        assert_sound(plan, TOWN)

    def test_a_unit_that_a_border_cuts_goes_whole(self) -> None:
        cut = Paint(box(90, 0, 133.333, 100), "T001").apply(TOWN)
        back = Paint(("U2-00", "U2-01"), "T002").apply(cut)
        assert shape_of(back, "T001").equals(box(0, 0, 100, 100))
        whole = Paint(("U2-00", "U2-01"), "T001").apply(cut)
        assert shape_of(whole, "T002").equals(box(150, 0, 200, 100))
        assert_sound(whole, TOWN)

    def test_unknown_and_locked_units(self) -> None:
        error = refused(Paint(("U2-00", "nope"), "T001"), TOWN)
        assert (error.code, error.facts) == ("edit.unknown_units", {"units": "nope"})
        assert refused(Paint((), "T001"), TOWN).code == "edit.paint_misses"
        locked = SetUnitLock(("U2-00",), True).apply(TOWN)
        error = refused(Paint(("U2-00",), "T001"), locked)
        assert (error.code, error.facts) == ("edit.unit_locked", {"units": "U2-00"})
        assert not difference(TOWN, SetUnitLock(("U2-00",), False).apply(locked))
        assert refused(SetUnitLock(("U9",), True), TOWN).code == "edit.unknown_units"


class TestLocks:
    """No edit beats a lock."""

    @pytest.mark.parametrize(
        ("code", "lock", "stops"),
        [
            ("T001", "frozen", True),
            ("T001", "no_loss", False),
            ("T002", "frozen", True),
            ("T002", "no_loss", True),
            ("T003", "frozen", False),
            ("T01", "frozen", False),
        ],
    )
    def test_paint(self, code: str, lock: str, stops: bool) -> None:
        plan = SetLock((code,), lock).apply(TOWN)
        edit = Paint(("U2-00",), "T001")
        if not stops:
            assert_sound(edit.apply(plan))
            return
        error = refused(edit, plan)
        assert (error.code, error.facts) == ("edit.locked", {"codes": code})

    def test_the_line_of_a_locked_parent(self) -> None:
        plan = SetLock(("T02",), "no_loss").apply(TOWN)
        out = Paint(("U3-00",), "T002", cross=True)
        assert refused(out, plan).facts == {"codes": "T02"}
        assert_sound(Paint(("U2-10",), "T003", cross=True).apply(plan))
        frozen = SetLock(("T02",), "frozen").apply(TOWN)
        assert refused(Paint(("U2-10",), "T003", cross=True), frozen).facts == {"codes": "T02"}

    def test_a_border_beside_a_frozen_leaf_leaves_its_ground(self) -> None:
        plan = SetLock(("T006",), "frozen").apply(TOWN)
        done = Paint(box(90, 20, 133.3, 133.3), "T001", only=("T002",)).apply(plan)
        assert shape_of(done, "T006").equals(shape_of(TOWN, "T006"))
        assert_sound(done, TOWN)


class TestHoles:
    """Giving unassigned ground to a leaf."""

    hole = DeleteGrid("T002").apply(TOWN)

    def at(self, x: float, y: float) -> tuple[float, float]:
        place = point(x, y)
        return (place.x, place.y)

    def test_the_longest_border_gets_it(self) -> None:
        # The free ground: T002 without the corner that T001 took.
        plan = Paint(box(90, 0, 160, 100), "T001").apply(self.hole)
        filled = FillHole(self.at(180, 50)).apply(plan)
        # T001 and T003 border on it along 100 m each, T006 along 40 m: the first is taken.
        assert free_of(filled).is_empty
        assert shape_of(filled, "T001").equals(box(0, 0, 200, 100))
        assert_sound(filled, TOWN)

    def test_a_named_leaf_and_refusals(self) -> None:
        plan = FillHole(self.at(150, 50), "T006").apply(self.hole)
        assert shape_of(plan, "T006").equals(box(100, 0, 200, 200))
        assert refused(FillHole(self.at(50, 50)), self.hole).code == "edit.no_hole"
        assert refused(FillHole(self.at(150, 50)), TOWN).code == "edit.no_hole"
        assert refused(FillHole(self.at(150, 50), "T008"), self.hole).code == "edit.in_pieces"

    def test_frozen_leaves_do_not_grow(self) -> None:
        locked = SetLock(("T001", "T003"), "frozen").apply(self.hole)
        assert shape_of(FillHole(self.at(150, 50)).apply(locked), "T006").area == 20_000
        assert refused(FillHole(self.at(150, 50), "T001"), locked).code == "edit.locked"
        every = SetLock(("T001", "T003", "T006"), "frozen").apply(self.hole)
        assert refused(FillHole(self.at(150, 50)), every).code == "edit.no_neighbour"


def test_the_older_plan_is_as_it_was() -> None:
    before: Plan = TOWN
    wkb = shapely.to_wkb(before.grids.geometry.to_numpy()).tolist()
    Paint(("U2-00",), "T001").apply(before)
    assert shapely.to_wkb(before.grids.geometry.to_numpy()).tolist() == wkb
