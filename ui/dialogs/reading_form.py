"""How one file is read: layer, encoding, CRS, datum, columns; with its first rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QGridLayout,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gridplanner.errors import GridPlannerError
from gridplanner.tables import TABLES
from layers.cells import as_text
from layers.column_names import COLUMN_NAMES
from layers.formats import parts_of
from layers.importing import Prepared
from layers.notes import Note
from ui.language import language, mark, sentence, sentences, tr
from ui.qt import held, tight
from ui.reading import ORDER, Outcome, Reading

ENCODINGS = ("UTF-8", "GBK", "GB18030", "Big5")
DATUMS = {
    "cgcs2000": mark("CGCS2000（国家标准）"),
    "wgs84": "WGS84",
    "gcj02": mark("GCJ-02（高德、腾讯）"),
    "bd09": mark("BD-09（百度）"),
}
HOW = {
    "given": mark("指定"),
    "name": mark("列名"),
    "part": mark("列名相近"),
    "content": mark("按内容"),
}
#: Columns that importers need on the way and tables do not have.
OTHERS = {
    "lon": mark("经度"), "lat": mark("纬度"), "x": mark("X 坐标"), "y": mark("Y 坐标"),
    "unit": mark("单元"), "floor": mark("楼层"), "parent": mark("上级"), "street": mark("街路"),
    "number": mark("门牌号"), "admin_level": mark("行政级别"), "population": mark("人口"),
}  # fmt: skip
ROWS_SHOWN = 8
NOTES_SHOWN = 3
DOUBTED = ("datum.layer", "datum.other", "datum.suspect", "layer.far")


def kind_name(kind: str) -> str:
    """Name what a file brings."""
    return TABLES[kind].zh if language() == "zh" else TABLES[kind].en


def column_name(kind: str, column: str) -> str:
    """Name one of our columns."""
    for table in (kind, "buildings", "entrances", "households"):
        for known in TABLES[table].columns:
            if known.name == column:
                return known.zh if language() == "zh" else known.en
    return tr(OTHERS[column]) if column in OTHERS else column


class ReadingForm(QWidget):
    """Shows and changes a :class:`Reading`."""

    changed = pyqtSignal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reading: Reading | None = None
        self._filling = False
        self.kind = QComboBox()
        self.kind.setObjectName("kind")
        for kind in ORDER:
            self.kind.addItem(kind_name(kind), kind)
        self.layer = QComboBox()
        self.encoding = QComboBox()
        self.encoding.addItem(tr("自动识别"), None)
        for name in ENCODINGS:
            self.encoding.addItem(name, name)
        self.crs = QComboBox()
        self.crs.setEditable(True)
        self.crs.setObjectName("file_crs")
        self.datum = QComboBox()
        for name, text in DATUMS.items():
            self.datum.addItem(tr(text), name)
        grid = QGridLayout()
        tight(grid, 0, 8)
        pairs = (
            (tr("内容"), self.kind),
            (tr("图层或工作表"), self.layer),
            (tr("文字编码"), self.encoding),
            (tr("坐标系"), self.crs),
            (tr("坐标基准"), self.datum),
        )
        for place, (text, widget) in enumerate(pairs):
            row, column = divmod(place, 2)
            grid.addWidget(QLabel(text), row, 2 * column)
            grid.addWidget(widget, row, 2 * column + 1)
        # Stands beside the datum where another one would fit.
        self.convert = QPushButton()
        self.convert.setObjectName("convert")
        self.convert.setAutoDefault(False)
        self.convert.hide()
        self.convert.clicked.connect(self._convert)
        grid.addWidget(self.convert, 2, 2, 1, 2)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        self.result = QLabel()
        self.result.setWordWrap(True)
        self.result.setObjectName("result")
        self.doubt = QLabel()
        self.doubt.setWordWrap(True)
        self.doubt.setObjectName("warning")
        self.columns = self._table()
        self.columns.setColumnCount(3)
        self.columns.setHorizontalHeaderLabels([tr("项目里的列"), tr("文件里的列"), tr("依据")])
        self.head = self._table()
        layout = QVBoxLayout(self)
        tight(layout, 0, 8)
        layout.addLayout(grid)
        layout.addWidget(self.doubt)
        layout.addWidget(self.result)
        self._columns_title = QLabel(tr("列的对应（可改）"))
        self._head_title = QLabel(tr("文件的前几行"))
        for title in (self._columns_title, self._head_title):
            title.setObjectName("muted")
        layout.addWidget(self._columns_title)
        layout.addWidget(self.columns, 3)
        layout.addWidget(self._head_title)
        layout.addWidget(self.head, 2)
        for combo in (self.kind, self.layer, self.encoding, self.datum):
            combo.activated.connect(self._changed)
        self.crs.activated.connect(self._changed)
        held(self.crs.lineEdit()).editingFinished.connect(self._changed)

    def _table(self) -> QTableWidget:
        table = QTableWidget()
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        table.setShowGrid(False)
        table.setMinimumHeight(96)
        held(table.verticalHeader()).hide()
        header = held(table.horizontalHeader())
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return table

    def show_reading(self, reading: Reading, outcome: Outcome | None) -> None:
        """Show a reading and what came of it (``None``: not read yet)."""
        self._filling = True
        other = self.reading is None or self.reading.path != reading.path
        self.reading = reading
        if other:
            self._list_parts(reading)
        self.kind.setCurrentIndex(self.kind.findData(reading.kind))
        self.layer.setCurrentIndex(max(self.layer.findData(reading.layer), 0))
        self.encoding.setCurrentIndex(max(self.encoding.findData(reading.encoding), 0))
        self.datum.setCurrentIndex(max(self.datum.findData(reading.datum or "cgcs2000"), 0))
        self.crs.clear()
        found = outcome.crs if isinstance(outcome, Prepared) else ""
        self.crs.addItem(tr("按文件：{crs}", crs=found) if found else tr("按文件"), None)
        if reading.crs:
            self.crs.addItem(reading.crs, reading.crs)
            self.crs.setCurrentIndex(1)
        self._show_outcome(reading, outcome)
        self._filling = False

    def _list_parts(self, reading: Reading) -> None:
        self.layer.clear()
        try:
            parts = parts_of(reading.path)
        except GridPlannerError:
            parts = []
        self.layer.addItem(tr("全部") if len(parts) > 1 else "".join(parts) or tr("全部"), None)
        if len(parts) > 1:
            for part in parts:
                self.layer.addItem(part, part)
        self.layer.setEnabled(len(parts) > 1)

    def _show_outcome(self, reading: Reading, outcome: Outcome | None) -> None:
        ready = isinstance(outcome, Prepared)
        for widget in (self.columns, self.head, self._columns_title, self._head_title):
            widget.setEnabled(ready)
        self.result.setObjectName("error" if isinstance(outcome, GridPlannerError) else "result")
        held(self.style()).polish(self.result)
        self._show_doubt(outcome.notes if isinstance(outcome, Prepared) else [])
        if isinstance(outcome, Prepared):
            how = {"crs": outcome.crs, "encoding": outcome.encoding}
            rows = {"rows": f"{outcome.rows_in:,}", "ok": f"{outcome.rows_ok:,}"}
            lines = [
                tr("读到 {rows} 行，可用 {ok} 行；编码 {encoding}，坐标系 {crs}。", **rows, **how)
                if outcome.encoding
                else tr("读到 {rows} 行，可用 {ok} 行；坐标系 {crs}。", **rows, **how)
            ]
            # Where headers and hints stand is of use only where something is amiss.
            told = [note for note in outcome.notes if note.code not in DOUBTED]
            told = sorted(told, key=lambda note: note.code.startswith("sheet."))
            notes = [sentence(note.code, note.facts) for note in told]
            lines += notes[:NOTES_SHOWN]
            if len(notes) > NOTES_SHOWN:
                lines.append(tr("……共 {count} 条。", count=len(notes)))
            self.result.setToolTip("\n".join(notes))
            self.result.setText("\n".join(lines))
            self._fill_columns(reading, outcome)
            self._fill_head(outcome)
            return
        self.result.setToolTip("")
        lines = sentences(outcome) if outcome is not None else [tr("正在读取…")]
        self.result.setText("\n".join(lines[:6]))
        if outcome is not None:
            self.columns.setRowCount(0)
            self.head.setRowCount(0)
            self.head.setColumnCount(0)

    def _show_doubt(self, notes: Sequence[Note]) -> None:
        """Say what makes the place of a layer doubtful, and offer the datum that would fit."""
        doubts = [note for note in notes if note.code in DOUBTED]
        self.doubt.setText("\n".join(sentence(note.code, note.facts) for note in doubts))
        self.doubt.setVisible(bool(doubts))
        fits = [str(note.facts["datum"]) for note in doubts if "datum" in note.facts]
        self.convert.setVisible(bool(fits))
        if fits:
            self.convert.setProperty("datum", fits[0])
            self.convert.setText(tr("按 {datum}换算", datum=tr(DATUMS[fits[0]])))

    def _convert(self) -> None:
        self.datum.setCurrentIndex(self.datum.findData(self.convert.property("datum")))
        self._changed()

    def _fill_columns(self, reading: Reading, outcome: Prepared) -> None:
        names = list(COLUMN_NAMES[reading.kind])
        theirs = [str(title) for title in outcome.head.columns if title != "geometry"]
        self.columns.setRowCount(len(names))
        ordered = sorted(names, key=lambda n: (n not in outcome.mapping, names.index(n)))
        for row, ours in enumerate(ordered):
            match = outcome.mapping.get(ours)
            self.columns.setItem(row, 0, QTableWidgetItem(column_name(reading.kind, ours)))
            combo = QComboBox()
            combo.setProperty("ours", ours)
            combo.setAccessibleName(column_name(reading.kind, ours))
            combo.addItem(tr("（没有）"), "")
            for title in theirs:
                combo.addItem(title, title)
            combo.setCurrentIndex(max(combo.findData(match.theirs if match else ""), 0))
            combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            combo.activated.connect(self._remap)
            self.columns.setCellWidget(row, 1, combo)
            how = f"{tr(HOW[match.how])} {match.confidence:.0%}" if match else ""
            self.columns.setItem(row, 2, QTableWidgetItem(how))
            self.columns.setRowHeight(row, 32)
        header = held(self.columns.horizontalHeader())
        header.setSectionResizeMode(1, header.ResizeMode.Stretch)
        self.columns.setColumnWidth(0, max(130, header.sectionSizeHint(0)))
        self.columns.setColumnWidth(2, 110)

    def _fill_head(self, outcome: Prepared) -> None:
        rows = outcome.head.drop(columns="geometry", errors="ignore").head(ROWS_SHOWN)
        self.head.setColumnCount(len(rows.columns))
        self.head.setRowCount(len(rows))
        self.head.setHorizontalHeaderLabels([str(title) for title in rows.columns])
        for row, cells in enumerate(rows.itertuples(index=False)):
            for column, cell in enumerate(cells):
                # As Excel shows it: 1, not 1.0.
                self.head.setItem(row, column, QTableWidgetItem(as_text(cell)))
            self.head.setRowHeight(row, 24)
        self.head.resizeColumnsToContents()

    def _remap(self) -> None:
        combo = self.sender()
        if self.reading is None or not isinstance(combo, QComboBox):
            return
        columns = {**self.reading.columns, str(combo.property("ours")): str(combo.currentData())}
        self.changed.emit(replace(self.reading, columns=columns))

    def _changed(self) -> None:
        if self.reading is None or self._filling:
            return
        typed = self.crs.currentText().strip()
        crs = None if typed == self.crs.itemText(0) or not typed else typed
        datum = str(self.datum.currentData())
        kind = str(self.kind.currentData())
        new = replace(
            self.reading,
            kind=kind,
            layer=self.layer.currentData(),
            encoding=self.encoding.currentData(),
            crs=crs,
            datum=None if datum == "cgcs2000" and self.reading.datum is None else datum,
            columns=self.reading.columns if kind == self.reading.kind else {},
        )
        if new.key != self.reading.key:
            self.changed.emit(new)
