"""A post for a person: a leaf for a worker, a door for a captain."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import shapely
from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QLabel, QWidget

from gridplanner.captains import door_households
from gridplanner.edits.base import Edit
from gridplanner.edits.duties import CAPTAIN, HEAD, WORKER, AssignDuty, EndDuty
from gridplanner.edits.duty_rows import running
from gridplanner.edits.together import Together
from gridplanner.geometry import Floats, shapes_of
from gridplanner.model import Plan
from ui.cards import door_labels, short_codes, top_names
from ui.dialogs.picker import Picker
from ui.language import mark, tr
from ui.panels.frame_model import Shown, absent_as_dash

_METRES = Shown(
    "way_m", mark("距住处"), absent_as_dash(lambda m: f"{m:,.0f} m"), right=True, width=80
)
LEAF_COLUMNS = (
    Shown("name", mark("网格"), width=0),
    Shown("workers", mark("网格员"), lambda n: f"{n}", right=True, width=70),
    Shown("load", mark("工作量"), absent_as_dash(lambda v: f"{v:.2f}"), right=True, width=70),
    _METRES,
)
DOOR_COLUMNS = (
    Shown("name", mark("楼门"), width=0),
    Shown("captain", mark("现任"), width=90),
    Shown("homes", mark("户"), lambda n: f"{n}", right=True, width=50),
    _METRES,
)


def departures(plan: Plan, person: str) -> list[Edit]:
    """Make the edits by which a worker leaves all grids, as head before as a worker."""
    duties, grids = plan.tables["duties"], plan.tables["grids"]
    mine = duties[
        running(duties) & (duties["person"] == person) & duties["kind"].isin((WORKER, HEAD))
    ]
    code = dict(zip(grids["uid"].astype(str), grids["code"], strict=True))
    posts = sorted(
        zip(mine["kind"], mine["target_id"], strict=True), key=lambda post: bool(post[0] != HEAD)
    )
    return [EndDuty(person, kind, ("grids", str(code[uid]))) for kind, uid in posts]


def place_worker(plan: Plan, person: str, code: str) -> Edit:
    """Make the edit that moves a worker into a leaf."""
    return Together((*departures(plan, person), AssignDuty(person, WORKER, ("grids", code))))


def ways_m(plan: Plan, person: str, points: Any) -> Floats:
    """Measure the way from a person's home to places; NaN where the home is unknown."""
    persons = plan.tables["persons"].set_index("id")
    doors = plan.tables["entrances"]
    at = np.flatnonzero((doors["id"] == str(persons["home_entrance"].get(person, ""))).to_numpy())
    if not len(at):
        return np.full(len(points), np.nan)
    found: Floats = shapely.distance(points, shapes_of(doors["geometry"])[at[0]])
    return found


class PostDialog(Picker):
    """A list of posts, the nearest first; says ``asked(edit)``."""

    asked = pyqtSignal(object)

    def __init__(
        self, plan: Plan, person: str, grids: pd.DataFrame, parent: QWidget | None = None
    ) -> None:
        self._plan, self._person = plan, person
        row = plan.tables["persons"].set_index("id").loc[person]
        self._worker = bool(row["role"] == WORKER)
        frame = self._leaves(grids) if self._worker else self._doors()
        columns = LEAF_COLUMNS if self._worker else DOOR_COLUMNS
        super().__init__(mark("安排到"), mark("确定"), columns, frame, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        name = str(row["name"]) or person
        said = (
            tr("{name} 到哪个网格任网格员？原来的网格同时离开。", name=name)
            if self._worker
            else tr("{name} 任哪个楼门的楼门长？", name=name)
        )
        label = QLabel(said)
        label.setWordWrap(True)
        self.body.insertWidget(0, label)

    def _leaves(self, grids: pd.DataFrame) -> pd.DataFrame:
        plan = self._plan
        leaves = plan.leaves
        short, top = short_codes(grids), top_names(grids)
        duties = plan.tables["duties"]
        posts = duties[running(duties) & (duties["kind"] == WORKER)]
        mine = set(posts.loc[posts["person"] == self._person, "target_id"])
        crew = posts.groupby("target_id").size().to_dict()
        uids = leaves["uid"].astype(int).tolist()
        load = grids["load"] if "load" in grids.columns else pd.Series(dtype=float)
        points = shapely.point_on_surface(shapes_of(leaves.geometry))
        frame = pd.DataFrame(
            {
                "id": leaves["code"].astype(str).to_numpy(),
                "name": [f"{short.get(uid, '')} {top.get(uid, '')}".strip() for uid in uids],
                "workers": [int(crew.get(str(uid), 0)) for uid in uids],
                "load": [float(load.get(uid, np.nan)) for uid in uids],
                "way_m": ways_m(plan, self._person, points),
                "search": leaves["code"].astype(str).to_numpy(),
                "here": [str(uid) in mine for uid in uids],
            }
        )
        # Who is needed comes first: leaves without anybody.
        frame = frame[~frame["here"]].assign(staffed=frame["workers"] > 0)
        return frame.sort_values(["staffed", "way_m", "id"]).reset_index(drop=True)

    def _doors(self) -> pd.DataFrame:
        plan = self._plan
        doors = plan.tables["entrances"]
        duties = plan.tables["duties"]
        posts = duties[running(duties) & (duties["kind"] == CAPTAIN)]
        holder = dict(zip(posts["target_id"], posts["person"], strict=True))
        names = dict(zip(plan.tables["persons"]["id"], plan.tables["persons"]["name"], strict=True))
        ids = doors["id"].astype(str).tolist()
        frame = pd.DataFrame(
            {
                "id": ids,
                "name": door_labels(plan).to_numpy(),
                "captain": [str(names.get(holder.get(door, ""), "")) for door in ids],
                "homes": door_households(plan),
                "way_m": ways_m(plan, self._person, shapes_of(doors["geometry"])),
                "held": [door in holder for door in ids],
                "mine": [holder.get(door) == self._person for door in ids],
            }
        )
        frame = frame[(frame["homes"] > 0) & ~frame["mine"]]
        return frame.sort_values(["held", "way_m", "id"]).reset_index(drop=True)

    def accept(self) -> None:
        """Close and ask for the edit."""
        row = self.chosen()
        if row is None:
            return
        target = str(self.model.frame["id"].iloc[row])
        edit: Edit = (
            place_worker(self._plan, self._person, target)
            if self._worker
            else AssignDuty(self._person, CAPTAIN, ("entrances", target))
        )
        super().accept()
        self.asked.emit(edit)
