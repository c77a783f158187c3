"""What edits have in common that mend one grid and need nothing but its code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class OneGrid:
    """The code of a grid in force."""

    code: str

    @property
    def facts(self) -> Mapping[str, Any]:
        """Code."""
        return {"code": self.code}
