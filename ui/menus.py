"""Menus and toolbar, filled from the lists of the actions table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QMainWindow, QMenu, QSizePolicy, QToolBar, QWidget

from ui.actions import INSIDE, MENUS, TOOLBAR, Actions
from ui.icons import SIZE_PX
from ui.language import Words, mark
from ui.panels.search_box import SearchBox
from ui.qt import held

SUBMENUS = {
    "sample": mark("打开示例"),
    "recent": mark("最近的项目"),
    "scenario": mark("比选方案"),
    "go": mark("转到"),
    "panels": mark("面板"),
    "language": mark("语言"),
}


class Menus:
    """The menu bar and the toolbar of the window."""

    def __init__(
        self,
        window: QMainWindow,
        actions: Actions,
        panels: Sequence[QAction],
        open_recent: Callable[[str], object],
    ) -> None:
        self._words = Words(window)
        self._open_recent = open_recent
        self.search = SearchBox()
        self.inside: dict[str, QMenu] = {}
        bar = held(window.menuBar())
        for title, names in MENUS.items():
            menu = held(bar.addMenu(""))
            self._words(menu.setTitle, title)
            for name in names:
                if name == "-":
                    menu.addSeparator()
                elif name.startswith(">"):
                    self._add_inside(menu, name[1:])
                else:
                    menu.addAction(actions[name])
        for inner, names in INSIDE.items():
            for name in names:
                self.inside[inner].addAction(actions[name])
        for action in panels:
            self.inside["panels"].addAction(action)
        self.toolbar = self._make_toolbar(window, actions)
        self._words.also(lambda: self.fit(window.width()))

    def _add_inside(self, menu: QMenu, name: str) -> None:
        inner = held(menu.addMenu(""))
        self._words(inner.setTitle, SUBMENUS[name])
        self.inside[name] = inner

    def _make_toolbar(self, window: QMainWindow, actions: Actions) -> QToolBar:
        bar = QToolBar(window)
        bar.setObjectName("toolbar")
        bar.setMovable(False)
        bar.setIconSize(QSize(SIZE_PX, SIZE_PX))
        self._words(bar.setWindowTitle, mark("工具栏"))
        for name in TOOLBAR:
            if name == "-":
                bar.addSeparator()
            else:
                bar.addAction(actions[name])
        room = QWidget()
        room.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(room)
        bar.addWidget(self.search)
        window.addToolBar(bar)
        window.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        return bar

    def fit(self, width_px: int) -> None:
        """Write words under the icons where there is room for all of them."""
        style = Qt.ToolButtonStyle
        self.toolbar.setToolButtonStyle(style.ToolButtonTextUnderIcon)
        if self.toolbar.sizeHint().width() > width_px:
            self.toolbar.setToolButtonStyle(style.ToolButtonIconOnly)

    def show_recent(self, paths: Sequence[Path]) -> None:
        """List the projects opened last."""
        menu = self.inside["recent"]
        menu.clear()
        for path in paths:
            action = held(menu.addAction(path.name))
            action.setToolTip(str(path))
            action.triggered.connect(partial(self._recent, str(path)))
        menu.setEnabled(bool(paths))

    def _recent(self, path: str, _checked: bool) -> None:
        self._open_recent(path)
