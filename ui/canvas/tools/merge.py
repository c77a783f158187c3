"""Merge: click leaves together, see what comes of it, Enter merges them."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QPainter

from gridplanner.edits import MergeGrids
from gridplanner.locate import locate
from ui.canvas.tools.base import NO_KEYS, Host, Pointer, Tool
from ui.canvas.tools.preview import Preview


class Merge(Tool):
    """Clicks take leaves in and out; Enter, a double click or the right button merges."""

    name = "merge"
    hint = "canvas.merge_start"
    cursor = Qt.CursorShape.PointingHandCursor
    hovers = True

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self._preview = Preview(host)

    @property
    def busy(self) -> bool:
        """Whether two leaves or more are chosen."""
        return self._preview.edit is not None

    def taken(self) -> None:
        """Begin with what is selected."""
        self._show()

    def selection_changed(self) -> None:
        """Show what a merge of the selected would make."""
        self._show()

    def press(self, pointer: Pointer) -> None:
        """Take a leaf in, or out again."""
        if pointer.button == Qt.MouseButton.RightButton:
            self.finish()
            return
        net = self.host.scene.net
        if pointer.button != Qt.MouseButton.LeftButton or net is None:
            return
        uid = net.at(net.depth, pointer.x, pointer.y)
        if uid and net.cells[uid].level == net.depth:
            self._preview.pos = pointer.pos
            self.host.pick([uid], Qt.KeyboardModifier.ControlModifier)

    def move(self, pointer: Pointer) -> None:
        """Let the tag follow."""
        self._preview.show(self._preview.edit, pointer.pos)

    def double(self, pointer: Pointer) -> None:
        """Merge, with the leaf that the first click has taken in."""
        net = self.host.scene.net
        uid = net.at(net.depth, pointer.x, pointer.y) if net is not None else 0
        if uid and uid not in self.host.selected:
            self.host.pick([uid], Qt.KeyboardModifier.ControlModifier)
        self.finish()

    def wants(self, key: int) -> bool:
        """Keep Enter."""
        return self.busy and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)

    def key(self, key: int, modifiers: Qt.KeyboardModifier = NO_KEYS) -> bool:
        """Take Enter; Esc puts the leaves aside."""
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finish()
            return True
        if key == Qt.Key.Key_Escape and self.busy:
            self.host.pick([], NO_KEYS)
            return True
        return super().key(key, modifiers)

    def finish(self) -> None:
        """Ask for the merge."""
        edit = self._preview.edit
        if not isinstance(edit, MergeGrids):
            self.host.tell("canvas.merge_few")
            return
        if self.host.emit_edit(edit):
            self.host.notice("canvas.merged", count=len(edit.codes), grid=edit.keep)

    def cancel(self) -> None:
        """Drop the preview."""
        self._preview.show(None)

    def plan_changed(self) -> None:
        """Look at what is left of the leaves."""
        self._preview.renew()
        self._show()

    def paint_tag(self, painter: QPainter) -> None:
        """Paint the figures at the pointer."""
        self._preview.paint_tag(painter)

    def paint(self, painter: QPainter) -> None:
        """Paint what the merge would make."""
        self._preview.paint(painter)

    def _show(self) -> None:
        net, plan = self.host.scene.net, self.host.scene.plan
        if net is None or plan is None:
            return
        leaves = set(net.level(net.depth))
        uids = [uid for uid in self.host.selected if uid in leaves]
        if len(uids) < 2:
            self._preview.show(None)
            return
        where = locate(plan).households
        # The one with the most households keeps its code.
        keep = min(uids, key=lambda uid: (-int((where == uid).sum()), net.cells[uid].code))
        codes = tuple(net.cells[uid].code for uid in uids)
        self._preview.show(MergeGrids(codes, net.cells[keep].code, cross=self.host.cross))
