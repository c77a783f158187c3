"""Select grids by condition: what is asked, and how many there are."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QWidget,
)

from gridplanner.choosing import DEVIATION_CLASSES, Conditions, chosen
from gridplanner.edits.attributes import KINDS
from gridplanner.edits.locks import LOCKS
from gridplanner.scheme import Scheme
from ui.dialogs.base import Dialog
from ui.dialogs.grid_dialog import KIND_NAMES, LOCK_NAMES
from ui.language import language, mark, tr
from ui.qt import tight

CLASS_NAMES = {
    "far_below": mark("−20 % 以下"),
    "below": mark("−20 % 至 −10 %"),
    "near": mark("±10 % 以内"),
    "above": mark("+10 % 至 +20 %"),
    "far_above": mark("+20 % 以上"),
}
#: Sets of grids that are known beforehand.
AMONG_NAMES = {
    "changed": mark("打开项目以来有改动"),
    "free": mark("挨着未划入的空地"),
}
HOWS = {"replace": mark("替换所选"), "add": mark("加到所选"), "take": mark("从所选中去掉")}
MOST = 999_999


class ConditionDialog(Dialog):
    """Asks for conditions; says ``asked(level, uids)`` with what is to be selected.

    Parameters
    ----------
    grids : DataFrame
        As :attr:`gridplanner.report.Summary.grids`.
    scheme : Scheme
    level : int
        Chosen at first.
    selected : sequence of int
        What is selected now.
    among : mapping of str to tuple of int
        Uids of the sets of :data:`AMONG_NAMES`.
    """

    asked = pyqtSignal(int, object)

    def __init__(
        self,
        grids: pd.DataFrame,
        scheme: Scheme,
        level: int,
        selected: tuple[int, ...],
        among: Mapping[str, tuple[int, ...]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(mark("按条件选择"), mark("选中"), parent)
        self._grids, self._selected, self._among = grids, selected, among
        self.setMinimumWidth(480)
        form = QFormLayout()
        form.setVerticalSpacing(12)
        self.text = QLineEdit()
        self.text.setPlaceholderText(tr("编码或名称中的文字，可不填"))
        self.level = QComboBox()
        for one in scheme.levels:
            name = one.name if language() == "zh" else one.name_en or one.name
            self.level.addItem(name, one.level)
        self.level.setCurrentIndex(level - 1)
        self.kind = _choice({"": mark("不限"), **{kind: KIND_NAMES[kind] for kind in KINDS}})
        self.lock = _choice({"": mark("不限"), **{lock: LOCK_NAMES[lock] for lock in LOCKS}})
        self.households = Range(tr("户"))
        self.persons = Range(tr("人"))
        form.addRow(tr("层级"), self.level)
        form.addRow(tr("文字"), self.text)
        form.addRow(tr("类型"), self.kind)
        form.addRow(tr("边界调整"), self.lock)
        form.addRow(tr("户数"), self.households)
        form.addRow(tr("人数"), self.persons)
        form.addRow(tr("工作量偏差"), self._classes())
        self.vacant = QCheckBox(tr("缺网格员"))
        self.among = {name: QCheckBox(tr(text)) for name, text in AMONG_NAMES.items()}
        rows = QGridLayout()
        tight(rows, 0, 8)
        for at, box in enumerate((self.vacant, *self.among.values())):
            rows.addWidget(box, at, 0)
            box.toggled.connect(self._count)
        form.addRow(tr("另外"), rows)
        self.how = _choice(HOWS)
        form.addRow(tr("选中方式"), self.how)
        self.body.addLayout(form)
        self.count = QLabel()
        self.body.addWidget(self.count)
        for combo in (self.level, self.kind, self.lock, self.how):
            combo.currentIndexChanged.connect(self._count)
        for limits in (self.households, self.persons):
            limits.changed.connect(self._count)
        self.text.textChanged.connect(self._count)
        self.text.setFocus()
        self._count()

    def _classes(self) -> QGridLayout:
        rows = QGridLayout()
        tight(rows, 0, 8)
        self.classes = {name: QCheckBox(tr(CLASS_NAMES[name])) for name in DEVIATION_CLASSES}
        for at, box in enumerate(self.classes.values()):
            rows.addWidget(box, at // 3, at % 3)
            box.toggled.connect(self._count)
        return rows

    def conditions(self) -> Conditions:
        """Give what is asked."""
        wanted = [set(self._among[name]) for name, box in self.among.items() if box.isChecked()]
        return Conditions(
            level=int(self.level.currentData()),
            kind=str(self.kind.currentData()),
            lock=str(self.lock.currentData()),
            deviation=tuple(name for name, box in self.classes.items() if box.isChecked()),
            households=self.households.limits(),
            persons=self.persons.limits(),
            text=self.text.text(),
            vacant=self.vacant.isChecked(),
            among=tuple(set.intersection(*wanted)) if wanted else None,
        )

    def uids(self) -> list[int]:
        """Give what would be selected."""
        found, how = chosen(self._grids, self.conditions()), self.how.currentData()
        if how == "add":
            return [*self._selected, *(uid for uid in found if uid not in self._selected)]
        if how == "take":
            return [uid for uid in self._selected if uid not in set(found)]
        return found

    def _count(self) -> None:
        found = len(chosen(self._grids, self.conditions()))
        self.count.setText(
            tr("符合 {count} 个，选中后共 {total} 个。", count=found, total=len(self.uids()))
        )

    def accept(self) -> None:
        """Close and say what is to be selected; nothing at all is a fault, not a selection."""
        uids = self.uids()
        if not uids and self.how.currentData() != "take":
            self.show_fault(tr("没有符合条件的网格，请放宽条件。"))
            return
        super().accept()
        self.asked.emit(int(self.level.currentData()), uids)


class Range(QWidget):
    """From … to; one step below 0 means no limit."""

    changed = pyqtSignal()

    def __init__(self, unit: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.least, self.most = QSpinBox(), QSpinBox()
        line = QHBoxLayout(self)
        tight(line, 0, 8)
        for box, unset in ((self.least, tr("不限")), (self.most, tr("不限"))):
            box.setRange(-1, MOST)
            box.setValue(-1)
            box.setSpecialValueText(unset)
            box.setGroupSeparatorShown(True)
            box.setAccessibleName(unit)
            box.valueChanged.connect(self.changed)
        line.addWidget(self.least, 1)
        line.addWidget(QLabel(tr("至")))
        line.addWidget(self.most, 1)
        line.addWidget(QLabel(unit))

    def limits(self) -> tuple[int | None, int | None]:
        """Give the limits, ``None`` for none."""
        least, most = self.least.value(), self.most.value()
        return (None if least < 0 else least), (None if most < 0 else most)


def _choice(rows: Mapping[str, str]) -> QComboBox:
    box = QComboBox()
    for value, text in rows.items():
        box.addItem(tr(text), value)
    return box
