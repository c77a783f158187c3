"""The session: the one object that all panels look at and ask.

It stands over the open project and its history. Signals are in the past tense; whoever
gets one reads the new state from the session.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from PyQt6.QtCore import QObject, pyqtSignal

from gridplanner.changes import Change
from gridplanner.edits.base import Edit
from gridplanner.errors import Cancelled, GridPlannerError, UsageError
from gridplanner.history import Entry
from gridplanner.model import Plan
from gridplanner.report import Summary
from gridplanner.rules import Finding
from gridplanner.store import Project, open_project
from ui import collector
from ui.jobs import JobRunner, Work
from ui.work import Done, MakeEdit, Offer, checking, editing, figuring, skeleton, touched_by


class Session(QObject):
    """One project at a time, its selection, findings and proposal."""

    project_opened = pyqtSignal(object)
    #: The project is about to be closed: the last moment to keep something in it.
    project_closing = pyqtSignal()
    project_closed = pyqtSignal()
    plan_changed = pyqtSignal(object)
    #: The figures of the plan are known; they come a moment after ``plan_changed``.
    figures_changed = pyqtSignal()
    selection_changed = pyqtSignal(object)
    findings_changed = pyqtSignal()
    proposal_changed = pyqtSignal()
    #: Places to show: uids of grids that an edit, an undo or a finding concerns.
    grids_pointed = pyqtSignal(object)
    saved = pyqtSignal(object)
    failed = pyqtSignal(object)
    job_started = pyqtSignal(str)
    job_progressed = pyqtSignal(object)
    job_finished = pyqtSignal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.project: Project | None = None
        self.selection: tuple[int, ...] = ()
        self.findings: list[Finding] = []
        self.findings_stale = False
        self.offer: Offer | None = None
        self.figures: Summary | None = None
        self._plan: Plan | None = None
        self._checked = False
        self._reckoned: Plan | None = None
        self._reckoner = JobRunner(self)
        self._reckoner.finished.connect(self._reckon_newer)
        self._rechecked: Plan | None = None
        self._checker = JobRunner(self)
        self._checker.finished.connect(self._recheck)
        #: What edits of this session have touched: uids of grids as text, ids of doors.
        self.touched: set[str] = set()
        #: The same, since the findings were found.
        self.stale: set[str] = set()
        self.jobs = JobRunner(self)
        self.jobs.started.connect(self.job_started)
        self.jobs.progressed.connect(self.job_progressed)
        self.jobs.finished.connect(self.job_finished)

    # What stands -------------------------------------------------------------------

    @property
    def plan(self) -> Plan:
        """The plan as the window shows it.

        Raises
        ------
        UsageError
            No project is open.
        """
        if self._plan is None:
            raise UsageError("session.no_project")
        return self._plan

    @property
    def is_open(self) -> bool:
        """Whether a project is open."""
        return self._plan is not None

    @property
    def grids(self) -> pd.DataFrame:
        """Figures of every grid in force, index uid; without figures while they are made."""
        if self.figures is None or not self.figured:
            return skeleton(self.plan)
        return self.figures.grids

    @property
    def figured(self) -> bool:
        """Whether the figures known are those of the grids in force."""
        if self.figures is None or self._plan is None:
            return False
        return set(self.figures.grids.index) == set(self._plan.valid_grids["uid"])

    @property
    def busy(self) -> bool:
        """Whether any thread is at work."""
        return any(r.running is not None for r in (self.jobs, self._reckoner, self._checker))

    @property
    def has_grids(self) -> bool:
        """Whether there are grids in force."""
        return self.is_open and bool(len(self.plan.valid_grids))

    @property
    def checked(self) -> bool:
        """Whether findings are there, stale or not."""
        return self._checked

    @property
    def may_write(self) -> bool:
        """Whether an edit can be done now."""
        return self.project is not None and not self.project.read_only and self.idle

    @property
    def idle(self) -> bool:
        """Whether no job runs."""
        return self.jobs.running is None

    @property
    def can_undo(self) -> bool:
        """Whether there is an edit to undo."""
        return self.may_write and self.project is not None and self.project.history.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether there is an undone edit to redo."""
        return self.may_write and self.project is not None and self.project.history.can_redo

    @property
    def entries(self) -> list[Entry]:
        """Edits of the project, oldest first."""
        return self.project.history.entries if self.project is not None else []

    def leaves_selected(self) -> list[str]:
        """Codes of the selected leaves."""
        if not self.has_grids:
            return []
        leaves = self.plan.leaves
        return [str(code) for code in leaves.loc[leaves["uid"].isin(self.selection), "code"]]

    # Projects ----------------------------------------------------------------------

    def open(self, path: Path | str, *, read_only: bool = False, take_over: bool = False) -> bool:
        """Open a project file in place of the one that is open; whether it worked."""
        if not self.idle:
            self.failed.emit(UsageError("job.busy", {"job": self.jobs.running}))
            return False
        with collector.paused():
            try:
                project = open_project(path, read_only=read_only, take_over=take_over)
            except GridPlannerError as error:
                self.failed.emit(error)
                return False
            self.adopt(project)
        collector.set_aside()
        return True

    def adopt(self, project: Project) -> None:
        """Show an open project in place of the one before."""
        self.close()
        self.project = project
        self._plan = project.plan
        self.project_opened.emit(project)
        self.saved.emit(self._last_saved())
        self._reckon()

    def close(self) -> None:
        """Close the project."""
        if self.project is None:
            return
        self.project_closing.emit()
        project, self.project, self._plan = self.project, None, None
        self.selection, self.findings, self.offer, self.figures = (), [], None, None
        self._checked = self.findings_stale = False
        self.touched, self.stale = set(), set()
        try:
            project.close()
        except GridPlannerError as error:
            self.failed.emit(error)
        collector.take_back()
        self.project_closed.emit()

    def end(self) -> None:
        """Stop what runs, wait for it, and close the project."""
        self.jobs.finish()
        self.close()
        self._reckoner.finish()
        self._checker.finish()

    # Selection ---------------------------------------------------------------------

    def select(self, uids: Iterable[int]) -> None:
        """Select grids everywhere."""
        wanted = tuple(dict.fromkeys(int(uid) for uid in uids))
        if wanted != self.selection:
            self.selection = wanted
            self.selection_changed.emit(wanted)

    # Edits -------------------------------------------------------------------------

    def do(self, edit: Edit) -> bool:
        """Do an edit at once; whether it worked."""
        return self._step(lambda project: project.history.do(edit))

    def undo(self, *, point: bool = True) -> bool:
        """Take the last edit back, and by default show where."""
        return self._step(lambda project: project.history.undo(), point=point)

    def redo(self) -> bool:
        """Do again the edit undone last."""
        return self._step(lambda project: project.history.redo(), point=True)

    def jump(self, seq: int) -> bool:
        """Undo or redo until the edit with this number is the last one done."""
        return self._step(lambda project: project.history.jump(seq), point=True)

    def _step(self, step: Callable[[Project], Change], *, point: bool = False) -> bool:
        if self.project is None or not self.idle:
            self.failed.emit(UsageError("job.busy" if self.project else "session.no_project"))
            return False
        try:
            change = step(self.project)
        except GridPlannerError as error:
            self.failed.emit(error)
            return False
        self._changed(change, self.project.plan)
        if point:
            self.grids_pointed.emit(tuple(sorted(change.fids("grids"))))
        return True

    def _changed(self, change: Change, plan: Plan) -> None:
        if not change:
            return
        self._plan = plan
        self.findings_stale = self._checked
        here = touched_by(change)
        self.touched |= here
        self.stale |= here
        if self.offer is not None:
            self.drop()
        in_force = set(plan.valid_grids["uid"])
        kept = tuple(uid for uid in self.selection if uid in in_force)
        self.plan_changed.emit(change)
        if kept != self.selection:
            self.select(kept)
        self.findings_changed.emit()
        self.saved.emit(self._last_saved())
        self._reckon()

    def _reckon(self) -> None:
        """Work the figures out beside the window; those of an older plan are left alone."""
        plan = self._plan
        if plan is None or self._reckoner.running is not None:
            return

        self._reckoned = plan

        def done(found: Summary) -> None:
            if plan is self._plan:
                if self.figures is None:
                    collector.set_aside()
                self.figures = found
                self.figures_changed.emit()

        self._reckoner.start("job.figures", figuring(plan), done, self._job_failed)

    def _reckon_newer(self) -> None:
        if self._reckoned is not self._plan:
            self._reckon()
        else:
            self._recheck()

    def _recheck(self) -> None:
        """Look for faults anew beside the window, when findings are shown of an older plan.

        It comes after the figures, which it rests on.
        """
        plan = self._plan
        idle = self._checker.running is None and self._reckoner.running is None
        if plan is None or not self.findings_stale or not idle or self._rechecked is plan:
            return
        self._rechecked = plan

        def done(found: list[Finding]) -> None:
            if plan is self._plan:
                self._take_findings(found)

        self._checker.start("job.check", checking(plan), done, self._job_failed)

    def _take_findings(self, found: list[Finding]) -> None:
        self.findings = found
        self._checked = True
        self.findings_stale = False
        self.stale = set()
        self.findings_changed.emit()

    def _last_saved(self) -> dt.datetime | None:
        entries = self.entries
        if not entries:
            return None
        return dt.datetime.fromisoformat(entries[-1].time).astimezone()

    # Jobs --------------------------------------------------------------------------

    def run(self, code: str, work: Work, done: Callable[[Any], None]) -> bool:
        """Run a job in the background; whether it has begun."""
        try:
            self.jobs.start(code, work, done, self._job_failed)
        except GridPlannerError as error:
            self.failed.emit(error)
            return False
        return True

    def edit_in_background(
        self, code: str, make: MakeEdit, told: Callable[[Mapping[str, Any]], None] | None = None
    ) -> bool:
        """Work an edit out and do it in the background."""
        if self.project is None:
            return False

        def done(result: Done) -> None:
            self._changed(result.change, result.plan)
            if told is not None:
                told(result.facts)

        return self.run(code, editing(self.project.history, make), done)

    def check(self) -> bool:
        """Look for every fault in the background."""
        plan = self.plan

        def done(found: list[Finding]) -> None:
            if plan is self._plan:
                self._take_findings(found)

        return self.run("job.check", checking(plan), done)

    def propose(self, found: Offer) -> None:
        """Show a proposal beside the plan."""
        self.offer = found
        self.proposal_changed.emit()

    def accept(self, told: Callable[[Mapping[str, Any]], None] | None = None) -> bool:
        """Put the proposal into the plan, in the background; one step of the history."""
        if self.offer is None:
            return False
        edit = self.offer.edit
        return self.edit_in_background("job.accept", lambda _plan, _listen: (edit, {}), told)

    def drop(self) -> None:
        """Let the proposal go."""
        self.offer = None
        self.proposal_changed.emit()

    def cancel(self) -> None:
        """Ask the running job to stop."""
        self.jobs.cancel()

    def _job_failed(self, error: Exception) -> None:
        if self.project is not None and self._plan is not self.project.plan:
            # The edit was kept and what followed it failed: show what is on disk.
            self._plan = self.project.plan
            self.plan_changed.emit(None)
            self._reckon()
        if isinstance(error, (GridPlannerError, Cancelled)):
            self.failed.emit(error)
            return
        raise error
