"""The small entry beside the pointer: length and bearing of the leg to come."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import QEvent, QLocale, QObject, QPoint, Qt
from PyQt6.QtGui import QDoubleValidator, QKeyEvent
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QWidget

from gridplanner.wording import Language
from ui.canvas.words import word

Then = Callable[[float | None, float | None], None]


class LengthEntry(QFrame):
    """Two fields; Enter takes them, Tab goes to the other, Esc leaves the leg to the pointer."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("length_entry")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self._then: Then | None = None
        self.length, self.bearing = QLineEdit(), QLineEdit()
        self._labels = [QLabel(), QLabel()]
        line = QHBoxLayout(self)
        line.setContentsMargins(8, 4, 8, 4)
        line.setSpacing(4)
        for label, field, most in zip(
            self._labels, (self.length, self.bearing), (1e6, 360.0), strict=True
        ):
            check = QDoubleValidator(0.0 if most > 360 else -360.0, most, 3, field)
            check.setLocale(QLocale.c())
            check.setNotation(QDoubleValidator.Notation.StandardNotation)
            field.setValidator(check)
            field.setFixedWidth(88)
            field.installEventFilter(self)
            label.setBuddy(field)
            line.addWidget(label)
            line.addWidget(field)
        self.hide()

    def ask(self, at: QPoint, first: str, language: Language, then: Then) -> None:
        """Open beside a place with the first figure of the length."""
        self._then = then
        for label, field, code in zip(
            self._labels, (self.length, self.bearing), ("length", "bearing"), strict=True
        ):
            label.setText(word(f"word.entry_{code}", language))
            field.setAccessibleName(label.text())
            field.setPlaceholderText(word("word.entry_free", language))
        self.length.setText(first)
        self.bearing.clear()
        self.adjustSize()
        room = self.parentWidget()
        assert room is not None
        x = min(max(at.x() + 16, 0), max(room.width() - self.width(), 0))
        # Above the pointer: the tag with the figures is below it.
        y = min(max(at.y() - self.height() - 12, 0), max(room.height() - self.height(), 0))
        self.move(x, y)
        self.show()
        self.raise_()
        self.length.setFocus()
        self.length.deselect()

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """Take Enter and Esc from the fields."""
        if event is not None and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # letters and figures are not commands here
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.close_()
                return True
            if event.key() == Qt.Key.Key_Backspace and not self.length.text():
                self.close_()
                return True
        return super().eventFilter(watched, event)

    def close_(self) -> None:
        """Close without a figure."""
        self._then = None
        self.hide()
        room = self.parentWidget()
        if room is not None:
            room.setFocus()

    def _take(self) -> None:
        then = self._then
        figures = [
            float(field.text()) if field.hasAcceptableInput() else None
            for field in (self.length, self.bearing)
        ]
        self.close_()
        if then is not None:
            then(*figures)
