"""What all dialogs share: buttons with words, a place for a fault, Esc and Return."""

from __future__ import annotations

from PyQt6 import sip
from PyQt6.QtGui import QShowEvent
from PyQt6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gridplanner.errors import GridPlannerError
from ui.language import Words, sentences, tr
from ui.naming import name_fields
from ui.qt import fit_screen, tight


class Dialog(QDialog):
    """A dialog with a body, a line for faults, and buttons.

    Parameters
    ----------
    title : str
        Marked source text.
    go : str
        Text of the button that goes on.
    """

    def __init__(self, title: str, go: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before = QApplication.focusWidget()
        self.words = Words(self)
        self.words(self.setWindowTitle, title)
        self.body = QVBoxLayout()
        tight(self.body, 0, 8)
        self.fault = QLabel()
        self.fault.setObjectName("error")
        self.fault.setWordWrap(True)
        self.fault.hide()
        self.go = QPushButton()
        self.go.setObjectName("primary")
        self.go.setDefault(True)
        self.words(self.go.setText, go)
        self.stop = QPushButton()
        self.stop.setAutoDefault(False)
        self.words(self.stop.setText, "取消")
        buttons = QDialogButtonBox()
        buttons.addButton(self.go, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self.stop, QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(buttons)
        layout = QVBoxLayout(self)
        tight(layout, 16, 12)
        layout.addLayout(self.body)
        layout.addWidget(self.fault)
        layout.addLayout(row)

    def showEvent(self, event: QShowEvent | None) -> None:
        """Name the fields once all are there, and stay on the screen."""
        name_fields(self, self.windowTitle())
        fit_screen(self)
        super().showEvent(event)

    def done(self, result: int) -> None:
        """Close, and give the focus back to where it was."""
        super().done(result)
        if self._before is not None and not sip.isdeleted(self._before):
            self._before.setFocus()

    def show_fault(self, error: GridPlannerError | str) -> None:
        """Say what is wrong with what was entered."""
        lines = [error] if isinstance(error, str) else sentences(error)
        shown = lines[:4] + ([tr("……共 {count} 条。", count=len(lines))] if len(lines) > 4 else [])
        self.fault.setText("\n".join(shown))
        self.fault.setVisible(bool(lines and lines[0]))
