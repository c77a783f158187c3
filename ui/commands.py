"""What the actions do with projects, files and plans: ask, run, say what came of it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QObject, QTimer
from PyQt6.QtWidgets import QFileDialog, QWidget

from gridplanner.edits.base import Edit
from gridplanner.edits.exports import LogExport
from gridplanner.edits.grids import DeleteGrid, MergeGrids
from gridplanner.errors import GridPlannerError
from gridplanner.rebalancing import Rebalanced
from gridplanner.rules import Finding
from gridplanner.rules.actions import action_of
from gridplanner.samples import make_sample
from gridplanner.store import Project, is_project
from layers.importing import prepare
from ui import figures
from ui.cards import card_of
from ui.dialogs.duty_dialog import CaptainDialog, WorkerDialog
from ui.dialogs.import_dialog import ImportDialog
from ui.dialogs.plan_dialog import PlanDialog
from ui.dialogs.print_dialog import PrintDialog
from ui.dialogs.project_assistant import ProjectAssistant
from ui.handing import Handing
from ui.language import tr
from ui.panels.message_bar import MessageBar
from ui.preferences import Preferences
from ui.session import Session
from ui.work import captaining, locating, offer, staffing

PROJECT_FILTER = "GeoPackage (*.gpkg)"


class Commands(QObject):
    """Handlers of the actions that concern the project."""

    def __init__(
        self, session: Session, preferences: Preferences, messages: MessageBar, window: QWidget
    ) -> None:
        super().__init__(window)
        self.session = session
        self.preferences = preferences
        self.messages = messages
        self.window = window
        self.handing = Handing(session, preferences, messages, window)
        #: Set by the window; what to open, by the name of the command that helps.
        self.helps: dict[str, Callable[[], object]] = {"plan": self.plan}
        #: Set by the window; tries to mend the borders of grids that were read in.
        self.repair: Callable[[], None] = lambda: None
        #: Set by the window; does an edit, or asks where it would cross the line of a parent.
        self.do_or_ask: Callable[[Edit, Callable[[], object]], None] = self._do

    # Projects ----------------------------------------------------------------------

    def new(self, files: tuple[Path, ...] = ()) -> None:
        """Ask for a new project and make it in the background."""
        dialog = ProjectAssistant(self.preferences.last_folder, self.window)
        dialog.add_files(files)
        dialog.asked.connect(self._create)
        dialog.open()

    def _create(self, work: Callable[..., Project]) -> None:
        self.session.run("job.create", work, self.session.adopt)

    def open(self) -> None:
        """Ask for a project file and open it."""
        folder = str(self.preferences.last_folder)
        name, _ = QFileDialog.getOpenFileName(self.window, tr("打开项目"), folder, PROJECT_FILTER)
        if name:
            self.open_path(name)

    def open_path(self, path: str | Path) -> None:
        """Open a project file; one that another has open can be looked at."""
        self.session.open(path)

    def sample(self, name: str = "langao") -> None:
        """Make a sample project among the temporary files and open it."""
        folder = Path(tempfile.mkdtemp(prefix="gridplanner-"))
        path = folder / f"{name}.gpkg"
        self.session.run(
            "job.sample",
            lambda listen: make_sample(name, path, prepare, listen),
            self.session.adopt,
        )

    def take_files(self, paths: tuple[Path, ...]) -> None:
        """Open a project; other files begin a new project or come into the open one."""
        if len(paths) == 1 and paths[0].suffix.lower() == ".gpkg" and self._is_project(paths[0]):
            self.open_path(paths[0])
        elif self.session.is_open and len(paths) == 1:
            self.import_file(paths[0])
        elif paths:
            self.new(paths)

    def _is_project(self, path: Path) -> bool:
        try:
            return is_project(path)
        except GridPlannerError:
            return False

    def save_copy(self) -> None:
        """Ask for a place and write a closed copy there."""
        project = self.session.project
        if project is None:
            return
        name, _ = QFileDialog.getSaveFileName(
            self.window, tr("另存副本"), str(project.path), PROJECT_FILTER
        )
        if not name:
            return
        try:
            copy = project.save_copy(name)
        except GridPlannerError as error:
            self.session.failed.emit(error)
            return
        self.messages.tell(tr("已另存为 {file}。", file=copy.name))

    def close(self) -> None:
        """Close the project."""
        self.session.close()

    # Files -------------------------------------------------------------------------

    def import_file(self, path: Path | None = None) -> None:
        """Ask for a file and how to read it; its rows come in as one edit."""
        if not self.session.is_open:
            return
        if path is None:
            folder = str(self.preferences.last_folder)
            name, _ = QFileDialog.getOpenFileName(
                self.window, tr("导入文件"), folder, ImportDialog.file_filter()
            )
            if not name:
                return
            path = Path(name)
            self.preferences.set("last_folder", str(path.parent))
        dialog = ImportDialog(self.session.plan, path, self.window)
        dialog.asked.connect(lambda edit, rows: self._import(edit, rows, mend=dialog.mends))
        dialog.open()

    def _import(self, edit: Edit, rows: int, *, mend: bool = False) -> None:
        def told(_facts: Mapping[str, Any]) -> None:
            self._tell_undoable(tr("已导入 {count} 行。", count=figures.whole(rows)))
            if mend:
                # The job of the import ends first.
                QTimer.singleShot(0, self.repair)

        self.session.edit_in_background("job.import", lambda _plan, _listen: (edit, {}), told)

    def export(self) -> None:
        """Ask what to write and where; write it in the background."""
        self.handing.export()

    def take_back(self) -> None:
        """Ask for a file that came back; take its differences one by one."""
        self.handing.take_back()

    def print_sheets(self) -> None:
        """Show sheets as they would be printed; print them or write them into a file."""
        project = self.session.project
        if project is None:
            return
        codes = self.session.leaves_selected()
        dialog = PrintDialog(
            self.session.plan,
            project.path,
            self.preferences,
            codes[0] if codes else "",
            self.window,
        )
        dialog.asked.connect(self.handing.write)
        dialog.noted.connect(lambda title: self.session.do(LogExport(title, "print")))
        dialog.open()

    # Work --------------------------------------------------------------------------

    def plan(self) -> None:
        """Ask how to plan, and plan in the background."""
        if not self.session.may_write:
            return
        dialog = PlanDialog(self.session.plan, self.window)
        dialog.accepted.connect(lambda: self._plan(dialog))
        dialog.open()

    def _plan(self, dialog: PlanDialog) -> None:
        work = offer(self.session.plan, dialog.options())
        self.session.run("job.plan", work, self.session.propose)

    def accept(self) -> None:
        """Put the proposal into the plan, then look for faults."""
        offered = self.session.offer
        kept = offered is not None and isinstance(offered.planned, Rebalanced)

        def told(_facts: Mapping[str, Any]) -> None:
            self._tell_undoable(
                tr("再均衡已采用，人员和岗位不变。下一步：检查（F7）。")
                if kept
                else tr("方案已采用。下一步：安排网格员（F8）、楼门长（F9），再检查（F7）。")
            )

        self.session.accept(told)

    def drop(self) -> None:
        """Let the proposal go."""
        self.session.drop()

    def check(self) -> None:
        """Look for every fault."""
        if self.session.is_open:
            self.session.check()

    def locate(self) -> None:
        """Count where the households are."""

        def done(counts: Mapping[str, int]) -> None:
            self.messages.tell(
                tr(
                    "{assigned} 户在网格内，{outside} 户在网格外，"
                    "{unmatched} 户没有位置；共 {persons} 人。",
                    **{name: figures.whole(count) for name, count in counts.items()},
                )
            )

        self.session.run("job.locate", locating(self.session.plan), done)

    def staff(self) -> None:
        """Assign all workers."""

        def told(facts: Mapping[str, Any]) -> None:
            suited = tr("{count} 项党员、特长用在所需网格。", count=facts["suited"])
            self._tell_undoable(
                tr(
                    "已安排网格员 {placed} 人，{kept} 人留在原网格；"
                    "每人工作量 {least}–{most} 人份，{without} 个网格无人。",
                    placed=facts["placed"],
                    kept=facts["kept"],
                    without=facts["without"],
                    least=f"{facts['least']:.2f}",
                    most=f"{facts['most']:.2f}",
                )
                + (suited if facts["suited"] else "")
            )

        self.session.edit_in_background("job.staff", staffing, told)

    def captains(self) -> None:
        """Find captains for all doors."""

        def told(facts: Mapping[str, Any]) -> None:
            counts = {name: figures.whole(facts[name]) for name in ("doors", "captains", "vacant")}
            self._tell_undoable(
                tr(
                    "{doors} 个楼门已安排楼门长 {captains} 人（{prefer}），{vacant} 个楼门空缺。",
                    **counts,
                    prefer=tr("人数最少") if facts["prefer"] == "fewest" else tr("就近"),
                )
            )

        self.session.edit_in_background("job.captains", captaining, told)

    # Grids and people --------------------------------------------------------------

    def merge(self) -> None:
        """Merge the selected leaves; the one with the most households keeps its code."""
        codes = self.session.leaves_selected()
        if len(codes) < 2:
            return
        grids = self.session.grids
        rows = grids[grids["code"].isin(codes)]
        keep = str(
            rows.sort_values(["households", "code"], ascending=[False, True])["code"].iloc[0]
        )
        uid = int(rows.index[rows["code"] == keep][0])

        def merged() -> None:
            self.session.select([uid])
            self._tell_undoable(tr("{count} 个网格已合并为 {code}。", count=len(codes), code=keep))

        self.do_or_ask(MergeGrids(tuple(codes), keep), merged)

    def _do(self, edit: Edit, then: Callable[[], object]) -> None:
        if self.session.do(edit):
            then()

    def delete(self) -> None:
        """Delete the selected leaf."""
        codes = self.session.leaves_selected()
        if len(codes) == 1 and self.session.do(DeleteGrid(codes[0])):
            self._tell_undoable(tr("网格 {code} 已删除，其范围变为未划分。", code=codes[0]))

    def replace_worker(self, uid: int, worker: str) -> None:
        """Ask who takes a worker's place (or joins), and do it."""
        dialog = WorkerDialog(self.session.plan, uid, worker, self.window)
        dialog.asked.connect(self.session.do)
        dialog.open()

    def worker_of_selection(self) -> None:
        """Replace the first worker of the selected leaf."""
        codes = self.session.leaves_selected()
        if len(codes) == 1:
            uid = self.session.plan.uid_of(codes[0])
            self.replace_worker(uid, WorkerDialog.first_worker(self.session.plan, uid))

    def captain_of_selection(self) -> None:
        """Choose the captain of the first vacant door of the selected leaf, else of its first."""
        codes = self.session.leaves_selected()
        if len(codes) != 1:
            return
        plan = self.session.plan
        doors = card_of(plan, plan.uid_of(codes[0])).doors
        if doors:
            self.choose_captain(doors[0].id)
        else:
            self.messages.tell(tr("这个网格里没有有人住的楼门。"))

    def choose_captain(self, entrance: str) -> None:
        """Ask who is to be captain of a door, and do it."""
        dialog = CaptainDialog(self.session.plan, entrance, self.window)
        dialog.asked.connect(self.session.do)
        dialog.open()

    def mend(self, finding: Finding) -> None:
        """Open what mends a finding."""
        if finding.rule == "duty.entrance_without_captain" or finding.rule == "duty.two_captains":
            doors = set(self.session.plan.tables["entrances"]["id"])
            door = next((code for code in finding.codes if code in doors), "")
            door = door or str(finding.facts.get("entrance", ""))
            if door:
                self.choose_captain(door)
                return
        if finding.rule == "duty.grid_without_worker" and finding.codes:
            self.replace_worker(self.session.plan.uid_of(finding.codes[0]), "")
            return
        help_with = self.helps.get(action_of(finding) or "")
        if help_with is not None:
            help_with()
            return
        if finding.rule.startswith("duty."):
            self.messages.tell(tr("附近没有还能多管的楼门长人选；请增加人选或调高可管户数。"))
        elif finding.rule == "party.branch":
            self.messages.tell(tr("请把小区党支部登记在小区或服务点资料里，再重新检查。"))
        else:
            self.messages.tell(
                tr("这类问题请在地图上用拆分、合并或画网格处理；位置已在地图上标出。")
            )

    # Words -------------------------------------------------------------------------

    def _tell_undoable(self, text: str) -> None:
        self.messages.tell(text, "info", tr("撤销"), self.session.undo)
