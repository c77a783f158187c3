"""Which households count, and how captains are chosen."""

from __future__ import annotations

from typing import get_args

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QButtonGroup, QFormLayout, QLabel, QRadioButton, QSpinBox, QWidget

from gridplanner.captains import Prefer, wish_of
from gridplanner.edits.counting import ChangeCounting
from gridplanner.households import Rule, households_counted, rule_of
from gridplanner.model import Plan
from gridplanner.sentences.terms import COUNTING
from ui.dialogs.base import Dialog
from ui.language import language, mark, tr


def term(name: str) -> str:
    """Say a term of counting in the window's language."""
    return COUNTING[name][0 if language() == "zh" else 1]


class CountingDialog(Dialog):
    """Asks how people are counted; says ``asked(edit)`` where anything is another."""

    asked = pyqtSignal(object)

    def __init__(self, plan: Plan, parent: QWidget | None = None) -> None:
        super().__init__(mark("户与楼门长的口径"), mark("保存"), parent)
        self.setMinimumWidth(420)
        self._rule, (self._prefer, self._room) = rule_of(plan), wish_of(plan)
        self._heading(tr("哪些户计入工作量（因素“户数”）"))
        self.rules = QButtonGroup(self)
        for number, rule in enumerate(get_args(Rule)):
            count = int(households_counted(plan, rule).sum())
            text = tr("{what}：{count} 户", what=term(f"count_{rule}"), count=f"{count:,}")
            button = self._choice(self.rules, number, text, chosen=rule == self._rule)
            if not count and rule != self._rule:
                button.setEnabled(False)
                button.setToolTip(tr("名册里没有这样的户"))
        self._heading(tr("安排楼门长时"))
        self.prefers = QButtonGroup(self)
        texts = (tr("人数最少：一人可管几个楼门"), tr("就近：由住得最近的人管"))
        for number, prefer in enumerate(get_args(Prefer)):
            self._choice(self.prefers, number, texts[number], chosen=prefer == self._prefer)
        self.room = QSpinBox()
        self.room.setRange(1, 9_999)
        self.room.setValue(self._room)
        self.room.setSuffix(tr(" 户"))
        form = QFormLayout()
        form.addRow(tr("每人可管（名册没写的）"), self.room)
        self.body.addLayout(form)
        note = QLabel(tr("保存后可撤销。楼门长不会自动变动，需要时按 F9 重新安排。"))
        note.setObjectName("muted")
        note.setWordWrap(True)
        self.body.addWidget(note)

    def _heading(self, text: str) -> None:
        label = QLabel(text)
        font = label.font()
        font.setBold(True)
        label.setFont(font)
        self.body.addWidget(label)

    def _choice(self, group: QButtonGroup, number: int, text: str, *, chosen: bool) -> QRadioButton:
        button = QRadioButton(text)
        button.setChecked(chosen)
        group.addButton(button, number)
        self.body.addWidget(button)
        return button

    def edit(self) -> ChangeCounting | None:
        """Make the edit; ``None`` where nothing is another than before."""
        rule = get_args(Rule)[self.rules.checkedId()]
        prefer = get_args(Prefer)[self.prefers.checkedId()]
        room = self.room.value()
        edit = ChangeCounting(
            None if rule == self._rule else rule,
            None if prefer == self._prefer else prefer,
            None if room == self._room else room,
        )
        return None if edit == ChangeCounting() else edit

    def accept(self) -> None:
        """Close and ask for the edit."""
        super().accept()
        edit = self.edit()
        if edit is not None:
            self.asked.emit(edit)
