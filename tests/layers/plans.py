"""A small plan of squares with its numbers, for the writers' tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from gridplanner.model import Plan
from gridplanner.scheme import Scheme
from gridplanner.tables import conform

CRS = "EPSG:4545"
#: South-west corner near Langao, metres in EPSG:4545.
X0, Y0 = 584_000.0, 3_576_000.0
SIDE = 200.0
TOWN = "610925100"


@dataclass(frozen=True)
class Numbers:
    """Stands for the summary that the core gives."""

    grids: pd.DataFrame
    totals: Mapping[str, Any] = field(default_factory=dict)
    factors: Mapping[str, float] = field(default_factory=lambda: {"persons": 0.7, "area": 0.3})


def square(column: float, row: float, width: float = 1, height: float = 1) -> Any:
    """Make a rectangle in cells of the test town."""
    return shapely.box(
        X0 + column * SIDE,
        Y0 + row * SIDE,
        X0 + (column + width) * SIDE,
        Y0 + (row + height) * SIDE,
    )


def spatial(name: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Make a table with geometry."""
    return conform(name, gpd.GeoDataFrame(rows, geometry="geometry", crs=CRS), crs=CRS)


def small_plan(leaf_names: list[str] | None = None, **settings: Any) -> Plan:
    """Make 2 total grids, 4 first-level grids and 12 leaves in a block of 4 × 3 squares."""
    rows: list[dict[str, Any]] = []
    names = {1: ["西坡社区", "东坡社区"], 2: ["一区", "二区", "三区", "四区"]}
    leaf_names = leaf_names or [f"第{n}网格" for n in [*"一二三四五六七八九十", "十一", "十二"]]
    tops = [square(0, 0, 2, 3), square(2, 0, 2, 3)]
    seconds = [square(column, 0, 1, 3) for column in range(4)]
    for n, shape in enumerate(tops):
        rows.append(_grid(1 + n, 1, None, f"{TOWN}{n + 1:03}", names[1][n], shape))
    for n, shape in enumerate(seconds):
        code = f"{TOWN}{n // 2 + 1:03}{n % 2 + 1:02}"
        rows.append(_grid(3 + n, 2, 1 + n // 2, code, names[2][n], shape))
    for n in range(12):
        column, row = divmod(n, 3)
        code = f"{TOWN}{column // 2 + 1:03}{n % 6 + 1:03}"
        rows.append(_grid(7 + n, 3, 3 + column, code, leaf_names[n], square(column, row)))
    buildings = [
        {
            "id": f"b{n}",
            "name": f"兴隆小区{n + 1}号楼",
            "geometry": shapely.box(
                X0 + 20 + 70 * (n % 11),
                Y0 + 30 + 120 * (n // 11),
                X0 + 60 + 70 * (n % 11),
                Y0 + 45 + 120 * (n // 11),
            ),
        }
        for n in range(55)
    ]
    streets = [
        {
            "id": f"s{n}",
            "name": name,
            "width_m": 12.0 if n < 2 else 5.0,
            "geometry": shapely.LineString(
                [(X0, Y0 + 200 * n + 100), (X0 + 800, Y0 + 200 * n + 90)]
            ),
        }
        for n, name in enumerate(["河滨大道", "新春路", "后巷"])
    ]
    river = shapely.LineString([(X0 - 50, Y0 + 330), (X0 + 400, Y0 + 290), (X0 + 850, Y0 + 340)])
    plan = Plan.new(Scheme.parse("2/4/12"), CRS).with_tables(
        boundary=spatial("boundary", [{"name": "试验镇", "geometry": square(0, 0, 4, 3)}]),
        grids=spatial("grids", rows),
        buildings=spatial("buildings", buildings),
        streets=spatial("streets", streets),
        water=spatial("water", [{"id": "w1", "name": "岚河", "geometry": river.buffer(15)}]),
        mask=spatial("mask", [{"id": "m1", "kind": "山", "geometry": square(3.4, 2.4, 0.6, 0.6)}]),
        persons=conform(
            "persons",
            pd.DataFrame(
                {"id": ["p1"], "name": ["张三丰"], "phone": ["13812345678"], "fte": [1.0]}
            ),
            crs=CRS,
        ),
    )
    return plan.with_settings(title="试验镇网格划分图", **settings)


def _grid(
    uid: int, level: int, parent: int | None, code: str, name: str, shape: Any
) -> dict[str, Any]:
    return {
        "uid": uid,
        "level": level,
        "parent": pd.NA if parent is None else parent,
        "code": code,
        "name": name,
        "kind": "专属" if uid == 18 else "综合",
        "geometry": shape,
    }


def numbers(plan: Plan) -> Numbers:
    """Make the numbers of a plan: persons by uid, everything else from them."""
    grids = plan.valid_grids
    code_of = dict(zip(grids["uid"], grids["code"], strict=True))
    leaves = {int(uid): 300 + 37 * (int(uid) % 7) for uid in plan.leaves["uid"]}
    rows = []
    below: dict[int, list[int]] = {}
    parent_of = {
        int(u): (None if pd.isna(p) else int(p))
        for u, p in zip(grids["uid"], grids["parent"], strict=True)
    }
    for leaf in leaves:
        at: int | None = leaf
        while at is not None:
            below.setdefault(at, []).append(leaf)
            at = parent_of[at]
    mean = sum(leaves.values()) / max(len(leaves), 1)
    for _, grid in grids.iterrows():
        uid = int(grid["uid"])
        own = below.get(uid, [])
        persons = sum(leaves[leaf] for leaf in own)
        exclusive = grid["kind"] == "专属"
        load, target = persons / mean, float(len(own))
        rows.append(
            {
                "uid": uid,
                "level": int(grid["level"]),
                "code": grid["code"],
                "name": grid["name"],
                "parent": grid["parent"],
                "parent_code": "" if pd.isna(grid["parent"]) else code_of[grid["parent"]],
                "kind": grid["kind"],
                "households": persons // 3,
                "persons": persons,
                "doors": persons // 40,
                "area_m2": float(grid.geometry.area),
                "served_m2": float(grid.geometry.area) * 0.8,
                "load": load,
                "target": float("nan") if exclusive else target,
                "deviation": float("nan") if exclusive else load / target - 1,
                "excess": 0.0,
                "posts": pd.NA,
                "workers": len(own),
                "captains": len(own) * 2,
            }
        )
    columns = list(rows[0]) if rows else _COLUMNS
    frame = pd.DataFrame(rows, columns=columns).set_index("uid")
    return Numbers(
        frame, {"persons": sum(leaves.values()), "households": 0, "unlocated_households": 0}
    )


_COLUMNS = [
    "uid", "level", "code", "name", "parent", "parent_code", "kind", "households", "persons",
    "doors", "area_m2", "served_m2", "load", "target", "deviation", "excess", "posts", "workers",
    "captains",
]  # fmt: skip
