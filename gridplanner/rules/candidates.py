"""Edits that may mend a fault: values only; they are tried before they are offered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import shapely

from gridplanner.by_shape import ByShapes
from gridplanner.codes import code_regex
from gridplanner.edits.base import Edit
from gridplanner.edits.duty_rows import running
from gridplanner.edits.grid_rows import ancestors_of
from gridplanner.edits.grids import MergeGrids
from gridplanner.geometry import Floats, Ints, Shapes, shapes_of, sound_shapes
from gridplanner.model import Plan
from gridplanner.repair.ground_edits import GiveGround
from gridplanner.repair.row_edits import DropDouble, Steps
from gridplanner.rules.finding import Finding

#: So many neighbours are thought of.
MOST = 3
#: Two leaves are one polygon twice when they have this share of their ground in common.
SAME_SHARE = 0.99


def beside(
    part: Any,
    shapes: Shapes,
    codes: Any,
    without: int = -1,
    kept: ByShapes[Floats] | None = None,
    boxes: Floats | None = None,
) -> list[str]:
    """Name the leaves beside a piece of ground, the one with the longest border first.

    Parameters
    ----------
    part : Polygon or MultiPolygon
    shapes, codes : arrays, shape (n,)
        Of the leaves.
    without : int
        Position of a leaf that is left out.
    kept : ByShapes, optional
        Where lengths are kept by the piece and the leaves around it.
    boxes : float array, shape (n, 4), optional
        Bounds of the leaves, where they are known.
    """
    # Boxes first: asking every leaf of a town costs a hundred times as much.
    x0, y0, x1, y1 = shapely.bounds(part) + np.array([-0.01, -0.01, 0.01, 0.01])
    box = shapely.bounds(shapes).reshape(-1, 4) if boxes is None else boxes
    near = np.flatnonzero((box[:, 0] <= x1) & (box[:, 2] >= x0) & (box[:, 1] <= y1)
                          & (box[:, 3] >= y0))  # fmt: skip
    near = near[near != without]
    keys = [(part, *shapes[near])]
    length = (kept or ByShapes[Floats]()).of(keys, lambda _: [_borders_m(part, shapes[near])])[0]
    order = np.argsort(-np.round(length, 2), kind="stable")
    return [str(codes[near[at]]) for at in order[:MOST] if length[at] > 0.01]


def _borders_m(part: Any, shapes: Shapes) -> Floats:
    """Measure the border of a piece with each leaf; who holds the ground has infinitely much."""
    shapes = sound_shapes(shapes)
    touches = shapely.dwithin(shapes, part, 0.001)
    sound = shapes[touches]
    result = np.zeros(len(shapes))
    # Borders drawn twice are not quite the same line.
    common = shapely.intersection(shapely.boundary(sound), shapely.buffer(part, 0.002))
    length = shapely.length(common)
    # Who holds the ground already comes first.
    length[shapely.covers(sound, part)] = np.inf
    result[touches] = length
    return result


def give(ground: Any, codes: Iterable[str]) -> list[Edit]:
    """Give ground to one leaf or another."""
    return [GiveGround(ground, str(code)) for code in codes]


def merge(code: str, near: Iterable[str]) -> list[Edit]:
    """Merge a leaf into one beside it."""
    return [MergeGrids((keep, str(code)), keep) for keep in near]


def gather(loose: Shapes, shapes: Shapes, codes: Any, leaf: int) -> list[Edit]:
    """Give each detached part to the leaf beside it that has the longest border."""
    near = [beside(part, shapes, codes, without=leaf)[:1] for part in loose]
    if not all(near):
        return []
    steps = tuple(
        GiveGround(part, codes_near[0]) for part, codes_near in zip(loose, near, strict=True)
    )
    return [steps[0] if len(steps) == 1 else Steps(steps)]


def double(plan: Plan, uids: Ints, a: int, b: int, area_m2: float, shapes: Shapes) -> list[Edit]:
    """Drop one of two grids that are one polygon twice; which of them, see :func:`standing`.

    The other way round is thought of too: codes alone may not tell which one is meant.
    """
    if area_m2 < SAME_SHARE * float(shapely.area(shapes[[a, b]]).max()):
        return []
    first, second = sorted((int(uids[at]) for at in (a, b)), key=standing(plan))
    return [DropDouble(second, first), DropDouble(first, second)]


def standing(plan: Plan) -> Callable[[int], tuple[bool, bool, bool, str, int]]:
    """Give the order in which grids on one polygon stay: the one with most to it first.

    In force before draft, a code as the scheme wants it before another, with people on duty
    before without, then by code.
    """
    grids = plan.tables["grids"]
    duties = plan.tables["duties"]
    on_duty = running(duties) & (duties["target_table"] == "grids")
    staffed = set(duties.loc[on_duty, "target_id"])

    def key(uid: int) -> tuple[bool, bool, bool, str, int]:
        row: Any = grids.loc[uid]
        above = [str(grids.loc[up, "code"]) for up in ancestors_of(grids, uid)]
        level = plan.scheme.levels[int(row["level"]) - 1]
        formed = bool(code_regex(level, above).fullmatch(str(row["code"])))
        return (
            str(row["valid_from"]) == "",
            not formed,
            str(uid) not in staffed,
            str(row["code"]),
            uid,
        )

    return key


def surplus(plan: Plan, finding: Finding) -> DropDouble | None:
    """Give the edit that drops a grid too many, where nothing is left to decide.

    One polygon under two codes is one grid too many only where its level has more grids
    than the scheme asks for; else a grid got the wrong outline, and its own is missing.
    """
    if not finding.fixes or not isinstance(finding.fixes[0], DropDouble):
        return None
    edit = finding.fixes[0]
    level = int(
        dict(zip(plan.valid_grids["uid"], plan.valid_grids["level"], strict=True))[edit.uid]
    )
    return edit if len(plan.level(level)) > plan.scheme.counts[level - 1] else None


def twice(plan: Plan, date: str = "") -> list[DropDouble]:
    """Drop leaves that are there twice: one code, and one polygon but for its hundredth.

    The first of them stays.
    """
    leaves = plan.leaves
    result: list[DropDouble] = []
    for _, rows in leaves[leaves["code"].duplicated(keep=False)].groupby("code", sort=True):
        shapes = sound_shapes(shapes_of(rows.geometry))
        uids = rows["uid"].astype(int).tolist()
        stay: list[int] = []
        for at, uid in enumerate(uids):
            most = np.maximum(shapely.area(shapes[stay]), shapely.area(shapes[at]))
            common = shapely.area(shapely.intersection(shapes[stay], shapes[at]))
            same = np.flatnonzero(common >= SAME_SHARE * most)
            if len(same):
                result.append(DropDouble(uid, uids[stay[int(same[0])]], date))
            else:
                stay.append(at)
    return result
