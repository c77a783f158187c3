"""Who takes a post: a worker of a grid, the captain of a door."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QComboBox, QFormLayout, QLabel, QWidget

from gridplanner.edits.base import Edit
from gridplanner.edits.duties import CAPTAIN, WORKER, AssignDuty, EndDuty
from gridplanner.edits.duty_rows import running
from gridplanner.model import Plan
from ui.cards import door_labels
from ui.dialogs.base import Dialog
from ui.language import mark, tr
from ui.work import Together


class _PostDialog(Dialog):
    """A choice of persons for one post; says ``asked(edit)``."""

    asked = pyqtSignal(object)

    def __init__(
        self, title: str, plan: Plan, target: tuple[str, str], role: str, parent: QWidget | None
    ) -> None:
        super().__init__(title, mark("确定"), parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(420)
        self._target = target
        self._role = role
        self._now = ""
        self.form = QFormLayout()
        self.form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        self.form.setVerticalSpacing(12)
        self.person = QComboBox()
        self.person.setMaxVisibleItems(16)
        persons = plan.tables["persons"]
        duties = plan.tables["duties"]
        posts = duties.loc[running(duties) & (duties["kind"] == role), "person"].value_counts()
        rows = persons[persons["role"] == role] if (persons["role"] == role).any() else persons
        order = [(int(posts.get(p, 0)), str(n), str(p)) for p, n in rows[["id", "name"]].to_numpy()]
        for count, name, key in sorted(order):
            free = tr("未任职") if not count else tr("已任 {count} 处", count=count)
            self.person.addItem(f"{name or key}　{free}", key)
        self.body.addLayout(self.form)

    def _add_rows(self, where: str, now: str, now_name: str) -> None:
        self._now = now
        place = QLabel(where)
        place.setWordWrap(True)
        self.form.addRow(tr("岗位"), place)
        self.form.addRow(tr("现任"), QLabel(now_name or tr("空缺")))
        self.form.addRow(tr("接任"), self.person)

    def accept(self) -> None:
        """Hand the edit over."""
        person = self.person.currentData()
        if person is None:
            self.show_fault(tr("项目里还没有人员，请先导入名册。"))
            return
        if person == self._now:
            self.show_fault(tr("此人已在这个岗位上，请另选一人。"))
            return
        assign = AssignDuty(str(person), self._role, self._target)
        edit: Edit = assign
        if self._now and self._role == WORKER:
            edit = Together((EndDuty(self._now, self._role, self._target), assign))
        super().accept()
        self.asked.emit(edit)


def _name(plan: Plan, person: str) -> str:
    persons = plan.tables["persons"]
    found = persons.loc[persons["id"] == person, "name"]
    return str(found.iloc[0]) if len(found) and found.iloc[0] else person


class WorkerDialog(_PostDialog):
    """Who takes a worker's place, or joins where none is named."""

    def __init__(self, plan: Plan, uid: int, worker: str, parent: QWidget | None = None) -> None:
        grids = plan.valid_grids
        code = str(grids.loc[grids["uid"] == uid, "code"].iloc[0])
        super().__init__(mark("更换网格员"), plan, ("grids", code), WORKER, parent)
        self._add_rows(tr("网格 {code}", code=code), worker, _name(plan, worker) if worker else "")

    @staticmethod
    def first_worker(plan: Plan, uid: int) -> str:
        """Id of the first worker of a grid; empty where there is none."""
        duties = plan.tables["duties"]
        here = duties[
            running(duties)
            & (duties["target_table"] == "grids")
            & (duties["target_id"] == str(uid))
            & (duties["kind"] == WORKER)
        ]
        return str(here["person"].iloc[0]) if len(here) else ""


class CaptainDialog(_PostDialog):
    """Who is to be captain of a door."""

    def __init__(self, plan: Plan, entrance: str, parent: QWidget | None = None) -> None:
        super().__init__(mark("更换楼门长"), plan, ("entrances", entrance), CAPTAIN, parent)
        duties = plan.tables["duties"]
        here = duties[
            running(duties) & (duties["target_id"] == entrance) & (duties["kind"] == CAPTAIN)
        ]
        now = str(here["person"].iloc[0]) if len(here) else ""
        doors = plan.tables["entrances"]
        label = door_labels(plan)[(doors["id"] == entrance).to_numpy()]
        where = str(label.iloc[0]) if len(label) else entrance
        self._add_rows(where, now, _name(plan, now) if now else "")
