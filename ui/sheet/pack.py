"""The change pack: ledger and lists, maps and approval, and a page for the browser, as a zip."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

from gridplanner.jobs import Progress, tell
from gridplanner.model import Plan
from gridplanner.report import summary as figures_of
from gridplanner.wording import say
from layers.change_pack.lists import listings, moves_of
from layers.change_pack.page import page
from layers.change_pack.workbook import story_for, workbook
from layers.export_options import ExportOptions, Summary, WriteResult
from layers.notes import Note
from layers.privacy_scan import hand_over
from ui.sheet.application import ensure_application
from ui.sheet.change_pages import change_pages
from ui.sheet.facts import Facts
from ui.sheet.paired import Pair
from ui.sheet.printing import pdf_bytes


def write_pack(plan: Plan, summary: Summary, out: Path, options: ExportOptions) -> WriteResult:
    """Write the pack of what changed, from a story or from the plan of today.

    Raises
    ------
    UsageError
        ``ledger.no_story``.
    Cancelled
        ``on_progress`` said so; nothing is written.
    InputError, StoreError
        The file cannot be written, or holds what its profile forbids.
    """
    ensure_application()
    options = options.checked(plan)
    story = story_for(plan, options)
    before = figures_of(story.before)
    options = replace(options, story=story, against=(story.before, before))
    language = options.language
    moves = moves_of(story)
    lists = listings(story, moves, options.profile, language)

    def step(key: str, fraction: float) -> str:
        name = say(f"pack.file_{key}", language=language)
        tell(options.on_progress, Progress("job.pack", fraction, {"part": name}))
        return name

    parts: dict[str, bytes] = {}
    parts[f"{step('ledger', 0.0)}.xlsx"] = workbook(story, options, lists)
    pdf_name = f"{step('maps', 0.2)}.pdf"
    facts = Facts.of(plan, summary, options)
    pages = change_pages(Pair.of(facts), story)
    content, texts = pdf_bytes(pages, say("ledger.title", language=language), options.on_progress)
    parts[pdf_name] = content
    parts[f"{step('page', 0.9)}.html"] = page(story, moves, lists, options).encode()
    buffer = io.BytesIO()
    year, month, day = (int(part) for part in options.day.split("-"))
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            member = zipfile.ZipInfo(name, (year, month, day, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            # Else only whoever unpacks it may read what comes out.
            member.external_attr = 0o644 << 16
            archive.writestr(member, data)
    hand_over(out, buffer.getvalue(), plan, options, ["\n".join(texts)])
    notes = [*facts.notes, *(() if story.rows else (Note("ledger.empty"),))]
    rows = {"ledger": len(story.rows), "pages": len(pages)}
    rows |= {"households": len(moves.households), "doors": len(moves.doors)}
    return WriteResult(out, tuple(notes), rows)
