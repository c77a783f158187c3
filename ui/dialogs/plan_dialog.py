"""What a planner asks of a solve."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QGridLayout,
    QLabel,
    QSlider,
    QSpinBox,
    QWidget,
)

from gridplanner.loads import FACTORS, weights_of, workers_of
from gridplanner.model import Plan
from gridplanner.planning import PlanOptions, covered_levels
from ui.dialogs.base import Dialog
from ui.language import language, mark, tr
from ui.panels.card import FACTORS as FACTOR_NAMES
from ui.qt import tight


class PlanDialog(Dialog):
    """Targets, kept levels, weights, shape and time; gives :class:`PlanOptions`."""

    def __init__(self, plan: Plan, parent: QWidget | None = None) -> None:
        super().__init__(mark("划分网格"), mark("开始"), parent)
        self._plan = plan
        self.setMinimumWidth(460)
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        form.setVerticalSpacing(12)
        scheme = " / ".join(
            f"{level.name if language() == 'zh' else level.name_en} {level.count}"
            for level in plan.scheme.levels
        )
        form.addRow(tr("层级方案"), QLabel(scheme))
        self.by = QComboBox()
        workers, leaves = len(workers_of(plan)), plan.scheme.counts[-1]
        self.by.addItem(tr("按网格员均衡（现有 {count} 人）", count=workers), "staff")
        self.by.addItem(tr("按网格均衡（每个网格一样多）"), "leaves")
        if workers < leaves:
            self.by.setCurrentIndex(1)
        form.addRow(tr("均衡目标"), self.by)
        self.keep = QComboBox()
        covered = covered_levels(plan)
        for level in range(covered, -1, -1):
            self.keep.addItem(self._keep_text(level), level)
        form.addRow(tr("保留既定边界"), self.keep)
        form.addRow(tr("工作量权重"), self._weights())
        self.shape_slider = QSlider(Qt.Orientation.Horizontal)
        self.shape_slider.setRange(0, 100)
        self.shape_slider.setValue(50)
        ends = QGridLayout()
        tight(ends, 0, 4)
        ends.addWidget(self.shape_slider, 0, 0, 1, 2)
        for column, text in enumerate((tr("更均衡"), tr("形状更规整"))):
            label = QLabel(text)
            label.setObjectName("muted")
            side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
            ends.addWidget(label, 1, column, side)
        form.addRow(tr("取舍"), ends)
        self.seconds = QSpinBox()
        self.seconds.setRange(2, 3600)
        self.seconds.setValue(30)
        self.seconds.setSuffix(tr(" 秒"))
        form.addRow(tr("计算时间"), self.seconds)
        self.body.addLayout(form)
        note = QLabel(tr("结果先显示在地图上，由您采用或放弃；计算中可随时取消。"))
        note.setObjectName("muted")
        note.setWordWrap(True)
        self.body.addWidget(note)

    def _keep_text(self, level: int) -> str:
        if level == 0:
            return tr("不保留，全部重划")
        named = self._plan.scheme.levels[level - 1]
        name = named.name if language() == "zh" else named.name_en
        return tr("保留到{level}", level=name)

    def _weights(self) -> QGridLayout:
        kept = weights_of(self._plan)
        grid = QGridLayout()
        tight(grid, 0, 4)
        self.weights: dict[str, QDoubleSpinBox] = {}
        for place, factor in enumerate(FACTORS):
            box = QDoubleSpinBox()
            box.setRange(0, 100)
            box.setDecimals(2)
            box.setSingleStep(0.05)
            box.setValue(kept.get(factor, 0.0))
            self.weights[factor] = box
            row, column = divmod(place, 2)
            grid.addWidget(QLabel(tr(FACTOR_NAMES[factor])), row, 2 * column)
            grid.addWidget(box, row, 2 * column + 1)
        return grid

    def options(self) -> PlanOptions:
        """Give what was asked for."""
        weights = {name: box.value() for name, box in self.weights.items() if box.value() > 0}
        return PlanOptions(
            by=self.by.currentData(),
            weights=weights,
            keep_levels=int(self.keep.currentData()),
            shape=self.shape_slider.value() / 100,
            seconds=float(self.seconds.value()),
        )

    def accept(self) -> None:
        """Close, where some weight is above 0."""
        if not any(box.value() > 0 for box in self.weights.values()):
            self.show_fault(tr("至少给一个因素大于 0 的权重。"))
            return
        super().accept()
