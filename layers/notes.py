"""Notes: what a reader understood, assumed or left out, said beside the result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Note:
    """One remark: a key of :mod:`gridplanner.wording` and its facts."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
