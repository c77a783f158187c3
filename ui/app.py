"""The application: makes the window and keeps it until it is closed."""

from __future__ import annotations

import sys
import threading

from PyQt6.QtCore import Qt, QTimer
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtWidgets import QApplication

from ui import collector, theme
from ui.language import Languages
from ui.main_window import MainWindow
from ui.preferences import Preferences
from ui.sheet.register import register_sheets

#: After the window is painted the solver is loaded; sooner it would be in the way of that.
PRELOAD_MS = 500


def application() -> QApplication:
    """Give the one application, made where there is none yet."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        return app
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    made = QApplication(sys.argv[:1])
    made.setApplicationName("gridplanner")
    made.setDesktopFileName("gridplanner")
    return made


def make_window(app: QApplication, preferences: Preferences | None = None) -> MainWindow:
    """Make the window in the language and palette that the user chose."""
    register_sheets()
    kept = preferences if preferences is not None else Preferences()
    theme.apply(app, dark=kept.dark)
    languages = Languages(app)
    languages.use(kept.language)
    return MainWindow(app, kept, languages)


def preload() -> threading.Thread:
    """Load the map's kernels and the solver beside the window.

    Importing them keeps Python's lock for tens of milliseconds at a time; better now than
    when somebody waits for a solve.
    """
    thread = threading.Thread(target=_load_kernels)
    thread.start()
    return thread


def _load_kernels() -> None:
    from gridplanner.balance.preload import preload as preload_kernels
    from ui.canvas import pixels

    pixels.load()
    preload_kernels()
    collector.set_aside()


def run(path: str | None = None) -> int:
    """Show the window, with a project where one is named, until it is closed.

    Returns
    -------
    int
        Exit code.
    """
    app = application()
    window = make_window(app)
    window.reporter.install()
    window.show()
    if path is not None:
        window.session.open(path)
    QTimer.singleShot(PRELOAD_MS, preload)
    try:
        return int(app.exec())
    finally:
        window.reporter.remove()
