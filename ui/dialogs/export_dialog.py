"""What to write, for whom, and where."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QCheckBox,
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
from layers.export_options import Encoding, ExportOptions, Profile
from layers.target_crs import target_crs
from layers.writers import formats
from ui.dialogs.base import Dialog
from ui.dialogs.export_extras import FieldsRow, MapExtras, crs_choices
from ui.language import language, mark, tr
from ui.preferences import Preferences
from ui.qt import tight
from ui.sheet.redraw import redraw
from ui.work import TOLD

PROFILES: dict[str, str] = {
    "meeting": mark("会议用：统计数，姓名电话打码"),
    "public": mark("公开：在岗人员姓名，小于 5 的数不写"),
    "internal": mark("内部：含姓名、电话、住户"),
}
#: Formats that take a CRS, and those that may hold tables of people.
_PLACED = ("shp", "gpkg")
#: Formats that may be compared with the plan of today.
COMPARED = ("html", *TOLD)
#: Formats that can be written in another CRS.
_SITED = (*_PLACED, "dxf")


class ExportDialog(Dialog):
    """Format, readers, level and file; says ``asked(format, path, options)``.

    What needs more than options is asked of :attr:`extras` (the plan of today) and
    :attr:`fields` (a receiving system to save).
    """

    asked = pyqtSignal(str, object, object)

    def __init__(
        self, plan: Plan, project: Path, preferences: Preferences, parent: QWidget | None = None
    ) -> None:
        super().__init__(mark("导出"), mark("导出"), parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(560)
        self._preferences = preferences
        self._form = form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        form.setVerticalSpacing(12)
        self.format = QComboBox()
        for entry in formats().values():
            title = entry.zh if language() == "zh" else entry.en
            bracketed = f"（{entry.suffix}）" if language() == "zh" else f" ({entry.suffix})"
            self.format.addItem(title + bracketed, entry.name)
        form.addRow(tr("格式"), self.format)
        self.profile = QComboBox()
        for name, text in PROFILES.items():
            self.profile.addItem(tr(text), name)
        kept = self.profile.findData(str(preferences.get("export_profile")))
        # An internal file is asked for each time anew.
        self.profile.setCurrentIndex(max(kept, 0) if kept != 2 else 0)
        form.addRow(tr("给谁看"), self.profile)
        self.confirm = QCheckBox(tr("我确认：文件含个人信息，本次导出记入项目日志"))
        form.addRow("", self.confirm)
        self.people = QCheckBox(tr("附单元门、人员、任职表（打码）"))
        form.addRow("", self.people)
        self.level = QComboBox()
        self.level.addItem(tr("全部层级"), None)
        for level in plan.scheme.levels:
            self.level.addItem(level.name if language() == "zh" else level.name_en, level.level)
        form.addRow(tr("层级"), self.level)
        self.encoding = QComboBox()
        self.encoding.addItem("UTF-8", "utf8")
        self.encoding.addItem(tr("GBK（旧版 ArcGIS 等）"), "gbk")
        form.addRow(tr("文字编码"), self.encoding)
        self.crs = QComboBox()
        self.crs.setEditable(True)
        for words, system in crs_choices(plan.crs):
            self.crs.addItem(words, system)
        self.crs.setToolTip(tr("也可直接输入，如 EPSG:4490"))
        form.addRow(tr("坐标系"), self.crs)
        self.fields = FieldsRow(plan)
        form.addRow(tr("字段名"), self.fields)
        self.beside = QCheckBox(tr("旁边另写 GeoPackage"))
        self.beside.setChecked(True)
        form.addRow("", self.beside)
        self.extras = MapExtras(form, plan)
        self.path = QLineEdit()
        choose = QPushButton(tr("选择…"))
        choose.clicked.connect(self._choose)
        line = QHBoxLayout()
        tight(line, 0, 8)
        line.addWidget(self.path, 1)
        line.addWidget(choose)
        form.addRow(tr("文件"), line)
        self.open_folder = QCheckBox(tr("完成后打开所在文件夹"))
        wanted = str(preferences.get("open_folder_after_export")).lower() == "true"
        self.open_folder.setChecked(wanted)
        form.addRow("", self.open_folder)
        self.body.addLayout(form)
        self._stem = project.parent / project.stem
        self.format.currentIndexChanged.connect(self._other_format)
        self.profile.currentIndexChanged.connect(self._show_rows)
        self.fields.failed.connect(self.show_fault)
        self._other_format()

    def _other_format(self) -> None:
        entry = formats()[self.format.currentData()]
        ending = "-grids.gpkg" if entry.suffix == ".gpkg" else entry.suffix
        self.path.setText(f"{self._stem}{ending}")
        self._show_rows()

    def _show_rows(self) -> None:
        """Show what concerns this format and these readers."""
        name = str(self.format.currentData())
        internal = self.profile.currentData() == "internal"
        rows: list[tuple[QWidget, bool]] = [
            (self.confirm, internal),
            (self.people, name in _PLACED and not internal),
            (self.encoding, name == "shp"),
            (self.fields, name == "shp"),
            (self.beside, name == "shp"),
            (self.crs, name in _SITED),
            (self.extras.today, name in COMPARED),
        ]
        for widget, shown in (*rows, *((one, name == "html") for one in self.extras.rows)):
            self._form.setRowVisible(widget, shown)
        self.extras.today.for_ledger(name in TOLD)
        self.fault.hide()
        self.adjustSize()

    def _choose(self) -> None:
        entry = formats()[self.format.currentData()]
        title = entry.zh if language() == "zh" else entry.en
        name, _ = QFileDialog.getSaveFileName(
            self, tr("导出"), self.path.text(), f"{title} (*{entry.suffix})"
        )
        if name:
            self.path.setText(name)

    def _crs(self) -> str | None:
        place = self.crs.findText(self.crs.currentText())
        if place >= 0:
            return cast("str | None", self.crs.itemData(place))
        return self.crs.currentText().strip() or None

    def options(self) -> ExportOptions:
        """Give what was asked for."""
        name = str(self.format.currentData())
        shapefile = name == "shp"
        return ExportOptions(
            profile=cast("Profile", self.profile.currentData()),
            language=language(),
            encoding=cast("Encoding", self.encoding.currentData()),
            crs=self._crs() if name in _SITED else None,
            level=self.level.currentData(),
            people=name in _PLACED and self.people.isChecked(),
            mapping=self.fields.mapping() if shapefile else None,
            beside=shapefile and self.beside.isChecked(),
            basemap=self.extras.basemap.path() if name == "html" else None,
            redraw=redraw if name == "html" else None,
            budget_bytes=self.extras.budget_bytes() if name == "html" else None,
        )

    def accept(self) -> None:
        """Hand the request over, where a file can be written there."""
        path = Path(self.path.text().strip())
        fault = self._fault(path)
        if fault is not None:
            self.show_fault(fault)
            return
        self._preferences.set("export_profile", self.profile.currentData())
        self._preferences.set("open_folder_after_export", self.open_folder.isChecked())
        super().accept()
        self.asked.emit(self.format.currentData(), path, self.options())

    def _fault(self, path: Path) -> GridPlannerError | str | None:
        if not path.name or not path.parent.is_dir():
            return tr("文件夹不存在，请另选一个位置。")
        if path == Path(f"{self._stem}.gpkg"):
            return tr("不能覆盖正在使用的项目文件，请换一个文件名。")
        if self.profile.currentData() == "internal" and not self.confirm.isChecked():
            return tr("内部文件含个人信息，请先勾选确认。")
        crs = self.options().crs
        if crs is not None:
            try:
                target_crs(crs)
            except GridPlannerError as error:
                return error
        return None
