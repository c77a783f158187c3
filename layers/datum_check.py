"""Whether a layer fits the town better under another datum than the one declared.

A forgotten GCJ-02 puts a layer some 500 m off, a forgotten BD-09 some 1,100 m: near enough to
look right on an empty map. Buildings then stand on streets, and doors far from walls.
"""

from __future__ import annotations

from typing import Any, get_args

import numpy as np
import shapely

from gridplanner.crs import WGS84, crs_of
from gridplanner.geometry import shapes_of
from gridplanner.model import Plan
from layers.datum import Datum, gcj02_to_bd09, to_wgs84, wgs84_to_gcj02
from layers.notes import Note
from layers.placing import transformer

Shapes = np.ndarray[Any, np.dtype[np.object_]]

#: Points of these kinds stand at buildings.
_AT_BUILDINGS = ("entrances", "households", "places")
#: Kinds of which nothing lies outside the boundary.
_INSIDE = ("buildings", "entrances", "compounds", "gates", "places")
#: Shapes looked at: enough for shares of a few per cent.
_SAMPLE = 500
#: A point farther from every building than this is as wrong as can be.
_FAR_M = 30.0
#: Fewer shapes than this tell nothing.
_ENOUGH = 20
#: A layer is out of place where more than this share is, and under another datum a third of it.
_WRONG = 0.04
_BETTER = 1 / 3


def reread(shapes: Shapes, crs: str, declared: Datum, other: Datum) -> Shapes:
    """Say where shapes would lie, had their datum been another one than that declared.

    Parameters
    ----------
    shapes : array of shapes
        In ``crs``, converted by ``declared``.
    crs : str
        CRS of the plan.
    declared, other : str
        Datums.

    Returns
    -------
    array of shapes
        In the same CRS.
    """
    home = crs_of(crs)
    out, back = transformer(home, crs_of(WGS84)), transformer(crs_of(WGS84), home)

    def move(xy: Any) -> Any:
        lon, lat = (np.asarray(axis) for axis in out.transform(xy[:, 0], xy[:, 1]))
        if declared in ("gcj02", "bd09"):
            lon, lat = wgs84_to_gcj02(lon, lat)
        if declared == "bd09":
            lon, lat = gcj02_to_bd09(lon, lat)
        return np.column_stack(back.transform(*to_wgs84(lon, lat, other)))

    return np.asarray(shapely.transform(shapes, move), dtype=object)


def misfit(kind: str, shapes: Shapes, plan: Plan) -> float | None:
    """Tell the share of a layer that lies where it cannot: off its neighbours or the boundary.

    Parameters
    ----------
    kind : str
        Kind of import.
    shapes : array of shapes
        In the plan's CRS.
    plan : Plan
        With the buildings or streets to compare with.

    Returns
    -------
    float or None
        0 … 1, the larger of what lies outside the boundary and of: doors, homes and places
        by their distance from buildings (30 m is 1); buildings on a street's middle line,
        and the other way round; buildings that a compound's outline cuts. ``None`` where
        there is nothing to compare with.
    """
    found = [share for share in (_outside(kind, shapes, plan), _amiss(kind, shapes, plan))
             if share is not None]  # fmt: skip
    return max(found, default=None)


def _outside(kind: str, shapes: Shapes, plan: Plan) -> float | None:
    """Tell the share outside the boundary; streets and water run on beyond it."""
    outline = shapes_of(plan.tables["boundary"]["geometry"])
    if kind not in _INSIDE or not len(outline):
        return None
    ground = shapely.buffer(shapely.union_all(outline), _FAR_M)
    shapely.prepare(ground)
    return float((~shapely.intersects(ground, shapely.centroid(shapes))).mean())


def _amiss(kind: str, shapes: Shapes, plan: Plan) -> float | None:
    buildings = shapes_of(plan.tables["buildings"]["geometry"])
    streets = shapes_of(plan.tables["streets"]["geometry"])
    if kind in _AT_BUILDINGS and len(buildings) >= _ENOUGH:
        _, away_m = shapely.STRtree(buildings).query_nearest(
            shapes, all_matches=False, return_distance=True
        )
        return float(np.minimum(away_m, _FAR_M).mean() / _FAR_M)
    if kind == "buildings" and len(streets) >= _ENOUGH:
        hit, _ = shapely.STRtree(streets).query(shapes, predicate="intersects")
        return len(np.unique(hit)) / len(shapes)
    if kind in ("streets", "compounds") and len(buildings) >= _ENOUGH:
        lines = shapely.boundary(shapes) if kind == "compounds" else shapes
        near = shapely.STRtree(buildings)
        _, hit = near.query(lines, predicate="intersects")
        # Only buildings near the lines can be hit by them.
        _, close = near.query(lines, predicate="dwithin", distance=_FAR_M)
        return len(np.unique(hit)) / max(len(np.unique(close)), 1)
    return None


def check_datum(kind: str, shapes: Shapes, plan: Plan, declared: Datum) -> Note | None:
    """Warn where a layer fits far better under another datum.

    Returns
    -------
    Note or None
        ``datum.layer`` with the metres the layer lies off and the datum that fits.
    """
    known = shapes[~shapely.is_missing(shapes)]
    if len(known) < _ENOUGH:
        return None
    step = max(len(known) // _SAMPLE, 1)
    sample = known[::step]
    now = misfit(kind, sample, plan)
    if now is None or now < _WRONG:
        return None
    best: tuple[float, str, float] | None = None
    for other in get_args(Datum)[1:]:
        if other == declared or (other == "wgs84" and declared == "cgcs2000"):
            continue
        moved = reread(sample, plan.crs, declared, other)
        then = misfit(kind, moved, plan)
        if then is not None and then <= now * _BETTER and (best is None or then < best[0]):
            middles = [shapely.get_coordinates(shapely.centroid(s)) for s in (sample, moved)]
            shift_m = float(np.median(np.hypot(*(middles[0] - middles[1]).T)))
            best = (then, str(other), shift_m)
    if best is None:
        return None
    return Note("datum.layer", {"datum": best[1], "metres": round(best[2])})
