"""A basemap over the net: the address of its tiles, and the user's own key."""

from __future__ import annotations

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from gridplanner.errors import GridPlannerError
from layers.tile_address import tile_address
from ui.dialogs.base import Dialog
from ui.language import mark, tr
from ui.qt import tight

#: Satellite pictures of 天地图, as its own guide writes the address.
TIANDITU = (
    "https://t0.tianditu.gov.cn/img_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0"
    "&LAYER=img&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles"
    "&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk={key}"
)


class OnlineDialog(Dialog):
    """Asks for a template and a key; says ``asked(address)``.

    Parameters
    ----------
    template, key : str
        As they were entered last.
    """

    asked = pyqtSignal(object)

    def __init__(self, template: str, key: str, parent: QWidget | None = None) -> None:
        super().__init__(mark("在线底图"), mark("使用"), parent)
        self.setMinimumWidth(600)
        self.body.setSpacing(16)
        self.template = QLineEdit(template)
        self.template.setPlaceholderText("https://…/{z}/{x}/{y}.png?tk={key}")
        self.template.setCursorPosition(0)
        self.preset = QPushButton(tr("填入天地图影像"))
        self.preset.setAutoDefault(False)
        self.preset.clicked.connect(self._fill)
        self.key = QLineEdit(key)
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.shown = QCheckBox(tr("显示密钥"))
        self.shown.toggled.connect(self._show_key)
        address, secret = QHBoxLayout(), QHBoxLayout()
        for line, widgets in (
            (address, (self.template, self.preset)),
            (secret, (self.key, self.shown)),
        ):
            tight(line, 0, 8)
            for widget in widgets:
                line.addWidget(widget)
        form = QFormLayout()
        form.setVerticalSpacing(16)
        form.setHorizontalSpacing(16)
        form.addRow(tr("瓦片地址"), address)
        form.addRow(tr("密钥"), secret)
        self.body.addLayout(form)
        note = QLabel(
            tr(
                "密钥请向服务方自行申请。地址和密钥只保存在本机设置里，不写入项目，"
                "也不进入任何导出；地图只在您查看时联网取图。"
            )
        )
        note.setObjectName("muted")
        note.setWordWrap(True)
        self.body.addWidget(note)
        self.template.setFocus()

    def _fill(self) -> None:
        self.template.setText(TIANDITU)
        self.template.setCursorPosition(0)
        self.key.setFocus()

    def _show_key(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.key.setEchoMode(mode)

    def accept(self) -> None:
        """Close, where the address can be used."""
        try:
            address = tile_address(self.template.text(), self.key.text())
        except GridPlannerError as error:
            self.show_fault(error)
            return
        super().accept()
        self.asked.emit(address)
