"""Commands that look and change nothing: ``info``, ``check``, ``locate``, ``loads``."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import click

from gridplanner.cli.common import JSON, PROJECT, duty_date, output
from gridplanner.cli.group import example
from gridplanner.cli.output import Output, percent
from gridplanner.cli.repair import TOLERANCE, fixed_data, show_fixed
from gridplanner.edits.counting import ChangeCounting
from gridplanner.households import Rule, households_counted, rule_of
from gridplanner.loads import loads
from gridplanner.locate import locate, straddling
from gridplanner.model import Plan
from gridplanner.report import summary
from gridplanner.rules import Finding, check, fix_all
from gridplanner.rules.actions import action_of
from gridplanner.rules.profile import PROFILES, profile_from
from gridplanner.rules.profile_edits import SetProfile
from gridplanner.rules.suggesting import profile_of
from gridplanner.store import Project, open_project
from gridplanner.tables import TABLES
from gridplanner.wording import say

SHOWN = 12


def levels_of(plan: Plan) -> list[dict[str, Any]]:
    """Count the grids of each level against the scheme."""
    return [
        {
            "level": level.level,
            "name": level.name,
            "count": len(plan.level(level.level)),
            "expected": level.count,
        }
        for level in plan.scheme.levels
    ]


def info_of(project: Project) -> dict[str, Any]:
    """Say what is in a project."""
    plan = project.plan
    return {
        "tables": {name: len(frame) for name, frame in plan.tables.items()},
        "levels": levels_of(plan),
        "crs": plan.crs,
        "format": project.format,
        "samples_are_synthetic": bool(plan.settings.get("sample_synthetic", False)),
        "title": plan.settings.get("title", ""),
        "persons_estimated": plan.settings.get("persons_estimated"),
    }


@click.command("info", **example("gridplanner info 城关镇.gpkg"))
@PROJECT
@JSON
def info(project: Path, as_json: bool) -> int:
    """项目概况。 Say what is in a project."""
    out = output(as_json)
    with open_project(project, read_only=True) as opened:
        data = info_of(opened)
        notes = opened.notes
    out.result(data)
    zh = out.language == "zh"
    out.text("info.head", project=project, **data)
    if data["samples_are_synthetic"]:
        out.text("info.synthetic")
    if data["persons_estimated"]:
        out.text("estimate.done", **data["persons_estimated"])
    for note in notes:
        out.text(note.code, **note.facts)
    show_levels(out, data["levels"])
    rows = [(TABLES[t].zh if zh else TABLES[t].en, t, n) for t, n in data["tables"].items() if n]
    out.table("", [("内容", "Content"), ("表", "Table"), ("行数", "Rows")], rows)
    return 0


def show_levels(out: Output, levels: list[dict[str, Any]]) -> None:
    """Print the levels against the scheme."""
    out.table(
        "",
        [("层级", "Level"), ("名称", "Name"), ("数量", "Count"), ("应有", "Expected")],
        [(x["level"], x["name"], x["count"], x["expected"]) for x in levels],
    )


def check_data(findings: list[Finding]) -> dict[str, Any]:
    """Put findings into the shape of ``check --json``."""
    return {
        "findings": [
            {
                "rule": f.rule,
                "severity": f.severity,
                "codes": list(f.codes),
                "x": None if f.where is None else round(f.where[0], 3),
                "y": None if f.where is None else round(f.where[1], 3),
                "facts": dict(f.facts),
                "waived": f.waived,
                "fixable": bool(f.fixes),
                "action": action_of(f),
            }
            for f in findings
        ],
        "counts": {
            severity: sum(f.severity == severity and not f.waived for f in findings)
            for severity in ("error", "warning", "info")
        }
        | {"waived": sum(f.waived for f in findings)},
    }


def show_findings(out: Output, findings: list[Finding], shown: int = SHOWN) -> None:
    """Print totals by rule, then the first findings as sentences."""
    live = [f for f in findings if not f.waived]
    if not live:
        out.text("check.clean")
        return
    totals = Counter((f.rule, f.severity) for f in live)
    rows = [
        (rule, say(f"severity.{severity}", None, out.language), n)
        for (rule, severity), n in totals.items()
    ]
    out.table("", [("规则", "Rule"), ("程度", "Severity"), ("处", "Findings")], rows)
    worst = sorted(live, key=lambda f: ("error", "warning", "info").index(f.severity))
    for finding in worst[:shown]:
        if not out.as_json:
            click.echo(f"  · {say(finding.sentence, finding.words, out.language)}")
    if len(worst) > shown:
        out.text("check.more", count=len(worst) - shown)


@click.command("check", **example("gridplanner check 城关镇.gpkg --rule coverage --final"))
@PROJECT
@click.option("--rule", "rules", multiple=True, help="只查这些规则 Only these rules.")
@click.option("--final", is_flag=True, help="按报批要求检查 Check as for approval.")
@click.option("--profile", help=f"改用规模标准 Use a profile from now on: {', '.join(PROFILES)}.")
@click.option("--fix", is_flag=True, help="修复边线、编码、上级 Mend borders, codes, parents.")
@TOLERANCE
@JSON
def check_plan(
    project: Path,
    rules: tuple[str, ...],
    final: bool,
    profile: str | None,
    fix: bool,
    tolerance: float,
    as_json: bool,
) -> int:
    """检查。 Find every fault; exit code 1 where one is an error."""
    out = output(as_json)
    mended: dict[str, Any] = {}
    with open_project(project, read_only=not (fix or profile)) as opened:
        if profile is not None:
            opened.history.do(SetProfile(profile_from(profile)))
        if fix:
            fixed = fix_all(
                opened.plan, tolerance_m=tolerance, final=final, date=duty_date(opened.plan)
            )
            if fixed.edit is not None:
                opened.history.do(fixed.edit)
            mended = fixed_data(fixed)
            show_fixed(out, fixed)
        findings = check(opened.plan, rules=rules or None, final=final)
        chosen = profile_of(opened.plan)
    data = check_data(findings)
    out.result({**data, "profile": chosen.name, **mended})
    out.text("check.profile", name=chosen.zh if out.language == "zh" else chosen.en)
    show_findings(out, findings)
    return 1 if data["counts"]["error"] else 0


@click.command("locate", **example("gridplanner locate 城关镇.gpkg --count-by occupied"))
@PROJECT
@click.option(
    "--count-by", type=click.Choice(["all", "occupied", "registered"]),
    help="哪些户计入工作量：全部、有人住、户籍户 Which households the load counts from now on.",
)  # fmt: skip
@JSON
def locate_households(project: Path, count_by: Rule | None, as_json: bool) -> int:
    """落格。 Count households by the leaf grid they belong to, and those in none."""
    out = output(as_json)
    with open_project(project, read_only=count_by is None) as opened:
        if count_by is not None:
            opened.history.do(ChangeCounting(count_by))
        plan = opened.plan
    cut = straddling(plan)
    data = {
        **locate(plan).counts(plan),
        "occupied": int(households_counted(plan, "occupied").sum()),
        "registered": int(households_counted(plan, "registered").sum()),
        "count_by": rule_of(plan),
        "straddling": cut.buildings,
        "ties": cut.ties,
    }
    out.result(data)
    out.text("locate.done", **data)
    out.text("locate.households", **{**data, "count_by": f"count_{data['count_by']}"})
    if cut.buildings:
        out.text("locate.straddling", **data)
    return 0


def loads_data(plan: Plan) -> dict[str, Any]:
    """Put the leaves' loads into the shape of ``loads --json``."""
    figures = loads(plan)
    table = summary(plan).grids.loc[figures.uids]
    return {
        "grids": [
            {
                "code": code,
                "level": plan.scheme.depth,
                "load": round(float(load), 4),
                "target": round(float(target), 4),
                "deviation": round(float(deviation), 4),
                "factors": {
                    name: round(float(value), 1)
                    for name, value in zip(figures.blend.names, row, strict=True)
                },
            }
            for code, load, target, deviation, row in zip(
                table["code"], figures.blend.loads, figures.target, figures.deviation,
                figures.blend.values, strict=True,
            )
        ]
    }  # fmt: skip


def show_loads(out: Output, plan: Plan, shown: int = SHOWN) -> None:
    """Print the leaves that bear most and least."""
    table = summary(plan).grids
    leaves = table[table["level"] == plan.scheme.depth]
    worst = leaves.reindex(leaves["deviation"].abs().sort_values(ascending=False).index)
    rows = [
        (
            row["code"],
            row["name"],
            int(row["households"]),
            int(row["persons"]),
            int(row["posts"]),
            f"{row['load']:.2f}",
            f"{row['target']:.2f}",
            percent(row["deviation"], signed=True),
        )
        for row in worst.head(shown).to_dict("records")
    ]
    out.table(
        say("loads.title", {"shown": len(rows), "count": len(leaves)}, out.language),
        [("编码", "Code"), ("名称", "Name"), ("户", "Households"), ("人", "Persons"),
         ("岗位", "Posts"), ("工作量(人份)", "Load"), ("应有", "Target"), ("偏差", "Deviation")],
        rows,
    )  # fmt: skip


@click.command("loads", **example("gridplanner loads 城关镇.gpkg --json"))
@PROJECT
@JSON
def loads_of_grids(project: Path, as_json: bool) -> int:
    """工作量。 Show each leaf's load against its target, the worst first."""
    out = output(as_json)
    with open_project(project, read_only=True) as opened:
        out.result(loads_data(opened.plan))
        show_loads(out, opened.plan, shown=30)
    return 0
