"""Today and the proposal on two maps that move together."""

from __future__ import annotations

from pathlib import Path

import pytest
from PyQt6.QtCore import QPointF, Qt

from tests.ui.conftest import LEFT, Hand, events
from ui.dialogs.plan_dialog import PlanDialog
from ui.main_window import MainWindow


@pytest.fixture
def compared(window: MainWindow, hand: Hand, planned: Path) -> MainWindow:
    """Show a proposal beside today."""
    hand.open(planned)
    hand.tool("plan")
    dialog = hand.dialog(PlanDialog)
    dialog.seconds.setValue(2)
    hand.click(dialog.go)
    hand.wait()
    hand.click(window.offer_bar.beside)
    hand.qtbot.waitUntil(lambda: window.maps.other.width() > 200)
    return window


def same_ground(window: MainWindow) -> bool:
    """Tell whether both maps look at the same place at the same scale."""
    mine, theirs = window.view.camera, window.maps.other.camera
    return (mine.x, mine.y, mine.m_per_px) == (theirs.x, theirs.y, theirs.m_per_px)


def test_moving_one_moves_the_other(compared: MainWindow, hand: Hand) -> None:
    offer = compared.session.offer
    assert offer is not None
    assert compared.maps.other.scene.plan is offer.before
    assert compared.view.scene.proposal_plan is offer.after
    assert same_ground(compared)
    compared.view.zoom_at(3.0, QPointF(50, 80))
    assert same_ground(compared)
    before = compared.view.camera
    compared.maps.other.pan_by(40, -25)
    assert same_ground(compared)
    assert compared.view.camera.x != before.x


def test_look_follows(compared: MainWindow, hand: Hand) -> None:
    compared.actions_table["theme_deviation"].trigger()
    compared.view.set_layer("buildings", visible=False)
    compared.actions_table["dark"].trigger()
    mine, theirs = compared.view.scene, compared.maps.other.scene
    assert (theirs.theme, theirs.dark, theirs.layering) == ("deviation", True, mine.layering)
    compared.actions_table["dark"].trigger()


def test_picking_in_the_other_selects_everywhere(compared: MainWindow, hand: Hand) -> None:
    other = compared.maps.other
    leaf = compared.session.plan.leaves.iloc[0]
    inside = leaf["geometry"].representative_point()
    at = other.camera.to_screen(inside.x, inside.y).toPoint()
    events.mouseClick(other, LEFT, Qt.KeyboardModifier.NoModifier, at)
    assert compared.session.selection == (int(leaf["uid"]),)
    assert other.selected == compared.view.selected == [int(leaf["uid"])]


def test_accepting_or_dropping_leaves_one_map(compared: MainWindow, hand: Hand) -> None:
    compared.session.drop()
    assert not compared.maps.beside
    assert compared.maps.other.scene.plan is None
    assert not compared.offer_bar.beside.isChecked()


def test_today_alone_and_beside_exclude_each_other(compared: MainWindow, hand: Hand) -> None:
    seen = []
    for button in (compared.offer_bar.today, compared.offer_bar.beside):
        hand.click(button)
        seen.append((compared.maps.beside, compared.view.scene.proposal_plan is not None))
    assert seen == [(False, False), (True, True)]
