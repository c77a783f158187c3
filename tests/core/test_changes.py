"""Changes: what differs, there and back."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
import shapely

from gridplanner.changes import apply_change, difference
from gridplanner.model import Plan
from tests.core.towns import box, lattice, with_rows, workers

TOWN = lattice(2, 2)


def changed(plan: Plan, table: str, fid: int, **values: Any) -> Plan:
    frame = plan.frame(table)
    for name, value in values.items():
        frame[name] = frame[name].mask(frame.index == fid, value)
    return plan.with_tables(**{table: frame})


def moved(plan: Plan) -> Plan:
    grids = plan.layer("grids")
    shapes = list(grids.geometry)
    shapes[-1] = box(0, 0, 3, 3)
    return plan.with_tables(grids=grids.set_geometry(shapes, crs=plan.crs))


CASES = {
    "value": lambda: changed(TOWN, "households", 2, persons=9),
    "text": lambda: changed(TOWN, "grids", 101, name="一"),
    "absent": lambda: changed(TOWN, "households", 1, pinned=101),
    "geometry": lambda: moved(TOWN),
    "fewer": lambda: TOWN.with_tables(households=TOWN.tables["households"].iloc[2:]),
    "none": lambda: TOWN.with_tables(households=TOWN.tables["households"].iloc[:0]),
    "more": lambda: with_rows(TOWN, persons=workers(2)),
    "own column": lambda: TOWN.with_tables(
        buildings=TOWN.frame("buildings").assign(heating=["gas"] * 4)
    ),
}


@pytest.mark.parametrize("case", list(CASES))
def test_there_and_back(case: str) -> None:
    after = CASES[case]()
    change = difference(TOWN, after)
    assert change
    assert not difference(after, apply_change(TOWN, change))
    assert not difference(TOWN, apply_change(after, change.reversed()))


def test_only_rows_that_differ_are_in_a_change() -> None:
    change = difference(TOWN, changed(TOWN, "households", 2, persons=9))
    assert list(change.tables) == ["households"]
    assert change.fids("households") == {2}
    assert change.fids("grids") == frozenset()
    rows = change.tables["households"]
    assert (rows.old["persons"].tolist(), rows.new["persons"].tolist()) == ([2], [9])


def test_alike_is_no_change() -> None:
    assert not difference(TOWN, TOWN)
    assert not difference(TOWN, lattice(2, 2))
    assert not difference(TOWN, changed(TOWN, "households", 1, care=""))


def test_equal_outlines_with_other_vertices_differ() -> None:
    grids = TOWN.layer("grids")
    shapes = [shapely.segmentize(shape, 60) for shape in grids.geometry]
    after = TOWN.with_tables(grids=grids.set_geometry(shapes, crs=TOWN.crs))
    assert difference(TOWN, after).fids("grids") == set(grids.index)


def test_absent_equals_absent() -> None:
    frame = TOWN.frame("households")
    frame["pinned"] = pd.array([None] * len(frame), dtype="Int64")
    assert not difference(TOWN, TOWN.with_tables(households=frame))
