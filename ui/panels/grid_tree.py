"""The grid tree: levels, figures and deviation bars; a filter on top."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import QItemSelectionModel, QModelIndex, Qt, pyqtSignal
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStackedWidget,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from ui.language import Words
from ui.panels.deviation import DeviationDelegate
from ui.panels.frame_model import Sieve
from ui.panels.grid_model import GridModel
from ui.panels.hint import Hint
from ui.qt import held, tight
from ui.session import Session

WIDTHS = {1: 46, 2: 50, 3: 48, 4: 80}
#: In a narrower tree names would be cut to nothing: persons, which the card says too, give way.
NARROW_PX, PERSONS = 290, 2


class GridTree(QWidget):
    """All grids in force, level under level."""

    #: A grid was activated (double click, Return): show it on the map.
    shown = pyqtSignal(object)

    def __init__(
        self, session: Session, plan_action: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._following = False
        words = Words(self)
        self.filter = QLineEdit()
        self.filter.setClearButtonEnabled(True)
        words(self.filter.setPlaceholderText, "按编码或名称筛选")
        self.model = GridModel(self)
        self.sieve = Sieve(self)
        self.sieve.setRecursiveFilteringEnabled(True)
        self.sieve.setAutoAcceptChildRows(True)
        self.sieve.setFilterKeyColumn(0)
        self.sieve.setSourceModel(self.model)
        self.view = QTreeView()
        self.view.setModel(self.sieve)
        self.view.setUniformRowHeights(True)
        self.view.setSortingEnabled(True)
        # No column: by level and code, as the figures come.
        self.view.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.setIndentation(10)
        self.view.setItemDelegateForColumn(4, DeviationDelegate(self.view))
        self._set_header()
        self.pages = QStackedWidget()
        self.pages.addWidget(self.view)
        self.pages.addWidget(
            Hint(
                "polygon",
                "还没有网格。先划分方案，或在地图上画第一个网格。",
                "划分网格…",
                plan_action,
            )
        )
        layout = QVBoxLayout(self)
        tight(layout, 0, 0)
        bar = QVBoxLayout()
        tight(bar, 8)
        bar.addWidget(self.filter)
        layout.addLayout(bar)
        layout.addWidget(self.pages)
        self.setFocusProxy(self.view)
        self.filter.textChanged.connect(self._sift)
        held(self.view.selectionModel()).selectionChanged.connect(self._picked)
        self.view.activated.connect(self._activated)
        session.project_opened.connect(self.refresh)
        session.project_closed.connect(self.refresh)
        session.plan_changed.connect(self.refresh)
        session.figures_changed.connect(self.refresh)
        session.selection_changed.connect(self.follow)
        words.also(self._retitle)
        self.refresh()

    def _set_header(self) -> None:
        header = held(self.view.header())
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(36)
        for column, width in WIDTHS.items():
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            header.resizeSection(column, width)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Leave names their room."""
        super().resizeEvent(event)
        self.view.setColumnHidden(PERSONS, self.width() < NARROW_PX)

    def refresh(self) -> None:
        """Show the grids as they are now."""
        opened = self._session.has_grids
        self.pages.setCurrentIndex(0 if opened else 1)
        self.filter.setEnabled(opened)
        if not opened:
            return
        first = self.model.rowCount() == 0
        open_before = self._expanded()
        self._following = True
        self.model.show(self._session.grids)
        for uid in open_before:
            self.view.setExpanded(self.sieve.mapFromSource(self.model.index_of(uid)), True)
        if first and self.model.rowCount() == 1:
            self.view.expandToDepth(0)
        self._following = False
        self.follow(self._session.selection)

    def follow(self, uids: tuple[int, ...]) -> None:
        """Select what is selected elsewhere."""
        if self._following:
            return
        self._following = True
        chosen = held(self.view.selectionModel())
        chosen.clearSelection()
        flags = QItemSelectionModel.SelectionFlag
        last = QModelIndex()
        for uid in uids:
            index = self.sieve.mapFromSource(self.model.index_of(uid))
            if index.isValid():
                chosen.select(index, flags.Select | flags.Rows)
                last = index
        if last.isValid():
            self.view.scrollTo(last)
            chosen.setCurrentIndex(last, flags.NoUpdate)
        self._following = False

    def _expanded(self) -> list[int]:
        found = []
        rows = [self.sieve.index(row, 0) for row in range(self.sieve.rowCount())]
        while rows:
            index = rows.pop()
            if self.view.isExpanded(index):
                found.append(self.model.uid(self.sieve.mapToSource(index)))
                rows += [self.sieve.index(r, 0, index) for r in range(self.sieve.rowCount(index))]
        return found

    def _sift(self, text: str) -> None:
        self.sieve.setFilterFixedString(text)
        if text:
            self.view.expandAll()

    def _picked(self) -> None:
        if self._following:
            return
        rows = held(self.view.selectionModel()).selectedRows()
        self._following = True
        self._session.select(self.model.uid(self.sieve.mapToSource(row)) for row in rows)
        self._following = False

    def _activated(self, index: QModelIndex) -> None:
        self.shown.emit((self.model.uid(self.sieve.mapToSource(index)),))

    def _retitle(self) -> None:
        held(self.view.header()).viewport()
        self.model.headerDataChanged.emit(held(self.view.header()).orientation(), 0, 4)
        self.model.dataChanged.emit(QModelIndex(), QModelIndex())
