"""How a file is read, with what would come of it before anything is changed."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from gridplanner.edits.rows import ImportRows
from gridplanner.errors import GridPlannerError
from gridplanner.model import Plan
from layers.importing import KINDS, Prepared, prepare
from ui import figures
from ui.dialogs.base import Dialog
from ui.language import mark, sentence, tr
from ui.qt import held

KIND_NAMES: dict[str, str] = {
    "boundary": mark("边界"),
    "areas": mark("既定范围"),
    "grids": mark("网格"),
    "buildings": mark("楼栋"),
    "entrances": mark("楼门"),
    "households": mark("住户"),
    "compounds": mark("小区"),
    "streets": mark("道路"),
    "water": mark("水域"),
    "mask": mark("不服务地块"),
    "persons": mark("人员"),
    "places": mark("地点"),
}
DATUMS = (
    ("", mark("自动（CGCS2000）")),
    ("cgcs2000", "CGCS2000"),
    ("wgs84", "WGS 84"),
    ("gcj02", mark("火星坐标 GCJ-02")),
    ("bd09", mark("百度坐标 BD-09")),
)
SHEETS = (".xlsx", ".xls", ".csv")
ROWS_SHOWN, COLUMNS_SHOWN = 6, 12


class ImportDialog(Dialog):
    """Kind, datum and encoding, and a dry run; says ``asked(edit, rows)``."""

    asked = pyqtSignal(object, int)

    def __init__(self, plan: Plan, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(mark("导入文件"), mark("导入"), parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(680, 480)
        self._plan = plan
        self._path = path
        self.prepared: Prepared | None = None
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        form.setVerticalSpacing(12)
        form.addRow(tr("文件"), QLabel(path.name))
        self.kind = QComboBox()
        for name in KINDS:
            self.kind.addItem(tr(KIND_NAMES.get(name, name)), name)
        guess = "households" if path.suffix.lower() in SHEETS else "buildings"
        named = [name for name in KINDS if name in path.stem.lower()]
        self.kind.setCurrentIndex(self.kind.findData(named[0] if named else guess))
        form.addRow(tr("内容"), self.kind)
        self.datum = QComboBox()
        for name, text in DATUMS:
            self.datum.addItem(tr(text), name)
        form.addRow(tr("坐标"), self.datum)
        self.replace = QCheckBox(tr("替换项目里已有的同类数据"))
        form.addRow("", self.replace)
        self.body.addLayout(form)
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.body.addWidget(self.said)
        self.table = QTableWidget()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        held(self.table.verticalHeader()).hide()
        self.body.addWidget(self.table, 1)
        self.kind.currentIndexChanged.connect(self.preview)
        self.datum.currentIndexChanged.connect(self.preview)
        self.preview()

    @staticmethod
    def file_filter() -> str:
        """Give the filter of the file dialog."""
        kinds = "*.shp *.geojson *.json *.gpkg *.kml *.zip *.xlsx *.xls *.csv"
        return f"{tr('地图文件和表格')} ({kinds})"

    def preview(self) -> None:
        """Read the file without changing anything and say what it would bring."""
        self.clear_fault()
        self.prepared = None
        self.go.setEnabled(False)
        self.table.clear()
        self.table.setRowCount(0)
        self.said.setText("")
        try:
            found = prepare(
                self._plan,
                self.kind.currentData(),
                self._path,
                datum=self.datum.currentData() or None,
            )
        except GridPlannerError as error:
            self.show_fault(error)
            return
        self.prepared = found
        self.go.setEnabled(found.rows_ok > 0)
        lines = [
            tr(
                "{total} 行中可导入 {ok} 行；坐标系 {crs}，编码 {encoding}。",
                total=figures.whole(found.rows_in),
                ok=figures.whole(found.rows_ok),
                crs=found.crs or "–",
                encoding=found.encoding or "–",
            )
        ]
        pairs = [f"{ours} ← {match.theirs}" for ours, match in found.mapping.items()]
        lines += ["　".join(pairs)] if pairs else []
        lines += [sentence(note.code, note.facts) for note in found.notes[:3]]
        self.said.setText("\n".join(lines))
        self._show_head(found)

    def _show_head(self, found: Prepared) -> None:
        head = found.head.drop(columns="geometry", errors="ignore")
        head = head.iloc[:ROWS_SHOWN, :COLUMNS_SHOWN]
        self.table.setColumnCount(head.shape[1])
        self.table.setRowCount(head.shape[0])
        self.table.setHorizontalHeaderLabels([str(name) for name in head.columns])
        for row, values in enumerate(head.astype(str).to_numpy()):
            for column, value in enumerate(values):
                self.table.setItem(row, column, QTableWidgetItem(value))

    def accept(self) -> None:
        """Hand the rows over."""
        found = self.prepared
        if found is None:
            return
        super().accept()
        edit = ImportRows(dict(found.tables), found.file, replace=self.replace.isChecked())
        self.asked.emit(edit, found.rows_ok)
