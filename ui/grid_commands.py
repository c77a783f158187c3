"""What the actions do with grids: change values, move units over a border, choose limits."""

from __future__ import annotations

from typing import Any

from PyQt6.QtCore import QObject
from PyQt6.QtWidgets import QWidget

from gridplanner.edits.sides import outline_moved
from gridplanner.exchanges import Exchange, exchanges
from gridplanner.jobs import OnProgress
from layers.sides import generated_sides
from ui.cards import short_codes
from ui.dialogs.exchange_dialog import ExchangeDialog
from ui.dialogs.grid_dialog import GridDialog
from ui.dialogs.profile_dialog import ProfileDialog
from ui.dialogs.sides_dialog import SidesDialog
from ui.language import language
from ui.session import Session


class GridCommands(QObject):
    """Handlers of the actions that concern one grid, and the limits of all."""

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

    def sides(self, uid: int) -> None:
        """Show the four sides of a grid in words, and ask for better ones."""
        session = self._session
        row: Any = session.plan.tables["grids"].loc[uid]
        own = str(row["sides"])
        dialog = SidesDialog(
            str(row["code"]),
            generated_sides(session.plan, uid, language()),
            own,
            moved=bool(own) and outline_moved(row["geometry"], str(row["sides_at"])),
            parent=self._window,
        )
        dialog.asked.connect(session.do)
        dialog.open()

    def profile(self) -> None:
        """Show the limits that the plan is checked against, and let them be changed."""
        dialog = ProfileDialog(self._session.plan, self._window)
        dialog.asked.connect(self._session.do)
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
