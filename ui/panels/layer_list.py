"""图层: what the map draws, from the top down; visibility, order and opacity."""

from __future__ import annotations

from functools import partial

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QKeySequence, QShortcut
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from ui.canvas.layering import UP_TO
from ui.canvas.view import MapView
from ui.language import Words, mark, tr
from ui.qt import held, tight

NAMES = {
    "labels": mark("注记"),
    "boundary": mark("边界"),
    "places": mark("地点"),
    "entrances": mark("楼门"),
    "households": mark("住户"),
    "units": mark("基本单元"),
    "buildings": mark("楼栋"),
    "streets": mark("道路"),
    "compounds": mark("小区"),
    "areas": mark("既定范围"),
    "water": mark("水域"),
    "mask": mark("不服务地块"),
    "grids": mark("网格填色"),
    "basemap": mark("底图"),
}
#: Layers that lie on top whatever the order.
FIXED = ("labels", "boundary")
NAME = Qt.ItemDataRole.UserRole


class LayerList(QWidget):
    """The layers of the map."""

    def __init__(self, view: MapView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._filling = False
        words = Words(self)
        self.list = QListWidget()
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, 100)
        self.slider.setValue(100)
        self.value = QLabel()
        self.value.setMinimumWidth(44)
        self.value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        label = QLabel()
        label.setObjectName("muted")
        words(label.setText, "不透明度")
        words(self.list.setToolTip, "打勾显示；拖动或按 Alt+↑、Alt+↓ 改变上下次序")
        words(self.slider.setToolTip, "先点一个图层，再拖动")
        self.always = QCheckBox()
        words(self.always.setText, "任何比例尺都画")
        words.also(self._say_scale)
        line = QHBoxLayout()
        tight(line, 8, 8)
        line.addWidget(label)
        line.addWidget(self.slider, 1)
        line.addWidget(self.value)
        layout = QVBoxLayout(self)
        tight(layout, 0, 0)
        layout.addWidget(self.list)
        layout.addLayout(line)
        below = QHBoxLayout()
        tight(below, 8, 0)
        below.addWidget(self.always)
        layout.addLayout(below)
        self.list.itemChanged.connect(self._toggled)
        self.list.currentItemChanged.connect(self._chosen)
        held(self.list.model()).rowsMoved.connect(self._moved)
        self.slider.valueChanged.connect(self._faded)
        self.always.toggled.connect(self._always)
        for keys, step in (("Alt+Up", -1), ("Alt+Down", 1)):
            shortcut = QShortcut(QKeySequence(keys), self.list)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(partial(self._move_by, step))
        words.also(self._retitle)
        view.restyled.connect(self._follow)
        self._fill()

    def _fill(self) -> None:
        self._filling = True
        self.list.clear()
        for name, visible, _opacity in reversed(self._view.layers()):
            item = QListWidgetItem(tr(NAMES.get(name, name)))
            item.setData(NAME, name)
            item.setCheckState(Qt.CheckState.Checked if visible else Qt.CheckState.Unchecked)
            if name in FIXED:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsDragEnabled)
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsDropEnabled)
            self.list.addItem(item)
        self._filling = False
        self._chosen()

    def _follow(self) -> None:
        """Show layers that something else has shown, hidden or put into another order."""
        if self._filling:
            return
        items = [held(self.list.item(row)) for row in range(self.list.count())]
        shown = [(i.data(NAME), i.checkState() == Qt.CheckState.Checked) for i in items]
        if shown != [(name, visible) for name, visible, _ in reversed(self._view.layers())]:
            self._fill()
        else:
            self._chosen()

    def _retitle(self) -> None:
        self._filling = True
        for row in range(self.list.count()):
            item = held(self.list.item(row))
            item.setText(tr(NAMES.get(item.data(NAME), item.data(NAME))))
        self._filling = False

    def _toggled(self, item: QListWidgetItem) -> None:
        if not self._filling:
            shown = item.checkState() == Qt.CheckState.Checked
            self._view.set_layer(item.data(NAME), visible=shown)

    def _chosen(self) -> None:
        item = self.list.currentItem()
        self.slider.setEnabled(item is not None)
        self.always.setEnabled(item is not None and item.data(NAME) in UP_TO)
        self._say_scale()
        if item is None:
            self.value.clear()
        if item is None or self._filling:
            return
        opacity = {name: value for name, _, value in self._view.layers()}[item.data(NAME)]
        self._filling = True
        self.slider.setValue(round(100 * opacity))
        self.value.setText(f"{round(100 * opacity)} %")
        name = item.data(NAME)
        self.always.setChecked(name not in UP_TO or name in self._view.scene.layering.always)
        self._filling = False

    def _faded(self, value: int) -> None:
        item = self.list.currentItem()
        self.value.setText(f"{value} %")
        if item is not None and not self._filling:
            self._view.set_layer(item.data(NAME), opacity=value / 100)

    def _say_scale(self) -> None:
        """Say from which scale on the chosen layer is drawn otherwise."""
        item = self.list.currentItem()
        name = "" if item is None else item.data(NAME)
        if item is None:
            said = tr("先点一个图层")
        elif name in UP_TO:
            said = tr("不打勾时，放大到 1:{n} 才画这个图层", n=f"{UP_TO[name]:,.0f}")
        else:
            said = tr("这个图层本来就在任何比例尺都画")
        self.always.setToolTip(said)

    def _always(self, always: bool) -> None:
        item = self.list.currentItem()
        if item is not None and not self._filling:
            self._view.set_layer(item.data(NAME), always=always)

    def _move_by(self, step: int) -> None:
        """Move the chosen layer up or down; those that lie on top stay there."""
        row = self.list.currentRow()
        there = self.list.item(row + step)
        if row < 0 or there is None:
            return
        if {held(self.list.item(row)).data(NAME), there.data(NAME)} & set(FIXED):
            return
        self._filling = True
        self.list.insertItem(row + step, self.list.takeItem(row))
        self._filling = False
        self.list.setCurrentRow(row + step)
        self._moved()

    def _moved(self) -> None:
        rows = range(self.list.count())
        names = [str(held(self.list.item(row)).data(NAME)) for row in reversed(rows)]
        self._view.set_layer_order([name for name in names if name not in FIXED])
