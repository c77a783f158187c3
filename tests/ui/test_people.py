"""People: narrowed, placed by a list or by dragging, and taken out for a drill."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PyQt6.QtCore import QMimeData, QPointF, Qt
from PyQt6.QtGui import QDropEvent, QImage, QPainter
from PyQt6.QtWidgets import QPushButton

from gridplanner.captains import wish_of
from gridplanner.edits.attributes import ChangeGrid
from gridplanner.edits.duties import AssignDuty, EndDuty
from gridplanner.edits.duty_rows import running
from gridplanner.edits.rows import ImportRows
from gridplanner.edits.together import Together
from gridplanner.households import rule_of
from gridplanner.model import Plan
from gridplanner.vacancy import away, borne_by, covering
from tests.ui.conftest import Hand
from ui.canvas.camera import Camera
from ui.canvas.doors import draw_lit
from ui.dialogs.counting_dialog import CountingDialog
from ui.dialogs.events_dialog import EventsDialog
from ui.dialogs.post_dialog import PostDialog, departures
from ui.dialogs.vacancy_dialog import VacancyDialog
from ui.main_window import MainWindow
from ui.panels.people import PERSON_MIME, histories


def posts(plan: Plan, kind: str) -> set[tuple[str, str]]:
    table = plan.tables["duties"]
    now = table[running(table) & (table["kind"] == kind)]
    return set(zip(now["person"], now["target_id"], strict=True))


@pytest.fixture
def shown(window: MainWindow, hand: Hand, planned: Path) -> MainWindow:
    hand.open(planned)
    window.docks.show_table(window.people)
    return window


def choose(window: MainWindow, person: str) -> None:
    frame = window.people.model.frame
    row = int(frame.index[frame["id"] == person][0])
    index = window.people.sieve.mapFromSource(window.people.model.index(row, 0))
    window.people.view.selectRow(index.row())


def test_load_is_the_leafs_by_shares(shown: MainWindow) -> None:
    plan, figures = shown.session.plan, shown.session.figures
    assert figures is not None
    borne = borne_by(plan, figures.grids["load"])
    leaves = plan.leaves["uid"].astype(int)
    staffed = {int(target) for _, target in posts(plan, "网格员")}
    wanted = figures.grids.loc[[uid for uid in leaves if uid in staffed], "load"].sum()
    assert sum(borne.values()) == pytest.approx(wanted)


def test_who_has_no_post_is_counted_and_placed(shown: MainWindow, hand: Hand) -> None:
    panel = shown.people
    captains = [panel.kinds.itemText(at) for at in range(panel.kinds.count())]
    assert captains[0].startswith("全部 122")
    panel.kinds.setCurrentIndex(1)
    assert panel.sieve.rowCount() == 53
    panel.kinds.setCurrentIndex(0)
    plan = shown.session.plan
    person, old = min(posts(plan, "网格员"))
    choose(shown, person)
    hand.click(panel.place)
    dialog: PostDialog = hand.dialog(PostDialog)
    target = str(dialog.model.frame["id"].iloc[0])
    hand.click(dialog.go)
    after = posts(shown.session.plan, "网格员")
    assert (person, str(shown.session.plan.uid_of(target))) in after
    assert (person, old) not in after
    hand.click(shown.messages.button)
    assert posts(shown.session.plan, "网格员") == posts(plan, "网格员")


def drop(window: MainWindow, person: str, x: float, y: float) -> None:
    """Let go of a person over a place of the map."""
    data = QMimeData()
    data.setData(PERSON_MIME, person.encode())
    at = window.view.mapTo(window, window.view.camera.to_screen(x, y).toPoint())
    window.dropEvent(
        QDropEvent(
            QPointF(at), Qt.DropAction.LinkAction, data, Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )  # fmt: skip


def test_a_worker_is_dropped_into_a_leaf_and_a_captain_onto_a_door(shown: MainWindow) -> None:
    plan = shown.session.plan
    worker, old = min(posts(plan, "网格员"))
    leaf = plan.leaves[plan.leaves["uid"].astype(str) != old].iloc[0]
    inside = leaf["geometry"].representative_point()
    drop(shown, worker, inside.x, inside.y)
    assert (worker, str(leaf["uid"])) in posts(shown.session.plan, "网格员")
    captain = str(plan.persons.loc[plan.persons["role"] == "楼门长", "id"].iloc[0])
    held = {door for person, door in posts(plan, "楼门长") if person == captain}
    door = plan.entrances[~plan.entrances["id"].isin(held)].iloc[-1]
    drop(shown, captain, door["geometry"].x, door["geometry"].y)
    assert (captain, str(door["id"])) in posts(shown.session.plan, "楼门长")


def test_a_drop_outside_says_so_and_changes_nothing(shown: MainWindow) -> None:
    plan = shown.session.plan
    worker, _ = min(posts(plan, "网格员"))
    shown.people_commands.drop_on_map(worker, 0.0, 0.0, 10.0)
    assert shown.session.plan is plan
    assert "没有可以安排" in shown.messages.text.text()


def test_a_drill_shows_who_takes_over_and_changes_nothing(shown: MainWindow, hand: Hand) -> None:
    plan = shown.session.plan
    worker, uid = min(posts(plan, "网格员"))
    choose(shown, worker)
    hand.click(shown.people.drill)
    dialog: VacancyDialog = hand.dialog(VacancyDialog)
    assert dialog.table.rowCount() >= 1
    shares = [dialog.table.item(row, 2) for row in range(dialog.table.rowCount())]
    assert sum(int(item.text().rstrip("%")) for item in shares if item) == pytest.approx(100, abs=3)
    assert int(uid) in shown.session.selection
    hand.click(dialog.stop)
    assert shown.session.plan is plan


def test_a_tip_tells_a_persons_duties_over_time(shown: MainWindow) -> None:
    plan = shown.session.plan
    worker, uid = min(posts(plan, "网格员"))
    code = str(plan.grids.loc[plan.grids["uid"] == int(uid), "code"].iloc[0])
    # Begun and ended on days, then begun anew elsewhere.
    other = str(plan.leaves.loc[plan.leaves["uid"] != int(uid), "code"].iloc[0])
    shown.session.do(
        Together(
            (
                *departures(plan, worker),
                AssignDuty(worker, "网格员", ("grids", code), "2026-01-01"),
                EndDuty(worker, "网格员", ("grids", code), "2026-03-01"),
                AssignDuty(worker, "网格员", ("grids", other), "2026-03-01"),
            )
        )
    )
    lines = histories(shown.session.plan, shown.session.grids)[worker]
    assert [line.split("　")[0] for line in lines] == [
        "2026-01-01 – 2026-03-01",
        "2026-03-01 – 至今",
    ]
    shown.people.refresh()
    frame = shown.people.model.frame
    row = int(frame.index[frame["id"] == worker][0])
    tip = shown.people.model.data(shown.people.model.index(row, 0), Qt.ItemDataRole.ToolTipRole)
    assert all(line in tip for line in lines)


def test_the_doors_of_a_chosen_captain_light_up(shown: MainWindow) -> None:
    held = posts(shown.session.plan, "楼门长")
    captain = min(person for person, _ in held)
    doors = {door for person, door in held if person == captain}
    choose(shown, captain)
    assert len(shown.view.scene.lit_xy) == len(doors)
    # What follows a grid that is chosen elsewhere lights nothing, also when figures come.
    shown.session.select([int(shown.session.plan.leaves["uid"].iloc[0])])
    shown.people.refresh()
    assert len(shown.view.scene.lit_xy) == 0
    assert shown.people.place.isEnabled() == bool(shown.people.rows_chosen())
    choose(shown, captain)
    door = min(doors)
    shown.session.do(EndDuty(captain, "楼门长", ("entrances", door)))
    assert len(shown.view.scene.lit_xy) == len(doors) - 1


def test_the_icon_of_a_past_can_be_seen_in_the_dark(shown: MainWindow) -> None:
    def lightest() -> int:
        image = shown.people.past.icon().pixmap(16, 16).toImage()
        inked = [image.pixelColor(x, y) for x in range(16) for y in range(16)]
        return max(colour.lightness() for colour in inked if colour.alpha() > 200)

    assert lightest() < 100
    shown.actions_table["dark"].trigger()
    assert lightest() > 150


def test_rings_of_doors_are_fine_where_the_whole_town_is_in_sight(shown: MainWindow) -> None:
    def inked(m_per_px: float) -> int:
        image = QImage(60, 60, QImage.Format.Format_ARGB32)
        image.fill(0)
        painter = QPainter(image)
        shown.view.scene.lit_xy = np.zeros((1, 2))
        draw_lit(painter, shown.view.scene, Camera(0.0, 0.0, m_per_px, 60, 60))
        painter.end()
        return sum(image.pixelColor(x, y).alpha() > 0 for x in range(60) for y in range(60))

    # A ring of 15 px with its halo, and one of 7 px.
    assert inked(1.0) > 150
    assert inked(5.0) < 80


def test_how_people_are_counted_is_chosen_in_a_dialog_and_undone(
    shown: MainWindow, hand: Hand
) -> None:
    before = shown.session.plan
    shown.actions_table["counting"].trigger()
    dialog: CountingDialog = hand.dialog(CountingDialog)
    assert (dialog.rules.checkedId(), dialog.prefers.checkedId()) == (0, 0)
    for group, number in ((dialog.rules, 1), (dialog.prefers, 1)):
        button = group.button(number)
        assert button is not None
        button.click()
    hand.click(dialog.go)
    hand.wait()
    plan = shown.session.plan
    assert (rule_of(plan), wish_of(plan)) == ("occupied", ("nearest", 60))
    assert "有人居住的户、楼门长就近" in shown.messages.text.text()
    assert "有人居住" in shown.workload.counts.text()
    shown.actions_table["captains"].trigger()
    hand.wait()
    assert "就近" in shown.messages.text.text()
    shown.session.undo()
    shown.session.undo()
    assert rule_of(shown.session.plan) == rule_of(before) == "all"


def test_a_dialog_that_changes_nothing_asks_for_nothing(shown: MainWindow, hand: Hand) -> None:
    plan = shown.session.plan
    shown.actions_table["counting"].trigger()
    hand.click(hand.dialog(CountingDialog).go)
    assert shown.session.plan is plan


def test_a_drill_is_applied_put_back_and_undone(shown: MainWindow, hand: Hand) -> None:
    plan = shown.session.plan
    worker, _ = min(posts(plan, "网格员"))
    choose(shown, worker)
    hand.click(shown.people.drill)
    hand.click(hand.dialog(VacancyDialog).go)
    hand.wait()
    assert away(shown.session.plan) == {worker}
    frame = shown.people.model.frame.set_index("id")
    assert frame["load"][worker] == 0.0
    assert "缺岗中" in frame["where"][worker]
    helpers = int(frame["where"].str.contains("代管").sum())
    assert helpers == len(covering(shown.session.plan)) - 1
    choose(shown, worker)
    assert shown.people.drill.text() == "放回…"
    hand.click(shown.people.drill)
    assert away(shown.session.plan) == set()
    hand.click(shown.messages.button)
    assert away(shown.session.plan) == {worker}


def test_a_drill_with_days_that_run_backwards_is_refused(shown: MainWindow, hand: Hand) -> None:
    plan = shown.session.plan
    worker, _ = min(posts(plan, "网格员"))
    choose(shown, worker)
    hand.click(shown.people.drill)
    dialog: VacancyDialog = hand.dialog(VacancyDialog)
    dialog.known.setChecked(True)
    dialog.ends.setDate(dialog.begins.date().addDays(-1))
    hand.click(dialog.go)
    assert dialog.fault.text() == "结束日期早于开始日期。"
    assert shown.session.plan is plan
    dialog.reject()


def test_what_happened_to_a_grid_and_a_person_is_shown(shown: MainWindow, hand: Hand) -> None:
    plan = shown.session.plan
    worker, uid = min(posts(plan, "网格员"))
    code = str(plan.grids.loc[plan.grids["uid"] == int(uid), "code"].iloc[0])
    shown.session.do(ChangeGrid(code, name="新名"))
    hand.wait()
    shown.session.select([int(uid)])
    hand.click(shown.card.findChild(QPushButton, "events"))
    dialog: EventsDialog = hand.dialog(EventsDialog)
    lines = dialog.model.frame["what"].tolist()
    assert any(line.endswith("→ 新名") for line in lines)
    assert any("任网格员" in line for line in lines)
    hand.click(dialog.go)
    choose(shown, worker)
    hand.click(shown.people.past)
    dialog = hand.dialog(EventsDialog)
    assert f"网格员：{code}，至今" in dialog.model.frame["what"].tolist()
    dialog.reject()


def test_skills_are_found_by_the_filter_and_told_after_assigning(
    shown: MainWindow, hand: Hand
) -> None:
    plan = shown.session.plan
    worker, uid = min(posts(plan, "网格员"))
    code = str(plan.grids.loc[plan.grids["uid"] == int(uid), "code"].iloc[0])
    persons = plan.persons.assign(skills="")
    persons.loc[persons["id"] == worker, "skills"] = "手语"
    shown.session.do(ImportRows({"persons": persons}, replace=True))
    shown.session.do(ChangeGrid(code, note="要会手语"))
    hand.wait()
    shown.people.filter.setText("手语")
    assert shown.people.sieve.rowCount() == 1
    shown.actions_table["staff"].trigger()
    hand.wait()
    assert "1 项党员、特长用在所需网格" in shown.messages.text.text()
