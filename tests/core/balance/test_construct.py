"""The first division: several on cells, of which the cheapest goes on."""

from __future__ import annotations

import numpy as np
import pytest

from gridplanner.balance import coarse, construct
from gridplanner.balance.case import Case, make_case
from gridplanner.balance.kernel_random import Seed, seeded
from gridplanner.balance.nodes import Node
from gridplanner.balance.problem import Ints

from .towns import grid_town


@pytest.mark.parametrize("cheapest", [0, 1, 2])
def test_the_cheapest_of_several_divisions_on_cells_goes_on(
    cheapest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells: list[Ints] = []

    def coarsen(case: Case, seed: Seed) -> tuple[Case, Ints] | None:
        found = coarse.coarsen(case, seed)
        assert found is not None
        cells.append(found[1])
        return found

    monkeypatch.setattr(construct, "coarsen", coarsen)
    case = make_case(grid_town(60, 60, (4, 8)))
    made: list[Ints] = []
    first: list[Ints] = []

    def smooth(
        here: Case, level: int, label: Ints, above: list[Ints], nodes: list[Node]
    ) -> tuple[Ints, float]:
        if here is not case:
            made.append(label)
            return label, 1.0 if len(made) - 1 == cheapest else 2.0
        if level == 0:
            first.append(label)
        return label, 0.0

    labels = construct.construct(case, seeded(3, 0), smooth, lambda tries: tries < 3, lambda: None)
    assert len(made) == 3, "cells are divided three times"
    assert labels.shape == (3600, 2)
    # what goes on are the labels of the chosen cells, laid on their units
    assert np.array_equal(first[0], made[cheapest][cells[0]])
