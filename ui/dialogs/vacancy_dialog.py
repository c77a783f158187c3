"""缺岗演练: who takes over while a worker is away; nothing is changed unless it is asked for."""

from __future__ import annotations

from collections.abc import Mapping

from PyQt6.QtCore import QDate, Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDateEdit,
    QHBoxLayout,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from gridplanner.edits.cover import CoverVacancy
from gridplanner.model import Plan
from gridplanner.vacancy import Vacancy
from ui.dialogs.base import Dialog
from ui.language import listed, mark, tr
from ui.qt import held


class VacancyDialog(Dialog):
    """The temporary shares and the loads they make; says ``asked(edit)`` to let them be so.

    Closing it puts the worker back.
    """

    asked = pyqtSignal(object)

    def __init__(
        self, plan: Plan, found: Vacancy, short: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(mark("缺岗演练"), mark("安排代管"), parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.words(self.stop.setText, "放回，关闭")
        # Return only looks; what writes has to be clicked.
        self.go.setAutoDefault(False)
        self.go.setDefault(False)
        self.stop.setDefault(True)
        self.resize(560, 380)
        names = dict(zip(plan.tables["persons"]["id"], plan.tables["persons"]["name"], strict=True))
        leaves = listed(short.get(code, code) for code in found.leaves)
        name = str(names.get(found.person) or found.person)
        lines = [tr("{name} 缺岗时，{leaves} 的工作量这样分担：", name=name, leaves=leaves)]
        if not found.shares:
            lines = []
        if found.uncovered:
            none = listed(short.get(code, code) for code in found.uncovered)
            lines.append(tr("{leaves} 附近没有别的网格员，无人可代。", leaves=none))
        text = QLabel("\n".join(lines))
        text.setWordWrap(True)
        self.table = QTableWidget(len(found.shares), 5)
        titles = (tr("代管网格"), tr("网格员"), tr("分担"), tr("现在每人"), tr("代管时每人"))
        self.table.setHorizontalHeaderLabels(list(titles))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setShowGrid(False)
        held(self.table.verticalHeader()).hide()
        header = held(self.table.horizontalHeader())
        header.setSectionResizeMode(1, header.ResizeMode.Stretch)
        for column, width in ((0, 130), (2, 70), (3, 84), (4, 96)):
            self.table.setColumnWidth(column, width)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for row, share in enumerate(found.shares):
            people = listed(str(names.get(who) or who) for who in share.workers)
            cells = (
                short.get(share.by, share.by), people, f"{share.share:.0%}",
                f"{share.before:.2f}", f"{share.after:.2f}",
            )  # fmt: skip
            for column, cell in enumerate(cells):
                item = QTableWidgetItem(cell)
                if column >= 2:
                    item.setTextAlignment(right)
                self.table.setItem(row, column, item)
        self._person, self._dated = found.person, dated(plan)
        self.go.setEnabled(bool(found.shares))
        self.begins = QDateEdit(QDate.currentDate())
        self.ends = QDateEdit(QDate.currentDate().addDays(14))
        self.known = QCheckBox()
        self.words(self.known.setText, "至")
        self.words(self.known.setToolTip, "不勾选时一直代管到放回为止")
        self.ends.setEnabled(False)
        self.known.toggled.connect(self.ends.setEnabled)
        for box in (self.begins, self.ends):
            box.setCalendarPopup(True)
            box.setDisplayFormat("yyyy-MM-dd")
        days = QHBoxLayout()
        days.addWidget(QLabel(tr("代管自")))
        for widget in (self.begins, self.known, self.ends):
            days.addWidget(widget)
        days.addStretch(1)
        note = QLabel(tr("单位：人份。方案没有改动；按“安排代管”才写入临时任职，可撤销、可放回。"))
        note.setObjectName("muted")
        note.setWordWrap(True)
        self.body.addWidget(text)
        self.body.addWidget(self.table, 1)
        self.body.addLayout(days)
        self.body.addWidget(note)

    def accept(self) -> None:
        """Close and ask for the temporary duties."""
        begins = self.begins.date().toString("yyyy-MM-dd")
        until = self.ends.date().toString("yyyy-MM-dd") if self.known.isChecked() else ""
        if until and until < begins:
            self.show_fault(tr("结束日期早于开始日期。"))
            return
        super().accept()
        # Of a draft nothing has begun: a duty without a day lasts until it is dropped.
        begins = begins if self._dated or until else ""
        self.asked.emit(CoverVacancy(self._person, begins, until))


def dated(plan: Plan) -> bool:
    """Whether the grids are in force, so that duties have days."""
    return bool((plan.valid_grids["valid_from"] != "").any())
