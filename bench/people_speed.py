"""How long 100,000 households take: read, matched, located; and locating beside a bare join.

    python -m bench.people_speed --scale 9

Draws langao nine times as big, reads its household sheet, and finds the leaf of every
household. Seconds are of the processor, because machines are shared; the ratio is between
``locate`` and ``geopandas.sjoin`` of the households' points with the leaves in the same run,
both without anything kept from before.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gridplanner.edits.rows import ImportRows
from gridplanner.geometry import dissolve, inner_points, shapes_of
from gridplanner.locate import locate
from gridplanner.model import Plan
from gridplanner.samples import sample_of
from gridplanner.scheme import Scheme
from gridplanner.tables import conform
from gridplanner.units import derive_units
from layers.importing import prepare
from sample_maps.make import make

LIMIT_S, LIMIT_RATIO, ROUNDS = 20.0, 1.5, 5


def seconds(work: Callable[[], Any]) -> tuple[float, Any]:
    """Run something; processor seconds and what it gives."""
    began = time.process_time()
    found = work()
    return time.process_time() - began, found


def leaves_of(plan: Plan, count: int) -> Plan:
    """Lay about ``count`` leaves over the town: basic units, joined by squares of the map.

    Their borders run between the buildings, as those of a plan do.
    """
    units = shapes_of(derive_units(plan).geometry)
    minx, miny, maxx, maxy = plan.layer("boundary").total_bounds
    side = float(np.sqrt((maxx - minx) * (maxy - miny) / count))
    xy = shapely.get_coordinates(inner_points(units))
    square = np.floor((xy - (minx, miny)) / side).astype(np.int64)
    _, label = np.unique(square, axis=0, return_inverse=True)
    shapes = dissolve(units, label.ravel(), int(label.max()) + 1)
    uids = np.arange(1, len(shapes) + 1)
    frame = gpd.GeoDataFrame(
        {
            "uid": uids, "level": plan.scheme.depth,
            "parent": pd.array([pd.NA] * len(uids), dtype="Int64"),
            "code": [f"{uid:015d}" for uid in uids], "name": "", "kind": "综合", "lock": "open",
        },
        geometry=shapes, crs=plan.crs,
    )  # fmt: skip
    grids = conform("grids", frame, crs=plan.crs)
    return plan.with_tables(grids=grids.set_axis(pd.Index(uids, name="fid")))


def bare_frames(plan: Plan) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Give households and leaves in frames that have no index yet."""
    leaves = plan.leaves
    places = np.array(shapes_of(plan.tables["households"]["geometry"]))
    return (
        gpd.GeoDataFrame(geometry=gpd.GeoSeries(places, crs=plan.crs)),
        gpd.GeoDataFrame(
            {"uid": leaves["uid"].to_numpy()},
            geometry=gpd.GeoSeries(np.array(shapes_of(leaves.geometry)), crs=plan.crs),
        ),
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=int, default=9)
    parser.add_argument("--leaves", type=int, default=4900)
    asked = parser.parse_args()
    sample = sample_of("langao")
    with tempfile.TemporaryDirectory() as folder:
        make("langao", Path(folder), scale=asked.scale)
        files = Path(folder) / "langao"
        counts = [count * asked.scale for count in Scheme.parse(sample.scheme).counts]
        plan = Plan.new(Scheme.of(counts), sample.crs)
        for layer in sample.about["layers"]:
            if layer["kind"] not in ("households", "persons"):
                rows = prepare(plan, layer["kind"], files / layer["file"])
                plan = ImportRows(dict(rows.tables)).apply(plan)
        read_s, found = seconds(lambda: prepare(plan, "households", files / "households.xlsx"))
    plan = leaves_of(ImportRows(dict(found.every_row)).apply(plan), asked.leaves)
    ours, rest, bare = [], [], []
    for _ in range(ROUNDS):
        # A plan that knows nothing yet, as after an edit of buildings and grids.
        fresh = plan.with_tables(grids=plan.frame("grids"), buildings=plan.frame("buildings"))
        took, where = seconds(lambda one=fresh: locate(one))  # type: ignore[misc]
        ours.append(took)
        rest.append(seconds(lambda one=where: (one.entrances, one.buildings))[0])  # type: ignore[misc]
        points, leaves = bare_frames(plan)
        bare.append(seconds(lambda a=points, b=leaves: gpd.sjoin(a, b, predicate="within"))[0])  # type: ignore[misc]
    located_s, rest_s, join_s = (statistics.median(x) for x in (ours, rest, bare))
    total = read_s + located_s
    print(f"{found.rows_in:,} households, {len(leaves):,} leaves, processor seconds")
    print(f"read and matched {read_s:.1f} s, located {located_s:.2f} s: "
          f"{total:.1f} s of {LIMIT_S:.0f} s allowed ({total / LIMIT_S:.2f})")  # fmt: skip
    print(f"locate {located_s:.3f} s; geopandas.sjoin of the households' points {join_s:.3f} s: "
          f"ratio {located_s / join_s:.2f} (aim at most {LIMIT_RATIO}); every door and building, "
          f"located when asked for, another {rest_s:.3f} s")  # fmt: skip


if __name__ == "__main__":
    main()
