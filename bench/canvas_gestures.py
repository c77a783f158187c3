"""How long a step of a gesture takes: brush, dragged vertex, a line that snaps, the pointer.

Real mouse events on the map at 1:2,400; processor times of a step in ms: geometry, totals of
every leaf touched, repaint. The stroke grows, so the later steps are the dear ones; strokes
start from leaves spread evenly over the town, since what a brush meets differs from street to
street more than from town to town. A line
is drawn with snapping to all layers in sight, and again with tracing along their edges.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import numpy as np

from bench.spread import spread

#: Leaves from which strokes start, and strokes from each.
STROKE_LEAVES, STROKE_WAYS = 12, 3


def gestures(bench: Any) -> dict[str, dict[str, float]]:
    """Measure both on a plan that is shown."""
    from ui.canvas.camera import PX_M

    view = bench.view
    net = view.scene.net
    shapes = bench.plan.tables["buildings"]["geometry"]
    x, y = np.median(np.array([shape.centroid.coords[0] for shape in shapes]), axis=0)
    middle = view.camera.resized(view.width(), view.height())
    view.set_camera(replace(middle, x=float(x), y=float(y), m_per_px=2_400 * PX_M), sharp=True)
    bench.settle()
    leaf = net.at(net.depth, float(x), float(y))
    found = {"leaves": {"count": float(len(net.level(net.depth)))}}
    here = view.camera
    found["brush step"] = spread(_strokes(bench))
    view.set_camera(here, sharp=True)
    bench.settle()
    found["vertex drag"] = spread(_drag(bench, leaf))
    found["drawing, snapped"] = spread(_draw(bench))
    view.toggle_tracing()
    found["drawing, traced"] = spread(_draw(bench))
    view.toggle_tracing()
    view.set_tool("select")
    found["pointing"] = spread(_steps(bench, _wander(bench, 160))[10:])
    view.set_tool("select")
    return found


def _steps(bench: Any, places: list[Any]) -> list[float]:
    """Move the held mouse along places; gives the processor time of each step."""
    from PyQt6.QtTest import QTest

    events: Any = QTest
    taken = []
    for place in places:
        start = time.process_time()
        events.mouseMove(bench.view, place)
        bench.view.repaint()
        taken.append(time.process_time() - start)
    return taken


def _wander(bench: Any, count: int) -> list[Any]:
    """Give places over the whole window, some pixels from one to the next."""
    from PyQt6.QtCore import QPoint

    width, height = bench.view.width(), bench.view.height()
    turn = np.linspace(0, 2 * np.pi, count)
    x, y = width * (0.5 + 0.35 * np.sin(3 * turn)), height * (0.5 + 0.35 * np.sin(2 * turn + 1))
    return [QPoint(round(a), round(b)) for a, b in zip(x, y, strict=True)]


def _draw(bench: Any) -> list[float]:
    """Draw lines of four clicks with moves between them."""
    from PyQt6.QtCore import Qt
    from PyQt6.QtTest import QTest

    events: Any = QTest
    view = bench.view
    view.set_tool("measure")
    taken: list[float] = []
    way = _wander(bench, 160)
    for start in range(0, 160, 10):
        steps = way[start : start + 10]
        taken += _steps(bench, steps)[1:]
        events.mouseClick(view, Qt.MouseButton.LeftButton, pos=steps[-1])
        if start % 40 == 30:
            events.keyClick(view, Qt.Key.Key_Escape)
    return taken


def _strokes(bench: Any) -> list[float]:
    view = bench.view
    net = view.scene.net
    leaves = net.level(net.depth)
    taken: list[float] = []
    for number in range(STROKE_LEAVES):
        leaf = leaves[(2 * number + 1) * len(leaves) // (2 * STROKE_LEAVES)]
        x, y, _ = net.anchor(leaf)
        view.set_camera(replace(view.camera, x=x + net.origin[0], y=y + net.origin[1]), sharp=True)
        bench.settle()
        taken += _stroke(bench, leaf, number)
    return taken


def _stroke(bench: Any, leaf: int, turned: int) -> list[float]:
    from PyQt6.QtCore import QPoint, Qt
    from PyQt6.QtTest import QTest

    events: Any = QTest
    view = bench.view
    view.set_tool("paint")
    view._tool.aim(leaf)  # noqa: SLF001
    centre = QPoint(view.width() // 2, view.height() // 2)
    taken: list[float] = []
    for turn in range(STROKE_WAYS):
        angle = (turn + turned / STROKE_LEAVES) * 2 * np.pi / STROKE_WAYS
        way = [
            centre + QPoint(round(k * 9 * np.cos(angle)), round(k * 9 * np.sin(angle)))
            for k in range(30)
        ]
        events.mousePress(view, Qt.MouseButton.LeftButton, pos=way[0])
        taken += _steps(bench, way[1:])[1:]
        events.keyClick(view, Qt.Key.Key_Escape)
        events.mouseRelease(view, Qt.MouseButton.LeftButton, pos=way[-1])
        view._tool.aim(leaf)  # noqa: SLF001
    return taken


def _drag(bench: Any, leaf: int) -> list[float]:
    import shapely
    from PyQt6.QtCore import QPoint, Qt
    from PyQt6.QtTest import QTest

    events: Any = QTest
    view = bench.view
    view.set_tool("vertex")
    net = view.scene.net
    corners = shapely.get_coordinates(net.cells[leaf].shape)
    taken: list[float] = []
    for x, y in corners[:: max(len(corners) // 6, 1)]:
        at = view.camera.to_screen(float(x), float(y)).toPoint()
        events.mousePress(view, Qt.MouseButton.LeftButton, pos=at)
        taken += _steps(bench, [at + QPoint(k, k // 2) for k in range(4, 34)])[1:]
        events.keyClick(view, Qt.Key.Key_Escape)
        events.mouseRelease(view, Qt.MouseButton.LeftButton, pos=at)
    return taken
