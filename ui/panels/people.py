"""人员: workers and captains with where they serve and what they bear."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import numpy as np
import pandas as pd
from PyQt6.QtCore import QEvent, QMimeData, QObject, QPoint, Qt, pyqtSignal
from PyQt6.QtGui import QDrag, QMouseEvent
from PyQt6.QtWidgets import QApplication, QComboBox, QHBoxLayout, QPushButton, QWidget

from gridplanner.captains import CANDIDATE_ROLES, door_households
from gridplanner.edits.duties import CAPTAIN, KINDS, WORKER
from gridplanner.edits.duty_rows import running
from gridplanner.locate import locate
from gridplanner.model import Plan
from gridplanner.vacancy import COVER, away, borne_by, covering
from ui.cards import door_labels, short_codes, top_names
from ui.icons import icon
from ui.language import listed, mark, tr
from ui.panels.frame_model import Shown, absent_as_dash
from ui.panels.hint import Hint
from ui.panels.table_panel import TablePanel
from ui.qt import held, tight
from ui.session import Session

#: Under this name a dragged person's id travels to the map.
PERSON_MIME = "application/x-gridplanner-person"
COLUMNS = (
    Shown("name", mark("姓名"), width=62),
    Shown("role", mark("类型"), tr, width=56),
    Shown("where", mark("所在网格或楼门"), width=0),
    Shown("load", mark("工作量"), absent_as_dash(lambda v: f"{v:.2f}"), right=True, width=44),
    Shown("homes", mark("户"), absent_as_dash(lambda v: f"{v:,.0f}"), right=True, width=40),
)
PAST_SYMBOL = "clock-counter-clockwise"
#: Lines of a person's history that a tip has room for, the newest.
HISTORY_SHOWN = 12
#: What the list can be narrowed to; the last two are those who have nothing to do yet.
CHOICES = (
    mark("全部"), mark("网格员"), mark("楼门长"), mark("未安排的网格员"), mark("未安排的楼门长"),
)  # fmt: skip


def served_by(plan: Plan) -> dict[str, list[int]]:
    """Tell the leaves in which each person serves, through grids and doors."""
    duties = plan.tables["duties"]
    now = duties[running(duties) & duties["kind"].isin(KINDS)]
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


def cared_for(plan: Plan) -> dict[str, int]:
    """Count the inhabited households behind the doors of each captain."""
    duties = plan.tables["duties"]
    posts = duties[running(duties) & (duties["kind"] == CAPTAIN)]
    homes = dict(zip(plan.tables["entrances"]["id"], door_households(plan), strict=True))
    counts = posts["target_id"].map(homes).fillna(0).astype(int)
    sums = counts.groupby(posts["person"]).sum()
    return {str(person): int(count) for person, count in sums.items()}


def histories(plan: Plan, grids: pd.DataFrame) -> dict[str, list[str]]:
    """Tell the duties of each person over time, the oldest first, as lines to be read."""
    duties = plan.tables["duties"].sort_values(["valid_from", "valid_to"], kind="stable")
    every = plan.tables["grids"]
    code = dict(zip(every["uid"].astype(str), every["code"].astype(str), strict=True))
    short, top = short_codes(grids), top_names(grids)
    doors = dict(zip(plan.tables["entrances"]["id"], door_labels(plan), strict=True))
    found: dict[str, list[str]] = {}
    for row in duties.itertuples(index=False):
        target = str(row.target_id)
        if row.target_table == "grids":
            uid = int(target)
            where = f"{short.get(uid, code.get(target, target))} {top.get(uid, '')}".strip()
        else:
            where = str(doors.get(target, target))
        since, until = str(row.valid_from), str(row.valid_to)
        span = f"{since or tr('草案')} – {until or tr('至今')}"
        found.setdefault(str(row.person), []).append(f"{span}　{tr(str(row.kind))}　{where}")
    return found


def _tip(name: str, lines: list[str]) -> str:
    shown = lines[-HISTORY_SHOWN:]
    more = [tr("……共 {count} 条。", count=len(lines))] if len(lines) > len(shown) else []
    return "\n".join([name, *(shown or [tr("还没有任职。")]), *more])


def today() -> str:
    """Give today's date, ISO."""
    return dt.datetime.now().astimezone().date().isoformat()


class PeoplePanel(TablePanel):
    """The people of the project; they are dragged onto the map, or placed by a button."""

    placeholder = mark("按姓名、类型或网格筛选")
    #: Find a post for a person, by id.
    post_asked = pyqtSignal(str)
    #: See who takes over if a worker is away, by id.
    vacancy_asked = pyqtSignal(str)
    #: Tell the duties of a person over time, by id.
    events_asked = pyqtSignal(str)
    #: Doors of the chosen captains, by id; none where others are chosen.
    doors_chosen = pyqtSignal(object)

    def __init__(
        self, session: Session, import_action: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        self._pressed: QPoint | None = None
        self._lit: tuple[str, ...] = ()
        self._refreshing = False
        hint = Hint("users", "还没有人员。导入网格员和楼门长名册。", "导入…", import_action)
        super().__init__(session, COLUMNS, hint, parent)
        self.kinds = QComboBox()
        self.kinds.setObjectName("people_kind")
        self.words(self.kinds.setAccessibleName, "类型")
        self.kinds.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for _ in CHOICES:
            self.kinds.addItem("")
        self.place = QPushButton()
        self.place.setObjectName("place_person")
        self.words(self.place.setText, mark("安排到…"))
        self.words(self.place.setToolTip, mark("给所选的人选网格或楼门；也可把人拖到地图上"))
        self.drill = QPushButton()
        self.drill.setObjectName("drill")
        self.drill.setText(tr("缺岗演练…"))
        self.words(
            self.drill.setToolTip, mark("假如这名网格员缺岗，由谁代管，各担多少；缺岗中的可以放回")
        )
        row = QHBoxLayout()
        tight(row, 8, 8)
        row.addWidget(self.kinds, 1)
        self.past = QPushButton()
        self.past.setObjectName("person_events")
        self.words(self.past.setToolTip, mark("任职经历"))
        self.past.setIcon(icon(PAST_SYMBOL))
        row.addWidget(self.past)
        row.addWidget(self.place)
        row.addWidget(self.drill)
        self.buttons = QWidget()
        self.buttons.setLayout(row)
        held(self.layout()).addWidget(self.buttons)
        self.kinds.currentIndexChanged.connect(self.refresh)
        self.past.clicked.connect(lambda _on: self._ask(self.events_asked))
        self.place.clicked.connect(lambda _on: self._ask(self.post_asked))
        self.drill.clicked.connect(lambda _on: self._ask(self.vacancy_asked))
        held(self.view.viewport()).installEventFilter(self)
        # By grid; those without a post come last.
        self.sort_by("where", Qt.SortOrder.AscendingOrder)
        session.selection_changed.connect(self._other_chosen)
        session.project_opened.connect(self.refresh)
        session.plan_changed.connect(self.refresh)
        session.figures_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the people, where they serve and what they bear."""
        self.buttons.setVisible(self.session.is_open)
        if not self.session.is_open or self.session.figures is None:
            self.show_rows(None)
            return
        frame = self._people()
        busy = frame["uids"].map(bool) | (frame["homes"] > 0)
        worker, captain = frame["role"] == WORKER, frame["role"].isin(CANDIDATE_ROLES)
        kept = [busy | True, worker, captain, worker & ~busy, captain & ~busy]
        for place, (text, rows) in enumerate(zip(CHOICES, kept, strict=True)):
            self.kinds.setItemText(place, f"{tr(text)} {int(rows.sum()):,}")
        self.show_rows(frame[kept[max(self.kinds.currentIndex(), 0)]].reset_index(drop=True))
        self._refreshing = True
        self.chosen_changed()
        self._refreshing = False
        self._light(self._lit)

    def _people(self) -> pd.DataFrame:
        plan = self.session.plan
        persons = plan.tables["persons"]
        serves = served_by(plan)
        short, top = short_codes(self.session.grids), top_names(self.session.grids)
        held_doors = plan.tables["duties"]
        held_doors = held_doors[running(held_doors) & (held_doors["target_table"] == "entrances")]
        doors = held_doors.groupby("person")["target_id"].agg(tuple).to_dict()
        figures = self.session.figures
        borne = borne_by(plan, figures.grids["load"], today()) if figures is not None else {}
        homes = cared_for(plan)
        past = histories(plan, self.session.grids)
        missing, now = away(plan, today()), covering(plan, today())
        now = now[now["kind"] == COVER]
        uids = now["target_id"].astype(int)
        helping = uids.groupby(now["person"]).agg(list).to_dict()
        where = []
        for person in persons["id"]:
            grids = listed(
                f"{short[uid]} {top[uid]}".strip()
                for uid in serves.get(person, [])[:2]
                if uid in short
            )
            more = tr("{count} 个楼门", count=len(doors[person])) if person in doors else ""
            gone = tr("缺岗中") if person in missing else ""
            helps = listed(short.get(uid, str(uid)) for uid in helping.get(person, ())[:3])
            cover = tr("代管 {grids}", grids=helps) if helps else ""
            parts = (gone, grids, cover, more)
            where.append(" · ".join(part for part in parts if part) or "–")
        return pd.DataFrame(
            {
                "id": persons["id"].to_numpy(),
                "name": persons["name"].where(persons["name"] != "", persons["id"]).to_numpy(),
                "role": persons["role"].to_numpy(),
                "where": where,
                "load": [borne.get(person, np.nan) for person in persons["id"]],
                "homes": [homes.get(person, np.nan) for person in persons["id"]],
                "search": [
                    " ".join(texts)
                    for texts in zip(
                        persons["id"], persons["party"], persons["skills"], strict=True
                    )
                ],
                "tip": [
                    _tip(" · ".join(text for text in said if text), past.get(str(ident), []))
                    for ident, *said in zip(
                        *(persons[c] for c in ("id", "name", "party", "skills")), strict=True
                    )
                ],
                "doors": [doors.get(person, ()) for person in persons["id"]],
                "away": [person in missing for person in persons["id"]],
                "uids": [tuple(serves.get(person, ())) for person in persons["id"]],
            }
        )

    def chosen(self) -> str:
        """Give the id of the first chosen person; empty for none."""
        rows = self.rows_chosen()
        return str(self.model.frame["id"].iloc[rows[0]]) if rows else ""

    def chosen_changed(self) -> None:
        """Offer what can be done with the chosen person."""
        rows = self.rows_chosen()
        may = bool(rows) and self.session.may_write and self.session.has_grids
        self.place.setEnabled(may)
        self.past.setEnabled(bool(rows))
        role = str(self.model.frame["role"].iloc[rows[0]]) if rows else ""
        busy = bool(rows) and bool(self.model.frame["uids"].iloc[rows[0]])
        gone = bool(rows) and bool(self.model.frame["away"].iloc[rows[0]])
        self.drill.setText(tr("放回…") if gone else tr("缺岗演练…"))
        self.drill.setEnabled(role == WORKER and busy and (may or not gone))

        if not self._refreshing:
            self._light(tuple(self.model.frame["id"].iloc[row] for row in rows))

    def _other_chosen(self) -> None:
        if not self._following:
            self._light(())
            # Rows that follow a grid chosen elsewhere can be worked on as well.
            self._refreshing = True
            self.chosen_changed()
            self._refreshing = False

    def _light(self, people: tuple[str, ...]) -> None:
        """Light up the doors of people who were chosen here, not of all who serve in a grid."""
        self._lit = people
        frame = self.model.frame
        mine = frame["doors"][frame["id"].isin(people)] if people else ()
        self.doors_chosen.emit(tuple(door for doors in mine for door in doors))

    def _ask(self, asked: object) -> None:
        person = self.chosen()
        if person:
            asked.emit(person)  # type: ignore[attr-defined]

    def changeEvent(self, event: QEvent | None) -> None:
        """Draw the icon in the colours of a new palette."""
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.PaletteChange:
            self.past.setIcon(icon(PAST_SYMBOL))

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """Begin to drag the person under the pointer."""
        if isinstance(event, QMouseEvent):
            if event.type() == QEvent.Type.MouseButtonPress:
                left = event.button() == Qt.MouseButton.LeftButton
                self._pressed = event.position().toPoint() if left else None
            elif event.type() == QEvent.Type.MouseMove and self._pressed is not None:
                moved = (event.position().toPoint() - self._pressed).manhattanLength()
                if moved >= QApplication.startDragDistance():
                    return self._drag(self._pressed)
            elif event.type() == QEvent.Type.MouseButtonRelease:
                self._pressed = None
        return super().eventFilter(watched, event)

    def _drag(self, at: QPoint) -> bool:
        self._pressed = None
        index = self.view.indexAt(at)
        if not index.isValid() or not self.session.may_write:
            return False
        row = self.sieve.mapToSource(index).row()
        data = QMimeData()
        data.setData(PERSON_MIME, str(self.model.frame["id"].iloc[row]).encode())
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.exec(Qt.DropAction.LinkAction)
        return True
