"""A window with settings of its own, on copies of a small project; nothing may outlive a test."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import QEvent, QPoint, QSettings, Qt, QTimer
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from gridplanner.edits import ImportRows
from gridplanner.planning import PlanOptions, plan_grids
from gridplanner.samples import make_sample
from gridplanner.staffing import staff
from gridplanner.store import new_project
from layers.importing import prepare
from tests.layers.plans import CRS
from ui.app import make_window
from ui.language import Languages
from ui.main_window import MainWindow
from ui.preferences import Preferences

#: QTest's stubs take it for a class with methods; its functions are called on no instance.
events: Any = QTest
LEFT = Qt.MouseButton.LeftButton
JOB_MS = 30_000


@pytest.fixture(scope="session")
def estate_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the estate's project without grids, once."""
    path = tmp_path_factory.mktemp("estate") / "estate.gpkg"
    make_sample("yuxin", path, prepare).close()
    return path


@pytest.fixture(scope="session")
def planned_file(tmp_path_factory: pytest.TempPathFactory, estate_file: Path) -> Path:
    """Make the estate's project with grids and workers, once."""
    from gridplanner.store import open_project

    path = tmp_path_factory.mktemp("planned") / "planned.gpkg"
    shutil.copy(estate_file, path)
    with open_project(path) as project:
        found = plan_grids(project.plan, PlanOptions(work=200))
        for edit in (*found.preparation, found.proposal):
            project.history.do(edit)
        project.history.do(staff(project.plan).edit)
    return path


@pytest.fixture
def estate(estate_file: Path, tmp_path: Path) -> Path:
    """Give a copy of the project without grids."""
    return Path(shutil.copy(estate_file, tmp_path / "estate.gpkg"))


@pytest.fixture
def planned(planned_file: Path, tmp_path: Path) -> Path:
    """Give a copy of the project with grids and workers."""
    return Path(shutil.copy(planned_file, tmp_path / "planned.gpkg"))


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep settings and log of a test in its own folder."""
    for scope in (QSettings.Scope.UserScope, QSettings.Scope.SystemScope):
        QSettings.setPath(QSettings.Format.IniFormat, scope, str(tmp_path / "settings"))
    monkeypatch.setattr("ui.reporting.log_folder", lambda: tmp_path)


@pytest.fixture(autouse=True)
def own_language(qapp: QApplication) -> Iterator[None]:
    """Leave the next test, which may show no window, the texts as they are written."""
    yield
    for left in qapp.findChildren(Languages):
        left.withdraw()
    qapp.setProperty("language", "zh")


class Hand:
    """Real clicks and keys on a window."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window = window
        self.qtbot = qtbot

    def click(self, widget: QWidget | None, at: QPoint | None = None) -> None:
        """Click a widget, in the middle where no place is named."""
        assert widget is not None
        self.qtbot.waitUntil(widget.isVisible)
        assert widget.isEnabled()
        events.mouseClick(widget, LEFT, pos=at if at is not None else widget.rect().center())

    def tool(self, name: str) -> None:
        """Click a button of the toolbar."""
        action = self.window.actions_table[name]
        self.click(self.window.menus.toolbar.widgetForAction(action))

    def at_grid(self, uid: int) -> QPoint:
        """Give the pixel of the map in the middle of a grid."""
        grids = self.window.session.plan.valid_grids
        inside = grids.loc[grids["uid"] == uid, "geometry"].iloc[0].representative_point()
        return self.window.view.camera.to_screen(inside.x, inside.y).toPoint()

    def wait(self) -> None:
        """Wait until no thread is at work."""
        self.qtbot.waitUntil(lambda: not self.window.session.busy, timeout=JOB_MS)

    def open(self, path: Path) -> None:
        """Open a project and wait for its figures."""
        assert self.window.session.open(path)
        self.wait()

    def speak(self, language: str) -> None:
        """Switch the language and let every widget hear of it."""
        self.window.actions_table[f"lang_{language}"].trigger()
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def dialog(self, kind: type[QDialog]) -> Any:
        """Give the open dialog of a class."""
        self.qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), kind))
        return QApplication.activeModalWidget()


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    """Show the window; closing it must leave no thread, timer or widget behind."""
    threads = set(threading.enumerate())
    made = make_window(qapp, Preferences())
    made.resize(1366, 728)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()
    assert made.session.project is None
    assert not made.session.busy
    assert set(threading.enumerate()) <= threads
    # A tile that came while it closed may still have started a timer of a few ms.
    qtbot.waitUntil(lambda: not any(timer.isActive() for timer in made.findChildren(QTimer)))
    made.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert [type(left).__name__ for left in qapp.topLevelWidgets() if left.isVisible()] == []
    made_languages = qapp.property("language")
    assert made_languages in ("zh", "en")
    qapp.setStyleSheet("")


@pytest.fixture
def hand(window: MainWindow, qtbot: QtBot) -> Hand:
    """Give a hand on the window."""
    return Hand(window, qtbot)


@pytest.fixture
def user(window: MainWindow, qtbot: QtBot) -> Iterator[Hand]:
    """Give a hand that counts; no thing may take more clicks than that."""
    from tests.ui.seven import MOST_CLICKS, Counting

    counting = Counting(window, qtbot)
    yield counting
    assert counting.clicks <= MOST_CLICKS


@pytest.fixture
def four_columns(tmp_path: Path) -> Path:
    """Write the town of 12 leaves with units of 50 m; each column is one parent."""
    from tests.ui.canvas.desk import town

    path = tmp_path / "town.gpkg"
    tables = {
        name: frame
        for name, frame in town().tables.items()
        if len(frame) and name not in {"scheme", "settings"}
    }
    with new_project(path, "2/4/12", CRS) as made:
        made.history.do(ImportRows(tables, file="town.py"))
    return path


@pytest.fixture
def opened(window: MainWindow, hand: Hand, four_columns: Path) -> MainWindow:
    """Open the town of four columns, with the map in front."""
    hand.open(four_columns)
    window.activateWindow()
    window.view.setFocus()
    QApplication.processEvents()
    return window
