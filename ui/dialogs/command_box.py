"""Ctrl+K: every action by its name."""

from __future__ import annotations

import pandas as pd
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QWidget

from ui.actions import SPECS, Actions, keys_text
from ui.dialogs.picker import Picker
from ui.language import in_both, mark, tr
from ui.panels.frame_model import Shown

COLUMNS = (
    Shown("text", mark("命令"), width=0),
    Shown("keys", mark("快捷键"), width=140),
)


class CommandBox(Picker):
    """Lists what can be done now and does it."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        self._actions = actions
        now = [spec for spec in SPECS if actions[spec.id].isEnabled() and spec.id != "commands"]
        frame = pd.DataFrame(
            {
                "id": [spec.id for spec in now],
                "text": [tr(spec.text) for spec in now],
                "keys": [keys_text(spec) for spec in now],
                "search": [in_both(spec.text) for spec in now],
            }
        )
        super().__init__(mark("命令"), mark("执行"), COLUMNS, frame, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def accept(self) -> None:
        """Close, then do it."""
        row = self.chosen()
        super().accept()
        if row is not None:
            self._actions[str(self.model.frame["id"].iloc[row])].trigger()
