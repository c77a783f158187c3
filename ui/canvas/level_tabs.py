"""The tabs of the levels on the map: which of them is picked, filled and labelled."""

from __future__ import annotations

from functools import partial

from PyQt6.QtCore import QEvent, QObject, QRectF, Qt, pyqtSignal
from PyQt6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QToolButton

from ui.canvas.fitting import fit
from ui.canvas.furniture import scale_card
from ui.canvas.holding import ToolHost
from ui.canvas.words import word

MARGIN_PX = 12
#: Room of the scale bar, however long it is at a scale: tabs do not turn while zooming.
WIDEST_SCALE_PX = 236


class LevelTabs(QFrame):
    """One button a level in the lower left corner; they never take the keys from the map."""

    #: Somebody wants another level.
    chosen = pyqtSignal(int)

    def __init__(self, view: ToolHost) -> None:
        super().__init__(view)
        self.setObjectName("level_tabs")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self._view = view
        #: Whether the map has tabs at all; one beside another follows that one's.
        self.wanted = True
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(4, 4, 4, 4)
        self._line.setSpacing(4)
        self._group = QButtonGroup(self)
        self.buttons: list[QToolButton] = []
        view.restyled.connect(self.refresh)
        view.scale_changed.connect(self.refresh)
        view.installEventFilter(self)
        self.hide()

    def refresh(self) -> None:
        """Show the levels of the plan on the map."""
        scene = self._view.scene
        chinese = scene.language == "zh"
        levels = scene.plan.scheme.levels if scene.plan is not None else ()
        names = [level.name if chinese else level.name_en or level.name for level in levels]
        self.setVisible(self.wanted and bool(scene.net) and len(names) > 1)
        if self.isHidden():
            return
        if [button.text() for button in self.buttons] != names:
            self._make(names)
        tip = word("word.level_tip", scene.language)
        for number, button in enumerate(self.buttons, 1):
            button.setChecked(number == scene.level)
            button.setToolTip(tip)
        fit(self, self._line, self._view.width() - 3 * MARGIN_PX - WIDEST_SCALE_PX)
        self.move(MARGIN_PX, self._view.height() - self.height() - MARGIN_PX)
        # On a very narrow map they stand above the scale bar.
        bar = scale_card(self._view.camera, QRectF(self._view.rect()))
        if QRectF(self.geometry()).intersects(bar):
            self.move(MARGIN_PX, round(bar.top()) - self.height() - MARGIN_PX // 2)
        self.raise_()

    def _make(self, names: list[str]) -> None:
        for button in self.buttons:
            self._group.removeButton(button)
            self._line.removeWidget(button)
            button.hide()  # its end comes only with the next round of the event loop
            button.deleteLater()
        self.buttons = []
        for number, name in enumerate(names, 1):
            button = QToolButton(self)
            button.setText(name)
            button.setCheckable(True)
            button.setAutoRaise(True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(partial(self._choose, number))
            self._group.addButton(button)
            self._line.addWidget(button)
            # What joins a widget in sight is hidden until told, and has no size till then.
            button.show()
            self.buttons.append(button)

    def _choose(self, number: int, _checked: bool = False) -> None:
        self.chosen.emit(number)

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """Stay in the corner."""
        if event is not None and event.type() in (QEvent.Type.Show, QEvent.Type.Resize):
            self.refresh()
        return super().eventFilter(watched, event)
