"""The application: one of it, and the solver loaded beside the window."""

from __future__ import annotations

import sys

from PyQt6.QtWidgets import QApplication

from ui.app import application, preload


def test_there_is_one_application(qapp: QApplication) -> None:
    assert application() is qapp


def test_preload_loads_the_solver() -> None:
    thread = preload()
    thread.join(60)
    assert not thread.is_alive()
    assert "gridplanner.balance.kernel" in sys.modules
