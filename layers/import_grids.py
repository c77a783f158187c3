"""Importers of areas in levels: given areas, and grids that were drawn elsewhere."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gridplanner.address.fold import fold_key
from gridplanner.errors import InputError
from gridplanner.model import Plan
from layers.import_ground import ask_geometry
from layers.loading import Loaded, spatial_frame
from layers.notes import Note

Frames = dict[str, pd.DataFrame]


def areas(loaded: Loaded) -> Frames:
    """Make given areas.

    The level is the file's; else it follows from the order of administrative levels, from
    parents that the plan has, or from the areas of the plan in which these lie; else 1.
    """
    ask_geometry(loaded)
    levels, how = _area_levels(loaded)
    if how != "column":
        shown = ", ".join(str(level) for level in sorted(set(levels)))
        loaded.notes.append(Note(f"areas.level_by_{how}", {"level": shown}))
    codes = _codes(loaded, levels)
    data: dict[str, Any] = {"level": levels, "code": codes, "name": loaded.texts("name")}
    if loaded.has("population"):
        data["population"] = loaded.numbers("population").round().astype("Int64")
    frame = spatial_frame(loaded, data)
    for level in sorted(set(levels)):
        _say_if_overlapping(loaded, frame[frame["level"] == level], f"{level}")
    return {"areas": frame}


def _codes(loaded: Loaded, levels: list[int]) -> list[str]:
    """Give each area a code: the file's, else that of the area it lies in and a number.

    New numbers run from west to east.
    """
    codes = loaded.codes("code").tolist()
    if all(codes):
        return codes
    assert loaded.geometry is not None
    shapes, inner = loaded.geometry, shapely.point_on_surface(loaded.geometry)
    given = loaded.request.plan.layer("areas")
    used = set(codes) | set(given["code"])
    made = 0
    for level in sorted(set(levels)):
        above = given[given["level"] == level - 1]
        own = [i for i in range(len(codes)) if levels[i] == level - 1]
        holders = np.array([*above.geometry, *shapes[own]], dtype=object)
        named = [*above["code"], *(codes[i] for i in own)]
        rows = [i for i in range(len(codes)) if levels[i] == level and not codes[i]]
        for i in sorted(rows, key=lambda i: (shapely.get_x(inner[i]), i)):
            inside = np.flatnonzero(shapely.contains(holders, inner[i]))
            lead = named[inside[0]] if len(inside) else ""
            number = 1
            while f"{lead}{number:02d}" in used:
                number += 1
            codes[i] = f"{lead}{number:02d}"
            used.add(codes[i])
            made += 1
    loaded.notes.append(Note("areas.code_made", {"count": made}))
    return codes


def _area_levels(loaded: Loaded) -> tuple[list[int], str]:
    count = len(loaded)
    if loaded.has("level"):
        values = loaded.numbers("level", whole=True)
        return [1 if np.isnan(v) else int(v) for v in values], "column"
    ranks = loaded.numbers("admin_level") if loaded.has("admin_level") else None
    if ranks is not None and ranks.notna().all() and len(set(ranks)) > 1:
        order = {rank: i for i, rank in enumerate(sorted(ranks.unique()), start=1)}
        return [order[rank] for rank in ranks], "rank"
    given = loaded.request.plan.layer("areas")
    if len(given) and loaded.has("parent"):
        by_key: dict[str, int] = {}
        for level, code, name in zip(given["level"], given["code"], given["name"], strict=True):
            by_key |= {fold_key(text): int(level) for text in (code, name) if text}
        found = {by_key.get(fold_key(text)) for text in loaded.codes("parent")}
        if len(found) == 1 and None not in found:
            level = found.pop()
            assert level is not None
            return [level + 1] * count, "parent"
    if len(given):
        level = _level_by_place(loaded, given)
        if level is not None:
            return [level] * count, "place"
    return [1] * count, "default"


def _level_by_place(loaded: Loaded, given: gpd.GeoDataFrame) -> int | None:
    """Find the level under the deepest one in which all rows lie, or that which they equal."""
    assert loaded.geometry is not None
    shapes = loaded.geometry
    inner = shapely.point_on_surface(shapes)
    for level in sorted(set(given["level"]), reverse=True):
        above = given[given["level"] == level]
        tree = shapely.STRtree(np.array(above.geometry))
        which, holder = tree.query(inner, predicate="within")
        if len(set(which)) < len(shapes):
            continue
        ratio = shapely.area(shapes[which]) / shapely.area(np.array(above.geometry)[holder])
        # The same areas once more, not areas inside of them.
        return int(level) if (ratio > 0.98).all() and len(shapes) == len(above) else int(level) + 1
    return None


def _say_if_overlapping(loaded: Loaded, frame: gpd.GeoDataFrame, where: str) -> None:
    """Note where areas of one level do not fit together edge by edge."""
    shapes = np.array(frame.geometry)
    if len(shapes) < 2 or shapely.coverage_is_valid(shapes):
        return
    edges = shapely.coverage_invalid_edges(shapes)
    hurt = [i for i, edge in enumerate(edges) if not shapely.is_empty(edge)]
    names = "、".join(str(frame["name"].iloc[i] or frame["code"].iloc[i]) for i in hurt[:6])
    loaded.notes.append(
        Note("coverage.invalid", {"level": where, "count": len(hurt), "names": names})
    )


def grids(loaded: Loaded) -> Frames:
    """Make grids that were drawn elsewhere, with uids that the plan has never used.

    Raises
    ------
    InputError
        ``grids.no_code``: no column holds codes.
    """
    ask_geometry(loaded)
    if not loaded.has("code"):
        raise InputError("grids.no_code", {"file": loaded.file})
    plan = loaded.request.plan
    codes = loaded.codes("code")
    loaded.drop((codes == "").to_numpy(dtype=bool), "code", "grids.code_empty")
    codes = loaded.codes("code")
    loaded.drop(codes.duplicated().to_numpy(dtype=bool), "code", "grids.code_twice")
    codes = loaded.codes("code")
    uids = list(range(plan.next_uid, plan.next_uid + len(loaded)))
    parents = _parents(loaded, plan, codes.tolist(), uids)
    levels = _grid_levels(loaded, plan, uids, parents)
    kind = loaded.texts("kind")
    data = {
        "uid": uids,
        "level": levels,
        "parent": pd.Series(parents, dtype="Int64"),
        "code": codes,
        "name": loaded.texts("name"),
        "kind": ["专属" if "专" in text else "综合" for text in kind],
        "lock": ["open"] * len(loaded),
        "posts": loaded.numbers("posts", whole=True).astype("Int64"),
        "note": loaded.texts("note"),
    }
    frame = spatial_frame(loaded, data)
    for level in sorted(set(levels)):
        _say_if_overlapping(loaded, frame[frame["level"] == level], f"{level}")
    return {"grids": frame}


def _parents(loaded: Loaded, plan: Plan, codes: list[str], uids: list[int]) -> list[int | None]:
    """Find each grid's parent by its column, else by the longest other code it begins with."""
    known = dict(zip(plan.valid_grids["code"], map(int, plan.valid_grids["uid"]), strict=True))
    known |= dict(zip(codes, uids, strict=True))
    said = loaded.codes("parent").tolist()
    result: list[int | None] = []
    lost = np.zeros(len(codes), dtype=bool)
    for i, (code, parent) in enumerate(zip(codes, said, strict=True)):
        if parent:
            result.append(known.get(parent))
            lost[i] = parent not in known
        elif loaded.has("parent"):
            result.append(None)
        else:
            begin = next((code[:n] for n in range(len(code) - 1, 0, -1) if code[:n] in known), None)
            result.append(known[begin] if begin else None)
    loaded.keep_but_say(lost, "parent", "grids.parent_unknown")
    return result


def _grid_levels(
    loaded: Loaded, plan: Plan, uids: list[int], parents: list[int | None]
) -> list[int]:
    if loaded.has("level"):
        return [max(1, int(v)) if v == v else 1 for v in loaded.numbers("level", whole=True)]
    above = dict(
        zip(map(int, plan.valid_grids["uid"]), map(int, plan.valid_grids["level"]), strict=True)
    )
    if all(parent is None for parent in parents):
        # A single layer without any order is the deepest one: what planners hand around.
        loaded.notes.append(Note("grids.level_assumed", {"level": plan.scheme.depth}))
        return [plan.scheme.depth] * len(uids)
    of = dict(zip(uids, parents, strict=True))

    def level(uid: int, steps: int = 0) -> int:
        if uid in above:
            return above[uid]
        parent = of[uid]
        return 1 if parent is None or steps > len(of) else level(parent, steps + 1) + 1

    return [level(uid) for uid in uids]
