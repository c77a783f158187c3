"""Grids in force as arrays are the rows of the table that have no end."""

from __future__ import annotations

from gridplanner.edits import MergeGrids
from gridplanner.in_force import ancestors, grids_in_force, leaves_in_force
from tests.core.towns import lattice


def test_arrays_are_the_rows_in_force() -> None:
    plan = MergeGrids(("T003", "T004"), "T003", date="2026-02-01").apply(
        lattice(4, 2, valid_from="2026-01-01")
    )
    leaves = leaves_in_force(plan)
    assert leaves.codes.tolist() == ["T001", "T002", "T003", "T005", "T006", "T007", "T008"]
    assert len(leaves) == 7
    assert leaves.take(leaves.by_code()[::-1]).codes.tolist()[0] == "T008"
    every = grids_in_force(plan)
    assert every.on(2).codes.tolist() == ["T01", "T02"]
    assert every.on(1).parents.tolist() == [0]
    # Columns 1 and 2 are the first district's, 3 and 4 the second's.
    first, second = every.on(2).uids.tolist()
    assert leaves.parents.tolist() == [first, first, second, first, first, second, second]
    assert set(every.valid_from) == {"2026-01-01"}
    assert leaves.shapes[2].area == 20_000.0
    above = dict(zip(every.uids.tolist(), every.parents.tolist(), strict=True))
    assert ancestors(above, int(leaves.uids[0])) == [int(every.on(1).uids[0]), first]
    assert ancestors({1: 2, 2: 1}, 1) == [1, 2]
    assert ancestors({1: 7}, 1) == []
