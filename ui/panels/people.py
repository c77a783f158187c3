"""人员: workers and captains with where they serve."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from PyQt6.QtWidgets import QWidget

from gridplanner.edits.duty_rows import running
from gridplanner.locate import locate
from gridplanner.model import Plan
from ui.cards import short_codes, top_names
from ui.language import mark, tr
from ui.panels.frame_model import Shown
from ui.panels.hint import Hint
from ui.panels.table_panel import TablePanel
from ui.session import Session

COLUMNS = (
    Shown("name", mark("姓名"), width=72),
    Shown("role", mark("类型"), tr, width=64),
    Shown("where", mark("所在网格或楼门"), width=0),
    Shown("fte", mark("工时"), lambda v: "–" if pd.isna(v) else f"{v:g}", right=True, width=44),
)


def served_by(plan: Plan) -> dict[str, list[int]]:
    """Tell the leaves in which each person serves, through grids and doors."""
    duties = plan.tables["duties"]
    now = duties[running(duties)]
    doors = plan.tables["entrances"]
    leaf = dict(zip(doors["id"], locate(plan).entrances, strict=True))
    valid = set(plan.valid_grids["uid"].astype(int))
    found: dict[str, list[int]] = {}
    targets = zip(now["person"], now["target_table"], now["target_id"], strict=True)
    for person, table, target in targets:
        uid = int(target) if table == "grids" else int(leaf.get(target, 0))
        if uid in valid and uid not in found.setdefault(person, []):
            found[person].append(uid)
    return found


class PeoplePanel(TablePanel):
    """The people of the project."""

    placeholder = mark("按姓名、类型或网格筛选")

    def __init__(
        self, session: Session, import_action: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        hint = Hint("users", "还没有人员。导入网格员和楼门长名册。", "导入…", import_action)
        super().__init__(session, COLUMNS, hint, parent)
        session.project_opened.connect(self.refresh)
        session.plan_changed.connect(self.refresh)
        session.figures_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the people and where they serve."""
        if not self.session.is_open or self.session.figures is None:
            self.show_rows(None)
            return
        plan = self.session.plan
        persons = plan.tables["persons"]
        serves = served_by(plan)
        short, top = short_codes(self.session.grids), top_names(self.session.grids)
        held_doors = plan.tables["duties"]
        held_doors = held_doors[running(held_doors) & (held_doors["target_table"] == "entrances")]
        doors = held_doors.groupby("person").size().to_dict()
        where = []
        for person in persons["id"]:
            grids = "、".join(
                f"{short[uid]} {top[uid]}".strip()
                for uid in serves.get(person, [])[:2]
                if uid in short
            )
            more = tr("{count} 个楼门", count=doors[person]) if person in doors else ""
            where.append(" · ".join(part for part in (grids, more) if part) or "–")
        frame = pd.DataFrame(
            {
                "id": persons["id"].to_numpy(),
                "name": persons["name"].where(persons["name"] != "", persons["id"]).to_numpy(),
                "role": persons["role"].to_numpy(),
                "where": where,
                "fte": np.where(persons["fte"] > 0, persons["fte"], np.nan),
                "uids": [tuple(serves.get(person, ())) for person in persons["id"]],
            }
        )
        self.show_rows(frame)
