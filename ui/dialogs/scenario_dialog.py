"""Ask for a new scenario's name, and for what is to be known when one is put in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from PyQt6.QtCore import QDate, pyqtSignal
from PyQt6.QtWidgets import QDateEdit, QFormLayout, QLabel, QLineEdit, QWidget

from gridplanner.edits.scenarios import AcceptScenario, CopyScenario
from ui.dialogs.base import Dialog
from ui.language import mark, tr


class NewScenarioDialog(Dialog):
    """Asks for name and note; says ``asked(edit)``."""

    asked = pyqtSignal(object)

    def __init__(self, taken: Collection[str], parent: QWidget | None = None) -> None:
        super().__init__(mark("新建比选方案"), mark("建立"), parent)
        self.setMinimumWidth(420)
        self._taken = taken
        self.name = QLineEdit(_free(tr("方案"), taken))
        self.name.selectAll()
        self.note = QLineEdit()
        form = QFormLayout()
        form.setVerticalSpacing(12)
        form.addRow(tr("名称"), self.name)
        form.addRow(tr("备注"), self.note)
        self.body.addLayout(form)
        hint = QLabel(tr("复制当前方案，接着在副本上编辑；现行方案不受影响，随时可以切换和对照。"))
        hint.setObjectName("muted")
        hint.setWordWrap(True)
        self.body.addWidget(hint)
        self.name.setFocus()

    def accept(self) -> None:
        """Ask for the edit; a name that is taken is said here."""
        name = self.name.text().strip()
        if not name or name in self._taken:
            self.show_fault(tr("请给方案起一个没有用过的名称。"))
            return
        super().accept()
        self.asked.emit(CopyScenario(name, self.note.text().strip()))


class AcceptScenarioDialog(Dialog):
    """Asks under which name the old plan is kept, from when on, and why; says ``asked(edit)``."""

    asked = pyqtSignal(object)

    def __init__(self, name: str, taken: Collection[str], parent: QWidget | None = None) -> None:
        super().__init__(mark("作为现行方案"), mark("采用"), parent)
        self.setMinimumWidth(420)
        self._scenario = name
        self.keep_as = QLineEdit(_free(tr("原方案"), taken))
        self.keep_as.setClearButtonEnabled(True)
        today = dt.datetime.now().astimezone().date()
        self.date = QDateEdit(QDate(today.year, today.month, today.day))
        self.date.setDisplayFormat("yyyy-MM-dd")
        self.date.setCalendarPopup(True)
        self.reason = QLineEdit()
        form = QFormLayout()
        form.setVerticalSpacing(12)
        form.addRow(tr("原方案另存为"), self.keep_as)
        form.addRow(tr("启用日期"), self.date)
        form.addRow(tr("调整原因"), self.reason)
        self.body.addLayout(form)
        hint = QLabel(tr("名称留空则不保留原方案；两种情况都可以撤销。"))
        hint.setObjectName("muted")
        self.body.addWidget(hint)

    def accept(self) -> None:
        """Close and ask for the edit."""
        super().accept()
        self.asked.emit(
            AcceptScenario(
                self._scenario,
                self.keep_as.text().strip(),
                self.date.date().toString("yyyy-MM-dd"),
                self.reason.text().strip(),
            )
        )


def _free(stem: str, taken: Collection[str]) -> str:
    """Give the stem, with a number where it is taken."""
    if stem not in taken and stem != tr("方案"):
        return stem
    number = 1
    while f"{stem}{number}" in taken:
        number += 1
    return f"{stem}{number}"
