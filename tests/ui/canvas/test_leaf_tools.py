"""Tools for whole leaves: merge, fill, split, draw, inspect, with real mouse and keys."""

from __future__ import annotations

from typing import Any

import pytest
import shapely
from PyQt6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gridplanner.edits import DeleteGrid
from gridplanner.geometry import shapes_of
from tests.core.edits.checks import assert_sound
from tests.ui.canvas.conftest import Hand, leaf, picture
from tests.ui.canvas.desk import Desk
from ui.canvas.effect import Effect
from ui.canvas.tag import effect_lines
from ui.canvas.tools.inspect import Inspect
from ui.canvas.view import MapView

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape
LOWER, UPPER = leaf(0, 0), leaf(0, 1)


def test_leaves_are_clicked_together_and_merged(
    view: MapView, hand: Hand, desk: Desk, said: list[str]
) -> None:
    view.set_tool("merge")
    hand.key(ENTER)
    assert said[-1] == "canvas.merge_few"
    hand.click(100, 100)
    hand.click(100, 300)
    effect = view._tool._preview.effect()  # type: ignore[attr-defined]
    assert isinstance(effect, Effect)
    picture(view)
    hand.key(ENTER)
    assert said[-1] == "canvas.merged"
    assert len(desk.plan.leaves) == 11
    desk.undo()
    assert len(desk.plan.leaves) == 12


def test_a_second_click_takes_a_leaf_out_again_and_esc_all(
    view: MapView, hand: Hand, desk: Desk
) -> None:
    view.set_tool("merge")
    hand.click(100, 100)
    hand.click(100, 300)
    hand.click(100, 300)
    assert view.selected == [LOWER]
    hand.click(100, 300)
    hand.key(ESC)
    assert view.selected == []
    hand.key(ENTER)
    assert desk.done == []


def test_apart_leaves_are_refused_in_the_tag(view: MapView, hand: Hand, desk: Desk) -> None:
    view.select([leaf(0, 0), leaf(0, 2)])
    view.set_tool("merge")
    assert isinstance(view._tool._preview.effect(), str)  # type: ignore[attr-defined]
    hand.key(ENTER)
    assert [error.code for error in desk.errors] == ["edit.merge_apart"]


def test_a_hole_is_filled_from_where_it_has_its_longest_border(
    view: MapView, hand: Hand, desk: Desk, said: list[str]
) -> None:
    view.set_tool("fill")
    assert said[-2:] == ["canvas.fill_none", "canvas.fill_start"]
    hand.click(100, 100)
    assert said[-1] == "canvas.fill_misses"
    desk.do(DeleteGrid(desk.code(LOWER)))
    view.set_tool("select")
    view.set_tool("fill")
    assert "canvas.fill_count" in said
    view.select([UPPER])
    hand.move(100, 100)
    effect = view._tool._preview.effect()  # type: ignore[attr-defined]
    assert isinstance(effect, Effect)
    assert effect.figures.codes == (desk.code(UPPER),)
    hand.click(100, 100)
    assert desk.area(UPPER) == pytest.approx(2 * 200 * 200)
    assert_sound(desk.plan)


# Split, draw, inspect --------------------------------------------------------------------


def test_a_split_tells_its_counts_before(
    view: MapView, hand: Hand, desk: Desk, qtbot: QtBot
) -> None:
    view.set_tool("split")
    hand.click(-20, 100, keys=ALT)
    hand.move(100, 100)
    assert view._tool._preview.edit is None  # type: ignore[attr-defined]
    hand.move(230, 100)
    qtbot.waitUntil(lambda: view._tool._preview.edit is not None)  # type: ignore[attr-defined]
    effect = view._tool._preview.effect()  # type: ignore[attr-defined]
    assert isinstance(effect, Effect)
    rows = effect.figures.grids
    assert len(rows) == 2
    assert sum(row.households_after - row.households_before for row in rows) == 0
    assert 0 < effect.area_m2 < 200 * 200
    hand.key(ESC)
    assert view._tool._preview.edit is None  # type: ignore[attr-defined]


def test_a_drawn_grid_tells_its_figures_before(
    view: MapView, hand: Hand, desk: Desk, qtbot: QtBot
) -> None:
    desk.do(DeleteGrid(desk.code(LOWER)))
    before = desk.plan
    view.set_tool("draw")
    preview: Any = view._tool._preview  # type: ignore[attr-defined]
    for east, north in ((20, 20), (180, 20), (180, 130)):
        hand.click(east, north, keys=ALT)
    hand.move(21, 131)
    assert not preview.edit  # not at every step of the pointer
    qtbot.waitUntil(lambda: preview.edit is not None)
    effect = preview.effect()
    assert isinstance(effect, Effect)
    picture(view)
    drawn = shapely.Polygon(preview.edit.polygon)
    assert drawn.area == pytest.approx(160 * 110, rel=0.02)
    assert effect.area_m2 == pytest.approx(drawn.area, rel=1e-4)  # fitted to borders nearby
    homes = shapes_of(before.tables["households"]["geometry"])
    inside = int(shapely.contains(drawn, homes).sum())
    assert inside > 0
    (row,) = effect.figures.grids
    assert (row.households_before, row.households_after) == (0, inside)
    assert desk.plan is before
    # Where there is no free ground the tag says so, before anything is asked for.
    hand.key(ESC)
    assert not preview.edit
    for east, north in ((420, 20), (580, 20), (580, 130)):
        hand.click(east, north, keys=ALT)
    hand.move(421, 131)
    qtbot.waitUntil(lambda: preview.edit is not None)
    assert isinstance(preview.effect(), str)
    hand.key(ESC)


def test_what_is_cut_off_a_drawn_grid_is_said(
    view: MapView, hand: Hand, desk: Desk, said: list[str]
) -> None:
    desk.do(DeleteGrid(desk.code(LOWER)))
    view.set_tool("draw")
    told: list[dict[str, Any]] = []
    view.noticed.connect(lambda code, facts: told.append(dict(facts)))
    for place in ((-40, -40), (240, -40), (240, 240), (-40, 240)):
        hand.click(*place, keys=ALT)
    hand.key(ENTER)
    assert said[-1] == "canvas.clipped"
    drawn, unit = str(told[0]["area"]).split()
    # A square of 280 m less one of 200 m, as well as a hand hits pixels.
    assert float(drawn) == pytest.approx(3.84, abs=0.1)
    assert unit == "ha"
    assert len(desk.plan.leaves) == 12


def test_a_place_tells_everything_that_lies_there(view: MapView, hand: Hand, desk: Desk) -> None:
    view.set_tool("inspect")
    tool = view._tool
    assert isinstance(tool, Inspect)
    hand.click(40, 37)  # in the first building
    said = "\n".join(tool._lines)
    for text in ("西坡社区", "第一网格", "u0-0", "兴隆小区1号楼", "2 户", "6 人"):
        assert text in said
    picture(view)
    hand.key(ESC)
    assert not tool.busy
    hand.click(-60, 100)
    assert "未划入" in "\n".join(tool._lines)


def test_a_merged_leaf_is_said_to_end(view: MapView, hand: Hand, desk: Desk) -> None:
    view.set_tool("merge")
    hand.click(100, 100)
    hand.click(100, 300)
    effect = view._tool._preview.effect()  # type: ignore[attr-defined]
    assert isinstance(effect, Effect)
    assert len(effect.gone) == 1
    lines, marked = effect_lines(effect, view.scene)
    assert [row for row, line in enumerate(lines) if "撤销" in line] == [
        row for row in range(len(lines)) if "撤销" in lines[row] and row not in marked
    ]
    assert sum("撤销" in line for line in lines) == 1
