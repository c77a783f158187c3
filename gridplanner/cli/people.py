"""Commands of people: ``staff``, ``captains``, and the ``worklist`` of rows to be looked at."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from gridplanner.captains import Captains, Prefer, assign_captains
from gridplanner.cli.common import JSON, PROJECT, duty_date, output
from gridplanner.cli.group import example
from gridplanner.cli.output import percent
from gridplanner.edits.cover import CoverVacancy, PutBack
from gridplanner.edits.duties import WORKER
from gridplanner.errors import UsageError
from gridplanner.model import Plan
from gridplanner.staffing import Staffing, staff
from gridplanner.store import open_project
from gridplanner.vacancy import drill
from gridplanner.wording import say

SHOWN = 20


def staff_data(answer: Staffing) -> dict[str, Any]:
    """Put a staffing into the shape of ``staff --json``."""
    return {
        "placed": answer.placed,
        "leaves_without": list(answer.leaves_without),
        "max_per_worker": round(answer.max_per_worker, 4),
        "min_per_worker": round(answer.min_per_worker, 4),
        "kept": answer.kept,
        "from_posts": answer.from_posts,
        "suited": answer.suited,
    }


def captains_data(answer: Captains) -> dict[str, Any]:
    """Put captains into the shape of ``captains --json``."""
    return {
        "doors": answer.doors,
        "captained": answer.doors - len(answer.vacant),
        "vacant": [
            {"entrance": door, "code": code, "households": count}
            for door, code, count in answer.vacant
        ],
        "captains_used": answer.captains_used,
        "optimal": answer.optimal,
        "present": answer.present,
        "stay": answer.stay,
        "kept_doors": answer.kept_doors,
        "held_doors": answer.held_doors,
        "prefer": answer.prefer,
        "capacity": answer.capacity,
    }


@click.command("staff", **example("gridplanner staff 城关镇.gpkg"))
@PROJECT
@JSON
def staff_grids(project: Path, as_json: bool) -> int:
    """派驻网格员。 Give every leaf its workers; present posts are kept where they fit."""
    out = output(as_json)
    with open_project(project) as opened:
        answer = staff(opened.plan, duty_date(opened.plan))
        opened.history.do(answer.edit)
    data = staff_data(answer)
    out.result(data)
    out.text("staff.done", **{**data, "leaves_without": len(answer.leaves_without)})
    if answer.suited:
        out.text("staff.suited", count=answer.suited)
    if answer.leaves_without:
        out.text("staff.leaves_without", codes="、".join(answer.leaves_without[:SHOWN]))
    return 0


@click.command("captains", **example("gridplanner captains 城关镇.gpkg --capacity 60"))
@PROJECT
@click.option(
    "--capacity", type=click.IntRange(1),
    help="每位楼门长可管户数 Households a captain may care for, where the person has no figure; "
    "by default as the project says, else 60.",
)  # fmt: skip
@click.option(
    "--prefer", type=click.Choice(["fewest", "nearest"]),
    help="人数最少，或住得最近 The fewest captains, or those who live nearest; by default as the "
    "project says, else the fewest.",
)  # fmt: skip
@JSON
def captains(project: Path, capacity: int | None, prefer: Prefer | None, as_json: bool) -> int:
    """配备楼门长。 Find a captain for each inhabited door; list the vacancies."""
    out = output(as_json)
    with open_project(project) as opened:
        date = duty_date(opened.plan)
        answer = assign_captains(opened.plan, capacity, date, out.progress, prefer)
        opened.history.do(answer.edit)
    out.end_progress()
    data = captains_data(answer)
    out.result(data)
    wish = {"prefer": f"captains_{answer.prefer}", "vacant": len(answer.vacant)}
    out.text("captains.done", **{**data, **wish})
    if answer.present:
        out.text("captains.kept", **data)
    if answer.vacant:
        shown = sorted(answer.vacant, key=lambda row: -row[2])[:SHOWN]
        out.table(
            say("captains.vacancies", {"shown": len(shown), "count": len(answer.vacant)},
                out.language),
            [("单元门", "Door"), ("网格", "Grid"), ("户", "Households")],
            shown,
        )  # fmt: skip
    return 0


@click.command("worklist", **example("gridplanner worklist 城关镇.gpkg 待办.xlsx"))
@PROJECT
@click.argument("out_file", metavar="OUT.xlsx", type=click.Path(path_type=Path))
@JSON
def worklist(project: Path, out_file: Path, as_json: bool) -> int:
    """待办清单。 Write the rows that need a look to a sheet; correct it and import it again."""
    out = output(as_json)
    from layers.write_worklist import write_worklist

    with open_project(project, read_only=True) as opened:
        written = write_worklist(opened.plan, out_file, out.language)
    out.result({"rows": written.rows, "lines": written.lines, "out": str(out_file)})
    if written.rows:
        out.text("worklist.done", out=str(out_file), rows=written.rows, lines=written.lines)
    else:
        out.text("worklist.empty")
    return 0


@click.command("vacancy", **example("gridplanner vacancy 城关镇.gpkg R12"))
@PROJECT
@click.argument("person")
@click.option(
    "--apply",
    "act",
    flag_value="apply",
    help="照此安排代管 Write it down as temporary duties.",
)
@click.option(
    "--put-back",
    "act",
    flag_value="back",
    help="放回，代管结束 End the absence: the worker is back.",
)  # fmt: skip
@click.option("--from", "begins", metavar="DATE", help="开始日期 First day, as 2026-03-01.")
@click.option("--until", metavar="DATE", help="结束日期 Last day, where it is known.")
@JSON
def vacancy(
    project: Path, person: str, act: str | None, begins: str | None, until: str | None,
    as_json: bool,
) -> int:  # fmt: skip
    """缺岗演练。 Say who takes over while a worker is away, and what they then bear.

    Nothing is changed without --apply; --put-back ends what --apply began.
    """
    out = output(as_json)
    if (begins or until) and act is None:
        raise UsageError("vacancy.days", {})
    with open_project(project, read_only=act is None) as opened:
        plan = opened.plan
        who = _worker_id(plan, person)
        date = _day(begins) if begins else duty_date(plan)
        if act == "back":
            opened.history.do(PutBack(who, date))
            out.result({"person": who, "put_back": True})
            out.text("edit.put_back", person=person)
            return 0
        found = drill(plan, who)
        if act == "apply":
            # A last day needs a first one.
            date = date or (_today() if until else "")
            opened.history.do(CoverVacancy(who, date, _day(until) if until else ""))
    names = dict(zip(plan.tables["persons"]["id"], plan.tables["persons"]["name"], strict=True))
    out.result(
        {
            "person": found.person,
            "leaves": list(found.leaves),
            "shares": [{**asdict(share), "workers": list(share.workers)} for share in found.shares],
            "uncovered": list(found.uncovered),
            "worst": round(found.worst, 4),
            "applied": act == "apply",
        }
    )
    if found.shares:
        facts = {"name": names[found.person], "codes": "、".join(found.leaves)}
        out.table(
            say("vacancy.shares", {**facts, "worst": found.worst}, out.language),
            [("空缺网格", "Left"), ("代管网格", "By"), ("网格员", "Workers"), ("分担", "Share"),
             ("现在", "Now"), ("代管时", "Then")],
            [
                (s.code, s.by, "、".join(names[w] or w for w in s.workers), percent(s.share),
                 f"{s.before:.2f}", f"{s.after:.2f}")
                for s in found.shares
            ],
        )  # fmt: skip
    if found.uncovered:
        out.text("vacancy.uncovered", codes="、".join(found.uncovered))
    return 0


def _day(text: str) -> str:
    """Check a date.

    Raises
    ------
    UsageError
        ``date.unread``: it is no ISO date.
    """
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise UsageError("date.unread", {"value": text}) from error


def _today() -> str:
    return dt.datetime.now().astimezone().date().isoformat()


def _worker_id(plan: Plan, text: str) -> str:
    """Find a person by id, or by a name that only one has."""
    persons = plan.tables["persons"]
    if (persons["id"] == text).any():
        return text
    named = persons.loc[(persons["name"] == text) & (persons["role"] == WORKER), "id"].tolist()
    if len(named) != 1:
        raise UsageError("vacancy.unknown", {"person": text})
    return str(named[0])
