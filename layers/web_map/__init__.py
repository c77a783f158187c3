"""The web map: one HTML file that works from a memory stick with the network off."""

from __future__ import annotations

from pathlib import Path

from gridplanner.model import Plan
from gridplanner.wording import Language
from layers.notes import Note
from layers.privacy import SMALL_COUNT
from layers.privacy_scan import hand_over
from layers.web_map.page import page
from layers.web_map.payload import payload
from layers.writers import ExportOptions, Profile, Summary, WriteResult

#: Size that a meeting map should keep to.
BUDGET_BYTES = 2_000_000

__all__ = ["BUDGET_BYTES", "write", "write_html"]


def write(plan: Plan, summary: Summary, out: Path, options: ExportOptions) -> WriteResult:
    """Write the web map.

    Persons are never in it, whatever the profile: cards and tables show counts.

    Raises
    ------
    InputError, StoreError
        The file cannot be written.
    """
    options = options.checked(plan)
    data = payload(plan, summary, options)
    content = page(data).encode("utf-8")
    hand_over(out, content, plan, options)
    notes = []
    if not len(plan.valid_grids):
        notes.append(Note("export.no_grids"))
    hidden = data["grids"]["hidden"]
    if hidden:
        notes.append(Note("export.suppressed", {"count": len(hidden), "limit": SMALL_COUNT}))
    if len(content) > BUDGET_BYTES:
        notes.append(
            Note(
                "export.over_budget",
                {"size_mb": round(len(content) / 1e6, 1), "budget_mb": BUDGET_BYTES / 1e6},
            )
        )
    rows = {
        "grids": len(plan.valid_grids),
        **{name: len(plan.tables[name]) for name in ("buildings", "streets", "water")},
    }
    return WriteResult(out, tuple(notes), rows)


def write_html(
    plan: Plan,
    summary: Summary,
    out: Path,
    *,
    profile: Profile = "meeting",
    language: Language = "zh",
    title: str | None = None,
    date: str | None = None,
    mark: str | None = None,
    level: int | None = None,
) -> WriteResult:
    """Write the web map, options by name.

    Parameters
    ----------
    plan, summary
        What to show, and its numbers.
    out : Path
        File to make or replace.
    profile : {"public", "meeting", "internal"}
    language : {"zh", "en"}
    title, date, mark : str, optional
        As in :class:`layers.writers.ExportOptions`.
    level : int, optional
        The level shown first (1 is the top).

    Raises
    ------
    UsageError
        An option is unknown.
    InputError, StoreError
        The file cannot be written.
    """
    return write(
        plan,
        summary,
        Path(out),
        ExportOptions(
            profile=profile, language=language, title=title, date=date, mark=mark, level=level
        ),
    )
