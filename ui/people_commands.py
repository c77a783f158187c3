"""What the actions do with people and with rows that nobody understood."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PyQt6.QtCore import QObject
from PyQt6.QtWidgets import QFileDialog, QWidget

from gridplanner.address import Candidate, Directory, candidates
from gridplanner.edits.addresses import MatchAgain, unplaced
from gridplanner.jobs import OnProgress, Progress, tell
from gridplanner.model import Plan
from layers.write_worklist import Written, write_worklist
from ui.dialogs.names_dialog import NamesDialog
from ui.language import language, tr
from ui.panels.message_bar import MessageBar
from ui.preferences import Preferences
from ui.session import Session

SHEET_FILTER = "Excel (*.xlsx)"


def proposing(plan: Plan) -> Callable[[OnProgress], list[Candidate]]:
    """Make the job that looks for names which unplaced households may mean."""

    def work(on_progress: OnProgress) -> list[Candidate]:
        tell(on_progress, Progress("job.names"))
        texts = plan.tables["households"]["address"].to_numpy()[unplaced(plan)].tolist()
        return candidates(Directory.of(plan), texts)

    return work


class PeopleCommands(QObject):
    """Handlers of the work list and of duties."""

    def __init__(
        self,
        session: Session,
        preferences: Preferences,
        messages: MessageBar,
        import_file: Callable[[Path], object],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self.session = session
        self.preferences = preferences
        self.messages = messages
        self.window = window
        self._import_file = import_file

    # Work list -----------------------------------------------------------------------

    def confirm_names(self) -> None:
        """Offer names that may be misspelt; what is ticked places its households."""
        if self.session.is_open:
            self.session.run("job.names", proposing(self.session.plan), self._offer_names)

    def _offer_names(self, found: list[Candidate]) -> None:
        dialog = NamesDialog(found, self.window)
        dialog.confirmed.connect(self._match_again)
        dialog.open()

    def _match_again(self, same: Mapping[str, str]) -> None:
        before = int(unplaced(self.session.plan).sum())

        def told(_facts: Mapping[str, object]) -> None:
            placed = before - int(unplaced(self.session.plan).sum())
            self.messages.tell(
                tr("已确认 {names} 个名称，{count} 户落位。", names=len(same), count=placed),
                "info", tr("撤销"), self.session.undo,
            )  # fmt: skip

        self.session.edit_in_background(
            "job.names", lambda _plan, _listen: (MatchAgain(dict(same)), {}), told
        )

    def write_worklist(self) -> None:
        """Ask for a place and write the work list there."""
        project = self.session.project
        if project is None:
            return
        suggested = project.path.with_name(f"{project.path.stem}-{tr('待办')}.xlsx")
        name, _ = QFileDialog.getSaveFileName(
            self.window, tr("导出改表"), str(suggested), SHEET_FILTER
        )
        if not name:
            return
        out = Path(name)
        plan, spoken = self.session.plan, language()

        def work(on_progress: OnProgress) -> Written:
            tell(on_progress, Progress("job.export", None, {"file": out.name}))
            return write_worklist(plan, out, spoken)

        def done(written: Written) -> None:
            said = tr(
                "待办 {count} 行已写入 {file}。改好后点“读回改表”。",
                count=written.rows,
                file=out.name,
            )
            self.messages.tell(said)

        self.session.run("job.export", work, done)

    def read_worklist(self) -> None:
        """Ask for a corrected work list and import it."""
        folder = str(self.preferences.last_folder)
        name, _ = QFileDialog.getOpenFileName(self.window, tr("读回改表"), folder, SHEET_FILTER)
        if name:
            self._import_file(Path(name))
