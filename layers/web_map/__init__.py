"""The web map: one HTML file that works from a memory stick with the network off."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gridplanner.model import Plan
from gridplanner.wording import Language
from layers.export_options import ExportOptions, Profile, Summary, WriteResult
from layers.notes import Note
from layers.privacy import SMALL_COUNT
from layers.privacy_scan import hand_over, refuse_leaks
from layers.web_map.background import background_of
from layers.web_map.page import page
from layers.web_map.parts import file_names, overview_of, part_of
from layers.web_map.payload import in_order, payload

#: Size that a meeting map should keep to.
BUDGET_BYTES = 2_000_000

__all__ = ["BUDGET_BYTES", "write", "write_html"]


def write(plan: Plan, summary: Summary, out: Path, options: ExportOptions) -> WriteResult:
    """Write the web map.

    Cards name workers and captains as the profile has them. A map over a budget that is
    asked for becomes an overview at ``out`` and a page a total grid beside it.

    Raises
    ------
    InputError, StoreError
        The file cannot be written.
    """
    options = options.checked(plan)
    data = payload(plan, summary, options)
    content, notes = _page(plan, data, options)
    over = options.budget_bytes is not None and len(content) > options.budget_bytes
    parts: list[tuple[str, bytes]] = []
    if over and len(plan.level(1)) > 1:
        data, content, parts, notes = _split(plan, summary, out, options)
        notes.append(Note("export.split", {"count": len(parts), "file": out.name}))
    if not len(plan.valid_grids):
        notes.append(Note("export.no_grids"))
    hidden = data["grids"]["hidden"]
    if hidden:
        notes.append(Note("export.suppressed", {"count": len(hidden), "limit": SMALL_COUNT}))
    wanted = options.budget_bytes or BUDGET_BYTES
    for name, made in [(out.name, content), *parts]:
        if len(made) > wanted:
            facts = {
                "file": name,
                "size_mb": round(len(made) / 1e6, 1),
                "budget_mb": round(wanted / 1e6, 1),
            }
            notes.append(Note("export.over_budget", facts))
    # All are looked through before the first is put in place.
    for name, made in parts:
        refuse_leaks(out.with_name(name), made, plan, options)
    for name, made in parts:
        hand_over(out.with_name(name), made, plan, options)
    hand_over(out, content, plan, options)
    rows = {
        "grids": len(plan.valid_grids),
        **{name: len(plan.tables[name]) for name in ("buildings", "streets", "water")},
    }
    return WriteResult(out, tuple(notes), rows)


def _page(plan: Plan, data: dict[str, Any], options: ExportOptions) -> tuple[bytes, list[Note]]:
    """Make the page, with the basemap if it fits."""
    content = page(data).encode("utf-8")
    room = (options.budget_bytes or BUDGET_BYTES) - len(content)
    background, notes = background_of(plan, data, options, room)
    if background is not None:
        content = page({**data, "basemap": background}).encode("utf-8")
    return content, notes


def _split(
    plan: Plan, summary: Summary, out: Path, options: ExportOptions
) -> tuple[dict[str, Any], bytes, list[tuple[str, bytes]], list[Note]]:
    """Make overview and parts that lead to each other; the comparison stays in the overview."""
    tops = in_order(plan)
    tops = tops[(tops["level"] == 1).to_numpy()]
    names = file_names(out.stem, list(tops["code"]), list(tops["name"]))
    data = payload(overview_of(plan), summary, options, whole=plan)
    data["parts"] = dict(zip(map(str, range(len(tops))), names, strict=True))
    content, notes = _page(plan, data, options)
    parts = []
    for uid, name, title in zip(tops["uid"], names, _titles(tops), strict=True):
        made = payload(part_of(plan, int(uid)), summary, options, whole=plan, compare=False)
        made["title"] = f"{title} · {made['title']}"
        made["overview"] = out.name
        part, said = _page(plan, made, options)
        parts.append((name, part))
        notes += said
    return data, content, parts, notes


def _titles(tops: Any) -> Sequence[str]:
    return [name or code for name, code in zip(tops["name"], tops["code"], strict=True)]


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
        As in :class:`layers.export_options.ExportOptions`.
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
