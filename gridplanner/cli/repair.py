"""The command ``repair``, and what ``check --fix`` shares with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from gridplanner.cli.common import JSON, PROJECT, output
from gridplanner.cli.group import example
from gridplanner.cli.output import Output
from gridplanner.jobs import Progress
from gridplanner.repair import TOLERANCE_M, RepairGrids, RepairReport, repair
from gridplanner.rules import Fixed
from gridplanner.store import open_project

SHOWN = 12


def repair_data(report: RepairReport) -> dict[str, Any]:
    """Put a repair into the shape of ``repair --json``."""
    return {
        "tolerance_m": report.tolerance_m,
        "max_moved_m": report.max_moved_m,
        "filled_m2": report.filled_m2,
        "shared_m2": report.shared_m2,
        "clipped_m2": report.clipped_m2,
        "left": report.left,
        "persons_before": report.persons[0],
        "persons_after": report.persons[1],
        "grids": list(report.grids),
        "buildings": list(report.buildings),
    }


def fixed_data(fixed: Fixed) -> dict[str, Any]:
    """Put everything that was mended at once into the shape of ``check --fix --json``."""
    return {
        "fixed": fixed.mended,
        "repair": repair_data(fixed.report),
        "recoded": [{"before": old, "after": new} for old, new in fixed.recoded],
        "dropped": [{"code": gone, "stays": stays} for gone, stays in fixed.dropped],
    }


def show_fixed(out: Output, fixed: Fixed) -> None:
    """Print one report of everything that was mended."""
    show_repair(out, fixed.report)
    for code, _ in fixed.dropped:
        out.text("repair.dropped", grid=code)
    for before, after in fixed.recoded:
        out.text("repair.recoded", before=before, after=after)
    if fixed.report.persons[0] or fixed.report.persons[1]:
        before_after = dict(zip(("before", "after"), fixed.report.persons, strict=True))
        out.text("repair.persons", **before_after)
    if fixed.mended:
        names = ", ".join(f"{rule} {count}" for rule, count in fixed.mended.items())
        out.text("repair.fixed", count=sum(fixed.mended.values()), rules=names)


def show_repair(out: Output, report: RepairReport) -> None:
    """Print what moved how far, and every building that changed hands."""
    if not report.grids:
        out.text("repair.nothing")
    else:
        out.text(
            "repair.done", grids=len(report.grids), moved_m=report.max_moved_m,
            tolerance_m=report.tolerance_m, filled_m2=report.filled_m2,
            shared_m2=report.shared_m2, clipped_m2=report.clipped_m2,
        )  # fmt: skip
        out.table(
            "",
            [("网格", "Grid"), ("边线移动(m)", "Moved (m)"), ("面积变化(m²)", "Ground (m²)")],
            [
                (grid.code, f"{grid.moved_m:.3f}", f"{grid.area_m2:+,.2f}")
                for grid in report.grids[:SHOWN]
            ],
        )
        if len(report.grids) > SHOWN:
            out.text("check.more", count=len(report.grids) - SHOWN)
    for building in report.buildings:
        out.text(
            "repair.building", id=building.id, households=building.households,
            before=building.before or "—", after=building.after or "—",
        )  # fmt: skip
    if report.left:
        out.text("repair.left", count=report.left)


TOLERANCE = click.option(
    "--tolerance", type=float, default=TOLERANCE_M, show_default=True,
    help="边线最多移动多少米 No border moves further than this, m.",
)  # fmt: skip


@click.command("repair", **example("gridplanner repair 城关镇.gpkg --tolerance 0.5"))
@PROJECT
@TOLERANCE
@JSON
def repair_grids(project: Path, tolerance: float, as_json: bool) -> int:
    """修复网格边线。 Close gaps and overlaps of imported grids; exit code 1 where some are left."""
    out = output(as_json)
    with open_project(project) as opened:
        out.progress(Progress("job.repair"))
        after, report = repair(opened.plan, tolerance)
        if after is not opened.plan:
            opened.history.do(RepairGrids(tolerance))
    out.end_progress()
    out.result(repair_data(report))
    show_repair(out, report)
    return 1 if report.left else 0
