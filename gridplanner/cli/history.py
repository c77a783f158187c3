"""Command ``history``: what happened to one grid, or to one person."""

from __future__ import annotations

from pathlib import Path

import click

from gridplanner.biography import Event, grid_events, person_events
from gridplanner.cli.common import JSON, PROJECT, output
from gridplanner.cli.group import example
from gridplanner.errors import UsageError
from gridplanner.model import Plan
from gridplanner.store import open_project
from gridplanner.wording import Language, say


def told(event: Event, language: Language) -> str:
    """Say an event: what happened, in which edit, and until when a duty ran."""
    what = say(event.code, event.facts, language)
    if event.edit:
        return f"{what}（{say(event.edit, event.edit_facts, language)}）"
    if event.code in ("story.served", "story.duty"):
        facts = {"event": what, "until": event.until}
        return say("story.until" if event.until else "story.since", facts, language)
    return what


@click.command("history", **example("gridplanner history 城关镇.gpkg --grid 610925100001001"))
@PROJECT
@click.option("--grid", "code", metavar="CODE", help="网格编码 Code of a grid, also of an old one.")
@click.option("--person", metavar="ID", help="人员编号 Id of a person.")
@JSON
def history_of(project: Path, code: str | None, person: str | None, as_json: bool) -> int:
    """历程。 Tell what became of a grid (borders, codes, lineage, duties) or of a person."""
    out = output(as_json)
    if (code is None) == (person is None):
        raise UsageError("story.which", {})
    with open_project(project, read_only=True) as opened:
        if code is not None:
            events = grid_events(opened.history, _uid(opened.plan, code), out.progress)
        else:
            events = person_events(opened.plan, str(person))
    out.end_progress()
    rows = [(event.day or "–", told(event, out.language), event.by) for event in events]
    out.result(
        {"events": [{"day": e.day, "until": e.until, "code": e.code, "facts": dict(e.facts),
                     "by": e.by, "edit": e.edit} for e in events]}
    )  # fmt: skip
    if rows:
        out.table("", [("日期", "Day"), ("事项", "What"), ("经办", "By")], rows)
    else:
        out.text("story.none")
    return 0


def _uid(plan: Plan, code: str) -> int:
    """Find a grid by its code, in force or not."""
    grids = plan.tables["grids"]
    found = grids.loc[grids["code"] == code, "uid"]
    return int(found.iloc[-1]) if len(found) else plan.uid_of(code)
