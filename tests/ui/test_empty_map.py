"""An empty map says what to do next, with the button that does it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PyQt6.QtCore import QRectF

from gridplanner.scheme import Scheme
from gridplanner.store import new_project, open_project
from tests.layers.plans import CRS
from tests.ui.conftest import Hand
from ui.canvas.empty import empty_box
from ui.dialogs.import_dialog import ImportDialog
from ui.dialogs.plan_dialog import PlanDialog
from ui.main_window import MainWindow


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """Make a project in which nothing lies yet."""
    path = tmp_path / "bare.gpkg"
    new_project(path, str(Scheme.parse("2/4/12")), CRS).close()
    return path


def test_ground_without_grids_is_planned_from_the_map(
    window: MainWindow, hand: Hand, estate: Path
) -> None:
    hand.open(estate)
    button = window.view.empty_button
    assert button.text() == "划分网格…"
    box = empty_box(window.view.scene, QRectF(window.view.rect()))
    assert box.contains(QRectF(button.geometry()))
    hand.click(button)
    hand.dialog(PlanDialog).reject()
    hand.speak("en")
    assert button.text() == "Plan grids…"
    assert box.center().x() == pytest.approx(button.geometry().center().x(), abs=1.5)


def test_an_empty_project_is_filled_from_the_map(
    window: MainWindow, hand: Hand, bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    window.actions_table["import"].triggered.connect(lambda _on: asked.append("import"))
    monkeypatch.setattr(
        "ui.commands.QFileDialog.getOpenFileName", lambda *_args, **_named: ("", "")
    )
    hand.open(bare)
    assert window.view.empty_button.text() == "导入…"
    hand.click(window.view.empty_button)
    assert asked == ["import"]
    assert window.findChildren(ImportDialog) == []


def test_nothing_is_offered_where_nothing_may_be_done(
    window: MainWindow, hand: Hand, bare: Path, planned: Path
) -> None:
    with open_project(bare):
        pass
    assert window.session.open(bare, read_only=True)
    hand.wait()
    assert window.view.empty_button.isVisible()
    assert not window.view.empty_button.isEnabled()
    hand.open(planned)
    assert not window.view.empty_button.isVisible()
    assert window.view.empty_button.isEnabled()
