"""Select: a click takes a grid, a drag takes all that a box or a lasso touches."""

from __future__ import annotations

import shapely
from PyQt6.QtCore import QRectF, Qt
from PyQt6.QtGui import QColor, QPainter, QPen, QPolygonF

from ui.canvas.tools.base import Host, Pointer, Tool

#: A drag shorter than this is a click with an unsteady hand.
DRAG_PX = 4.0


class Select(Tool):
    """Pick grids of the active level: click, box (Ctrl toggles what is in it), Shift lasso."""

    name = "select"
    hint = "canvas.select"
    hovers = True

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self._path: list[Pointer] = []

    @property
    def busy(self) -> bool:
        """Whether a box or a lasso is being dragged."""
        return bool(self._path)

    @property
    def _lasso(self) -> bool:
        return self._path[0].has(Qt.KeyboardModifier.ShiftModifier)

    @property
    def _dragged(self) -> bool:
        start = self._path[0].pos
        steps = [point.pos - start for point in self._path]
        return max(max(abs(step.x()), abs(step.y())) for step in steps) >= DRAG_PX

    def press(self, pointer: Pointer) -> None:
        """Begin a click, a box or a lasso."""
        if pointer.button == Qt.MouseButton.LeftButton:
            self._path = [pointer]

    def move(self, pointer: Pointer) -> None:
        """Drag."""
        if self._path:
            self._path.append(pointer)
            self.host.refresh()

    def release(self, pointer: Pointer) -> None:
        """Pick."""
        if not self._path or pointer.button != Qt.MouseButton.LeftButton:
            return
        self._path.append(pointer)
        dragged, shape, keys = self._dragged, self._shape(), self._path[0].modifiers
        self._path = []
        self.host.refresh()
        net, level = self.host.scene.net, self.host.scene.level
        if net is None:
            return
        if not dragged:
            uid = net.at(level, pointer.x, pointer.y)
            self.host.pick([uid] if uid else [], pointer.modifiers)
        else:
            self.host.pick(net.within(level, shape), keys)

    def _shape(self) -> shapely.Geometry:
        xy = [(point.x, point.y) for point in self._path]
        if self._lasso:
            # A lasso drawn in a figure of eight takes what is in both loops.
            return shapely.make_valid(shapely.Polygon([*xy, xy[0], xy[0]]))
        return shapely.box(*shapely.total_bounds(shapely.points([xy[0], xy[-1]])))

    def double(self, pointer: Pointer) -> None:
        """Come closer."""
        self.host.zoom_at(2.0, pointer.pos)

    def cancel(self) -> None:
        """Drop the box."""
        self._path = []
        self.host.refresh()

    def paint(self, painter: QPainter) -> None:
        """Paint the box or the lasso."""
        if len(self._path) < 2 or not self._dragged:
            return
        accent = QColor(self.host.scene.surface.accent)
        painter.setPen(QPen(accent, 1.2))
        fill = QColor(accent)
        fill.setAlphaF(0.08)
        painter.setBrush(fill)
        if self._lasso:
            painter.drawPolygon(QPolygonF([point.pos for point in self._path]))
        else:
            painter.drawRect(QRectF(self._path[0].pos, self._path[-1].pos).normalized())
