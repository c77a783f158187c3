"""A table with a filter on top; choosing rows chooses grids, and the other way round."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from PyQt6.QtCore import QItemSelectionModel, QModelIndex, Qt
from PyQt6.QtGui import QShowEvent
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ui.language import Words, mark
from ui.panels.frame_model import FrameModel, Shown, Sieve
from ui.panels.hint import Hint
from ui.qt import held, tight
from ui.session import Session

ROW_PX = 26


class TablePanel(QWidget):
    """Base of the tables; the frame has a column ``uids`` with the grids of each row."""

    placeholder = mark("筛选")

    def __init__(
        self,
        session: Session,
        columns: Sequence[Shown],
        hint: Hint,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.session = session
        self._following = False
        self.words = Words(self)
        self.filter = QLineEdit()
        self.filter.setClearButtonEnabled(True)
        self.words(self.filter.setPlaceholderText, self.placeholder)
        self.count = QLabel()
        self.count.setObjectName("muted")
        self.bar = QHBoxLayout()
        tight(self.bar, 8, 8)
        self.bar.addWidget(self.filter, 1)
        self.bar.addWidget(self.count)
        self.model = FrameModel(columns, self)
        self.sieve = Sieve(self)
        self.sieve.setSourceModel(self.model)
        self.view = QTableView()
        self.view.setModel(self.sieve)
        self.view.setSortingEnabled(True)
        self.view.setShowGrid(False)
        self.view.setWordWrap(False)
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.setTabKeyNavigation(False)
        held(self.view.verticalHeader()).hide()
        held(self.view.verticalHeader()).setDefaultSectionSize(ROW_PX)
        header = held(self.view.horizontalHeader())
        header.setHighlightSections(False)
        header.setMinimumSectionSize(36)
        for place, column in enumerate(columns):
            if column.width == 0:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
            else:
                header.resizeSection(place, column.width)
        self.hint = hint
        self.pages = QStackedWidget()
        self.pages.addWidget(self.view)
        self.pages.addWidget(hint)
        layout = QVBoxLayout(self)
        tight(layout, 0, 0)
        layout.addLayout(self.bar)
        layout.addWidget(self.pages)
        self.setFocusProxy(self.view)
        self.filter.textChanged.connect(self.sieve.setFilterFixedString)
        self.filter.textChanged.connect(self._say_count)
        held(self.view.selectionModel()).selectionChanged.connect(self._picked)
        self.view.activated.connect(self._activated)
        session.project_closed.connect(self._closed)
        session.selection_changed.connect(self.follow)
        self.words.also(self.refresh)
        self.words.also(self.model.retitle)
        self.show_rows(None)

    def refresh(self) -> None:
        """Read the session anew."""

    def show_rows(self, frame: pd.DataFrame | None) -> None:
        """Show a frame, or the hint where there is none."""
        rows = frame is not None and len(frame) > 0
        self.pages.setCurrentIndex(0 if rows else 1)
        self.filter.setEnabled(rows)
        empty = pd.DataFrame({c.field: [] for c in self.model.columns} | {"uids": []})
        self._following = True
        self.model.show(frame if frame is not None else empty)
        self._following = False
        self._say_count()
        self.follow(self.session.selection)

    def follow(self, uids: tuple[int, ...]) -> None:
        """Select the rows of the grids selected elsewhere."""
        if self._following or not len(self.model.frame):
            return
        self._following = True
        wanted = set(uids)
        chosen = held(self.view.selectionModel())
        chosen.clearSelection()
        flags = QItemSelectionModel.SelectionFlag
        first = QModelIndex()
        for row, of_row in enumerate(self.model.frame["uids"]):
            if wanted.intersection(of_row):
                index = self.sieve.mapFromSource(self.model.index(row, 0))
                if index.isValid():
                    chosen.select(index, flags.Select | flags.Rows)
                    if not first.isValid() or index.row() < first.row():
                        first = index
        if first.isValid():
            self.view.scrollTo(first)
        self._following = False

    def _closed(self) -> None:
        self.show_rows(None)

    def showEvent(self, event: QShowEvent | None) -> None:
        """Scroll to what was selected while another table was in front."""
        super().showEvent(event)
        self.follow(self.session.selection)

    def rows_chosen(self) -> list[int]:
        """Positions in the frame of the chosen rows, from the top down."""
        rows = held(self.view.selectionModel()).selectedRows()
        return [self.sieve.mapToSource(index).row() for index in sorted(rows, key=QModelIndex.row)]

    def choose_first(self) -> None:
        """Choose the first row where none is chosen, so that the keys have a row to go from."""
        if not self.rows_chosen() and self.sieve.rowCount():
            self.view.selectRow(0)

    def activated(self, row: int) -> None:
        """Answer a double click or Return on a row of the frame."""
        self.session.grids_pointed.emit(tuple(self.model.frame["uids"].iloc[row]))

    def _activated(self, index: QModelIndex) -> None:
        self.activated(self.sieve.mapToSource(index).row())

    def _picked(self) -> None:
        if self._following:
            return
        self._following = True
        uids = [u for row in self.rows_chosen() for u in self.model.frame["uids"].iloc[row]]
        self.session.select(uids)
        self._following = False
        self.chosen_changed()

    def chosen_changed(self) -> None:
        """Answer another choice of rows."""

    def _say_count(self) -> None:
        shown, there = self.sieve.rowCount(), self.model.rowCount()
        # Nothing there is said by the hint; a bare 0 beside the filter says nothing.
        text = f"{shown:,}" if shown == there else f"{shown:,} / {there:,}"
        self.count.setText(text if there else "")

    def sort_by(self, field: str, order: Qt.SortOrder) -> None:
        """Sort by a field."""
        place = [column.field for column in self.model.columns].index(field)
        self.view.sortByColumn(place, order)
