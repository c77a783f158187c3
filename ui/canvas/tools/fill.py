"""Hole fill: a click gives a piece of unassigned ground to the leaf beside it."""

from __future__ import annotations

import numpy as np
import shapely
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QPainter

from gridplanner.edits import FillHole
from gridplanner.edits.recut import regions_of
from ui.canvas.tools.base import Host, Pointer, Tool
from ui.canvas.tools.preview import Preview


class Fill(Tool):
    """Point at unassigned ground and see who would get it; a click gives it."""

    name = "fill"
    hint = "canvas.fill_start"
    carries = True
    cursor = Qt.CursorShape.PointingHandCursor

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self._preview = Preview(host)
        self._piece = -1

    def taken(self) -> None:
        """Say how many pieces there are."""
        plan = self.host.scene.plan
        if plan is None or len(plan.tables["boundary"]) == 0:
            return
        regions = regions_of(plan)
        self.host.tell(
            "canvas.fill_count" if len(regions.shapes) > regions.count else "canvas.fill_none",
            count=len(regions.shapes) - regions.count,
        )

    def move(self, pointer: Pointer) -> None:
        """Show who would get the piece that is pointed at."""
        piece = self._piece_at(pointer)
        if piece != self._piece:
            self._piece = piece
            self._preview.show(self._edit(pointer) if piece >= 0 else None, pointer.pos)
        elif piece >= 0:
            self._preview.show(self._preview.edit, pointer.pos)

    def press(self, pointer: Pointer) -> None:
        """Give the piece to the selected leaf where it lies beside it, else to the best one."""
        if pointer.button != Qt.MouseButton.LeftButton:
            return
        if self._piece_at(pointer) < 0:
            self.host.tell("canvas.fill_misses")
            return
        edit = self._edit(pointer)
        self.cancel()
        self.host.emit_edit(edit)

    def cancel(self) -> None:
        """Forget the piece."""
        self._piece = -1
        self._preview.show(None)

    def plan_changed(self) -> None:
        """Forget the piece: it may be another's."""
        self.cancel()

    def paint_tag(self, painter: QPainter) -> None:
        """Paint the figures at the pointer."""
        self._preview.paint_tag(painter)

    def paint(self, painter: QPainter) -> None:
        """Paint what would be given."""
        self._preview.paint(painter)

    def _edit(self, pointer: Pointer) -> FillHole:
        net = self.host.scene.net
        chosen = self.host.selected
        to = None
        if net is not None and len(chosen) == 1 and net.cells[chosen[0]].level == net.depth:
            shape = net.cells[chosen[0]].shape
            plan = self.host.scene.plan
            assert plan is not None
            hole = regions_of(plan).shapes[self._piece_at(pointer)]
            if shapely.length(shapely.intersection(shape, hole)) > 0:
                to = net.cells[chosen[0]].code
        return FillHole((pointer.x, pointer.y), to)

    def _piece_at(self, pointer: Pointer) -> int:
        plan = self.host.scene.plan
        if plan is None or len(plan.tables["boundary"]) == 0:
            return -1
        regions = regions_of(plan)
        hits = regions.tree.query(shapely.Point(pointer.x, pointer.y), predicate="intersects")
        hits = hits[hits >= regions.count]
        return int(np.min(hits)) if len(hits) else -1
