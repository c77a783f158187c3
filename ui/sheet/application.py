"""Fonts and painting need a Qt application; the command line has none."""

from __future__ import annotations

import sys

from PyQt6.QtCore import QCoreApplication
from PyQt6.QtWidgets import QApplication

_kept: list[QApplication] = []


def ensure_application() -> None:
    """Make a Qt application without a screen where there is none yet."""
    if QCoreApplication.instance() is not None:
        return
    arguments = ["gridplanner"]
    if sys.platform.startswith("linux"):
        # Elsewhere the platform without a screen finds no system fonts, and the usual one
        # needs no screen.
        arguments += ["-platform", "offscreen"]
    # It must live as long as anything is drawn.
    # One with widgets, so that a window can still be opened in the same process.
    _kept.append(QApplication(arguments))
