"""Pan: drag the ground."""

from __future__ import annotations

from PyQt6.QtCore import QPointF, Qt

from ui.canvas.tools.base import Host, Pointer, Tool


class Pan(Tool):
    """Drag the ground; a double click comes closer."""

    name = "pan"
    cursor = Qt.CursorShape.OpenHandCursor
    hint = "canvas.pan"

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self._last: QPointF | None = None

    @property
    def busy(self) -> bool:
        """Whether the ground is held."""
        return self._last is not None

    def press(self, pointer: Pointer) -> None:
        """Take hold of the ground."""
        if pointer.button == Qt.MouseButton.LeftButton:
            self._last = pointer.pos

    def move(self, pointer: Pointer) -> None:
        """Drag the ground."""
        if self._last is not None:
            step = pointer.pos - self._last
            self._last = pointer.pos
            self.host.pan_by(step.x(), step.y())

    def release(self, pointer: Pointer) -> None:  # noqa: ARG002
        """Let go."""
        self._last = None

    def double(self, pointer: Pointer) -> None:
        """Come closer."""
        self.host.zoom_at(2.0, pointer.pos)

    def cancel(self) -> None:
        """Let go."""
        self._last = None
