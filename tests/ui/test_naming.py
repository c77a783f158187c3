"""Whoever hears the window instead of seeing it is told what every field is for."""

from __future__ import annotations

from pathlib import Path

import pytest
from PyQt6.QtWidgets import (
    QApplication,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QTableView,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Hand
from ui.main_window import MainWindow
from ui.naming import fields, name_fields

#: Actions that open a dialog once a leaf is selected.
DIALOGS = (
    "keys", "commands", "about", "plan", "rebalance", "profile", "counting", "select_by",
    "online_basemap", "change_grid", "worker", "captain", "scenario_new", "new", "export", "print",
)  # fmt: skip


def test_a_field_is_called_by_its_hint_or_the_label_before_it(qtbot: QtBot) -> None:
    root = QWidget()
    qtbot.addWidget(root)
    column, form, row = QVBoxLayout(root), QFormLayout(), QHBoxLayout()
    least, most, own, sought, table, button = (
        QSpinBox(), QSpinBox(), QComboBox(), QLineEdit(), QTableView(), QPushButton("Go"),
    )  # fmt: skip
    sought.setPlaceholderText("Filter")
    own.setAccessibleName("Kind of grid")
    form.addRow("Households:", least)
    row.addWidget(QLabel("until"))
    row.addWidget(most)
    for part in (form, row):
        column.addLayout(part)
    for widget in (own, sought, table, button):
        column.addWidget(widget)

    name_fields(root, "Limits")

    assert fields(root) == [least, most, own, sought, table, button]
    names = [widget.accessibleName() for widget in fields(root)]
    assert names == ["Households", "until", "Kind of grid", "Filter", "Limits", "Go"]

    # Another language: what was given here is replaced, what a widget calls itself is kept.
    sought.setPlaceholderText("筛选")
    own.setAccessibleName("类型")
    name_fields(root, "限值")
    names = [widget.accessibleName() for widget in fields(root)]
    assert names == ["Households", "until", "类型", "筛选", "限值", "Go"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_field_of_the_window_has_a_name(
    window: MainWindow, hand: Hand, qtbot: QtBot, planned: Path, language: str
) -> None:
    hand.open(planned)
    hand.speak(language)
    wanted = {"zh": "按编码或文字筛选", "en": "Filter by code or text"}[language]
    qtbot.waitUntil(lambda: window.findings.filter.accessibleName() == wanted)
    assert window.view.accessibleName() == {"zh": "地图", "en": "Map"}[language]
    for dock in window.docks.all:
        assert [type(field) for field in fields(dock) if not field.accessibleName()] == []


@pytest.mark.parametrize("name", DIALOGS)
def test_every_field_of_a_dialog_has_a_name(
    window: MainWindow, hand: Hand, qtbot: QtBot, planned: Path, name: str
) -> None:
    hand.open(planned)
    window.session.select([int(window.session.plan.leaves["uid"].iloc[0])])
    window.actions_table[name].trigger()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    found = fields(dialog)
    dialog.close()
    assert found
    assert [type(field) for field in found if not field.accessibleName()] == []
