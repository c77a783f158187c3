"""Command ``compare``: two projects side by side."""

from __future__ import annotations

from pathlib import Path

import click

from gridplanner.cli.common import JSON, output
from gridplanner.cli.group import example
from gridplanner.cli.output import plain
from gridplanner.compare import compare
from gridplanner.store import open_project
from gridplanner.wording import say


@click.command("compare", **example("gridplanner compare 现状.gpkg 方案.gpkg"))
@click.argument("a", type=click.Path(path_type=Path))
@click.argument("b", type=click.Path(path_type=Path))
@JSON
def compare_plans(a: Path, b: Path, as_json: bool) -> int:
    """比较两个项目。 Say which grids differ and how many households change grid."""
    out = output(as_json)
    with open_project(a, read_only=True) as before, open_project(b, read_only=True) as after:
        found = compare(before.plan, after.plan)
    out.result(plain(found))
    out.text("compare.done", grids=len(found.grids), moved=found.moved_households)
    if found.grids:
        out.table(
            "",
            [("编码", "Code"), ("变化", "Change"), ("面积(m²)", "Area (m²)"),
             ("迁入户", "Households in"), ("迁出户", "Households out")],
            [
                (g.code, say(f"compare.{g.change}", None, out.language), g.area_m2,
                 g.households_in, g.households_out)
                for g in found.grids
            ],
        )  # fmt: skip
    return 0
