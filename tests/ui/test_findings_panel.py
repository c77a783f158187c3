"""The list of findings by hand: places are shown, rows stepped through, sieved, marked, kept."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QComboBox, QWidget

from tests.ui.conftest import Hand, events
from tests.ui.test_fixing import Damage, choose, press
from ui.dialogs.waiver_dialog import WaiverDialog
from ui.main_window import MainWindow
from ui.panels.findings import IN_VIEW, MINE, SELECTED, WAIVED
from ui.qt import held

KEY = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
PENDING = "（待复查）"


@pytest.fixture
def checked(window: MainWindow, hand: Hand, planned: Path) -> MainWindow:
    """Open a plan with two faults planted, checked."""
    hand.open(planned)
    assert window.session.do(Damage(("overlap", "wrong_code")))
    hand.tool("check")
    hand.wait()
    return window


def row_of(window: MainWindow) -> int:
    """Give the one row of the list that is chosen, as it is shown."""
    (index,) = held(window.findings.view.selectionModel()).selectedRows()
    return int(index.row())


def lit(window: MainWindow) -> tuple[float, float] | None:
    flash = window.view._flash
    return flash._point if flash.running else None


def turn(box: QComboBox, to: int) -> None:
    """Choose an entry by the arrow keys."""
    box.setFocus()
    step = KEY.Key_Down if to > box.currentIndex() else KEY.Key_Up
    while box.currentIndex() != to:
        events.keyClick(box, step)


def rules_shown(window: MainWindow) -> set[str]:
    return {finding.rule for finding in window.findings._shown}


def texts(window: MainWindow) -> list[str]:
    """Read the sentences as they stand in the list."""
    sieve = window.findings.sieve
    return [str(sieve.index(row, 1).data()) for row in range(sieve.rowCount())]


@pytest.mark.parametrize("by", ["Return", "double click"])
def test_the_place_is_shown_and_lit(checked: MainWindow, hand: Hand, by: str) -> None:
    choose(checked, hand, "coverage.overlap")
    finding = checked.findings.chosen()
    assert finding is not None
    assert finding.where is not None
    x, y = finding.where
    checked.view.zoom_to_plan()
    checked.view._flash.stop()
    west, _, east, _ = checked.view.camera.bounds
    table: QWidget = checked.findings.view
    if by == "Return":
        press(table, KEY.Key_Return)
    else:
        port = held(checked.findings.view.viewport())
        at = checked.findings.view.visualRect(
            checked.findings.sieve.index(row_of(checked), 1)
        ).center()
        events.mouseDClick(port, Qt.MouseButton.LeftButton, pos=at)
    near_west, south, near_east, north = checked.view.camera.bounds
    assert near_west < x < near_east
    assert south < y < north
    assert near_east - near_west < (east - west) / 2
    assert lit(checked) == (x, y)
    hand.qtbot.waitUntil(lambda: lit(checked) is None, timeout=3_000)


def test_steps_there_and_back_and_round(checked: MainWindow) -> None:
    checked.view.setFocus()
    last = checked.findings.sieve.rowCount() - 1
    assert last > 2
    press(checked, KEY.Key_N)
    assert row_of(checked) == 0
    press(checked, KEY.Key_N)
    press(checked, KEY.Key_N)
    assert row_of(checked) == 2
    press(checked, KEY.Key_N, SHIFT)
    assert row_of(checked) == 1
    finding = checked.findings.chosen()
    assert finding is not None
    # A step shows the place on the map, as Return does.
    assert lit(checked) == finding.where
    press(checked, KEY.Key_N, SHIFT)
    press(checked, KEY.Key_N, SHIFT)
    assert row_of(checked) == last
    press(checked, KEY.Key_N)
    assert row_of(checked) == 0


def test_sieved_by_severity_rule_and_place_with_the_keys(checked: MainWindow, hand: Hand) -> None:
    panel, session = checked.findings, checked.session
    everything = session.findings
    for place, severity in enumerate(("error", "warning", "info"), start=1):
        turn(panel.kinds, place)
        assert [f.target for f in panel._shown] == [
            f.target for f in everything if f.severity == severity
        ]
        assert panel.kinds.currentText().endswith(f" {len(panel._shown):,}")
    turn(panel.kinds, 0)
    turn(panel.rules, panel.rules.findData("code.format"))
    assert rules_shown(checked) == {"code.format"}
    # What is set beside it stays: a wrong code is an error, so there is no warning of it.
    turn(panel.kinds, 2)
    assert panel._shown == []
    assert "没有符合筛选条件的问题" in panel.hint.label.text()
    turn(panel.kinds, 0)
    turn(panel.rules, 0)
    turn(panel.scope, MINE)
    assert {"coverage.overlap", "code.format"} <= rules_shown(checked)
    assert 0 < len(panel._shown) < len(everything)
    turn(panel.scope, 0)
    choose(checked, hand, "coverage.overlap")
    turn(panel.scope, IN_VIEW)
    view = shapely.box(*checked.view.camera.bounds)
    inside = [f for f in everything if f.where and view.contains(shapely.Point(f.where))]
    assert [f.target for f in panel._shown] == [f.target for f in inside]
    assert 0 < len(inside) < len(everything)
    turn(panel.scope, 0)
    assert len(panel._shown) == len(everything)


def test_sieved_by_grid_on_the_map_and_by_its_code(checked: MainWindow, hand: Hand) -> None:
    panel, session = checked.findings, checked.session
    leaf = next(f.codes[0] for f in session.findings if f.rule == "coverage.overlap")
    turn(panel.scope, SELECTED)
    assert panel._shown == []
    checked.view.zoom_to_plan()
    hand.click(checked.view, hand.at_grid(session.plan.uid_of(leaf)))
    assert session.selection == (session.plan.uid_of(leaf),)
    assert "coverage.overlap" in rules_shown(checked)
    turn(panel.scope, 0)
    panel.filter.setFocus()
    events.keyClicks(panel.filter, leaf)
    of_leaf = [f for f in session.findings if leaf in f.codes]
    assert panel.sieve.rowCount() == len(of_leaf) < len(session.findings)


def test_what_an_edit_touched_is_marked_until_it_is_checked_again(
    checked: MainWindow, hand: Hand
) -> None:
    panel, session = checked.findings, checked.session
    assert not panel.notice.isVisible()
    assert not any(PENDING in text for text in texts(checked))
    choose(checked, hand, "code.format")
    press(panel.view, KEY.Key_F4)
    hand.wait()
    press(checked.fix_bar.accept, KEY.Key_Return)
    # The check runs beside the window: what is listed is of the plan before.
    assert session.findings_stale
    assert panel.notice.isVisible()
    marked = [text for text in texts(checked) if text.startswith(PENDING)]
    assert 0 < len(marked) < panel.sieve.rowCount()
    hand.wait()
    assert not panel.notice.isVisible()
    assert not any(PENDING in text for text in texts(checked))
    assert "code.format" not in rules_shown(checked)


def test_a_fix_and_a_fix_of_all_are_one_entry_and_one_undo_each(
    window: MainWindow, hand: Hand, planned: Path
) -> None:
    hand.open(planned)
    assert window.session.do(Damage(("wrong_code", "wrong_code", "overlap")))
    hand.tool("check")
    hand.wait()
    session = window.session
    for rule, kind in (("coverage.overlap", False), ("code.format", True)):
        before, entries = session.plan, len(session.entries)
        wrong = sum(f.rule == rule for f in session.findings)
        assert wrong == (2 if kind else 1)
        choose(window, hand, rule)
        press(window.findings.view, KEY.Key_F4, SHIFT if kind else None)
        hand.wait()
        press(window.fix_bar.accept, KEY.Key_Return)
        hand.wait()
        assert len(session.entries) == entries + 1
        assert rule not in {f.rule for f in session.findings}
        window.view.setFocus()
        press(window.view, KEY.Key_Z, CTRL)
        hand.wait()
        assert sum(f.rule == rule for f in session.findings) == wrong
        again = session.plan.valid_grids
        assert again["code"].tolist() == before.valid_grids["code"].tolist()
        assert again.geometry.to_wkb().tolist() == before.valid_grids.geometry.to_wkb().tolist()


def test_a_waiver_is_kept_in_the_project_and_counted(checked: MainWindow, hand: Hand) -> None:
    session, panel = checked.session, checked.findings
    assert session.project is not None
    path = session.project.path
    choose(checked, hand, "coverage.overlap")
    press(panel.view, KEY.Key_E, CTRL | SHIFT)
    dialog = hand.dialog(WaiverDialog)
    events.keyClicks(dialog.reason, "1998")
    press(dialog.reason, KEY.Key_Return)
    hand.wait()
    checked.activateWindow()
    checked.view.setFocus()
    hand.qtbot.waitUntil(checked.isActiveWindow)
    press(checked.view, KEY.Key_W, CTRL)
    assert not session.is_open
    hand.open(path)
    hand.tool("check")
    hand.wait()
    assert session.plan.tables["waivers"]["reason"].tolist() == ["1998"]
    assert panel.kinds.itemText(WAIVED).endswith(" 1")
    turn(panel.kinds, WAIVED)
    choose(checked, hand, "coverage.overlap")
    assert "1998" in panel.detail.text()
    press(panel.view, KEY.Key_E, CTRL | SHIFT)
    hand.wait()
    assert len(session.plan.tables["waivers"]) == 0
    turn(panel.kinds, 0)
    assert "coverage.overlap" in rules_shown(checked)
