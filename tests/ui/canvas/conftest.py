"""A map with a small plan on it, shown offscreen, whose timers must not outlive a test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import pytest
import shapely
from PyQt6.QtCore import QPoint, Qt, QTimer
from PyQt6.QtGui import QImage
from PyQt6.QtTest import QTest
from pytestqt.qtbot import QtBot

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from gridplanner.model import Plan
from tests.layers.plans import X0, Y0, small_plan
from ui.canvas.view import MapView

#: QTest's stubs take it for a class with methods; its functions are called on no instance.
events: Any = QTest

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@cache
def sound_plan() -> Plan:
    """Make the small plan with parents that are the unions of their children, corner by corner."""
    plan = small_plan()
    grids = plan.layer("grids").set_index("uid", drop=False)
    shapes = grids.geometry.copy()
    for level in (2, 1):
        for uid in grids.index[grids["level"] == level]:
            below = shapes[(grids["parent"] == uid).fillna(False).to_numpy(dtype=bool)]
            shapes.loc[uid] = shapely.coverage_union_all(np.asarray(below, dtype=object))
    rows = plan.layer("grids")
    return plan.with_tables(grids=rows.set_geometry(shapes.set_axis(rows.index)))


class Hand:
    """Real mouse events at map coordinates given in metres from the plan's corner."""

    def __init__(self, view: MapView) -> None:
        self.view = view

    def at(self, east_m: float, north_m: float) -> QPoint:
        """Give the pixel of a place."""
        return self.view.camera.to_screen(X0 + east_m, Y0 + north_m).toPoint()

    def click(
        self,
        east_m: float,
        north_m: float,
        button: Qt.MouseButton = LEFT,
        keys: Qt.KeyboardModifier = NONE,
    ) -> None:
        """Click a place."""
        events.mouseClick(self.view, button, keys, self.at(east_m, north_m))

    def move(self, east_m: float, north_m: float) -> None:
        """Move the pointer to a place."""
        events.mouseMove(self.view, self.at(east_m, north_m))

    def drag(
        self,
        start: QPoint,
        end: QPoint,
        button: Qt.MouseButton = LEFT,
        keys: Qt.KeyboardModifier = NONE,
    ) -> None:
        """Drag between pixels."""
        events.mousePress(self.view, button, keys, start)
        # QTest.mouseMove tells no buttons, but the map keeps its own account of them.
        events.mouseMove(self.view, (start + end) / 2)
        events.mouseMove(self.view, end)
        events.mouseRelease(self.view, button, keys, end)

    def key(self, key: Qt.Key) -> None:
        """Press and release a key."""
        events.keyClick(self.view, key)


def picture(view: MapView) -> QImage:
    """Grab the map when everything in sight is painted, however busy the machine is."""
    view._sharpen.stop()
    view._raster.finish()
    shown = view.grab().toImage()
    while view._raster.pending:
        view._raster.finish()
        shown = view.grab().toImage()
    return shown


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[MapView]:
    """Show the small plan: 2 total grids, 4 first-level, 12 leaves of 200 m."""
    made = MapView()
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    qtbot.waitExposed(made)
    made.set_plan(sound_plan())
    made.set_summary(None)
    made.grab()
    yield made
    made.hide()
    running = [timer for timer in made.findChildren(QTimer) if timer.isActive()]
    assert running == []


@pytest.fixture
def hand(view: MapView) -> Hand:
    """Give a hand on the map."""
    return Hand(view)


def leaf(column: int, row: int) -> int:
    """Give the uid of the leaf in a column (from the west) and a row (from the south)."""
    return 7 + 3 * column + row


@pytest.fixture
def desk(view: MapView) -> Any:
    """Put a desk under the map; only grids are snapped to."""
    from tests.ui.canvas.desk import Desk, town

    made = Desk(view, town())
    for name in ("streets", "buildings", "water", "compounds", "units"):
        view.set_layer(name, visible=False)
    return made


@pytest.fixture
def said(view: MapView) -> list[str]:
    """Collect the codes of hints and notices."""
    found: list[str] = []
    view.message.connect(lambda code, facts: found.append(code))
    view.noticed.connect(lambda code, facts: found.append(code))
    return found
