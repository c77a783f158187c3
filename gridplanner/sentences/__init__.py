"""The sentences by code, each in Chinese and in English, a family a file."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from gridplanner.sentences.balance import BALANCE
from gridplanner.sentences.canvas import CANVAS
from gridplanner.sentences.commands import COMMANDS
from gridplanner.sentences.editing import EDITING
from gridplanner.sentences.general import GENERAL
from gridplanner.sentences.handoff import HANDOFF
from gridplanner.sentences.ledger import LEDGER
from gridplanner.sentences.quality import QUALITY
from gridplanner.sentences.reading import READING
from gridplanner.sentences.repair import REPAIR
from gridplanner.sentences.rules import RULES
from gridplanner.sentences.sheet import SHEET
from gridplanner.sentences.store import STORE
from gridplanner.sentences.window import WINDOW
from gridplanner.sentences.writing import WRITING

#: The families; no code is in two of them.
FAMILIES: tuple[Mapping[str, tuple[str, str]], ...] = (
    GENERAL,
    STORE,
    READING,
    WRITING,
    HANDOFF,
    COMMANDS,
    BALANCE,
    CANVAS,
    EDITING,
    RULES,
    REPAIR,
    QUALITY,
    SHEET,
    LEDGER,
    WINDOW,
)

#: Code → (Chinese, English).
SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {code: both for family in FAMILIES for code, both in family.items()}
)
