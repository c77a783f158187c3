"""One job at a time in a thread of its own; its words, progress and result come back.

A job is a function over values: it gets a listener for progress and gives a value. Nothing
of Qt is touched in the thread but the signals of the runner.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from PyQt6.QtCore import QCoreApplication, QObject, pyqtSignal, pyqtSlot

from gridplanner.errors import UsageError
from gridplanner.jobs import OnProgress, Progress

Work = Callable[[OnProgress], Any]
#: Progress is handed on at most this often, in seconds.
TELL_EVERY_S = 0.05


@dataclass(frozen=True)
class Started:
    """A job on its way: its sentence, and what to do with its result."""

    code: str
    done: Callable[[Any], None]
    failed: Callable[[Exception], None]
    stop: threading.Event


class JobRunner(QObject):
    """Runs one job at a time.

    Signals
    -------
    started(code), progressed(Progress), finished(code)
        ``finished`` comes after the result has been taken, also after a failure.
    """

    started = pyqtSignal(str)
    progressed = pyqtSignal(object)
    finished = pyqtSignal(str)
    _told = pyqtSignal(object)
    _ended = pyqtSignal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # A thread of Python's own that lives on from job to job. Tried: QThreadPool gives
        # Python a new thread state for each job, and pyproj, which keeps its objects by
        # thread, crashed the process in the second or third.
        self._pool: ThreadPoolExecutor | None = None
        self._job: Started | None = None
        self._told.connect(self._pass_on)
        self._ended.connect(self._take)

    @property
    def running(self) -> str | None:
        """Code of the job that runs; ``None`` where none does."""
        return self._job.code if self._job is not None else None

    def start(
        self,
        code: str,
        work: Work,
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Start a job.

        Parameters
        ----------
        code : str
            Key of its sentence, such as ``"job.plan"``.
        work : callable
            Run in the thread; gets a listener for progress that says when to stop.
        done, failed : callable
            Called in the window's thread with the result, or with what was raised.

        Raises
        ------
        UsageError
            Another job is running.
        """
        if self._job is not None:
            raise UsageError("job.busy", {"job": self._job.code})
        job = Started(code, done, failed, threading.Event())
        self._job = job
        self.started.emit(code)
        if self._pool is None:
            self._pool = ThreadPoolExecutor(1, "gridplanner")
        self._pool.submit(self._run, job, work)

    def cancel(self) -> None:
        """Ask the job to stop; it ends at its next report of progress."""
        if self._job is not None:
            self._job.stop.set()

    def finish(self) -> None:
        """Ask the job to stop, take what it gave, and end the thread."""
        self.cancel()
        if self._pool is not None:
            self._pool.shutdown()
            self._pool = None
        # The result is in the queue (of this object, as its slots are decorated) and must
        # not be lost: it may be an open project.
        QCoreApplication.sendPostedEvents(self)

    def _run(self, job: Started, work: Work) -> None:
        last = 0.0

        def listen(progress: Progress) -> bool:
            nonlocal last
            now = time.monotonic()
            if now - last >= TELL_EVERY_S:
                last = now
                self._told.emit(progress)
            return not job.stop.is_set()

        try:
            result: Any = work(listen)
        except Exception as error:  # noqa: BLE001 - handed to the one place that shows errors
            self._ended.emit(None, error)
        else:
            self._ended.emit(result, None)

    @pyqtSlot(object)
    def _pass_on(self, progress: Progress) -> None:
        if self._job is not None and not self._job.stop.is_set():
            self.progressed.emit(progress)

    @pyqtSlot(object, object)
    def _take(self, result: Any, error: Exception | None) -> None:
        job, self._job = self._job, None
        if job is None:
            return
        try:
            if error is None:
                job.done(result)
            else:
                job.failed(error)
        finally:
            self.finished.emit(job.code)
