"""Misspelt names: what is written, what is perhaps meant; a person ticks what is so."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QAbstractItemView, QLabel, QTableWidget, QTableWidgetItem, QWidget

from gridplanner.address import Candidate
from ui.dialogs.base import Dialog
from ui.language import mark, tr
from ui.qt import held

#: From this likeness on, with no second candidate, a name is ticked beforehand.
_LIKELY = 0.74


class NamesDialog(Dialog):
    """Says ``confirmed({written: meant})`` with what was ticked."""

    confirmed = pyqtSignal(object)

    def __init__(self, candidates: Sequence[Candidate], parent: QWidget | None = None) -> None:
        super().__init__(mark("确认名称"), mark("确认所选"), parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(640, 460)
        self._candidates = list(candidates)
        text = QLabel(
            tr("这些名称在项目里没有，但很像已有的名称。勾选确实是写错的；以后导入也照此读。")
            if candidates
            else tr("没有可以确认的名称：剩下的待办要在表里改。")
        )
        text.setWordWrap(True)
        self.table = QTableWidget(len(candidates), 4)
        self.table.setHorizontalHeaderLabels([tr("写的是"), tr("应为"), tr("户"), tr("例")])
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        held(self.table.verticalHeader()).hide()
        header = held(self.table.horizontalHeader())
        header.setSectionResizeMode(3, header.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in enumerate((150, 130, 56)):
            self.table.setColumnWidth(column, width)
        several = {c.written for c in candidates}
        for written in list(several):
            if sum(c.written == written for c in candidates) == 1:
                several.discard(written)
        for row, candidate in enumerate(self._candidates):
            first = QTableWidgetItem(candidate.written)
            sure = candidate.score >= _LIKELY and candidate.written not in several
            first.setCheckState(Qt.CheckState.Checked if sure else Qt.CheckState.Unchecked)
            cells = (candidate.proposed, f"{len(candidate.rows):,}", candidate.example)
            self.table.setItem(row, 0, first)
            for column, cell in enumerate(cells, start=1):
                self.table.setItem(row, column, QTableWidgetItem(cell))
        self.body.addWidget(text)
        self.body.addWidget(self.table, 1)
        self.table.itemChanged.connect(self._one_of_each)
        self._one_of_each(None)

    def _one_of_each(self, changed: QTableWidgetItem | None) -> None:
        """Let a written name mean one name only."""
        if changed is not None and changed.checkState() == Qt.CheckState.Checked:
            for row, candidate in enumerate(self._candidates):
                item = held(self.table.item(row, 0))
                if item is not changed and candidate.written == changed.text():
                    item.setCheckState(Qt.CheckState.Unchecked)
        self.go.setEnabled(bool(self.ticked()))

    def tick(self, row: int, *, on: bool = True) -> None:
        """Tick a row, or take the tick away."""
        state = Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
        held(self.table.item(row, 0)).setCheckState(state)

    def ticked(self) -> dict[str, str]:
        """Give what is ticked: written → meant."""
        return {
            candidate.written: candidate.proposed
            for row, candidate in enumerate(self._candidates)
            if held(self.table.item(row, 0)).checkState() == Qt.CheckState.Checked
        }

    def accept(self) -> None:
        """Close and say what was ticked."""
        ticked = self.ticked()
        super().accept()
        self.confirmed.emit(ticked)
