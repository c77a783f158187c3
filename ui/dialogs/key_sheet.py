"""?: all keys, searchable."""

from __future__ import annotations

import pandas as pd
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QWidget

from ui.actions import SPECS, keys_text
from ui.dialogs.picker import Picker
from ui.language import in_both, mark, tr
from ui.panels.frame_model import Shown

COLUMNS = (
    Shown("keys", mark("按键"), width=160),
    Shown("text", mark("作用"), width=0),
)
#: Keys of map and lists that belong to no action.
MORE = (
    (mark("滚轮"), mark("在指针处缩放")),
    (mark("空格 + 拖动"), mark("任何工具下平移地图")),
    (mark("拖动 / Shift + 拖动"), mark("选择：框选；套索")),
    (mark("Alt + 单击 / 键入编号"), mark("涂抹：取目标网格")),
    (mark("右键"), mark("涂抹：交换目标和来源")),
    (mark("Ctrl + 滚轮"), mark("涂抹、推边界：笔刷大小")),
    (mark("键入数字"), mark("画线：下一段的长度，再填方位角")),
    (mark("Shift + 方向键"), mark("改顶点：微调 0.1 m；加 Alt 为 1 m")),
    (mark("Ctrl + 单击"), mark("加选或去掉一个网格")),
    (mark("回车 / 双击"), mark("完成画线；在表格里显示所在位置")),
    ("Alt + ↑ / ↓", mark("图层列表：改变上下次序")),
    ("Backspace", mark("画线时退一点")),
    ("Esc", mark("取消正在画的线；取消选择")),
    ("Alt", mark("画线时暂不吸附")),
)


class KeySheet(Picker):
    """The sheet of keys."""

    def __init__(self, parent: QWidget | None = None) -> None:
        named = [spec for spec in SPECS if spec.keys]
        frame = pd.DataFrame(
            {
                "keys": [*(keys_text(s) for s in named), *(tr(keys) for keys, _ in MORE)],
                "text": [*(tr(s.text) for s in named), *(tr(text) for _, text in MORE)],
                "search": [
                    in_both(text)
                    for text in (*(s.text for s in named), *(text for _, text in MORE))
                ],
            }
        )
        super().__init__(mark("快捷键"), mark("关闭"), COLUMNS, frame, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.stop.hide()
