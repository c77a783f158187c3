"""A table model over a frame: what a column is called and how its values are written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from PyQt6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QSortFilterProxyModel,
    Qt,
)

from ui.icons import icon
from ui.language import tr
from ui.qt import NOWHERE, VALUE

#: Role under which a cell gives what the filter looks at.
SEARCH = VALUE + 1

Role = Qt.ItemDataRole
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
MIDDLE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter


def plain(value: Any) -> str:
    """Write a text; what is absent is empty."""
    return "" if value is None or value is pd.NA or value != value else str(value)


def absent_as_dash(write: Callable[[Any], str]) -> Callable[[Any], str]:
    """Write a figure that is not known yet as a dash."""
    return lambda value: "–" if pd.isna(value) else write(value)


@dataclass(frozen=True)
class Shown:
    """One column as it is shown: field of the frame, title (marked), writer, width in px.

    A column with a ``symbol`` shows an icon by the value; what is written is its tip.
    """

    field: str
    title: str
    write: Callable[[Any], str] = plain
    right: bool = False
    middle: bool = False
    width: int = 80
    symbol: Callable[[Any], str] | None = None


def _side(column: Shown) -> Qt.AlignmentFlag:
    """Give the side on which a column stands."""
    return MIDDLE if column.middle else RIGHT if column.right else LEFT


class FrameModel(QAbstractTableModel):
    """Rows of a frame; sorting and filtering are a proxy's."""

    def __init__(self, columns: Sequence[Shown], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.frame = pd.DataFrame({column.field: [] for column in columns})
        self._values: list[list[Any]] = [[] for _ in columns]

    def show(self, frame: pd.DataFrame) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.frame = frame
        self._values = [frame[column.field].tolist() for column in self.columns]
        self.endResetModel()

    def rowCount(self, parent: QModelIndex = NOWHERE) -> int:
        """Count the rows."""
        return 0 if parent.isValid() else len(self.frame)

    def columnCount(self, parent: QModelIndex = NOWHERE) -> int:
        """Count the columns."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: QModelIndex, role: int = Role.DisplayRole) -> Any:
        """Give a cell: its text, its plain value, or how it stands."""
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        value = self._values[index.column()][index.row()]
        if role == Role.ToolTipRole and "tip" in self.frame.columns:
            return str(self.frame["tip"].iloc[index.row()])
        if role == Role.ToolTipRole or (role == Role.DisplayRole and column.symbol is None):
            return column.write(value)
        if role == Role.DecorationRole and column.symbol is not None:
            return icon(column.symbol(value))
        if role == SEARCH:
            # What a row is called in full stands nowhere, and is found all the same.
            more = index.column() == 0 and "search" in self.frame.columns
            return f"{column.write(value)} {self.frame['search'].iloc[index.row()] if more else ''}"
        if role == VALUE:
            return None if pd.api.types.is_scalar(value) and pd.isna(value) else value
        if role == Role.TextAlignmentRole:
            return _side(column)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        """Give the title of a column."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Role.DisplayRole:
            return tr(self.columns[section].title)
        if role == Role.TextAlignmentRole:
            return _side(self.columns[section])
        return None

    def retitle(self) -> None:
        """Write titles and cells in a new language."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
        if len(self.frame):
            last = self.index(len(self.frame) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)


class Sieve(QSortFilterProxyModel):
    """Sorts by plain values and keeps rows in which any column holds the text."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setSortRole(VALUE)
        self.setFilterRole(SEARCH)
        self.setFilterKeyColumn(-1)
        self.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)

    def lessThan(self, left: QModelIndex, right: QModelIndex) -> bool:
        """Compare numbers as numbers and what is absent as the least."""
        source = self.sourceModel()
        if source is None:
            return False
        a, b = source.data(left, VALUE), source.data(right, VALUE)
        if a is None or b is None:
            return a is None and b is not None
        try:
            return bool(a < b)
        except TypeError:
            return str(a) < str(b)
