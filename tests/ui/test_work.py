"""Planning, checking, staffing and editing through the window, with real clicks."""

from __future__ import annotations

from pathlib import Path

import pytest
from PyQt6.QtCore import QPoint, QPointF
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Hand
from ui.dialogs.duty_dialog import WorkerDialog
from ui.dialogs.plan_dialog import PlanDialog
from ui.main_window import MainWindow
from ui.qt import held


def propose(window: MainWindow, hand: Hand) -> None:
    """Ask for a plan and wait for the proposal."""
    hand.tool("plan")
    dialog = hand.dialog(PlanDialog)
    dialog.seconds.setValue(2)
    hand.click(dialog.go)
    assert window.status.progress.isVisible()
    hand.wait()


def test_plan_accept_undo_redo(window: MainWindow, hand: Hand, estate: Path) -> None:
    hand.open(estate)
    assert not window.session.has_grids
    propose(window, hand)
    assert window.offer_bar.isVisible()
    assert not window.session.has_grids
    hand.click(window.offer_bar.accept)
    hand.wait()
    assert len(window.session.plan.leaves) == 53
    assert not window.offer_bar.isVisible()
    hand.tool("undo")
    hand.wait()
    assert not window.session.has_grids
    hand.tool("redo")
    hand.wait()
    assert len(window.session.plan.leaves) == 53
    assert window.tree.model.rowCount() == 1


def test_proposal_dropped_changes_nothing(window: MainWindow, hand: Hand, estate: Path) -> None:
    hand.open(estate)
    before = window.session.plan
    propose(window, hand)
    hand.click(window.offer_bar.drop)
    assert window.session.offer is None
    assert window.session.plan is before


def test_the_map_goes_back_to_what_it_showed(
    window: MainWindow, hand: Hand, estate: Path, qtbot: QtBot
) -> None:
    """Which is what somebody was looking at before the proposal."""
    hand.open(estate)
    window.view.zoom_at(4.0, QPointF(100, 100))
    shown = window.view.camera
    propose(window, hand)
    qtbot.waitUntil(lambda: window.view.camera.m_per_px > shown.m_per_px)
    hand.click(window.offer_bar.accept)
    hand.wait()
    qtbot.waitUntil(lambda: window.view.camera == shown)


def test_a_message_stays_at_the_top_of_the_map(
    window: MainWindow, hand: Hand, estate: Path, qtbot: QtBot
) -> None:
    """Also when a bar above the map comes or goes while it is shown."""
    hand.open(estate)

    def top() -> int:
        return window.view.mapTo(held(window.messages.parentWidget()), QPoint()).y()

    window.offer_bar.show()
    qtbot.waitUntil(lambda: top() > 0)
    window.messages.tell("…")
    assert window.messages.y() == top() + 12
    window.offer_bar.hide()
    qtbot.waitUntil(lambda: top() == 0)
    qtbot.waitUntil(lambda: window.messages.y() == 12)


def test_a_map_that_was_moved_stays_where_it_was_moved_to(
    window: MainWindow, hand: Hand, estate: Path, qtbot: QtBot
) -> None:
    hand.open(estate)
    window.view.zoom_at(4.0, QPointF(100, 100))
    near = window.view.camera.m_per_px
    propose(window, hand)
    qtbot.waitUntil(lambda: window.view.camera.m_per_px > near)
    window.view.pan_by(40, 0)
    moved = window.view.camera
    hand.click(window.offer_bar.drop)
    qtbot.wait(50)
    now = window.view.camera
    assert (now.x, now.y, now.m_per_px) == (moved.x, moved.y, moved.m_per_px)


def test_plan_cancelled(window: MainWindow, hand: Hand, estate: Path) -> None:
    hand.open(estate)
    hand.tool("plan")
    dialog = hand.dialog(PlanDialog)
    dialog.seconds.setValue(600)
    hand.click(dialog.go)
    hand.click(window.status.cancel)
    hand.wait()
    assert window.messages.severity != "error"
    assert not window.session.has_grids


def test_check_lists_findings_and_shows_the_place(
    window: MainWindow, hand: Hand, planned: Path
) -> None:
    hand.open(planned)
    hand.tool("check")
    hand.wait()
    assert window.session.findings
    assert window.findings.view.isVisible()
    ranks = [int(rank) for rank in window.findings.model.frame["rank"]]
    top = window.findings.sieve.mapToSource(window.findings.sieve.index(0, 0)).row()
    assert ranks[top] == min(ranks)
    scale = window.view.camera.denominator
    hand.click(
        held(window.findings.view.viewport()),
        window.findings.view.visualRect(window.findings.sieve.index(0, 1)).center(),
    )
    placed = held(window.findings.chosen()).where is not None
    assert (window.view.camera.denominator != scale) == placed
    window.session.undo()
    assert window.findings.notice.isVisible()


@pytest.mark.parametrize(("name", "kind"), [("staff", "网格员"), ("captains", "楼门长")])
def test_duties_are_assigned(
    window: MainWindow, hand: Hand, planned: Path, name: str, kind: str
) -> None:
    hand.open(planned)
    hand.tool(name)
    hand.wait()
    duties = window.session.plan.tables["duties"]
    assert (duties["kind"] == kind).any()
    assert window.messages.isVisible()
    assert window.messages.severity == "info"


def test_worker_replaced_from_the_card(window: MainWindow, hand: Hand, planned: Path) -> None:
    hand.open(planned)
    uid = int(window.session.plan.leaves["uid"].iloc[3])
    before = WorkerDialog.first_worker(window.session.plan, uid)
    window.session.select([uid])
    hand.click(window.card.findChild(type(window.start.new), "replace"))
    dialog = hand.dialog(WorkerDialog)
    wanted = str(dialog.model.frame["id"].iloc[1])
    dialog.choose(wanted)
    hand.click(dialog.go)
    duties = window.session.plan.tables["duties"]
    here = duties[(duties["target_id"] == str(uid)) & (duties["valid_to"] == "")]
    assert wanted in set(here["person"])
    assert before not in set(here["person"])
    # The grid has its head still, and only of those who serve in it.
    heads = set(here.loc[here["kind"] == "网格长", "person"])
    assert len(heads) == 1
    assert heads <= set(here.loc[here["kind"] == "网格员", "person"])


def test_merge_and_undo(window: MainWindow, hand: Hand, planned: Path) -> None:
    hand.open(planned)
    shapes = window.session.plan.leaves.set_index("uid")["geometry"]
    first = int(shapes.index[0])
    touching = [int(u) for u, s in shapes.items() if shapes[first].intersection(s).length > 1]
    second = next(uid for uid in touching if uid != first)
    window.session.select([first, second])
    hand.tool("merge")
    hand.wait()
    assert len(window.session.plan.leaves) == 52
    hand.click(window.messages.button)
    hand.wait()
    assert len(window.session.plan.leaves) == 53
    assert window.history.model.rowCount() == len(window.session.entries)


def test_what_a_stroke_rests_on_is_known_with_the_figures(
    window: MainWindow, hand: Hand, planned: Path
) -> None:
    hand.open(planned)
    hand.wait()
    plan = window.session.plan
    assert window.session.figured

    def late(_plan: object) -> None:
        pytest.fail("the first step of a stroke would wait for this")

    for key in ("homes", "standing", "rules.profile"):
        plan.derived(key, late)
