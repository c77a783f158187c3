"""A desk under the map: does the edits it asks for, as the window does, and can undo them."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import shapely

from gridplanner.changes import difference
from gridplanner.errors import GridPlannerError
from gridplanner.geometry import shapes_of
from gridplanner.model import Plan
from tests.layers.plans import X0, Y0, spatial
from tests.ui.canvas.conftest import sound_plan
from ui.canvas.view import MapView

#: Side of the units of the test town.
UNIT_M = 50.0


@cache
def town() -> Plan:
    """Give the small plan units of 50 m and two households of three in each building."""
    plan = sound_plan()
    units = [
        {"id": f"u{column}-{row}", "geometry": shapely.box(x, y, x + UNIT_M, y + UNIT_M)}
        for column in range(16)
        for row in range(12)
        for x, y in [(X0 + column * UNIT_M, Y0 + row * UNIT_M)]
    ]
    buildings = plan.tables["buildings"]
    points = np.repeat(shapely.centroid(shapes_of(buildings["geometry"])), 2)
    homes = [
        {"id": f"h{n}", "building": f"b{n // 2}", "persons": 3, "geometry": point}
        for n, point in enumerate(points)
    ]
    return plan.with_tables(units=spatial("units", units), households=spatial("households", homes))


class Desk:
    """Stands for the session: plan, stack of undone plans, edits done, errors told."""

    def __init__(self, view: MapView, plan: Plan) -> None:
        self.view = view
        self.plans = [plan]
        self.done: list[Any] = []
        self.errors: list[GridPlannerError] = []
        view.set_plan(plan)
        view.set_summary(None)
        view.gesture.connect(self.do)

    @property
    def plan(self) -> Plan:
        """The plan as it is."""
        return self.plans[-1]

    def do(self, edit: Any) -> None:
        """Do an edit and show the plan after it, or note why not."""
        try:
            after = edit.apply(self.plan)
        except GridPlannerError as error:
            self.errors.append(error)
            return
        change = difference(self.plan, after)
        self.done.append(edit)
        self.plans.append(after)
        self.view.set_plan(after, change)

    def undo(self) -> None:
        """Take the last edit back."""
        newer = self.plans.pop()
        self.view.set_plan(self.plan, difference(newer, self.plan))

    def shape(self, uid: int) -> Any:
        """Give a grid's geometry."""
        grids = self.plan.valid_grids
        return grids.loc[grids["uid"] == uid, "geometry"].iloc[0]

    def area(self, uid: int) -> float:
        """Give a grid's area in m²."""
        return float(self.shape(uid).area)

    def code(self, uid: int) -> str:
        """Give a grid's code."""
        grids = self.plan.valid_grids
        return str(grids.loc[grids["uid"] == uid, "code"].iloc[0])
