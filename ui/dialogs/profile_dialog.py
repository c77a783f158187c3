"""规模标准: which limits the plan is checked against; chosen, changed, set back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from gridplanner.edits.attributes import KINDS
from gridplanner.edits.grid_rows import GENERAL
from gridplanner.errors import UsageError
from gridplanner.model import Plan
from gridplanner.rules.profile import FIGURES, PROFILES, Figure, Limits, Profile
from gridplanner.rules.profile_edits import (
    SUGGESTED,
    SetProfile,
    checked,
    own,
    shipped_of,
    with_limits,
)
from gridplanner.rules.suggesting import Suggestion, profile_of, suggestion
from ui.dialogs.base import Dialog
from ui.language import language, mark, sentence, tr
from ui.qt import held, tight

FIGURE_NAMES: dict[Figure, str] = {
    "households": mark("户数"),
    "persons": mark("人口"),
    "area": mark("服务面积（公顷）"),
    "workers": mark("网格员（人）"),
}
#: One unit of a cell in the profile's unit.
SCALE: dict[str, float] = {"area": 10_000.0}
ENDS = ("error_low", "low", "high", "error_high")
HEADS = (
    mark("层级"), mark("类型"), mark("指标"),
    mark("低于即错误"), mark("低于则警告"), mark("高于则警告"), mark("高于即错误"),
)  # fmt: skip
BRANCH = "party.branch"


def title_of(profile: Profile) -> str:
    """Name a profile in the window's language."""
    return profile.zh if language() == "zh" else profile.en


def offered(box: QComboBox, found: Suggestion) -> None:
    """List the shipped profiles in a box, the suggested one marked."""
    for name, profile in PROFILES.items():
        text = title_of(profile)
        best = name == found.profile.name and bool(found.facts)
        box.addItem(tr("{profile}　建议", profile=text) if best else text, name)


def _written(value: float) -> str:
    return f"{value:,.3f}".rstrip("0").rstrip(".")


class ProfileDialog(Dialog):
    """Level × kind × figure with limits that warn and limits that are errors; tolerances.

    Says ``asked(edit)`` where the profile is another than before.
    """

    asked = pyqtSignal(object)

    def __init__(self, plan: Plan, parent: QWidget | None = None) -> None:
        super().__init__(mark("规模标准"), mark("保存"), parent)
        self.resize(820, 640)
        self._plan = plan
        self._at_first = profile_of(plan)
        self._stored = "profile" in plan.settings
        self._by_data = plan.settings.get("profile_from") == SUGGESTED
        self._profile = self._at_first
        self._filling = False
        found = suggestion(plan)
        self.choice = QComboBox()
        offered(self.choice, found)
        self.again = QPushButton()
        self.again.setAutoDefault(False)
        self.words(self.again.setText, "恢复内置数值")
        top = QHBoxLayout()
        tight(top, 0, 8)
        top.addWidget(self.choice, 1)
        top.addWidget(self.again)
        self.reason = self._muted(sentence(found.code, found.words))
        self.state = self._muted("")
        self.table = self._table()
        self.numbers = self._numbers()
        self.body.addLayout(top)
        self.body.addWidget(self.reason)
        self.body.addWidget(self.state)
        self.body.addWidget(self.table, 1)
        self.body.addLayout(self._tolerances())
        self._fill()
        self.choice.activated.connect(self._choose)
        self.again.clicked.connect(self._reset)
        self.table.itemChanged.connect(self._typed)
        for box in self.numbers.values():
            box.valueChanged.connect(self._typed)
        self.branch.toggled.connect(self._typed)
        self.choice.setFocus()

    def _muted(self, text: str) -> QLabel:
        label = QLabel(text)
        label.setObjectName("muted")
        label.setWordWrap(True)
        return label

    def _table(self) -> QTableWidget:
        depth = self._plan.scheme.depth
        self._rows: list[tuple[int, str, Figure]] = [
            (level, kind, figure)
            for level in range(depth, 0, -1)
            for kind in (KINDS if level == depth else (GENERAL,))
            for figure in FIGURES
        ]
        table = QTableWidget(len(self._rows), len(HEADS))
        table.setHorizontalHeaderLabels([tr(head) for head in HEADS])
        held(table.verticalHeader()).hide()
        header = held(table.horizontalHeader())
        header.setSectionResizeMode(header.ResizeMode.Stretch)
        for column in range(3):
            header.setSectionResizeMode(column, header.ResizeMode.ResizeToContents)
        zh = language() == "zh"
        for row, (level, kind, figure) in enumerate(self._rows):
            named = self._plan.scheme.levels[level - 1]
            first = row == 0 or self._rows[row - 1][:2] != (level, kind)
            texts = (named.name if zh else named.name_en, tr(kind), tr(FIGURE_NAMES[figure]))
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text if first or column == 2 else "")
                item.setFlags(Qt.ItemFlag.ItemIsEnabled)
                table.setItem(row, column, item)
            for column in range(3, 7):
                item = QTableWidgetItem("")
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                table.setItem(row, column, item)
        return table

    def _numbers(self) -> dict[str, QDoubleSpinBox]:
        """Make a box for each tolerance; deviations are shown in per cent."""
        boxes = {}
        for name, unit, high, step in (
            ("load_warn", " %", 1000.0, 1.0), ("load_error", " %", 1000.0, 1.0),
            ("sliver_width_m", " m", 50.0, 0.1), ("sliver_area_m2", " m²", 10_000.0, 5.0),
            ("cut_m2", " m²", 1_000.0, 0.5),
        ):  # fmt: skip
            box = QDoubleSpinBox()
            box.setRange(1.0 if unit == " %" else 0.0, high)
            box.setDecimals(1)
            box.setSingleStep(step)
            box.setSuffix(unit)
            boxes[name] = box
        return boxes

    def _tolerances(self) -> QGridLayout:
        self.branch = QCheckBox(tr("小区满多少户应有党支部"))
        self.branch_households = QSpinBox()
        self.branch_households.setRange(1, 100_000)
        self.branch_households.setSuffix(tr(" 户"))
        self.branch_households.valueChanged.connect(self._typed)
        grid = QGridLayout()
        tight(grid, 0, 8)
        texts = {
            "load_warn": tr("工作量偏差超过则警告"),
            "load_error": tr("超过即错误"),
            "sliver_width_m": tr("碎片：窄于"),
            "sliver_area_m2": tr("或小于"),
            "cut_m2": tr("边线可切去楼栋"),
        }
        places = {
            "load_warn": (0, 0), "load_error": (0, 2),
            "sliver_width_m": (1, 0), "sliver_area_m2": (1, 2),
            "cut_m2": (2, 0),
        }  # fmt: skip
        for name, (row, column) in places.items():
            label = QLabel(texts[name])
            label.setBuddy(self.numbers[name])
            grid.addWidget(label, row, column)
            grid.addWidget(self.numbers[name], row, column + 1)
        grid.addWidget(self.branch, 2, 2)
        grid.addWidget(self.branch_households, 2, 3)
        grid.setColumnStretch(4, 1)
        return grid

    # What is shown -----------------------------------------------------------------

    def _fill(self) -> None:
        """Show the profile as it is now."""
        self._filling = True
        profile, depth = self._profile, self._plan.scheme.depth
        at = self.choice.findData(profile.base or profile.name)
        self.choice.setCurrentIndex(at)
        for row, (level, kind, figure) in enumerate(self._rows):
            limits = profile.limit(figure, level, depth, kind)
            for column, end in enumerate(ENDS, start=3):
                value = None if limits is None else getattr(limits, end)
                text = "" if value is None else _written(value / SCALE.get(figure, 1.0))
                held(self.table.item(row, column)).setText(text)
        for name, box in self.numbers.items():
            value = getattr(profile, name)
            box.setValue(100 * value if name.startswith("load") else value)
        self.branch.setChecked(profile.severity.get(BRANCH) != "off")
        self.branch_households.setValue(profile.branch_households)
        self._filling = False
        self._say()

    def _say(self) -> None:
        changed = self._profile.name not in PROFILES
        self.again.setEnabled(changed and bool(self._profile.base))
        self.branch_households.setEnabled(self.branch.isChecked())
        source = (
            tr("出处：{text}", text=self._profile.said_source(zh=language() == "zh"))
            if self._profile.source
            else ""
        )
        self.state.setText(tr("数值有改动，只对本项目有效。") if changed else source)

    def _choose(self) -> None:
        self._profile = PROFILES[str(self.choice.currentData())]
        self.fault.hide()
        self._fill()

    def _reset(self) -> None:
        self._profile = shipped_of(self._profile)
        self.fault.hide()
        self._fill()

    # What is typed -----------------------------------------------------------------

    def _typed(self, *_: Any) -> None:
        if self._filling:
            return
        try:
            self._profile = self.profile()
        except UsageError as error:
            self.show_fault(error)
            return
        self.fault.hide()
        self._say()

    def profile(self) -> Profile:
        """Make the profile of what stands in the fields.

        Raises
        ------
        UsageError
            A cell is no number, or the figures make no sense.
        """
        depth, made = self._plan.scheme.depth, self._profile
        for row, (level, kind, figure) in enumerate(self._rows):
            ends = {end: self._end(row, at, figure) for at, end in enumerate(ENDS, start=3)}
            before = made.limit(figure, level, depth, kind)
            limits = Limits(figure, **ends, kind=kind, level=level)
            if before is None or any(getattr(before, end) != ends[end] for end in ENDS):
                made = with_limits(made, limits, depth)
        values: dict[str, Any] = {
            name: round(box.value() / 100, 6) if name.startswith("load") else box.value()
            for name, box in self.numbers.items()
        }
        severity = {key: value for key, value in made.severity.items() if key != BRANCH}
        if not self.branch.isChecked():
            severity[BRANCH] = "off"
        elif made.severity.get(BRANCH, "off") != "off":
            severity[BRANCH] = made.severity[BRANCH]
        values["branch_households"] = self.branch_households.value()
        return checked(own(replace(made), severity=severity, **values))

    def _end(self, row: int, column: int, figure: Figure) -> float | None:
        text = held(self.table.item(row, column)).text().replace(",", "").strip()
        if not text:
            return None
        try:
            return round(float(text) * SCALE.get(figure, 1.0), 3)
        except ValueError as error:
            raise UsageError("profile.cell", {"value": text}) from error

    def accept(self) -> None:
        """Close and ask for the edit; figures that make no sense keep it open."""
        try:
            wanted = self.profile()
        except UsageError as error:
            self.show_fault(error)
            return
        super().accept()
        if wanted != self._at_first or not self._stored or self._by_data:
            self.asked.emit(SetProfile(wanted))
