"""Grids found by a number that several of them end with."""

from __future__ import annotations

from dataclasses import replace

from PyQt6.QtCore import Qt

from tests.ui.conftest import events
from ui.main_window import MainWindow


def look_for(window: MainWindow, text: str) -> int:
    """Type into the search box and press Return; gives the uid of what is selected."""
    events.keyClick(window.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    events.keyClicks(window.menus.search, text)
    events.keyClick(window.menus.search, Qt.Key.Key_Return)
    (found,) = window.session.selection
    return int(found)


def test_of_grids_with_one_number_the_one_in_the_middle_of_the_map_is_meant(
    opened: MainWindow,
) -> None:
    leaves = opened.session.plan.leaves
    number = str(leaves["code"].iloc[0])[-3:]
    alike = leaves[leaves["code"].str.endswith(number)]
    assert len(alike) > 1  # each column has its own 001
    for uid, place in zip(alike["uid"], alike.geometry.representative_point(), strict=True):
        opened.session.select([])
        camera = opened.view.camera
        opened.view.set_camera(replace(camera, x=place.x, y=place.y))
        assert look_for(opened, number) == uid


def test_of_grids_with_one_number_that_beside_the_selected_one_comes_first(
    opened: MainWindow,
) -> None:
    leaves = opened.session.plan.leaves
    number = str(leaves["code"].iloc[0])[-3:]
    alike = leaves[leaves["code"].str.endswith(number)]
    first, last = alike.iloc[0], alike.iloc[-1]
    place = first.geometry.representative_point()
    for chosen in (
        int(leaves.loc[leaves["parent"] == last["parent"], "uid"].iloc[-1]),
        int(last["parent"]),
    ):
        opened.view.set_camera(replace(opened.view.camera, x=place.x, y=place.y))
        opened.session.select([chosen])
        assert look_for(opened, number) == last["uid"]
