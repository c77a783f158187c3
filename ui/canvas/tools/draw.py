"""Draw: a polygon becomes a new grid on free ground."""

from __future__ import annotations

import shapely
from PyQt6.QtCore import Qt

from gridplanner.edits import DrawGrid
from ui.canvas.tools.base import Pointer
from ui.canvas.tools.previewed import PreviewedSketch
from ui.canvas.words import area_text

#: What is cut off below this is not worth a word.
WORTH_SAYING_M2 = 1.0


class Draw(PreviewedSketch):
    """Draw the outline of a new grid of the active level."""

    name = "draw"
    hint = "canvas.draw_start"
    more = "canvas.draw_more"
    refusal = "canvas.draw_crosses"
    closed = True

    def move(self, pointer: Pointer) -> None:
        """Show what the new grid would hold."""
        super().move(pointer)
        self._preview.show(None)
        # Two plans are compared for it: too dear for every step of the pointer.
        self.host.rest(lambda: self._show(pointer))

    def _show(self, pointer: Pointer) -> None:
        line = self.line_ahead()
        if line is None or shapely.get_num_coordinates(line) < 3:
            return
        polygon = shapely.Polygon(line.coords)
        if polygon.is_valid and polygon.area > 0:
            self._preview.show(DrawGrid(polygon, self.host.scene.level), pointer.pos)

    def accepts(self, point: tuple[float, float]) -> bool:
        """Refuse an edge that crosses the outline."""
        if len(self.points) > 2 and point == self.points[0]:
            return False  # a click on the first vertex closes; see press
        return super().accepts(point)

    def press(self, pointer: Pointer) -> None:
        """Put down a vertex; on the first one, close."""
        if pointer.button == Qt.MouseButton.LeftButton and len(self.points) > 2:
            at = self.host.snap(pointer)
            first = self.host.camera.to_screen(*self.points[0])
            step = self.host.camera.to_screen(at.x, at.y) - first
            if max(abs(step.x()), abs(step.y())) < 8.0:
                self.finish()
                return
        super().press(pointer)

    def finish(self) -> None:
        """Ask for the grid; what is wrong is said and nothing is lost."""
        if len(self.points) < 3:
            self.host.tell("canvas.draw_few", count=len(self.points))
            return
        polygon = shapely.Polygon(self.points)
        if not polygon.is_valid:
            self.host.tell("canvas.draw_crosses")
            return
        if polygon.area <= 0:
            self.host.tell("canvas.draw_no_area")
            return
        plan, level = self.host.scene.plan, self.host.scene.level
        uid = plan.next_uid if plan is not None else 0
        self.cancel()
        if self.host.emit_edit(DrawGrid(polygon, level)):
            self._say_what_was_cut(polygon.area, uid)

    def _say_what_was_cut(self, drawn_m2: float, uid: int) -> None:
        net = self.host.scene.net
        if net is None or uid not in net.cells:
            return
        cut = drawn_m2 - float(net.cells[uid].shape.area)
        if cut > WORTH_SAYING_M2:
            self.host.notice("canvas.clipped", grid=net.cells[uid].short, area=area_text(cut))
