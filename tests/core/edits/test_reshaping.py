"""Reshaping borders along a line."""

from __future__ import annotations

import pytest
import shapely

from gridplanner.edits import DeleteGrid, Reshape, SetLock
from tests.core.edits.checks import assert_sound, free_of, refused, shape_of
from tests.core.towns import box, lattice, line, polygon

#: 4 × 2 squares, T001 … T008, two districts T01 (columns 1, 2) and T02 (columns 3, 4).
TOWN = lattice(4, 2)


class TestTwo:
    """The border between two leaves."""

    def test_a_bulge_takes_from_one_side(self) -> None:
        way = line((100, 20), (130, 30), (130, 70), (100, 80))
        plan = Reshape(("T001", "T002"), way).apply(TOWN)
        bulge = polygon((100, 20), (130, 30), (130, 70), (100, 80))
        assert shape_of(plan, "T001").equals(shapely.union(box(0, 0, 100, 100), bulge))
        assert shape_of(plan, "T002").area == pytest.approx(10_000 - bulge.area)
        assert_sound(plan, TOWN)

    def test_a_wave_gives_and_takes(self) -> None:
        way = line((100, 10), (120, 30), (80, 70), (100, 90))
        plan = Reshape(("T001", "T002"), way).apply(TOWN)
        # The two triangles are alike: what T001 gains below it loses above.
        assert shape_of(plan, "T001").area == pytest.approx(10_000, abs=1e-3)
        assert shape_of(plan, "T001").covers(polygon((101, 15), (115, 30), (101, 45)))
        assert shape_of(plan, "T002").covers(polygon((99, 60), (85, 70), (99, 85)))
        assert_sound(plan, TOWN)

    @pytest.mark.parametrize("x", [30.0, 70.0, 130.0, 160.0])
    def test_a_line_right_across_becomes_the_border(self, x: float) -> None:
        plan = Reshape(("T001", "T002"), line((x, -20), (x, 120))).apply(TOWN)
        assert shape_of(plan, "T001").equals(box(0, 0, x, 100))
        assert shape_of(plan, "T002").equals(box(x, 0, 200, 100))
        assert_sound(plan, TOWN)

    def test_a_slanted_line_across_both(self) -> None:
        plan = Reshape(("T001", "T002"), line((70, -30), (130, 130))).apply(TOWN)
        assert shape_of(plan, "T001").area == pytest.approx(10_000, abs=1e-3)
        assert_sound(plan, TOWN)

    def test_others_are_not_touched(self) -> None:
        way = line((100, 50), (150, 150), (50, 150), (100, 50))
        before = {code: shape_of(TOWN, code) for code in ("T005", "T006")}
        plan = Reshape(("T001", "T002"), line((130, -20), (130, 150))).apply(TOWN)
        assert all(shape_of(plan, code).equals(shape) for code, shape in before.items())
        # The two ears of this loop would change places, each cut off from its new owner.
        assert refused(Reshape(("T001", "T002"), way), TOWN).code == "edit.in_pieces"

    def test_three_at_a_corner(self) -> None:
        # Round the corner of T001, T002, T005 at (100, 100), through T001 alone.
        way = line((60, 100), (70, 70), (100, 60))
        plan = Reshape(("T001", "T002", "T005"), way).apply(TOWN)
        assert shape_of(plan, "T001").area == pytest.approx(
            10_000 - polygon((60, 100), (70, 70), (100, 60), (100, 100)).area
        )
        assert_sound(plan, TOWN)


class TestOne:
    """One leaf against all others."""

    def test_what_it_encloses_is_taken(self) -> None:
        way = line((90, 20), (130, 20), (130, 80), (90, 80))
        plan = Reshape(("T001",), way).apply(TOWN)
        assert shape_of(plan, "T001").equals(
            shapely.union(box(0, 0, 100, 100), box(100, 20, 130, 80))
        )
        assert_sound(plan, TOWN)

    def test_what_it_loses_is_unassigned(self) -> None:
        way = line((110, 20), (70, 20), (70, 80), (110, 80))
        plan = Reshape(("T001",), way).apply(TOWN)
        assert free_of(plan).equals(box(70, 20, 100, 80))
        assert_sound(plan, TOWN)

    def test_one_code_need_not_be_in_a_tuple(self) -> None:
        way = line((90, 20), (130, 20), (130, 80), (90, 80))
        one = Reshape("T001", way)  # type: ignore[arg-type]
        assert one.facts["codes"] == ["T001"]
        assert shape_of(one.apply(TOWN), "T001").area == pytest.approx(10_000 + 30 * 60)

    def test_free_ground_is_taken(self) -> None:
        hole = DeleteGrid("T002").apply(TOWN)
        plan = Reshape(("T001",), line((90, 20), (130, 20), (130, 80), (90, 80))).apply(hole)
        assert free_of(plan).area == pytest.approx(10_000 - 30 * 60)
        assert_sound(plan, TOWN)


class TestRefusals:
    """Lines that move nothing, locks and parents."""

    def test_lines_that_move_no_border(self) -> None:
        for way in (
            line((10, 10), (90, 90)),
            line((500, 0), (500, 100)),
            line((100, 0), (100, 100)),
            line((100, 50), (130, 50)),
            line((100.0001, -5), (100.0004, 105)),
        ):
            assert refused(Reshape(("T001", "T002"), way), TOWN).code == "edit.reshape_misses"
        assert refused(Reshape((), line((0, 0), (9, 9))), TOWN).code == "edit.reshape_misses"
        assert refused(Reshape(("T01",), line((0, 0), (9, 9))), TOWN).code == "edit.not_a_leaf"

    def test_the_line_of_the_parents(self) -> None:
        way = line((200, 20), (230, 30), (230, 70), (200, 80))
        edit = Reshape(("T002", "T003"), way)
        assert refused(edit, TOWN).code == "edit.crosses_parent"
        plan = Reshape(("T002", "T003"), way, cross=True).apply(TOWN)
        assert shape_of(plan, "T01").area > 40_000
        assert_sound(plan, TOWN)
        assert refused(Reshape(("T002",), way), TOWN).code == "edit.crosses_parent"

    def test_locks(self) -> None:
        way = line((100, 20), (130, 30), (130, 70), (100, 80))
        for code, lock, stops in (
            ("T001", "frozen", True), ("T002", "no_loss", True), ("T001", "no_loss", False),
        ):  # fmt: skip
            plan = SetLock((code,), lock).apply(TOWN)
            edit = Reshape(("T001", "T002"), way)
            if stops:
                error = refused(edit, plan)
                assert (error.code, error.facts) == ("edit.locked", {"codes": code})
            else:
                assert_sound(edit.apply(plan))

    def test_a_line_that_would_take_all_but_a_strip(self) -> None:
        edit = Reshape(("T001", "T002"), line((0.3, -5), (0.3, 105)))
        assert refused(edit, TOWN).code == "edit.empties"
