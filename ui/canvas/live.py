"""What an edit would do to loads and households, fast enough to be asked while dragging.

Only buildings and served ground on ground that changes hands are looked at; the figures
are those of :func:`gridplanner.report.summary` on the plan after the edit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely

from gridplanner.geometry import Floats, Shapes, main_owners, shapes_of
from gridplanner.loads import SPECIAL, factor_of_households, loads, workers_of
from gridplanner.locate import locate
from gridplanner.model import Plan
from gridplanner.rules.profile import profile_of
from gridplanner.served import served_area

#: Ground below this is rounding.
NO_GROUND_M2 = 0.01


@dataclass(frozen=True)
class Row:
    """Figures of one leaf before and after.

    Attributes
    ----------
    uid : int
        0 for unassigned ground.
    code : str
    load, new_load : float
        Workers' worth; not a number for unassigned ground.
    target : float
        After the edit; 0 where there is none.
    households, new_households : int
    over : bool
        Whether the new load is past the limit and no nearer to its target than before.
    gone : bool
        Whether the leaf is no more.
    """

    uid: int
    code: str
    load: float
    new_load: float
    target: float
    households: int
    new_households: int
    over: bool
    gone: bool = False


@dataclass(frozen=True)
class Effect:
    """What an edit would do.

    Attributes
    ----------
    plan : Plan
        The plan after it.
    rows : tuple of Row
        Leaves that gain or lose ground, by code; unassigned ground last.
    moved : int
        Households that change grid.
    moved_m2 : float
        Ground that changes hands.
    gained : mapping of int to geometry
        What each leaf gains, by uid.
    """

    plan: Plan
    rows: tuple[Row, ...]
    moved: int
    moved_m2: float
    gained: Mapping[int, Any]


class Live:
    """Figures of one plan, ready to be compared with those after an edit.

    Parameters
    ----------
    plan : Plan
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        figures = loads(plan)
        leaves = _leaves(plan)
        self._shapes = dict(zip(leaves["uid"].tolist(), leaves["geometry"], strict=True))
        self._code = dict(zip(leaves["uid"].tolist(), leaves["code"], strict=True))
        self._special = set(leaves["uid"][leaves["kind"] == SPECIAL].tolist())
        self._row = {int(uid): at for at, uid in enumerate(figures.uids)}
        self._figures = figures
        self._limit = profile_of(plan).load_warn
        counted = ~np.isin(figures.uids, sorted(self._special))
        self._values = figures.blend.values  # noqa: PD011
        self._whole = self._values[counted].sum(axis=0)
        self._total = float(figures.blend.loads.sum())
        self._has_workers = len(workers_of(plan)) > 0
        where = locate(plan)
        households = plan.tables["households"]
        buildings = plan.tables["buildings"]
        row = pd.Index(buildings["id"]).get_indexer(pd.Index(households["building"]))
        points = shapes_of(households["geometry"])
        loose = np.flatnonzero((row < 0) & ~shapely.is_missing(points) & ~where.pinned)
        # One thing stands for all households that are located together.
        self._things = np.concatenate([shapes_of(buildings["geometry"]), points[loose]])
        self._owner = np.concatenate([where.buildings, where.households[loose]])
        free = ~where.pinned
        thing = np.where(row >= 0, row, -1)
        thing[loose] = len(buildings) + np.arange(len(loose))
        seen = free & (thing >= 0)
        self._adds = {
            name: np.bincount(
                thing[seen], factor_of_households(plan, name)[seen], minlength=len(self._things)
            )
            for name in {*figures.blend.names, "households"} - {"area"}
        }
        self._households = pd.Series(where.households).value_counts().to_dict()
        usable = ~(shapely.is_missing(self._things) | shapely.is_empty(self._things))
        self._at = np.flatnonzero(usable)
        self._tree = shapely.STRtree(self._things[usable])

    def effect(self, after: Plan) -> Effect:
        """Compare with the plan after an edit."""
        leaves = _leaves(after)
        new = dict(zip(leaves["uid"].tolist(), leaves["geometry"], strict=True))
        code = self._code | dict(zip(leaves["uid"].tolist(), leaves["code"], strict=True))
        none = shapely.Polygon()
        touched = [
            uid
            for uid in sorted({*self._shapes, *new})
            if new.get(uid, none) is not self._shapes.get(uid, none)
        ]
        old_shapes = shapes_of([self._shapes.get(uid, none) for uid in touched])
        new_shapes = shapes_of([new.get(uid, none) for uid in touched])
        gains, losses = differences(old_shapes, new_shapes)
        changed = (shapely.area(gains) > NO_GROUND_M2) | (shapely.area(losses) > NO_GROUND_M2)
        uids = [uid for uid, is_changed in zip(touched, changed, strict=True) if is_changed]
        gains, losses = gains[changed], losses[changed]
        moves = self._moves(uids, new, np.concatenate([gains, losses]))
        served = served_area(self.plan, np.concatenate([gains, losses]))
        rows = self._rows(uids, code, moves, served, leaves)
        gained = shapely.area(gains).sum()
        lost = shapely.area(losses).sum()
        return Effect(
            after,
            rows,
            int(sum(self._adds["households"][thing] for thing, _, _ in moves)),
            float(max(gained, lost)),
            {uid: gain for uid, gain in zip(uids, gains, strict=True) if gain.area > NO_GROUND_M2},
        )

    def _moves(self, uids: list[int], new: dict[int, Any], ground: Shapes) -> list[Any]:
        """Find the things that change their leaf: (thing, old uid, new uid)."""
        found = np.unique(self._tree.query(ground, predicate="intersects")[1])
        things = self._at[found]
        around = sorted({*uids, *map(int, self._owner[things])} - {0})
        around = [uid for uid in around if uid in new]
        around.sort(key=lambda uid: str(self._code.get(uid, "")))
        owner = main_owners(self._things[things], shapes_of([new[uid] for uid in around]))
        ids = np.array([*around, 0], dtype=np.int64)[owner]
        return [
            (int(thing), int(old), int(now))
            for thing, old, now in zip(things, self._owner[things], ids, strict=True)
            if old != now
        ]

    def _rows(
        self,
        uids: list[int],
        code: dict[int, str],
        moves: list[Any],
        served: Floats,
        leaves: Mapping[str, Any],
    ) -> tuple[Row, ...]:
        names = self._figures.blend.names
        delta: dict[int, Floats] = {uid: np.zeros(len(names)) for uid in uids}
        homes: dict[int, int] = dict.fromkeys(uids, 0)
        for thing, old, now in moves:
            adds = np.array([0.0 if n == "area" else self._adds[n][thing] for n in names])
            count = int(self._adds["households"][thing])
            for uid, sign in ((old, -1), (now, 1)):
                if uid:
                    delta[uid] = delta.get(uid, np.zeros(len(names))) + sign * adds
                homes[uid] = homes.get(uid, 0) + sign * count
        if "area" in names:
            at = names.index("area")
            for row, uid in enumerate(uids):
                delta[uid][at] += served[row] - served[row + len(uids)]
        whole = self._whole + sum(
            (delta[uid] for uid in delta if uid not in self._special), np.zeros(len(names))
        )
        total, targets = self._targets(leaves)
        rates = np.divide(total, whole, out=np.zeros_like(whole), where=whole > 0)
        rows = [
            self._row_of(uid, code, delta[uid], homes.get(uid, 0), rates, targets) for uid in delta
        ]
        rows.sort(key=lambda row: row.code)
        if homes.get(0):
            before = int(self._households.get(0, 0))
            free = Row(0, "", np.nan, np.nan, 0.0, before, before + homes[0], over=False)
            rows.append(free)
        return tuple(rows)

    def _targets(self, leaves: Mapping[str, Any]) -> tuple[float, dict[int, float]]:
        """Give the load of the whole town and the targets by uid, as :mod:`gridplanner.loads`."""
        counted = leaves["kind"] != SPECIAL
        total = self._total if self._has_workers else float(counted.sum())
        planned = leaves["fte"].astype(float)
        if np.isnan(planned[counted]).any():
            planned = leaves["posts"]
        if np.isnan(planned[counted]).any():
            planned = np.ones(len(planned))
        share = np.nan_to_num(np.where(counted, planned, 0.0))
        target = total * share / share.sum() if share.sum() > 0 else share
        return total, dict(zip(leaves["uid"].tolist(), target.tolist(), strict=True))

    def _row_of(
        self,
        uid: int,
        code: dict[int, str],
        delta: Floats,
        homes: int,
        rates: Floats,
        targets: dict[int, float],
    ) -> Row:
        blend, at = self._figures.blend, self._row.get(uid)
        values = self._values[at] if at is not None else np.zeros(len(blend.names))
        load = float(blend.loads[at]) if at is not None else 0.0
        target = targets.get(uid, 0.0)
        was = float(self._figures.target[at]) if at is not None else 0.0
        share = float(np.nan_to_num((values + delta) * rates) @ blend.weights)
        new = 0.0 if uid in self._special else share
        off, before = (abs(x / t - 1) if t > 0 else 0.0 for x, t in ((new, target), (load, was)))
        homes_before = int(self._households.get(uid, 0))
        return Row(
            uid, str(code.get(uid, "")), load, new, target, homes_before, homes_before + homes,
            over=off > self._limit and off > before - 1e-9, gone=uid not in targets,
        )  # fmt: skip


def _leaves(plan: Plan) -> dict[str, Any]:
    """Take the columns of the leaves as plain arrays: frames take longer to make than to use."""
    grids = plan.tables["grids"]
    depth = plan.scheme.depth
    mine = ((grids["level"] == depth) & (grids["valid_to"] == "")).to_numpy(dtype=bool)
    columns = {name: np.asarray(grids[name])[mine] for name in ("code", "kind", "fte")}
    posts = grids["posts"].to_numpy(dtype=float, na_value=np.nan)[mine]
    uid = grids["uid"].to_numpy(dtype=np.int64)[mine]
    return {**columns, "posts": posts, "uid": uid, "geometry": shapes_of(grids["geometry"])[mine]}


def differences(old: Shapes, new: Shapes) -> tuple[Shapes, Shapes]:
    """Give what each shape gains and loses; only the part around what differs is overlaid.

    A leaf's outline has hundreds of vertices of which a gesture moves a few: overlaying the
    whole takes ten times as long.
    """
    gains, losses = shapes_of([shapely.Polygon()] * len(old)), shapes_of([])
    losses = gains.copy()
    area = np.abs(shapely.area(old) - shapely.area(new))
    length = np.abs(shapely.length(old) - shapely.length(new))
    for at in np.flatnonzero((area > NO_GROUND_M2 / 10) | (length > 1e-6)):
        one, two = old[at], new[at]
        if not one.is_empty and not two.is_empty:
            box = _where_they_differ(one, two)
            if box is None:
                continue
            one, two = shapely.clip_by_rect(one, *box), shapely.clip_by_rect(two, *box)
            one, two = (g if g.is_valid else shapely.make_valid(g) for g in (one, two))
        gains[at], losses[at] = shapely.difference(two, one), shapely.difference(one, two)
    return gains, losses


def _where_they_differ(one: Any, two: Any) -> tuple[float, float, float, float] | None:
    """Give the box around all segments that only one of two outlines has."""
    sides = [_segments(one), _segments(two)]
    keys = [np.ascontiguousarray(side).view("S32").ravel() for side in sides]
    differing = np.concatenate(
        [
            side[~np.isin(key, other)]
            for side, key, other in zip(sides, keys, keys[::-1], strict=True)
        ]
    ).reshape(-1, 2)
    if len(differing) == 0:
        return None
    (west, south), (east, north) = differing.min(axis=0), differing.max(axis=0)
    return float(west) - 1.0, float(south) - 1.0, float(east) + 1.0, float(north) + 1.0


def _segments(shape: Any) -> Floats:
    """Give the segments of an outline, each the same whichever way it runs."""
    xy, ring = shapely.get_coordinates(shapely.get_rings(shape), return_index=True)
    same = ring[1:] == ring[:-1]
    a, b = xy[:-1][same], xy[1:][same]
    swap = (a[:, 0] > b[:, 0]) | ((a[:, 0] == b[:, 0]) & (a[:, 1] > b[:, 1]))
    a[swap], b[swap] = b[swap], a[swap].copy()
    return np.hstack([a, b])
