"""Mending findings in the window: fixes are tried beside it, shown on the map, then done."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Sequence
from typing import Any

from PyQt6.QtCore import QObject
from PyQt6.QtWidgets import QWidget

from gridplanner.jobs import OnProgress, Progress, tell
from gridplanner.model import Plan
from gridplanner.repair import DropWaiver, Steps
from gridplanner.rules import Finding, OfferedFix, fix_kind, offers
from ui.canvas.view import MapView
from ui.dialogs.waiver_dialog import WaiverDialog
from ui.language import tr
from ui.panels.finding_rows import names, text_of
from ui.panels.findings import FindingsPanel
from ui.panels.fix_bar import FixBar
from ui.panels.message_bar import MessageBar
from ui.session import Session
from ui.work import Ready

#: Who takes a post is chosen from a list of people, not from a few guesses.
BY_DIALOG = ("duty.grid_without_worker", "duty.entrance_without_captain", "duty.two_captains")
#: Half of what is shown around a fault, in metres.
NEAR_M, FAR_M = 12.0, 120.0


def trying(plan: Plan, finding: Finding, date: str) -> Callable[[OnProgress], list[OfferedFix]]:
    """Make the job that tries the fixes of a finding."""

    def work(on_progress: OnProgress) -> list[OfferedFix]:
        tell(on_progress, Progress("job.fix"))
        return offers(plan, finding, date=date)

    return work


def trying_all(
    plan: Plan, findings: Sequence[Finding], date: str
) -> Callable[[OnProgress], list[OfferedFix]]:
    """Make the job that tries to mend all findings of a rule."""

    def work(on_progress: OnProgress) -> list[OfferedFix]:
        tell(on_progress, Progress("job.fix"))
        found = fix_kind(plan, findings, date=date)
        return [] if found is None else [found]

    return work


class Fixing(QObject):
    """Stands between the list of findings, the bar over the map, and the session."""

    def __init__(
        self,
        session: Session,
        view: MapView,
        bar: FixBar,
        messages: MessageBar,
        otherwise: Callable[[Finding], None],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session, self._view, self._bar = session, view, bar
        self._messages, self._otherwise, self._window = messages, otherwise, window
        self._panel: FindingsPanel | None = None
        bar.shown.connect(self._show)
        bar.taken.connect(self._take)
        bar.ended.connect(self._back)
        session.plan_changed.connect(self._forget)
        session.project_closed.connect(self._forget)
        session.proposal_changed.connect(self._forget)

    def attach(self, panel: FindingsPanel) -> None:
        """Answer a list of findings."""
        self._panel = panel
        panel.mend_asked.connect(self.mend)
        panel.kind_asked.connect(self.mend_kind)
        panel.waive_asked.connect(self.waive)
        panel.unwaive_asked.connect(self.unwaive)
        view = self._view
        panel.look_through(lambda: view.camera.bounds)
        view.scale_changed.connect(lambda _scale: panel.view_moved())

    def mend(self, finding: Finding) -> None:
        """Try what mends a finding; where nothing is known, open what may help."""
        if self._session.offer is not None:
            self._messages.tell(tr("请先采用或放弃新方案，再处理问题。"))
            return
        if not finding.fixes or finding.rule in BY_DIALOG:
            self._otherwise(finding)
            return
        work = trying(self._session.plan, finding, self._date())
        self._session.run("job.fix", work, lambda found: self._offer(found, finding))

    def mend_kind(self, findings: list[Finding]) -> None:
        """Try to mend all findings of a rule together."""
        if findings and self._session.offer is None:
            work = trying_all(self._session.plan, findings, self._date())
            self._session.run("job.fix", work, lambda found: self._offer(found, findings[0]))

    def waive(self, findings: list[Finding]) -> None:
        """Ask for a reason and accept findings."""
        text = text_of(findings[0], names(self._session))
        today = dt.datetime.now(tz=dt.UTC).astimezone().date().isoformat()
        dialog = WaiverDialog(findings, text, today, self._window)
        dialog.asked.connect(self._session.do)
        dialog.open()

    def unwaive(self, findings: list[Finding]) -> None:
        """Take waivers back."""
        edits = tuple(DropWaiver(finding.rule, finding.target) for finding in findings)
        self._session.do(edits[0] if len(edits) == 1 else Steps(edits))

    def _offer(self, found: list[OfferedFix], finding: Finding) -> None:
        if not found:
            self._messages.tell(
                tr("试过的办法都会产生新的错误，没有采用；请在地图上处理，或写明理由豁免。"),
                "warning",
            )
            self._otherwise_place(finding)
            return
        if finding.where is not None:
            # A fault of a hand's width would not be seen at the scale of a street.
            area_m2 = float(finding.facts.get("area_m2", 0.0))
            room = min(max(3.0 * math.sqrt(area_m2), NEAR_M), FAR_M)
            x, y = finding.where
            self._view.zoom_clear((x - room, y - room, x + room, y + room))
        self._bar.offer(found, names(self._session))

    def _otherwise_place(self, finding: Finding) -> None:
        if finding.where is not None and self._panel is not None:
            self._panel.place_pointed.emit(*map(float, finding.where))

    def _show(self, offer: OfferedFix | None) -> None:
        # The outlines of what is chosen would lie over the borders that are proposed.
        self._view.select(self._session.selection if offer is None else ())
        self._view.set_proposal(None if offer is None else offer.after)

    def _take(self, offer: OfferedFix) -> None:
        if self._session.do(Ready(offer.edit, offer.before, offer.after)):
            self._messages.tell(
                tr("已处理，问题减少 {count} 个。", count=offer.mended),
                "info",
                tr("撤销"),
                self._session.undo,
            )

    def _back(self) -> None:
        if self._panel is not None and self._panel.isVisible():
            self._panel.view.setFocus()

    def _forget(self, *_: Any) -> None:
        self._bar.end()

    def _date(self) -> str:
        """Today where grids are in force; nothing in a draft."""
        begun = (self._session.plan.valid_grids["valid_from"] != "").any()
        return dt.datetime.now(tz=dt.UTC).astimezone().date().isoformat() if begun else ""
