"""``import PROJECT handoff FILE``: what came back, shown and taken one by one."""

from __future__ import annotations

from pathlib import Path

import click

from gridplanner.cli.common import duty_date
from gridplanner.cli.output import Output, plain
from gridplanner.errors import UsageError
from gridplanner.handoff import Found, differences, sentence_of, take
from gridplanner.store import open_project
from gridplanner.wording import say


def import_handoff(
    out: Output,
    project: Path,
    file: Path,
    *,
    takes: str | None,
    dry_run: bool,
    encoding: str | None,
    crs: str | None,
) -> int:
    """Show how a file that came back differs; take what is asked for.

    Parameters
    ----------
    takes : str or None
        Numbers with commas, or ``all`` that can be taken; ``None`` takes nothing.
    """
    from layers.read_handoff import read_handoff

    with open_project(project, read_only=dry_run or takes is None) as opened:
        came, notes = read_handoff(file, opened.plan, encoding=encoding, crs=crs)
        found = differences(opened.plan, came)
        chosen = _numbers(takes, found)
        edits = take(opened.plan, found, chosen, date=duty_date(opened.plan), file=file.name)
        if not dry_run:
            for edit in edits:
                opened.history.do(edit)
    taken = [edit.one.number for edit in edits]
    said = [say(note.code, note.facts, out.language) for note in notes]
    out.result(
        {
            "kind": "handoff",
            "matched": found.matched,
            "differences": plain(list(found.differences)),
            "taken": taken,
            "dry_run": dry_run,
            "notes": said,
        }
    )
    out.text("handoff.found", file=file.name, matched=found.matched, count=len(found.differences))
    for line in said:
        if not out.as_json:
            click.echo(f"  · {line}")
    if found.differences:
        out.table(
            "",
            [("号", "No."), ("编码", "Code"), ("差异", "Difference")],
            [
                (
                    one.number if one.takeable else f"({one.number})",
                    one.code,
                    say(*sentence_of(one), out.language),
                )
                for one in found.differences
            ],
        )
    if taken:
        out.text("handoff.would" if dry_run else "handoff.taken", count=len(taken))
    elif found.differences:
        out.text("handoff.how")
    return 0


def _numbers(takes: str | None, found: Found) -> list[int]:
    if takes is None:
        return []
    if takes.strip().lower() in {"all", "全部"}:
        return [one.number for one in found.differences if one.takeable]
    try:
        return [int(part) for part in takes.replace("，", ",").split(",") if part.strip()]
    except ValueError:
        raise UsageError("handoff.numbers", {"value": takes}) from None
