"""A phase of annealing spends what it may, and no more."""

from __future__ import annotations

import numpy as np

from gridplanner.balance.budget import Budget
from gridplanner.balance.case import make_case
from gridplanner.balance.kernel_random import seeded
from gridplanner.balance.phase import Course, run_phase
from gridplanner.balance.state import make_parts

from .towns import grid_town

COURSE = Course((0.3, 0.01), (60.0, 600.0))


def _spent(until: float, most: int | None) -> int:
    case = make_case(grid_town(12, 12, (2, 6)))
    # six upright strips of two columns, three of them in each half
    leaf = np.arange(144) % 12 // 2
    parts = make_parts(case.ground, leaf, np.array([[0, 0, 0, 1, 1, 1], range(6)]), case.share)
    budget = Budget(100_000, None)
    run_phase(case.ground, parts, seeded(0, 0), budget, until, COURSE, most)
    return budget.done


def test_a_phase_ends_at_its_part_of_the_budget() -> None:
    assert _spent(0.5, None) == 50_000


def test_a_phase_ends_after_the_most_proposals_it_may_make() -> None:
    assert _spent(0.5, 12_345) == 12_345
    assert _spent(0.5, 80_000) == 50_000
