"""Two maps of the same ground side by side: what is on the left, what is to come on the right."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QLabel, QSplitter, QVBoxLayout, QWidget

from gridplanner.model import Plan
from gridplanner.report import Summary
from ui.canvas.camera import Camera
from ui.canvas.view import MapView
from ui.language import Words, language, mark
from ui.qt import tight


class TwinMaps(QSplitter):
    """The window's map, and beside it, while wanted, another that looks at the same ground.

    Moving either moves both. The other one is for looking and picking only; it follows the
    theme, the level and the layers of the window's map. Whoever shows it names itself as
    its owner, so that the one before can let go.
    """

    #: Who shows the second map now; empty for nobody.
    owner_changed = pyqtSignal(str)

    def __init__(self, view: MapView, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.view = view
        self.other = MapView()
        self.other.scene.legend_shown = False
        self.other.level_tabs.wanted = False
        words = Words(self)
        for shown in (view, self.other):
            words(shown.setAccessibleName, mark("地图"))
        self._following = False
        self.owner = ""
        self._titles = [_title(), _title()]
        self._sides = [_side(*pair) for pair in zip(self._titles, (self.other, view), strict=True)]
        for side in self._sides:
            self.addWidget(side)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(4)
        view.camera_moved.connect(self._lead)
        view.restyled.connect(self._dress)
        self.other.camera_moved.connect(self._follow)
        self._hide()

    @property
    def beside(self) -> bool:
        """Whether two maps are shown."""
        return not self._sides[0].isHidden()

    def show_beside(
        self, owner: str, plan: Plan, figures: Summary | None, titles: tuple[str, str]
    ) -> None:
        """Show another plan of the same ground on the left, with titles left and right."""
        for label, title in zip(self._titles, titles, strict=True):
            label.setText(title)
        self.other.set_plan(plan)
        self.other.set_summary(figures)
        for widget in (self._sides[0], self._titles[1]):
            widget.show()
        half = self.width() // 2
        self.setSizes([half, half])
        self._dress()
        self.view.zoom_to_plan()
        self._own(owner)

    def close_other(self, owner: str) -> None:
        """Show the window's map alone, where it is this owner's map that is beside it."""
        if owner == self.owner:
            self._hide()
            self._own("")

    def _own(self, owner: str) -> None:
        if owner != self.owner:
            self.owner = owner
            self.owner_changed.emit(owner)

    def _hide(self) -> None:
        for widget in (self._sides[0], self._titles[1]):
            widget.hide()
        self.other.set_plan(None)

    def _lead(self, camera: Camera) -> None:
        if self.beside and not self._following:
            self._following = True
            self.other.set_camera(camera.resized(self.other.width(), self.other.height()))
            self._following = False

    def _follow(self, camera: Camera) -> None:
        if self.beside and not self._following:
            self._following = True
            self.view.set_camera(camera.resized(self.view.width(), self.view.height()))
            self._following = False

    def _dress(self) -> None:
        """Give the other map the look of the window's."""
        if not self.beside:
            return
        mine, theirs = self.view.scene, self.other.scene
        theirs.layering, theirs.level, theirs.language = mine.layering, mine.level, language()
        theirs.basemap = mine.basemap
        theirs.restyle(theme=mine.theme, dark=mine.dark)
        self.other.repaint_all()


def _title() -> QLabel:
    label = QLabel()
    label.setObjectName("map_title")
    return label


def _side(title: QLabel, view: MapView) -> QWidget:
    side = QWidget()
    column = QVBoxLayout(side)
    tight(column, 0, 0)
    column.addWidget(title)
    column.addWidget(view, 1)
    return side
