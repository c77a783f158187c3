"""A short light on grids or on a place, so that the eye finds them."""

from __future__ import annotations

from collections.abc import Iterable

from PyQt6.QtCore import QObject, QTimer, pyqtSignal
from PyQt6.QtGui import QPainter

from ui.canvas.camera import Camera
from ui.canvas.overlay import draw_flash
from ui.canvas.scene import Scene

STEP_MS = 40
STEPS = 24


class Flash(QObject):
    """Counts the steps of a flash; the timer stands still between flashes."""

    changed = pyqtSignal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._uids: list[int] = []
        self._point: tuple[float, float] | None = None
        self._left = 0
        self._timer = QTimer(self)
        self._timer.setInterval(STEP_MS)
        self._timer.timeout.connect(self._step)

    @property
    def running(self) -> bool:
        """Whether something is lit."""
        return self._left > 0

    def start(self, uids: Iterable[int], point: tuple[float, float] | None) -> None:
        """Light up grids and a place (map coordinates)."""
        self._uids, self._point = list(uids), point
        self._left = STEPS if self._uids or point else 0
        if self._left:
            self._timer.start()
        else:
            self._timer.stop()
        self.changed.emit()

    def stop(self) -> None:
        """Put the light out."""
        self.start((), None)

    def _step(self) -> None:
        self._left -= 1
        if self._left <= 0:
            self._timer.stop()
        self.changed.emit()

    def paint(self, painter: QPainter, scene: Scene, camera: Camera) -> None:
        """Paint the light as strong as it still is: two beats, then fading."""
        if self._left <= 0:
            return
        part = self._left / STEPS
        beat = abs((part * 2) % 1.0 * 2 - 1)
        draw_flash(painter, scene, camera, self._uids, self._point, beat * min(part * 2, 1.0))
