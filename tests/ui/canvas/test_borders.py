"""Borders that follow edits are those of a plan that was never edited."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridplanner.changes import difference
from gridplanner.edits import DeleteGrid, FillHole, MergeGrids, Paint
from gridplanner.edits.base import Edit
from gridplanner.errors import EditError
from gridplanner.model import Plan
from tests.core.towns import box, lattice
from tests.effort import rounds
from ui.canvas.borders import Borders
from ui.canvas.gridnet import GridNet

EVERYWHERE = (-1e9, -1e9, 1e9, 1e9)


def lengths(net: GridNet) -> list[float]:
    """Sum the borders of each level, in metres."""
    found = []
    for level in range(1, net.depth + 1):
        total = 0.0
        for chain in net.borders.seen(level, EVERYWHERE, 1.0):
            xy = np.array([[chain[n].x(), chain[n].y()] for n in range(len(chain))])
            total += float(np.hypot(*np.diff(xy, axis=0).T).sum())
        found.append(total)
    return found


def followed(plan: Plan, edits: list[Edit]) -> tuple[GridNet, GridNet, int]:
    """Give the net that followed the edits, one made anew, and how many edits fitted."""
    net = GridNet((0.0, 0.0))
    net.load(plan)
    done = 0
    for edit in edits:
        try:
            after = edit.apply(plan)
        except EditError:
            continue
        rows = difference(plan, after).tables.get("grids")
        if rows is not None:
            net.load(after, {*map(int, rows.old["uid"]), *map(int, rows.new["uid"])})
        plan, done = after, done + 1
    fresh = GridNet((0.0, 0.0))
    fresh.load(plan)
    return net, fresh, done


def test_merged_leaves_leave_the_borders_around_them_alone() -> None:
    """Leaves of 100 m: merging two takes one line of 100 m from the deepest level, no more."""
    plan = lattice()
    before = GridNet((0.0, 0.0))
    before.load(plan)
    net, _, done = followed(plan, [MergeGrids(("T008", "T014"), "T008")])
    assert done == 1
    gone = np.subtract(lengths(before), lengths(net))
    assert gone == pytest.approx([0, 0, 100])


def test_borders_part_into_those_that_stay_and_those_that_go() -> None:
    """A lattice of 6 × 5 squares of 100 m has 71 borders; merging two squares takes one away."""
    plan = lattice()
    today, merged = GridNet((0.0, 0.0)), GridNet((0.0, 0.0))
    today.load(plan)
    merged.load(MergeGrids(("T008", "T014"), "T008").apply(plan))
    stays, goes = today.borders.parted(merged.borders)
    assert total(today.borders) == pytest.approx(100 * (5 * 7 + 6 * 6))
    assert (total(stays), total(goes)) == pytest.approx((7_000, 100))
    stays, comes = merged.borders.parted(today.borders)
    assert (total(stays), total(comes)) == pytest.approx((7_000, 0))
    # The upper half of T001 goes to T007. What runs along it from north to south is cut in
    # two, in one piece no more; the southern side of T001 stays.
    painted = GridNet((0.0, 0.0))
    painted.load(Paint(box(0, 50, 100, 100), "T007").apply(plan))
    stays, goes = today.borders.parted(painted.borders)
    assert (total(stays), total(goes)) == pytest.approx((6_800, 300))
    nothing = GridNet((0.0, 0.0))
    assert total(nothing.borders.parted(today.borders)[0]) == 0


def total(borders: Borders) -> float:
    """Sum all borders, in metres."""
    ends = [np.zeros((0, 4)), *borders._pairs.values()]
    xy = np.concatenate(ends)
    return float(np.hypot(xy[:, 2] - xy[:, 0], xy[:, 3] - xy[:, 1]).sum())


CODES = [f"T{number:03d}" for number in range(1, 31)]
PLACES = st.tuples(st.integers(0, 11), st.integers(0, 9), st.integers(1, 3), st.integers(1, 3))


@st.composite
def edits(draw: st.DrawFn) -> Edit:
    """Draw an edit that may or may not fit."""
    code = draw(st.sampled_from(CODES))
    kind = draw(st.sampled_from(["merge", "delete", "paint", "fill"]))
    x, y, width, height = draw(PLACES)
    if kind == "merge":
        step = draw(st.sampled_from([1, 6]))
        other = CODES[min(CODES.index(code) + step, 29)]
        return MergeGrids((code, other), code, cross=True)
    if kind == "delete":
        return DeleteGrid(code)
    if kind == "fill":
        return FillHole((50.0 * x + 25, 50.0 * y + 25))
    area = box(50.0 * x, 50.0 * y, 50.0 * (x + width), 50.0 * (y + height))
    return Paint(area, code, cross=True)


@pytest.mark.hypothesis
@settings(max_examples=rounds(15), deadline=None)
@given(st.lists(edits(), min_size=1, max_size=12))
def test_any_edits_leave_the_same_borders(steps: list[Edit]) -> None:
    net, fresh, _ = followed(lattice(), steps)
    assert lengths(net) == pytest.approx(lengths(fresh), abs=1e-6)
    assert set(net.borders.neighbours()) == set(fresh.borders.neighbours())
