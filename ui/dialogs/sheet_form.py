"""The form beside the print preview."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gridplanner.errors import GridPlannerError
from gridplanner.model import Plan
from gridplanner.report import summary
from gridplanner.scenarios import scenario_plan, scenarios_of
from gridplanner.store import open_project
from gridplanner.wording import say
from layers.export_options import ExportOptions
from layers.notes import Note
from layers.sheet_wish import SheetWish
from layers.titles import own_title
from ui.dialogs.export_dialog import PROFILES
from ui.icons import icon
from ui.language import Words, language, mark, sentences, tr
from ui.qt import tight
from ui.sheet.page import Page
from ui.sheet.paper import ROUND_SCALES

KINDS: dict[str, str] = {
    "whole": mark("全图"),
    "atlas": mark("图册：每个总网格一幅"),
    "grid": mark("单网格图（8 开或 4 开）"),
    "poster": mark("公示牌"),
    "pair": mark("调整前后对照"),
}
PAPERS: dict[str, str] = {
    "auto": mark("自动"),
    "A4": "A4",
    "A3": "A3",
    "A2": "A2",
    "A1": "A1",
    "A0": "A0",
    "8K": mark("8 开"),
    "4K": mark("4 开"),
}
THEMES: dict[str, str] = {
    "parent": mark("按上级着色"),
    "deviation": mark("按偏差着色"),
    "kind": mark("按类型着色"),
}
_WIDTH_PX = 328


class SheetForm(QWidget):
    """What the sheet is to be, and what to do with it."""

    changed = pyqtSignal()
    turned = pyqtSignal(int)
    enlarged = pyqtSignal(bool)
    to_pdf = pyqtSignal()
    to_png = pyqtSignal()
    to_printer = pyqtSignal()
    left = pyqtSignal()

    def __init__(self, plan: Plan, profile: str, code: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(_WIDTH_PX)
        self.words = Words(self)
        self._plan = plan
        self._against: Any = None
        self.kind = self._choice(KINDS)
        self.grid = QComboBox()
        self.paper = self._choice(PAPERS)
        self.scale = QComboBox()
        self.theme = self._choice(THEMES)
        self.profile = self._choice(PROFILES)
        # An internal sheet is asked for each time anew.
        kept = "meeting" if profile == "internal" else profile
        self.profile.setCurrentIndex(max(self.profile.findData(kept), 0))
        self.title = QLineEdit()
        self.title.setPlaceholderText(own_title(plan, language()))
        self.against = QComboBox()
        self.against.setPlaceholderText(tr("请选择现状"))
        self.against.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        for scenario in scenarios_of(plan):
            if not scenario.active:
                self.against.addItem(scenario.name or tr("现行方案"), scenario.name)
        self.against.addItem(tr("其他项目…"), None)
        self.against.setCurrentIndex(-1)
        self.against.activated.connect(self._choose_against)
        self.confirm = QCheckBox()
        self.words(self.confirm.setText, mark("我确认：含个人信息，记入项目日志"))
        self._fill_scales()
        self._fill_grids(code)
        layout = QVBoxLayout(self)
        tight(layout, 0, 12)
        layout.addLayout(self._fields())
        layout.addWidget(self.confirm)
        layout.addLayout(self._pages())
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.said.setObjectName("hint")
        layout.addWidget(self.said)
        layout.addStretch(1)
        layout.addLayout(self._buttons())
        self.kind.currentIndexChanged.connect(self._other_kind)
        for box in (self.grid, self.paper, self.scale, self.theme, self.profile):
            box.currentIndexChanged.connect(self.changed)
        self.title.editingFinished.connect(self.changed)
        self.profile.currentIndexChanged.connect(self._allow)
        self.confirm.toggled.connect(self._allow)
        self._count = 0
        self._other_kind()

    def _choice(self, texts: dict[str, str]) -> QComboBox:
        box = QComboBox()
        for name, text in texts.items():
            box.addItem(tr(text), name)
        # A long choice is cut in the narrow form: its tip says all of it.
        box.currentTextChanged.connect(box.setToolTip)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        return box

    def _fill_scales(self) -> None:
        self.scale.addItem(tr("自动"), None)
        for n in ROUND_SCALES:
            if 500 <= n <= 100_000:
                self.scale.addItem(f"1 : {n:,}", n)

    def _fill_grids(self, code: str) -> None:
        """List the grids that the kind may be of; the selected one first chosen."""
        level = self._level()
        self.grid.blockSignals(True)
        self.grid.clear()
        self.grid.addItem(tr("全部"), "")
        rows = self._plan.level(level).sort_values("code")
        for one, name in zip(rows["code"], rows["name"], strict=True):
            self.grid.addItem(f"{one}　{name}", one)
        self.grid.setCurrentIndex(max(self.grid.findData(code), 0))
        self.grid.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.grid.blockSignals(False)

    def _level(self) -> int:
        kind = self.kind.currentData()
        return 1 if kind in ("whole", "atlas", "pair") else self._plan.scheme.depth

    def _fields(self) -> QFormLayout:
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        form.setVerticalSpacing(8)
        self._titles: dict[QWidget, QLabel] = {}
        for text, field in (
            (mark("图"), self.kind),
            (mark("网格"), self.grid),
            (mark("现状"), self.against),
            (mark("纸张"), self.paper),
            (mark("比例尺"), self.scale),
            (mark("着色"), self.theme),
            (mark("给谁看"), self.profile),
            (mark("图名"), self.title),
        ):
            label = QLabel()
            self.words(label.setText, text)
            label.setBuddy(field)
            self._titles[field] = label
            form.addRow(label, field)
        return form

    def _pages(self) -> QHBoxLayout:
        row = QHBoxLayout()
        tight(row, 0, 4)
        self.back, self.forth = QToolButton(), QToolButton()
        for button, name, step, text in (
            (self.back, "caret-left", -1, mark("上一页")),
            (self.forth, "caret-right", 1, mark("下一页")),
        ):
            button.setIcon(icon(name))
            self.words(button.setToolTip, text)
            self.words(button.setAccessibleName, text)
            button.clicked.connect(lambda _checked, step=step: self.turned.emit(step))
        self.page = QLabel()
        self.page.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.large = QCheckBox()
        self.words(self.large.setText, mark("放大显示"))
        self.large.toggled.connect(self.enlarged)
        row.addWidget(self.back)
        row.addWidget(self.page, 1)
        row.addWidget(self.forth)
        row.addWidget(self.large)
        return row

    def _buttons(self) -> QVBoxLayout:
        column = QVBoxLayout()
        tight(column, 0, 8)
        self.print_button, self.pdf, self.png, self.close_button = (QPushButton() for _ in range(4))
        self.pdf.setObjectName("primary")
        self.pdf.setDefault(True)
        for button, text, signal in (
            (self.pdf, mark("存为 PDF…"), self.to_pdf),
            (self.png, mark("存为图片…"), self.to_png),
            (self.print_button, mark("打印…"), self.to_printer),
            (self.close_button, mark("关闭"), self.left),
        ):
            self.words(button.setText, text)
            button.clicked.connect(signal)
            button.setAutoDefault(button is self.pdf)
        pair = QHBoxLayout()
        tight(pair, 0, 8)
        pair.addWidget(self.print_button)
        pair.addWidget(self.png)
        column.addWidget(self.pdf)
        column.addLayout(pair)
        column.addWidget(self.close_button)
        return column

    def _other_kind(self) -> None:
        """Show the fields that the kind has."""
        kind = self.kind.currentData()
        self._fill_grids(str(self.grid.currentData() or ""))
        for field, shown in (
            (self.grid, kind in ("atlas", "grid", "poster")),
            (self.against, kind == "pair"),
            (self.theme, kind != "pair"),
        ):
            field.setVisible(shown)
            self._titles[field].setVisible(shown)
        if kind == "pair" and self._against is None and self.against.itemData(0) is not None:
            # Another scenario is most likely the one to compare with.
            self.against.setCurrentIndex(0)
            self._choose_against(0)
            return
        self.changed.emit()

    def _choose_against(self, place: int) -> None:
        chosen = self.against.itemData(place)
        if chosen is not None:
            self._compare_with(scenario_plan(self._plan, str(chosen)))
            return
        name, _ = QFileDialog.getOpenFileName(self, tr("选择现状项目"), "", "GeoPackage (*.gpkg)")
        if name:
            self.take_against(Path(name))

    def take_against(self, path: Path) -> None:
        """Read the project of today."""
        try:
            with open_project(path, read_only=True) as opened:
                plan = opened.plan
        except GridPlannerError as error:
            self.tell("\n".join(sentences(error)))
            return
        if self.against.findText(path.name) < 0:
            self.against.setItemText(self.against.count() - 1, path.name)
        self.against.setCurrentIndex(self.against.count() - 1)
        self._compare_with(plan)

    def _compare_with(self, plan: Plan) -> None:
        self._against = (plan, summary(plan))
        self.changed.emit()

    def options(self) -> ExportOptions:
        """Give what is asked for."""
        kind = self.kind.currentData()
        code = str(self.grid.currentData() or "")
        several = kind in ("atlas", "grid", "poster")
        return ExportOptions(
            profile=self.profile.currentData(),
            language=language(),
            title=self.title.text().strip() or None,
            against=self._against if kind == "pair" else None,
            sheet=SheetWish(
                kind=kind,
                paper=self.paper.currentData(),
                scale=self.scale.currentData(),
                theme=self.theme.currentData(),
                codes=(code,) if code and several else (),
            ),
        )

    def code_of_page(self, number: int) -> str:
        """Give the code of the grid that a page shows; empty where it shows several."""
        if self.grid.currentData():
            return str(self.grid.currentData())
        # The atlas begins with the whole plan, the list with the word for all.
        place = number if self.kind.currentData() == "atlas" else number + 1
        return str(self.grid.itemData(place) or "") if 0 < place < self.grid.count() else ""

    def show_page(
        self, number: int, count: int, page: Page | None, notes: Sequence[Note] = ()
    ) -> None:
        """Say which page is shown, what was left out of it, and what can be done with it."""
        self.page.setText(f"{number + 1} / {count}" if count else "–")
        self.back.setEnabled(number > 0)
        self.forth.setEnabled(number + 1 < count)
        self._count = count
        self._allow()
        named = [] if page is None else [f"{page.name} · {page.paper.name}"]
        left_out = [say(note.code, note.facts, language()) for note in notes]
        self.tell("\n\n".join([*named, *left_out]))

    def _allow(self) -> None:
        """Let pages out once there are some, and one with personal data only when confirmed."""
        inside = self.profile.currentData() == "internal"
        self.confirm.setVisible(inside)
        allowed = self._count > 0 and (not inside or self.confirm.isChecked())
        for button in (self.pdf, self.png, self.print_button):
            button.setEnabled(allowed)

    def tell(self, text: str) -> None:
        """Say something below the fields."""
        self.said.setText(text)
