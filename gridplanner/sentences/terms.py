"""Names of tables and duties that stand inside facts, as each language says them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from gridplanner.schemas import TABLES

_DUTIES = {
    "网格员": ("网格员", "worker"),
    "网格长": ("网格长", "head of grid"),
    "楼门长": ("楼门长", "captain"),
}
#: Word in a fact → (Chinese, English).
TERMS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {name: (table.zh, table.en.lower()) for name, table in TABLES.items()} | _DUTIES
)
