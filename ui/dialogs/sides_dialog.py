"""四至 of one grid: what the program says, and what a planner would rather say."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QWidget

from gridplanner.edits.sides import LONGEST, SetSides
from ui.dialogs.base import Dialog
from ui.language import mark, tr


class SidesDialog(Dialog):
    """Asks for the text; says ``asked(edit)`` where it is another than before.

    Parameters
    ----------
    code : str
        Code of the grid.
    generated, own : str
        What the program says now; what is stored, ``""`` where nothing is.
    moved : bool
        Whether the border moved since the text was written.
    """

    asked = pyqtSignal(object)

    def __init__(
        self, code: str, generated: str, own: str, *, moved: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(mark("四至"), mark("保存"), parent)
        self.setMinimumWidth(480)
        self._code, self._generated, self._own, self._moved = code, generated, own, moved
        self.text = QPlainTextEdit(own or generated)
        self.text.setFixedHeight(88)
        self.text.setTabChangesFocus(True)
        self.state = QLabel()
        self.state.setWordWrap(True)
        self.state.setObjectName("warning" if moved else "muted")
        self.state.setText(
            tr("写好之后边界有过变动，请核对；原样保存即表示已核对。")
            if moved
            else tr(
                "按周边道路、河流和相邻网格自动生成；改写后以您的文字为准，用于所有图、表和导出。"
            )
        )
        self.said = QLabel(tr("自动生成：{text}", text=generated))
        self.said.setWordWrap(True)
        self.said.setObjectName("muted")
        self.again = QPushButton()
        self.again.setAutoDefault(False)
        self.words(self.again.setText, "用自动生成的")
        self.again.clicked.connect(lambda: self.text.setPlainText(self._generated))
        for part in (self.text, self.state, self.said):
            self.body.addWidget(part)
        self.body.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        self.text.textChanged.connect(self._clear)
        self.text.setFocus()

    def _clear(self) -> None:
        self.fault.hide()
        self.again.setEnabled(self._typed() != self._generated)

    def _typed(self) -> str:
        return " ".join(self.text.toPlainText().split())

    def edit(self) -> SetSides | None:
        """Make the edit; ``None`` where nothing is to be changed.

        The generated text is not stored: it goes on following the map.
        """
        typed = self._typed()
        wanted = "" if typed == self._generated else typed
        if wanted == self._own and not (wanted and self._moved):
            return None
        return SetSides(self._code, wanted)

    def accept(self) -> None:
        """Close and ask for the edit; a text that is too long stays open."""
        if (count := len(self._typed())) > LONGEST:
            self.show_fault(
                tr("四至文字有 {count} 字，最多 {limit} 字。", count=count, limit=LONGEST)
            )
            return
        super().accept()
        edit = self.edit()
        if edit is not None:
            self.asked.emit(edit)
