"""Doors by captain: one captain one colour, neighbours apart, vacant doors told."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from gridplanner.model import Plan
from gridplanner.scheme import Scheme
from layers.door_looks import IDLE, VACANT, coloured, door_looks
from tests.core.towns import CRS, point, with_rows


def street(spacing_m: float, holders: list[str], ended: frozenset[int] = frozenset()) -> Plan:
    """Lay a door a house along a street; who holds each, ``""`` for nobody."""
    doors = [
        {"id": f"E{n}", "geometry": point(spacing_m * n, 0)} for n in range(len(holders))
    ]  # fmt: skip
    duties = [
        {
            "person": who, "kind": "楼门长", "target_table": "entrances", "target_id": f"E{n}",
            "valid_from": "", "valid_to": "2026-01-31" if n in ended else "",
        }
        for n, who in enumerate(holders) if who
    ]  # fmt: skip
    homes = [
        {"id": f"H{n}", "entrance": f"E{n}", "persons": n % 5, "geometry": point(spacing_m * n, 0)}
        for n in range(len(holders))
    ]
    plan = Plan.new(Scheme.parse("1/2"), CRS)
    return with_rows(plan, entrances=doors, duties=duties, households=homes)


def test_states_of_doors() -> None:
    # Nobody lives behind E0; E2's captain has gone.
    looks = door_looks(street(20.0, ["", "A", "B", "", "A"], ended=frozenset({2})))
    assert looks.captain.tolist() == ["", "A", "", "", "A"]
    assert looks.colour.tolist() == [IDLE, 0, VACANT, VACANT, 0]


def test_captains_side_by_side_differ() -> None:
    colour = door_looks(street(50.0, [f"C{n}" for n in range(9)])).colour
    assert (colour[1:] != colour[:-1]).all()
    # Farther apart than 60 m nothing is asked; each colour is used before one comes twice.
    far = door_looks(street(70.0, [f"C{n}" for n in range(6)])).colour
    assert sorted(far.tolist()) == [0, 1, 2, 3, 4, 5]


def test_a_crowd_of_more_than_six_shares_colours_evenly() -> None:
    pairs = np.array(list(combinations(range(7), 2)), dtype=np.int64)
    colours = coloured(7, pairs[:, 0], pairs[:, 1])
    assert sorted(np.bincount(colours, minlength=6).tolist()) == [1, 1, 1, 1, 1, 2]
    assert coloured(0, pairs[:0, 0], pairs[:0, 1]).tolist() == []


def test_any_graph_of_five_neighbours_each_is_coloured_apart() -> None:
    rng = np.random.default_rng(3)
    for _ in range(20):
        degree, pairs = np.zeros(40, dtype=int), []
        for a, b in rng.permutation(list(combinations(range(40), 2))).tolist():
            if degree[a] < 5 and degree[b] < 5:
                pairs.append((a, b))
                degree[[a, b]] += 1
        a, b = np.array(pairs, dtype=np.int64).T
        colours = coloured(40, a, b)
        assert (colours[a] != colours[b]).all()


def test_a_plan_without_doors() -> None:
    looks = door_looks(Plan.new(Scheme.parse("1/2"), CRS))
    assert len(looks.colour) == len(looks.captain) == 0
