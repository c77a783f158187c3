"""Select: a click takes a grid, a drag takes all that the box touches."""

from __future__ import annotations

import shapely
from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QPainter, QPen

from ui.canvas.tools.base import Host, Pointer, Tool

#: A drag shorter than this is a click with an unsteady hand.
DRAG_PX = 4.0


class Select(Tool):
    """Pick grids of the active level."""

    name = "select"
    hint = "canvas.select"
    hovers = True

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self._start: Pointer | None = None
        self._now: QPointF | None = None

    @property
    def busy(self) -> bool:
        """Whether a box is being dragged."""
        return self._start is not None

    def press(self, pointer: Pointer) -> None:
        """Begin a click or a box."""
        if pointer.button == Qt.MouseButton.LeftButton:
            self._start, self._now = pointer, pointer.pos

    def move(self, pointer: Pointer) -> None:
        """Drag the box."""
        if self._start is not None:
            self._now = pointer.pos
            self.host.refresh()

    def release(self, pointer: Pointer) -> None:
        """Pick."""
        start, self._start, self._now = self._start, None, None
        if start is None or pointer.button != Qt.MouseButton.LeftButton:
            return
        net, level = self.host.scene.net, self.host.scene.level
        moved = pointer.pos - start.pos
        self.host.refresh()
        if net is None:
            return
        if max(abs(moved.x()), abs(moved.y())) < DRAG_PX:
            uid = net.at(level, pointer.x, pointer.y)
            self.host.pick([uid] if uid else [], pointer.modifiers)
        else:
            box = shapely.box(
                min(start.x, pointer.x),
                min(start.y, pointer.y),
                max(start.x, pointer.x),
                max(start.y, pointer.y),
            )
            self.host.pick(net.within(level, box), pointer.modifiers)

    def double(self, pointer: Pointer) -> None:
        """Come closer."""
        self.host.zoom_at(2.0, pointer.pos)

    def cancel(self) -> None:
        """Drop the box."""
        self._start, self._now = None, None
        self.host.refresh()

    def paint(self, painter: QPainter) -> None:
        """Paint the box."""
        if self._start is None or self._now is None:
            return
        box = QRectF(self._start.pos, self._now).normalized()
        if max(box.width(), box.height()) < DRAG_PX:
            return
        accent = QColor(self.host.scene.surface.accent)
        painter.setPen(QPen(accent, 1.2))
        fill = QColor(accent)
        fill.setAlphaF(0.08)
        painter.setBrush(fill)
        painter.drawRect(box)
