"""待办: rows of files that somebody has to look at, and what can be done with them."""

from __future__ import annotations

from typing import Any

import pandas as pd
from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from gridplanner.locate import locate
from gridplanner.model import Plan
from gridplanner.tables import TABLES
from ui.language import language, mark, sentence, tr
from ui.panels.frame_model import Shown
from ui.panels.hint import Hint
from ui.panels.table_panel import TablePanel
from ui.qt import held, tight
from ui.session import Session

#: A reason is a sentence and seldom fits in one line.
TWO_LINES_PX = 42


def _leaf_of(plan: Plan) -> dict[tuple[str, str], int]:
    """Tell the leaf of each household that is in one."""
    homes = plan.tables["households"]
    leaves = zip(homes["id"], locate(plan).households, strict=True)
    return {("households", str(ident)): int(uid) for ident, uid in leaves if uid}


class WorklistPanel(TablePanel):
    """The lines of the work list; a sheet of them goes out and comes back corrected."""

    placeholder = mark("按文件、值或原因筛选")
    names_asked = pyqtSignal()
    export_asked = pyqtSignal()
    import_asked = pyqtSignal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        hint = Hint("check-circle", "没有待办。导入时没有读懂或没有落位的行会列在这里，不会丢失。")
        self._places: list[str] = []
        columns = (
            # By the order of the files, which is not that of the letters.
            Shown("order", mark("位置"), self._place, width=104),
            Shown("value", mark("值"), width=92),
            Shown("reason", mark("原因"), width=0),
        )
        super().__init__(session, columns, hint, parent)
        self.view.setWordWrap(True)
        held(self.view.verticalHeader()).setDefaultSectionSize(TWO_LINES_PX)
        self.sort_by("order", Qt.SortOrder.AscendingOrder)
        self.names = self._button(mark("确认名称…"), "confirm_names", self.names_asked)
        self.out = self._button(mark("导出改表…"), "worklist_out", self.export_asked)
        self.back = self._button(mark("读回改表…"), "worklist_back", self.import_asked)
        self.words(self.names.setToolTip, mark("写错的小区、街道名称：一次确认，各户一起落位"))
        self.words(self.out.setToolTip, mark("写成 Excel，一行一条，改好后读回"))
        self.words(self.back.setToolTip, mark("读入改好的 Excel，改对的行从待办中消失"))
        row = QHBoxLayout()
        tight(row, 8, 8)
        for button in (self.names, self.out, self.back):
            row.addWidget(button, 1)
        self.buttons = QWidget()
        self.buttons.setLayout(row)
        held(self.layout()).addWidget(self.buttons)
        session.project_opened.connect(self.refresh)
        session.plan_changed.connect(self.refresh)
        self.refresh()

    def _button(self, text: str, name: str, asked: object) -> QPushButton:
        button = QPushButton()
        button.setObjectName(name)
        self.words(button.setText, text)
        button.clicked.connect(lambda _on: asked.emit())  # type: ignore[attr-defined]
        return button

    def _place(self, at: int) -> str:
        return self._places[int(at)] if int(at) < len(self._places) else ""

    def refresh(self) -> None:
        """Show the list as it is now."""
        if not self.session.is_open:
            self.show_rows(None)
            return
        plan = self.session.plan
        lines = plan.tables["worklist"]
        for button in (self.names, self.out, self.back):
            button.setEnabled(len(lines) > 0)
        if not len(lines):
            self.show_rows(None)
            return
        leaf = _leaf_of(plan)
        zh = language() == "zh"
        kinds = {kind: TABLES[kind].zh if zh else TABLES[kind].en for kind in set(lines["kind"])}
        records: list[dict[str, Any]] = [
            {str(name): value for name, value in row.items()} for row in lines.to_dict("records")
        ]
        keys = [(row["kind"], row["target"]) for row in records]
        self._places = [_where(row) for row in records]
        self.show_rows(
            pd.DataFrame(
                {
                    "order": range(len(records)),
                    "value": [row["value"] for row in records],
                    "reason": [_reason(row) for row in records],
                    "search": [f"{kinds[r['kind']]} {r['file']} {r['target']}" for r in records],
                    "uids": [(leaf[key],) if key in leaf else () for key in keys],
                }
            )
        )


def _where(row: dict[str, Any]) -> str:
    line = tr("第 {row} 行", row=row["row"])
    return f"{row['sheet'] or row['file']}\n{line}".strip()


def _reason(row: dict[str, Any]) -> str:
    return sentence(row["reason"], row)
