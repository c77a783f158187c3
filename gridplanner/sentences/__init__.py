"""The sentences by code, each in Chinese and in English, a family a file."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from gridplanner.sentences.general import GENERAL

#: Code → (Chinese, English).
SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType({**GENERAL})
