"""Replace a worker of a grid, or choose the captain of a door."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import shapely
from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QCheckBox, QLabel, QWidget

from gridplanner.captains import CANDIDATE_ROLES
from gridplanner.edits.base import Edit
from gridplanner.edits.duties import CAPTAIN, HEAD, WORKER, AssignDuty, EndDuty
from gridplanner.edits.duty_rows import running
from gridplanner.edits.together import Together
from gridplanner.geometry import shapes_of
from gridplanner.model import Plan
from ui.cards import card_of, door_labels, short_codes, top_names
from ui.dialogs.picker import Picker
from ui.dialogs.post_dialog import departures
from ui.language import listed, mark, tr
from ui.panels.frame_model import Shown, absent_as_dash
from ui.panels.people import served_by

COLUMNS = (
    Shown("name", mark("姓名"), width=90),
    Shown("role", mark("类型"), tr, width=80),
    Shown("now", mark("现在"), width=0),
    Shown("way_m", mark("距住处"), absent_as_dash(lambda m: f"{m:,.0f} m"), right=True, width=80),
)


def candidates(plan: Plan, roles: tuple[str, ...], near: shapely.Point) -> pd.DataFrame:
    """List people of some roles with the way from home, in metres; ``uids`` where they serve."""
    persons = plan.tables["persons"]
    persons = persons[persons["role"].isin(roles)]
    doors = plan.tables["entrances"]
    at = pd.Index(doors["id"]).get_indexer(pd.Index(persons["home_entrance"]))
    points = shapes_of(doors["geometry"])
    way = np.full(len(persons), np.nan)
    way[at >= 0] = shapely.distance(points[at[at >= 0]], near)
    serves = served_by(plan)
    return pd.DataFrame(
        {
            "id": persons["id"].to_numpy(),
            "name": persons["name"].where(persons["name"] != "", persons["id"]).to_numpy(),
            "role": persons["role"].to_numpy(),
            "way_m": way,
            "uids": [tuple(serves.get(person, ())) for person in persons["id"]],
        }
    )


class PersonPicker(Picker):
    """A list of people for one post; says ``asked(edit)``.

    Parameters
    ----------
    title, where : str
        Marked title; which post it is.
    frame : DataFrame
        As :func:`candidates` gives it.
    give : callable
        Makes the edit that gives the post to a person, by id.
    """

    asked = pyqtSignal(object)

    def __init__(
        self,
        title: str,
        where: str,
        frame: pd.DataFrame,
        give: Callable[[str], Edit],
        parent: QWidget | None,
    ) -> None:
        super().__init__(title, mark("确定"), COLUMNS, frame, parent)
        self._give = give
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        place = QLabel(where)
        place.setWordWrap(True)
        self.body.insertWidget(0, place)
        if not len(frame):
            self.show_fault(tr("项目里还没有人员，请先导入名册。"))

    def choose(self, person: str) -> None:
        """Choose a person by id."""
        row = int(np.flatnonzero((self.model.frame["id"] == person).to_numpy())[0])
        self.view.selectRow(self.sieve.mapFromSource(self.model.index(row, 0)).row())

    def accept(self) -> None:
        """Close and ask for the edit."""
        row = self.chosen()
        if row is None:
            return
        edit = self._give(str(self.model.frame["id"].iloc[row]))
        super().accept()
        self.asked.emit(edit)


class WorkerDialog(PersonPicker):
    """Who takes a worker's place in a leaf, or joins it where no worker is named."""

    def __init__(self, plan: Plan, uid: int, worker: str, parent: QWidget | None = None) -> None:
        self._plan, self._worker = plan, worker
        grid = plan.valid_grids.set_index("uid").loc[uid]
        self._code = str(grid["code"])
        card = card_of(plan, uid)
        self._head = any(w.id == worker and w.head for w in card.workers)
        here = {w.id: w.name for w in card.workers}
        frame = candidates(plan, (WORKER,), shapely.point_on_surface(grid["geometry"]))
        frame = frame[~frame["id"].isin(list(here))]
        names = _grid_names(plan)
        frame = frame.assign(
            busy=[bool(uids) for uids in frame["uids"]],
            now=[listed(names[uid] for uid in uids[:2]) or tr("未任职") for uids in frame["uids"]],
        )
        # Who is free comes first, then who lives near.
        frame = frame.sort_values(["busy", "way_m", "id"]).reset_index(drop=True)
        where = (
            tr("网格 {code}：{name} 由谁接替？", code=self._code, name=here.get(worker, worker))
            if worker
            else tr("网格 {code}：由谁加入？", code=self._code)
        )
        title = mark("更换网格员") if worker else mark("指定网格员")
        super().__init__(title, where, frame, self.edit, parent)
        self.leave = QCheckBox()
        self.leave.setChecked(True)
        self.words(self.leave.setText, "接任的人同时离开原来的网格")
        self.body.addWidget(self.leave)

    @staticmethod
    def first_worker(plan: Plan, uid: int) -> str:
        """Give the first worker of a leaf, its head before others; empty for none."""
        workers = card_of(plan, uid).workers
        return workers[0].id if workers else ""

    def edit(self, person: str) -> Edit:
        """Make the edit: departures first, so that nobody is head of a grid without serving."""
        target = ("grids", self._code)
        edits: list[Edit] = departures(self._plan, person) if self.leave.isChecked() else []
        if self._worker:
            kinds = (HEAD, WORKER) if self._head else (WORKER,)
            edits += [EndDuty(self._worker, kind, target) for kind in kinds]
        edits.append(AssignDuty(person, HEAD if self._head else WORKER, target))
        return Together(tuple(edits))


class CaptainDialog(PersonPicker):
    """Who is to be captain of a door."""

    def __init__(self, plan: Plan, entrance: str, parent: QWidget | None = None) -> None:
        self._entrance = entrance
        doors = plan.tables["entrances"]
        row = int(np.flatnonzero((doors["id"] == entrance).to_numpy())[0])
        duties = plan.tables["duties"]
        now = duties[running(duties) & (duties["kind"] == CAPTAIN)]
        holders = now.loc[now["target_id"] == entrance, "person"]
        count = now.groupby("person").size().to_dict()
        frame = candidates(plan, CANDIDATE_ROLES, doors["geometry"].iloc[row])
        frame = frame[~frame["id"].isin(holders)]
        frame = frame.assign(
            now=[
                tr("{count} 个楼门", count=count[person]) if person in count else tr("未任职")
                for person in frame["id"]
            ]
        )
        # A captain lives behind the door or near it.
        frame = frame.sort_values(["way_m", "id"]).reset_index(drop=True)
        names = plan.tables["persons"].set_index("id")["name"]
        label = str(door_labels(plan).iloc[row])
        where = (
            tr("{door}：{name} 由谁接替？", door=label, name=names.get(holders.iloc[0], ""))
            if len(holders)
            else tr("{door}：由谁任楼门长？", door=label)
        )
        super().__init__(mark("选择楼门长"), where, frame, self.edit, parent)

    def edit(self, person: str) -> Edit:
        """Make the edit; whoever was captain of the door is so no longer."""
        return AssignDuty(person, CAPTAIN, ("entrances", self._entrance))


def _grid_names(plan: Plan) -> dict[int, str]:
    grids = plan.valid_grids.set_index("uid", drop=False)
    short, top = short_codes(grids), top_names(grids)
    return {uid: f"{short[uid]} {top[uid]}".strip() for uid in short}
