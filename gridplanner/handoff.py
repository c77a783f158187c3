"""What came back from a receiver: how it differs from the plan, and each difference as an edit."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gridplanner.edits import ChangeGrid, ChangeParent, DeleteGrid, DrawGrid, Edit, Paint
from gridplanner.errors import EditError
from gridplanner.geometry import as_polygons, shapes_of, snap
from gridplanner.model import Plan

Kind = Literal["attribute", "parent", "border", "added", "removed"]
#: Columns of a grid that may come back changed.
ATTRIBUTES: tuple[str, ...] = ("code", "name", "kind", "posts")
#: Ground that may lie elsewhere, and a border that may have moved, before it is a change:
#: coordinates in degrees with nine decimals are good to 0.1 mm, ours are whole millimetres.
SAME_M2 = 0.01
SAME_M = 0.002
#: A difference of ground thinner than a hand would draw is not worth an edit of its own.
_THIN_M = 0.005


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
    else by its code. Borders are compared on the deepest level: those above follow.

    Parameters
    ----------
    plan : Plan
    came : GeoDataFrame
        In the plan's CRS: ``uid`` (Int64, missing where the receiver dropped it), ``level``,
        ``code``, and of ``name kind posts parent_code`` what the file has. Levels that are
        not in it are not compared.
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
            before, after = _plain(mine[column]), _plain(row[column])
            if column == "posts":
                # Those above have the sum of their leaves'; none and no figure are one.
                if level != plan.scheme.depth:
                    continue
                before, after = before or None, after or None
            if column == "kind":
                before, after = before or "综合", after or "综合"
            if before != after and not (column == "code" and not after):
                add("attribute", level, code, column=column, before=before, after=after)
        if "parent_code" in row and level > 1:
            after = renamed.get(str(row["parent_code"]), str(row["parent_code"]))
            if after and after != parent_code[code]:
                add("parent", level, code, before=parent_code[code], after=after)
        if level == plan.scheme.depth:
            area_m2, moved_m = _moved(mine.geometry, shapes[code])
            if area_m2 > SAME_M2 and moved_m > SAME_M:
                add("border", level, code, area_m2=area_m2, moved_m=moved_m)
    for here in sorted(set(range(len(own))) - set(pairs)):
        mine = own.iloc[here]
        area = float(shapely.area(mine.geometry))
        add("removed", int(mine["level"]), str(mine["code"]), area_m2=round(area, 2))
    for there in sorted(set(range(len(came))) - set(pairs.values())):
        row = records[there]
        code = str(row["code"])
        shapes[code], rows[code] = as_polygons(snapped[there]), row
        area = float(shapely.area(shapes[code]))
        add("added", int(row["level"]), code, after=_plain(row.get("name")), area_m2=round(area, 2))
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


def _moved(a: shapely.Geometry, b: shapely.Geometry) -> tuple[float, float]:
    """Give the ground that lies elsewhere (m²) and how far the outline moved (m)."""
    area = float(shapely.area(shapely.symmetric_difference(a, b)))
    if area <= SAME_M2:
        return area, 0.0
    away = float(shapely.hausdorff_distance(shapely.boundary(a), shapely.boundary(b), densify=0.1))
    return round(area, 2), round(away, 3)


def _plain(value: Any) -> Any:
    if value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value)):
        return None
    return value.strip() if isinstance(value, str) else int(value)


@dataclass(frozen=True, eq=False)
class TakeDifference:
    """Take one difference: edits that are one step of the history.

    Attributes
    ----------
    one : Difference
    steps : tuple of Edit
    file : str
        What came back, for the journal.
    called : mapping
        Code, kind and posts of an added leaf; the code only where it was never issued.
    """

    one: Difference
    steps: tuple[Edit, ...]
    file: str = ""
    called: Mapping[str, Any] = field(default_factory=dict)
    label = "edit.handoff"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Code, kind and file."""
        return {"code": self.one.code, "kind": self.one.kind, "file": self.file}

    def apply(self, plan: Plan) -> Plan:
        """Make the plan with the difference taken.

        Raises
        ------
        EditError
            One of the edits does not fit the plan.
        """
        for step in self.steps:
            plan = step.apply(plan)
        if not self.called:
            return plan
        grids = plan.layer("grids")
        newest = str(grids.loc[int(grids["uid"].max()), "code"])
        called = dict(self.called)
        if called.get("new_code") in {"", *grids["code"]}:
            called["new_code"] = None
        return ChangeGrid(newest, **called).apply(plan)


def edit_of(
    plan: Plan, found: Found, one: Difference, *, date: str = "", file: str = ""
) -> TakeDifference | None:
    """Make the edit that takes one difference.

    Parameters
    ----------
    plan : Plan
        As it stands when the edit is to be done: others may have been taken before.
    found : Found
    one : Difference
    date : str
        First day of what is new, ISO; ``""`` in a draft.
    file : str
        Name of the file, for the journal.

    Returns
    -------
    TakeDifference or None
        ``None`` where an edit taken before has brought this difference about.

    Raises
    ------
    EditError
        ``handoff.above``: a grid of an upper level came or went; those are drawn by hand.
    """
    if one.kind == "attribute":
        key = "new_code" if one.column == "code" else one.column
        value = one.after
        if value is None:
            value = 0 if one.column == "posts" else ""
        return TakeDifference(one, (ChangeGrid(one.code, **{key: value}),), file)
    if one.kind == "parent":
        return TakeDifference(one, (ChangeParent(one.code, str(one.after)),), file)
    if one.level != plan.scheme.depth:
        raise EditError("handoff.above", {"code": one.code, "level": one.level})
    if one.kind == "border":
        steps = _border_steps(plan, found, one.code)
    elif one.kind == "removed":
        steps = _removal_steps(plan, found, one.code, date)
    else:
        steps = _new_steps(plan, found, one.code)
        row = found.rows[one.code]
        called = {
            "new_code": one.code,
            "kind": _plain(row.get("kind")) or None,
            "posts": _plain(row.get("posts")),
        }
        return TakeDifference(one, tuple(steps), file, called)
    return TakeDifference(one, tuple(steps), file) if steps else None


def take(
    plan: Plan, found: Found, numbers: Collection[int], *, date: str = "", file: str = ""
) -> list[TakeDifference]:
    """Make the edits that take several differences, one after the other.

    Borders come first, then grids that went, then new ones, then parents and attributes:
    codes last, as the others go by the plan's codes.

    Raises
    ------
    EditError
        ``handoff.number``: there is no such difference; or what an edit says.
    """
    known = {one.number: one for one in found.differences}
    unknown = sorted(set(numbers) - set(known))
    if unknown:
        raise EditError("handoff.number", {"number": unknown[0], "count": len(known)})
    chosen = sorted((known[number] for number in set(numbers)), key=_turn)
    edits: list[TakeDifference] = []
    for one in chosen:
        edit = edit_of(plan, found, one, date=date, file=file)
        if edit is not None:
            plan = edit.apply(plan)
            edits.append(edit)
    return edits


def _turn(one: Difference) -> tuple[int, int]:
    order = ("border", "removed", "added", "parent", "attribute")
    return order.index(one.kind) + (one.column == "code"), one.number


def _border_steps(plan: Plan, found: Found, code: str) -> list[Edit]:
    """Give to the leaf what it gains, and what it loses to those who gain it."""
    leaves = plan.leaves
    held = dict(zip(leaves["code"], shapes_of(leaves.geometry), strict=True))
    wanted, mine = found.shapes[code], held[code]
    gained, lost = _thick(wanted, mine), _thick(mine, wanted)
    steps: list[Edit] = []
    for other, shape in found.shapes.items():
        if other == code or other not in held or shapely.is_empty(lost):
            continue
        part = _clean(shapely.intersection(lost, shape))
        if not shapely.is_empty(part):
            steps.append(Paint(part, other, cross=True))
            lost = _clean(shapely.difference(lost, shape))
    if not shapely.is_empty(gained):
        steps.append(Paint(gained, code, cross=True))
    if not shapely.is_empty(lost):
        steps.append(Paint(lost, None, cross=True))
    return steps


def _removal_steps(plan: Plan, found: Found, code: str, date: str) -> list[Edit]:
    """Give the leaf's ground to those who have it in what came, the largest part last."""
    leaves = plan.leaves
    held = dict(zip(leaves["code"], shapes_of(leaves.geometry), strict=True))
    mine = held[code]
    parts = [
        (other, _clean(shapely.intersection(mine, shape)))
        for other, shape in found.shapes.items()
        if other in held and other != code and shapely.intersects(mine, shape)
    ]
    parts = [(other, part) for other, part in parts if not shapely.is_empty(part)]
    if not parts:
        return [DeleteGrid(code, None, date)]
    parts.sort(key=lambda pair: float(shapely.area(pair[1])))
    steps: list[Edit] = [Paint(part, other, cross=True) for other, part in parts[:-1]]
    return [*steps, DeleteGrid(code, parts[-1][0], date)]


def _new_steps(plan: Plan, found: Found, code: str) -> list[Edit]:
    """Free the ground, draw the leaf on it, and call it what it was called."""
    shape, row = found.shapes[code], found.rows[code]
    if not isinstance(shape, shapely.Polygon):
        raise EditError("edit.free_ground_in_pieces", {"pieces": shapely.get_num_geometries(shape)})
    parent = str(row.get("parent_code") or "")
    known = set(plan.valid_grids["code"])
    draw = DrawGrid(shape, plan.scheme.depth, parent if parent in known else None,
                    str(row.get("name") or ""))  # fmt: skip
    held = shapes_of(plan.leaves.geometry)
    steps: list[Edit] = []
    if shapely.intersects(held, shape).any():
        taken = _clean(shapely.intersection(shapely.union_all(held), shape))
        if not shapely.is_empty(taken):
            steps.append(Paint(taken, None, cross=True))
    return [*steps, draw]


def _thick(a: shapely.Geometry, b: shapely.Geometry) -> shapely.Geometry:
    """Give what of a is not in b, without slivers thinner than some millimetres."""
    return _clean(shapely.difference(a, b))


def _clean(shape: shapely.Geometry) -> shapely.Geometry:
    parts = [
        part
        for part in shapely.get_parts(as_polygons(shape))
        if shapely.area(part) > SAME_M2 and not shapely.is_empty(shapely.buffer(part, -_THIN_M / 2))
    ]
    return as_polygons(shapely.union_all(parts)) if parts else shapely.Polygon()


def sentence_of(one: Difference) -> tuple[str, dict[str, object]]:
    """Give code and facts of the sentence that says a difference."""
    code = f"handoff.{one.kind}"
    if one.kind == "attribute":
        code = f"handoff.attribute.{one.column}"
    empty = "—"
    facts: dict[str, object] = {
        "code": one.code,
        "before": empty if one.before in (None, "") else one.before,
        "after": empty if one.after in (None, "") else one.after,
        "area_m2": f"{one.area_m2:,.1f}",
        "moved_m": f"{one.moved_m:,.2f}",
    }
    return code, facts
