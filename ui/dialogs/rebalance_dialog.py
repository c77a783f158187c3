"""What a planner asks of a rebalance."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLabel, QSpinBox, QWidget

from gridplanner.model import Plan
from gridplanner.planning import covered_levels
from gridplanner.rebalancing import RebalanceOptions
from ui.dialogs.base import Dialog
from ui.language import language, mark, tr

#: New grids that are tried at most: beyond, planning anew is the better way.
MOST_NEW = 20


class RebalanceDialog(Dialog):
    """New grids, kept levels, locks and time; gives :class:`RebalanceOptions`."""

    def __init__(self, plan: Plan, selected: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(mark("再均衡"), mark("开始试算"), parent)
        self._plan = plan
        self._selected = tuple(selected)
        self.setMinimumWidth(480)
        note = QLabel(
            tr(
                "从现有网格出发，尽量少移动户。先试算多个偏差上限，"
                "再从“户数—偏差”曲线上挑选；编码、人员和岗位不变。"
            )
        )
        note.setObjectName("muted")
        note.setWordWrap(True)
        self.body.addWidget(note)
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        form.setVerticalSpacing(12)
        self.keep = QComboBox()
        covered = covered_levels(plan)
        for level in range(plan.scheme.depth - 1, -1, -1):
            self.keep.addItem(self._keep_text(level), level)
        self.keep.setCurrentIndex(self.keep.findData(covered))
        self.keep.setToolTip(tr("户只在所选层级的网格之内移动"))
        form.addRow(tr("不跨越"), self.keep)
        self.opened = QSpinBox()
        self.opened.setRange(0, MOST_NEW)
        self.opened.setValue(1)
        self.opened.setSpecialValueText(tr("不试算"))
        self.opened.setSuffix(tr(" 个"))
        self.opened.setToolTip(tr("在工作量最大处新开网格，与不新开的办法并列比较"))
        form.addRow(tr("另试算新开网格"), self.opened)
        self.lock_selected = QCheckBox()
        if selected:
            self.lock_selected.setText(tr("所选的 {count} 个网格保持不变", count=len(selected)))
        else:
            self.lock_selected.setText(tr("所选的网格保持不变（尚未选择）"))
            self.lock_selected.setEnabled(False)
        locked = int((~plan.valid_grids["lock"].isin(["", "open"])).sum())
        form.addRow(tr("锁定"), self.lock_selected)
        if locked:
            form.addRow("", QLabel(tr("已锁定的 {count} 个网格照锁定处理。", count=locked)))
        self.seconds = QSpinBox()
        self.seconds.setRange(2, 3600)
        self.seconds.setValue(40)
        self.seconds.setSuffix(tr(" 秒"))
        form.addRow(tr("计算时间"), self.seconds)
        self.body.addLayout(form)

    def _keep_text(self, level: int) -> str:
        if level == 0:
            return tr("不限，可跨各级边界")
        named = self._plan.scheme.levels[level - 1]
        name = named.name if language() == "zh" else named.name_en
        return tr("{level}的边界", level=name)

    def options(self) -> RebalanceOptions:
        """Give what was asked for."""
        return RebalanceOptions(
            keep_levels=int(self.keep.currentData()),
            lock=self._selected if self.lock_selected.isChecked() else (),
            seconds=float(self.seconds.value()),
        )

    def new_grids(self) -> tuple[int, ...]:
        """Give the numbers of new grids to be priced beside each other."""
        return (0,) if self.opened.value() == 0 else (0, self.opened.value())
