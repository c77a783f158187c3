"""The three pages of the new-project assistant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QDragEnterEvent, QDropEvent
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gridplanner.errors import InputError, UsageError
from gridplanner.rules.profile import PROFILES
from gridplanner.rules.profile_edits import SUGGESTED, SetProfile
from gridplanner.scheme import Scheme
from layers.file_kinds import contents, guess_kind
from layers.formats import READERS, dialog_filter
from layers.importing import Prepared
from ui.dialogs.profile_dialog import offered
from ui.dialogs.reading_form import ReadingForm, kind_name
from ui.icons import icon
from ui.language import language, sentence, tr
from ui.qt import held, tight
from ui.reading import ORDER, DryRun, Reading, in_order

SCHEMES = ("7/35/253", "1/53", "15/254/2082", "1/10")
#: The 3-degree zones of CGCS2000 without prefix: central meridian → EPSG.
ZONES = {75 + 3 * n: 4534 + n for n in range(21)}


class FilesPage(QWidget):
    """Name, place, scheme, and the files with their kinds."""

    changed = pyqtSignal()

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.readings: list[Reading] = []
        self.name = QLineEdit(tr("新项目"))
        self.name.setObjectName("project_name")
        self.folder = QLineEdit(str(folder))
        browse = QPushButton(tr("浏览…"))
        browse.setAutoDefault(False)
        row = QHBoxLayout()
        tight(row, 0, 8)
        row.addWidget(self.folder, 1)
        row.addWidget(browse)
        self.schemes = QComboBox()
        self.schemes.setEditable(True)
        self.schemes.setObjectName("scheme")
        self.schemes.addItems(SCHEMES)
        self.scheme_said = QLabel()
        self.scheme_said.setObjectName("muted")
        self.overwrite = QCheckBox(tr("同名文件存在时覆盖"))
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.addRow(tr("项目名称"), self.name)
        form.addRow(tr("所在文件夹"), row)
        form.addRow(tr("层级方案"), self.schemes)
        form.addRow("", self.scheme_said)
        form.addRow("", self.overwrite)
        self.table = QTableWidget(0, 3)
        self.table.setHorizontalHeaderLabels([tr("文件"), tr("内容"), ""])
        self.table.setShowGrid(False)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        held(self.table.verticalHeader()).hide()
        header = held(self.table.horizontalHeader())
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.setColumnWidth(1, 160)
        self.table.setColumnWidth(2, 44)
        self.add = QPushButton(tr("添加文件…"))
        self.add.setObjectName("add_files")
        self.add.setAutoDefault(False)
        hint = QLabel(
            tr(
                "把边界、社区、楼栋、户、人员等文件拖到这里，或点“添加文件”；"
                "也可以先不加，以后再导入。"
            )
        )
        hint.setObjectName("muted")
        hint.setWordWrap(True)
        bar = QHBoxLayout()
        tight(bar, 0, 8)
        bar.addWidget(hint, 1)
        bar.addWidget(self.add)
        layout = QVBoxLayout(self)
        tight(layout, 0, 12)
        layout.addLayout(form)
        layout.addLayout(bar)
        layout.addWidget(self.table, 1)
        browse.clicked.connect(self._browse)
        self.add.clicked.connect(self._choose)
        self.schemes.currentTextChanged.connect(self._say_scheme)
        for edit in (self.name, self.folder):
            edit.textChanged.connect(self.changed)
        self._say_scheme()

    def scheme(self) -> str:
        """Give the counts of the levels."""
        return self.schemes.currentText().strip()

    def path(self) -> Path:
        """Give the project file."""
        name = self.name.text().strip().removesuffix(".gpkg")
        return Path(self.folder.text().strip()) / f"{name}.gpkg"

    def fault(self) -> str:
        """Say what is wrong with name and place; empty where nothing is."""
        name, path = self.name.text().strip(), self.path()
        if not name or any(sign in name for sign in '/\\:*?"<>|'):
            return tr('请给项目起一个名称，不能含 / \\ : * ? " < > | 。')
        if not path.parent.is_dir():
            return tr("文件夹不存在，请另选一个位置。")
        if path.exists() and not self.overwrite.isChecked():
            return tr("{file} 已存在，请换一个文件名。", file=path.name)
        return ""

    def add_files(self, paths: Sequence[Path]) -> None:
        """Add files that can be read, their kinds guessed."""
        there = {reading.path for reading in self.readings}
        new = [p for p in paths if p not in there and p.suffix.lower() in READERS]
        for path in new:
            self.readings += [Reading(path, kind, layer) for layer, kind in _contents(path)]
        self._fill()

    def replace(self, old: Reading, new: Reading) -> None:
        """Put another reading in the place of one."""
        self.readings = [new if reading.key == old.key else reading for reading in self.readings]
        self._fill()

    def _fill(self) -> None:
        self.readings = in_order(self.readings)
        self.table.setRowCount(len(self.readings))
        for row, reading in enumerate(self.readings):
            item = QTableWidgetItem(reading.title)
            item.setToolTip(str(reading.path))
            self.table.setItem(row, 0, item)
            combo = QComboBox()
            for kind in ORDER:
                combo.addItem(kind_name(kind), kind)
            combo.setCurrentIndex(ORDER.index(reading.kind))
            combo.activated.connect(lambda at, r=reading: self._other_kind(r, ORDER[at]))
            self.table.setCellWidget(row, 1, combo)
            remove = QPushButton()
            remove.setIcon(icon("x"))
            remove.setFlat(True)
            remove.setAutoDefault(False)
            remove.setToolTip(tr("不要这个文件"))
            remove.clicked.connect(lambda _on, r=reading: self._remove(r))
            self.table.setCellWidget(row, 2, remove)
            self.table.setRowHeight(row, 34)
        self.changed.emit()

    def _other_kind(self, reading: Reading, kind: str) -> None:
        self.replace(reading, replace(reading, kind=kind, columns={}))

    def _remove(self, reading: Reading) -> None:
        self.readings = [r for r in self.readings if r.key != reading.key]
        self._fill()

    def _browse(self) -> None:
        name = QFileDialog.getExistingDirectory(self, tr("所在文件夹"), self.folder.text())
        if name:
            self.folder.setText(name)

    def _choose(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(
            self, tr("添加文件"), self.folder.text(), f"{tr('地图文件和表格')} ({dialog_filter()})"
        )
        self.add_files([Path(name) for name in names])

    def _say_scheme(self) -> None:
        try:
            scheme = Scheme.parse(self.scheme())
        except UsageError:
            self.scheme_said.setText(tr("写成各级数量，如 7/35/253"))
            return
        zh = language() == "zh"
        said = " · ".join(f"{x.name if zh else x.name_en} {x.count:,}" for x in scheme.levels)
        self.scheme_said.setText(said)
        self.changed.emit()

    def dragEnterEvent(self, event: QDragEnterEvent | None) -> None:
        """Take files."""
        if event is not None and held(event.mimeData()).hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent | None) -> None:
        """Add the files that were dropped."""
        urls = held(held(event).mimeData()).urls()
        self.add_files([Path(url.toLocalFile()) for url in urls if url.isLocalFile()])


def _contents(path: Path) -> list[tuple[str | None, str]]:
    """List layers and kinds; what cannot be read is told on the next page, where it is read."""
    try:
        return contents(path)
    except InputError:
        return [(None, guess_kind(path))]


class CheckPage(QWidget):
    """The files on the left, how the chosen one is read on the right; the CRS on top."""

    changed = pyqtSignal(object, object)
    crs_chosen = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run: DryRun | None = None
        self._readings: list[Reading] = []
        self.crs = QComboBox()
        self.crs.setEditable(True)
        self.crs.setObjectName("project_crs")
        for meridian, epsg in ZONES.items():
            text = tr("EPSG:{epsg}　3 度带，中央经线 {meridian}°", epsg=epsg, meridian=meridian)
            self.crs.addItem(text, f"EPSG:{epsg}")
        top = QHBoxLayout()
        tight(top, 0, 8)
        top.addWidget(QLabel(tr("项目坐标系")))
        top.addWidget(self.crs, 1)
        self.list = QListWidget()
        self.list.setFixedWidth(220)
        self.form = ReadingForm()
        self.none = QLabel(tr("没有选文件；将建立一个空项目，以后再导入。"))
        self.none.setObjectName("muted")
        self.none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        middle = QHBoxLayout()
        tight(middle, 0, 16)
        middle.addWidget(self.list)
        middle.addWidget(self.form, 1)
        middle.addWidget(self.none, 1)
        layout = QVBoxLayout(self)
        tight(layout, 0, 12)
        layout.addLayout(top)
        layout.addLayout(middle, 1)
        self.list.currentRowChanged.connect(self._show)
        self.form.changed.connect(self._changed)
        self.crs.activated.connect(self._crs)
        held(self.crs.lineEdit()).returnPressed.connect(self._crs)

    def show_readings(self, readings: Sequence[Reading]) -> None:
        """List the files, before they are read."""
        row = self.list.currentRow()
        self._run, self._readings = None, list(readings)
        self._fill(row)

    def show_run(self, run: DryRun) -> None:
        """Show what came of the dry run."""
        row = self.list.currentRow()
        if not self._readings:
            row = 0
        self._run, self._readings = run, list(run.readings)
        at = self.crs.findData(run.crs)
        if at >= 0:
            self.crs.setCurrentIndex(at)
        else:
            self.crs.setEditText(run.crs)
        bad = [n for n, out in enumerate(run.outcomes) if not isinstance(out, Prepared)]
        self._fill(bad[0] if bad and row <= 0 else row)

    def _fill(self, row: int) -> None:
        self.list.clear()
        for at, reading in enumerate(self._readings):
            item = QListWidgetItem(f"{kind_name(reading.kind)}　{reading.title}")
            if self._run is not None:
                good = isinstance(self._run.outcomes[at], Prepared)
                item.setIcon(icon("check-circle" if good else "warning"))
            self.list.addItem(item)
        has = bool(self._readings)
        self.form.setVisible(has)
        self.none.setVisible(not has)
        if has:
            self.list.setCurrentRow(min(max(row, 0), len(self._readings) - 1))

    def _show(self, row: int) -> None:
        if 0 <= row < len(self._readings):
            outcome = self._run.outcomes[row] if self._run is not None else None
            self.form.show_reading(self._readings[row], outcome)

    def _changed(self, new: Reading) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._readings):
            self.changed.emit(self._readings[row], new)

    def _crs(self) -> None:
        text = self.crs.currentText().strip()
        at = self.crs.findText(text)
        chosen = str(self.crs.itemData(at)) if at >= 0 else text
        # Return in the field says the same again; it must not read all files anew.
        if self._run is None or chosen != self._run.crs:
            self.crs_chosen.emit(chosen)


class SummaryPage(QWidget):
    """What will happen, in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        inside = QWidget()
        inside.setObjectName("page")
        rows = QVBoxLayout(inside)
        tight(rows, 16, 8)
        self.limits = QComboBox()
        self.limits.setObjectName("profile")
        self.reason = QLabel()
        self.reason.setObjectName("muted")
        self.reason.setWordWrap(True)
        label = QLabel(tr("规模标准（检查网格大小所用，以后可改）"))
        label.setBuddy(self.limits)
        rows.addWidget(self.text)
        rows.addSpacing(8)
        rows.addWidget(label)
        rows.addWidget(self.limits, 0, Qt.AlignmentFlag.AlignLeft)
        rows.addWidget(self.reason)
        rows.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inside)
        layout = QVBoxLayout(self)
        tight(layout, 0, 0)
        layout.addWidget(area)
        self._chosen = False
        self.limits.activated.connect(self._choose)

    def show_run(self, path: Path, scheme: str, run: DryRun) -> None:
        """Say what the new project will be."""
        lines = [
            tr("将建立项目文件：{path}", path=path),
            tr("层级方案 {scheme}，坐标系 {crs}。", scheme=scheme, crs=run.crs),
            "",
        ]
        for reading, outcome in zip(run.readings, run.outcomes, strict=True):
            kind, file = kind_name(reading.kind), reading.title
            if isinstance(outcome, Prepared):
                count = f"{outcome.rows_ok:,}"
                line = tr("读入{kind} {count} 行（{file}）", kind=kind, count=count, file=file)
                left = outcome.rows_in - outcome.rows_ok
                line += tr("，{count} 行进入待办清单", count=f"{left:,}") if left else ""
            else:
                line = tr(
                    "不读入{kind}（{file}）：文件读不了，可以以后再导入", kind=kind, file=file
                )
            lines.append("· " + line)
        if not any(r.kind == "boundary" for r in run.readings):
            lines += ["", tr("没有边界文件：划分网格前请先导入边界。")]
        lines += ["", tr("读入的每一步都可以撤销；原文件不会改动。")]
        self.text.setText("\n".join(lines))
        found = run.suggestion
        kept = self.limits.currentData() if self._chosen else found.profile.name
        self.limits.clear()
        offered(self.limits, found)
        self.limits.setCurrentIndex(self.limits.findData(kept))
        self.reason.setText(sentence(found.code, found.words))

    def profile(self, run: DryRun) -> SetProfile | None:
        """Give the limits of the new project; ``None`` leaves them to data that come later."""
        name = str(self.limits.currentData())
        if not self._chosen:
            return SetProfile(run.suggestion.profile, SUGGESTED) if run.suggestion.facts else None
        return SetProfile(PROFILES[name])

    def _choose(self) -> None:
        self._chosen = True
