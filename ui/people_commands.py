"""What the actions do with people and with rows that nobody understood."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import shapely
from PyQt6.QtCore import QMimeData, QObject, QPoint, QPointF
from PyQt6.QtWidgets import QFileDialog, QWidget

from gridplanner.address import Candidate, Directory, candidates
from gridplanner.biography import Event, grid_events, person_events
from gridplanner.captains import CANDIDATE_ROLES
from gridplanner.edits.addresses import MatchAgain, unplaced
from gridplanner.edits.base import Edit
from gridplanner.edits.cover import PutBack
from gridplanner.edits.duties import CAPTAIN, WORKER, AssignDuty
from gridplanner.errors import GridPlannerError
from gridplanner.geometry import shapes_of
from gridplanner.jobs import OnProgress, Progress, tell
from gridplanner.model import Plan
from gridplanner.vacancy import away, drill
from layers.write_worklist import Written, write_worklist
from ui.canvas.view import MapView
from ui.cards import short_codes, top_names
from ui.dialogs.counting_dialog import CountingDialog
from ui.dialogs.events_dialog import EventsDialog
from ui.dialogs.names_dialog import NamesDialog
from ui.dialogs.post_dialog import PostDialog, place_worker
from ui.dialogs.vacancy_dialog import VacancyDialog, dated
from ui.language import language, sentence, tr
from ui.panels.message_bar import MessageBar
from ui.panels.people import PERSON_MIME, today
from ui.preferences import Preferences
from ui.session import Session

SHEET_FILTER = "Excel (*.xlsx)"
#: A captain dropped this near to a door gets it.
DROP_PX = 40


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

    # Duties ---------------------------------------------------------------------------

    def find_post(self, person: str) -> None:
        """Ask where a person is to serve, and do it."""
        if not self.session.may_write or not self.session.has_grids:
            return
        dialog = PostDialog(self.session.plan, person, self.session.grids, self.window)
        dialog.asked.connect(self._assign)
        dialog.open()

    def _assign(self, edit: Edit) -> None:
        if self.session.do(edit):
            self.messages.tell(tr("已安排。"), "info", tr("撤销"), self.session.undo)

    def counting(self) -> None:
        """Ask which households count and how captains are chosen."""
        if not self.session.may_write:
            return
        dialog = CountingDialog(self.session.plan, self.window)
        dialog.asked.connect(self._count_so)
        dialog.open()

    def _count_so(self, edit: Edit) -> None:
        if self.session.do(edit):
            said = sentence(edit.label, edit.facts)
            self.messages.tell(tr("{what}。", what=said), "info", tr("撤销"), self.session.undo)

    def drill(self, person: str) -> None:
        """Show who takes over while a worker is away; the grids concerned are selected."""
        plan = self.session.plan
        if person in away(plan, today()):
            date = today() if dated(plan) else ""
            if self.session.do(PutBack(person, date)):
                name = str(plan.tables["persons"].set_index("id")["name"].get(person) or person)
                self.messages.tell(
                    tr("{name} 已放回，代管结束。", name=name),
                    "info",
                    tr("撤销"),
                    self.session.undo,
                )
            return
        try:
            found = drill(plan, person)
        except GridPlannerError as error:
            self.session.failed.emit(error)
            return
        grids = plan.valid_grids.set_index("uid", drop=False)
        short, top = short_codes(grids), top_names(grids)
        names = {
            str(code): f"{short[int(uid)]} {top[int(uid)]}".strip()
            for uid, code in zip(grids["uid"], grids["code"], strict=True)
        }
        codes = [*found.leaves, *(share.by for share in found.shares)]
        self.session.select(plan.uid_of(code) for code in dict.fromkeys(codes))
        dialog = VacancyDialog(plan, found, names, self.window)
        dialog.asked.connect(self._cover)
        dialog.open()

    def _cover(self, edit: Edit) -> None:
        if self.session.do(edit):
            self.messages.tell(
                tr("已按演练安排代管；本人回岗后在人员表里放回。"), "info", tr("撤销"),
                self.session.undo,
            )  # fmt: skip

    def show_grid_events(self, uid: int) -> None:
        """Read the journal for a grid, and show what happened to it."""
        project = self.session.project
        if project is None:
            return
        history = project.history
        row = self.session.grids.loc[uid]
        name = " ".join(dict.fromkeys(str(row[c]) for c in ("name", "code") if row[c]))

        def done(found: list[Event]) -> None:
            EventsDialog(name, found, self.window).open()

        self.session.run("job.events", lambda listen: grid_events(history, uid, listen), done)

    def show_person_events(self, person: str) -> None:
        """Show the duties of a person over time."""
        plan = self.session.plan
        persons = plan.tables["persons"].set_index("id")
        name = str(persons["name"].get(person) or person)
        EventsDialog(name, person_events(plan, person), self.window).open()

    def takes(self, data: QMimeData | None) -> bool:
        """Whether what is dragged is a person who can be given a post."""
        is_person = data is not None and data.hasFormat(PERSON_MIME)
        return is_person and self.session.may_write and self.session.has_grids

    def take_drop(self, data: QMimeData | None, at: QPoint, view: MapView) -> bool:
        """Place a person dropped on the window; whether it was one."""
        if data is None or not self.takes(data):
            return False
        place = view.mapFrom(self.window, at)
        if view.rect().contains(place):
            x, y = view.camera.to_map(QPointF(place))
            edge_x, _ = view.camera.to_map(QPointF(place + QPoint(DROP_PX, 0)))
            self.drop_on_map(data.data(PERSON_MIME).data().decode(), x, y, abs(edge_x - x))
        return True

    def drop_on_map(self, person: str, x: float, y: float, reach_m: float) -> None:
        """Give a person the post at a place of the map: the leaf, or the nearest door in reach."""
        plan, place = self.session.plan, shapely.Point(x, y)
        role = str(plan.tables["persons"].set_index("id")["role"].get(person, ""))
        if role == WORKER:
            leaves = plan.leaves
            inside = shapely.covers(shapes_of(leaves.geometry), place)
            if inside.any():
                code = str(leaves["code"].to_numpy()[inside][0])
                self._assign(place_worker(plan, person, code))
                return
        elif role in CANDIDATE_ROLES and len(plan.tables["entrances"]):
            doors = plan.layer("entrances")
            away_m = shapely.distance(shapes_of(doors.geometry), place)
            nearest = int(away_m.argmin())
            if away_m[nearest] <= reach_m:
                door = str(doors["id"].iloc[nearest])
                self._assign(AssignDuty(person, CAPTAIN, ("entrances", door)))
                return
        self.messages.tell(tr("这里没有可以安排的网格或楼门。"))

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
