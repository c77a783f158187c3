"""Measure: lengths, and the area from three points on."""

from __future__ import annotations

import numpy as np
import shapely
from PyQt6.QtCore import QPointF, QRectF
from PyQt6.QtGui import QPainter

from ui.canvas.text import draw_tag
from ui.canvas.tools.base import Pointer
from ui.canvas.tools.sketch import Sketch
from ui.canvas.words import area_text, length_text


class Measure(Sketch):
    """Put down points; the last measurement stays until the next begins or Esc."""

    name = "measure"
    hint = "canvas.measure_start"
    more = "canvas.measure_more"
    closed = True
    _done = False

    def press(self, pointer: Pointer) -> None:
        """Put down a point; after a finished measurement begin anew."""
        if self._done:
            self.points, self._done = [], False
        super().press(pointer)

    def move(self, pointer: Pointer) -> None:
        """Let the next point follow, unless the measurement is finished."""
        if not self._done:
            super().move(pointer)

    def finish(self) -> None:
        """Keep the figures on the map."""
        self._done, self._snap = True, None
        self.tell_more()
        self.host.refresh()

    def cancel(self) -> None:
        """Clear the measurement."""
        self._done = False
        super().cancel()

    def figures(self) -> tuple[float, float]:
        """Give length (m) and area (m²) of what is drawn, with the point to come."""
        points = list(self.points)
        if self._snap is not None and points and not self._done:
            points.append((self._snap.x, self._snap.y))
        if len(points) < 2:
            return 0.0, 0.0
        xy = np.array(points)
        length = float(np.hypot(*np.diff(xy, axis=0).T).sum())
        area = float(shapely.area(shapely.Polygon(points))) if len(points) > 2 else 0.0
        return length, area

    def tell_more(self) -> None:
        """Say the figures."""
        if not self.points:
            self.host.tell(self.hint)
            return
        length, area = self.figures()
        self.host.tell(self.more, length=length_text(length), area=area_text(area))

    def paint_tag(self, painter: QPainter) -> None:
        """Paint a tag with the figures at the line's end."""
        length, area = self.figures()
        if length <= 0:
            return
        end = self.points[-1] if self._snap is None else (self._snap.x, self._snap.y)
        lines = [length_text(length)]
        if area > 0:
            lines.append(area_text(area))
        scene, camera = self.host.scene, self.host.camera
        at = camera.to_screen(*end) + QPointF(18, 18)
        window = QRectF(0, 0, camera.width, camera.height)
        draw_tag(painter, at, lines, scene.surface, within=window, clear_of=scene.covered)
