"""Which unit should go over the border of a leaf, with both loads before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QLabel, QWidget

from gridplanner.exchanges import Exchange
from ui import figures
from ui.dialogs.picker import Picker
from ui.language import mark, tr
from ui.panels.frame_model import Shown

COLUMNS = (
    Shown("place", mark("楼栋或地块"), width=0),
    Shown("households", mark("户"), figures.whole, right=True, width=44),
    Shown("source", mark("从"), middle=True, width=64),
    Shown("source_said", mark("偏差变化"), right=True, width=128),
    Shown("to", mark("到"), middle=True, width=64),
    Shown("to_said", mark("偏差变化"), right=True, width=128),
)


class ExchangeDialog(Picker):
    """A list of units at the border; says ``asked(edit)``.

    Parameters
    ----------
    code : str
        Short code of the leaf.
    found : sequence of Exchange
        The best first.
    short : mapping of str to str
        Short code of each leaf.
    """

    asked = pyqtSignal(object)

    def __init__(
        self,
        code: str,
        found: Sequence[Exchange],
        short: Mapping[str, str],
        parent: QWidget | None = None,
    ) -> None:
        frame = pd.DataFrame(
            {
                "place": [one.place for one in found],
                "households": [one.households for one in found],
                "source": [short[one.source] for one in found],
                "source_said": [_change(one.before[0], one.after[0]) for one in found],
                "to": [short[one.to] for one in found],
                "to_said": [_change(one.before[1], one.after[1]) for one in found],
                "uids": [() for _ in found],
            }
        )
        super().__init__(mark("移动边界"), mark("移动"), COLUMNS, frame, parent)
        self._found = tuple(found)
        self.resize(640, 440)
        head = QLabel(
            tr(
                "网格 {code} 与同一上级的邻格之间可以整块移动的楼栋和地块，最能均衡的在前。",
                code=code,
            )
            if found
            else tr("网格 {code} 的边界上没有可以整块移动的楼栋或地块。", code=code)
        )
        head.setWordWrap(True)
        self.body.insertWidget(0, head)

    def accept(self) -> None:
        """Close and ask for the edit."""
        row = self.chosen()
        super().accept()
        if row is not None:
            self.asked.emit(self._found[row].edit())


def _change(before: float, after: float) -> str:
    return f"{figures.signed_percent(before)} → {figures.signed_percent(after)}"
