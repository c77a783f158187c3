"""Split a compound into its buildings, or rejoin it: a reason is asked for."""

from __future__ import annotations

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QComboBox, QLabel, QWidget

from gridplanner.edits import RejoinCompound, SplitCompound
from ui.dialogs.base import Dialog
from ui.language import mark, tr

#: Reasons often given; any other may be typed.
REASONS = (
    mark("楼栋分属不同网格员，已与社区商定"),
    mark("小区内有道路或围墙隔开"),
    mark("整体划分时工作量过大"),
    mark("分期交付，先后入住"),
)


class CompoundDialog(Dialog):
    """Says ``asked(edit)``; a split needs a reason, a rejoining may have one."""

    asked = pyqtSignal(object)

    def __init__(
        self, compound: str, name: str, *, split: bool, parent: QWidget | None = None
    ) -> None:
        title = mark("恢复小区为整体") if split else mark("按楼栋拆开小区")
        super().__init__(title, mark("恢复") if split else mark("拆开"), parent)
        self._compound, self._name, self._split = compound, name, split
        said = (
            tr("小区“{name}”将恢复为一个基本单元，涂抹和均衡时整体划转。", name=name)
            if split
            else tr(
                "小区“{name}”将按楼栋拆成多个基本单元，涂抹和均衡时可以逐栋划转；"
                "现有网格的边线不变。",
                name=name,
            )
        )
        what = QLabel(said)
        what.setWordWrap(True)
        what.setMinimumWidth(420)
        label = QLabel(tr("理由（可不填）：") if split else tr("理由（记入日志）："))
        self.reason = QComboBox()
        self.reason.setEditable(True)
        if not split:
            self.reason.addItems([tr(reason) for reason in REASONS])
        self.reason.setEditText("")
        label.setBuddy(self.reason)
        for widget in (what, label, self.reason):
            self.body.addWidget(widget)
        self.reason.setFocus()

    def accept(self) -> None:
        """Close and ask for the edit, where a split has its reason."""
        reason = self.reason.currentText().strip()
        if not reason and not self._split:
            self.show_fault(tr("请写明理由，或从列表中选一个。"))
            self.reason.setFocus()
            return
        super().accept()
        kind = RejoinCompound if self._split else SplitCompound
        self.asked.emit(kind(self._compound, reason, self._name))
