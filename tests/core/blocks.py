"""A town of 36 squares, each a unit with one house, in nine grids of four squares."""

from __future__ import annotations

from typing import Any

import shapely

from gridplanner.model import Plan
from gridplanner.scheme import Scheme
from tests.core.towns import CRS, SIDE_M, box, point, with_rows

SIDE = 6


def square(column: int, row: int) -> shapely.Polygon:
    """Draw the square of a column and a row."""
    return box(column * SIDE_M, row * SIDE_M, (column + 1) * SIDE_M, (row + 1) * SIDE_M)


def four_square_town(crowd: int = 3, *, valid_from: str = "", posts: bool = False) -> Plan:
    """Build the town: one top grid ``T``, parents ``T01`` to ``T03``, leaves ``T001`` to ``T009``.

    Each house has three households of one person, the house of square (0, 0) has `crowd`.
    Leaf 1 + i + 3 j holds the squares (2 i, 2 j) to (2 i + 1, 2 j + 1); its parent is that
    of its column. Load is persons alone. Leaf ``T001`` therefore bears 9 + crowd persons
    and all others 12.
    """
    plan = Plan.new(Scheme.parse("1/3/9"), CRS).with_settings(
        weights={"persons": 1.0}, code_prefix="T"
    )
    units: list[dict[str, Any]] = []
    buildings, entrances, households = [], [], []
    for number in range(SIDE * SIDE):
        column, row = number % SIDE, number // SIDE
        x, y = column * SIDE_M, row * SIDE_M
        units.append(
            {"id": f"U{number}", "kind": "building", "building": f"B{number}",
             "geometry": square(column, row)}
        )  # fmt: skip
        buildings.append({"id": f"B{number}", "geometry": box(x + 40, y + 45, x + 60, y + 55)})
        entrances.append(
            {"id": f"E{number}", "building": f"B{number}", "geometry": point(x + 50, y + 45)}
        )
        households += [
            {
                "id": f"H{number}-{k}", "building": f"B{number}", "entrance": f"E{number}",
                "room": f"{k}", "persons": 1, "geometry": point(x + 50, y + 50),
            }
            for k in range(crowd if number == 0 else 3)
        ]  # fmt: skip
    leaves: list[dict[str, Any]] = []
    for number in range(9):
        i, j = number % 3, number // 3
        four = [square(2 * i + a, 2 * j + b) for a in (0, 1) for b in (0, 1)]
        leaves.append(
            {"uid": 11 + number, "level": 3, "parent": 2 + i, "code": f"T{number + 1:03d}",
             "geometry": shapely.coverage_union_all(four)}
        )  # fmt: skip
    parents: list[dict[str, Any]] = [
        {"uid": 2 + i, "level": 2, "parent": 1, "code": f"T{i + 1:02d}",
         "geometry": shapely.coverage_union_all([x["geometry"] for x in leaves[i::3]])}
        for i in range(3)
    ]  # fmt: skip
    whole = shapely.coverage_union_all([x["geometry"] for x in leaves])
    grids: list[dict[str, Any]] = [
        {"uid": 1, "level": 1, "parent": None, "code": "T", "geometry": whole},
        *parents,
    ]
    for grid in [*grids, *leaves]:
        grid |= {"kind": "综合", "lock": "open", "valid_from": valid_from}
    for leaf in leaves if posts else []:
        leaf |= {"posts": 1, "fte": 1.0}
    return with_rows(
        plan,
        boundary=[{"name": "Town", "geometry": whole}],
        units=units,
        grids=[*grids, *leaves],
        buildings=buildings,
        entrances=entrances,
        households=households,
    )


def locked(plan: Plan, kind: str, *codes: str) -> Plan:
    """Lock grids."""
    grids = plan.layer("grids")
    grids["lock"] = grids["lock"].mask(grids["code"].isin(codes), kind)
    return plan.with_tables(grids=grids)


def pinned(plan: Plan, household: str, code: str) -> Plan:
    """Pin a household to a leaf."""
    households = plan.frame("households")
    households["pinned"] = households["pinned"].mask(
        households["id"] == household, plan.uid_of(code)
    )
    return plan.with_tables(households=households)
