"""Split: a line across a leaf makes two of it."""

from __future__ import annotations

import numpy as np
import shapely

from gridplanner.edits.grids import SplitGrid
from gridplanner.geometry import shapes_of
from ui.canvas.tools.sketch import Sketch


class Split(Sketch):
    """Draw a line across the selected leaf, or across the one that holds most of it."""

    name = "split"
    hint = "canvas.split_start"
    more = "canvas.split_more"

    def accepts(self, point: tuple[float, float]) -> bool:
        """Refuse a line that crosses itself."""
        if self.crosses(point):
            self.host.tell("canvas.split_crosses")
            return False
        return True

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
        self.points = []
        self.host.tell(self.hint)
        self.host.refresh()
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
