"""The order of a sheet as evidence: who takes down households goes from door to door.

Where a sheet does so, a row far from both of its neighbours is what a mistyped house number
looks like. Sheets in any other order (by name, by number) have long ways everywhere, and say
nothing.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely

from gridplanner.geometry import Bools, Floats, Shapes
from layers.loaded import Loaded

#: A detour that counts is at least so long, and so many times as long as those of the 98 rows
#: in a hundred that make the shortest.
_JUMP_M, _TIMES = 100.0, 5.0
#: Fewer rows tell nothing about the order of a sheet.
_ENOUGH = 50


def detours_m(xy: Floats) -> Floats:
    """Measure how much longer the way is through each place than past it; ends have none.

    Examples
    --------
    >>> detours_m(np.array([[0.0, 0.0], [4.0, 3.0], [8.0, 0.0]])).tolist()
    [0.0, 2.0, 0.0]
    """
    found: Floats = np.zeros(len(xy))
    if len(xy) > 2:
        step = np.hypot(*np.diff(xy, axis=0).T)
        past = np.hypot(*(xy[2:] - xy[:-2]).T)
        found[1:-1] = step[:-1] + step[1:] - past
    return found.round(6)


def take_out_jumps(loaded: Loaded, found: pd.DataFrame, points: Shapes, borne_out: Bools) -> None:
    """Take rows off their door that lie far off the way their sheet goes.

    Rows that coordinates bear out stay, and so do those of a work list that a person has
    seen. The others get the reason ``household.off_the_way``.

    Parameters
    ----------
    loaded : Loaded
    found : DataFrame
        Rows as they were matched; changed.
    points : array of points or None
        Where the rows were placed; changed.
    borne_out : bool array
    """
    if loaded.has("line"):
        return
    placed = (found["reason"] == "").to_numpy() & ~shapely.is_missing(points)
    for sheet in pd.unique(loaded.sheets):
        rows = np.flatnonzero((loaded.sheets == sheet) & placed)
        if len(rows) < _ENOUGH:
            continue
        detour_m = detours_m(shapely.get_coordinates(points[rows]))
        usual_m = float(np.quantile(detour_m, 0.98, method="lower"))
        far = rows[(detour_m > max(_JUMP_M, _TIMES * usual_m)) & ~borne_out[rows]]
        for i in far:
            found.loc[i, ["reason", "entrance", "building"]] = ["household.off_the_way", "", ""]
            points[i] = None
