"""The form that an edit's answer is brought to: that which the file gives back."""

from __future__ import annotations

import shapely

from gridplanner.model import Plan
from gridplanner.scheme import Scheme
from gridplanner.settling import settled
from tests.core.store.samples import CRS, Put, table_rows


def test_shapes_lose_the_precision_that_the_file_does_not_keep() -> None:
    plan = Plan.new(Scheme.parse("1/3"), CRS)
    rows = table_rows("grids", [1, 2, 3])
    plain = rows["geometry"].iloc[0]
    noted = shapely.set_precision(shapely.box(0, 0, 10.5, 7.25), 0.001)
    rows["geometry"] = [plain, noted, plain]
    after = settled(plan, Put({"grids": rows}).apply(plan))
    kept = after.tables["grids"]["geometry"]
    assert (shapely.get_precision(kept.to_numpy()) == 0).all()
    assert kept.iloc[1].wkb == noted.wkb
    # What needs no change stays the same object, with all that is kept by it.
    assert kept.iloc[0] is plain
