"""Errors in one place: sentences in the message bar, everything else in a log file."""

from __future__ import annotations

import datetime as dt
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

import platformdirs

from gridplanner.errors import Cancelled, EditError, GridPlannerError
from ui.language import sentences, tr
from ui.panels.message_bar import MessageBar
from ui.session import Session


def log_folder() -> Path:
    """Give the folder of the log file, made where it is missing."""
    return Path(platformdirs.user_log_dir("gridplanner", ensure_exists=True))


def log(error: BaseException) -> Path:
    """Write an unexpected error with its traceback into the log file."""
    path = log_folder() / "window.log"
    text = "".join(traceback.format_exception(error))
    with path.open("a", encoding="utf-8") as stream:
        stream.write(f"{dt.datetime.now().astimezone().isoformat()}\n{text}\n")
    return path


class Reporter:
    """Shows what went wrong, with what can be done about it.

    Parameters
    ----------
    session, messages
    show_log : callable
        Opens the folder of the log file.
    """

    def __init__(
        self, session: Session, messages: MessageBar, show_log: Callable[[], object]
    ) -> None:
        self._session = session
        self._messages = messages
        self._show_log = show_log
        self._before = sys.excepthook
        #: What was said of the last edit that was refused.
        self._refused = ""
        session.failed.connect(self.show)
        session.plan_changed.connect(self._edited)

    def install(self) -> None:
        """Catch what nobody caught."""
        sys.excepthook = self._hook

    def remove(self) -> None:
        """Leave it to Python again."""
        sys.excepthook = self._before

    def show(self, error: Exception) -> None:
        """Show an error of ours in sentences; any other calmly, with the log."""
        if isinstance(error, Cancelled):
            self._messages.tell(sentences(error))
            return
        if not isinstance(error, GridPlannerError):
            self._unexpected(error)
            return
        lines = sentences(error)
        file = str(error.facts.get("file", ""))
        if error.code == "store.locked" and file:
            self._messages.tell(
                lines, "warning", tr("只读打开"), lambda: self._session.open(file, read_only=True)
            )
            return
        calm = error.code in {"job.busy", "history.nothing_to_undo", "history.nothing_to_redo"}
        self._messages.tell(lines, "info" if calm else "error")
        if isinstance(error, EditError):
            self._refused = self._messages.message()

    def _edited(self, _change: object) -> None:
        """Take away what was said of the edit before this one.

        This one was not refused; and a button that undid the last edit would now undo it.
        """
        self._messages.withdraw(self._session.undo)
        if self._refused and self._messages.message() == self._refused:
            self._messages.hide()
        self._refused = ""

    def _unexpected(self, error: BaseException) -> None:
        path = log(error)
        self._messages.tell(
            [
                tr("刚才的操作没有完成，项目文件里已保存的内容不受影响。"),
                tr("详细情况已记入 {file}，请发给维护人员。", file=path.name),
            ],
            "error",
            tr("打开日志文件夹"),
            self._show_log,
        )

    def _hook(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._before(kind, error, trace)
            return
        if isinstance(error, GridPlannerError):
            self.show(error)
        else:
            self._unexpected(error)
