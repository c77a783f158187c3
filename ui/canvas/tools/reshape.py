"""Reshape: a line that leaves a border and comes back to it becomes the border."""

from __future__ import annotations

import shapely
from PyQt6.QtGui import QPainter

from gridplanner.edits import Reshape as ReshapeEdit
from ui.canvas.overlay import draw_owners
from ui.canvas.tools.base import Pointer
from ui.canvas.tools.previewed import PreviewedSketch


class Reshape(PreviewedSketch):
    """Draw the new course of a border between the selected leaves, or those that it meets."""

    name = "reshape"
    hint = "canvas.reshape_start"
    carries = True
    more = "canvas.reshape_more"

    def move(self, pointer: Pointer) -> None:
        """Show what the border drawn so far would do."""
        super().move(pointer)
        line = self.line_ahead()
        self._preview.show(self._edit(line) if line is not None else None, pointer.pos)

    def finish(self) -> None:
        """Ask for the new border."""
        edit = self._edit(shapely.LineString(self.points)) if len(self.points) > 1 else None
        if edit is None:
            self.host.tell("canvas.reshape_few")
            return
        self.cancel()
        self.host.emit_edit(edit)

    def paint(self, painter: QPainter) -> None:
        """Paint line, owners and what it would do."""
        draw_owners(painter, self.host.scene, self.host.camera, self._uids())
        super().paint(painter)

    def _uids(self) -> list[int]:
        """Give the leaves between which ground would go: selected ones, else those met."""
        net, line = self.host.scene.net, self.line_ahead()
        if net is None or line is None:
            return []
        leaves = [uid for uid in self.host.selected if uid in set(net.level(net.depth))]
        if leaves:
            return leaves
        return [uid for uid in net.within(net.depth, line) if net.cells[uid].level == net.depth]

    def _edit(self, line: shapely.LineString) -> ReshapeEdit | None:
        net = self.host.scene.net
        if net is None:
            return None
        leaves = set(net.level(net.depth))
        uids = [uid for uid in self.host.selected if uid in leaves]
        uids = uids or [uid for uid in net.within(net.depth, line) if uid in leaves]
        if not uids:
            return None
        codes = tuple(net.cells[uid].code for uid in uids)
        return ReshapeEdit(codes, line, cross=self.host.cross)
