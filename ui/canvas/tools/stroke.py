"""What a brush goes over: units of ground that may be taken, and the area of the stroke."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from gridplanner.geometry import inner_points, shapes_of
from gridplanner.model import Plan
from ui.canvas.tracing import Place

#: Source of a brush: everybody, ground that nobody holds, the selected leaves, or one by its uid.
Source = int | str
ANY, FREE, PICKED = "any", "free", "picked"


@dataclass
class Brush:
    """The state of the brush, kept between strokes.

    Attributes
    ----------
    target : int
        Uid of the leaf that gets the ground; 0 for none chosen yet.
    source : "any", "free", "picked" or int
        Whom it may be taken from.
    radius_m : float
    by_area : bool
        Whether ground is taken as it is gone over, not by whole units.
    """

    target: int = 0
    source: Source = ANY
    radius_m: float = 25.0
    by_area: bool = False


class Ground:
    """The units of one plan, found by place.

    Parameters
    ----------
    plan : Plan
    """

    def __init__(self, plan: Plan) -> None:
        units = plan.tables["units"]
        self.table = units
        self.ids = units["id"].to_numpy()
        shapes = shapes_of(units["geometry"])
        self._points = shapely.STRtree(inner_points(shapes))
        self._shapes = shapely.STRtree(shapes)

    def __len__(self) -> int:
        return len(self.ids)

    def under(self, path: list[Place], radius_m: float) -> list[str]:
        """Find the units with their middle under a brush, or that lie under its middle."""
        line: Any = shapely.LineString(path) if len(path) > 1 else shapely.Point(path[0])
        near = self._points.query(line, predicate="dwithin", distance=radius_m)
        below = self._shapes.query(line, predicate="intersects")
        return [str(one) for one in self.ids[np.union1d(near, below).astype(np.int64)]]


def swept(path: list[Place], radius_m: float) -> Any:
    """Give the ground that a round brush goes over."""
    line = shapely.LineString(path) if len(path) > 1 else shapely.Point(path[0])
    return shapely.buffer(line, radius_m, quad_segs=6)
