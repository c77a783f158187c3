"""How long 100,000 households take: read, matched, located; and locating beside a bare join.

    python -m bench.people_speed --scale 9

Draws langao nine times as big, reads its household sheet, and finds the leaf of every
household. Seconds are of the processor, because machines are shared, and of the clock, because
part of the work is done by several threads; the ratio is between ``locate`` and
``geopandas.sjoin`` of the households' points with the leaves in the same run, both without
anything kept from before: once with shapes as a file gives them, once as they lie about in
memory after the import.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
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

LIMIT_S, LIMIT_RATIO, ROUNDS = 20.0, 1.5, 9


Times = Sequence[float]


def seconds(work: Callable[[], Any]) -> tuple[float, float, Any]:
    """Run something; seconds of the processor and of the clock, and what it gives."""
    clock, began = time.perf_counter(), time.process_time()
    found = work()
    return time.process_time() - began, time.perf_counter() - clock, found


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


@dataclass(frozen=True)
class Located:
    """Medians of what locating took, of the processor and of the clock, in seconds."""

    ours: Times
    rest: Times
    bare: Times


def located(plan: Plan) -> Located:
    """Locate some times, each time with nothing kept, and join the points as often."""
    times: list[tuple[Times, Times, Times]] = []
    for _ in range(ROUNDS):
        # A plan that knows nothing yet, as after an edit of buildings and grids.
        fresh = plan.with_tables(grids=plan.frame("grids"), buildings=plan.frame("buildings"))
        *ours, where = seconds(lambda one=fresh: locate(one))  # type: ignore[misc]
        *rest, _ = seconds(lambda one=where: (one.entrances, one.buildings))  # type: ignore[misc]
        points, leaves = bare_frames(plan)
        *bare, _ = seconds(lambda a=points, b=leaves: gpd.sjoin(a, b, predicate="within"))  # type: ignore[misc]
        times.append((ours, rest, bare))
    ours, rest, bare = (np.median(each, axis=0).tolist() for each in zip(*times, strict=True))
    return Located(ours, rest, bare)


def located_as_read(scheme: Scheme, crs: str, tables: dict[str, pd.DataFrame]) -> Located:
    """Do the same with tables that come from another process."""
    return located(Plan.new(scheme, crs).with_tables(**tables))


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
        read_s, _, found = seconds(lambda: prepare(plan, "households", files / "households.xlsx"))
    plan = leaves_of(ImportRows(dict(found.every_row)).apply(plan), asked.leaves)
    print(f"{found.rows_in:,} households, {len(plan.leaves):,} leaves; seconds of the processor, "
          f"and of the clock in brackets; processors {os.cpu_count()}")  # fmt: skip
    here = located(plan)
    # A process of its own reads the shapes one behind the other, as opening a file does.
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        opened = pool.submit(located_as_read, plan.scheme, plan.crs, dict(plan.tables)).result()
    total = read_s + here.ours[0]
    print(f"read and matched {read_s:.1f} s, located {here.ours[0]:.2f} s: "
          f"{total:.1f} s of {LIMIT_S:.0f} s allowed ({total / LIMIT_S:.2f})")  # fmt: skip
    for name, one in (("project just opened", opened), ("after the import", here)):
        ratio = [a / b for a, b in zip(one.ours, one.bare, strict=True)]
        print(f"{name}: locate {_pair(one.ours)} s, geopandas.sjoin of the households' points "
              f"{_pair(one.bare)} s, ratio {_pair(ratio, 2)} (aim at most {LIMIT_RATIO}); every "
              f"other door and building, when asked for, {_pair(one.rest)} s")  # fmt: skip


def _pair(values: Times, digits: int = 3) -> str:
    return f"{values[0]:.{digits}f} ({values[1]:.{digits}f})"


if __name__ == "__main__":
    main()
