"""Border push: drag a border outwards, and units beyond it flip to the leaf that it comes from."""

from __future__ import annotations

from PyQt6.QtGui import QPainter

from ui.canvas.overlay import draw_owners
from ui.canvas.tools.base import Pointer
from ui.canvas.tools.paint import Paint
from ui.canvas.tools.stroke import ANY


class Push(Paint):
    """Press inside a leaf and drag over its border: it takes from the first leaf it meets."""

    name = "push"
    hint = "canvas.push_start"
    chooses = False

    def taken(self) -> None:
        """Begin without a target: each stroke chooses its own."""
        self.brush.target, self.brush.source = 0, ANY

    def selection_changed(self) -> None:
        """Stay without a target."""

    def begin(self, pointer: Pointer, under: int) -> bool:
        """Take the leaf under the pointer as the one that grows."""
        self.brush.target, self.brush.source = under, ANY
        if not under:
            self.host.tell("canvas.push_start")
            return False
        return super().begin(pointer, under)

    def _go(self, pointer: Pointer) -> None:
        """Take from the first leaf that the stroke enters, and from no other."""
        if self.brush.source == ANY:
            over = self._leaf_at(pointer)
            if over == self.brush.target:
                self._pos = pointer.pos
                self._path = self._path[-1:]
                return
            self.brush.source = over or "free"
            self.host.state_changed()
        super()._go(pointer)

    def cancel(self) -> None:
        """Drop the stroke with its target."""
        super().cancel()
        self.brush.target, self.brush.source = 0, ANY

    def paint(self, painter: QPainter) -> None:
        """Paint both sides, stroke and ring."""
        if isinstance(self.brush.source, int):
            draw_owners(painter, self.host.scene, self.host.camera, [self.brush.source], "source")
        super().paint(painter)
