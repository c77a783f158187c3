"""A searchable list of which one row is chosen."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from PyQt6.QtCore import QEvent, QObject, Qt
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStackedWidget,
    QTableView,
    QWidget,
)

from ui.dialogs.base import Dialog
from ui.panels.frame_model import FrameModel, Shown, Sieve
from ui.panels.hint import Hint
from ui.qt import held


class Picker(Dialog):
    """A search box over a table; Return takes the row, arrows move in the table."""

    def __init__(
        self,
        title: str,
        go: str,
        columns: Sequence[Shown],
        frame: pd.DataFrame,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, go, parent)
        self.resize(560, 440)
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.words(self.search.setPlaceholderText, "输入文字筛选，上下键选择，回车确定")
        self.model = FrameModel(columns, self)
        self.model.show(frame)
        self.sieve = Sieve(self)
        self.sieve.setSourceModel(self.model)
        self.view = QTableView()
        self.view.setModel(self.sieve)
        self.view.setShowGrid(False)
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setTabKeyNavigation(False)
        held(self.view.verticalHeader()).hide()
        header = held(self.view.horizontalHeader())
        for place, column in enumerate(columns):
            if column.width == 0:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
            else:
                header.resizeSection(place, column.width)
        self.none = Hint("magnifying-glass", "没有符合的，请换几个字。")
        self.pages = QStackedWidget()
        self.pages.addWidget(self.view)
        self.pages.addWidget(self.none)
        self.body.addWidget(self.search)
        self.body.addWidget(self.pages)
        self.search.textChanged.connect(self._sift)
        self.search.installEventFilter(self)
        self.view.doubleClicked.connect(self.accept)
        self._sift("")
        self.search.setFocus()

    def _sift(self, text: str) -> None:
        self.sieve.setFilterFixedString(text)
        if self.sieve.rowCount():
            self.view.selectRow(0)
        self.pages.setCurrentIndex(0 if self.sieve.rowCount() or not text else 1)
        self.go.setEnabled(self.sieve.rowCount() > 0)

    def chosen(self) -> int | None:
        """Give the position in the frame of the chosen row."""
        rows = held(self.view.selectionModel()).selectedRows()
        return self.sieve.mapToSource(rows[0]).row() if rows else None

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """Let the arrows of the search box move in the table."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 10,
                     Qt.Key.Key_PageUp: -10}  # fmt: skip
            step = steps.get(Qt.Key(event.key()))
            if step is not None and self.sieve.rowCount():
                rows = held(self.view.selectionModel()).selectedRows()
                at = rows[0].row() + step if rows else 0
                self.view.selectRow(min(max(at, 0), self.sieve.rowCount() - 1))
                return True
        return super().eventFilter(watched, event)
