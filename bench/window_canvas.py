"""How fast the map is: full repaint, zoomed repaint, frames while panning and zooming.

Run: ``python -m bench.window_canvas PROJECT.gpkg [--width 1600 --height 1000]``
Offscreen, antialiasing on, all layers. Wall times in ms, median and 95th
percentile, and the median of processor time, which other programs disturb less.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np


def timed(run: Callable[[int], None], count: int) -> dict[str, float]:
    """Time calls and give median and 95th percentile in ms."""
    taken, worked = [], []
    for number in range(count):
        start, start_work = time.perf_counter(), time.process_time()
        run(number)
        taken.append((time.perf_counter() - start) * 1000)
        worked.append((time.process_time() - start_work) * 1000)
    return {
        "processor": round(float(np.median(worked)), 1),
        "median": round(float(np.median(taken)), 1),
        "p95": round(float(np.percentile(taken, 95)), 1),
    }


def measure(project: str, width: int, height: int) -> dict[str, dict[str, float]]:
    """Open a project and measure the map on it."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PyQt6.QtCore import QPointF
    from PyQt6.QtWidgets import QApplication

    from gridplanner.report import summary
    from gridplanner.store import open_project
    from ui.canvas.camera import PX_M
    from ui.canvas.view import MapView

    app = QApplication.instance() or QApplication([])
    plan = open_project(project, read_only=True).plan
    view = MapView()
    view.resize(width, height)
    found = {"set_plan": timed(lambda _: view.set_plan(plan), 3)}
    view.set_summary(summary(plan))
    view.show()
    app.processEvents()
    raster = view._raster  # noqa: SLF001

    def sharp(_: int) -> None:
        raster.start(view.scene, view.camera, view.ratio)
        raster.finish()

    def frame(move: Callable[[int], None]) -> Callable[[int], None]:
        def run(number: int) -> None:
            move(number)
            view.repaint()

        return run

    buildings = plan.tables["buildings"]["geometry"]
    middle = np.median(np.array([shape.centroid.coords[0] for shape in buildings]), axis=0)
    whole = view.camera
    eighth = replace(whole, x=middle[0], y=middle[1], m_per_px=whole.m_per_px / 8**0.5)
    near = replace(eighth, m_per_px=1_800 * PX_M)
    at = QPointF(width / 3, height / 3)
    for name, camera in (("full", whole), ("eighth", eighth), ("1:1800", near)):
        view.set_camera(camera, sharp=True)
        raster.finish()
        found[f"{name} sharp"] = timed(sharp, 15)
        found[f"{name} pan frame"] = timed(frame(lambda k: view.pan_by(7 - k % 3, 3)), 40)
        raster.finish()
        found[f"{name} zoom frame"] = timed(
            frame(lambda k: view.zoom_at(1.1 if k % 2 else 1 / 1.1, at)), 20
        )
    view.close()
    return found


def main() -> None:
    """Print the measurements as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("project")
    parser.add_argument("--width", type=int, default=1600)
    parser.add_argument("--height", type=int, default=1000)
    args = parser.parse_args()
    print(json.dumps(measure(args.project, args.width, args.height), indent=1))


if __name__ == "__main__":
    main()
