"""What the actions do with a rebalance: ask, work out the ways, show one on the map."""

from __future__ import annotations

import datetime as dt

from PyQt6.QtCore import QObject
from PyQt6.QtWidgets import QWidget

from ui.dialogs.rebalance_dialog import RebalanceDialog
from ui.panels.rebalance import RebalancePanel
from ui.rebalance_work import Way, Ways, offering, pricing
from ui.session import Session


class RebalanceCommands(QObject):
    """Handlers of the rebalance; the panel is given once it is made."""

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self.session = session
        self.window = window
        self.panel: RebalancePanel | None = None
        self._wanted: tuple[Way, tuple[int, ...] | None] | None = None
        session.job_finished.connect(self._show_wanted)

    def make_panel(self) -> RebalancePanel:
        """Make the panel and listen to it."""
        self.panel = RebalancePanel(self.session, self.ask)
        self.panel.way_chosen.connect(self._choose)
        return self.panel

    def ask(self) -> None:
        """Ask how to rebalance, and work the ways out in the background."""
        if not self.session.may_write or not self.session.has_grids:
            return
        dialog = RebalanceDialog(self.session.plan, self.session.leaves_selected(), self.window)
        dialog.accepted.connect(lambda: self._work_out(dialog))
        dialog.open()

    def _work_out(self, dialog: RebalanceDialog) -> None:
        if self.session.offer is not None:
            self.session.drop()
        work = pricing(self.session.plan, dialog.options(), dialog.new_grids())
        self.session.run("job.rebalance", work, self._found)

    def _found(self, ways: Ways) -> None:
        if self.panel is not None and ways.plan is self.session.plan:
            self.panel.show_ways(ways)

    def _choose(self, way: Way, chosen: tuple[int, ...] | None) -> None:
        self._wanted = (way, chosen)
        self._show_wanted()

    def _show_wanted(self, _code: str = "") -> None:
        """Show what was chosen last; while a job runs it waits for its turn."""
        panel = self.panel
        if self._wanted is None or panel is None or panel.ways is None:
            self._wanted = None
            return
        if not self.session.idle:
            return
        (way, chosen), self._wanted = self._wanted, None
        if chosen == () or not way.answer.moves:
            if self.session.offer is not None:
                self.session.drop()
            return
        work = offering(panel.ways, way, chosen, _date(panel.ways))
        self.session.run("job.rebalance_show", work, self.session.propose)


def _date(ways: Ways) -> str:
    """First day of new grids: today once grids are in force, none in a draft."""
    in_force = (ways.plan.valid_grids["valid_from"] != "").any()
    return dt.datetime.now(tz=dt.UTC).astimezone().date().isoformat() if in_force else ""
