"""The status bar: tool, keys that work now, coordinates, scale, CRS, saved mark, job."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from PyQt6.QtWidgets import QLabel, QProgressBar, QPushButton, QStatusBar, QWidget

from gridplanner.jobs import Progress
from ui import figures
from ui.language import Words, mark, sentence, tr
from ui.panels.shortened import Shortened
from ui.session import Session

TOOLS = {
    "select": mark("选择"),
    "pan": mark("平移"),
    "draw": mark("画网格"),
    "split": mark("拆分"),
    "measure": mark("量测"),
    "inspect": mark("查看"),
    "reshape": mark("改边线"),
    "vertex": mark("改顶点"),
    "merge": mark("合并"),
    "paint": mark("涂抹"),
    "push": mark("推边界"),
    "fill": mark("填空地"),
}
JOBS = {
    "job.plan": mark("正在划分网格…"),
    "job.check": mark("正在检查…"),
    "job.locate": mark("正在定位各户…"),
    "job.staff": mark("正在安排网格员…"),
    "job.captains": mark("正在安排楼门长…"),
    "job.accept": mark("正在采用方案…"),
    "job.exchange": mark("正在查看边界…"),
    "job.export": mark("正在导出…"),
    "job.import": mark("正在导入…"),
    "job.compare": mark("正在对照方案…"),
    "job.create": mark("正在建立项目…"),
    "job.names": mark("正在比较名称…"),
    "job.sample": mark("正在建立示例项目…"),
}


class Status(QStatusBar):
    """What goes on, in words."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self._session = session
        self._tool = "select"
        self._hint: tuple[str, dict[str, Any]] | None = None
        self._job = ""
        self._saved: dt.datetime | None = None
        words = Words(self)
        self.tool = QLabel()
        self.keys, self.words = Shortened(), Shortened()
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(120)
        self.cancel = QPushButton()
        self.cancel.setObjectName("cancel_job")
        words(self.cancel.setText, "取消")
        self.worklist = QPushButton()
        self.worklist.setObjectName("worklist")
        self.worklist.setFlat(True)
        words(self.worklist.setToolTip, "导入时没有读懂或没有落位的行；点击查看")
        self.where = QLabel()
        self.scale = QLabel()
        self.crs = QLabel()
        self.saved = QLabel()
        for widget in (self.tool, self.keys, self.words, self.progress, self.cancel):
            self.addWidget(widget)
        for widget in (self.worklist, self.where, self.scale, self.crs, self.saved):
            self.addPermanentWidget(widget)
        self.where.setMinimumWidth(180)
        self.cancel.clicked.connect(self._stop)
        session.job_started.connect(self._begin)
        session.job_progressed.connect(self._go_on)
        session.job_finished.connect(self._end)
        session.saved.connect(self._say_saved)
        session.project_opened.connect(self.refresh)
        session.project_closed.connect(self.refresh)
        session.plan_changed.connect(self.refresh)
        words.also(self.refresh)
        self._end()
        self.refresh()

    def show_tool(self, name: str) -> None:
        """Say which tool is in hand."""
        self._tool = name
        self.refresh()

    def show_hint(self, code: str, facts: Mapping[str, Any]) -> None:
        """Say what the map has to say: keys that work now, figures while drawing."""
        self._hint = (code, dict(facts))
        self.refresh()

    def show_place(self, x: float, y: float) -> None:
        """Say where the pointer is."""
        self.where.setText(f"E {x:.1f}  N {y:.1f}")

    def show_scale(self, denominator: float) -> None:
        """Say the scale."""
        self.scale.setText(figures.scale(denominator))

    def refresh(self) -> None:
        """Write everything in the window's language."""
        opened = self._session.is_open
        self.tool.setText(tr(TOOLS.get(self._tool, self._tool)) if opened else tr("没有打开项目"))
        said = sentence(*self._hint) if self._hint is not None else ""
        self.keys.setText(said if opened else "")
        waiting = len(self._session.plan.tables["worklist"]) if opened else 0
        self.worklist.setText(tr("待办 {count}", count=f"{waiting:,}"))
        self.worklist.setVisible(waiting > 0)
        self.crs.setText(self._session.plan.crs if opened else "")
        for label in (self.where, self.scale):
            label.setVisible(opened)
        project = self._session.project
        if project is None:
            self.saved.setText("")
        elif project.read_only:
            self.saved.setText(tr("只读"))
        elif self._saved is not None:
            self.saved.setText(tr("已保存 {time}", time=self._saved.strftime("%H:%M")))
        else:
            self.saved.setText(tr("已保存"))
        if self._job:
            self.words.setText(self._word())

    def _word(self) -> str:
        return tr(JOBS[self._job]) if self._job in JOBS else sentence(self._job)

    def _say_saved(self, time: dt.datetime | None) -> None:
        self._saved = time
        self.refresh()

    def _begin(self, code: str) -> None:
        self._job = code
        self.words.setText(self._word())
        self.progress.setRange(0, 0)
        self.cancel.setEnabled(True)
        self._show_job(True)

    def _go_on(self, progress: Progress) -> None:
        if progress.fraction is None:
            self.progress.setRange(0, 0)
        else:
            self.progress.setRange(0, 1000)
            self.progress.setValue(round(1000 * min(max(progress.fraction, 0), 1)))
        said = sentence(progress.code, progress.facts)
        known = not said.startswith(progress.code)
        self.words.setText(said if known else self._word())

    def _end(self) -> None:
        self._job = ""
        self._show_job(False)

    def _show_job(self, running: bool) -> None:
        self.words.setVisible(running)
        self.progress.setVisible(running)
        self.cancel.setVisible(running)
        self.keys.setVisible(not running)

    def _stop(self) -> None:
        self.words.setText(tr("正在停下…"))
        self.cancel.setEnabled(False)
        self._session.cancel()
