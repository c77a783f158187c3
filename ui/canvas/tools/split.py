"""Split: a line across a leaf makes two of it."""

from __future__ import annotations

import numpy as np
import shapely

from gridplanner.edits import SplitGrid
from gridplanner.geometry import shapes_of
from ui.canvas.tools.base import Pointer
from ui.canvas.tools.previewed import PreviewedSketch


class Split(PreviewedSketch):
    """Draw a line across the selected leaf, or across the one that holds most of it."""

    name = "split"
    hint = "canvas.split_start"
    more = "canvas.split_more"

    def move(self, pointer: Pointer) -> None:
        """Show what a split along the line would make."""
        super().move(pointer)
        self._preview.show(None)
        # Two plans are compared for it: too dear for every step of the pointer.
        self.host.rest(lambda: self._show(pointer))

    def _show(self, pointer: Pointer) -> None:
        line = self.line_ahead()
        code = self._leaf(line) if line is not None else None
        # Until the line reaches the far side there is nothing to say.
        edit = SplitGrid(code, line) if code is not None and line is not None else None
        self._preview.show(
            edit if edit is not None and self._across(code, line) else None, pointer.pos
        )

    def _across(self, code: str | None, line: shapely.LineString | None) -> bool:
        net = self.host.scene.net
        assert net is not None
        shape = next(cell.shape for cell in net.cells.values() if cell.code == code)
        ends = shapely.intersection(shapely.boundary(shape), line)
        return bool(shapely.get_num_coordinates(ends) >= 2)

    def finish(self) -> None:
        """Ask for the split."""
        if len(self.points) < 2:
            self.host.tell("canvas.split_few")
            return
        line = shapely.LineString(self.points)
        code = self._leaf(line)
        if code is None:
            self.host.tell("canvas.split_misses")
            return
        self.cancel()
        self.host.emit_edit(SplitGrid(code, line))

    def _leaf(self, line: shapely.LineString) -> str | None:
        net = self.host.scene.net
        if net is None:
            return None
        met = [uid for uid in net.within(net.depth, line) if net.cells[uid].level == net.depth]
        if not met:
            return None
        chosen = [uid for uid in met if uid in self.host.selected]
        among = chosen or met
        inside = shapely.length(
            shapely.intersection(shapes_of([net.cells[uid].shape for uid in among]), line)
        )
        if float(inside.max()) <= 0:
            return None
        return net.cells[among[int(np.argmax(inside))]].code
