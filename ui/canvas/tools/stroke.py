"""What a brush goes over: units of ground that may be taken, and the area of the stroke."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely

from gridplanner.edits.locks import FROZEN, NO_LOSS
from gridplanner.edits.recut import regions_of
from gridplanner.geometry import Bools, Ints, Shapes, inner_points, owners, shapes_of
from gridplanner.model import Plan
from ui.canvas.tracing import Place

#: Source of a brush: everybody, ground that nobody holds, or one leaf by its uid.
Source = int | str
ANY, FREE = "any", "free"


@dataclass
class Brush:
    """The state of the brush, kept between strokes.

    Attributes
    ----------
    target : int
        Uid of the leaf that gets the ground; 0 for none chosen yet.
    source : "any", "free" or int
        Whom it may be taken from.
    radius_m : float
    by_area : bool
        Whether ground is taken as it is gone over, not by whole units.
    """

    target: int = 0
    source: Source = ANY
    radius_m: float = 25.0
    by_area: bool = False


class PaintGround:
    """The units of one plan, and who holds them.

    Parameters
    ----------
    plan : Plan
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        units = plan.tables["units"]
        self.ids = units["id"].to_numpy()
        self.shapes: Shapes = shapes_of(units["geometry"])
        self._locked = units["locked"].to_numpy(dtype=bool)
        regions = regions_of(plan)
        points = inner_points(self.shapes)
        at = owners(points, regions.shapes)
        self.held: Ints = (
            np.where(
                (at >= 0) & (at < regions.count), regions.uids[np.minimum(at, regions.count - 1)], 0
            )
            if regions.count
            else np.zeros(len(points), dtype=np.int64)
        )
        self._points = shapely.STRtree(points)
        self._ground = shapely.STRtree(self.shapes)
        grids = plan.valid_grids.set_index("uid")
        self._parent = grids["parent"]
        self._lock = grids["lock"]

    def __len__(self) -> int:
        return len(self.ids)

    def may_gain(self, uid: int) -> bool:
        """Tell whether a leaf may get ground."""
        return bool(self._lock.get(uid) != FROZEN)

    def takeable(self, brush: Brush, *, cross: bool) -> Bools:
        """Tell which units the brush may take; what is locked or filtered out it glides over."""
        may = ~self._locked & (self.held != brush.target)
        if brush.source == FREE:
            may &= self.held == 0
        elif brush.source != ANY:
            may &= self.held == brush.source
        shut = self._lock.index[self._lock.isin([NO_LOSS, FROZEN])]
        may &= ~np.isin(self.held, shut)
        if not cross and brush.target in self._parent.index:
            parent = self._parent[brush.target]
            same = self._parent.isna() if pd.isna(parent) else self._parent == parent
            beside = self._parent.index[same.fillna(False).to_numpy(dtype=bool)]
            may &= (self.held == 0) | np.isin(self.held, beside)
        return np.asarray(may, dtype=bool)

    def under(self, path: list[Place], radius_m: float) -> Ints:
        """Find the units with their middle under a brush, or that lie under its middle."""
        line: Any = shapely.LineString(path) if len(path) > 1 else shapely.Point(path[0])
        near = self._points.query(line, predicate="dwithin", distance=radius_m)
        below = self._ground.query(line, predicate="intersects")
        return np.union1d(near, below).astype(np.int64)


def swept(path: list[Place], radius_m: float) -> Any:
    """Give the ground that a round brush goes over."""
    line = shapely.LineString(path) if len(path) > 1 else shapely.Point(path[0])
    return shapely.buffer(line, radius_m, quad_segs=6)
