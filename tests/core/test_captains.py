"""Captains: each leaf solved as well as brute force would."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridplanner.captains import assign_captains, door_households, solve_leaf
from gridplanner.edits.duties import AssignDuty
from gridplanner.errors import Cancelled, UsageError
from gridplanner.model import Plan
from tests.core.towns import captain, lattice, with_rows
from tests.effort import rounds

#: Doors E1 … E4 with 1, 2, 3 and 1 households, a leaf each.
TOWN = lattice(2, 2)


def worth(
    choice: tuple[int, ...], weight: Any, room: Any, way: Any, keep: Any, own: Any, prefer: str
) -> tuple[float, ...] | None:
    """Aims of a choice, each to be as low as can be, or None where somebody has too much."""
    for person in set(choice) - {-1}:
        doors = [d for d, c in enumerate(choice) if c == person]
        need = sum(min(int(weight[d]), int(room[person])) for d in doors)
        if room[person] < 1 or need > room[person]:
            return None
    taken = [(c, d) for d, c in enumerate(choice) if c >= 0]
    serving = {c for c, _ in taken}
    metres = round(sum(float(way[c, d]) for c, d in taken), 6)
    at_home = -sum(bool(own[c, d]) for c, d in taken)
    by_choice = (len(serving), at_home, metres) if prefer == "fewest" else (metres, len(serving))
    return (
        -sum(int(weight[d]) for _, d in taken),
        -sum(bool(keep[c].any()) for c in serving),
        -sum(bool(keep[c, d]) for c, d in taken),
        *by_choice,
    )


@given(st.data())
@settings(max_examples=rounds(200), deadline=None)
def test_as_good_as_brute_force(data: st.DataObject) -> None:
    doors, people = data.draw(st.integers(1, 4)), data.draw(st.integers(0, 3))
    weight = np.array(data.draw(st.lists(st.integers(1, 9), min_size=doors, max_size=doors)))
    room = np.array(
        data.draw(st.lists(st.integers(0, 12), min_size=people, max_size=people)), dtype=np.int64
    )
    rng = np.random.default_rng(data.draw(st.integers(0, 99)))
    way = rng.integers(0, 500, (people, doors)).astype(float)
    keep = (rng.random((people, doors)) < 0.3) & (rng.permuted(np.eye(people, doors)) > 0)
    own = np.zeros((people, doors), dtype=bool)
    own[np.arange(people), rng.integers(0, doors, people)] = True
    way[own] = 0.0
    prefer = data.draw(st.sampled_from(["fewest", "nearest"]))
    case = (weight, room, way, keep, own, prefer)
    choice, proven = solve_leaf(*case)  # type: ignore[arg-type]
    assert proven
    every = itertools.product(range(-1, people), repeat=doors)
    best = min(w for c in every if (w := worth(c, *case)) is not None)
    assert worth(tuple(choice.tolist()), *case) == pytest.approx(best)


def test_few_captains_or_near_ones() -> None:
    weight, room = np.array([5, 5]), np.array([10, 10])
    way = np.array([[0.0, 90.0], [90.0, 0.0]])
    none = np.zeros((2, 2), dtype=bool)
    few, _ = solve_leaf(weight, room, way, none, way == 0, "fewest")
    near, _ = solve_leaf(weight, room, way, none, way == 0, "nearest")
    assert len(set(few.tolist())) == 1
    assert near.tolist() == [0, 1]


def test_a_present_captain_keeps_a_post_before_another_keeps_two_doors() -> None:
    # Two have two doors each of 5 households and room for 10: all stay as they are.
    weight, room = np.array([5, 5, 5, 5]), np.array([10, 10])
    keep = np.array([[True, True, False, False], [False, False, True, True]])
    choice, _ = solve_leaf(weight, room, np.ones((2, 4)), keep)
    assert choice.tolist() == [0, 0, 1, 1]
    # One could have all; the other still keeps a post.
    choice, _ = solve_leaf(weight, np.array([20, 10]), np.ones((2, 4)), keep)
    assert set(choice.tolist()) == {0, 1}


def test_who_has_room_for_nobody_gets_no_door() -> None:
    none = np.zeros((1, 3), dtype=bool)
    choice, proven = solve_leaf(np.array([1, 2, 3]), np.array([0]), np.zeros((1, 3)), none)
    assert choice.tolist() == [-1, -1, -1]
    assert proven


def test_empty_dwellings_need_no_captain() -> None:
    plan = TOWN.frame("households")
    plan["persons"] = plan["persons"].mask(plan["id"].str.startswith("H2"), 0)
    assert door_households(TOWN.with_tables(households=plan)).tolist() == [1, 0, 3, 1]


def duties(plan: Plan) -> set[tuple[str, str]]:
    table = plan.duties
    now = table[table["valid_to"] == ""]
    return set(zip(now["person"], now["target_id"], strict=True))


def test_captains_serve_in_the_leaf_they_live_in() -> None:
    plan = with_rows(TOWN, persons=[captain(1, "E1"), captain(2, "E3"), captain(3, "none such")])
    found = assign_captains(plan)
    assert (found.doors, found.captains_used, found.optimal) == (4, 2, True)
    assert found.vacant == (("E2", "T002", 2), ("E4", "T004", 1))
    assert duties(found.edit.apply(plan)) == {("C01", "E1"), ("C02", "E3")}


def test_a_door_keeps_its_captain_also_when_another_lives_nearer() -> None:
    plan = with_rows(TOWN, persons=[captain(1, "E1"), captain(2, "E2")])
    plan = AssignDuty("C01", "楼门长", ("entrances", "E2")).apply(plan)
    found = assign_captains(plan)
    # C01 serves where the door is; nobody is left for E1.
    assert ("C01", "E2") in duties(found.edit.apply(plan))
    assert ("E1", "T001", 1) in found.vacant


def test_capacity_is_the_persons_own_or_the_one_that_is_asked_for() -> None:
    own = with_rows(TOWN, persons=[captain(1, "E3", capacity=1)])
    assert assign_captains(own, capacity=50).captains_used == 1
    with pytest.raises(UsageError):
        assign_captains(own, capacity=0)


def test_no_candidates_and_no_doors() -> None:
    assert len(assign_captains(TOWN).vacant) == 4
    nobody = with_rows(TOWN, households=[], entrances=[], persons=[captain(1, "E1")])
    found = assign_captains(nobody)
    assert (found.doors, found.vacant, found.captains_used) == (0, (), 0)


def test_a_listener_may_stop_the_work() -> None:
    with pytest.raises(Cancelled):
        assign_captains(TOWN, on_progress=lambda progress: False)
