"""What the actions do with the selected grid: change its values, move units over its border."""

from __future__ import annotations

from PyQt6.QtCore import QObject
from PyQt6.QtWidgets import QWidget

from gridplanner.exchanges import Exchange, exchanges
from gridplanner.jobs import OnProgress
from ui.cards import short_codes
from ui.dialogs.exchange_dialog import ExchangeDialog
from ui.dialogs.grid_dialog import GridDialog
from ui.session import Session


class GridCommands(QObject):
    """Handlers of the actions that concern one grid."""

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._window = window

    def change(self) -> None:
        """Ask for code, name, kind, posts, lock and note of the selected grid."""
        session = self._session
        if len(session.selection) != 1:
            return
        dialog = GridDialog(session.plan, session.selection[0], self._window)
        dialog.asked.connect(session.do)
        dialog.open()

    def exchange(self) -> None:
        """Work out which units could go over the border of the selected leaf, and ask."""
        session = self._session
        codes = session.leaves_selected()
        if len(codes) != 1:
            return
        plan, code = session.plan, codes[0]

        def work(on_progress: OnProgress) -> list[Exchange]:
            return exchanges(plan, code, on_progress)

        def ask(found: list[Exchange]) -> None:
            grids = session.grids
            short = short_codes(grids)
            names = {str(grids["code"][uid]): text for uid, text in short.items()}
            dialog = ExchangeDialog(names[code], found, names, self._window)
            dialog.asked.connect(session.do)
            dialog.open()

        session.run("job.exchange", work, ask)
