"""历程: what happened to a grid or to a person, a line an event."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from PyQt6.QtWidgets import QLabel, QWidget

from gridplanner.biography import Event
from ui.dialogs.picker import Picker
from ui.language import mark, sentence, tr
from ui.panels.frame_model import Shown

COLUMNS = (
    Shown("day", mark("日期"), width=96),
    Shown("what", mark("事项"), width=0),
    Shown("edit", mark("编辑"), width=200),
    Shown("by", mark("经办"), width=80),
)


class EventsDialog(Picker):
    """The events, the newest on top; searchable, nothing to choose."""

    def __init__(self, name: str, events: Sequence[Event], parent: QWidget | None = None) -> None:
        newest = list(reversed(events))
        frame = pd.DataFrame(
            {
                "day": [event.day or "–" for event in newest],
                "what": [told(event) for event in newest],
                "edit": [sentence(e.edit, e.edit_facts) if e.edit else "" for e in newest],
                "by": [event.by for event in newest],
            }
        )
        super().__init__(mark("历程"), mark("关闭"), COLUMNS, frame, parent)
        self.resize(720, 460)
        self.stop.hide()
        self.go.setEnabled(True)
        self.words(self.search.setPlaceholderText, "输入文字筛选")
        text = QLabel(name if newest else tr("{name}：还没有记录。", name=name))
        text.setWordWrap(True)
        self.body.insertWidget(0, text)

    def _sift(self, text: str) -> None:
        super()._sift(text)
        self.go.setEnabled(True)


def told(event: Event) -> str:
    """Say an event; of a duty also until when it ran."""
    what = sentence(event.code, event.facts)
    if event.code not in ("story.served", "story.duty"):
        return what
    facts = {"event": what, "until": event.until}
    return sentence("story.until" if event.until else "story.since", facts)
