"""Rows of the export dialog that concern one format: field names, today's plan, a basemap."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QWidget,
)

from gridplanner.errors import GridPlannerError
from gridplanner.model import Plan
from gridplanner.report import Summary, summary
from gridplanner.scenarios import scenario_plan, scenarios_of
from gridplanner.store import open_project
from layers.field_mapping import FieldMapping, read_mapping, systems_of
from layers.target_crs import GCJ02
from ui.language import sentence, tr
from ui.qt import tight

#: EPSG codes of the 3-degree zones without prefix, and how far those with it lie below.
_ZONES, _TO_PREFIXED = range(4534, 4555), 21


def crs_choices(crs: str) -> list[tuple[str, str | None]]:
    """List coordinate systems that are asked for, as (title, name); the plan's own first."""
    found: list[tuple[str, str | None]] = [(tr("项目坐标系（{crs}）", crs=crs), None)]
    digits = crs.removeprefix("EPSG:")
    if digits.isdigit() and int(digits) in _ZONES:
        prefixed = f"EPSG:{int(digits) - _TO_PREFIXED}"
        found.append((tr("高斯平面，东坐标带带号（{crs}）", crs=prefixed), prefixed))
    found.append((tr("CGCS2000 经纬度（EPSG:4490）"), "EPSG:4490"))
    found.append((tr("GCJ-02 火星坐标（有偏移，仅按对方要求）"), GCJ02))
    return found


class FieldsRow(QWidget):
    """Which names the fields have: ours, Chinese ones, or a receiving system's."""

    failed = pyqtSignal(object)

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self.choice = QComboBox()
        self.choice.addItem(tr("英文缩写（附字段对照表）"), None)
        self.choice.addItem(tr("中文字段名"), FieldMapping(base="zh"))
        for name, mapping in systems_of(plan).items():
            self.choice.addItem(tr("{system} 的字段", system=name), mapping)
        self.load = QPushButton(tr("导入对照表…"))
        self.load.setToolTip(tr("改好“字段名”一列的 字段对照表.csv；按文件名保存为一个接收系统"))
        self.load.clicked.connect(self._load)
        #: A system read from a table here: its name and names; to be saved in the project.
        self.new_system: tuple[str, FieldMapping] | None = None
        line = QHBoxLayout(self)
        tight(line, 0, 8)
        line.addWidget(self.choice, 1)
        line.addWidget(self.load)

    def mapping(self) -> FieldMapping | None:
        """Give the names chosen; ``None`` for our own."""
        found = self.choice.currentData()
        return found if isinstance(found, FieldMapping) else None

    def _load(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("字段对照表"), "", "CSV (*.csv)")
        if name:
            self.take(Path(name))

    def take(self, path: Path) -> None:
        """Read a table and choose it; a fault is told by :attr:`failed`."""
        try:
            mapping = read_mapping(path)
        except GridPlannerError as error:
            self.failed.emit(error)
            return
        self.new_system = (path.stem, mapping)
        self.choice.addItem(tr("{system} 的字段", system=path.stem), mapping)
        self.choice.setCurrentIndex(self.choice.count() - 1)


class FileRow(QWidget):
    """A file that may be named, with a button that looks for it."""

    def __init__(self, title: str, suffixes: str, hint: str) -> None:
        super().__init__()
        self._title, self._suffixes = title, suffixes
        self.field = QLineEdit()
        self.field.setPlaceholderText(hint)
        self.field.setClearButtonEnabled(True)
        choose = QPushButton(tr("选择…"))
        choose.clicked.connect(self._choose)
        line = QHBoxLayout(self)
        tight(line, 0, 8)
        line.addWidget(self.field, 1)
        line.addWidget(choose)

    def path(self) -> Path | None:
        """Give the file, where one is named."""
        text = self.field.text().strip()
        return Path(text) if text else None

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self._title, "", self._suffixes)
        if name:
            self.field.setText(name)


class TodayRow(QWidget):
    """The plan to compare with: another scenario of the project, or another project file."""

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self._plan = plan
        self.choice = QComboBox()
        self.choice.setEditable(True)
        self.choice.addItem(tr("不对比"), None)
        for scenario in scenarios_of(plan):
            if not scenario.active:
                title = scenario.name or sentence("scenario.plan_in_force")
                self.choice.addItem(title, scenario.name)
        self.choice.setToolTip(
            tr("选另一套方案或另一个项目：地图可左右拖动对比，台账和变更包写两者的差别")
        )
        choose = QPushButton(tr("选择…"))
        choose.clicked.connect(self._choose)
        line = QHBoxLayout(self)
        tight(line, 0, 8)
        line.addWidget(self.choice, 1)
        line.addWidget(choose)

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, tr("对比的项目（现状）"), "", "GeoPackage (*.gpkg)"
        )
        if name:
            self.choice.setEditText(name)

    def for_ledger(self, on: bool) -> None:
        """Say what happens where nothing is chosen: a ledger then follows the journal."""
        self.choice.setItemText(0, tr("按日志") if on else tr("不对比"))

    def opener(self) -> Callable[[], tuple[Plan, Summary]] | None:
        """Give what reads the plan of today, to be called in the background."""
        text = self.choice.currentText().strip()
        place = self.choice.findText(text)
        if not text or place == 0:
            return None
        plan, name = self._plan, self.choice.itemData(place) if place > 0 else None

        def read() -> tuple[Plan, Summary]:
            if name is not None:
                other = scenario_plan(plan, str(name))
                return other, summary(other)
            with open_project(Path(text), read_only=True) as opened:
                return opened.plan, summary(opened.plan)

        return read


class MapExtras:
    """Rows of the web map, put into a form: plan of today, basemap, size."""

    def __init__(self, form: QFormLayout, plan: Plan) -> None:
        self.today = TodayRow(plan)
        form.addRow(tr("现状"), self.today)
        self.basemap = FileRow(
            tr("底图"),
            "MBTiles, GeoTIFF, PNG, JPEG (*.mbtiles *.tif *.tiff *.png *.jpg *.jpeg)",
            tr("无底图；MBTiles、GeoTIFF 或带坐标文件的图片"),
        )
        form.addRow(tr("底图"), self.basemap)
        self.budget = QComboBox()
        self.budget.addItem(tr("一个文件"), None)
        for megabytes in (1, 2, 5):
            title = tr("超过 {size} MB 则按总网格分幅", size=megabytes)
            self.budget.addItem(title, megabytes * 1_000_000)
        form.addRow(tr("大小"), self.budget)
        self.rows: tuple[QWidget, ...] = (self.basemap, self.budget)

    def budget_bytes(self) -> int | None:
        """Give the size over which the map is split."""
        found = self.budget.currentData()
        return int(found) if found else None
