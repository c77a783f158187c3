"""Accept findings: a reason is asked for, and stays in the project."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QComboBox, QLabel, QWidget

from gridplanner.history import user_name
from gridplanner.repair import Steps, Waive
from gridplanner.rules import Finding
from ui.dialogs.base import Dialog
from ui.language import mark, tr

#: Reasons often given; any other may be typed.
REASONS = (
    mark("历史形成，居民已熟悉"),
    mark("飞地，行政区划如此"),
    mark("单位自管，整体划为一个网格"),
    mark("规划中的住宅，入住后再调整"),
    mark("已与社区商定"),
)


class WaiverDialog(Dialog):
    """One reason for one or several findings; says ``asked(edit)``."""

    asked = pyqtSignal(object)

    def __init__(
        self, findings: Sequence[Finding], text: str, date: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(mark("豁免"), mark("豁免"), parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._findings, self._date = findings, date
        what = QLabel(text)
        what.setWordWrap(True)
        what.setMinimumWidth(420)
        label = QLabel()
        self.words(label.setText, "理由（保存在项目中，并列入质检报告）：")
        self.reason = QComboBox()
        self.reason.setEditable(True)
        self.reason.addItems([tr(reason) for reason in REASONS])
        self.reason.setCurrentIndex(-1)
        self.reason.setEditText("")
        label.setBuddy(self.reason)
        self.body.addWidget(what)
        if len(findings) > 1:
            more = QLabel(tr("共 {count} 个问题，用同一个理由。", count=len(findings)))
            self.body.addWidget(more)
        self.body.addWidget(label)
        self.body.addWidget(self.reason)
        self.reason.setFocus()

    def accept(self) -> None:
        """Ask for the waivers where a reason is given."""
        reason = self.reason.currentText().strip()
        if not reason:
            self.show_fault(tr("请写明理由，或从列表中选一个。"))
            self.reason.setFocus()
            return
        edits = []
        for rule in dict.fromkeys(finding.rule for finding in self._findings):
            targets = tuple(f.target for f in self._findings if f.rule == rule)
            edits.append(Waive(rule, targets, reason, user_name(), self._date))
        self.asked.emit(edits[0] if len(edits) == 1 else Steps(tuple(edits)))
        super().accept()
