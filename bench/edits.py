"""Cost of an edit and of its preview, with few leaves and with many, in one run.

``python -m bench.edits [PROJECT.gpkg]``: towns of squares with 256 and 2,025 leaves of the
same density, and a project where one is named. CPU time of the core alone, in ms.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import shapely

from gridplanner import open_project
from gridplanner.changes import difference
from gridplanner.edits import MoveVertex, Paint, Stroke, preview
from gridplanner.errors import EditError
from gridplanner.geometry import Floats, shapes_of
from gridplanner.loads import loads
from gridplanner.model import Plan
from tests.core.towns import SIDE_M, X0, Y0, lattice, with_rows

#: A step of the brush and of a dragged vertex may take one frame.
FRAME_MS = 16.0
#: With 2,000 leaves a step may take this many times what it takes with 250.
GROWTH = 1.3
STEPS, BRUSH_M = 200, 15.0


def squares(side: int) -> Plan:
    """Build a town of side × side leaves, 25 units each."""
    step = SIDE_M / 5
    x, y = np.meshgrid(np.arange(side * 5) * step + X0, np.arange(side * 5) * step + Y0)
    shapes = shapely.box(x.ravel(), y.ravel(), x.ravel() + step, y.ravel() + step)
    units = [
        {"id": f"U{n}", "kind": "block", "locked": False, "geometry": shape}
        for n, shape in enumerate(shapes)
    ]
    return with_rows(lattice(side, side), units=units)


def measured(call: Callable[[], Any]) -> float:
    """Give the CPU time of a call, ms."""
    start = time.process_time()
    call()
    return (time.process_time() - start) * 1000


def brush(plan: Plan, rng: np.random.Generator) -> Iterator[float]:
    """Time the steps of strokes that wander about a leaf."""
    units = shapes_of(plan.tables["units"]["geometry"])
    ids = plan.tables["units"]["id"].to_numpy()
    tree = shapely.STRtree(units)
    leaves = plan.leaves
    for at in rng.choice(len(leaves), STEPS // 20, replace=False):
        middle = leaves.geometry.iloc[at].centroid
        stroke = Stroke(plan, str(leaves["code"].iloc[at]), cross=True)
        for angle in np.linspace(0, 6, 20):
            place = shapely.Point(middle.x + 60 * np.cos(angle), middle.y + 60 * np.sin(angle))
            hit = ids[tree.query(place.buffer(BRUSH_M), predicate="intersects")]

            def step(stroke: Stroke = stroke, hit: Any = hit) -> None:
                stroke.add(hit)
                stroke.preview()

            yield measured(step)


def drag(plan: Plan, rng: np.random.Generator) -> Iterator[tuple[float, float]]:
    """Time previews of dragged vertices, and the edits that they end in."""
    xy = shapely.get_coordinates(shapes_of(plan.leaves.geometry))
    for at in xy[rng.integers(0, len(xy), STEPS)]:
        to = at + rng.normal(0, 2, 2)
        edit = MoveVertex((at[0], at[1]), (to[0], to[1]), cross=True)
        try:
            seen = measured(lambda edit=edit: preview(plan, edit))  # type: ignore[misc]
            yield seen, measured(lambda edit=edit: difference(plan, edit.apply(plan)))  # type: ignore[misc]
        except EditError:
            continue


def paint(plan: Plan, rng: np.random.Generator) -> Iterator[float]:
    """Time edits of one unit beside a leaf."""
    units = shapes_of(plan.tables["units"]["geometry"])
    ids = plan.tables["units"]["id"].to_numpy()
    tree = shapely.STRtree(units)
    leaves = plan.leaves
    for at in rng.choice(len(leaves), min(len(leaves), STEPS // 2), replace=False):
        shape = leaves.geometry.iloc[at]
        near = tree.query(shape.boundary, predicate="intersects")
        outside = near[~shapely.covers(shape, units[near])]
        for unit in outside[:1]:
            edit = Paint((str(ids[unit]),), str(leaves["code"].iloc[at]), cross=True)
            try:
                yield measured(lambda edit=edit: difference(plan, edit.apply(plan)))  # type: ignore[misc]
            except EditError:
                continue


def report(name: str, plan: Plan) -> Floats:
    """Print a town's figures; 95th percentiles of brush, drag, edits."""
    loads(plan)
    rng = np.random.default_rng(0)
    next(brush(plan, rng))  # trees and totals are made once
    dragged = np.array(list(drag(plan, rng))).reshape(-1, 2)
    found = {
        "brush step": np.array(list(brush(plan, rng))),
        "vertex drag": dragged[:, 0],
        "vertex edit": dragged[:, 1],
        "unit edit": np.array(list(paint(plan, rng))),
    }
    for what, times in found.items():
        p50, p95 = np.percentile(times, [50, 95])
        print(f"| {name} | {what} | {p50:.1f} | {p95:.1f} | {p95 / FRAME_MS:.2f} | {len(times)} |")
    return np.array([np.percentile(times, 95) for times in found.values()])


def main(arguments: list[str]) -> None:
    """Print the table."""
    print("| town | what | p50 ms | p95 ms | p95 / 16 ms | n |\n|---|---|---|---|---|---|")
    few, many = report("256 leaves", squares(16)), report("2,025 leaves", squares(45))
    for path in arguments:
        with open_project(path, read_only=True) as project:
            report(path, project.plan)
    growth = ", ".join(f"{ratio:.2f}" for ratio in many / few)
    print(f"\n2,025 leaves / 256 leaves, p95 (brush, drag, edits): {growth}; limit {GROWTH}")


if __name__ == "__main__":
    main(sys.argv[1:])
