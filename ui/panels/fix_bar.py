"""A fix before it is done: what it would do, the map before and after, other ways."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QKeySequence, QShortcut
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gridplanner.locate import locate
from gridplanner.rules import OfferedFix
from ui import figures
from ui.language import Words, language, sentence, tr
from ui.qt import tight


class FixBar(QFrame):
    """The bar over the map while a fix is offered."""

    #: A fix to be shown on the map; ``None`` for the plan as it is.
    shown = pyqtSignal(object)
    taken = pyqtSignal(object)
    ended = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("offer")
        self._offers: Sequence[OfferedFix] = ()
        self._at = 0
        self._known: Mapping[str, str] = {}
        words = Words(self)
        self.title = QLabel()
        self.title.setWordWrap(True)
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.note = QLabel()
        self.note.setObjectName("muted")
        self.note.setWordWrap(True)
        self.accept = QPushButton()
        self.accept.setObjectName("primary")
        words(self.accept.setText, "照此处理")
        words(self.accept.setToolTip, "回车")
        self.other = QPushButton()
        words(self.other.setText, "换个办法")
        words(self.other.setToolTip, "看下一个办法　Tab")
        self.today = QPushButton()
        self.today.setCheckable(True)
        words(self.today.setText, "对照现状")
        self.drop = QPushButton()
        words(self.drop.setText, "放弃")
        self.drop.setToolTip("Esc")
        head = QHBoxLayout()
        tight(head, 0, 8)
        head.addWidget(self.title, 1)
        for button in (self.drop, self.today, self.other, self.accept):
            head.addWidget(button)
        layout = QVBoxLayout(self)
        tight(layout, 12, 8)
        layout.addLayout(head)
        layout.addWidget(self.note)
        self.accept.clicked.connect(self._take)
        self.other.clicked.connect(self._next)
        self.today.toggled.connect(self._show)
        self.drop.clicked.connect(self.end)
        here = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys, act in (("Return", self._take), ("Enter", self._take), ("Esc", self.end)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(here)
            shortcut.activated.connect(act)
        words.also(self._say)
        self.hide()

    def offer(self, offers: Sequence[OfferedFix], known: Mapping[str, str]) -> None:
        """Show the first of some fixes (at least one); grids are called by names known."""
        self._offers, self._at, self._known = offers, 0, known
        self.today.setChecked(False)
        self.other.setVisible(len(offers) > 1)
        self._say()
        self.show()
        self._show()
        self.accept.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def open(self) -> bool:
        """Whether a fix is offered."""
        return bool(self._offers)

    def end(self) -> None:
        """Let the offer go."""
        if not self._offers:
            return
        self._offers = ()
        self.hide()
        self.shown.emit(None)
        self.ended.emit()

    def _take(self) -> None:
        if self._offers:
            taken = self._offers[self._at]
            self.end()
            self.taken.emit(taken)

    def _next(self) -> None:
        self._at = (self._at + 1) % len(self._offers)
        self.today.setChecked(False)
        self._say()
        self._show()

    def _show(self) -> None:
        if self._offers:
            self.shown.emit(None if self.today.isChecked() else self._offers[self._at])

    def _say(self) -> None:
        if not self._offers:
            return
        offer = self._offers[self._at]
        facts = {
            key: self._known.get(value, value) if isinstance(value, str) else value
            for key, value in offer.edit.facts.items()
        }
        what = sentence(offer.edit.label, facts)
        count = len(self._offers)
        self.title.setText(
            tr("办法 {number}/{count}：{what}", number=self._at + 1, count=count, what=what)
            if count > 1
            else tr("处理办法：{what}", what=what)
        )
        moved = int(np.count_nonzero(
            locate(offer.before).households != locate(offer.after).households
        ))  # fmt: skip
        notes = [
            tr("已试算：问题减少 {count} 个，不产生新的错误。", count=figures.whole(offer.mended)),
            tr("{count} 户换网格。", count=figures.whole(moved)) if moved else tr("没有户换网格。"),
        ]
        self.note.setText(("" if language() == "zh" else " ").join(notes))
