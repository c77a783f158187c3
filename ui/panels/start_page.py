"""The empty start: new, open, sample, recent projects; or drop a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PyQt6.QtCore import QEvent, QSize, Qt, pyqtSignal
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.icons import icon
from ui.language import Words, tr
from ui.qt import clear, tight


class StartPage(QWidget):
    """What stands in the place of the map while no project is open."""

    recent_chosen = pyqtSignal(str)

    def __init__(
        self,
        new: Callable[[], object],
        open_: Callable[[], object],
        sample: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._recent: tuple[Path, ...] = ()
        words = Words(self)
        title = QLabel()
        title.setObjectName("title")
        words(title.setText, "社区网格规划")
        lead = QLabel()
        lead.setObjectName("muted")
        words(
            lead.setText,
            "画网格、查问题、均衡工作量、安排网格员和楼门长。数据只在本机的一个文件里。",
        )
        lead.setWordWrap(True)
        column = QVBoxLayout()
        tight(column, 0, 12)
        column.addStretch(2)
        column.addWidget(title)
        column.addWidget(lead)
        column.addSpacing(8)
        row = QHBoxLayout()
        tight(row, 0, 12)
        self._buttons: list[tuple[QPushButton, str]] = []
        for symbol, source, action in (
            ("file-plus", "新建项目…", new),
            ("folder-open", "打开项目…", open_),
            ("map-trifold", "打开示例", sample),
        ):
            button = QPushButton()
            button.setMinimumSize(QSize(136, 44))
            button.setIconSize(QSize(20, 20))
            words(button.setText, source)
            button.clicked.connect(action)
            self._buttons.append((button, symbol))
            row.addWidget(button)
        row.addStretch(1)
        self.new, self.open, self.sample = (button for button, _ in self._buttons)
        column.addLayout(row)
        column.addSpacing(8)
        heading = QLabel()
        heading.setObjectName("muted")
        words(heading.setText, "最近的项目")
        column.addWidget(heading)
        self._list = QVBoxLayout()
        tight(self._list, 0, 0)
        column.addLayout(self._list)
        column.addSpacing(8)
        drop = QFrame()
        drop.setObjectName("drop")
        inside = QVBoxLayout(drop)
        tight(inside, 16)
        hint = QLabel()
        hint.setObjectName("muted")
        hint.setWordWrap(True)
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words(
            hint.setText,
            "也可以把项目文件（.gpkg）拖到这里；拖入 Shapefile 则开始新建项目。",
        )
        inside.addWidget(hint)
        column.addWidget(drop)
        column.addStretch(3)
        held_width = QWidget()
        held_width.setLayout(column)
        held_width.setMaximumWidth(560)
        held_width.setMinimumWidth(420)
        outer = QHBoxLayout(self)
        tight(outer, 24)
        outer.addStretch(1)
        outer.addWidget(held_width, 4)
        outer.addStretch(1)
        words.also(self._fill)
        self._draw()
        self._fill()

    def show_recent(self, paths: Sequence[Path]) -> None:
        """List the projects opened last."""
        self._recent = tuple(paths[:5])
        self._fill()

    def _fill(self) -> None:
        clear(self._list)
        for path in self._recent:
            link = QPushButton(f"{path.stem}    {path.parent}")
            link.setObjectName("link")
            link.setToolTip(str(path))
            link.setCursor(Qt.CursorShape.PointingHandCursor)
            link.clicked.connect(lambda _on, p=path: self.recent_chosen.emit(str(p)))
            self._list.addWidget(link)
        if not self._recent:
            label = QLabel(tr("还没有。新建一个，或先看示例。"))
            self._list.addWidget(label)

    def changeEvent(self, event: QEvent | None) -> None:
        """Draw the icons in the colours of a new palette."""
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def _draw(self) -> None:
        for button, symbol in self._buttons:
            button.setIcon(icon(symbol))
