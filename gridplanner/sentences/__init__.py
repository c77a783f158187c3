"""The sentences by code, each in Chinese and in English, a family a file."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from gridplanner.sentences.balance import BALANCE
from gridplanner.sentences.canvas import CANVAS
from gridplanner.sentences.commands import COMMANDS
from gridplanner.sentences.general import GENERAL
from gridplanner.sentences.reading import READING
from gridplanner.sentences.store import STORE
from gridplanner.sentences.writing import WRITING

#: Code → (Chinese, English).
SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {**GENERAL, **STORE, **READING, **WRITING, **COMMANDS, **BALANCE, **CANVAS}
)
