"""Solve: whatever the town, the labels are sound, or there is a reason."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridplanner.balance import Problem, solve
from gridplanner.balance.problem import ProblemError
from gridplanner.errors import Cancelled, Infeasible, UsageError
from gridplanner.jobs import Progress
from gridplanner.wording import say
from tests.core.balance.towns import assert_sound, grid_town
from tests.effort import rounds


@st.composite
def any_town(draw: st.DrawFn) -> Problem:
    """Return any connected graph with any loads and any scheme of up to three levels."""
    n = draw(st.integers(1, 24))
    edges = {(draw(st.integers(0, b - 1)), b) for b in range(1, n)}
    for _ in range(draw(st.integers(0, 2 * n))):
        a, b = sorted((draw(st.integers(0, n - 1)), draw(st.integers(0, n - 1))))
        if a != b:
            edges.add((a, b))
    pairs = np.array(sorted(edges), dtype=np.int64).reshape(-1, 2)
    loads = draw(
        st.lists(
            st.one_of(st.just(0.0), st.floats(0.01, 3.0), st.floats(10.0, 1000.0)),
            min_size=n,
            max_size=n,
        )
    )
    counts = tuple(sorted(draw(st.lists(st.integers(1, n + 1), min_size=1, max_size=3))))
    workers = draw(st.one_of(st.none(), st.integers(0, 6)))
    staff = None if workers is None else np.ones(counts[-1] + workers)
    return Problem(
        edges=pairs,
        shared_m=np.full(len(pairs), 1.0),
        loads=np.array(loads),
        counts=counts,
        staff=staff,
    )


@settings(max_examples=rounds(60), deadline=None, suppress_health_check=list(HealthCheck))
@given(any_town(), st.integers(0, 2))
def test_any_town_is_divided_or_a_reason_is_given(problem: Problem, seed: int) -> None:
    if int((problem.loads > 0).sum()) < problem.counts[-1]:
        with pytest.raises(Infeasible) as refusal:
            solve(problem, work=2000, seed=seed)
        assert refusal.value.reasons
        return
    solution = solve(problem, work=2000, seed=seed)
    assert_sound(problem, solution.labels)
    assert all(level["connected"] for level in solution.figures["levels"])
    assert solution.targets.sum() == pytest.approx(problem.loads.sum())
    if problem.staff is not None:
        assert solution.posts.sum() == len(problem.staff)
        assert solution.posts.min() >= 1


def test_a_square_town_is_balanced_and_compact() -> None:
    problem = grid_town(20, 20, (2, 5, 20), loads=np.ones(400))
    figures = solve(problem, work=400_000).figures["levels"][-1]
    assert figures["max_deviation"] < 1e-9
    assert figures["polsby_popper"] > 0.6


def test_the_same_seed_gives_the_same_bytes_on_any_number_of_threads() -> None:
    problem = grid_town(16, 16, (2, 4, 16), staff=np.ones(22))
    answers = [
        solve(problem, work=60_000, seed=3, starts=3, threads=threads) for threads in (1, 2, 1)
    ]
    assert len({answer.labels.tobytes() for answer in answers}) == 1
    assert len({answer.posts.tobytes() for answer in answers}) == 1
    assert len({repr(answer.figures) for answer in answers}) == 1
    other = solve(problem, work=60_000, seed=4, starts=3)
    assert other.labels.tobytes() != answers[0].labels.tobytes()
    assert answers[0].ended_by == "work"


def test_given_areas_are_kept_and_pieces_get_leaves_of_their_own() -> None:
    # area 0 lies in two strips on both sides of area 1
    column = np.arange(400) % 20
    area = ((column >= 7) & (column < 14)).astype(np.int64)
    problem = grid_town(20, 20, (2, 5, 20), given=area[:, None])
    solution = solve(problem, work=60_000)
    labels = solution.labels
    assert (labels[:, 0] == area).all()
    assert_sound(problem, labels, whole=False)
    assert all(level["connected"] for level in solution.figures["levels"])
    left = set(labels[column < 7, 2].tolist())
    right = set(labels[column >= 14, 2].tolist())
    assert left
    assert right
    assert not left & right


def test_a_barrier_is_not_crossed_but_counts_for_shape() -> None:
    problem = grid_town(12, 12, (1, 3, 9))
    column = problem.edges % 12
    river = (column.min(axis=1) == 5) & (column.max(axis=1) == 6)
    bridge = np.flatnonzero(river)[4]
    passable = ~river
    passable[bridge] = True
    cut = grid_town(12, 12, (1, 3, 9), passable=passable)
    assert_sound(cut, solve(cut, work=60_000).labels)


def test_ground_in_more_pieces_than_leaves_is_refused() -> None:
    problem = Problem(
        edges=np.array([[0, 1], [2, 3]]), shared_m=np.ones(2), loads=np.ones(5), counts=(1, 2)
    )
    with pytest.raises(Infeasible) as refusal:
        solve(problem)
    assert [reason.code for reason in refusal.value.reasons] == ["balance.more_pieces_than_leaves"]


@pytest.mark.parametrize("seed", range(3))
def test_a_tower_is_the_bound_and_spoils_no_other(seed: int) -> None:
    loads = np.ones(400)
    loads[210] = 60.0
    problem = grid_town(20, 20, (2, 20), loads=loads)
    solution = solve(problem, work=300_000, seed=seed)
    one = loads.sum() / 20
    assert solution.bound == pytest.approx(60.0 / one - 1.0)
    assert [reason.code for reason in solution.reasons] == ["balance.unit_too_heavy"]
    assert solution.figures["levels"][-1]["max_deviation"] == pytest.approx(60.0 / one - 1.0)
    leaf = np.bincount(solution.labels[:, -1], weights=loads)
    rest = np.sort(leaf)[:-1]
    assert rest.max() / rest.min() < 1.15


def test_towers_get_two_workers() -> None:
    loads = np.full(400, 0.05)
    loads[[21, 230, 377]] = 2.0
    problem = grid_town(20, 20, (2, 12), loads=loads, staff=np.ones(20))
    solution = solve(problem, work=300_000)
    towers = solution.labels[[21, 230, 377], -1]
    assert (solution.posts[towers] >= 2).all()
    assert solution.figures["per_worker"]["max_deviation"] < 0.08


def test_set_targets_belong_to_their_leaf() -> None:
    targets = np.array([3.0, 1.0, 1.0, 2.0, 1.0])
    problem = grid_town(20, 20, (5,), loads=np.ones(400), targets=targets)
    solution = solve(problem, work=200_000)
    load = np.bincount(solution.labels[:, -1])
    assert load == pytest.approx(targets * 50, abs=2.0)
    assert solution.targets == pytest.approx(targets * 50)


def test_clock_cancel_and_progress() -> None:
    problem = grid_town(16, 16, (2, 4, 16))
    solve(problem, work=2000)
    assert solve(problem, seconds=0.3).ended_by == "clock"
    assert solve(problem, work=10**9, seconds=0.3).ended_by == "clock"
    seen: list[Progress] = []

    def listen(progress: Progress) -> bool:
        seen.append(progress)
        return progress.code != "balance.solve_at" or len(seen) < 4

    stopped = solve(problem, work=10**9, on_progress=listen)
    assert stopped.ended_by == "cancel"
    assert_sound(problem, stopped.labels)
    assert seen[0].code == "balance.compile"
    assert {progress.code for progress in seen[1:]} <= {"balance.solve", "balance.solve_at"}
    with pytest.raises(Cancelled):
        solve(problem, work=1000, on_progress=lambda _: False)


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("seconds", [None, 1e-6])
def test_stopped_before_there_are_leaves_there_is_no_answer(
    threads: int, seconds: float | None
) -> None:
    """Even where the time was over long before: dividing a large town takes seconds."""
    problem = grid_town(60, 60, (2, 8, 200))
    told: list[str] = []

    def listen(progress: Progress) -> bool:
        told.append(progress.code)
        return progress.code == "balance.compile"

    with pytest.raises(Cancelled):
        solve(
            problem, work=10**9, seconds=seconds, on_progress=listen, threads=threads,
            starts=threads,
        )  # fmt: skip
    assert "balance.solve_at" not in told


@pytest.mark.parametrize("threads", [1, 2])
def test_progress_tells_the_figures_of_the_leaves_as_they_are(threads: int) -> None:
    """Stopped in the first phase of the leaves, the answer is what was told last."""
    problem = grid_town(16, 16, (2, 4, 16))
    seen: list[Progress] = []

    def listen(progress: Progress) -> bool:
        seen.append(progress)
        return progress.code != "balance.solve_at"

    found = solve(problem, work=10**8, on_progress=listen, threads=threads, starts=threads)
    told = seen[-1]
    assert told.code == "balance.solve_at"
    load = np.bincount(found.labels[:, -1], weights=problem.loads, minlength=16)
    off = np.abs(load / (problem.loads.sum() / 16) - 1)
    if threads == 1:
        assert told.facts["max_deviation"] == pytest.approx(off.max())
        assert told.facts["mean_deviation"] == pytest.approx(off.mean())
    assert "at most" in say(told.code, told.facts, "en")


@pytest.mark.parametrize(
    ("option", "value"),
    [("shape", 1.5), ("work", 0), ("seconds", 0.0), ("threads", 0), ("starts", 0)],
)
def test_options_that_make_no_sense(option: str, value: float) -> None:
    with pytest.raises(UsageError) as refusal:
        solve(grid_town(4, 4, (2,)), **{option: value})  # type: ignore[arg-type]
    assert refusal.value.facts == {"option": option, "value": value}
    with pytest.raises(UsageError, match="needs_start"):
        solve(grid_town(4, 4, (2,)), max_moved=3)


@pytest.mark.parametrize("upright", [True, False])
def test_grids_part_along_the_street(upright: bool) -> None:
    # two halves of a square are as compact upright as flat; the street makes the choice
    town = grid_town(8, 8, (2,), loads=np.ones(64))
    a, b = town.edges[:, 0], town.edges[:, 1]
    line = (a % 8 == 3) & (b % 8 == 4) if upright else (a // 8 == 3) & (b // 8 == 4)
    problem = grid_town(8, 8, (2,), loads=np.ones(64), street_m=np.where(line, 10.0, 0.0))
    for seed in range(3):
        solution = solve(problem, work=60_000, seed=seed)
        label = solution.labels[:, 0]
        assert (label[a] != label[b]).tolist() == line.tolist()
        assert solution.figures["on_street"] == 1.0


def test_limits_of_households_are_kept_where_load_would_break_them() -> None:
    # one household in each western square, three in each eastern; load is even
    houses = np.where(np.arange(144) % 12 < 6, 1, 3)
    free = solve(grid_town(12, 12, (8,), loads=np.ones(144), households=houses), work=60_000)
    assert np.bincount(free.labels[:, 0], houses).max() > 46
    problem = grid_town(
        12, 12, (8,), loads=np.ones(144), households=houses,
        household_limits=(None, None, None, 46),
    )  # fmt: skip
    solution = solve(problem, work=120_000)
    assert_sound(problem, solution.labels)
    assert np.bincount(solution.labels[:, 0], houses).max() <= 46
    assert "balance.leaves_outside_households" not in [r.code for r in solution.reasons]


def test_wanted_households_choose_between_ways_of_equal_load() -> None:
    # parted upright the halves hold 72 and 216 households, parted flat 144 each
    houses = np.where(np.arange(144) % 12 < 6, 1, 3)
    for seed in range(3):
        problem = grid_town(
            12, 12, (2,), loads=np.ones(144), households=houses,
            household_limits=(None, 150, None, None),
        )  # fmt: skip
        solution = solve(problem, work=60_000, seed=seed)
        assert np.bincount(solution.labels[:, 0], houses).max() <= 150
        assert solution.figures["levels"][0]["max_deviation"] < 0.03


def test_limits_that_no_division_keeps_are_refused() -> None:
    houses = np.ones(100, dtype=int)
    with pytest.raises(Infeasible) as refusal:
        solve(grid_town(10, 10, (4,), households=houses, household_limits=(None, None, None, 20)))
    assert [r.code for r in refusal.value.reasons] == ["balance.households_for_leaves"]
    houses[7] = 60
    with pytest.raises(Infeasible) as refusal:
        solve(grid_town(10, 10, (4,), households=houses, household_limits=(None, None, None, 50)))
    assert [r.code for r in refusal.value.reasons] == ["balance.unit_over_households"]
    assert refusal.value.reasons[0].facts["unit"] == 7
    with pytest.raises(ProblemError, match="balance"):
        grid_town(10, 10, (4,), household_limits=(50, 20, None, None))
