"""What a grid is called, of what kind it is, how many workers it should have, and its lock."""

from __future__ import annotations

from typing import Any

import pandas as pd
from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QWidget,
)

from gridplanner.edits.attributes import KINDS, ChangeGrid, SetLock
from gridplanner.edits.base import Edit
from gridplanner.edits.locks import LOCKS
from gridplanner.edits.together import Together
from gridplanner.model import Plan
from ui.dialogs.base import Dialog
from ui.language import mark, tr

KIND_NAMES = {"综合": mark("综合：住户为主"), "专属": mark("专属：单位、学校、园区等")}
LOCK_NAMES = {
    "open": mark("可调整"),
    "no_loss": mark("只进不出：可以划入，不能划出"),
    "frozen": mark("锁定：范围不变"),
}


class GridDialog(Dialog):
    """Asks for the values of one grid; says ``asked(edit)`` where any is another."""

    asked = pyqtSignal(object)

    def __init__(self, plan: Plan, uid: int, parent: QWidget | None = None) -> None:
        super().__init__(mark("修改网格"), mark("保存"), parent)
        self.setMinimumWidth(440)
        grid: Any = plan.tables["grids"].loc[uid]
        self._code, self._lock = str(grid["code"]), str(grid["lock"] or "open")
        self._values: dict[str, Any] = {
            "new_code": self._code,
            "name": str(grid["name"]),
            "kind": str(grid["kind"]),
            "note": str(grid["note"]),
            "posts": 0 if pd.isna(grid["posts"]) else int(grid["posts"]),
        }
        self.code = QLineEdit(self._code)
        self.name = QLineEdit(self._values["name"])
        self.kind = QComboBox()
        for kind in KINDS:
            self.kind.addItem(tr(KIND_NAMES[kind]), kind)
        self.kind.setCurrentIndex(max(self.kind.findData(self._values["kind"]), 0))
        self.posts = QSpinBox()
        self.posts.setRange(0, 99)
        self.posts.setSpecialValueText(tr("未定"))
        self.posts.setValue(self._values["posts"])
        self.lock = QComboBox()
        for lock in LOCKS:
            self.lock.addItem(tr(LOCK_NAMES[lock]), lock)
        self.lock.setCurrentIndex(max(self.lock.findData(self._lock), 0))
        self.note = QPlainTextEdit(self._values["note"])
        self.note.setFixedHeight(64)
        self.note.setTabChangesFocus(True)
        form = QFormLayout()
        form.setVerticalSpacing(12)
        form.addRow(tr("编码"), self.code)
        form.addRow(tr("名称"), self.name)
        leaf = int(grid["level"]) == plan.scheme.depth
        if leaf:
            form.addRow(tr("类型"), self.kind)
            form.addRow(tr("网格员岗位"), self.posts)
        form.addRow(tr("边界调整"), self.lock)
        form.addRow(tr("备注"), self.note)
        self.body.addLayout(form)
        self.name.setFocus()
        self.name.selectAll()

    def edit(self) -> Edit | None:
        """Make the edit; ``None`` where nothing is another than before."""
        now: dict[str, Any] = {
            "new_code": self.code.text().strip(),
            "name": self.name.text().strip(),
            "kind": self.kind.currentData(),
            "note": self.note.toPlainText().strip(),
            "posts": self.posts.value(),
        }
        other = {key: value for key, value in now.items() if value != self._values[key]}
        lock = str(self.lock.currentData())
        edits: list[Edit] = []
        if lock != self._lock:
            edits.append(SetLock((self._code,), lock))
        if other:
            edits.append(ChangeGrid(self._code, **other))
        if len(edits) > 1:
            return Together(tuple(edits))
        return edits[0] if edits else None

    def accept(self) -> None:
        """Close and ask for the edit."""
        super().accept()
        edit = self.edit()
        if edit is not None:
            self.asked.emit(edit)
