"""How the steps of the main job grow with the town: langao at 1×, 8×, 64×.

    python -m bench.path --scale 1 --scale 8

Prints seconds for each step and how they grew against the smallest town; growth in
proportion is the number of households' own growth. Seconds are of one run on one
machine: only the ratios mean something elsewhere.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.table import Table

from gridplanner.captains import assign_captains
from gridplanner.edits.rows import AdoptUnits, ImportRows
from gridplanner.loads import loads
from gridplanner.locate import locate
from gridplanner.model import Plan
from gridplanner.neighbours import neighbours
from gridplanner.planning import PlanOptions, plan_grids
from gridplanner.report import summary
from gridplanner.rules import check
from gridplanner.samples import sample_of
from gridplanner.scheme import Scheme
from gridplanner.staffing import staff
from gridplanner.units import derive_units
from layers.importing import prepare
from layers.writers import write
from sample_maps.make import make

T = TypeVar("T")
#: Proposals of the solve for each unit: the solve's cost is asked for, not found.
WORK_A_UNIT = 500


class Clock:
    """Seconds of named steps."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def step(self, name: str, work: Callable[[], T]) -> T:
        """Do a step and keep its seconds."""
        began = time.perf_counter()
        result = work()
        self.seconds[name] = time.perf_counter() - began
        return result


def measured(folder: Path, scale: int) -> tuple[Clock, int]:
    """Run the job on one town; also its number of households."""
    clock = Clock()
    sample = sample_of("langao")
    source = folder / str(scale)
    clock.step("draw the town", lambda: make("langao", source, scale=scale))
    counts = [count * scale for count in Scheme.parse(sample.scheme).counts]
    plan = Plan.new(Scheme.of(counts), sample.crs)
    files = source / "langao" if (source / "langao").is_dir() else source

    def imported() -> Plan:
        made = plan
        for layer in sample.about["layers"]:
            rows = prepare(made, layer["kind"], files / layer["file"])
            made = ImportRows(dict(rows.tables), file=layer["file"]).apply(made)
        return made

    town = clock.step("import", imported)
    units = clock.step("units", lambda: derive_units(town))
    town = AdoptUnits(units).apply(town)
    clock.step("neighbours", lambda: neighbours(town))
    options = PlanOptions(work=WORK_A_UNIT * len(units))
    answer = clock.step("plan", lambda: plan_grids(town, options))
    planned = clock.step("apply", lambda: answer.proposal.apply(town))
    clock.step("locate", lambda: locate(planned))
    clock.step("loads", lambda: loads(planned))
    planned = clock.step("staff", lambda: staff(planned)).edit.apply(planned)
    planned = clock.step("captains", lambda: assign_captains(planned)).edit.apply(planned)
    clock.step("check", lambda: check(planned))
    figures = clock.step("report", lambda: summary(planned))
    clock.step("html", lambda: write("html", planned, figures, folder / f"{scale}.html"))
    clock.step("shapefiles", lambda: write("shp", planned, figures, folder / f"{scale}.zip"))
    return clock, len(planned.tables["households"])


def main() -> None:
    """Measure the scales asked for and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=int, action="append", default=None)
    scales = parser.parse_args().scale or [1, 8]
    with tempfile.TemporaryDirectory() as folder:
        runs = {scale: measured(Path(folder), scale) for scale in scales}
    table = Table(title="langao")
    table.add_column("step")
    first, households = runs[scales[0]]
    for scale in scales:
        table.add_column(f"{scale}× ({runs[scale][1]:,} 户), s", justify="right")
    for scale in scales[1:]:
        grown = runs[scale][1] / households
        table.add_column(f"growth (households {grown:.1f}×)", justify="right")
    for step, seconds in first.seconds.items():
        row = [f"{runs[scale][0].seconds[step]:.2f}" for scale in scales]
        row += [f"{runs[scale][0].seconds[step] / max(seconds, 1e-3):.1f}×" for scale in scales[1:]]
        table.add_row(step, *row)
    Console().print(table)


if __name__ == "__main__":
    main()
