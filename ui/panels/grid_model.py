"""The grids as a tree, level under level, with their figures."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
from PyQt6.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt

from ui import figures
from ui.cards import short_codes
from ui.language import mark, tr
from ui.panels.frame_model import LEFT, RIGHT, SEARCH, absent_as_dash
from ui.qt import NOWHERE, VALUE

Role = Qt.ItemDataRole
#: A name that was made from the number says no more than the code.
MADE_NAME = re.compile(r"第\d+\S*网格")
_whole = absent_as_dash(figures.whole)
COLUMNS: tuple[tuple[str, str], ...] = (
    ("label", mark("网格")),
    ("households", mark("户")),
    ("persons", mark("人")),
    ("load", mark("工作量")),
    ("deviation", mark("偏差")),
)


class GridModel(QAbstractItemModel):
    """A tree over :attr:`gridplanner.report.Summary.grids`; ids of items are uids."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._frame = pd.DataFrame()
        self._children: dict[int, list[int]] = {0: []}
        self._parent: dict[int, int] = {}
        self._place: dict[int, int] = {}
        self._values: dict[int, tuple[Any, ...]] = {}
        self._tips: dict[int, str] = {}

    def show(self, frame: pd.DataFrame) -> None:
        """Show the grids of a plan; the structure is rebuilt only where it is another."""
        same = 0 < len(frame) == len(self._frame) and all(
            frame[name].equals(self._frame[name]) for name in ("code", "name", "parent")
        )
        if same:
            self._frame = frame
            self._read()
            self.dataChanged.emit(NOWHERE, NOWHERE)
            return
        self.beginResetModel()
        self._frame = frame
        self._children, self._parent, self._place = {0: []}, {}, {}
        known = set(frame.index)
        for uid, above in zip(frame.index, frame["parent"], strict=True):
            top = 0 if pd.isna(above) or int(above) not in known else int(above)
            siblings = self._children.setdefault(top, [])
            self._parent[int(uid)], self._place[int(uid)] = top, len(siblings)
            siblings.append(int(uid))
        self._read()
        self.endResetModel()

    def _read(self) -> None:
        frame = self._frame
        short = short_codes(frame) if len(frame) else {}
        names = ("name", "code", "households", "persons", "load", "deviation")
        for uid, *cells in zip(frame.index, *(frame[n] for n in names), strict=True):
            name, code, households, persons, load, deviation = cells
            stem = short[int(uid)]
            if stem == code and name:
                label = str(name)
            elif MADE_NAME.fullmatch(str(name)):
                label = stem
            else:
                label = f"{stem} {name}".strip()
            self._values[int(uid)] = (label, households, persons, load, deviation)
            self._tips[int(uid)] = f"{code} {name}".strip()

    def index_of(self, uid: int, column: int = 0) -> QModelIndex:
        """Find a grid's item."""
        if uid not in self._place:
            return QModelIndex()
        return self.createIndex(self._place[uid], column, uid)

    def index(self, row: int, column: int, parent: QModelIndex = NOWHERE) -> QModelIndex:
        """Find an item below another."""
        below = self._children.get(self.uid(parent), [])
        if not 0 <= row < len(below) or not 0 <= column < len(COLUMNS):
            return QModelIndex()
        return self.createIndex(row, column, below[row])

    def parent(self, index: QModelIndex = NOWHERE) -> QModelIndex:  # type: ignore[override]
        """Find the item above another."""
        above = self._parent.get(self.uid(index), 0)
        return self.index_of(above) if above else QModelIndex()

    def uid(self, index: QModelIndex) -> int:
        """Uid of an item; 0 for the root."""
        return int(index.internalId() or 0) if index.isValid() else 0

    def rowCount(self, parent: QModelIndex = NOWHERE) -> int:
        """Count the grids below one."""
        return 0 if parent.column() > 0 else len(self._children.get(self.uid(parent), []))

    def columnCount(self, parent: QModelIndex = NOWHERE) -> int:  # noqa: ARG002
        """Count the columns."""
        return len(COLUMNS)

    def data(self, index: QModelIndex, role: int = Role.DisplayRole) -> Any:
        """Give a cell: its text, its plain value, or how it stands."""
        if not index.isValid():
            return None
        uid, column = self.uid(index), index.column()
        value = self._values[uid][column]
        if role == Role.DisplayRole:
            if column == 0:
                return value
            if column == 3:
                return "–" if pd.isna(value) else f"{value:.2f}"
            return "" if column == 4 else _whole(value)
        if role == VALUE:
            return None if column and pd.isna(value) else value
        if role == Role.TextAlignmentRole:
            return RIGHT if column in (1, 2, 3) else LEFT
        if role in (Role.ToolTipRole, SEARCH):
            return self._tips[uid]
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        """Give the title of a column."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Role.DisplayRole:
            return tr(COLUMNS[section][1])
        if role == Role.ToolTipRole and section == 3:
            return tr("工作量（人份）")
        if role == Role.TextAlignmentRole:
            return RIGHT if section in (1, 2, 3) else LEFT
        return None
