"""The seven things people come to do, each in at most eight clicks."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest
from PyQt6.QtWidgets import QFileDialog

from gridplanner.exchanges import exchanges
from gridplanner.samples import sample_of
from tests.ui.conftest import events
from tests.ui.seven import (
    KEY,
    Counting,
    busiest_leaf,
    captained,
    captains,
    cut,
    doors_first,
    far_from_target,
    leave_doors,
    watched,
    workers,
)
from ui.cards import card_of
from ui.dialogs.duty_dialog import CaptainDialog, WorkerDialog
from ui.dialogs.exchange_dialog import ExchangeDialog
from ui.dialogs.export_dialog import ExportDialog
from ui.dialogs.plan_dialog import PlanDialog
from ui.dialogs.project_assistant import ProjectAssistant
from ui.main_window import MainWindow
from ui.preferences import Preferences


def test_1_see_who_carries_too_much(
    window: MainWindow, user: Counting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = window.commands.sample
    monkeypatch.setattr(window.commands, "sample", lambda: make("yuxin"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    user.click(window.start.sample)
    user.wait()
    user.tool("plan")
    dialog = user.dialog(PlanDialog)
    dialog.seconds.setValue(2)
    user.click(dialog.go)
    user.wait()
    user.click(window.offer_bar.accept)
    user.wait()
    user.tool("theme_deviation")
    user.tab(window.workload)
    user.row(window.workload, 0)
    uid = window.session.selection[0]
    leaves = window.session.grids
    leaves = leaves[leaves["level"] == window.session.plan.scheme.depth]
    assert leaves.loc[uid, "deviation"] == leaves["deviation"].max()
    # Why: the card breaks the load down by factor.
    assert sum(part.load for part in card_of(window.session.plan, uid).parts) > 0
    assert window.view.selected == [uid]


def test_2_new_project_from_own_files(
    window: MainWindow, user: Counting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = sample_of("yuxin").folder
    names = [str(folder / name) for name in ("boundary.zip", "buildings.zip", "persons.xlsx")]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (names, ""))
    user.click(window.start.new)
    dialog = user.dialog(ProjectAssistant)
    dialog.files.folder.setText(str(tmp_path))
    user.click(dialog.files.add)
    user.click(dialog.next)
    user.qtbot.waitUntil(lambda: dialog.run is not None, timeout=30_000)
    user.click(dialog.next)
    user.click(dialog.next)
    user.wait()
    assert len(window.session.plan.tables["buildings"]) > 0
    assert len(window.session.plan.tables["persons"]) > 0


def test_3_plan_and_accept(window: MainWindow, user: Counting, estate: Path) -> None:
    user.open(estate)
    user.tool("plan")
    dialog = user.dialog(PlanDialog)
    dialog.seconds.setValue(2)
    user.click(dialog.go)
    user.wait()
    user.click(window.offer_bar.accept)
    user.wait()
    assert len(window.session.plan.leaves) == window.session.plan.scheme.counts[-1]


def test_4_fix_three_findings(window: MainWindow, user: Counting, planned: Path) -> None:
    user.open(planned)
    leave_doors(window)
    user.tool("check")
    user.wait()
    before = captained(window)
    user.row(window.findings, doors_first(window))
    for _ in range(3):
        user.click(window.findings.mend)
        user.click(user.dialog(CaptainDialog).go)
        user.wait()
    assert captained(window) == before + 3
    user.wait()
    assert not window.session.findings_stale


def test_5_move_a_border_and_watch_both_loads(
    window: MainWindow, user: Counting, planned: Path
) -> None:
    """Until there is a tool that pushes borders, one moves by splitting a grid."""
    user.open(planned)
    uid, line = cut(window)
    window.view.zoom_to_grids([uid])
    user.click(window.view, user.at_grid(uid))
    before = window.session.grids.loc[uid]
    user.tool("split")
    ends = [window.view.camera.to_screen(x, y).toPoint() for x, y in line.coords]
    for end in ends:
        user.click(window.view, end)
    events.keyClick(window.view, KEY.Key_Return)
    user.wait()
    after = window.session.grids
    new = int(after.index.max())
    assert after.loc[[uid, new], "households"].sum() == before["households"]
    assert after.loc[[uid, new], "load"].sum() == pytest.approx(before["load"], rel=1e-6)
    user.tab(window.workload)
    assert {uid, new} <= {u for uids in window.workload.model.frame["uids"] for u in uids}


def test_5_move_a_border_by_picking(window: MainWindow, user: Counting, planned: Path) -> None:
    user.open(planned)
    uid = far_from_target(window)
    window.view.zoom_to_grids([uid])
    user.click(window.view, user.at_grid(uid))
    best = exchanges(window.session.plan, str(window.session.grids.loc[uid, "code"]))[0]
    codes = [best.source, best.to]
    before = watched(window, codes)
    window.actions_table["exchange"].trigger()
    user.wait()
    user.click(user.dialog(ExchangeDialog).go)
    user.wait()
    after = watched(window, codes)
    assert after[best.source] < before[best.source]
    assert after[best.to] > before[best.to]
    assert sum(after.values()) == pytest.approx(sum(before.values()))


def test_6_replace_a_worker_and_a_captain(
    window: MainWindow, user: Counting, planned: Path
) -> None:
    user.open(planned)
    uid = busiest_leaf(window)
    window.view.zoom_to_grids([uid])
    user.click(window.view, user.at_grid(uid))
    assert window.session.selection == (uid,)
    before = window.session.plan.tables["duties"]
    user.click(user.card_button("replace"))
    user.click(user.dialog(WorkerDialog).go)
    user.wait()
    user.click(user.card_button("captain"))
    user.click(user.dialog(CaptainDialog).go)
    user.wait()
    after = window.session.plan.tables["duties"]
    old, new = (workers(duties, uid) for duties in (before, after))
    assert len(old) == len(new)
    assert old != new
    assert captains(before) != captains(after)


def test_7_export_the_meeting_map_and_the_gbk_handoff(
    window: MainWindow, user: Counting, planned: Path
) -> None:
    window.preferences.set("open_folder_after_export", False)
    user.open(planned)
    user.tool("export")
    dialog = user.dialog(ExportDialog)
    assert dialog.profile.currentData() == "meeting"
    user.click(dialog.go)
    user.wait()
    user.tool("export")
    dialog = user.dialog(ExportDialog)
    user.choose(dialog.format, "shp")
    user.choose(dialog.encoding, "gbk")
    user.click(dialog.go)
    user.wait()
    assert planned.with_suffix(".html").stat().st_size > 0
    with ZipFile(planned.with_suffix(".zip")) as pack:
        tags = {pack.read(name).strip() for name in pack.namelist() if name.endswith(".cpg")}
    assert tags
    assert all(tag.upper() in (b"GBK", b"936", b"CP936") for tag in tags)


def test_preferences_of_tests_are_their_own(tmp_path: Path) -> None:
    assert str(tmp_path) in Preferences()._file.fileName()
