"""The button under the words of an empty map: does what they say."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, pyqtSignal
from PyQt6.QtWidgets import QPushButton

from ui.canvas.empty import WAYS, WORDS_PX, empty_box, missing
from ui.canvas.surface import MapSurface
from ui.canvas.words import word


class EmptyButton(QPushButton):
    """Shown while something is missing; what it asks for is the window's to do."""

    #: Somebody wants to do what the words say: the name of the action.
    asked = pyqtSignal(str)

    def __init__(self, view: MapSurface) -> None:
        super().__init__(view)
        self.setObjectName("primary")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self._view = view
        self._way = ""
        self.clicked.connect(lambda _on: self.asked.emit(self._way))
        view.restyled.connect(self.refresh)
        view.installEventFilter(self)
        self.hide()

    def refresh(self) -> None:
        """Say what can be done now, below the words."""
        scene = self._view.scene
        key = missing(scene)
        self._way = WAYS.get(key, "")
        self.setVisible(bool(self._way))
        if not self._way:
            return
        self.setText(word(f"empty.{key}_button", scene.language))
        self.adjustSize()
        box = empty_box(scene, QRectF(self._view.rect()))
        below = QPoint(round(box.center().x()), round(box.top() + WORDS_PX))
        self.move(below - QPoint(self.width() // 2, 0))
        self.raise_()

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """Stay below the words."""
        if event is not None and event.type() in (QEvent.Type.Show, QEvent.Type.Resize):
            self.refresh()
        return super().eventFilter(watched, event)
