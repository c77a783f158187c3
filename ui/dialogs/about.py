"""What the program is."""

from __future__ import annotations

from PyQt6.QtCore import PYQT_VERSION_STR, QT_VERSION_STR, Qt
from PyQt6.QtWidgets import QLabel, QWidget

from gridplanner import __version__
from ui.dialogs.base import Dialog
from ui.language import mark, tr


class About(Dialog):
    """Version, licence, and what it stands on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(mark("关于"), mark("关闭"), parent)
        self.stop.hide()
        title = QLabel(tr("社区网格规划"))
        title.setObjectName("title")
        text = QLabel(
            tr(
                "gridplanner {version}\n自由软件，许可证 GPL-3.0-or-later。\n"
                "全部数据只在本机，不联网、不需要账号。\nPyQt {pyqt} · Qt {qt}",
                version=__version__,
                pyqt=PYQT_VERSION_STR,
                qt=QT_VERSION_STR,
            )
        )
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.addWidget(title)
        self.body.addWidget(text)


def show_about(parent: QWidget) -> None:
    """Show it."""
    dialog = About(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
