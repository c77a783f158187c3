"""The spot of an address on the map: its door, else a point inside its building."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import shapely

from gridplanner.geometry import shapes_of
from gridplanner.model import Plan


def spots_of(found: pd.DataFrame, plan: Plan) -> np.ndarray[Any, np.dtype[np.object_]]:
    """Give each matched address its point.

    Parameters
    ----------
    found : DataFrame
        As :func:`gridplanner.address.match` gives it.
    plan : Plan

    Returns
    -------
    array of points or None, shape (n,)
        In the plan's CRS, on the 1 mm grid; ``None`` for an address without a place.
    """
    doors, buildings = plan.layer("entrances"), plan.layer("buildings")
    result = np.full(len(found), None, dtype=object)
    door = pd.Index(doors["id"]).get_indexer(pd.Index(found["entrance"]))
    at_door = (found["entrance"] != "").to_numpy() & (door >= 0)
    result[at_door] = shapes_of(doors.geometry)[door[at_door]]
    building = pd.Index(buildings["id"]).get_indexer(pd.Index(found["building"]))
    inside = (found["entrance"] == "").to_numpy() & (building >= 0)
    if inside.any():
        which, back = np.unique(building[inside], return_inverse=True)
        points = shapely.point_on_surface(shapes_of(buildings.geometry)[which])
        result[inside] = shapely.set_precision(points, 0.001)[back]
    # A building that is named without its door is no place yet.
    result[(found["reason"] != "").to_numpy()] = None
    return result
