"""再均衡: the curve to choose from, and the single moves of the chosen way to tick."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import QSize, Qt, QTimer, pyqtSignal
from PyQt6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gridplanner.balance.repairs import Move
from gridplanner.changes import Change
from gridplanner.rebalancing import with_needs
from ui import figures
from ui.cards import short_codes, top_names
from ui.language import Words, tr
from ui.panels.hint import Hint
from ui.panels.trade_chart import Point, TradeChart
from ui.qt import held, tight
from ui.rebalance_work import Way, Ways
from ui.session import Session

#: A move is said in two lines.
TWO_LINES_PX = 44
#: Ticks that follow each other this fast are shown together.
WAIT_MS = 350
CHECKED, UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class RebalancePanel(QWidget):
    """Ways to rebalance; what is chosen is to be shown on the map.

    Signals
    -------
    way_chosen(Way, tuple of int or None)
        A way, and the places of its ticked moves where not all are.
    """

    way_chosen = pyqtSignal(object, object)
    #: There are ways to choose from.
    filled = pyqtSignal()

    def __init__(
        self, session: Session, ask: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.session = session
        self.ways: Ways | None = None
        self.way: Way | None = None
        self._filling = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self._emit)
        words = Words(self)
        self.hint = Hint(
            "scales", "人口变了、网格不均了：从现有网格出发，少移动户，再均衡。", "再均衡…", ask
        )
        self.chart = TradeChart()
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.again = QPushButton()
        words(self.again.setText, "重新试算…")
        self.again.clicked.connect(lambda _on: ask())
        self.all = QPushButton()
        words(self.all.setText, "全选")
        self.all.clicked.connect(lambda _on: self._tick_all(CHECKED))
        self.none = QPushButton()
        words(self.none.setText, "全不选")
        self.none.clicked.connect(lambda _on: self._tick_all(UNCHECKED))
        self.moves = QListWidget()
        self.moves.setUniformItemSizes(True)
        self.moves.setMinimumHeight(2 * TWO_LINES_PX)
        self.moves.itemChanged.connect(self._ticked)
        self.moves.currentItemChanged.connect(self._pointed)
        page = QWidget()
        stack = QVBoxLayout(page)
        tight(stack, 8, 4)
        stack.addWidget(self.chart)
        stack.addWidget(self.said)
        stack.addWidget(self.moves, 1)
        row = QHBoxLayout()
        row.addWidget(self.all)
        row.addWidget(self.none)
        row.addStretch(1)
        row.addWidget(self.again)
        stack.addLayout(row)
        self.pages = QStackedWidget()
        self.pages.addWidget(page)
        self.pages.addWidget(self.hint)
        layout = QVBoxLayout(self)
        tight(layout, 0, 0)
        layout.addWidget(self.pages)
        self.setFocusProxy(self.chart)
        self.chart.chosen.connect(self._choose)
        session.plan_changed.connect(self._plan_changed)
        session.project_closed.connect(self.forget)
        session.project_opened.connect(self.forget)
        session.job_started.connect(self._enable)
        session.job_finished.connect(self._enable)
        words.also(self._retext)
        self.forget()

    # What is shown -----------------------------------------------------------------

    def show_ways(self, ways: Ways, limit: float = 0.10) -> None:
        """Show the curve, and choose the way nearest to a limit."""
        self.ways, self.way = ways, None
        points = [Point(way.households, way.deviation, way.answer.opened) for way in ways.ways]
        self.chart.show_points(points, ways.before[0])
        self.pages.setCurrentIndex(0)
        plain = [at for at, way in enumerate(ways.ways) if way.answer.opened == 0]
        enough = [at for at in plain if ways.ways[at].deviation <= limit]
        self.chart.choose(enough[0] if enough else plain[-1] if plain else 0)
        self.filled.emit()
        self.chart.setFocus()

    def forget(self) -> None:
        """Show the hint: there is nothing that holds for the plan as it is."""
        self.ways = self.way = None
        self._timer.stop()
        self.chart.show_points((), 0.0)
        self.moves.clear()
        self.pages.setCurrentIndex(1)
        self._enable()

    def ticked(self) -> list[int]:
        """Places of the ticked moves."""
        return [at for at in range(self.moves.count()) if self._item(at).checkState() == CHECKED]

    def _item(self, place: int) -> QListWidgetItem:
        return held(self.moves.item(place))

    @property
    def waiting(self) -> bool:
        """Whether a choice is still to be shown on the map."""
        return self._timer.isActive()

    def _enable(self, _code: str = "") -> None:
        self.hint.button.setEnabled(self.session.may_write and self.session.has_grids)
        self.again.setEnabled(self.session.may_write)

    def _plan_changed(self, _change: Change | None) -> None:
        if self.ways is not None and self.session.plan is not self.ways.plan:
            self.forget()
        self._enable()

    def _retext(self) -> None:
        self.chart.update()
        if self.way is not None:
            for place in range(self.moves.count()):
                self._word(place)
            self._say()

    # Choosing ----------------------------------------------------------------------

    def _choose(self, place: int) -> None:
        if self.ways is None:
            return
        self.way = self.ways.ways[place]
        self._fill()
        self._say()
        self._emit()

    def _fill(self) -> None:
        """List the moves of the chosen way, all ticked."""
        assert self.way is not None
        self._filling = True
        self.moves.clear()
        for place in range(len(self.way.answer.moves)):
            item = QListWidgetItem()
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(CHECKED)
            item.setSizeHint(QSize(0, TWO_LINES_PX))
            self.moves.addItem(item)
            self._word(place)
        self._filling = False

    def _word(self, place: int) -> None:
        """Say what a move does."""
        assert self.way is not None
        move = self.way.answer.moves[place]
        source, target = self._names(move)
        second = tr(
            "{households} 户　调出 {giving}　调入 {taking}",
            households=figures.whole(move.households),
            giving=_change(move.before[0], move.after[0]),
            taking=_change(move.before[1], move.after[1]),
        )
        lines = [tr("{count} 个基本单元", count=len(move.units))]
        if move.needs:
            numbers = ", ".join(str(need + 1) for need in move.needs[:8])
            lines.append(tr("须先做第 {numbers} 处", numbers=numbers))
        self._filling, before = True, self._filling
        item = self._item(place)
        item.setText(f"{place + 1}. {source} → {target}\n{second}")
        item.setToolTip("\n".join(lines))
        self._filling = before

    def _names(self, move: Move) -> tuple[str, str]:
        assert self.way is not None
        assert self.ways is not None
        grids = self.ways.plan.valid_grids.set_index("uid", drop=False)
        short, top = short_codes(grids), top_names(grids)
        named = []
        for label in (move.source, move.target):
            uid = self._uid(label)
            named.append(tr("新网格") if uid == 0 else f"{top.get(uid, '')} {short[uid]}".strip())
        home = top.get(self._uid(move.source), "")
        # Inside one top grid its name is said once.
        return named[0], named[1].removeprefix(home).strip() if home else named[1]

    def _uid(self, label: int) -> int:
        assert self.way is not None
        uids = self.way.answer.standing.uids
        return int(uids[label]) if label < len(uids) else 0

    def _ticked(self, item: QListWidgetItem) -> None:
        """Tick what a move needs along with it, and untick what would cut a grid without it."""
        if self._filling or self.way is None:
            return
        place = self.moves.row(item)
        answer = self.way.answer
        if item.checkState() == CHECKED:
            chosen = with_needs(answer.moves, self.ticked())
            if place not in answer.made(chosen):
                # What else happens to its two grids makes room for it.
                chosen = sorted({*chosen, *self._beside(place)})
        else:
            chosen = [at for at in self.ticked() if place not in answer.moves[at].needs]
        made = set(answer.made(chosen))
        self._filling = True
        for at in range(self.moves.count()):
            self._item(at).setCheckState(CHECKED if at in made else UNCHECKED)
        self._filling = False
        self._say()
        self._timer.start()

    def _beside(self, place: int) -> list[int]:
        assert self.way is not None
        found = self.way.answer.moves
        ends = {found[place].source, found[place].target}
        near = [at for at, move in enumerate(found) if ends & {move.source, move.target}]
        return with_needs(found, near)

    def _tick_all(self, state: Qt.CheckState) -> None:
        self._filling = True
        for at in range(self.moves.count()):
            self._item(at).setCheckState(state)
        self._filling = False
        if self.way is not None:
            self._say()
            self._timer.start()

    def _pointed(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        """Show the two grids of a move on the map."""
        if item is None or self._filling or self.way is None:
            return
        move = self.way.answer.moves[self.moves.row(item)]
        uids = [uid for uid in (self._uid(move.source), self._uid(move.target)) if uid]
        self.session.select(uids)
        self.session.grids_pointed.emit(tuple(uids))

    def _say(self) -> None:
        """Say what the ticked moves come to."""
        assert self.way is not None
        answer, made = self.way.answer, self.ticked()
        if not answer.moves:
            within = self.way.deviation <= self.way.limit
            self.said.setText(
                tr("现有网格已在偏差上限之内，不必移动。")
                if within
                else tr("没有找到能降低偏差的移动。可以少守边界、多算一会儿，或新开网格。")
            )
            return
        highest, mean = answer.after(made)
        moved = sum(answer.moves[at].households for at in made)
        opened = tr("新开 {count} 个网格，", count=answer.opened) if answer.opened else ""
        self.said.setText(
            opened
            + tr(
                "移动 {households} 户（{made}/{count} 处）：最大偏差 {before} → {after}，"
                "平均 {mean}。",
                households=figures.whole(moved), made=len(made), count=len(answer.moves),
                before=figures.percent(answer.before[0]), after=figures.percent(highest),
                mean=figures.percent(mean),
            )
        )  # fmt: skip

    def _emit(self) -> None:
        if self.way is None:
            return
        made = self.ticked()
        every = len(made) == len(self.way.answer.moves)
        self.way_chosen.emit(self.way, None if every else tuple(made))


def _change(before: float, after: float) -> str:
    # The sign of per cent is said once: the list is narrow.
    return f"{figures.signed_percent(before).removesuffix(' %')} → {figures.signed_percent(after)}"
