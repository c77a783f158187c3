"""What a receiving system calls the fields: read from a 字段对照表, saved under its name."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from gridplanner.errors import Fault, FaultyInput, InputError, UsageError
from gridplanner.model import Plan

FieldNames = Literal["ascii", "zh"]
#: Titles of the 字段对照表, as the pack has it; the last one says which field a row is of.
TABLE_HEADS: tuple[str, ...] = (
    "文件", "图层", "字段名", "中文名", "English", "类型", "长度", "小数位", "说明", "来源列",
)  # fmt: skip
_FILE, _NAME, _COLUMN = "文件", "字段名", "来源列"
#: Key in the project's settings.
SETTING = "handoff_systems"


@dataclass(frozen=True)
class FieldMapping:
    """Field names of a receiving system.

    Attributes
    ----------
    names : mapping of str to mapping
        Layer's key → column → name in the file; ``""`` leaves the field out. A column that
        is not in it keeps its own name.
    base : {"ascii", "zh"}
        Names of the fields that are not mapped.
    """

    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    base: FieldNames = "ascii"

    def as_json(self) -> dict[str, Any]:
        """Give it as the project's settings keep it."""
        return {"names": {key: dict(own) for key, own in self.names.items()}, "base": self.base}

    @staticmethod
    def of_json(value: Mapping[str, Any]) -> FieldMapping:
        """Read it from the project's settings."""
        return FieldMapping(value.get("names", {}), value.get("base", "ascii"))


def systems_of(plan: Plan) -> dict[str, FieldMapping]:
    """List the receiving systems that the project knows, by name."""
    saved = plan.settings.get(SETTING) or {}
    return {name: FieldMapping.of_json(value) for name, value in saved.items()}


def system_of(plan: Plan, name: str) -> FieldMapping:
    """Give a saved receiving system.

    Raises
    ------
    UsageError
        ``export.system_unknown``.
    """
    known = systems_of(plan)
    if name not in known:
        raise UsageError("export.system_unknown", {"value": name, "known": "、".join(known) or "—"})
    return known[name]


def with_system(plan: Plan, name: str, mapping: FieldMapping) -> dict[str, Any]:
    """Give the settings that save a receiving system under its name."""
    saved = dict(plan.settings.get(SETTING) or {})
    return {SETTING: {**saved, name: mapping.as_json()}}


def read_mapping(path: Path) -> FieldMapping:
    """Read a 字段对照表 (CSV) in which the names were changed.

    A row whose 字段名 was emptied leaves the field out.

    Raises
    ------
    InputError
        ``file.unreadable``, ``mapping.no_columns``.
    FaultyInput
        ``mapping.name_twice``, with file, row, column and value of each fault.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError("file.unreadable", {"file": str(path), "reason": reason}) from error
    # Excel on Chinese Windows saves CSV as GBK.
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("gb18030", "replace")
    rows = list(csv.reader(io.StringIO(text)))
    heads = [head.strip() for head in rows[0]] if rows else []
    if not {_FILE, _NAME, _COLUMN} <= set(heads):
        raise InputError(
            "mapping.no_columns", {"file": path.name, "wanted": f"{_FILE}、{_NAME}、{_COLUMN}"}
        )
    at = {head: heads.index(head) for head in (_FILE, _NAME, _COLUMN)}
    names: dict[str, dict[str, str]] = {}
    faults: list[Fault] = []
    for number, row in enumerate(rows[1:], start=2):
        # An apostrophe was put before what a spreadsheet would compute.
        cells = [cell.strip().removeprefix("'") for cell in row] + [""] * len(heads)
        key, column, name = (cells[at[head]] for head in (_FILE, _COLUMN, _NAME))
        if not key or not column:
            continue
        own = names.setdefault(key, {})
        if name and name.lower() in (other.lower() for other in own.values()):
            faults.append(Fault("mapping.name_twice", path.name, number, _NAME, name))
        own[column] = name
    if faults:
        raise FaultyInput(faults)
    return FieldMapping(names)
