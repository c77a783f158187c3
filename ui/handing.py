"""What leaves the window as files, and what comes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PyQt6.QtCore import QObject, QUrl
from PyQt6.QtGui import QDesktopServices
from PyQt6.QtWidgets import QFileDialog, QWidget

from gridplanner.cli.common import duty_date
from gridplanner.edits import ChangeSettings, LogExport
from gridplanner.handoff import Found, TakeDifference, take
from gridplanner.jobs import OnProgress
from gridplanner.model import Plan
from gridplanner.report import Summary
from layers.export_options import ExportOptions, WriteResult
from layers.field_mapping import with_system
from ui.dialogs.export_dialog import COMPARED, ExportDialog
from ui.dialogs.handoff_dialog import HandoffDialog
from ui.language import sentence, tr
from ui.panels.message_bar import MessageBar
from ui.preferences import Preferences
from ui.session import Session
from ui.work import exporting


class Handing(QObject):
    """Exports, and takes back what was handed over."""

    def __init__(
        self, session: Session, preferences: Preferences, messages: MessageBar, window: QWidget
    ) -> None:
        super().__init__(window)
        self.session = session
        self.preferences = preferences
        self.messages = messages
        self.window = window

    def export(self) -> None:
        """Ask what to write and where; write it in the background."""
        project = self.session.project
        if project is None:
            return
        dialog = ExportDialog(self.session.plan, project.path, self.preferences, self.window)

        def asked(name: str, out: Path, options: ExportOptions) -> None:
            new = dialog.fields.new_system
            if new is not None and options.mapping is new[1] and self.session.may_write:
                self.session.do(ChangeSettings(with_system(self.session.plan, *new)))
            today = dialog.extras.today.opener() if name in COMPARED else None
            self.write(name, out, options, today)

        dialog.asked.connect(asked)
        dialog.open()

    def write(
        self,
        name: str,
        out: Path,
        options: ExportOptions,
        today: Callable[[], tuple[Plan, Summary]] | None = None,
    ) -> None:
        """Write a file in the background; an internal one is noted in the journal first."""
        if options.profile == "internal":
            if not self.session.may_write:
                self.messages.tell(tr("项目是只读的，内部导出不能记入日志。"), "warning")
                return
            if not self.session.do(LogExport(out.name, name)):
                return
        project = self.session.project
        if project is None:
            return
        history = project.history
        opens = str(self.preferences.get("open_folder_after_export")).lower() == "true"

        def work(on_progress: OnProgress) -> WriteResult:
            given = options if today is None else replace(options, against=today())
            return exporting(history, name, out, given)(on_progress)

        def done(result: WriteResult) -> None:
            lines = [tr("已导出 {file}。", file=result.path.name)]
            lines += [sentence(note.code, note.facts) for note in result.notes]
            self.messages.tell(lines, "info", tr("打开文件夹"), lambda: show_folder(result.path))
            if opens:
                show_folder(result.path)

        self.session.run("job.export", work, done)

    def take_back(self, path: Path | None = None) -> None:
        """Ask for a file that came back and show how it differs."""
        if not self.session.may_write:
            return
        if path is None:
            folder = str(self.preferences.last_folder)
            kinds = f"{tr('交换文件')} (*.zip *.shp *.gpkg *.geojson *.json)"
            name, _ = QFileDialog.getOpenFileName(self.window, tr("导入回传"), folder, kinds)
            if not name:
                return
            path = Path(name)
            self.preferences.set("last_folder", str(path.parent))
        dialog = HandoffDialog(self.session.plan, path, self.window)
        file = path.name
        dialog.asked.connect(lambda found, numbers: self._take(found, numbers, file))
        dialog.open()

    def _take(self, found: Found, numbers: list[int], file: str) -> None:
        plan = self.session.plan

        def work(_on_progress: OnProgress) -> list[TakeDifference]:
            return take(plan, found, numbers, date=duty_date(plan), file=file)

        def done(edits: list[TakeDifference]) -> None:
            taken = sum(self.session.do(edit) for edit in edits)
            undo: Callable[[], object] = self.session.undo
            self.messages.tell(tr("已采用 {count} 处。", count=taken), "info", tr("撤销"), undo)

        self.session.run("job.import", work, done)


def show_folder(path: Path) -> None:
    """Open the folder of a file in the system's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
