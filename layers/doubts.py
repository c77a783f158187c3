"""Doubts about households that were placed all the same: lines for a person to look at."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely

from gridplanner.address.fold import fold_key
from gridplanner.geometry import Ints, shapes_of
from gridplanner.model import Plan
from layers.coordinates import Shapes
from layers.loading import Loaded

#: Lines of communities are drawn with a broad pen.
_OVER_M = 50.0


def list_doubts(loaded: Loaded, found: pd.DataFrame, points: Shapes, plan: Plan) -> None:
    """Say which rows claim a room that another row has, or lie outside their sheet's community.

    Both are common in honest sheets, and both are what a mistyped number looks like: the
    rows stay where their address says.

    Parameters
    ----------
    loaded : Loaded
    found : DataFrame
        Rows as they were matched.
    points : array of points or None
        Where the rows were placed.
    plan : Plan
    """
    placed = (found["reason"] == "") & (found["building"] != "") & (found["room"] != "")
    flats = found.loc[placed, ["building", "entrance", "room"]]
    taken = np.zeros(len(found), dtype=bool)
    taken[flats.index[flats.duplicated()]] = True
    loaded.keep_but_say(taken, "address", "household.same_room")
    areas = plan.layer("areas")
    names = areas["name"].map(fold_key)
    outside = np.zeros(len(found), dtype=bool)
    for sheet in pd.unique(loaded.sheets):
        own = areas[(names == fold_key(str(sheet))).to_numpy()] if sheet else areas.head(0)
        if len(own) != 1:
            continue
        ground = shapely.buffer(shapes_of(own.geometry)[0], _OVER_M)
        shapely.prepare(ground)
        rows: Ints = np.flatnonzero((loaded.sheets == sheet) & ~shapely.is_missing(points))
        outside[rows] = ~shapely.covers(ground, points[rows])
    loaded.keep_but_say(outside, "address", "household.other_area")
