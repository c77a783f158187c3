"""A project is looked at as it was looked at last."""

from __future__ import annotations

from pathlib import Path

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QFileDialog

from gridplanner.store import open_project
from tests.layers.pictures import png
from tests.ui.conftest import Hand
from ui.main_window import MainWindow
from ui.qt import held


def test_theme_layers_and_basemap_come_back(
    window: MainWindow, hand: Hand, planned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand.open(planned)
    west, south, east, north = window.session.plan.tables["boundary"].total_bounds
    photo = planned.with_name("photo.png")
    photo.write_bytes(png(50, 50))
    photo.with_suffix(".pgw").write_text(
        f"{(east - west) / 50}\n0\n0\n{(south - north) / 50}\n{west}\n{north}\n"
    )
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(photo), ""))
    window.actions_table["basemap"].trigger()
    window.actions_table["theme_deviation"].trigger()
    rows = {held(window.layers.list.item(r)).text(): r for r in range(window.layers.list.count())}
    held(window.layers.list.item(rows["楼栋"])).setCheckState(Qt.CheckState.Unchecked)
    steps = len(window.session.entries)
    window.session.close()
    hand.open(planned)
    shown = {name: visible for name, visible, _ in window.view.layers()}
    assert window.view.theme() == "deviation"
    assert window.actions_table["theme_deviation"].isChecked()
    assert (shown["buildings"], shown["streets"]) == (False, True)
    assert held(window.layers.list.item(rows["楼栋"])).checkState() == Qt.CheckState.Unchecked
    assert [window.view.scene.basemap.path if window.view.scene.basemap else None] == [photo]
    # No edit, and nothing that looks like one made outside.
    assert len(window.session.entries) == steps
    window.actions_table["no_basemap"].trigger()
    assert not window.view.scene.basemap
    window.session.close()


def test_an_unknown_look_is_no_reason_not_to_open(
    window: MainWindow, hand: Hand, planned: Path
) -> None:
    with open_project(planned) as project:
        project.keep_look(
            {"theme": "plaid", "order": ["grids"], "hidden": 3, "opacity": {"sky": 1, "grids": "x"},
             "level": "top", "basemap": "/nowhere.tif"}
        )  # fmt: skip
    hand.open(planned)
    assert window.view.theme() == "parent"
    assert window.view.scene.basemap is None


def test_a_layer_at_every_scale_comes_back(window: MainWindow, hand: Hand, planned: Path) -> None:
    hand.open(planned)
    layers = window.layers
    rows = {held(layers.list.item(r)).text(): r for r in range(layers.list.count())}
    layers.list.setCurrentRow(rows["楼栋"])
    assert not layers.always.isEnabled()  # houses are drawn at every scale anyway
    assert layers.always.isChecked()
    layers.list.setCurrentRow(rows["住户"])
    assert layers.always.isEnabled()
    assert not layers.always.isChecked()
    assert "1:2,600" in layers.always.toolTip()
    layers.always.click()
    assert window.view.scene.layering.drawn("households", 20_000.0)
    window.session.close()
    hand.open(planned)
    layers.list.setCurrentRow(rows["楼门"])
    assert not layers.always.isChecked()
    layers.list.setCurrentRow(rows["住户"])
    assert layers.always.isChecked()
    assert window.view.scene.layering.drawn("households", 20_000.0)


def test_a_folded_legend_comes_back(window: MainWindow, hand: Hand, planned: Path) -> None:
    hand.open(planned)
    action = window.actions_table["fold_legend"]
    action.trigger()
    assert window.view.scene.legend_folded
    assert action.isChecked()
    window.view.fold_legend(folded=False)  # as a click on its title does
    assert not action.isChecked()
    action.trigger()
    window.session.close()
    hand.open(planned)
    assert window.view.scene.legend_folded
    assert action.isChecked()
