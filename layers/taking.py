"""From what an import prepared to the edit that takes it in; and how files were read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from gridplanner.edits.rows import ChangeSettings, ImportRows
from gridplanner.errors import UsageError
from gridplanner.model import Plan
from layers.importing import Prepared

#: Setting that holds how files were read, by the name a planner gave.
MAPPINGS = "mappings"


def import_edit(prepared: Prepared, *, replace: bool = False) -> ImportRows:
    """Make the edit that takes what was read into a plan, nobody left out.

    Rows without a place come too, the work list is kept, and what a corrected work list
    answers is struck off it.
    """
    return ImportRows(
        dict(prepared.every_row),
        prepared.file,
        replace,
        prepared.listed,
        prepared.answered,
        prepared.same,
    )


@dataclass(frozen=True)
class Remembered:
    """How a kind of file is read: our columns → theirs, and what the file does not say."""

    kind: str
    columns: Mapping[str, str] = field(default_factory=dict)
    datum: str | None = None
    encoding: str | None = None
    crs: str | None = None

    @classmethod
    def of(cls, prepared: Prepared, encoding: str | None, crs: str | None) -> Remembered:
        """Remember how a file was read."""
        columns = {ours: match.theirs for ours, match in prepared.mapping.items()}
        return cls(prepared.kind, columns, prepared.datum, encoding, crs)


def mappings(plan: Plan, kind: str | None = None) -> dict[str, Remembered]:
    """Give what is remembered by name; of one kind, or of all."""
    found: Mapping[str, Any] = plan.settings.get(MAPPINGS) or {}
    every = {name: Remembered(**about) for name, about in found.items()}
    return {name: told for name, told in every.items() if kind in (None, told.kind)}


def remembered(plan: Plan, kind: str, name: str) -> Remembered:
    """Find what is remembered by a name.

    Raises
    ------
    UsageError
        ``import.mapping_unknown``.
    """
    known = mappings(plan, kind)
    if name not in known:
        raise UsageError("import.mapping_unknown", {"name": name, "known": "、".join(known) or "–"})
    return known[name]


def remember_edit(plan: Plan, name: str, told: Remembered) -> ChangeSettings:
    """Make the edit that remembers how a file was read."""
    every = {**(plan.settings.get(MAPPINGS) or {}), name: asdict(told)}
    return ChangeSettings({MAPPINGS: every})


def fitting(plan: Plan, kind: str, titles: set[str]) -> str | None:
    """Name what is remembered for a file with these columns; ``None`` where nothing is."""
    for name, told in mappings(plan, kind).items():
        if told.columns and set(told.columns.values()) <= titles:
            return name
    return None
