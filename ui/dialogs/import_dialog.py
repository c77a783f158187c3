"""One file into the open project: how it is read, and whether it replaces."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QRadioButton, QWidget

from gridplanner.errors import Cancelled, GridPlannerError
from gridplanner.model import Plan
from layers.file_kinds import guess_kind
from layers.formats import dialog_filter
from layers.importing import Prepared
from ui.dialogs.base import Dialog
from ui.dialogs.reading_form import ReadingForm, kind_name
from ui.jobs import JobRunner
from ui.language import mark, tr
from ui.qt import tight
from ui.reading import Outcome, Reading, as_edit, read_one


class ImportDialog(Dialog):
    """Reads the file as a dry run at every change; asks by :attr:`asked`."""

    asked = pyqtSignal(object, int)

    def __init__(self, plan: Plan, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(mark("导入"), mark("导入"), parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(820, 680)
        self._plan = plan
        self._outcome: Outcome | None = None
        self.jobs = JobRunner(self)
        self._again = False
        heading = QLabel(path.name)
        heading.setObjectName("heading")
        heading.setToolTip(str(path))
        self.form = ReadingForm()
        self.append = QRadioButton(tr("加在现有的后面"))
        self.replace = QRadioButton(tr("代替现有的"))
        group = QButtonGroup(self)
        group.addButton(self.append)
        group.addButton(self.replace)
        self.there = QLabel()
        self.there.setObjectName("muted")
        row = QHBoxLayout()
        tight(row, 0, 16)
        row.addWidget(self.append)
        row.addWidget(self.replace)
        row.addWidget(self.there, 1)
        self.body.addWidget(heading)
        self.body.addWidget(self.form, 1)
        self.body.addLayout(row)
        self.form.changed.connect(self._read)
        self.jobs.finished.connect(self._finished)
        self._read(Reading(path, guess_kind(path)))

    @staticmethod
    def file_filter() -> str:
        """Give the filter of the file dialog."""
        return f"{tr('地图文件和表格')} ({dialog_filter()})"

    def _read(self, reading: Reading) -> None:
        self._outcome = None
        self.go.setEnabled(False)
        self.form.show_reading(reading, None)
        there = len(self._plan.tables[reading.kind])
        self.there.setText(
            tr("项目里现有{kind} {count} 行", kind=kind_name(reading.kind), count=f"{there:,}")
        )
        (self.replace if there else self.append).setChecked(True)
        if self.jobs.running is not None:
            self._again = True
            return
        plan = self._plan
        self.jobs.start(
            "job.import", lambda listen: read_one(plan, reading, listen), self._show, self._failed
        )

    def _show(self, outcome: Outcome) -> None:
        self._outcome = outcome
        reading = self.form.reading
        if reading is not None and not self._again:
            self.form.show_reading(reading, outcome)
            self.go.setEnabled(isinstance(outcome, Prepared) and outcome.rows_ok > 0)

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
        edit = as_edit(outcome, replace=self.replace.isChecked())
        super().accept()
        self.asked.emit(edit, outcome.rows_ok)

    def done(self, result: int) -> None:
        """Stop reading before the dialog goes."""
        self._again = False
        self.jobs.finish()
        super().done(result)
