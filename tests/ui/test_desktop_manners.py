"""What one expects on a desktop: it opens as it was left, and takes what is dropped."""

from __future__ import annotations

import shutil
from pathlib import Path

from PyQt6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PyQt6.QtGui import QDragEnterEvent, QDropEvent
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gridplanner.samples import sample_of
from tests.ui.conftest import Hand, events
from ui.app import make_window
from ui.dialogs.import_dialog import ImportDialog
from ui.dialogs.project_assistant import ProjectAssistant
from ui.main_window import MainWindow
from ui.preferences import Preferences
from ui.qt import held

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
ALT = Qt.KeyboardModifier.AltModifier


def drop(window: MainWindow, *paths: Path) -> None:
    """Drag files over the window and let them go."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy = Qt.DropAction.CopyAction
    over = QDragEnterEvent(QPoint(300, 300), copy, data, LEFT, NONE)
    window.dragEnterEvent(over)
    assert over.isAccepted()
    window.dropEvent(QDropEvent(QPointF(300, 300), copy, data, LEFT, NONE))


def test_it_opens_as_high_and_arranged_as_it_was_left(
    window: MainWindow, hand: Hand, qapp: QApplication, qtbot: QtBot, planned: Path
) -> None:
    hand.open(planned)
    window.resize(1240, 640)  # of tests the screen is 800 px wide: only the height comes back
    window.docks.layers.close()
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, window.docks.card)
    window.close()
    again = make_window(qapp, Preferences())
    again.show()
    qtbot.waitExposed(again)
    try:
        assert again.height() == 640
        assert again.session.open(planned)
        qtbot.waitUntil(lambda: not again.session.busy, timeout=30_000)
        assert again.docks.hidden() == ["dock_layers"]
        left = Qt.DockWidgetArea.LeftDockWidgetArea
        assert again.dockWidgetArea(again.docks.card) == left
    finally:
        again.close()
        again.deleteLater()


def test_undo_is_still_there_after_closing_and_reopening(
    window: MainWindow, hand: Hand, planned: Path
) -> None:
    hand.open(planned)
    session = window.session
    leaf = int(session.plan.leaves["uid"].iloc[0])

    def lock() -> str:
        grids = session.plan.valid_grids
        return str(grids.loc[grids["uid"] == leaf, "lock"].iloc[0])

    session.select([leaf])
    window.actions_table["lock"].trigger()
    window.actions_table["lock"].trigger()
    assert lock() == "frozen"
    window.actions_table["close"].trigger()
    assert not session.is_open
    hand.open(planned)
    assert window.actions_table["undo"].isEnabled()
    seen = []
    for name in ("undo", "undo", "redo"):
        window.actions_table[name].trigger()
        seen.append(lock())
    assert seen == ["no_loss", "open", "no_loss"]


def test_the_history_list_jumps_back_and_forth(
    window: MainWindow, hand: Hand, planned: Path
) -> None:
    hand.open(planned)
    session, panel = window.session, window.history
    session.select([int(session.plan.leaves["uid"].iloc[0])])
    plans = [session.plan]
    for _ in range(3):
        window.actions_table["lock"].trigger()
        plans.append(session.plan)
    window.actions_table["go_history"].trigger()
    for row, place in ((2, 1), (0, 3), (1, 2)):  # the newest is the first row
        panel.view.activated.emit(panel.sieve.index(row, 0))
        locks = session.plan.valid_grids.set_index("uid")["lock"]
        assert locks.equals(plans[place].valid_grids.set_index("uid")["lock"])
    states = [str(panel.model.frame["state"].iloc[row]) for row in range(3)]
    assert states == ["已撤销", "", ""]


def test_a_file_dropped_on_an_open_project_is_imported(
    window: MainWindow, hand: Hand, planned: Path
) -> None:
    hand.open(planned)
    drop(window, sample_of("yuxin").folder / "persons.xlsx")
    dialog = hand.dialog(ImportDialog)
    dialog.reject()
    hand.wait()
    assert window.session.is_open


def test_files_dropped_on_the_start_page_begin_a_project(
    window: MainWindow, hand: Hand, tmp_path: Path
) -> None:
    folder = sample_of("yuxin").folder
    found = (folder / "boundary.zip", folder / "persons.xlsx")
    copies = [Path(shutil.copy(path, tmp_path / path.name)) for path in found]
    drop(window, *copies)
    dialog = hand.dialog(ProjectAssistant)
    assert dialog.files.table.rowCount() == 2
    dialog.reject()
    hand.wait()


def test_layers_are_put_into_order_by_keys(window: MainWindow, hand: Hand, planned: Path) -> None:
    hand.open(planned)
    panel, view = window.layers, window.view
    window.activateWindow()
    panel.list.setFocus()

    def order() -> list[str]:
        return [name for name, _, _ in reversed(view.layers())]

    before = order()
    row = before.index("buildings")
    panel.list.setCurrentRow(row)
    shown = {name: visible for name, visible, _ in view.layers()}
    events.keyClick(panel.list, Qt.Key.Key_Up, ALT)
    wanted = list(before)
    wanted[row - 1 : row + 1] = [before[row], before[row - 1]]
    assert order() == wanted
    assert panel.list.currentRow() == row - 1
    assert [held(panel.list.item(at)).text() for at in range(panel.list.count())][row - 1] == "楼栋"
    events.keyClick(panel.list, Qt.Key.Key_Down, ALT)
    assert order() == before
    assert {name: visible for name, visible, _ in view.layers()} == shown
    # What lies on top stays there, and nothing leaves the list.
    panel.list.setCurrentRow(0)
    events.keyClick(panel.list, Qt.Key.Key_Down, ALT)
    panel.list.setCurrentRow(panel.list.count() - 1)
    events.keyClick(panel.list, Qt.Key.Key_Down, ALT)
    assert order() == before
