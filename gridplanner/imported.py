"""Which files the data of a plan came from, and when: read off the journal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gridplanner.history import Entry


@dataclass(frozen=True)
class ImportedFile:
    """One import that stands.

    Attributes
    ----------
    day : str
        ISO date, UTC.
    file : str
        Name of the file, without its folder.
    rows : str
        Tables and their rows as the journal says them, such as ``households 10920``.
    """

    day: str
    file: str
    rows: str


def imported_files(entries: Iterable[Entry]) -> tuple[ImportedFile, ...]:
    """List the imports that were not undone, the earliest first.

    Examples
    --------
    >>> entry = Entry(1, "2026-11-24T08:00:00", "", "edit", "edit.import",
    ...               {"file": "a.xlsx", "rows": "households 3"})
    >>> imported_files([entry])
    (ImportedFile(day='2026-11-24', file='a.xlsx', rows='households 3'),)
    """
    return tuple(
        ImportedFile(entry.time[:10], str(entry.facts["file"]), str(entry.facts["rows"]))
        for entry in entries
        if entry.kind == "edit"
        and entry.label == "edit.import"
        and not entry.undone
        and entry.facts.get("file")
    )
