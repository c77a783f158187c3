"""A rebalance on a town that fits on paper: few move, locks hold, the plan stays sound."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gridplanner.changes import difference
from gridplanner.edits.duties import AssignDuty
from gridplanner.edits.grids import SplitGrid
from gridplanner.errors import EditError, Infeasible, UsageError
from gridplanner.geometry import is_sound, shapes_of
from gridplanner.loads import loads
from gridplanner.locate import locate
from gridplanner.model import Plan
from gridplanner.rebalancing import (
    Rebalanced,
    RebalanceOptions,
    rebalance_grids,
    trade_off,
    with_needs,
)
from gridplanner.standing import standing_of
from gridplanner.units.blocks import boundary_of
from tests.core.blocks import four_square_town, locked, pinned
from tests.core.towns import line, with_rows, workers
from tests.effort import rounds

WORK = 20_000
# 9 leaves, 115 persons, 12.78 each: T001 bears 19 (+48.7 %), the others 12 (−6.1 %)
CROWDED = four_square_town(crowd=10)


def rebalanced(plan: Plan, **asked: Any) -> tuple[Plan, Rebalanced]:
    answer = rebalance_grids(plan, RebalanceOptions(**{"work": WORK, **asked}))
    return answer.edit().apply(plan), answer


def assert_sound(plan: Plan) -> None:
    boundary = boundary_of(plan)
    leaves = plan.leaves
    assert {shape.geom_type for shape in leaves.geometry} == {"Polygon"}
    assert is_sound(boundary, shapes_of(leaves.geometry))
    for level in range(1, plan.scheme.depth):
        for uid, shape in plan.level(level).geometry.items():
            mine = (plan.valid_grids["parent"] == uid).fillna(False).to_numpy()
            assert shapely.equals(
                shapely.coverage_union_all(shapes_of(plan.valid_grids.geometry)[mine]), shape
            )


def test_the_problem_has_the_figures_of_the_plan() -> None:
    standing = standing_of(CROWDED)
    problem = standing.problem
    figures = loads(CROWDED)
    assert problem.counts == (1, 3, 9)
    assert problem.start is not None
    held = np.bincount(problem.start[:, 2], problem.loads)
    assert held.tolist() == pytest.approx(figures.blend.loads.tolist())
    assert standing.codes([0, 8, 9]) == ["T001", "T009", ""]
    assert problem.households is not None
    assert problem.households.sum() == 115


def test_the_answer_is_what_the_plan_then_shows() -> None:
    plan, answer = rebalanced(CROWDED, max_deviation=0.3)
    assert answer.before[0] == pytest.approx(19 / (115 / 9) - 1)
    assert_sound(plan)
    after = float(np.abs(loads(plan).deviation).max())
    assert after == pytest.approx(answer.solution.figures["per_worker"]["max_deviation"])
    assert after <= 0.3
    # One house of three persons is enough; ten in one house cannot be shared out.
    assert answer.solution.figures["moved_households"] == 3
    moved = locate(CROWDED).households != locate(plan).households
    assert moved.sum() == 3
    assert sum(move.households for move in answer.moves) == 3
    assert plan.lineage[["old_uid", "households"]].to_numpy().tolist() == [[11, 3]]
    assert len(answer.touched) == 2
    assert "T001" in answer.touched


def test_codes_people_and_posts_stay() -> None:
    town = with_rows(four_square_town(10, posts=True), persons=workers(9))
    town = AssignDuty("P01", "网格员", ("grids", "T001")).apply(town)
    plan, answer = rebalanced(town, max_deviation=0.3)
    assert answer.moves
    same = ["uid", "code", "parent", "posts", "fte", "lock"]
    assert plan.grids[same].equals(town.grids[same])
    assert not difference(plan, plan.with_tables(duties=town.duties))
    only = difference(town, plan)
    assert set(only.tables) == {"grids", "lineage"}


def test_a_plan_within_the_limit_is_left_alone() -> None:
    plan, answer = rebalanced(four_square_town(), max_deviation=0.1)
    assert answer.moves == []
    assert np.abs(loads(plan).deviation).max() < 1e-9
    assert locate(plan).households.tolist() == locate(four_square_town()).households.tolist()


@settings(max_examples=rounds(8), deadline=None)
@given(
    st.integers(3, 20),
    st.integers(0, 12),
    st.lists(st.integers(1, 9), max_size=4),
    st.integers(0, 9),
)
def test_never_more_than_asked_and_locked_grids_never_change(
    crowd: int, most: int, codes: list[int], seed: int
) -> None:
    town = four_square_town(crowd)
    lock = tuple(f"T{code:03d}" for code in codes)
    plan, _ = rebalanced(town, max_deviation=0.02, max_moved=most, lock=lock, seed=seed, work=4000)
    assert_sound(plan)
    assert (locate(town).households != locate(plan).households).sum() <= most
    for code in lock:
        assert shapely.equals(
            plan.grids.geometry[plan.uid_of(code)], town.grids.geometry[town.uid_of(code)]
        )


def test_locks_of_the_plan_hold() -> None:
    town = locked(CROWDED, "no_loss", "T001")
    _, answer = rebalanced(town, max_deviation=0.3)
    assert all(move.source != 0 for move in answer.moves)
    assert [r.code for r in answer.solution.reasons][-1] == "balance.leaves_over"
    assert answer.solution.reasons[-1].facts["label"] == "T001"
    # A locked parent locks its leaves.
    town = locked(CROWDED, "frozen", "T01")
    _, answer = rebalanced(town, max_deviation=0.3)
    codes = {c for m in answer.moves for c in answer.standing.codes([m.source, m.target])}
    assert not codes & {"T001", "T004", "T007"}


def test_a_pinned_household_counts_where_it_is_pinned() -> None:
    town = pinned(CROWDED, "H0-0", "T009")
    standing = standing_of(town)
    held = np.bincount(standing.problem.start[:, 2], standing.problem.loads)  # type: ignore[index]
    assert held.tolist() == pytest.approx(loads(town).blend.loads.tolist())
    assert standing.problem.unit_locked is not None
    assert standing.problem.unit_locked.sum() == 1
    plan, answer = rebalanced(town, max_deviation=0.3)
    assert float(np.abs(loads(plan).deviation).max()) == pytest.approx(
        answer.solution.figures["per_worker"]["max_deviation"]
    )


def test_moves_may_be_taken_one_by_one() -> None:
    plan, answer = rebalanced(CROWDED, max_deviation=0.12)
    assert len(answer.moves) > 1
    first = answer.edit([0]).apply(CROWDED)
    assert_sound(first)
    assert np.abs(loads(first).deviation).max() == pytest.approx(answer.after([0])[0])
    assert answer.edit([]).apply(CROWDED).grids.geometry.equals(CROWDED.grids.geometry)
    last = len(answer.moves) - 1
    assert set(with_needs(answer.moves, [last])) == {last, *answer.moves[last].needs}
    every = answer.edit(list(range(len(answer.moves)))).apply(CROWDED)
    assert not difference(plan, every)


def test_new_leaves_get_the_next_code_and_one_post() -> None:
    town = with_rows(four_square_town(40, posts=True, valid_from="2026-01-01"), persons=workers(9))
    answer = rebalance_grids(town, RebalanceOptions(max_deviation=0.4, open=1, work=WORK))
    assert answer.opened == 1
    plan = answer.edit(date="2026-07-01").apply(town)
    assert_sound(plan)
    row = plan.leaves[plan.leaves["code"] == "T010"].iloc[0]
    assert (row["posts"], row["fte"], row["valid_from"]) == (1, 1.0, "2026-07-01")
    assert row["parent"] in {2, 3, 4}
    assert set(plan.leaves["code"]) == {f"T{n:03d}" for n in range(1, 11)}


def test_leaves_drawn_through_units_are_rebalanced_in_pieces() -> None:
    town = SplitGrid("T001", line((-10, 30), (210, 30))).apply(CROWDED)
    plan, answer = rebalanced(town, max_deviation=0.5)
    assert answer.problem.counts == (1, 3, 10)
    assert_sound(plan)


def test_a_town_without_units_derives_them_and_keeps_its_own() -> None:
    town = CROWDED.with_tables(units=CROWDED.layer("units").iloc[:0])
    plan, answer = rebalanced(town, max_deviation=0.3)
    assert len(plan.units) == 0
    assert answer.solution.figures["moved_households"] <= 9
    assert_sound(plan)


def test_an_edit_made_meanwhile_makes_the_answer_stale() -> None:
    _, answer = rebalanced(CROWDED, max_deviation=0.3)
    edited = SplitGrid("T001", line((-10, 100), (210, 100))).apply(CROWDED)
    with pytest.raises(EditError, match=r"rebalance\.stale"):
        answer.edit().apply(edited)


def test_the_same_seed_and_work_give_the_same_plan() -> None:
    first, _ = rebalanced(CROWDED, max_deviation=0.1, seed=3)
    second, _ = rebalanced(CROWDED, max_deviation=0.1, seed=3)
    assert not difference(first, second)


def test_the_curve_says_what_each_limit_costs() -> None:
    found = trade_off(CROWDED, RebalanceOptions(work=3 * WORK), (0.45, 0.3, 0.12))
    moved = [choice.moved_households for choice, _ in found]
    assert moved == sorted(moved)
    for choice, answer in found:
        plan = answer.edit().apply(CROWDED)
        assert_sound(plan)
        assert (locate(CROWDED).households != locate(plan).households).sum() == (
            choice.moved_households
        )


def test_what_cannot_be_rebalanced_is_refused() -> None:
    grids = CROWDED.layer("grids")
    with pytest.raises(EditError, match=r"plan\.no_grids"):
        rebalanced(CROWDED.with_tables(grids=grids.iloc[:0]))
    orphan = CROWDED.layer("grids")
    orphan["parent"] = orphan["parent"].mask(orphan["code"] == "T004")
    with pytest.raises(EditError, match=r"rebalance\.orphan"):
        rebalanced(CROWDED.with_tables(grids=orphan))
    with pytest.raises(EditError, match=r"grid\.unknown"):
        rebalanced(CROWDED, lock=("T999",))
    with pytest.raises(UsageError, match=r"plan\.keep_levels"):
        rebalanced(CROWDED, keep_levels=3)
    every = tuple(f"T{n:03d}" for n in range(1, 10))
    with pytest.raises(Infeasible) as refusal:
        rebalanced(CROWDED, open=1, lock=every)
    assert [r.code for r in refusal.value.reasons] == ["balance.locks_leave_no_room"]
