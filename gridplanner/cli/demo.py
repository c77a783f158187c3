"""Command ``demo``: the whole job on a sample, from its files to the exports."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any

import click

from gridplanner.captains import assign_captains
from gridplanner.cli.common import JSON, output
from gridplanner.cli.group import example
from gridplanner.cli.looks import (
    check_data,
    levels_of,
    loads_data,
    show_findings,
    show_levels,
    show_loads,
)
from gridplanner.cli.output import Output
from gridplanner.cli.people import captains_data, staff_data
from gridplanner.cli.planning import plan_data, planned, show_plan
from gridplanner.errors import UsageError
from gridplanner.locate import locate
from gridplanner.model import Plan
from gridplanner.planning import PlanOptions
from gridplanner.report import summary
from gridplanner.rules import check
from gridplanner.samples import make_sample, sample_names
from gridplanner.staffing import staff
from gridplanner.wording import say

DEFAULT_FOLDER = Path("gridplanner-demo")
#: What the demo writes: format, file name behind the sample's, options.
EXPORTS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("html", "-map.html", {}),
    ("shp", "-shp-utf8.zip", {}),
    ("shp", "-shp-gbk.zip", {"encoding": "gbk"}),
    ("gpkg", "-export.gpkg", {}),
    ("geojson", "-grids.geojson", {}),
    ("xlsx", "-registers.xlsx", {}),
)


@click.command("demo", **example("gridplanner demo --out 示例 --sample langao --headless"))
@click.option(
    "--out", "folder", type=click.Path(path_type=Path), default=DEFAULT_FOLDER,
    show_default=True, help="输出文件夹 Folder for the project and what is made from it.",
)  # fmt: skip
@click.option("--sample", type=click.Choice(sample_names()), default="langao", show_default=True)
@click.option("--headless", is_flag=True, help="不打开窗口 Do not open the window afterwards.")
@click.option("--seed", type=int, default=0, show_default=True, help="随机种子 Seed of chance.")
@JSON
def demo(folder: Path, sample: str, headless: bool, seed: int, as_json: bool) -> int:
    """示例全流程。 Do the whole job on a sample: import, plan, staff, check, export."""
    out = output(as_json)
    began = time.monotonic()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            "folder.unwritable", {"folder": folder, "reason": error.strerror}
        ) from error
    path = folder / f"{sample}.gpkg"
    from layers.importing import prepare

    options = PlanOptions(seed=seed, threads=os.cpu_count() or 1)
    with make_sample(sample, path, prepare, out.progress, overwrite=True) as project:
        answer, seconds = planned(project, options, out.progress)
        staffing = staff(project.plan)
        project.history.do(staffing.edit)
        doors = assign_captains(project.plan, on_progress=out.progress)
        project.history.do(doors.edit)
        plan = project.plan
    findings = check(plan)
    outputs = exported(plan, folder, sample, out)
    out.end_progress()
    data = {
        "project": path,
        "outputs": outputs,
        "levels": levels_of(plan),
        "plan": plan_data(answer, options, seconds),
        "locate": locate(plan).counts(plan),
        "staff": staff_data(staffing),
        "captains": captains_data(doors),
        "check": check_data(findings),
        "loads": loads_data(plan),
        "totals": dict(summary(plan).totals),
        "seconds": round(time.monotonic() - began, 1),
    }
    out.result(data)
    show_demo(out, plan, data, findings)
    if not headless and has_display():
        from gridplanner.cli.files import open_window

        return int(click.get_current_context().invoke(open_window, project=path))
    return 0


def exported(plan: Plan, folder: Path, sample: str, out: Output) -> list[Path]:
    """Write all exports of the demo."""
    from gridplanner.jobs import Progress
    from layers.export_options import ExportOptions
    from layers.writers import write

    figures = summary(plan)
    paths = []
    for number, (name, ending, extra) in enumerate(EXPORTS):
        out.progress(Progress("job.export", number / len(EXPORTS)))
        options = ExportOptions(language=out.language, **extra)
        paths.append(write(name, plan, figures, folder / f"{sample}{ending}", options).path)
    return paths


def show_demo(out: Output, plan: Plan, data: dict[str, Any], findings: list[Any]) -> None:
    """Print tables of levels, loads, workers and findings, and where everything is."""
    if out.as_json:
        return
    title = plan.settings["title" if out.language == "zh" else "title_en"]
    click.echo(title)
    if plan.settings.get("sample_synthetic"):
        click.echo(plan.settings[f"note_{out.language}"])
    show_levels(out, data["levels"])
    show_plan(out, plan, data["plan"])
    out.text("locate.done", **data["locate"])
    staffing = data["staff"]
    out.text("staff.done", **{**staffing, "leaves_without": len(staffing["leaves_without"])})
    doors = data["captains"]
    out.text("captains.done", **{**doors, "vacant": len(doors["vacant"])})
    show_loads(out, plan)
    show_findings(out, findings)
    out.table(
        say("demo.outputs", {"seconds": data["seconds"]}, out.language),
        [("文件", "File"), ("KB", "KB")],
        [(str(p), max(1, p.stat().st_size // 1024)) for p in (data["project"], *data["outputs"])],
    )


def has_display() -> bool:
    """Tell whether a window can be shown here."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
