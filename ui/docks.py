"""The docks around the map and what is in them."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import Qt, QTimer
from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QDockWidget, QMainWindow, QTabWidget, QWidget

from ui.language import Words, mark
from ui.naming import name_fields
from ui.panels.table_panel import TablePanel
from ui.qt import held

LEFT_PX, RIGHT_PX = 336, 348
#: Of grids and layers on the left, of card and tables on the right.
HEIGHTS_PX = (440, 200, 330, 330)
#: Height of a table with long rows.
TALL_PX = 430
FEATURES = (
    QDockWidget.DockWidgetFeature.DockWidgetClosable
    | QDockWidget.DockWidgetFeature.DockWidgetMovable
    | QDockWidget.DockWidgetFeature.DockWidgetFloatable
)


class Docks:
    """Four docks: grids and layers on the left, card and tables on the right."""

    def __init__(
        self,
        window: QMainWindow,
        tree: QWidget,
        layers: QWidget,
        card: QWidget,
        tables: list[tuple[str, QWidget]],
    ) -> None:
        self._window = window
        self._words = Words(window)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        bar = held(self.tabs.tabBar())
        bar.setObjectName("narrow")
        bar.setExpanding(True)
        for place, (title, panel) in enumerate(tables):
            self.tabs.addTab(panel, "")
            self._words(lambda text, at=place: self.tabs.setTabText(at, text), title)  # type: ignore[misc]
        left, right = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
        self.grids = self._dock("grids", mark("网格"), tree, left)
        self.layers = self._dock("layers", mark("图层"), layers, left)
        self.card = self._dock("card", mark("网格卡"), card, right)
        self.tables = self._dock("tables", mark("列表"), self.tabs, right)
        self.all = (self.grids, self.layers, self.card, self.tables)
        window.setDockOptions(
            QMainWindow.DockOption.AllowNestedDocks | QMainWindow.DockOption.AllowTabbedDocks
        )
        window.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        # Panels change their own texts after the window has changed its.
        self._words.also(lambda: QTimer.singleShot(0, self._name))
        self._name()
        #: Whether the docks lie where they are at first, and were not in sight since.
        self.arranged = False
        self.arrange()

    def _dock(self, name: str, title: str, panel: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget(self._window)
        dock.setObjectName(f"dock_{name}")
        dock.setFeatures(FEATURES)
        dock.setWidget(panel)
        self._words(dock.setWindowTitle, title)
        self._window.addDockWidget(area, dock)
        return dock

    def _name(self) -> None:
        """Name the fields of every panel after its title."""
        for dock in self.all:
            name_fields(held(dock.widget()), dock.windowTitle())
        for place in range(self.tabs.count()):
            name_fields(held(self.tabs.widget(place)), self.tabs.tabText(place))
        self.tabs.setAccessibleName(self.tables.windowTitle())
        held(self.tabs.tabBar()).setAccessibleName(self.tables.windowTitle())

    def arrange(self) -> None:
        """Put every dock where it is at first."""
        left, right = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
        vertical = Qt.Orientation.Vertical
        for dock, area in zip(self.all, (left, left, right, right), strict=True):
            dock.setFloating(False)
            self._window.addDockWidget(area, dock)
            dock.show()
        self._window.splitDockWidget(self.grids, self.layers, vertical)
        self._window.splitDockWidget(self.card, self.tables, vertical)
        self._share()
        self.arranged = True

    def _share(self) -> None:
        """Give both sides their width, and the docks of each side their height."""
        # Until the layout has been worked out sizes are given to docks of no height.
        held(self._window.layout()).activate()
        self._window.resizeDocks(
            [self.grids, self.layers, self.card, self.tables],
            list(HEIGHTS_PX),
            Qt.Orientation.Vertical,
        )
        self._window.resizeDocks(
            [self.grids, self.card], [LEFT_PX, RIGHT_PX], Qt.Orientation.Horizontal
        )

    def hidden(self) -> list[str]:
        """Names of the docks that are closed."""
        return [dock.objectName() for dock in self.all if dock.isHidden()]

    def show_all(self, closed: Sequence[str]) -> None:
        """Show the docks but for those that the user has closed."""
        for dock in self.all:
            dock.setVisible(dock.objectName() not in closed)
        if self.arranged:
            # Sizes given to docks that were hidden are forgotten when they come into sight.
            self.arranged = False
            QTimer.singleShot(0, self._share)

    def hide_all(self) -> None:
        """Hide all docks: the start page needs none."""
        for dock in self.all:
            dock.hide()

    def show_table(self, panel: QWidget, *, tall: bool = False) -> None:
        """Bring a table to the front; a tall one takes some of the room of the card."""
        self.tables.show()
        self.tabs.setCurrentWidget(panel)
        if tall and not self.tables.isFloating() and self.tables.height() < TALL_PX:
            vertical = Qt.Orientation.Vertical
            rest = max(self.card.height() + self.tables.height() - TALL_PX, 0)
            self._window.resizeDocks([self.card, self.tables], [rest, TALL_PX], vertical)

    def enter(self, panel: QWidget) -> None:
        """Bring a panel to the front and give it the keyboard."""
        dock = next(dock for dock in self.all if dock.isAncestorOf(panel))
        dock.show()
        dock.raise_()
        if self.tabs.isAncestorOf(panel):
            self.tabs.setCurrentWidget(panel)
        panel.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if isinstance(panel, TablePanel):
            panel.choose_first()

    def actions(self) -> list[QAction]:
        """Give the actions that show and hide the docks."""
        return [held(dock.toggleViewAction()) for dock in self.all]
