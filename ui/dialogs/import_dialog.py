"""One file into the open project: how it is read, and whether it replaces."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)

from gridplanner.edits.base import Edit
from gridplanner.edits.together import Together
from gridplanner.errors import Cancelled, GridPlannerError
from gridplanner.model import Plan
from layers.file_kinds import guess_kind
from layers.formats import dialog_filter
from layers.importing import Prepared
from layers.taking import Remembered, fitting, mappings, remember_edit
from ui.dialogs.base import Dialog
from ui.dialogs.names_dialog import NamesDialog
from ui.dialogs.reading_form import ReadingForm, kind_name
from ui.jobs import JobRunner
from ui.language import mark, tr
from ui.qt import tight
from ui.reading import Outcome, Reading, Tried, as_edit, try_one

#: Layers that cover the ground once: what is there already would lie under the new rows.
COVERS = ("boundary", "grids")


class ImportDialog(Dialog):
    """Reads the file as a dry run at every change; asks by :attr:`asked`."""

    asked = pyqtSignal(object, int)

    def __init__(self, plan: Plan, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(mark("导入"), mark("导入"), parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(820, 680)
        self._plan = plan
        self._outcome: Outcome | None = None
        self._added: int | GridPlannerError = 0
        self.jobs = JobRunner(self)
        self._again = False
        self._asked = False
        self._kind = ""
        heading = QLabel(path.name)
        heading.setObjectName("heading")
        heading.setToolTip(str(path))
        self.form = ReadingForm()
        self.append = QRadioButton(tr("加在现有的后面"))
        self.replace = QRadioButton(tr("代替现有的"))
        group = QButtonGroup(self)
        group.addButton(self.append)
        group.addButton(self.replace)
        group.buttonToggled.connect(self._say)
        self.there = QLabel()
        self.there.setObjectName("muted")
        self.loss = QLabel()
        self.loss.setObjectName("warning")
        for label in (self.there, self.loss):
            label.setWordWrap(True)
        row = QHBoxLayout()
        tight(row, 0, 16)
        row.addWidget(self.append)
        row.addWidget(self.replace)
        row.addStretch(1)
        self.mend = QCheckBox(tr("导入后试算修复边线和编码，先看报告再采用"))
        self.mend.setChecked(True)
        self.mend.hide()
        self.names = QPushButton()
        self.names.setObjectName("confirm_names")
        self.names.setAutoDefault(False)
        self.names.hide()
        self.names.clicked.connect(self._ask_names)
        self.body.addWidget(heading)
        self.body.addLayout(self._habits())
        self.body.addWidget(self.form, 1)
        self.body.addWidget(self.names)
        self.body.addLayout(row)
        self.body.addWidget(self.there)
        self.body.addWidget(self.loss)
        self.body.addWidget(self.mend)
        self.form.changed.connect(self._read)
        self.jobs.finished.connect(self._finished)
        self._read(Reading(path, guess_kind(path)))

    def _habits(self) -> QHBoxLayout:
        """Lay out what is remembered of earlier files, and the name to remember this one by."""
        self.habit = QComboBox()
        self.habit.setObjectName("mapping")
        self.habit.activated.connect(self._use_habit)
        self.remember = QLineEdit()
        self.remember.setObjectName("remember")
        self.remember.setPlaceholderText(tr("起个名称，记住这样的列对应"))
        row = QHBoxLayout()
        tight(row, 0, 8)
        row.addWidget(QLabel(tr("记住的读法")))
        row.addWidget(self.habit, 1)
        row.addWidget(QLabel(tr("记住为")))
        row.addWidget(self.remember, 1)
        return row

    def _list_habits(self, kind: str, chosen: str | None = None) -> None:
        self.habit.clear()
        self.habit.addItem(tr("自动识别"), None)
        for name in mappings(self._plan, kind):
            self.habit.addItem(name, name)
        self.habit.setEnabled(self.habit.count() > 1)
        self.habit.setCurrentIndex(max(self.habit.findData(chosen), 0))

    def _use_habit(self) -> None:
        reading = self.form.reading
        if reading is None:
            return
        name = self.habit.currentData()
        told = mappings(self._plan, reading.kind).get(name) if name else None
        if told is None:
            self._read(replace(reading, columns={}))
            return
        self._read(
            replace(
                reading, columns=dict(told.columns), datum=told.datum or reading.datum,
                encoding=told.encoding or reading.encoding, crs=told.crs or reading.crs,
            )
        )  # fmt: skip

    def _ask_names(self) -> None:
        if isinstance(self._outcome, Prepared):
            dialog = NamesDialog(self._outcome.candidates, self)
            dialog.confirmed.connect(self._same)
            dialog.open()

    def _same(self, same: dict[str, str]) -> None:
        reading = self.form.reading
        if reading is not None:
            self._read(replace(reading, same={**reading.same, **same}))

    @staticmethod
    def file_filter() -> str:
        """Give the filter of the file dialog."""
        return f"{tr('地图文件和表格')} ({dialog_filter()})"

    def _read(self, reading: Reading) -> None:
        self._outcome = None
        self.go.setEnabled(False)
        self.form.show_reading(reading, None)
        there = len(self._plan.tables[reading.kind])
        self.mend.setVisible(reading.kind == "grids")
        if self._kind != reading.kind:
            # Nothing that somebody has entered goes unless they say so.
            replaces = there > 0 and reading.kind in COVERS
            (self.replace if replaces else self.append).setChecked(True)
        self._say()
        if self.habit.count() == 0 or self._kind != reading.kind:
            self._kind = reading.kind
            self._list_habits(reading.kind)
        if self.jobs.running is not None:
            self._again = True
            return
        plan = self._plan
        self.jobs.start(
            "job.import", lambda listen: try_one(plan, reading, listen), self._tried, self._failed
        )

    def _tried(self, tried: Tried) -> None:
        self._added = tried.added
        self._show(tried.outcome)

    def _show(self, outcome: Outcome) -> None:
        self._outcome = outcome
        reading = self.form.reading
        if reading is not None and not self._again:
            self.form.show_reading(reading, outcome)
            if isinstance(outcome, Prepared):
                self._show_names(outcome)
                self._show_answers(outcome)
                self._say()
                self._try_habit(reading, outcome)

    def _show_names(self, outcome: Prepared) -> None:
        count = len(outcome.candidates)
        self.names.setVisible(count > 0)
        self.names.setText(tr("{count} 个名称也许写错了，请确认…", count=count))

    def _show_answers(self, outcome: Prepared) -> None:
        """Never let a corrected work list take the place of the whole table."""
        answers = bool(outcome.answered)
        if answers:
            self.append.setChecked(True)
        self.replace.setEnabled(not answers)

    def _say(self) -> None:
        """Say how many rows stay, go and come, and whether that can be done."""
        reading, outcome = self.form.reading, self._outcome
        if reading is None:
            return
        there, adds = len(self._plan.tables[reading.kind]), self.append.isChecked()
        facts = {"kind": kind_name(reading.kind), "there": f"{there:,}"}
        ready = isinstance(outcome, Prepared) and outcome.rows_ok > 0
        fault = self._added if adds and isinstance(self._added, GridPlannerError) else None
        if not isinstance(outcome, Prepared) or not ready or fault is not None:
            text = tr("项目里现有{kind} {there} 行", **facts)
        elif adds:
            text = self._added_text(outcome, facts)
        else:
            text = self._replaced_text(outcome, facts)
        goes = ready and not adds and there > 0
        for label, shown in ((self.there, not goes), (self.loss, goes)):
            label.setText(text if shown else "")
            label.setVisible(shown)
        self.show_fault(fault if ready and fault is not None else "")
        self.go.setEnabled(ready and fault is None)
        # While a file is read the button is off, and the focus moved on: to the other one.
        self.go.setDefault(True)
        if self.go.isEnabled() and self.focusWidget() in (None, self.stop):
            self.go.setFocus()

    def _added_text(self, outcome: Prepared, facts: dict[str, str]) -> str:
        there, come = len(self._plan.tables[outcome.kind]), len(outcome.every_row[outcome.kind])
        after = self._added if isinstance(self._added, int) else there + come
        new = after - there
        facts = {**facts, "after": f"{after:,}", "come": f"{new:,}", "updated": f"{come - new:,}"}
        if outcome.answered:
            return tr(
                "这是改好的待办清单：更新 {updated} 行，加入 {come} 行，共 {after} 行", **facts
            )
        if come > new:
            return tr(
                "现有{kind} {there} 行都留下，更新其中 {updated} 行，加入 {come} 行，共 {after} 行",
                **facts,
            )
        return tr("现有{kind} {there} 行都留下，加入 {come} 行，共 {after} 行", **facts)

    def _replaced_text(self, outcome: Prepared, facts: dict[str, str]) -> str:
        facts = {**facts, "come": f"{len(outcome.every_row[outcome.kind]):,}"}
        texts = [tr("现有{kind} {there} 行都去掉，换成 {come} 行", **facts)]
        pinned = (
            int((self._plan.households["pinned"].fillna(0) > 0).sum())
            if outcome.kind == "households"
            else 0
        )
        if pinned:
            texts.append(tr("其中 {count} 户固定的网格也去掉", count=f"{pinned:,}"))
        for name in sorted(set(outcome.every_row) - {outcome.kind}):
            also = len(self._plan.tables[name])
            if also:
                texts.append(
                    tr("{kind} {there} 行也都去掉", kind=kind_name(name), there=f"{also:,}")
                )
        return "\n".join(texts)

    def _try_habit(self, reading: Reading, outcome: Prepared) -> None:
        """Read a file whose columns are known from before as it was read then, once."""
        if self._asked:
            return
        self._asked = True
        titles = {str(title) for title in outcome.head.columns}
        name = fitting(self._plan, reading.kind, titles)
        if name is not None and not reading.columns:
            self._list_habits(reading.kind, name)
            self._use_habit()

    @property
    def mends(self) -> bool:
        """Whether a repair is to be tried once the grids are in."""
        return self._kind == "grids" and self.mend.isChecked()

    def _failed(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            return
        if not isinstance(error, GridPlannerError):
            raise error
        self._show(error)

    def _finished(self) -> None:
        if self._again and self.form.reading is not None:
            self._again = False
            self._read(self.form.reading)

    def accept(self) -> None:
        """Close and ask for the import."""
        outcome = self._outcome
        if not isinstance(outcome, Prepared):
            return
        edit: Edit = as_edit(outcome, replace=self.replace.isChecked())
        name, reading = self.remember.text().strip(), self.form.reading
        if name and reading is not None:
            told = Remembered.of(outcome, reading.encoding, reading.crs)
            edit = Together((remember_edit(self._plan, name, told), edit))
        super().accept()
        self.asked.emit(edit, outcome.rows_ok)

    def done(self, result: int) -> None:
        """Stop reading before the dialog goes."""
        self._again = False
        self.jobs.finish()
        super().done(result)
