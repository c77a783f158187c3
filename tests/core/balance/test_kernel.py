"""What a flip costs by load alone is told without a look at the unit's neighbours."""

from __future__ import annotations

import numpy as np
import pytest

from gridplanner.balance.case import make_case
from gridplanner.balance.kernel import (
    HOUSE,
    LOAD,
    MOVED,
    NO_WIN,
    SLACK,
    anneal,
    by_load_of,
    cost_all,
    propose,
)
from gridplanner.balance.kernel_random import seeded
from gridplanner.balance.problem import Ints
from gridplanner.balance.start import chain_of
from gridplanner.balance.state import make_parts
from tests.core.balance.test_rebalance import START, changed
from tests.core.balance.towns import assert_sound


def test_load_alone_tells_what_the_whole_flip_costs_by_load() -> None:
    case = make_case(changed(2))
    label = START[:, -1]
    chain = chain_of(label, list(START[:, :-1].T), 20)
    parts = make_parts(case.ground, label, chain, case.share, hinge=50.0, stiff=2.0)
    parts.knob[SLACK] = 0.1
    cost_all(parts)
    levels = set()
    for u, v in case.ground.ends.tolist():
        a, b = int(label[u]), int(label[v])
        if a != b:
            top, by_load, _ = propose(case.ground, parts, u, a, b, 0)
            levels.add(top)
            load = float(case.ground.unit[u, LOAD])
            assert by_load_of(parts, load, a, b) == pytest.approx(by_load, abs=1e-9)
    assert levels == {0, 1, 2}, "flips inside a parent, between parents, and between tops"


@pytest.mark.parametrize("win", [NO_WIN, 0.3, 0.0])
def test_passing_hopeless_flips_over_keeps_grids_whole_and_the_count(win: float) -> None:
    problem = changed(3)
    case = make_case(problem)
    ground = case.ground
    ground.tie[:, 1] = START[:, -1]
    chain = chain_of(START[:, -1], list(START[:, :-1].T), 20)
    parts = make_parts(ground, START[:, -1], chain, case.share, hinge=50.0)
    before = cost_all(parts)
    assert anneal(ground, parts, seeded(0, 0), 20_000, (0.1, 0.01), (1.0, 1.0), 0.5, win) > 0
    assert cost_all(parts) < before
    label: Ints = parts.label
    assert_sound(
        problem,
        np.column_stack(
            [(parts.chain[:-1] - parts.chain[:-1].min(axis=1, keepdims=True))[:, label].T, label]
        ),
    )
    assert parts.knob[MOVED] == ground.unit[label != START[:, -1], HOUSE].sum()
