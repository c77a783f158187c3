"""A file that came back: its differences with ticks, taken as edits."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from gridplanner.errors import Cancelled, GridPlannerError
from gridplanner.handoff import Found, differences, sentence_of
from gridplanner.model import Plan
from layers.notes import Note
from layers.read_handoff import read_handoff
from ui.dialogs.base import Dialog
from ui.jobs import JobRunner
from ui.language import mark, sentence, tr
from ui.qt import held, tight

Outcome = tuple[Found, list[Note]]


def read_back(plan: Plan, path: Path) -> Outcome:
    """Read a file and compare it with the plan; made for a background job."""
    came: gpd.GeoDataFrame
    came, notes = read_handoff(path, plan)
    return differences(plan, came), notes


class HandoffDialog(Dialog):
    """Lists the differences; says ``asked(found, numbers)`` with those that are ticked."""

    asked = pyqtSignal(object, object)

    def __init__(self, plan: Plan, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(mark("导入回传"), mark("采用所选"), parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(760, 560)
        self._found: Found | None = None
        self.jobs = JobRunner(self)
        heading = QLabel(path.name)
        heading.setObjectName("heading")
        self.state = QLabel(tr("正在读取…"))
        self.state.setObjectName("muted")
        self.state.setWordWrap(True)
        self.table = QTableWidget(0, 3)
        self.table.setHorizontalHeaderLabels([tr("取用"), tr("编码"), tr("差异")])
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        held(self.table.verticalHeader()).hide()
        header = held(self.table.horizontalHeader())
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.table.itemChanged.connect(lambda _item: self._count())
        self.all = QPushButton(tr("全选"))
        self.all.clicked.connect(lambda: self._tick(Qt.CheckState.Checked))
        self.none = QPushButton(tr("全不选"))
        self.none.clicked.connect(lambda: self._tick(Qt.CheckState.Unchecked))
        row = QHBoxLayout()
        tight(row, 0, 8)
        row.addWidget(self.all)
        row.addWidget(self.none)
        row.addStretch(1)
        for widget in (heading, self.state, self.table):
            self.body.addWidget(widget, 1 if widget is self.table else 0)
        self.body.addLayout(row)
        self.go.setEnabled(False)
        self.jobs.start(
            "job.import", lambda _listen: read_back(plan, path), self._show, self._failed
        )

    def _show(self, outcome: Outcome) -> None:
        self._found, notes = outcome
        found = self._found.differences
        said = tr(
            "对上 {matched} 个网格，有 {count} 处不同。勾选要采用的；每一处是一步，可撤销。",
            matched=self._found.matched, count=len(found),
        )  # fmt: skip
        if not found:
            said = tr("对上 {matched} 个网格，与方案相同。", matched=self._found.matched)
        self.state.setText("\n".join([said, *(sentence(n.code, n.facts) for n in notes)]))
        self.table.blockSignals(True)
        self.table.setRowCount(len(found))
        for place, one in enumerate(found):
            tick = QTableWidgetItem(str(one.number))
            if one.takeable:
                tick.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable)
                tick.setCheckState(Qt.CheckState.Unchecked)
            else:
                # Without a box to tick; the sentence beside it says what to do instead.
                tick.setFlags(Qt.ItemFlag.ItemIsEnabled)
            self.table.setItem(place, 0, tick)
            self.table.setItem(place, 1, QTableWidgetItem(one.code))
            text = sentence(*sentence_of(one))
            cell = QTableWidgetItem(text)
            cell.setToolTip(text)
            self.table.setItem(place, 2, cell)
        self.table.blockSignals(False)
        # Sentences that say what to do are longer than the row is wide.
        self.table.resizeRowsToContents()
        self._count()

    def _failed(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            return
        if not isinstance(error, GridPlannerError):
            raise error
        self.state.setText("")
        self.show_fault(error)

    def _tick(self, state: Qt.CheckState) -> None:
        for place in range(self.table.rowCount()):
            item = held(self.table.item(place, 0))
            if item.flags() & Qt.ItemFlag.ItemIsUserCheckable:
                item.setCheckState(state)

    def ticked(self) -> list[int]:
        """Give the numbers of the differences that are ticked."""
        return [
            place + 1
            for place in range(self.table.rowCount())
            if held(self.table.item(place, 0)).checkState() == Qt.CheckState.Checked
        ]

    def _count(self) -> None:
        self.go.setEnabled(bool(self.ticked()))

    def accept(self) -> None:
        """Close and ask for what is ticked."""
        numbers = self.ticked()
        if self._found is None or not numbers:
            return
        super().accept()
        self.asked.emit(self._found, numbers)

    def done(self, result: int) -> None:
        """Stop reading before the dialog goes."""
        self.jobs.finish()
        super().done(result)
