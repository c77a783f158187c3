"""四至: what a grid reaches to in the east, south, west and north, in words.

Each stretch of the outline faces one way; it is named after the street or water that runs
along it, else after the grid on its other side. The name along most of a side speaks for it.
"""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from gridplanner.model import Plan
from gridplanner.wording import Language

#: A border this near to a street's or a bank's line runs along it.
_NEAR_M = 15.0
#: Longer stretches are looked at in pieces of this length.
_PIECE_M = 20.0
#: How far behind a border its neighbour is looked for.
_BEHIND_M = 1.0
_ORDER = ("east", "south", "west", "north")
_WORDS: dict[Language, dict[str, str]] = {
    "zh": {"east": "东至{0}", "south": "南至{0}", "west": "西至{0}", "north": "北至{0}",
           "edge": "边界", "join": "，"},
    "en": {"east": "east to {0}", "south": "south to {0}", "west": "west to {0}",
           "north": "north to {0}", "edge": "the boundary", "join": ", "},
}  # fmt: skip


def sides_by_uid(plan: Plan, language: Language = "zh") -> dict[int, str]:
    """Say the four sides of all grids in force, by uid; worked out once for a plan.

    What somebody has written for a grid speaks, in both languages, before what is
    generated.
    """

    def make(plan: Plan) -> dict[int, str]:
        grids = plan.valid_grids
        texts = sides_of(plan, grids, language)
        return {
            int(uid): own or text
            for uid, own, text in zip(grids["uid"], grids["sides"], texts, strict=True)
        }

    return plan.derived(f"sides.{language}", make, ("grids", "streets", "water"))


def generated_sides(plan: Plan, uid: int, language: Language = "zh") -> str:
    """Say the four sides of one grid from what lies around it, whatever is written for it.

    Raises
    ------
    KeyError
        No grid in force has this uid.
    """

    def make(plan: Plan) -> str:
        grids = plan.valid_grids.set_index("uid", drop=False)
        row: Any = grids.loc[uid]
        around = shapely.dwithin(grids.geometry.to_numpy(), row["geometry"], 2 * _BEHIND_M)
        peers = grids[around & (grids["level"] == row["level"]).to_numpy()]
        texts = dict(zip(peers["uid"], sides_of(plan, peers, language), strict=True))
        return str(texts[uid])

    return plan.derived(f"sides.{language}.{uid}", make, ("grids", "streets", "water"))


def sides_of(plan: Plan, grids: gpd.GeoDataFrame, language: Language = "zh") -> list[str]:
    """Say the four sides of grids.

    Parameters
    ----------
    plan : Plan
        Its streets, water and grids give the names.
    grids : GeoDataFrame
        Rows of ``plan.grids``; those of one level are each other's neighbours.
    language : {"zh", "en"}

    Returns
    -------
    list of str
        In the order of ``grids``, such as ``"东至滨河路，南至新春路，西至第3网格，北至边界"``.
    """
    shapes = np.asarray(grids.geometry.values, dtype=object)
    if len(shapes) == 0:
        return []
    owner, middle, length_m, facing, outward = _stretches(shapes)
    names = _along(plan, middle)
    behind = middle + outward * _BEHIND_M
    levels = grids["level"].to_numpy()
    labels = [name or code for name, code in zip(grids["name"], grids["code"], strict=True)]
    points = shapely.points(behind)
    other = np.full(len(points), -1)
    for level in np.unique(levels):
        members = np.flatnonzero(levels == level)
        mine = np.flatnonzero(levels[owner] == level)
        tree = shapely.STRtree(shapes[members])
        at, found = tree.query(points[mine], predicate="within")
        other[mine[at]] = members[found]
    words = _WORDS[language]
    table = pd.DataFrame(
        {
            "owner": owner,
            "facing": facing,
            "length_m": length_m,
            "name": [
                name or (labels[there] if there >= 0 else words["edge"])
                for name, there in zip(names, other, strict=True)
            ],
            "inner": other == owner,
        }
    )
    # A hole's border that is one's own on both sides leads nowhere.
    table = table[~table["inner"]]
    sums = table.groupby(["owner", "facing", "name"], sort=True)["length_m"].sum().reset_index()
    best = sums.sort_values("length_m", kind="stable").groupby(["owner", "facing"])["name"].last()
    result = []
    for place in range(len(shapes)):
        parts = [
            words[side].format(best[place, number])
            for number, side in enumerate(_ORDER)
            if (place, number) in best.index
        ]
        result.append(words["join"].join(parts))
    return result


def _stretches(shapes: npt.NDArray[Any]) -> tuple[Any, ...]:
    """Cut outlines into stretches: owner, middle, length, side they face, way out."""
    rings, owner_of_ring = [], []
    for place, shape in enumerate(shapes):
        for part in shapely.get_parts(shape):
            # Counter-clockwise outlines have their outside on the right.
            rings.append(shapely.orient_polygons(part).exterior)
            owner_of_ring.append(place)
    rings = list(shapely.segmentize(rings, _PIECE_M))
    points, ring_of = shapely.get_coordinates(rings, return_index=True)
    same = ring_of[1:] == ring_of[:-1]
    step = (points[1:] - points[:-1])[same]
    middle = ((points[1:] + points[:-1]) / 2)[same]
    length_m = np.hypot(step[:, 0], step[:, 1])
    outward = np.column_stack([step[:, 1], -step[:, 0]]) / np.maximum(length_m, 1e-9)[:, None]
    # 0 east, 1 south, 2 west, 3 north.
    angle = np.degrees(np.arctan2(outward[:, 1], outward[:, 0]))
    facing = np.rint(-angle / 90).astype(int) % 4
    return np.asarray(owner_of_ring)[ring_of[1:][same]], middle, length_m, facing, outward


def _along(plan: Plan, middle: npt.NDArray[np.float64]) -> list[str]:
    """Name the street or water that runs along each place; empty where none does."""
    lines: list[Any] = []
    names: list[str] = []
    for table in ("streets", "water"):
        frame = plan.layer(table)
        frame = frame[(frame["name"] != "").to_numpy()]
        lines += list(frame.geometry)
        names += list(frame["name"])
    result = [""] * len(middle)
    if lines:
        # A border is seen from both sides and on every level: ask once for each place.
        places, first = np.unique(np.rint(middle * 100), axis=0, return_inverse=True)
        tree = shapely.STRtree(lines)
        at, found = tree.query_nearest(
            shapely.points(places / 100), max_distance=_NEAR_M, all_matches=False
        )
        name_at = dict(zip(at.tolist(), found.tolist(), strict=True))
        result = [
            names[name_at[place]] if place in name_at else "" for place in first.ravel().tolist()
        ]
    return result
