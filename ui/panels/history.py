"""历史: every edit, the newest on top; a double click goes back or forth to it."""

from __future__ import annotations

import datetime as dt

import pandas as pd
from PyQt6.QtWidgets import QWidget

from gridplanner.history import Entry
from ui.language import mark, sentence, tr
from ui.panels.frame_model import Shown
from ui.panels.hint import Hint
from ui.panels.table_panel import TablePanel
from ui.session import Session

COLUMNS = (
    Shown("time", mark("时间"), width=76),
    Shown("text", mark("编辑"), width=0),
    Shown("state", mark("状态"), width=64),
)


def said(entry: Entry) -> str:
    """Say an entry; one that has carried ground over the line of a parent says so."""
    crosses = tr("（跨上级）") if entry.facts.get("cross") else ""
    return sentence(entry.label, entry.facts) + crosses


class HistoryPanel(TablePanel):
    """The journal as a list."""

    placeholder = mark("筛选历史")

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        hint = Hint("clock-counter-clockwise", "还没有编辑。每一步都会记在这里，可以随时退回。")
        super().__init__(session, COLUMNS, hint, parent)
        self.view.setSortingEnabled(False)
        session.project_opened.connect(self.refresh)
        session.plan_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the entries."""
        entries = list(reversed(self.session.entries))
        if not entries:
            self.show_rows(None)
            return
        times = [dt.datetime.fromisoformat(e.time).astimezone() for e in entries]
        today = dt.datetime.now().astimezone().date()
        states = [tr("已放弃") if e.dropped else tr("已撤销") if e.undone else "" for e in entries]
        frame = pd.DataFrame(
            {
                "time": [
                    t.strftime("%H:%M:%S" if t.date() == today else "%m-%d %H:%M") for t in times
                ],
                "text": [said(e) for e in entries],
                "state": states,
                "undone": [e.undone for e in entries],
                "seq": [e.seq for e in entries],
                "uids": [() for _ in entries],
            }
        )
        self.show_rows(frame)

    def activated(self, row: int) -> None:
        """Go to the plan as it was after this edit."""
        self.session.jump(int(self.model.frame["seq"].iloc[row]))
