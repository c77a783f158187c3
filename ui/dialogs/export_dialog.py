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
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from gridplanner.model import Plan
from layers.writers import Encoding, ExportOptions, Profile, formats
from ui.dialogs.base import Dialog
from ui.language import language, mark, tr
from ui.preferences import Preferences
from ui.qt import tight

PROFILES: dict[str, str] = {
    "meeting": mark("会议用：有统计数，没有个人信息"),
    "public": mark("公开：只有网格和编码"),
    "internal": mark("内部：含姓名和电话"),
}


class ExportDialog(Dialog):
    """Format, readers, level and file; says ``asked(format, path, options)``."""

    asked = pyqtSignal(str, object, object)

    def __init__(
        self, plan: Plan, project: Path, preferences: Preferences, parent: QWidget | None = None
    ) -> None:
        super().__init__(mark("导出"), mark("导出"), parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(520)
        self._preferences = preferences
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        form.setVerticalSpacing(12)
        self.format = QComboBox()
        for entry in formats().values():
            title = entry.zh if language() == "zh" else entry.en
            self.format.addItem(f"{title}（{entry.suffix}）", entry.name)
        form.addRow(tr("格式"), self.format)
        self.profile = QComboBox()
        for name, text in PROFILES.items():
            self.profile.addItem(tr(text), name)
        kept = self.profile.findData(str(preferences.get("export_profile")))
        self.profile.setCurrentIndex(max(kept, 0))
        form.addRow(tr("给谁看"), self.profile)
        self.level = QComboBox()
        self.level.addItem(tr("全部层级"), None)
        for level in plan.scheme.levels:
            self.level.addItem(level.name if language() == "zh" else level.name_en, level.level)
        form.addRow(tr("层级"), self.level)
        self.encoding = QComboBox()
        self.encoding.addItem("UTF-8", "utf8")
        self.encoding.addItem(tr("GBK（旧版 ArcGIS 等）"), "gbk")
        self._encoding_title = QLabel(tr("文字编码"))
        form.addRow(self._encoding_title, self.encoding)
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
        self._other_format()

    def _other_format(self) -> None:
        entry = formats()[self.format.currentData()]
        ending = "-grids.gpkg" if entry.suffix == ".gpkg" else entry.suffix
        self.path.setText(f"{self._stem}{ending}")
        shapefile = entry.name == "shp"
        self.encoding.setVisible(shapefile)
        self._encoding_title.setVisible(shapefile)

    def _choose(self) -> None:
        entry = formats()[self.format.currentData()]
        name, _ = QFileDialog.getSaveFileName(
            self, tr("导出"), self.path.text(), f"{entry.zh} (*{entry.suffix})"
        )
        if name:
            self.path.setText(name)

    def options(self) -> ExportOptions:
        """Give what was asked for."""
        return ExportOptions(
            profile=cast("Profile", self.profile.currentData()),
            language=language(),
            encoding=cast("Encoding", self.encoding.currentData()),
            level=self.level.currentData(),
        )

    def accept(self) -> None:
        """Hand the request over, where a file can be written there."""
        path = Path(self.path.text().strip())
        if not path.name or not path.parent.is_dir():
            self.show_fault(tr("文件夹不存在，请另选一个位置。"))
            return
        if path == Path(f"{self._stem}.gpkg"):
            self.show_fault(tr("不能覆盖正在使用的项目文件，请换一个文件名。"))
            return
        self._preferences.set("export_profile", self.profile.currentData())
        self._preferences.set("open_folder_after_export", self.open_folder.isChecked())
        super().accept()
        self.asked.emit(self.format.currentData(), path, self.options())
