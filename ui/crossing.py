"""Edits of the map that would go over the line of a parent: asked once, then as answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PyQt6.QtCore import QObject

from gridplanner.edits.base import Edit
from gridplanner.edits.crossing import crossing, may_cross, parents_crossed
from gridplanner.edits.painting import Paint
from gridplanner.errors import GridPlannerError
from gridplanner.model import Plan
from ui.canvas.view import MapView
from ui.language import language, tr
from ui.panels.message_bar import MessageBar
from ui.session import Session


class Crossing(QObject):
    """Does the edits of the map's tools; stands between them and the session.

    What stays inside its parent is done at once. The first that would not is kept while the
    planner is asked; the answer holds until another project is opened, or the switch on the
    map is turned. The journal says of an edit that it crosses only where it does.
    """

    def __init__(self, session: Session, view: MapView, messages: MessageBar) -> None:
        super().__init__(view)
        self._session = session
        self._view = view
        self._messages = messages
        self._kept_inside = False
        #: What waits for the answer, and the plan after the part of it that stayed inside.
        self._waiting: Edit | None = None
        self._part_done: Plan | None = None
        #: What follows once it is done, such as a word of it.
        self._then: Callable[[], object] | None = None
        view.gesture.connect(self.do)
        view.stopped_at_line.connect(self.ask)
        view.switched.connect(self._switched)
        session.project_opened.connect(self._forget)
        session.project_closed.connect(self._forget)

    @property
    def asking(self) -> bool:
        """Whether an edit waits for the answer."""
        return self._waiting is not None

    def do(self, edit: Edit, then: Callable[[], object] | None = None) -> None:
        """Do an edit, or ask where it crosses.

        Parameters
        ----------
        edit : Edit
        then : callable, optional
            Called once the edit is done, also where that is after the question.
        """
        self._waiting = None
        parents = self._crossed(edit)
        if parents and not self._view.cross and not self._kept_inside:
            self._ask(crossing(edit, cross=True), parents)
            self._then = then
            return
        if parents is None:
            done = self._do_or_say_why(edit)
        elif may_cross(edit):
            done = self._session.do(crossing(edit, cross=bool(parents) and self._view.cross))
        else:
            done = self._session.do(edit)
        if done and then is not None:
            then()

    def _do_or_say_why(self, edit: Any) -> bool:
        """Do what can be done inside the parent, else say what else is in the way of the edit.

        To allow crossing would not help, so the line of the parent is not the reason to name.
        """
        try:
            inside = crossing(edit, cross=False)
            inside.apply(self._session.plan)
        except GridPlannerError:
            return self._session.do(crossing(edit, cross=True))
        return self._session.do(inside)

    def ask(self, whole: Edit, part_done: bool) -> None:
        """Ask about a stroke; the part inside the parent may be done already."""
        if self._kept_inside:
            return
        parents = self._crossed(whole)
        if parents:
            self._ask(whole, parents)
            self._part_done = self._session.plan if part_done else None
        elif parents is None and not part_done:
            self._session.do(whole)  # says why not

    def _crossed(self, edit: Any) -> tuple[int, ...] | None:
        """Parents that are crossed; ``None`` where the edit does not fit, whatever is allowed."""
        if not may_cross(edit):
            return ()
        if isinstance(edit, Paint) and not edit.cross and isinstance(edit.area, tuple):
            return ()  # the brush has left the units of others alone
        try:
            return parents_crossed(self._session.plan, edit)
        except GridPlannerError:
            return None  # doing it says why

    def _ask(self, edit: Edit, parents: tuple[int, ...]) -> None:
        self._waiting, self._part_done, self._then = edit, None, None
        plan = self._session.plan
        grids = plan.tables["grids"].loc[list(parents)]
        level = plan.scheme.levels[int(grids["level"].iloc[0]) - 1]
        said = [name or code for name, code in zip(grids["name"], grids["code"], strict=True)]
        zh = language() == "zh"
        self._messages.tell(
            tr(
                "这一步越过了{level}的边线（{names}），越界部分没有划入。允许跨越会记入日志。",
                level=level.name if zh else level.name_en or level.name,
                names=("、" if zh else ", ").join(map(str, said)),
            ),
            "warning",
            tr("允许跨越（Shift+X）"),
            self.allow,
            tr("留在原上级"),
            self.keep_inside,
        )

    def allow(self) -> None:
        """Do what waits, and whatever crosses from now on."""
        if not self._view.cross:
            self._view.toggle_crossing()  # tells that it was switched
        else:
            self._do_waiting()

    def keep_inside(self) -> None:
        """Let what waits go, and do not ask again."""
        self._waiting, self._kept_inside = None, True

    def _switched(self) -> None:
        if self._view.cross and self.asking:
            self._messages.hide()
            self._do_waiting()

    def _do_waiting(self) -> None:
        edit, self._waiting = self._waiting, None
        if edit is None:
            return
        if self._part_done is not None and self._part_done is self._session.plan:
            # One gesture is one step to undo: the part gives way to the whole.
            self._session.undo(point=False)
        if self._session.do(edit) and self._then is not None:
            self._then()

    def _forget(self, *_: object) -> None:
        self._waiting, self._part_done, self._then = None, None, None
        self._kept_inside = False
        if self._view.cross:
            self._view.toggle_crossing()
