"""The vacancy drill: loads poured over neighbours, worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridplanner.edits.duties import AssignDuty
from gridplanner.errors import EditError
from gridplanner.loads import loads
from gridplanner.model import Plan
from gridplanner.vacancy import drill, pour
from tests.core.towns import lattice, with_rows

AMOUNTS = st.lists(
    st.tuples(st.floats(0, 5), st.sampled_from([0.5, 1.0, 2.0])), min_size=1, max_size=6
)


def staffed(extra: int = 0) -> Plan:
    """Give each of four leaves a worker; the first gets ``extra`` more."""
    people = [
        {"id": f"W{n}", "name": f"员{n}", "role": "网格员", "fte": 1.0} for n in range(1, 5 + extra)
    ]
    plan = with_rows(lattice(2, 2), persons=people)
    for n in range(1, 5):
        plan = AssignDuty(f"W{n}", "网格员", ("grids", f"T00{n}")).apply(plan)
    for n in range(5, 5 + extra):
        plan = AssignDuty(f"W{n}", "网格员", ("grids", "T001")).apply(plan)
    return plan


@given(st.floats(0, 10), AMOUNTS)
def test_pouring_is_a_level(load: float, vessels: list[tuple[float, float]]) -> None:
    borne, fte = (np.array(column) for column in zip(*vessels, strict=True))
    parts = pour(load, borne, fte)
    assert parts.sum() == pytest.approx(load, abs=1e-9)
    assert (parts >= 0).all()
    after = (borne + parts) / fte
    level = after[parts > 1e-12].max(initial=0.0)
    # Whoever takes a part stands at one level, and nobody who takes none stands below it.
    assert after[parts > 1e-12] == pytest.approx(level)
    assert (after[parts <= 1e-12] >= level - 1e-9).all()


def test_neighbours_share_what_is_left() -> None:
    plan = staffed()
    found = drill(plan, "W1")
    figures = loads(plan)
    load = dict(zip(figures.uids.tolist(), figures.blend.loads, strict=True))
    assert found.leaves == ("T001",)
    assert sum(share.load for share in found.shares) == pytest.approx(load[101])
    assert sum(share.share for share in found.shares) == pytest.approx(1.0)
    # T002 and T003 border on T001, T004 only meets it in a corner.
    assert {share.by for share in found.shares} <= {"T002", "T003"}
    assert found.worst == pytest.approx(
        max((load[101] + load[102] + load[103]) / 2, load[102], load[103])
        if len(found.shares) == 2
        else found.shares[0].after
    )
    for share in found.shares:
        assert share.after - share.before == pytest.approx(share.load)


def test_colleagues_take_over_first() -> None:
    found = drill(staffed(extra=1), "W1")
    assert [(share.by, share.workers) for share in found.shares] == [("T001", ("W5",))]
    assert found.shares[0].after == pytest.approx(2 * found.shares[0].before)


def test_nobody_near() -> None:
    plan = with_rows(
        lattice(2, 2), persons=[{"id": "W1", "name": "员", "role": "网格员", "fte": 1.0}]
    )
    plan = AssignDuty("W1", "网格员", ("grids", "T001")).apply(plan)
    assert drill(plan, "W1").uncovered == ("T001",)
    with pytest.raises(EditError):
        drill(plan, "W9")
