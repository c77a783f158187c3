"""The application: makes the window and keeps it until it is closed."""

from __future__ import annotations

import sys

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtWidgets import QApplication

from ui import theme
from ui.language import Languages
from ui.main_window import MainWindow
from ui.preferences import Preferences


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
    kept = preferences if preferences is not None else Preferences()
    theme.apply(app, dark=kept.dark)
    languages = Languages(app)
    languages.use(kept.language)
    return MainWindow(app, kept, languages)


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
    try:
        return int(app.exec())
    finally:
        window.reporter.remove()
