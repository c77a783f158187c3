"""Arrays that do not fit are refused with all their faults, conflicts with all reasons."""

from __future__ import annotations

import numpy as np
import pytest

from gridplanner.balance import Problem, ProblemError, solve
from gridplanner.errors import Infeasible
from tests.core.balance.towns import grid_town


def test_all_faults_are_named_at_once() -> None:
    with pytest.raises(ProblemError) as refusal:
        Problem(
            edges=np.array([[0, 1], [1, 9]]),
            shared_m=np.array([1.0, -1.0]),
            loads=np.array([1.0, np.nan, 1.0]),
            counts=(3, 2),
            xy=np.zeros((2, 2)),
        )
    codes = [fault.code for fault in refusal.value.faults]
    assert codes.count("balance.array_value") == 3
    assert "balance.array_shape" in codes
    assert "balance.counts" in codes
    assert refusal.value.facts["count"] == len(codes)


def test_edges_to_themselves_and_twice() -> None:
    with pytest.raises(ProblemError) as refusal:
        Problem(
            edges=np.array([[0, 1], [1, 0], [2, 2]]), shared_m=np.ones(3), loads=np.ones(3),
            counts=(1,),
        )  # fmt: skip
    codes = [fault.code for fault in refusal.value.faults]
    assert codes == ["balance.edge_to_itself", "balance.edge_twice"]


def test_targets_and_staff_exclude_each_other_and_locks_need_a_start() -> None:
    with pytest.raises(ProblemError) as refusal:
        grid_town(4, 4, (1, 2), targets=np.ones(2), staff=np.ones(3), unit_locked=np.ones(16, bool))
    codes = {fault.code for fault in refusal.value.faults}
    assert codes == {"balance.targets_and_staff", "balance.lock_without_start"}


def test_arrays_are_copied_and_read_only() -> None:
    loads = np.ones(16)
    problem = grid_town(4, 4, (1, 2), loads=loads)
    loads[0] = 5.0
    assert problem.loads[0] == 1.0
    with pytest.raises(ValueError, match="read-only"):
        problem.loads[0] = 2.0


def test_every_reason_against_the_given_areas() -> None:
    area = np.zeros((16, 2), dtype=int)
    area[:, 1] = np.arange(16) % 4
    area[8:, 0] = 1
    problem = grid_town(4, 4, (3, 4, 6), given=area)
    with pytest.raises(Infeasible) as refusal:
        solve(problem)
    codes = {reason.code for reason in refusal.value.reasons}
    assert codes == {
        "balance.given_without_units",
        "balance.given_not_nested",
        "balance.more_pieces_than_leaves",
    }


def test_a_start_that_contradicts_itself() -> None:
    start = np.zeros((16, 2), dtype=int)
    start[:, 1] = np.arange(16) % 4
    start[8:, 0] = 1
    with pytest.raises(Infeasible) as refusal:
        solve(grid_town(4, 4, (3, 4), start=start))
    codes = [reason.code for reason in refusal.value.reasons]
    assert codes.count("balance.start_not_nested") == 4
    assert "balance.start_without_units" in codes


def test_fewer_workers_than_leaves() -> None:
    with pytest.raises(Infeasible) as refusal:
        solve(grid_town(4, 4, (1, 4), staff=np.ones(3)))
    assert [r.code for r in refusal.value.reasons] == ["balance.fewer_workers_than_leaves"]


def test_more_leaves_than_units_or_than_inhabited_ones() -> None:
    empty = np.zeros(16)
    empty[:3] = 1.0
    for counts, loads, code, facts in (
        ((17,), np.ones(16), "balance.more_leaves_than_units", {"leaves": 17, "units": 16}),
        ((4,), empty, "balance.more_leaves_than_inhabited", {"leaves": 4, "units": 3}),
    ):
        with pytest.raises(Infeasible) as refusal:
            solve(grid_town(4, 4, counts, loads=loads))
        assert [(r.code, r.facts) for r in refusal.value.reasons] == [(code, facts)]


def test_locks_that_contradict_what_is_asked_are_all_named() -> None:
    # leaf 3 has no unit and is locked; the other three are frozen, so it cannot be opened
    start = (np.arange(16) % 4 // 2 + np.arange(16) // 8)[:, None]
    with pytest.raises(Infeasible) as refusal:
        solve(grid_town(4, 4, (4,), start=start, leaf_lock=np.full(4, 2)))
    found = {reason.code: reason.facts for reason in refusal.value.reasons}
    assert found["balance.lock_on_empty_leaf"] == {"label": 3}
    assert found["balance.locks_leave_no_room"] == {"leaves": 1, "units": 0}
    # 0 1 / 1 2: the middle leaf is in two pieces, and frozen
    assert found["balance.locked_leaf_in_pieces"] == {"label": 1, "pieces": 2}
