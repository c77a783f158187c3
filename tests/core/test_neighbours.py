"""Who borders whom, and where one can walk across."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely

from gridplanner.geometry import shapes_of
from gridplanner.model import Plan
from gridplanner.neighbours import neighbours, unit_owners, walk_parts
from gridplanner.scheme import Scheme
from tests.core.towns import CRS, box, line, point, with_rows

#: Four units: west and east of x = 100, south and north of y = 100.
SQUARES: list[dict[str, Any]] = [
    {"id": "SW", "geometry": box(0, 0, 100, 100)},
    {"id": "SE", "geometry": box(100, 0, 200, 100)},
    {"id": "NW", "geometry": box(0, 100, 100, 200)},
    {"id": "NE", "geometry": box(100, 100, 200, 200)},
]


def town(units: list[dict[str, Any]] | None = None, **tables: list[dict[str, Any]]) -> Plan:
    return with_rows(Plan.new(Scheme.parse("1/2"), CRS), units=units or SQUARES, **tables)


def ways(plan: Plan) -> dict[tuple[str, str], bool]:
    """Pairs of units that share a border, and whether one can walk across."""
    graph, ids = neighbours(plan), plan.units["id"].to_numpy()
    return {
        (ids[a], ids[b]): bool(p and not s)
        for (a, b), p, s in zip(graph.edges, graph.passable, graph.assumed, strict=True)
    }


ALL = {("SW", "SE"), ("SW", "NW"), ("SE", "NE"), ("NW", "NE")}


def closed(plan: Plan) -> set[tuple[str, str]]:
    return {pair for pair, free in ways(plan).items() if not free}


def test_squares_without_barriers() -> None:
    plan = town(streets=[{"id": "s", "geometry": line((100, 0), (100, 200))}])
    graph = neighbours(plan)
    assert set(ways(plan)) == ALL
    assert closed(plan) == set()
    assert graph.shared_m.tolist() == [100.0] * 4
    # Corners are no borders; the street runs along two of the four.
    assert graph.street_m.tolist() == [100.0, 0.0, 0.0, 100.0]
    assert len(neighbours(Plan.new(Scheme.parse("1"), CRS)).edges) == 0


def test_a_river_line_bars_and_a_bridge_opens_where_it_is() -> None:
    river = {"id": "r", "geometry": line((100, 0), (100, 200))}
    bridge = {"id": "b", "geometry": line((50, 30), (150, 30))}
    split = [{"id": u["id"], "geometry": shapely.segmentize(u["geometry"], 30)} for u in SQUARES]
    assert closed(town(split, water=[river])) == {("SW", "SE"), ("NW", "NE")}
    assert closed(town(split, water=[river], streets=[bridge])) == {("NW", "NE")}


def test_a_railway_bars_and_its_own_length_is_no_crossing() -> None:
    rail = {"id": "rail", "barrier": True, "geometry": line((0, 100), (200, 100))}
    along = {"id": "lane", "geometry": line((0, 100), (200, 100))}
    assert closed(town(streets=[rail])) == {("SW", "NW"), ("SE", "NE")}
    assert closed(town(streets=[rail, along])) == {("SW", "NW"), ("SE", "NE")}
    under = {"id": "tunnel", "geometry": line((150, 50), (150, 150))}
    assert ("SE", "NE") not in closed(town(streets=[rail, under]))


def test_a_river_of_some_width_bars_in_midstream() -> None:
    water = [{"id": "r", "geometry": box(90, 0, 110, 200)}]
    assert closed(town(water=water)) == {("SW", "SE"), ("NW", "NE")}
    # A pond inside a compound is no border of anything.
    court = [{"id": "c", "wall": "", "geometry": box(0, 0, 200, 200)}]
    assert closed(town(water=water, compounds=court)) == set()


def test_what_no_data_can_reach_is_reached_over_its_longest_border() -> None:
    rail = [
        {"id": "a", "barrier": True, "geometry": line((0, 100), (200, 100))},
        {"id": "b", "barrier": True, "geometry": line((100, 0), (100, 200))},
    ]
    graph = neighbours(town(streets=rail))
    # Three borders join four units; no more are assumed.
    assert graph.passable.sum() == graph.assumed.sum() == 3


def walled(**gates: Any) -> Plan:
    units = [{**u, "compound": "C" if u["id"] == "SW" else ""} for u in SQUARES]
    court = [{"id": "C", "wall": "有", "geometry": box(0, 0, 100, 100)}]
    rows = [{"id": k, "compound": "C", "geometry": v} for k, v in gates.items()]
    return town(units, compounds=court, gates=rows)


def test_a_wall_is_open_at_its_gates_alone() -> None:
    assert closed(walled(east=point(100, 50))) == {("SW", "NW")}
    assert closed(walled(east=point(100, 50), north=point(50, 100))) == set()
    # No gate is recorded: there must be one somewhere.
    assert closed(walled()) == set()


def test_parts_of_a_polygon_that_one_cannot_walk_between() -> None:
    plan = town(streets=[{"id": "rail", "barrier": True, "geometry": line((0, 100), (200, 100))},
                         {"id": "under", "geometry": line((150, 50), (150, 150))}])  # fmt: skip
    halves = shapes_of([box(0, 0, 100, 200), box(100, 0, 200, 200), box(300, 0, 301, 1)])
    owner = unit_owners(plan, halves)
    assert owner.tolist() == [0, 1, 0, 1]
    assert walk_parts(halves, plan, owner).tolist() == [2, 1, 0]
    nobody = np.full(4, -1)
    assert walk_parts(halves, plan, nobody).tolist() == [0, 0, 0]


@pytest.mark.parametrize("open_side", ["C1", "C2"])
def test_a_gate_of_either_side_opens_between_two_walls(open_side: str) -> None:
    # Two walled compounds share the border x = 100; one has its gate there, the other at
    # its far side. Which of them is named first makes no difference.
    far = {"C1": point(0, 50), "C2": point(200, 50)}
    plan = with_rows(
        Plan.new(Scheme.parse("1/2"), CRS),
        units=[
            {"id": "U1", "compound": "C1", "geometry": box(0, 0, 100, 100)},
            {"id": "U2", "compound": "C2", "geometry": box(100, 0, 200, 100)},
        ],
        compounds=[
            {"id": "C1", "wall": "围墙", "geometry": box(0, 0, 100, 100)},
            {"id": "C2", "wall": "围墙", "geometry": box(100, 0, 200, 100)},
        ],
        gates=[
            {"id": f"G{c}", "compound": c, "geometry": point(100, 50) if c == open_side else far[c]}
            for c in ("C1", "C2")
        ],
    )
    graph = neighbours(plan)
    assert graph.edges.tolist() == [[0, 1]]
    assert graph.passable.tolist() == [True]
    assert graph.assumed.tolist() == [False]


def test_a_gate_on_the_other_side_opens_nothing_here() -> None:
    plan = with_rows(
        Plan.new(Scheme.parse("1/2"), CRS),
        units=[
            {"id": "U1", "compound": "C1", "geometry": box(0, 0, 100, 100)},
            {"id": "U2", "geometry": box(100, 0, 200, 100)},
        ],
        compounds=[{"id": "C1", "wall": "围墙", "geometry": box(0, 0, 100, 100)}],
        gates=[{"id": "G1", "compound": "C1", "geometry": point(0, 50)}],
    )
    graph = neighbours(plan)
    # Nothing else is to be reached: the way is assumed, and said to be.
    assert (graph.passable.tolist(), graph.assumed.tolist()) == ([True], [True])


def test_owners_after_an_edit_are_those_of_a_plan_that_knows_nothing() -> None:
    """What is kept by polygon serves other polygons in another order."""
    units = [{"id": f"u{n}", "geometry": box(100 * n, 0, 100 * n + 100, 100)} for n in range(4)]
    plan = town(units)
    left, right, middle = box(0, 0, 200, 100), box(200, 0, 400, 100), box(100, 0, 300, 100)
    assert unit_owners(plan, shapes_of([left, right])).tolist() == [0, 0, 1, 1]
    assert unit_owners(plan, shapes_of([right, left])).tolist() == [1, 1, 0, 0]
    # The lowest of those that overlap.
    assert unit_owners(plan, shapes_of([middle, left])).tolist() == [1, 0, 0, -1]
    assert unit_owners(plan, shapes_of([left, middle])).tolist() == [0, 0, 1, -1]
