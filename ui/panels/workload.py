"""工作量: the leaves with their load, the worst first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QLabel, QWidget

from gridplanner.households import rule_of
from ui import figures
from ui.cards import short_codes
from ui.dialogs.counting_dialog import term
from ui.language import mark, tr
from ui.panels.deviation import DeviationDelegate
from ui.panels.frame_model import Shown, absent_as_dash
from ui.panels.hint import Hint
from ui.panels.table_panel import TablePanel
from ui.qt import held
from ui.session import Session


def _two(value: float) -> str:
    return f"{value:.2f}"


def _nothing(_value: float) -> str:
    return ""


COLUMNS = (
    Shown("label", mark("网格"), width=0),
    Shown("households", mark("户"), absent_as_dash(figures.whole), right=True, width=44),
    Shown("persons", mark("人"), absent_as_dash(figures.whole), right=True, width=44),
    Shown("load", mark("工作量"), absent_as_dash(_two), right=True, width=48),
    Shown("target", mark("目标"), absent_as_dash(_two), right=True, width=48),
    Shown("deviation", mark("偏差"), _nothing, width=92),
)


class WorkloadPanel(TablePanel):
    """Loads of the leaves."""

    placeholder = mark("按网格筛选")

    def __init__(
        self, session: Session, plan_action: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        hint = Hint("scales", "有了网格，这里按偏差列出各网格的工作量。", "划分网格…", plan_action)
        super().__init__(session, COLUMNS, hint, parent)
        self.counts = QLabel()
        self.counts.setObjectName("muted")
        self.counts.setContentsMargins(8, 4, 8, 4)
        held(self.layout()).addWidget(self.counts)
        self.view.setItemDelegateForColumn(5, DeviationDelegate(self.view))
        session.project_opened.connect(self.refresh)
        session.figures_changed.connect(self.refresh)
        self.sort_by("deviation", Qt.SortOrder.DescendingOrder)
        self.refresh()

    def refresh(self) -> None:
        """Show the leaves with their figures."""
        if not self.session.has_grids or self.session.figures is None:
            self.show_rows(None)
            self.counts.setText("")
            return
        rule = term(f"count_{rule_of(self.session.plan)}")
        self.counts.setText(tr("工作量的户数计入：{what}", what=rule))
        grids = self.session.grids
        leaves = grids[grids["level"] == self.session.plan.scheme.depth]
        short = short_codes(grids)
        names = grids["name"].to_dict()
        above: dict[int, Any] = dict(zip(grids.index, grids["parent"], strict=True))
        top = {uid: _top(above, int(uid)) for uid in leaves.index}
        frame = leaves.assign(
            label=[
                f"{short[uid]} {names.get(top[uid], '')}" if top[uid] != uid else short[uid]
                for uid in leaves.index
            ],
        )
        frame["uids"] = [(int(uid),) for uid in leaves.index]
        self.show_rows(frame)


def _top(parents: dict[int, Any], uid: int) -> int:
    while uid in parents and not pd.isna(parents[uid]):
        uid = int(parents[uid])
    return uid
