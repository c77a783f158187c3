"""How fast the map is, beside QGIS where its Python package is installed.

Run: ``python -m bench.canvas [PROJECT.gpkg] [--scale 8] [--beside OTHER.gpkg]``

Offscreen, 1600 × 1000, antialiased. Without a project the sample town is drawn (``--scale``
times as large), planned with little work, and kept in ``--keep`` if that is given. Per view
(the whole town, an eighth of it by area, 1:1,800): a sharp repaint of ground and labels,
frames while panning and zooming, and how long the map takes to be sharp again after the
last wheel step, its pause included. A frame is everything the window does between two
steps of the hand: the event, the repaint and whatever timers then are due. Repaints are
wall times in ms, with QGIS's in the same run, and the processor's beside them; town and
eighth once more with every household as a dot. Frames are processor times, as one process
paints them and other programs on the machine are none of its business; sharp again is the
pause plus the processor time of what follows, its wall time beside it.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from bench.canvas_gestures import gestures
from bench.canvas_peer import qgis_times
from bench.spread import spread

WIDTH, HEIGHT = 1600, 1000
#: Views in which every household is a dot, whatever the scale.
DOTS = ", dots"
#: Aims: full repaint and zoomed eighth as parts of QGIS's, frames and sharpness in ms.
AIM_FULL, AIM_EIGHTH = 1 / 8, 1 / 2
AIM_FRAME_MS = {1: 16.0, 8: 33.0}
AIM_SHARP_MS = {1: 80.0, 8: 250.0}


def project_file(scale: int, keep: Path | None, folder: Path) -> Path:
    """Draw, import and plan the sample town, unless it is kept from before."""
    from gridplanner.edits.rows import ChangeSettings
    from gridplanner.planning import PlanOptions, plan_grids
    from gridplanner.samples import Sample, import_layer, settings_of
    from gridplanner.store import new_project
    from layers.importing import prepare
    from sample_maps.make import make

    path = (keep or folder) / f"canvas-{scale}.gpkg"
    if path.exists():
        return path
    make("langao", folder, scale=scale)
    source = folder / "langao"
    sample = Sample("langao", source, json.loads((source / "sample.json").read_text("utf-8")))
    counts = "/".join(str(int(part) * scale) for part in sample.scheme.split("/"))
    with new_project(path, counts, sample.crs) as project:
        project.history.do(ChangeSettings(settings_of(sample)))
        for layer in sample.about["layers"]:
            import_layer(project, layer["kind"], source / layer["file"], prepare)
        found = plan_grids(project.plan, PlanOptions(work=200))
        for edit in (*found.preparation, found.proposal):
            project.history.do(edit)
    return path


def repeated(run: Callable[[int], object], count: int) -> dict[str, float]:
    """Time calls: by the clock, and the processor's median beside it."""
    taken, worked = [], []
    for number in range(count):
        start, begun = time.perf_counter(), time.process_time()
        run(number)
        taken.append(time.perf_counter() - start)
        worked.append(time.process_time() - begun)
    return {**spread(taken), "processor": spread(worked)["median"]}


class Bench:
    """The map on a plan, shown offscreen."""

    def __init__(self, path: Path) -> None:
        from PyQt6.QtWidgets import QApplication

        from gridplanner.store import open_project
        from ui import collector
        from ui.canvas import pixels
        from ui.canvas.view import MapView
        from ui.work import figuring

        self.app = QApplication.instance() or QApplication([])
        # As the window does: a collection of all there is would fall into some frame.
        with collector.paused(), open_project(path, read_only=True) as project:
            self.plan = project.plan
        collector.set_aside()
        pixels.load()  # as the window does, beside itself after its first paint
        self.view = MapView()
        self.view.resize(WIDTH, HEIGHT)
        self.view.set_plan(self.plan)
        self.view.set_summary(figuring(self.plan)(lambda _: None))
        self.view.show()
        self.settle()

    def settle(self) -> None:
        """Let the map become sharp, margin and all."""
        view = self.view
        while (
            view._raster.pending  # noqa: SLF001
            or view._sharpen.isActive()  # noqa: SLF001
            or view._slice.isActive()  # noqa: SLF001
        ):
            self.app.processEvents()

    def views(self) -> dict[str, Any]:
        """Give the cameras that are measured."""
        from ui.canvas.camera import PX_M

        self.view.zoom_to_plan()
        whole = self.view.camera
        shapes = self.plan.tables["buildings"]["geometry"]
        x, y = np.median(np.array([shape.centroid.coords[0] for shape in shapes]), axis=0)
        eighth = replace(whole, x=float(x), y=float(y), m_per_px=whole.m_per_px / 8**0.5)
        return {
            "full": whole,
            "eighth": eighth,
            "full" + DOTS: whole,
            "eighth" + DOTS: eighth,
            "1:1800": replace(eighth, m_per_px=1_800 * PX_M),
        }

    def measure(self, camera: Any) -> dict[str, Any]:
        """Measure one view."""
        from PyQt6.QtCore import QPointF, QRectF
        from PyQt6.QtGui import QImage, QPainter

        from ui.canvas.raster import Raster
        from ui.canvas.render import steps
        from ui.canvas.surface import SHARPEN_MS

        view = self.view
        view.set_camera(camera, sharp=True)
        self.settle()
        image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)

        def ground(_: int) -> None:
            painter = QPainter(image)
            for _name in steps(view.scene, painter, camera, QRectF(0, 0, WIDTH, HEIGHT)):
                pass
            painter.end()

        raster = Raster()

        def everything(_: int) -> None:
            raster.start(view.scene, camera, 1.0)
            raster.finish()

        def pan(number: int) -> None:
            # There and back, farther than the margin reaches.
            way = 1 if number % 80 < 40 else -1
            view.pan_by(way * (14 - number % 5), way * (6 - number % 3))

        for warm in (ground, everything):
            warm(0)
        found: dict[str, Any] = {
            "scale": f"1:{camera.denominator:,.0f}",
            "ground": repeated(ground, 9),
            "ground + labels": repeated(everything, 9),
            "pan frame": self.frames(pan, 160),
        }
        view.set_camera(camera, sharp=True)
        self.settle()
        at = QPointF(WIDTH / 3, HEIGHT / 3)

        def wheel(number: int) -> None:
            view.zoom_at(1.25 if number % 4 < 2 else 0.8, at)

        found["zoom frame"] = self.frames(wheel, 40)
        view.set_camera(camera, sharp=True)
        sharp, waited = [], []
        for number in range(9):
            self.settle()
            start = time.perf_counter()
            wheel(number)
            while view._sharpen.isActive():  # noqa: SLF001
                time.sleep(0.001)
                self.app.processEvents()
            worked = time.process_time()
            while view._raster.pending or not view._raster.is_sharp(view.camera):  # noqa: SLF001
                self.app.processEvents()
            self.app.processEvents()
            sharp.append(SHARPEN_MS / 1000 + time.process_time() - worked)
            waited.append(time.perf_counter() - start)
        found["sharp again"] = {**spread(sharp), "wall": spread(waited)["median"]}
        return found

    def frames(self, move: Callable[[int], object], count: int) -> dict[str, float]:
        """Time frames at 60 a second: event, repaint, and the timers that are due then."""

        def frame(number: int) -> None:
            move(number)
            self.view.repaint()
            self.app.processEvents()

        taken = []
        for number in range(count):
            start, worked = time.perf_counter(), time.process_time()
            frame(number)
            taken.append(time.process_time() - worked)
            rest = start + 1 / 60
            # Until the next step of the hand only timers run; what they hold up is a frame too.
            while time.perf_counter() < rest:
                begun = time.process_time()
                self.app.processEvents()
                if time.process_time() - begun > 0.004:
                    taken.append(time.process_time() - begun)
                time.sleep(0.0005)
        return spread(taken)


def repaint_ms(path: Path) -> float:
    """Give the median of a sharp repaint of the whole town with its labels, in ms."""
    bench = Bench(path)
    found = bench.measure(bench.views()["full"])
    bench.view.close()
    return float(found["ground + labels"]["median"])


def main() -> None:
    """Print the measurements as JSON, and how they stand to the aims."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("project", nargs="?", type=Path)
    parser.add_argument("--scale", type=int, default=1, choices=(1, 8))
    parser.add_argument("--keep", type=Path, help="folder in which the drawn project is kept")
    parser.add_argument("--beside", type=Path, help="smaller project; gestures are compared")
    parser.add_argument("--pictures", type=Path, help="folder for QGIS's picture and ours")
    parser.add_argument("--no-peer", action="store_true", help="leave QGIS out")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = args.project or project_file(args.scale, args.keep, folder)
        bench = Bench(path)
        found: dict[str, Any] = {}
        for key, camera in bench.views().items():
            dotted = key.endswith(DOTS)
            bench.view.set_layer("households", always=dotted)
            found[key] = bench.measure(camera)
            if not args.no_peer and key != "1:1800":
                found[key]["qgis ground"] = qgis_times(bench.view.scene, camera, folder)
                if args.pictures:
                    bench.view.set_camera(camera, sharp=True)
                    bench.settle()
                    bench.view.grab().save(str(args.pictures / f"{key}-ours.png"))
                    shutil.copy(folder / "peer.png", args.pictures / f"{key}-qgis.png")
        made = gestures(bench)
        bench.view.close()
        smaller = Bench(args.beside) if args.beside else None
        beside = gestures(smaller) if smaller else None
    found_all = {**found, "gestures": made, "gestures beside": beside}
    print(json.dumps(found_all, indent=1, ensure_ascii=False))
    for line in verdicts(found, args.scale):
        print(line)
    for name in ("brush step", "vertex drag", "drawing, snapped", "drawing, traced", "pointing"):
        print(f"{name} p95 {made[name]['p95']} ms (aim 16)")
        if beside is not None:
            ratio = made[name]["p95"] / beside[name]["p95"]
            print(f"{name} / that with fewer leaves = {ratio:.2f} (aim 1.3)")


def verdicts(found: dict[str, Any], scale: int) -> list[str]:
    """Say how the figures stand to the aims."""
    lines = []
    aims = (("full", AIM_FULL), ("eighth", AIM_EIGHTH))
    for key, aim in (*aims, *((key + DOTS, aim) for key, aim in aims)):
        peer = found[key].get("qgis ground", "left out")
        if isinstance(peer, str):
            lines.append(f"{key}: QGIS: {peer}")
            continue
        for name in ("ground", "ground + labels"):
            ratio = found[key][name]["median"] / peer["median"]
            worked = found[key][name]["processor"] / peer["processor"]
            lines.append(
                f"{key}: {name} / QGIS ground = {ratio:.3f} (aim {aim:.3f}), processor {worked:.3f}"
            )
    for key, view in found.items():
        lines += [
            f"{key}: {name} p95 {view[name]['p95']} ms (aim {AIM_FRAME_MS[scale]})"
            for name in ("pan frame", "zoom frame")
        ]
        lines.append(
            f"{key}: sharp again {view['sharp again']['median']} ms (aim {AIM_SHARP_MS[scale]})"
        )
    return lines


if __name__ == "__main__":
    main()
