"""Two small towns whose figures can be worked out on paper.

``lattice``: squares of 100 m, each a leaf with one house in its middle.
``river_town``: no grids yet; streets, a river with one bridge, a walled compound with a
gate, houses, doors, households and workers.

Coordinates are given in metres from the towns' south-west corner, :data:`X0`, :data:`Y0`.
"""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from gridplanner.model import Plan
from gridplanner.scheme import Scheme
from gridplanner.tables import TABLES, conform

CRS = "EPSG:4545"
X0, Y0 = 584_000.0, 3_576_000.0
SIDE_M = 100.0


def box(x0: float, y0: float, x1: float, y1: float) -> shapely.Polygon:
    """Draw an upright rectangle."""
    return shapely.box(X0 + x0, Y0 + y0, X0 + x1, Y0 + y1)


def line(*xy: tuple[float, float]) -> shapely.LineString:
    """Draw a line through places."""
    return shapely.LineString([(X0 + x, Y0 + y) for x, y in xy])


def polygon(*xy: tuple[float, float]) -> shapely.Polygon:
    """Draw a polygon through places."""
    return shapely.Polygon([(X0 + x, Y0 + y) for x, y in xy])


def point(x: float, y: float) -> shapely.Point:
    """Mark a place."""
    return shapely.Point(X0 + x, Y0 + y)


def frame(name: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Make a table from its rows; grids are numbered by their uid."""
    if not rows:
        return Plan.new(Scheme.parse("1"), CRS).tables[name]
    data: pd.DataFrame = pd.DataFrame(rows)
    if name == "grids":
        data.index = pd.Index(data["uid"].to_numpy("int64"), name="fid")
    if TABLES[name].spatial:
        data = gpd.GeoDataFrame(data, geometry="geometry", crs=CRS)
    return conform(name, data, crs=CRS)


def with_rows(plan: Plan, **tables: list[dict[str, Any]]) -> Plan:
    """Put rows into tables in place of those that are there."""
    return plan.with_tables(**{name: frame(name, rows) for name, rows in tables.items()})


def lattice(columns: int = 6, rows: int = 5, *, valid_from: str = "") -> Plan:
    """Build a town of squares, numbered from the south-west, three levels of grids.

    Level 1 is one grid ``T``, level 2 has a grid ``T01``, ``T02`` … for each two columns.
    Leaf (column, row) has the code ``T`` and three digits: 1 + row × columns + column. Its
    house stands in its middle, 20 m × 10 m, with one door and (number − 1) % 3 + 1
    households of 2, 3 and 4 persons. Nothing else is there; the served ground is asked
    for by nobody (weights: persons alone).
    """
    count, districts = columns * rows, columns // 2
    plan = Plan.new(Scheme.parse(f"1/{districts}/{count}"), CRS).with_settings(
        weights={"persons": 1.0}, code_prefix="T"
    )
    whole = box(0, 0, columns * SIDE_M, rows * SIDE_M)
    leaves: list[dict[str, Any]] = []
    buildings, entrances, households = [], [], []
    for number in range(1, count + 1):
        column, row = (number - 1) % columns, (number - 1) // columns
        x, y = column * SIDE_M, row * SIDE_M
        leaves.append(
            {
                "uid": 100 + number, "level": 3, "parent": 2 + column // 2,
                "code": f"T{number:03d}", "geometry": box(x, y, x + SIDE_M, y + SIDE_M),
            }
        )  # fmt: skip
        buildings.append({"id": f"B{number}", "geometry": box(x + 40, y + 45, x + 60, y + 55)})
        entrances.append(
            {"id": f"E{number}", "building": f"B{number}", "geometry": point(x + 50, y + 45)}
        )
        households += [
            {
                "id": f"H{number}-{k}", "building": f"B{number}", "entrance": f"E{number}",
                "room": f"{k}01", "persons": k + 1, "geometry": point(x + 50, y + 50),
            }
            for k in range(1, (number - 1) % 3 + 2)
        ]  # fmt: skip
    shapes = {leaf["uid"]: leaf["geometry"] for leaf in leaves}
    parents: list[dict[str, Any]] = [
        {
            "uid": 2 + d, "level": 2, "parent": 1, "code": f"T{d + 1:02d}",
            "geometry": shapely.coverage_union_all(
                [shapes[leaf["uid"]] for leaf in leaves if leaf["parent"] == 2 + d]
            ),
        }
        for d in range(districts)
    ]  # fmt: skip
    top = shapely.coverage_union_all(list(shapes.values()))
    # The boundary has the leaves' corners on it, as after planning.
    assert top.equals(whole)
    grids = [{"uid": 1, "level": 1, "parent": None, "code": "T", "geometry": top}, *parents]
    for grid in [*grids, *leaves]:
        grid |= {"kind": "综合", "lock": "open", "valid_from": valid_from}
    return with_rows(
        plan,
        boundary=[{"name": "Town", "geometry": top}],
        grids=[*grids, *leaves],
        buildings=buildings,
        entrances=entrances,
        households=households,
    )


def river_town() -> Plan:
    """Build a town of 600 m × 400 m without grids.

    Streets: West Street (x = 200), Main Street (y = 200, over the bridge), East Street
    (x = 500). The river flows from north to south, x = 390 … 410. The compound ``C1``
    (420 … 490 × 220 … 380) is walled, its gate is in the south wall at x = 455. Houses of
    20 m × 10 m: 8 west of West Street, 4 between it and the river, 3 in the compound, 3
    east of the river elsewhere; each has one door and two households of 3 persons. All in
    all 18 houses × 2 × 3 = 108 persons.
    """
    west = [(x, y) for y in (60, 140, 260, 340) for x in (40, 120)]
    middle = [(x, y) for y in (100, 300) for x in (240, 320)]
    inside = [(440, y) for y in (250, 300, 350)]
    east = [(440, 100), (540, 100), (540, 300)]
    buildings, entrances, households = [], [], []
    for number, (x, y) in enumerate([*west, *middle, *inside, *east], start=1):
        compound = "C1" if (x, y) in inside else ""
        buildings.append(
            {
                "id": f"B{number}", "compound": compound, "storeys": 3,
                "geometry": box(x, y, x + 20, y + 10),
            }
        )  # fmt: skip
        entrances.append(
            {"id": f"E{number}", "building": f"B{number}", "geometry": point(x + 10, y)}
        )
        households += [
            {
                "id": f"H{number}-{k}", "building": f"B{number}", "entrance": f"E{number}",
                "room": f"{k}01", "persons": 3, "geometry": point(x + 10, y + 5),
            }
            for k in (1, 2)
        ]  # fmt: skip
    plan = Plan.new(Scheme.parse("1/6"), CRS).with_settings(code_prefix="R")
    return with_rows(
        plan,
        boundary=[{"name": "River town", "geometry": box(0, 0, 600, 400)}],
        streets=[
            {"id": "W", "name": "West Street", "geometry": line((200, 0), (200, 400))},
            {"id": "M", "name": "Main Street", "geometry": line((0, 200), (600, 200))},
            {"id": "E", "name": "East Street", "geometry": line((500, 0), (500, 400))},
        ],
        water=[{"id": "R", "name": "River", "geometry": box(390, 0, 410, 400)}],
        compounds=[
            {"id": "C1", "name": "Court", "wall": "有", "geometry": box(420, 220, 490, 380)}
        ],
        gates=[{"id": "G1", "compound": "C1", "geometry": point(455, 220)}],
        buildings=buildings,
        entrances=entrances,
        households=households,
        persons=workers(8),
    )


def workers(count: int, *, fte: float = 1.0, homes: bool = True) -> list[dict[str, Any]]:
    """Name workers P01, P02 …; the first lives behind door E1, and so on."""
    return [
        {
            "id": f"P{n:02d}", "name": f"Worker {n}", "role": "网格员", "fte": fte,
            "home_entrance": f"E{n}" if homes else "",
        }
        for n in range(1, count + 1)
    ]  # fmt: skip


def captain(number: int, home: str, capacity: int | None = None) -> dict[str, Any]:
    """Name somebody who may be captain."""
    return {
        "id": f"C{number:02d}", "name": f"Captain {number}", "role": "楼门长候选", "fte": 0.0,
        "home_entrance": home, "capacity": capacity,
    }  # fmt: skip
