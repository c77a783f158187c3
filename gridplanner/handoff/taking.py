"""Each difference that came back as an edit."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import shapely

from gridplanner.edits import ChangeGrid, ChangeParent, DeleteGrid, DrawGrid, Edit, Paint, SetSides
from gridplanner.errors import EditError
from gridplanner.geometry import shapes_of
from gridplanner.handoff.differences import Difference, Found, plain
from gridplanner.handoff.ground import clean, thick
from gridplanner.handoff.own_ground import ReplaceGround
from gridplanner.model import Plan


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
        ``handoff.above``: the difference is none that can be taken; its sentence says why.
    """
    if one.kind == "attribute" and one.column == "sides":
        return TakeDifference(one, (SetSides(one.code, str(one.after)),), file)
    if one.kind == "attribute":
        key = "new_code" if one.column == "code" else one.column
        value = one.after
        if value is None:
            value = 0 if one.column == "posts" else ""
        return TakeDifference(one, (ChangeGrid(one.code, **{key: value}),), file)
    if one.kind == "parent":
        return TakeDifference(one, (ChangeParent(one.code, str(one.after)),), file)
    if not one.takeable:
        raise EditError("handoff.above", {"code": one.code, "number": one.number})
    if one.level != plan.scheme.depth and one.kind == "border":
        return TakeDifference(one, (ReplaceGround(one.code, found.shapes[one.code]),), file)
    if one.level != plan.scheme.depth and one.kind == "removed":
        return TakeDifference(one, (DeleteGrid(one.code, None, date),), file)
    if one.kind == "border":
        steps = _border_steps(plan, found, one.code)
    elif one.kind == "removed":
        steps = _removal_steps(plan, found, one.code, date)
    else:
        steps = _new_steps(plan, found, one.code, one.level)
        row = found.rows[one.code]
        called = {
            "new_code": one.code,
            "kind": plain(row.get("kind")) or None,
            "posts": plain(row.get("posts")),
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
    gained, lost = thick(wanted, mine), thick(mine, wanted)
    steps: list[Edit] = []
    for other, shape in found.shapes.items():
        if other == code or other not in held or shapely.is_empty(lost):
            continue
        part = clean(shapely.intersection(lost, shape))
        if not shapely.is_empty(part):
            steps.append(Paint(part, other, cross=True))
            lost = clean(shapely.difference(lost, shape))
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
        (other, clean(shapely.intersection(mine, shape)))
        for other, shape in found.shapes.items()
        if other in held and other != code and shapely.intersects(mine, shape)
    ]
    parts = [(other, part) for other, part in parts if not shapely.is_empty(part)]
    if not parts:
        return [DeleteGrid(code, None, date)]
    parts.sort(key=lambda pair: float(shapely.area(pair[1])))
    steps: list[Edit] = [Paint(part, other, cross=True) for other, part in parts[:-1]]
    return [*steps, DeleteGrid(code, parts[-1][0], date)]


def _new_steps(plan: Plan, found: Found, code: str, level: int) -> list[Edit]:
    """Free the ground, draw the leaf on it, and call it what it was called."""
    shape, row = found.shapes[code], found.rows[code]
    if not isinstance(shape, shapely.Polygon):
        raise EditError("edit.free_ground_in_pieces", {"pieces": shapely.get_num_geometries(shape)})
    parent = str(row.get("parent_code") or "")
    known = set(plan.valid_grids["code"])
    draw = DrawGrid(shape, level, parent if parent in known else None,
                    str(row.get("name") or ""))  # fmt: skip
    held = shapes_of(plan.leaves.geometry)
    steps: list[Edit] = []
    if level == plan.scheme.depth and shapely.intersects(held, shape).any():
        taken = clean(shapely.intersection(shapely.union_all(held), shape))
        if not shapely.is_empty(taken):
            steps.append(Paint(taken, None, cross=True))
    return [*steps, draw]
