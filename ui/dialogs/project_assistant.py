"""The new-project assistant: name and files, how they are read, what will happen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QShowEvent
from PyQt6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gridplanner.errors import Cancelled, GridPlannerError
from gridplanner.scheme import Scheme
from ui.dialogs.assistant_pages import CheckPage, FilesPage, SummaryPage
from ui.jobs import JobRunner
from ui.language import sentences, tr
from ui.naming import name_fields
from ui.qt import fit_screen, tight
from ui.reading import DryRun, Known, Reading, dry_run
from ui.work import creating


class ProjectAssistant(QDialog):
    """Three steps; nothing is written before the last. Asks by :attr:`asked`."""

    asked = pyqtSignal(object)

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("新建项目"))
        self.resize(900, 640)
        self.jobs = JobRunner(self)
        self.run: DryRun | None = None
        self._known: Known = {}
        self._crs: str | None = None
        self._again = False
        self.files = FilesPage(folder)
        self.check = CheckPage()
        self.summary = SummaryPage()
        self._titles = (tr("1 名称与文件"), tr("2 核对内容"), tr("3 确认"))
        self.steps = QLabel()
        self.steps.setTextFormat(Qt.TextFormat.RichText)
        self.pages = QStackedWidget()
        for page in (self.files, self.check, self.summary):
            self.pages.addWidget(page)
        self.fault = QLabel()
        self.fault.setObjectName("error")
        self.fault.setWordWrap(True)
        self.fault.hide()
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        self.busy_text = QLabel()
        self.busy_text.setObjectName("muted")
        self.back = QPushButton(tr("上一步"))
        self.next = QPushButton(tr("下一步"))
        self.next.setObjectName("primary")
        self.next.setDefault(True)
        stop = QPushButton(tr("取消"))
        for button in (self.back, stop):
            button.setAutoDefault(False)
        row = QHBoxLayout()
        tight(row, 0, 8)
        row.addWidget(self.busy_text)
        row.addWidget(self.busy, 1)
        row.addStretch(1)
        for button in (stop, self.back, self.next):
            row.addWidget(button)
        layout = QVBoxLayout(self)
        tight(layout, 16, 12)
        layout.addWidget(self.steps)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self.fault)
        layout.addLayout(row)
        self.back.clicked.connect(lambda: self._go(self.pages.currentIndex() - 1))
        self.next.clicked.connect(self._next)
        stop.clicked.connect(self.reject)
        self.check.changed.connect(self._other_reading)
        self.check.crs_chosen.connect(self._other_crs)
        self.files.changed.connect(self._clear)
        self.jobs.finished.connect(self._finished)
        self._show_busy(text="")
        self._go(0)

    def add_files(self, paths: Sequence[Path]) -> None:
        """Add files, their kinds guessed."""
        self.files.add_files(paths)

    # Steps -------------------------------------------------------------------------

    def _go(self, page: int) -> None:
        self.pages.setCurrentIndex(page)
        self.back.setVisible(page > 0)
        self.next.setText(tr("建立项目") if page == 2 else tr("下一步"))
        self.steps.setText(
            "　›　".join(
                f"<b>{title}</b>" if at == page else title for at, title in enumerate(self._titles)
            )
        )
        self._clear()

    def _clear(self) -> None:
        self.fault.hide()

    def _next(self) -> None:
        page = self.pages.currentIndex()
        if fault := self.files.fault():
            self._say([fault])
            return
        try:
            if page == 0:
                Scheme.parse(self.files.scheme())
                self._read()
            elif page == 1 and self.run is not None:
                self.summary.show_run(self.files.path(), self.files.scheme(), self.run)
            elif page == 2:
                self._create()
                return
        except GridPlannerError as error:
            self._say(sentences(error))
            return
        if not self.files.readings and page == 0:
            self.run = DryRun(self._crs or "EPSG:4545", (), ())
            self.check.show_run(self.run)
        self._go(page + 1)

    def _say(self, lines: Sequence[str]) -> None:
        self.fault.setText("\n".join(lines[:4]))
        self.fault.show()

    def _create(self) -> None:
        run = self.run
        if run is None:
            return
        work = creating(
            self.files.path(),
            self.files.scheme(),
            run.crs,
            run.prepared,
            profile=self.summary.profile(run),
            overwrite=self.files.overwrite.isChecked(),
        )
        self.accept()
        self.asked.emit(work)

    # Reading -----------------------------------------------------------------------

    def _read(self) -> None:
        if not self.files.readings:
            return
        self.run = None
        self.next.setEnabled(False)
        self.check.show_readings(self.files.readings)
        if self.jobs.running is not None:
            self._again = True
            self.jobs.cancel()
            return
        self._show_busy(text=tr("正在读取文件…"))
        work = dry_run(self.files.scheme(), self._crs, self.files.readings, self._known)
        self.jobs.start("job.import", work, self._take, self._failed)

    def _take(self, run: DryRun) -> None:
        if not self._again:
            self.run = run
            self.check.show_run(run)
            self.next.setEnabled(True)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            return
        if not isinstance(error, GridPlannerError):
            raise error
        self._say(sentences(error))
        self.next.setEnabled(True)

    def _finished(self) -> None:
        self._show_busy(text="")
        if self._again:
            self._again = False
            self._read()

    def _show_busy(self, *, text: str) -> None:
        self.busy.setVisible(bool(text))
        self.busy_text.setVisible(bool(text))
        self.busy_text.setText(text)

    def _other_reading(self, old: Reading, new: Reading) -> None:
        self.files.replace(old, new)
        self._read()

    def _other_crs(self, crs: str) -> None:
        self._crs = crs or None
        if self.files.readings:
            self._read()
        elif self.run is not None:
            self.run = DryRun(crs or "EPSG:4545", (), ())

    def showEvent(self, event: QShowEvent | None) -> None:
        """Name the fields once all are there, and stay on the screen."""
        name_fields(self, self.windowTitle())
        fit_screen(self)
        super().showEvent(event)

    def done(self, result: int) -> None:
        """Stop reading before the dialog goes."""
        self._again = False
        self.jobs.finish()
        super().done(result)
