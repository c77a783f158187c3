"""缺岗演练: who takes over while a worker is away; nothing is changed."""

from __future__ import annotations

from collections.abc import Mapping

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QAbstractItemView, QLabel, QTableWidget, QTableWidgetItem, QWidget

from gridplanner.model import Plan
from gridplanner.vacancy import Vacancy
from ui.dialogs.base import Dialog
from ui.language import mark, tr
from ui.qt import held


class VacancyDialog(Dialog):
    """The temporary shares and the loads they make; closing it puts the worker back."""

    def __init__(
        self, plan: Plan, found: Vacancy, short: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(mark("缺岗演练"), mark("放回，关闭"), parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.stop.hide()
        self.resize(560, 380)
        names = dict(zip(plan.tables["persons"]["id"], plan.tables["persons"]["name"], strict=True))
        leaves = "、".join(short.get(code, code) for code in found.leaves)
        name = str(names.get(found.person) or found.person)
        lines = [tr("{name} 缺岗时，{leaves} 的工作量这样分担：", name=name, leaves=leaves)]
        if not found.shares:
            lines = []
        if found.uncovered:
            none = "、".join(short.get(code, code) for code in found.uncovered)
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
            people = "、".join(str(names.get(who) or who) for who in share.workers)
            cells = (
                short.get(share.by, share.by), people, f"{share.share:.0%}",
                f"{share.before:.2f}", f"{share.after:.2f}",
            )  # fmt: skip
            for column, cell in enumerate(cells):
                item = QTableWidgetItem(cell)
                if column >= 2:
                    item.setTextAlignment(right)
                self.table.setItem(row, column, item)
        note = QLabel(tr("单位：人份。只是演练，方案没有改动；涉及的网格已在地图上选中。"))
        note.setObjectName("muted")
        note.setWordWrap(True)
        self.body.addWidget(text)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(note)
