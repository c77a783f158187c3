"""Importers of areas in levels: given areas, and grids that were drawn elsewhere."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gridplanner.address.fold import fold_key
from gridplanner.errors import InputError
from gridplanner.geometry import sound_shapes
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
    """Make grids that were drawn elsewhere, as they come, with uids that the plan has never used.

    What is wrong with them is for the rules to find and the repair to mend: a code that
    comes twice stays twice, a grid without one gets a placeholder that no pattern allows.

    Raises
    ------
    InputError
        ``grids.no_code``: no column holds codes.
    """
    ask_geometry(loaded)
    if not loaded.has("code"):
        raise InputError("grids.no_code", {"file": loaded.file})
    plan = loaded.request.plan
    uids = list(range(plan.next_uid, plan.next_uid + len(loaded)))
    codes = loaded.codes("code")
    nameless = (codes == "").to_numpy(dtype=bool)
    twice = codes.duplicated().to_numpy(dtype=bool) & ~nameless
    loaded.keep_but_say(nameless, "code", "grids.code_empty")
    loaded.keep_but_say(twice, "code", "grids.code_twice")
    codes = codes.mask(nameless, pd.Series([f"?{uid}" for uid in uids], index=codes.index))
    levels = _said_levels(loaded, plan, codes.tolist())
    parents = _parents(loaded, plan, codes.tolist(), uids, levels)
    if levels is None:
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


def _said_levels(loaded: Loaded, plan: Plan, codes: list[str]) -> list[int] | None:
    """Read the levels off their column, else off the length of the codes.

    Codes have a length of their own on each level; where the file shows as many lengths
    as the scheme has levels, the shortest is the top. Codes of another form are taken for
    leaves. ``None`` where neither tells.
    """
    depth = plan.scheme.depth
    if loaded.has("level"):
        return [max(1, int(v)) if v == v else depth for v in loaded.numbers("level", whole=True)]
    if loaded.has("parent") or depth == 1:
        return None
    lengths = sorted({len(code) for code in codes if code.isdigit()})
    if len(lengths) != depth:
        return None
    loaded.notes.append(Note("grids.level_by_code", {"count": depth}))
    return [lengths.index(len(c)) + 1 if c.isdigit() else depth for c in codes]


def _parents(
    loaded: Loaded, plan: Plan, codes: list[str], uids: list[int], levels: list[int] | None
) -> list[int | None]:
    """Find each grid's parent by its column, else by its place, else by its code.

    By place it is the grid of the level above that holds most of it; by code the one with
    the longest code that its own begins with.
    """
    known = dict(zip(plan.valid_grids["code"], map(int, plan.valid_grids["uid"]), strict=True))
    # Of two with one code the first is meant, as everywhere.
    known |= dict(zip(reversed(codes), reversed(uids), strict=True))
    if loaded.has("parent"):
        said = loaded.codes("parent").tolist()
        lost = np.array([bool(parent) and parent not in known for parent in said], dtype=bool)
        loaded.keep_but_say(lost, "parent", "grids.parent_unknown")
        return [known.get(parent) if parent else None for parent in said]
    if levels is not None:
        return _parents_by_place(loaded, plan, uids, levels)
    begins = (
        next((code[:n] for n in range(len(code) - 1, 0, -1) if code[:n] in known), None)
        for code in codes
    )
    return [known[begin] if begin else None for begin in begins]


def _parents_by_place(
    loaded: Loaded, plan: Plan, uids: list[int], levels: list[int]
) -> list[int | None]:
    """Find the grid of the level above, in the file or the plan, that holds most of each."""
    assert loaded.geometry is not None
    there = plan.valid_grids
    shapes = sound_shapes(np.array([*loaded.geometry, *there.geometry], dtype=object))
    uid_of = [*uids, *map(int, there["uid"])]
    level_of = np.array([*levels, *there["level"]], dtype=np.int64)
    result: list[int | None] = [None] * len(uids)
    for level in sorted(set(levels)):
        above = np.flatnonzero(level_of == level - 1)
        mine = np.flatnonzero(np.array(levels) == level)
        if len(above) == 0:
            continue
        at, held = shapely.STRtree(shapes[above]).query(shapes[mine], predicate="intersects")
        common = shapely.area(shapely.intersection(shapes[mine[at]], shapes[above[held]]))
        for n in np.argsort(common, kind="stable"):
            if common[n] > 0:
                result[int(mine[at[n]])] = uid_of[int(above[held[n]])]
    return result


def _grid_levels(
    loaded: Loaded, plan: Plan, uids: list[int], parents: list[int | None]
) -> list[int]:
    """Follow the levels from the parents; a layer without any order is the deepest one."""
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
