"""The application: one of it, and the solver loaded beside the window."""

from __future__ import annotations

import sys

from PyQt6.QtWidgets import QApplication

from ui.app import application, preload
from ui.canvas import pixels


def test_there_is_one_application(qapp: QApplication) -> None:
    assert application() is qapp


def test_preload_loads_the_solver_and_the_kernels_of_the_map() -> None:
    thread = preload()
    thread.join(60)
    try:
        assert not thread.is_alive()
        assert "gridplanner.balance.kernel" in sys.modules
        assert pixels.is_loaded()
    finally:
        # they would paint in the tests that follow, in a thread that outlives their windows
        pixels.unload()
    assert not pixels.is_loaded()
