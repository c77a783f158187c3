"""Repair of all borders in the window: tried beside it, reported, then done as one step."""

from __future__ import annotations

import datetime as dt

from PyQt6.QtCore import QObject
from PyQt6.QtWidgets import QWidget

from gridplanner.jobs import OnProgress
from gridplanner.repair import TOLERANCE_M
from gridplanner.rules import Fixed, fix_all
from ui.dialogs.repair_dialog import RepairDialog
from ui.session import Session


class Repairing(QObject):
    """Tries the repair and shows what it would do."""

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._window = session, window

    def ask(self, tolerance_m: float = TOLERANCE_M) -> None:
        """Try to mend borders, codes and parents, and show the report."""
        session = self._session
        if not session.is_open or not session.has_grids:
            return
        plan = session.plan
        begun = bool((plan.valid_grids["valid_from"] != "").any())
        date = dt.datetime.now(tz=dt.UTC).astimezone().date().isoformat() if begun else ""

        def work(on_progress: OnProgress) -> Fixed:
            return fix_all(plan, tolerance_m=tolerance_m, date=date, on_progress=on_progress)

        def show(fixed: Fixed) -> None:
            dialog = RepairDialog(plan, fixed, self._window)
            dialog.asked.connect(session.do)
            dialog.again.connect(self.ask)
            dialog.open()

        session.run("job.repair", work, show)
