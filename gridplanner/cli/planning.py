"""Command ``plan``: solve, and put the grids into the project."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import click

from gridplanner.cli.common import JSON, PROJECT, output, solver_options, today
from gridplanner.cli.group import example
from gridplanner.cli.output import Output, percent, plain
from gridplanner.jobs import OnProgress
from gridplanner.loads import parse_weights
from gridplanner.model import Plan
from gridplanner.planning import Planned, PlanOptions, plan_grids
from gridplanner.store import Project, open_project
from gridplanner.wording import say


def planned(
    project: Project, options: PlanOptions, on_progress: OnProgress
) -> tuple[Planned, float]:
    """Solve and keep the answer in the project; also the seconds it took."""
    began = time.monotonic()
    grids = project.plan.valid_grids
    date = today() if (grids["valid_from"] != "").any() else ""
    answer = plan_grids(project.plan, options, on_progress, date)
    for edit in (*answer.preparation, answer.proposal):
        project.history.do(edit)
    return answer, time.monotonic() - began


def plan_data(answer: Planned, options: PlanOptions, seconds: float) -> dict[str, Any]:
    """Put a solve's figures into the shape of ``plan --json``."""
    solution = answer.solution
    figures = solution.figures
    return {
        "levels": figures["levels"],
        "per_worker": figures["per_worker"],
        "factors": figures["factors"],
        "on_street": figures.get("on_street"),
        "moved_households": figures.get("moved_households", 0),
        "bound": solution.bound,
        "reasons": [{"code": r.code, "facts": plain(r.facts)} for r in solution.reasons],
        "ended_by": solution.ended_by,
        "work": solution.work,
        "seconds": round(seconds, 2),
        "seed": options.seed,
        "notes": answer.notes,
    }


def show_plan(out: Output, plan: Plan, data: dict[str, Any]) -> None:
    """Print the levels' figures and what keeps them from being better."""
    names = {level.level: level.name if out.language == "zh" else level.name_en
             for level in plan.scheme.levels}  # fmt: skip
    rows = [
        (
            names[x["level"]], x["count"], percent(x["max_deviation"]),
            percent(x["mean_deviation"]), say("word.yes" if x["connected"] else "word.no", None,
            out.language), f"{x['polsby_popper']:.2f}",
        )
        for x in data["levels"]
    ]  # fmt: skip
    out.table(
        "",
        [("层级", "Level"), ("数量", "Count"), ("最大偏差", "Max deviation"),
         ("平均偏差", "Mean deviation"), ("连通", "Connected"), ("紧凑度", "Polsby–Popper")],
        rows,
    )  # fmt: skip
    per = data["per_worker"]
    out.text(
        "plan.done", max=percent(per["max_deviation"]), mean=percent(per["mean_deviation"]),
        bound=percent(data["bound"]), seconds=f"{data['seconds']:.1f}", seed=data["seed"],
    )  # fmt: skip
    if "persons_estimated" in data["notes"]:
        out.text("estimate.done", **data["notes"]["persons_estimated"])
    if data["notes"].get("crossings_assumed"):
        out.text("plan.crossings_assumed", count=data["notes"]["crossings_assumed"])
    if "workers" in data["notes"]:
        out.text("plan.too_few_workers", **data["notes"])
    for reason in data["reasons"]:
        out.text(reason["code"], **reason["facts"])


@click.command("plan", **example("gridplanner plan 城关镇.gpkg --by staff --work 20000000"))
@PROJECT
@click.option(
    "--by", type=click.Choice(["staff", "leaves"]), default="staff", show_default=True,
    help="按人员或按网格均衡 Balance workers or grids.",
)  # fmt: skip
@click.option("--keep-levels", type=int, help="保留的既定上层数 Given top levels to keep.")
@solver_options
@JSON
def plan(
    project: Path,
    by: str,
    weights: str | None,
    keep_levels: int | None,
    shape: float,
    seconds: float | None,
    work: int | None,
    seed: int,
    threads: int | None,
    as_json: bool,
) -> int:
    """规划网格。 Plan the grids of all levels and keep them in the project."""
    out = output(as_json)
    options = PlanOptions(
        by="leaves" if by == "leaves" else "staff",
        weights=parse_weights(weights) if weights else None,
        keep_levels=keep_levels,
        shape=shape,
        work=work,
        seconds=seconds,
        seed=seed,
        threads=threads or os.cpu_count() or 1,
    )
    with open_project(project) as opened:
        answer, took = planned(opened, options, out.progress)
        scheme = opened.plan
    out.end_progress()
    data = plan_data(answer, options, took)
    out.result(data)
    show_plan(out, scheme, data)
    return 0
