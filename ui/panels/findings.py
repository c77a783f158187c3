"""问题: what the rules found, worst first; Return or a double click shows the place."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from PyQt6.QtCore import QModelIndex, Qt, pyqtSignal
from PyQt6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QWidget

from gridplanner.rules import Finding
from ui.cards import short_codes, top_names
from ui.language import mark, sentence, tr
from ui.panels.frame_model import Shown
from ui.panels.hint import Hint
from ui.panels.table_panel import TablePanel
from ui.qt import held, tight
from ui.session import Session

SEVERITIES = {"error": mark("错误"), "warning": mark("警告"), "info": mark("提示")}
#: Height of a row; a finding is a sentence and seldom fits in one line.
TWO_LINES_PX = 42
SYMBOLS = {"error": "warning-octagon", "warning": "warning", "info": "info"}
_RANK = {"error": 0, "warning": 1, "info": 2}


def _severity(rank: int) -> str:
    return tr(list(SEVERITIES.values())[int(rank)])


def _symbol(rank: int) -> str:
    return SYMBOLS[list(SEVERITIES)[int(rank)]]


COLUMNS = (
    Shown("rank", "", _severity, width=36, symbol=_symbol),
    Shown("text", mark("问题"), width=0),
)


class FindingsPanel(TablePanel):
    """The list of findings with a choice of severity and a way to mend what is chosen."""

    placeholder = mark("按编码或文字筛选")
    #: A place to show: x, y in the plan's CRS.
    place_pointed = pyqtSignal(float, float)
    #: A finding to be mended.
    mend_asked = pyqtSignal(object)

    def __init__(
        self, session: Session, check_action: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        self._shown: list[Finding] = []
        self._next = -1
        hint = Hint("check-circle", "运行检查后，这里列出方案的问题。", "检查", check_action)
        super().__init__(session, COLUMNS, hint, parent)
        self.kinds = QComboBox()
        self.kinds.setObjectName("severity")
        self.kinds.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for _ in range(4):
            self.kinds.addItem("")
        self.bar.insertWidget(1, self.kinds)
        self.stale = QLabel()
        self.stale.setObjectName("warning")
        self.again = QPushButton()
        self.words(self.again.setText, "重新检查")
        self.words(self.stale.setText, "方案已改动，以下结果可能过时。")
        self.again.clicked.connect(check_action)
        self.notice = QWidget()
        notice = QHBoxLayout(self.notice)
        tight(notice, 8, 8)
        notice.addWidget(self.stale, 1)
        notice.addWidget(self.again)
        self.mend = QPushButton()
        self.mend.setObjectName("mend")
        self.mend.setEnabled(False)
        self.words(self.mend.setText, "处理…")
        self.bar.addWidget(self.mend)
        layout = held(self.layout())
        layout.addWidget(self.notice)
        self.kinds.currentIndexChanged.connect(self.refresh)
        self.mend.clicked.connect(self.mend_chosen)
        self.view.setWordWrap(True)
        held(self.view.verticalHeader()).setDefaultSectionSize(TWO_LINES_PX)
        self.sort_by("rank", Qt.SortOrder.AscendingOrder)
        session.findings_changed.connect(self.refresh)
        session.project_opened.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the findings as they are now."""
        found = self.session.findings
        self._say_kinds(found)
        self.notice.setVisible(self.session.findings_stale)
        clean = self.session.checked and not found
        self.hint.label.setText(
            tr("检查完毕，没有发现问题。") if clean else tr("运行检查后，这里列出方案的问题。")
        )
        wanted = self.kinds.currentIndex() - 1
        self._shown = [f for f in found if wanted < 0 or _RANK[f.severity] == wanted]
        if not self._shown or not self.session.is_open:
            self.show_rows(None)
            return
        uid_of = self._uid_of()
        names = self._names()
        frame = pd.DataFrame(
            {
                "rank": [_RANK[f.severity] for f in self._shown],
                "text": [self._text(f, names) for f in self._shown],
                "search": ["、".join(f.codes) for f in self._shown],
                "uids": [tuple(uid_of[c] for c in f.codes if c in uid_of) for f in self._shown],
            }
        )
        self.show_rows(frame)
        self.mend.setEnabled(bool(self.rows_chosen()))
        if 0 <= self._next < self.sieve.rowCount():
            # What was chosen is mended; the next one is at hand without a click.
            self.view.selectRow(self._next)
        self._next = -1

    def _uid_of(self) -> dict[str, int]:
        grids = self.session.plan.valid_grids
        return dict(zip(grids["code"], grids["uid"].astype(int), strict=True))

    def _names(self) -> dict[str, str]:
        """Name the grids by their top grid and what is left of their code."""
        grids = self.session.plan.valid_grids.set_index("uid", drop=False)
        short, top = short_codes(grids), top_names(grids)
        return {
            str(code): f"{short[int(uid)]} {top[int(uid)]}".strip()
            for uid, code in zip(grids["uid"], grids["code"], strict=True)
        }

    def _text(self, finding: Finding, names: dict[str, str]) -> str:
        shown = [names.get(code, code) for code in finding.codes[:3]]
        facts = {**finding.facts, "codes": "、".join(shown)}
        facts["code"] = names.get(str(facts.get("code", "")), facts["codes"])
        text = sentence(finding.rule, facts)
        accepted = tr("（已接受）") if finding.waived else ""
        where = "" if any(name in text for name in shown) else f"{facts['codes']}　"
        return f"{where}{text}{accepted}"

    def _say_kinds(self, found: list[Finding]) -> None:
        counts = [len(found)] + [sum(_RANK[f.severity] == r for f in found) for r in range(3)]
        titles = [tr("全部"), *(tr(text) for text in SEVERITIES.values())]
        for place, (title, count) in enumerate(zip(titles, counts, strict=True)):
            self.kinds.setItemText(place, f"{title} {count:,}")

    def chosen(self) -> Finding | None:
        """Give the first chosen finding."""
        rows = self.rows_chosen()
        return self._shown[rows[0]] if rows else None

    def chosen_changed(self) -> None:
        """Show the place of the chosen finding."""
        finding = self.chosen()
        self.mend.setEnabled(finding is not None)
        if finding is not None and finding.where is not None:
            self.place_pointed.emit(*map(float, finding.where))

    def follow(self, uids: tuple[int, ...]) -> None:
        """Select as elsewhere; hundreds of findings of one parent would be of no use."""
        if len(uids) <= 1:
            super().follow(uids)

    def step(self, by: int) -> None:
        """Go to the next or the previous finding."""
        count = self.sieve.rowCount()
        if not count:
            return
        rows = held(self.view.selectionModel()).selectedRows()
        at = (min(rows, key=QModelIndex.row).row() + by) % count if rows else 0
        self.view.selectRow(at)

    def activated(self, row: int) -> None:
        """Show the place."""
        finding = self._shown[row]
        if finding.where is not None:
            self.place_pointed.emit(*map(float, finding.where))
        else:
            super().activated(row)

    def mend_chosen(self) -> None:
        """Ask for what mends the chosen finding."""
        finding = self.chosen()
        if finding is not None:
            rows = held(self.view.selectionModel()).selectedRows()
            self._next = min(rows, key=QModelIndex.row).row() + 1
            self.mend_asked.emit(finding)
