"""Any sequence of edits keeps the coverage sound, conserves, and can be undone."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridplanner.changes import difference
from gridplanner.edits.grids import DeleteGrid, DrawGrid, MergeGrids, SplitGrid
from gridplanner.errors import EditError
from gridplanner.geometry import is_sound, shapes_of, unassigned
from gridplanner.history import History
from gridplanner.locate import locate
from gridplanner.model import Plan
from gridplanner.units.blocks import boundary_of
from tests.core.towns import SIDE_M, lattice, line, polygon
from tests.effort import rounds

COLUMNS, ROWS = 6, 5
TOWN = lattice(COLUMNS, ROWS)
WHOLE: Any = boundary_of(TOWN)

# Round figures meet borders and corners exactly; others meet them nowhere near.
across = st.one_of(
    st.integers(-1, COLUMNS * 2 + 1).map(lambda n: n * SIDE_M / 2),
    st.floats(-20, COLUMNS * SIDE_M + 20, allow_nan=False),
)
up = st.one_of(
    st.integers(-1, ROWS * 2 + 1).map(lambda n: n * SIDE_M / 2),
    st.floats(-20, ROWS * SIDE_M + 20, allow_nan=False),
)
place = st.tuples(across, up)
pick = st.integers(0, 10_000)
moves = st.one_of(
    st.tuples(st.just("draw"), st.lists(place, min_size=3, max_size=6)),
    st.tuples(st.just("split"), pick, st.lists(place, min_size=2, max_size=4)),
    st.tuples(st.just("through"), pick, st.floats(0, np.pi), st.floats(-0.4, 0.4)),
    st.tuples(st.just("merge"), pick, st.integers(2, 3)),
    st.tuples(st.just("delete"), pick),
    st.tuples(st.just("undo")),
    st.tuples(st.just("redo")),
)


def edit_for(plan: Plan, move: tuple[Any, ...]) -> Any:
    """Make an edit that has a chance in this plan."""
    kind, *rest = move
    codes = sorted(plan.leaves["code"])
    if kind == "draw":
        return DrawGrid(polygon(*rest[0]), 3)
    code = codes[rest[0] % len(codes)]
    leaf = plan.leaves.set_index("code").loc[code, "geometry"]
    if kind == "split":
        return SplitGrid(code, line(*rest[1]))
    if kind == "through":
        angle, off = rest[1], rest[2] * SIDE_M
        way = 800 * np.array([np.cos(angle), np.sin(angle)])
        aside = off * np.array([-np.sin(angle), np.cos(angle)])
        at = shapely.get_coordinates(leaf.centroid)[0] + aside
        return SplitGrid(code, shapely.LineString([at - way, at + way]))
    if kind == "merge":
        near = plan.leaves[shapely.dwithin(shapes_of(plan.leaves.geometry), leaf, 1.0)]
        return MergeGrids(tuple(sorted({code, *sorted(near["code"])[: rest[1]]})), code, cross=True)
    return DeleteGrid(code)


def assert_holds(plan: Plan) -> None:
    """Check the invariant of any sound plan."""
    leaves = shapes_of(plan.leaves.geometry)
    boundary: Any = boundary_of(plan)
    assert is_sound(boundary, leaves)
    assert (shapely.get_type_id(leaves) == 3).all()
    assert shapely.hausdorff_distance(boundary, WHOLE) < 1e-6
    held = float(shapely.area(leaves).sum())
    assert abs(held + unassigned(boundary, leaves).area - boundary.area) < 1e-3
    for level in (2, 1):
        for uid, shape in zip(plan.level(level)["uid"], plan.level(level).geometry, strict=True):
            mine = plan.level(level + 1)
            children = shapes_of(mine.geometry)[(mine["parent"] == uid).fillna(False).to_numpy()]
            if len(children):
                assert shapely.coverage_union_all(children).equals(shape)
    codes = plan.valid_grids["code"]
    assert codes.is_unique
    assert not codes.str.contains("{", regex=False).any()


@given(st.lists(moves, min_size=1, max_size=8))
@settings(max_examples=rounds(60), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_sequence_keeps_the_coverage(sequence: list[tuple[Any, ...]]) -> None:
    history = History(TOWN)
    stack, undone = [TOWN], list[Plan]()
    uids: set[int] = set(TOWN.grids["uid"])
    for move in sequence:
        before = history.plan
        kept = {name: shapely.to_wkb(shapes_of(before.tables[name]["geometry"])).tolist()
                for name in ("grids", "boundary")}  # fmt: skip
        if move[0] == "undo":
            if len(stack) > 1:
                history.undo()
                undone.append(stack.pop())
                assert not difference(history.plan, stack[-1])
            continue
        if move[0] == "redo":
            if undone:
                history.redo()
                stack.append(undone.pop())
                assert not difference(history.plan, stack[-1])
            continue
        try:
            changed = history.do(edit_for(before, move))
        except EditError:
            assert history.plan is before
            continue
        if not changed:
            continue
        stack.append(history.plan)
        undone.clear()
        plan = history.plan
        assert_holds(plan)
        new = set(plan.grids["uid"]) - set(before.grids["uid"])
        assert not new & uids, "a uid was used again"
        uids |= new
        assert plan.households["persons"].sum() == TOWN.households["persons"].sum()
        if move[0] in ("split", "through", "merge"):
            assert locate(plan).counts(plan)["persons"] == locate(before).counts(before)["persons"]
        for name, wkb in kept.items():
            assert shapely.to_wkb(shapes_of(before.tables[name]["geometry"])).tolist() == wkb
    while history.can_undo:
        history.undo()
    assert not difference(TOWN, history.plan)
