"""网格卡: the selected grid, or the sum of several."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
from PyQt6.QtCore import QEvent, Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gridplanner.edits.sides import outline_moved
from layers.sides import generated_sides
from ui import figures
from ui.cards import Card, Door, card_of, short_codes
from ui.language import Words, language, listed, mark, tr
from ui.panels.deviation import Bar
from ui.panels.hint import Hint
from ui.qt import tight
from ui.session import Session

FACTORS = {
    "persons": mark("人口"),
    "area": mark("服务面积"),
    "households": mark("户数"),
    "care": mark("特殊人群户"),
}
#: More doors than this are listed only when asked for.
DOORS_SHOWN = 12


def factor_amount(factor: str, amount: float) -> str:
    """Write how much of a factor there is."""
    if factor == "area":
        return figures.area(amount)
    unit = tr("人") if factor == "persons" else tr("户")
    return f"{figures.whole(amount)} {unit}"


class CardPanel(QWidget):
    """The card, with links to the parent and buttons to replace people."""

    #: Show these grids on the map.
    shown = pyqtSignal(object)
    #: Replace a worker: uid of the grid, id of the worker ("" for a new one).
    worker_asked = pyqtSignal(int, str)
    #: Choose the captain of a door: id of the entrance.
    captain_asked = pyqtSignal(str)
    #: Tell what happened to a grid, by uid.
    events_asked = pyqtSignal(int)
    #: Write the four sides of a grid, by its uid.
    sides_asked = pyqtSignal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._all_doors = False
        words = Words(self)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._rows = self._empty_page()
        self._pages = QStackedWidget()
        self._pages.addWidget(self._area)
        self._pages.addWidget(
            Hint("hand-pointing", "在地图、网格树或任一表格里点选网格，这里显示它的网格卡。")
        )
        layout = QVBoxLayout(self)
        tight(layout, 0, 0)
        layout.addWidget(self._pages)
        session.selection_changed.connect(self._other)
        session.figures_changed.connect(self.refresh)
        session.project_opened.connect(self.refresh)
        session.project_closed.connect(self.refresh)
        words.also(self.refresh)
        self.refresh()

    def changeEvent(self, event: QEvent | None) -> None:
        """Draw anew in another palette."""
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.PaletteChange:
            self.update()

    def _empty_page(self) -> QVBoxLayout:
        # A page of its own each time: one that is cleared and filled again while it is
        # hidden, or twice in one event, keeps the heights of what it held before.
        page = QWidget()
        page.setObjectName("page")
        rows = QVBoxLayout(page)
        tight(rows, 12, 8)
        self._area.setWidget(page)
        return rows

    def _other(self) -> None:
        self._all_doors = False
        self.refresh()

    def refresh(self) -> None:
        """Show the selection as it is now."""
        self._rows = self._empty_page()
        session = self._session
        known = session.is_open and session.figured
        grids = session.grids if known else None
        uids = [u for u in session.selection if grids is not None and u in grids.index]
        self._pages.setCurrentIndex(0 if uids else 1)
        if grids is None or not uids:
            return
        if len(uids) == 1:
            self._one(grids, card_of(session.plan, uids[0]))
        else:
            self._several(grids.loc[uids])
        self._rows.addStretch(1)

    # One grid ----------------------------------------------------------------------

    def _one(self, grids: pd.DataFrame, card: Card) -> None:
        row: Any = grids.loc[card.uid]
        level = self._session.plan.scheme.levels[int(row["level"]) - 1]
        level_name = level.name if language() == "zh" else level.name_en
        self._heading(str(row["name"] or row["code"]), f"{level_name} · {row['code']}", card)
        facts: list[tuple[str, QWidget | str]] = []
        if not pd.isna(row["parent"]):
            parent = int(row["parent"])
            above: Any = grids.loc[parent]
            link = self._link(
                str(above["name"] or above["code"]), lambda: self._session.select([parent])
            )
            link.setToolTip(str(above["code"]))
            facts.append((tr("上级"), link))
        facts += [
            (
                tr("户 / 人"),
                f"{figures.whole(row['households'])} / {figures.whole(row['persons'])}",
            ),
            (
                tr("其中"),
                tr(
                    "有人居住 {occupied} · 户籍户 {registered}",
                    occupied=figures.whole(card.occupied),
                    registered=figures.whole(card.registered),
                ),
            ),
            (
                tr("楼栋 / 楼门"),
                f"{figures.whole(row['buildings'])} / {figures.whole(row['doors'])}",
            ),
            (tr("面积"), figures.area(row["area_m2"])),
        ]
        if row["kind"]:
            facts.append((tr("类型"), tr(str(row["kind"]))))
        minx, miny, maxx, maxy = card.bounds
        facts.append((tr("四至"), self._sides(card.uid)))
        facts.append((tr("坐标范围"), f"E {minx:.0f}–{maxx:.0f}\nN {miny:.0f}–{maxy:.0f}"))
        self._facts(facts)
        self._load(row, card)
        self._people(card, leaf=int(row["level"]) == self._session.plan.scheme.depth)

    def _sides(self, uid: int) -> QWidget:
        """Say the four sides, whose words they are, and let them be written."""
        plan = self._session.plan
        row: Any = plan.tables["grids"].loc[uid]
        own = str(row["sides"])
        box = QWidget()
        parts = QVBoxLayout(box)
        tight(parts, 0, 2)
        text = QLabel(own or generated_sides(plan, uid, language()))
        text.setWordWrap(True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        parts.addWidget(text)
        if own and outline_moved(row["geometry"], str(row["sides_at"])):
            note = QLabel(tr("写好之后边界有过变动，请核对"))
            note.setObjectName("warning")
            note.setWordWrap(True)
            parts.addWidget(note)
        link = self._link(
            tr("已改写，修改…") if own else tr("自动生成，改写…"),
            lambda: self.sides_asked.emit(uid),
        )
        link.setEnabled(self._session.may_write)
        parts.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        return box

    def _heading(self, title: str, below: str, card: Card | None) -> None:
        line = QHBoxLayout()
        tight(line, 0, 8)
        text = QLabel(title)
        text.setObjectName("heading")
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        text.setWordWrap(True)
        line.addWidget(text, 1)
        uids = (card.uid,) if card is not None else self._session.selection
        show = QPushButton(tr("缩放到"))
        show.clicked.connect(lambda: self.shown.emit(uids))
        if card is not None:
            past = QPushButton(tr("历程…"))
            past.setObjectName("events")
            past.setToolTip(tr("边界、编码、沿革和任职的先后变化"))
            past.clicked.connect(lambda: self.events_asked.emit(uids[0]))
            line.addWidget(past)
        line.addWidget(show)
        self._rows.addLayout(line)
        self._rows.addWidget(self._muted(below))

    def _past(self, uid: int, _on: bool) -> None:
        self.events_asked.emit(uid)

    def _load(self, row: Any, card: Card) -> None:
        self._section(tr("工作量"))
        if row["target"] > 0:
            line = QHBoxLayout()
            tight(line, 0, 8)
            said = tr(
                "{load}，目标 {target}",
                load=figures.load(row["load"]),
                target=f"{row['target']:.2f}",
            )
            line.addWidget(QLabel(said), 1)
            line.addWidget(Bar(float(row["deviation"])))
            line.addWidget(QLabel(figures.signed_percent(row["deviation"])))
            self._rows.addLayout(line)
        else:
            self._rows.addWidget(QLabel(figures.load(row["load"])))
        table = QGridLayout()
        tight(table, 0, 4)
        total = sum(part.load for part in card.parts) or 1.0
        for at, part in enumerate(card.parts):
            share = figures.percent(part.load / total)
            for place, text in enumerate(
                (
                    tr(FACTORS[part.factor]) if part.factor in FACTORS else part.factor,
                    factor_amount(part.factor, part.amount),
                    f"{part.load:.2f}",
                    share,
                )
            ):
                label = QLabel(text)
                if place:
                    label.setAlignment(Qt.AlignmentFlag.AlignRight)
                else:
                    label.setObjectName("muted")
                table.addWidget(label, at, place)
        table.setHorizontalSpacing(12)
        table.setColumnStretch(1, 1)
        self._rows.addLayout(table)

    def _people(self, card: Card, *, leaf: bool) -> None:
        self._section(tr("网格员 {count} 人", count=len(card.workers)))
        shown = card.workers if leaf else ()
        for worker in shown:
            role = tr("（网格长）") if worker.head else ""
            share = "" if worker.fte == 1 else f" · {worker.fte:g}"
            line = self._line(f"{worker.name}{role}{share}", worker.phone)
            line.addWidget(
                self._button(
                    tr("更换…"), partial(self.worker_asked.emit, card.uid, worker.id), "replace"
                )
            )
        if leaf:
            text = tr("增派…") if shown else tr("指定网格员…")
            self._rows.addWidget(
                self._button(text, lambda: self.worker_asked.emit(card.uid, ""), "add_worker"),
                0,
                Qt.AlignmentFlag.AlignLeft,
            )
        elif not card.workers:
            self._rows.addWidget(self._muted(tr("下级网格还没有安排网格员。")))
        captains, vacant = card.captains, sum(not door.captain for door in card.doors)
        self._section(
            tr(
                "楼门长 {count} 人 · 楼门 {doors} · 空缺 {vacant}",
                count=len(captains),
                doors=len(card.doors),
                vacant=vacant,
            )
        )
        if leaf:
            self._doors(card.doors)

    def _doors(self, doors: tuple[Door, ...]) -> None:
        limit = len(doors) if self._all_doors else DOORS_SHOWN
        for door in doors[:limit]:
            who = door.captain_name or tr("空缺")
            line = self._line(door.label, tr("{count} 户 · {who}", count=door.households, who=who))
            text = tr("更换…") if door.captain else tr("指定…")
            line.addWidget(self._button(text, partial(self.captain_asked.emit, door.id), "captain"))
        if len(doors) > limit:
            text = tr("显示全部 {count} 个楼门", count=len(doors))
            self._rows.addWidget(self._link(text, self._more))

    def _more(self) -> None:
        self._all_doors = True
        self.refresh()

    # Several -----------------------------------------------------------------------

    def _several(self, rows: pd.DataFrame) -> None:
        self._heading(tr("已选 {count} 个网格", count=len(rows)), self._codes(rows), None)
        if len(set(rows["level"])) == 1:
            self._facts(
                [
                    (
                        tr("户 / 人"),
                        f"{rows['households'].sum():,.0f} / {rows['persons'].sum():,.0f}",
                    ),
                    (tr("面积"), figures.area(rows["area_m2"].sum())),
                    (tr("工作量"), figures.load(rows["load"].sum())),
                ]
            )

    def _codes(self, rows: pd.DataFrame) -> str:
        short = short_codes(self._session.grids)
        texts = [short[int(uid)] for uid in rows.index[:6]]
        return listed(texts) + ("…" if len(rows) > 6 else "")

    # Pieces ------------------------------------------------------------------------

    def _section(self, title: str) -> None:
        line = QFrame()
        line.setObjectName("line")
        line.setFixedHeight(1)
        self._rows.addWidget(line)
        label = QLabel(title)
        font = label.font()
        font.setBold(True)
        label.setFont(font)
        self._rows.addWidget(label)

    def _facts(self, facts: list[tuple[str, QWidget | str]]) -> None:
        table = QGridLayout()
        tight(table, 0, 4)
        table.setHorizontalSpacing(12)
        for at, (title, value) in enumerate(facts):
            table.addWidget(self._muted(title), at, 0, Qt.AlignmentFlag.AlignTop)
            shown = QLabel(value) if isinstance(value, str) else value
            if isinstance(shown, QLabel):
                shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            table.addWidget(shown, at, 1)
        table.setColumnStretch(1, 1)
        self._rows.addLayout(table)

    def _line(self, title: str, below: str) -> QHBoxLayout:
        line = QHBoxLayout()
        tight(line, 0, 8)
        texts = QVBoxLayout()
        tight(texts, 0, 0)
        label = QLabel(title)
        label.setWordWrap(True)
        texts.addWidget(label)
        if below:
            texts.addWidget(self._muted(below))
        line.addLayout(texts, 1)
        self._rows.addLayout(line)
        return line

    def _muted(self, text: str) -> QLabel:
        label = QLabel(text)
        label.setObjectName("muted")
        label.setWordWrap(True)
        return label

    def _button(self, text: str, action: Callable[[], object], name: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setEnabled(self._session.may_write)
        button.clicked.connect(lambda _on: action())
        return button

    def _link(self, text: str, action: Callable[[], object]) -> QPushButton:
        link = QPushButton(text)
        link.setObjectName("link")
        link.setCursor(Qt.CursorShape.PointingHandCursor)
        link.clicked.connect(lambda _on: action())
        return link
