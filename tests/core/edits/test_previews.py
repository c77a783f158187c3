"""Previews say what the edit then does: counted from the plan it makes, by another way."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridplanner.edits import (
    DeleteGrid,
    Edit,
    FillHole,
    InsertVertex,
    MergeGrids,
    MoveVertex,
    Paint,
    PinHousehold,
    Preview,
    Reshape,
    SetLock,
    SetUnitLock,
    SplitGrid,
    Stroke,
    preview,
)
from gridplanner.edits.previews import counted
from gridplanner.errors import EditError
from gridplanner.loads import loads
from gridplanner.locate import locate
from gridplanner.model import Plan
from tests.core.towns import box, lattice, line, point, with_rows
from tests.effort import rounds


def town(**weights: float) -> Plan:
    """4 × 3 squares of four units each, more houses (some on borders), a street, a pin."""
    plan = lattice(4, 3).with_settings(weights=weights or {"persons": 0.7, "area": 0.3})
    units = [
        {
            "id": f"U{column}{row}", "kind": "block", "locked": False,
            "geometry": box(column * 50, row * 50, column * 50 + 50, row * 50 + 50),
        }
        for column in range(8) for row in range(6)
    ]  # fmt: skip
    rng = np.random.default_rng(3)
    homes = [
        {"id": f"S{n}", "geometry": box(x, y, x + 12, y + 9)}
        for n, (x, y) in enumerate(rng.uniform((-4, -4), (395, 295), (60, 2)).round(3))
    ]
    old: list[Any] = plan.frame("buildings").to_dict("records")
    people: list[Any] = plan.frame("households").to_dict("records")
    people += [
        {"id": f"HS{n}", "building": f"S{n}", "persons": 1 + n % 5, "geometry": point(0, 0)}
        for n in range(60)
    ]
    people += [
        {"id": f"L{n}", "building": "", "persons": 2, "geometry": point(*rng.uniform(0, 300, 2))}
        for n in range(30)
    ]
    plan = with_rows(
        plan,
        units=units,
        buildings=[*old, *homes],
        households=people,
        streets=[{"id": "M", "geometry": line((0, 120), (400, 180))}],
    )
    return PinHousehold("H1-1", "T012").apply(plan)


TOWN = town()
HOLE = DeleteGrid("T006").apply(TOWN)


def outcomes(edit: Edit, plan: Plan) -> tuple[list[str], list[Plan]]:
    """Give the code of the refusal, or the new plan."""
    try:
        return [], [edit.apply(plan)]
    except EditError as error:
        return [error.code], []


def assert_same(quick: Preview, slow: Preview) -> None:
    """Compare two previews; a leaf that carries nothing more or less may be in one alone."""
    one = {grid.code: grid for grid in quick.grids}
    two = {grid.code: grid for grid in slow.grids}
    for code in set(one) ^ set(two):
        grid = one.get(code) or two[code]
        assert grid.households_in == grid.households_out == 0
        assert abs(grid.area_m2) < 0.02
    for code in set(one) & set(two):
        for name, value in vars(two[code]).items():
            mine: Any = getattr(one[code], name)
            if isinstance(value, (str, int)):
                assert mine == value, (code, name)
            else:
                assert mine == pytest.approx(value, abs=2e-3 if name == "area_m2" else 1e-6)
    assert quick.moved_households == slow.moved_households


places = st.tuples(st.floats(-20, 420), st.floats(-20, 320))
leaf = st.integers(1, 12).map(lambda n: f"T{n:03d}")
ground_edits = st.one_of(
    st.builds(
        lambda a, b, to: Paint(box(a[0], a[1], a[0] + b[0], a[1] + b[1]), to, cross=True),
        places, st.tuples(st.floats(5, 90), st.floats(5, 90)), st.one_of(st.none(), leaf),
    ),
    st.builds(
        lambda ids, to: Paint(tuple(f"U{c}{r}" for c, r in ids), to, cross=True),
        st.sets(st.tuples(st.integers(0, 7), st.integers(0, 5)), min_size=1, max_size=4),
        st.one_of(st.none(), leaf),
    ),
    st.builds(
        lambda at, by: MoveVertex(
            (point(*at).x, point(*at).y), (point(*at).x + by[0], point(*at).y + by[1]), cross=True
        ),
        st.tuples(st.sampled_from([100.0, 200.0, 300.0]), st.sampled_from([100.0, 200.0])),
        st.tuples(st.floats(-60, 60), st.floats(-60, 60)),
    ),
    st.builds(
        lambda a, b, c, to: Reshape((to,), line(a, b, c), cross=True), places, places, places, leaf
    ),
)  # fmt: skip


@given(ground_edits, st.booleans())
@settings(max_examples=rounds(30), deadline=None)
def test_what_is_previewed_is_what_happens(edit: Edit, hole: bool) -> None:
    plan = HOLE if hole else TOWN
    codes, plans = outcomes(edit, plan)
    if plans:
        assert_same(preview(plan, edit), counted(plan, plans[0]))
        return
    with pytest.raises(EditError) as caught:
        preview(plan, edit)
    assert [caught.value.code] == codes


@given(
    st.lists(
        st.sets(st.tuples(st.integers(0, 7), st.integers(0, 5)), min_size=1, max_size=5),
        min_size=1, max_size=5,
    ),
    st.one_of(st.none(), leaf),
    st.booleans(),
)  # fmt: skip
@settings(max_examples=rounds(20), deadline=None)
def test_a_stroke_says_what_its_edit_does(
    steps: list[set[tuple[int, int]]], to: str | None, cut: bool
) -> None:
    plan = Paint(box(120, 20, 180.5, 166.6), "T002", cross=True).apply(TOWN) if cut else TOWN
    stroke = Stroke(plan, to, cross=True)
    for step in steps:
        stroke.add(f"U{c}{r}" for c, r in sorted(step))
    if not stroke.ids:
        return
    codes, plans = outcomes(stroke.edit(), plan)
    if plans:
        assert_same(stroke.preview(), counted(plan, plans[0]))
    else:
        # A brush may go on from where a leaf lies in pieces; only letting go is refused.
        assert codes[0] in ("edit.in_pieces", "edit.empties", "edit.sliver")


class TestFigures:
    """Figures worked out by hand: persons alone, so a load is a share of the persons."""

    plain = with_rows(
        lattice(4, 2),
        units=[
            {"id": "W", "geometry": box(100, 0, 150, 100)},
            {"id": "E", "geometry": box(150, 0, 200, 100)},
            {"id": "N", "geometry": box(100, 100, 150, 200)},
            {"id": "F", "geometry": box(200, 0, 250, 100)},
        ],
    )

    def test_a_leaf_takes_a_house(self) -> None:
        # T001: 1 household of 2; T002: 2 of 2 and 3; T003: 2, 3, 4; and so on: 8 leaves,
        # 2 + 5 + 9 + 2 + 5 + 9 + 2 + 5 = 39 persons, so a person is 8 / 39 of a worker.
        found = preview(self.plain, Paint(box(90, 20, 170, 80), "T001"))
        one, two = found.grids
        assert (one.code, one.households_before, one.households_in, one.persons_after) == (
            "T001", 1, 2, 7,
        )  # fmt: skip
        assert one.load_before == pytest.approx(2 * 8 / 39)
        assert one.load_after == pytest.approx(7 * 8 / 39)
        assert one.deviation_after == pytest.approx(7 * 8 / 39 - 1)
        assert (two.code, two.households_out, two.households_after) == ("T002", 2, 0)
        assert two.load_after == 0.0
        assert (one.area_m2, two.area_m2) == (70 * 60, -70 * 60)
        assert found.moved_households == 2

    def test_ground_that_nobody_holds_carries_nothing(self) -> None:
        # 5 of 39 persons are gone from the town: each of the others is 8 / 34.
        found = preview(self.plain, Paint(box(120, 20, 180, 80), None))
        assert [grid.code for grid in found.grids] == ["T002"]
        filled = preview(
            DeleteGrid("T002").apply(self.plain), FillHole((point(150, 50).x, point(150, 50).y))
        )
        assert filled.grids[0].load_before == pytest.approx(2 * 7 / 34)
        assert filled.grids[0].load_after == pytest.approx(7 * 7 / 39)

    def test_split_and_merge(self) -> None:
        found = preview(self.plain, SplitGrid("T003", line((230, -9), (230, 109))))
        assert [(g.code, g.households_after, g.persons_after) for g in found.grids] == [
            ("T003", 3, 9), ("T009", 0, 0),
        ]  # fmt: skip
        merged = preview(self.plain, MergeGrids(("T001", "T002"), "T002"))
        assert [(g.code, g.households_after, g.persons_after) for g in merged.grids] == [
            ("T001", 0, 0), ("T002", 3, 7),
        ]  # fmt: skip
        assert merged.moved_households == 1

    def test_a_vertex(self) -> None:
        at, to = point(100, 50), point(170, 50)
        edit = InsertVertex((at.x, at.y), (to.x, to.y))
        # The house of T002 (140 … 160) is in the triangle but for its corners: 70 m wide at
        # its height, 45 … 55 of 50.
        assert [g.households_in for g in preview(self.plain, edit).grids] == [2, 0]


class TestStroke:
    """A held brush."""

    plain = TestFigures.plain

    def test_units_come_and_go(self) -> None:
        stroke = Stroke(self.plain, "T001")
        assert stroke.preview() == Preview()
        assert stroke.add(["W", "W", "nowhere"]) == ["W"]
        assert stroke.add(["W"]) == []
        assert [g.code for g in stroke.preview().grids] == ["T001", "T002"]
        assert stroke.preview().grids[0].area_m2 == 5_000
        stroke.add(["E"])
        assert stroke.preview().moved_households == 2
        stroke.remove(["E", "N"])
        assert stroke.edit("why") == Paint(("W",), "T001", reason="why")
        stroke.remove(["W"])
        assert stroke.preview() == Preview()
        assert len(stroke.ground) == 0

    def test_a_house_on_the_border_of_two_units_goes_with_most_of_it(self) -> None:
        # The house of T002 stands 140 … 160, the units part at 150: half and half.
        one = Stroke(self.plain, "T001")
        one.add(["W"])
        assert one.preview().moved_households == 2  # a tie goes to the lower code
        two = Stroke(self.plain, "T003", cross=True)
        two.add(["E"])
        assert two.preview().moved_households == 0
        two.add(["W"])
        assert two.preview().moved_households == 2

    def test_a_house_whose_wall_is_the_line_between_units_is_counted_once(self) -> None:
        # The house of T002 (140 … 160, two households) stands in A, its wall on B's edge; one
        # of one household stands half in each of them, 155 … 165.
        homes: list[Any] = self.plain.frame("buildings").to_dict("records")
        people: list[Any] = self.plain.frame("households").to_dict("records")
        plan = with_rows(
            self.plain,
            units=[
                {"id": "A", "geometry": box(100, 0, 160, 100)},
                {"id": "B", "geometry": box(160, 0, 200, 100)},
            ],
            buildings=[*homes, {"id": "S", "geometry": box(155, 80, 165, 90)}],
            households=[*people, {"id": "HS", "building": "S", "geometry": point(160, 85)}],
        )
        stroke = Stroke(plan, "T006", cross=True)
        stroke.add(["A"])
        assert stroke.preview().moved_households == 2  # the other's half stays: T002 is lower
        stroke.add(["B"])
        assert stroke.preview().moved_households == 3
        stroke.remove(["A"])
        assert stroke.preview().moved_households == 0
        stroke.add(["A"])
        six = {grid.code: grid.households_in for grid in stroke.preview().grids}
        assert six == {"T002": 0, "T006": 3}

    def test_what_the_brush_leaves_alone(self) -> None:
        stroke = Stroke(self.plain, "T002")
        assert stroke.add(["W", "F", "N"]) == ["N"]
        assert stroke.refused == {"F": "edit.crosses_parent"}
        only = Stroke(self.plain, "T002", only=("T001",))
        assert only.add(["N"]) == []
        locked = Stroke(SetLock(("T006",), "no_loss").apply(self.plain), "T002")
        assert locked.add(["N"]) == []
        assert locked.refused == {"N": "edit.locked"}
        frozen = Stroke(SetUnitLock(("N",), True).apply(self.plain), "T002")
        assert frozen.add(["N"]) == []
        assert frozen.refused == {"N": "edit.unit_locked"}
        with pytest.raises(EditError):
            Stroke(self.plain, "T01")

    def test_to_nobody(self) -> None:
        stroke = Stroke(self.plain, None)
        assert stroke.add(["W", "E"]) == ["W", "E"]
        assert stroke.preview().moved_households == 2
        assert stroke.edit().label == "edit.unassign"


def test_previews_leave_the_plan_alone() -> None:
    before = loads(TOWN).blend.loads.copy(), locate(TOWN).households.copy()
    preview(TOWN, Paint(("U20", "U21"), "T001", cross=True))
    assert (loads(TOWN).blend.loads == before[0]).all()
    assert (locate(TOWN).households == before[1]).all()
