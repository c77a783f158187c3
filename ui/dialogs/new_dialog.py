"""A new project: its file, its levels, and the boundary to begin with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from gridplanner.crs import crs_of
from gridplanner.errors import GridPlannerError
from gridplanner.model import Plan
from gridplanner.scheme import Scheme
from layers.importing import Prepared, prepare, suggest_crs
from ui.dialogs.base import Dialog
from ui.language import mark, tr
from ui.qt import tight
from ui.work import creating

MAPS = "*.shp *.geojson *.json *.gpkg *.kml *.zip"


class NewDialog(Dialog):
    """Project file, scheme, boundary and CRS; says ``asked(work)``."""

    asked = pyqtSignal(object)

    def __init__(
        self, folder: Path, boundary: Path | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(mark("新建项目"), mark("建立"), parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(560)
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        form.setVerticalSpacing(12)
        self.scheme = QLineEdit("7/35/253")
        self.scheme.setToolTip(tr("从上到下各级网格的个数，例如 7/35/253"))
        form.addRow(tr("层级方案"), self.scheme)
        self.boundary = QLineEdit()
        form.addRow(tr("边界文件"), self._with_button(self.boundary, self._choose_boundary))
        self.crs = QLineEdit()
        self.crs.setPlaceholderText("EPSG:4545")
        form.addRow(tr("项目坐标系"), self.crs)
        self.path = QLineEdit(str(folder / f"{tr('新项目')}.gpkg"))
        form.addRow(tr("项目文件"), self._with_button(self.path, self._choose_path))
        self.body.addLayout(form)
        note = QLabel(
            tr("坐标系按边界所在位置推荐，可以改。楼栋、道路、户籍等建好后用“导入”逐个读入。")
        )
        note.setObjectName("muted")
        note.setWordWrap(True)
        self.body.addWidget(note)
        self.boundary.editingFinished.connect(self._suggest)
        if boundary is not None:
            self.take_boundary(boundary)

    def _with_button(self, line: QLineEdit, action: Callable[[], object]) -> QHBoxLayout:
        button = QPushButton(tr("选择…"))
        button.setAutoDefault(False)
        button.clicked.connect(action)
        row = QHBoxLayout()
        tight(row, 0, 8)
        row.addWidget(line, 1)
        row.addWidget(button)
        return row

    def _choose_boundary(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, tr("边界文件"), str(Path(self.path.text()).parent), f"{tr('地图文件')} ({MAPS})"
        )
        if name:
            self.take_boundary(Path(name))

    def take_boundary(self, path: Path) -> None:
        """Take a boundary file and what it says of the CRS."""
        self.boundary.setText(str(path))
        self._suggest()

    def _suggest(self) -> None:
        self.clear_fault()
        if not self.boundary.text().strip():
            return
        try:
            self.crs.setText(suggest_crs(self.boundary.text().strip()))
        except GridPlannerError as error:
            self.show_fault(error)

    def _choose_path(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, tr("项目文件"), self.path.text(), "GeoPackage (*.gpkg)"
        )
        if name:
            self.path.setText(name if name.endswith(".gpkg") else f"{name}.gpkg")

    def accept(self) -> None:
        """Hand the work over, where everything that was entered makes sense."""
        path = Path(self.path.text().strip())
        try:
            scheme = Scheme.parse(self.scheme.text().strip())
            imports: list[Prepared] = []
            boundary = self.boundary.text().strip()
            crs = self.crs.text().strip()
            if boundary:
                crs = crs or suggest_crs(boundary)
                imports.append(prepare(Plan.new(scheme, crs), "boundary", boundary))
            crs_of(crs)
        except GridPlannerError as error:
            self.show_fault(error)
            return
        if not path.parent.is_dir():
            self.show_fault(tr("文件夹不存在，请另选一个位置。"))
            return
        if path.exists():
            self.show_fault(tr("{file} 已存在，请换一个文件名。", file=path.name))
            return
        super().accept()
        self.asked.emit(creating(path, str(scheme), crs, imports))
