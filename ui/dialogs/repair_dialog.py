"""What a repair of all borders would do: one report, before anything is done."""

from __future__ import annotations

import pandas as pd
from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import (
    QDoubleSpinBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QWidget,
)

from gridplanner.model import Plan
from gridplanner.rules import Fixed
from ui.dialogs.base import Dialog
from ui.language import mark, sentence, tr
from ui.panels.frame_model import FrameModel, Shown
from ui.qt import held, tight
from ui.work import Ready

#: So many lines of what was dropped, recoded or changed hands are written out.
LINES = 6


def _metres(value: float) -> str:
    return f"{value:.3f}"


def _ground(value: float) -> str:
    return f"{value:+,.2f}".replace("-", "−")


COLUMNS = (
    Shown("code", mark("网格"), width=0),
    Shown("moved_m", mark("边线移动（m）"), _metres, right=True, width=120),
    Shown("area_m2", mark("面积变化（m²）"), _ground, right=True, width=130),
)


def report_lines(fixed: Fixed) -> list[str]:
    """Say what was mended: borders, doubled grids, codes, buildings, what is left."""
    report = fixed.report
    lines = []
    if report.grids:
        facts = {
            "grids": len(report.grids), "moved_m": report.max_moved_m,
            "tolerance_m": report.tolerance_m, "filled_m2": report.filled_m2,
            "shared_m2": report.shared_m2, "clipped_m2": report.clipped_m2,
        }  # fmt: skip
        lines.append(sentence("repair.done", facts))
    else:
        lines.append(sentence("repair.nothing"))
    several = [
        [sentence("repair.dropped", {"grid": code}) for code, _ in fixed.dropped],
        [sentence("repair.recoded", {"before": a, "after": b}) for a, b in fixed.recoded],
        [
            sentence(
                "repair.building",
                {"id": b.id, "households": b.households, "before": b.before or "—",
                 "after": b.after or "—"},
            )
            for b in report.buildings
        ],
    ]  # fmt: skip
    for said in several:
        lines += said[:LINES]
        if len(said) > LINES:
            lines.append(tr("……共 {count} 条。", count=len(said)))
    if any(report.persons):
        persons = dict(zip(("before", "after"), report.persons, strict=True))
        lines.append(sentence("repair.persons", persons))
    if report.left:
        lines.append(sentence("repair.left", {"count": report.left}))
    return lines


class RepairDialog(Dialog):
    """The report of a repair that was tried; says ``asked(edit)`` where it is taken.

    ``again(tolerance_m)`` asks to try it with another tolerance.
    """

    asked = pyqtSignal(object)
    again = pyqtSignal(float)

    def __init__(self, plan: Plan, fixed: Fixed, parent: QWidget | None = None) -> None:
        super().__init__(mark("修复边线与编码"), mark("照此修复"), parent)
        self.resize(640, 560)
        self._plan, self._fixed = plan, fixed
        self.text = QLabel("\n".join(report_lines(fixed)))
        self.text.setWordWrap(True)
        self.tolerance = QDoubleSpinBox()
        self.tolerance.setRange(0.0, 20.0)
        self.tolerance.setSingleStep(0.1)
        self.tolerance.setDecimals(2)
        self.tolerance.setSuffix(" m")
        self.tolerance.setValue(fixed.report.tolerance_m)
        self.retry = QPushButton()
        self.retry.setAutoDefault(False)
        self.words(self.retry.setText, "重新试算")
        label = QLabel(tr("边线最多移动"))
        label.setBuddy(self.tolerance)
        row = QHBoxLayout()
        tight(row, 0, 8)
        for part in (label, self.tolerance, self.retry):
            row.addWidget(part)
        row.addStretch(1)
        self.model = FrameModel(COLUMNS, self)
        self.model.show(
            pd.DataFrame(
                {
                    "code": [grid.code for grid in fixed.report.grids],
                    "moved_m": [grid.moved_m for grid in fixed.report.grids],
                    "area_m2": [grid.area_m2 for grid in fixed.report.grids],
                    "uids": [() for _ in fixed.report.grids],
                }
            )
        )
        self.view = QTableView()
        self.view.setModel(self.model)
        self.view.setShowGrid(False)
        self.view.setSelectionMode(QTableView.SelectionMode.NoSelection)
        held(self.view.verticalHeader()).hide()
        header = held(self.view.horizontalHeader())
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for place, column in enumerate(COLUMNS[1:], start=1):
            header.resizeSection(place, column.width)
        self.view.setVisible(bool(fixed.report.grids))
        self.body.addWidget(self.text)
        self.body.addLayout(row)
        self.body.addWidget(self.view, 1)
        if not fixed.report.grids:
            self.body.addStretch(1)
        self.go.setEnabled(fixed.edit is not None)
        self.retry.clicked.connect(self._retry)

    def _retry(self) -> None:
        super().reject()
        self.again.emit(self.tolerance.value())

    def accept(self) -> None:
        """Close and ask for the repair, as one step."""
        super().accept()
        if self._fixed.edit is not None:
            self.asked.emit(Ready(self._fixed.edit, self._plan, self._fixed.after))
