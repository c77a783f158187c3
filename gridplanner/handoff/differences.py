"""What came back from a receiver: how it differs from the plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gridplanner.geometry import as_polygons, shapes_of, snap
from gridplanner.handoff.above import moved_above
from gridplanner.handoff.ground import SAME_M, SAME_M2, clean, moved
from gridplanner.model import Plan

Kind = Literal["attribute", "parent", "border", "added", "removed"]
#: Columns of a grid that may come back changed.
ATTRIBUTES: tuple[str, ...] = ("code", "name", "kind", "posts", "sides")


@dataclass(frozen=True)
class Difference:
    """One thing that came back otherwise than it went.

    Attributes
    ----------
    number : int
        From 1, in the order shown; names the difference when it is taken.
    kind : {"attribute", "parent", "border", "added", "removed"}
    level : int
    code : str
        The plan's code; of an added grid the code that came.
    column : str
        Of an attribute; else ``""``.
    before, after : object
        Values of an attribute, codes of a parent.
    area_m2 : float
        Ground that lies elsewhere.
    moved_m : float
        How far the border moved where it moved most (Hausdorff distance).
    how : str
        Of a border of an upper level: what moved it, see :data:`gridplanner.handoff.above.How`;
        ``"above"`` of an upper grid that came or went and is more than its own ground.
    others : tuple of str
        The grids below that this rests on.
    takeable : bool
        Whether it can be taken; else the sentence says what to do instead.
    """

    number: int
    kind: Kind
    level: int
    code: str
    column: str = ""
    before: Any = None
    after: Any = None
    area_m2: float = 0.0
    moved_m: float = 0.0
    how: str = ""
    others: tuple[str, ...] = ()
    takeable: bool = True


@dataclass(frozen=True)
class Found:
    """All differences, and what is needed to take them.

    Attributes
    ----------
    differences : tuple of Difference
    matched : int
        Grids that are in both.
    shapes : mapping of str to geometry
        What came, by the plan's code; of added grids by theirs.
    rows : mapping of str to mapping
        The rows that came, by the same codes.
    """

    differences: tuple[Difference, ...]
    matched: int
    shapes: Mapping[str, shapely.Geometry]
    rows: Mapping[str, Mapping[str, Any]]


def differences(plan: Plan, came: gpd.GeoDataFrame) -> Found:
    """Compare what came back with the plan.

    A grid is known again by its uid where level and code or most of the ground agree,
    else by its code. Borders of upper levels follow from those below: where one came back
    changed along borders of grids below, these are offered another parent, one by one.

    Parameters
    ----------
    plan : Plan
    came : GeoDataFrame
        In the plan's CRS: ``uid`` (Int64, missing where the receiver dropped it), ``level``,
        ``code``, and of ``name kind posts sides parent_code`` what the file has; ``sides`` as
        somebody wrote them, not as they are generated. Levels that are not in it are not
        compared.
    """
    grids = plan.valid_grids
    levels = sorted(set(came["level"].astype(int)))
    own = grids[grids["level"].isin(levels).to_numpy()].sort_values(["level", "code"])
    pairs = _pairs(own, came)
    code_of = dict(zip(map(int, grids["uid"]), grids["code"], strict=True))
    parent_code = {
        code_of[int(uid)]: ("" if pd.isna(up) else code_of.get(int(up), ""))
        for uid, up in zip(grids["uid"], grids["parent"], strict=True)
    }
    shapes: dict[str, shapely.Geometry] = {}
    rows: dict[str, dict[str, Any]] = {}
    found: list[Difference] = []

    def add(kind: Kind, level: int, code: str, **facts: Any) -> None:
        found.append(Difference(len(found) + 1, kind, level, code, **facts))

    records = came.drop(columns="geometry").to_dict("records")
    snapped = snap(shapes_of(came.geometry))
    # A grid that changed its own code is its children's parent under both.
    renamed = {
        str(records[there]["code"]): str(own["code"].iloc[here]) for here, there in pairs.items()
    }
    for here, there in pairs.items():
        row, mine = records[there], own.iloc[here]
        code, level = str(mine["code"]), int(mine["level"])
        shapes[code], rows[code] = as_polygons(snapped[there]), row
        for column in ATTRIBUTES:
            if column not in row:
                continue
            before, after = plain(mine[column]), plain(row[column])
            if column == "posts":
                # Those above have the sum of their leaves'; none and no figure are one.
                if level != plan.scheme.depth:
                    continue
                before, after = before or None, after or None
            if column == "kind":
                before, after = before or "综合", after or "综合"
            # A code or four sides left out say nothing.
            if before != after and (after or column not in ("code", "sides")):
                add("attribute", level, code, column=column, before=before, after=after)
        if "parent_code" in row and level > 1:
            after = renamed.get(str(row["parent_code"]), str(row["parent_code"]))
            if after and after != parent_code[code]:
                add("parent", level, code, before=parent_code[code], after=after)
        if level == plan.scheme.depth:
            area_m2, moved_m = moved(mine.geometry, shapes[code])
            if area_m2 > SAME_M2 and moved_m > SAME_M:
                add("border", level, code, area_m2=area_m2, moved_m=moved_m)
    fresh = sorted(set(range(len(came))) - set(pairs.values()))
    by_level: dict[int, dict[str, shapely.Geometry]] = {level: {} for level in levels}
    for here in pairs:
        code = str(own["code"].iloc[here])
        by_level[int(own["level"].iloc[here])][code] = shapes[code]
    for there in fresh:
        row = records[there]
        by_level[int(row["level"])][str(row["code"])] = as_polygons(snapped[there])
    told = {one.code: str(one.after) for one in found if one.kind == "parent"}
    for level in (one for one in levels if one < plan.scheme.depth):
        for one in moved_above(plan, level, by_level, told):
            add(
                "border", level, one.code, area_m2=one.area_m2, moved_m=one.moved_m, how=one.how,
                others=tuple(sorted(one.parents)) or one.cut, takeable=one.how == "own",
            )  # fmt: skip
            for child, parent in sorted(one.parents.items()):
                # A parent that came with the file is no grid of the plan yet.
                if told.get(child) != parent and parent in parent_code:
                    add("parent", level + 1, child, before=parent_code[child], after=parent)
                told[child] = parent
    for here in sorted(set(range(len(own))) - set(pairs)):
        mine = own.iloc[here]
        code, area = str(mine["code"]), float(shapely.area(mine.geometry))
        bears = int(mine["level"]) < plan.scheme.depth and code in parent_code.values()
        add("removed", int(mine["level"]), code, area_m2=round(area, 2),
            how="above" if bears else "", takeable=not bears)  # fmt: skip
    for there in fresh:
        row = records[there]
        code = str(row["code"])
        shapes[code], rows[code] = as_polygons(snapped[there]), row
        area = float(shapely.area(shapes[code]))
        level = int(row["level"])
        peers = shapes_of(plan.level(level).geometry)
        held = level < plan.scheme.depth and not all(
            shapely.is_empty(clean(one)) for one in shapely.intersection(peers, shapes[code])
        )
        add("added", level, code, after=plain(row.get("name")), area_m2=round(area, 2),
            how="above" if held else "", takeable=not held)  # fmt: skip
    return Found(tuple(found), len(pairs), shapes, rows)


def _pairs(own: gpd.GeoDataFrame, came: gpd.GeoDataFrame) -> dict[int, int]:
    """Give the place in ``came`` of each of our grids that is in it."""
    levels, codes = came["level"].astype(int).to_numpy(), came["code"].astype(str).to_numpy()
    uids = came["uid"].astype("Int64").fillna(-1).to_numpy(dtype=np.int64)
    by_uid = {(int(lv), int(uid)): n for n, (lv, uid) in enumerate(zip(levels, uids, strict=True))}
    by_code = {(int(lv), code): n for n, (lv, code) in enumerate(zip(levels, codes, strict=True))}
    shapes = shapes_of(came.geometry)
    pairs: dict[int, int] = {}
    used: set[int] = set()
    for n, (_, row) in enumerate(own.iterrows()):
        level = int(row["level"])
        there = by_uid.get((level, int(row["uid"])), -1)
        if there >= 0 and codes[there] != row["code"] and not _mostly(row.geometry, shapes[there]):
            # A uid of another project: what it names lies elsewhere and is called otherwise.
            there = -1
        if there < 0:
            there = by_code.get((level, str(row["code"])), -1)
        if there >= 0 and there not in used:
            pairs[n] = there
            used.add(there)
    return pairs


def _mostly(a: shapely.Geometry, b: shapely.Geometry) -> bool:
    common = shapely.area(shapely.intersection(a, b))
    return bool(common >= 0.5 * min(shapely.area(a), shapely.area(b)))


def plain(value: Any) -> Any:
    """Give a cell as a plain value: absent as ``None``, text without blanks around, else whole."""
    if value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value)):
        return None
    return value.strip() if isinstance(value, str) else int(value)


def sentence_of(one: Difference) -> tuple[str, dict[str, object]]:
    """Give code and facts of the sentence that says a difference."""
    code = f"handoff.{one.kind}"
    if one.kind == "attribute":
        code = f"handoff.attribute.{one.column}"
    elif one.how:
        code = f"handoff.{one.kind}.{one.how}"
    empty = "—"
    facts: dict[str, object] = {
        "code": one.code,
        "before": empty if one.before in (None, "") else one.before,
        "after": empty if one.after in (None, "") else one.after,
        "area_m2": f"{one.area_m2:,.1f}",
        "moved_m": f"{one.moved_m:,.2f}",
        "others": _listed(one.others),
    }
    return code, facts


def _listed(codes: tuple[str, ...], most: int = 4) -> str:
    """Put codes into a sentence of either language; of many the first."""
    return " ".join(codes[:most]) + (" …" if len(codes) > most else "")
