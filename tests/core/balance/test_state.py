"""What a grid's load and shape weigh, by its height and its children."""

from __future__ import annotations

import numpy as np
import pytest

from gridplanner.balance.case import make_case
from gridplanner.balance.kernel import ROUND
from gridplanner.balance.state import CHILDREN, SHAPE_WEIGHT, make_parts

from .towns import grid_town


def _roundness(by_height: tuple[tuple[float, ...], tuple[float, ...]] | None) -> list[float]:
    case = make_case(grid_town(16, 2, (2, 8)))
    leaf = np.arange(32) % 16 // 2
    # a parent of seven leaves and one of a single leaf
    chain = np.array([[0] * 7 + [1], range(8)])
    parts = make_parts(case.ground, leaf, chain, case.share, by_height=by_height)
    return [float(weight) for weight in parts.node[:, ROUND]]


def test_shape_of_a_parent_of_few_children_weighs_less() -> None:
    found = _roundness(((1.0, 2.0), (1.0, 3.0)))
    assert CHILDREN == 7
    assert found == pytest.approx([3.0, 3.0 / 7.0, *[1.0] * 8])


def test_a_plan_in_force_keeps_its_weights_whatever_the_children() -> None:
    assert _roundness(None) == pytest.approx([*[SHAPE_WEIGHT[1]] * 2, *[SHAPE_WEIGHT[0]] * 8])
