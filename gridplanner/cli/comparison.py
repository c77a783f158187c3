"""Commands ``compare`` and ``scenario``: plans side by side, and several in one project."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import click

from gridplanner.cli.common import JSON, PROJECT, output, today
from gridplanner.cli.group import example
from gridplanner.cli.output import Output, percent, plain
from gridplanner.compare import changed_units, compare, compare_loads
from gridplanner.edits import AcceptScenario, CopyScenario, DropScenario, Edit, SwitchScenario
from gridplanner.errors import UsageError
from gridplanner.model import Plan
from gridplanner.scenarios import IN_FORCE, scenario_plan, scenarios_of
from gridplanner.store import open_project
from gridplanner.wording import say

NAME = "方案名，现行方案留空 A scenario's name; empty for the plan in force."


@click.command(
    "compare",
    **example("gridplanner compare 现状.gpkg 方案.gpkg"),
)
@click.argument("a", type=click.Path(path_type=Path))
@click.argument("b", required=False, type=click.Path(path_type=Path))
@click.option("--from", "of_a", default=None, help=f"前者的{NAME}")
@click.option("--to", "of_b", default=None, help=f"后者的{NAME}")
@JSON
def compare_plans(
    a: Path, b: Path | None, of_a: str | None, of_b: str | None, as_json: bool
) -> int:
    """比较两个项目或方案。 Say which grids differ and how many households change grid."""
    out = output(as_json)
    if b is None and of_a is None and of_b is None:
        raise UsageError("compare.one", hint="compare.one.hint")
    with open_project(a, read_only=True) as first:
        before = _of(first.plan, of_a if b is not None else of_a or IN_FORCE)
        if b is None:
            return _tell(out, before, _of(first.plan, of_b or IN_FORCE))
        with open_project(b, read_only=True) as second:
            return _tell(out, before, _of(second.plan, of_b))


def _of(plan: Plan, name: str | None) -> Plan:
    """Plan of a scenario; without a name, what lies on the table."""
    return plan if name is None else scenario_plan(plan, name)


def _tell(out: Output, before: Plan, after: Plan) -> int:
    found = compare(before, after)
    loads = {change.code: change for change in compare_loads(before, after)}
    units = changed_units(before, after)
    out.result({**plain(found), "loads": plain(list(loads.values())), "units": list(units)})
    out.text("compare.done", grids=len(found.grids), moved=found.moved_households)
    if found.grids:
        out.table(
            "",
            [("编码", "Code"), ("变化", "Change"), ("面积(m²)", "Area (m²)"),
             ("迁入户", "Households in"), ("迁出户", "Households out"),
             ("原偏差", "Deviation before"), ("现偏差", "Deviation after")],
            [
                (g.code, say(f"compare.{g.change}", None, out.language), g.area_m2,
                 g.households_in, g.households_out,
                 *([percent(loads[g.code].deviation_before, signed=True),
                    percent(loads[g.code].deviation_after, signed=True)]
                   if g.code in loads else ("", "")))
                for g in found.grids
            ],
        )  # fmt: skip
    return 0


@click.command(
    "scenario",
    **example("gridplanner scenario 县城.gpkg copy 方案一"),
)
@PROJECT
@click.argument(
    "action",
    type=click.Choice(["list", "copy", "switch", "accept", "drop"]),
    default="list",
)
@click.argument("name", default="")
@click.option("--note", default="", help="备注 A note.")
@click.option("--keep-as", default="", help="原方案另存为 Keep the old plan by this name.")
@JSON
def scenarios(project: Path, action: str, name: str, note: str, keep_as: str, as_json: bool) -> int:
    """一个项目里的几套方案。 List, copy, change over to, accept or drop scenarios."""
    out = output(as_json)
    edits: dict[str, Edit] = {
        "copy": CopyScenario(name, note, today(), activate=False),
        "switch": SwitchScenario(name),
        "accept": AcceptScenario(name, keep_as, today()),
        "drop": DropScenario(name),
    }
    with open_project(project, read_only=action == "list") as opened:
        if action != "list":
            edit = edits[action]
            opened.history.do(edit)
            out.text(edit.label, **edit.facts)
        found = scenarios_of(opened.plan)
    out.result({"scenarios": [dataclasses.asdict(scenario) for scenario in found]})
    out.table(
        "",
        [("方案", "Scenario"), ("当前", "Active"), ("日期", "Date"), ("备注", "Note")],
        [
            (
                scenario.name or say("scenario.plan_in_force", None, out.language),
                "●" if scenario.active else "",
                scenario.date,
                scenario.note,
            )
            for scenario in found
        ],
    )
    return 0
