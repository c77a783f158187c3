"""What the actions do with grids on the map: tools' switches, locks, from grid to grid."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PyQt6.QtCore import QObject, Qt

from gridplanner.changes import difference
from gridplanner.choosing import beside_unassigned
from gridplanner.compare import compare
from gridplanner.edits import RejoinCompound, SetLock, SetUnitLock, SplitCompound
from gridplanner.edits.compounds import split_on_purpose
from gridplanner.edits.locks import FROZEN, LOCKS, OPEN
from ui import figures
from ui.canvas.view import MapView
from ui.commands import Commands
from ui.dialogs.compound_dialog import CompoundDialog
from ui.dialogs.condition_dialog import ConditionDialog
from ui.language import mark, sentence, tr
from ui.panels.message_bar import MessageBar
from ui.session import Session
from ui.view_commands import ViewCommands

LOCK_NAMES = {
    "open": mark("不锁定"),
    "no_loss": mark("只进不出"),
    "frozen": mark("冻结"),
}


class MapCommands(QObject):
    """Handlers of the actions that concern the grids on the map."""

    def __init__(
        self,
        session: Session,
        view: MapView,
        messages: MessageBar,
        commands: Commands,
        views: ViewCommands,
    ) -> None:
        super().__init__(view)
        self._session = session
        self._view = view
        self._messages = messages
        self._commands = commands
        self._views = views
        self._theme_before = view.theme()
        view.noticed.connect(self._notice)
        view.switched.connect(views.reflect)

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """Give the handlers by the action's id."""
        view = self._view
        strip = ("brush_smaller", "brush_larger", "brush_free")
        return {
            "merge": self.merge,
            "snap": view.toggle_snapping,
            "trace": view.toggle_tracing,
            "cross": view.toggle_crossing,
            **{name: partial(view.command, name) for name in strip},
            "lock": self.lock,
            "lock_all": self.lock_all,
            "lock_unit": self.lock_unit,
            "split_compound": self.split_compound,
            "select_by": self.select_by,
            "next_grid": partial(self.step, 1),
            "previous_grid": partial(self.step, -1),
            "zoom_grid": self.zoom_grid,
            "changes": self.changes,
            "magenta": self.magenta,
            "fold_legend": self.fold_legend,
        }

    def merge(self) -> None:
        """Merge the selected leaves; with fewer than two, take up the tool to choose them."""
        if len(self._session.leaves_selected()) > 1 and self._view.tool() != "merge":
            self._commands.merge()
            self._views.reflect()
        else:
            self._views.use_tool("merge")

    # Locks -------------------------------------------------------------------------

    def lock(self) -> None:
        """Give the selected grids the next lock: open, no loss, frozen."""
        grids = self._session.plan.valid_grids
        rows = grids[grids["uid"].isin(self._session.selection)]
        if len(rows) == 0:
            return
        # Grids that came in without a lock are open.
        now = str(rows["lock"].iloc[0]) or OPEN
        lock = LOCKS[(LOCKS.index(now) + 1) % len(LOCKS)]
        if self._session.do(SetLock(tuple(rows["code"]), lock)):
            self._undoable(
                tr(
                    "{count} 个网格：{lock}。",
                    count=figures.whole(len(rows)),
                    lock=tr(LOCK_NAMES[lock]),
                )
            )

    def lock_all(self) -> None:
        """Freeze all leaves, or open all where all are frozen."""
        leaves = self._session.plan.leaves
        lock = OPEN if len(leaves) and bool((leaves["lock"] == FROZEN).all()) else FROZEN
        if len(leaves) and self._session.do(SetLock(tuple(leaves["code"]), lock)):
            self._undoable(
                tr(
                    "全部 {count} 个末级网格：{lock}。",
                    count=figures.whole(len(leaves)),
                    lock=tr(LOCK_NAMES[lock]),
                )
            )

    def lock_unit(self) -> None:
        """Lock the unit under the pointer, or open it."""
        unit = self._view.unit_under_pointer()
        if unit is None:
            self._messages.tell(tr("光标下没有基本单元。"))
            return
        name, locked = unit
        if self._session.do(SetUnitLock((name,), not locked)):
            said = tr("基本单元 {unit} 已解锁。") if locked else tr("基本单元 {unit} 已锁定。")
            self._undoable(said.format(unit=name))

    def split_compound(self) -> None:
        """Split the compound under the pointer into its buildings, or rejoin it; ask why."""
        found = self._view.compound_under_pointer()
        if found is None:
            self._messages.tell(tr("光标下没有小区：把光标放到小区里，再按 Alt+X。"))
            return
        compound, name = found
        split = compound in split_on_purpose(self._session.plan)
        dialog = CompoundDialog(compound, name, split=split, parent=self._view.window())
        dialog.asked.connect(self._split_done)
        dialog.open()

    def _split_done(self, edit: SplitCompound | RejoinCompound) -> None:
        if self._session.do(edit):
            self._undoable(sentence(edit.label, edit.facts) + tr("。"))

    # Looking -----------------------------------------------------------------------

    def step(self, by: int) -> None:
        """Select the next or the previous grid of the shown level, by code."""
        net = self._view.scene.net
        uids = net.level(self._view.level()) if net is not None else []
        if not uids:
            return
        chosen = [uid for uid in self._session.selection if uid in uids]
        at = uids.index(chosen[-1]) + by if chosen else (0 if by > 0 else -1)
        self._view.pick([uids[at % len(uids)]], Qt.KeyboardModifier.NoModifier)
        self._view.come_to(self._session.selection)

    def select_by(self) -> None:
        """Ask for conditions, and select the grids that meet them."""
        session, plan = self._session, self._session.plan
        before = self._view.baseline
        changed = difference(before, plan).fids("grids") if before is not None else ()
        dialog = ConditionDialog(
            session.grids,
            plan.scheme,
            self._view.level(),
            session.selection,
            {"changed": tuple(map(int, changed)), "free": tuple(beside_unassigned(plan))},
            self._view.window(),
        )
        dialog.asked.connect(self._select)
        dialog.open()

    def _select(self, level: int, uids: list[int]) -> None:
        self._view.set_level(level)
        self._view.pick(uids, Qt.KeyboardModifier.NoModifier)
        self._view.come_to(uids)

    def zoom_grid(self) -> None:
        """Look at the grid under the pointer, else at the selected ones."""
        uid = self._view.grid_under_pointer()
        self._view.zoom_to_grids([uid] if uid else self._session.selection)

    def changes(self) -> None:
        """Colour the grids by what was changed since the project was opened, and back."""
        if self._view.theme() == "change":
            self._views.use_theme(self._theme_before)
            return
        self._theme_before = self._view.theme()
        self._views.use_theme("change")
        before, plan = self._view.baseline, self._session.plan
        if before is not None:
            found = compare(before, plan)
            self._messages.tell(
                tr(
                    "打开项目以来改动了 {grids} 个末级网格，{households} 户改换网格。",
                    grids=figures.whole(len(found.grids)),
                    households=figures.whole(found.moved_households),
                )
            )

    def fold_legend(self) -> None:
        """Leave only the legend's title on the map, or show its rows."""
        self._view.fold_legend(not self._view.scene.legend_folded)

    def magenta(self) -> None:
        """Draw the borders in magenta, as the drawing rule asks, or in the palette's colour."""
        self._view.set_magenta(not self._view.scene.magenta)
        self._views.reflect()

    # Words -------------------------------------------------------------------------

    def _notice(self, code: str, facts: Mapping[str, Any]) -> None:
        self._undoable(sentence(code, facts))

    def _undoable(self, text: str) -> None:
        self._messages.tell(text, "info", tr("撤销"), self._session.undo)
