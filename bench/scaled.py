"""The sample of 岚皋 drawn several times over, imported, planned and staffed."""

from __future__ import annotations

import tempfile
from pathlib import Path

from gridplanner.captains import assign_captains
from gridplanner.edits.rows import AdoptUnits, ImportRows
from gridplanner.model import Plan
from gridplanner.planning import PlanOptions, plan_grids
from gridplanner.samples import sample_of
from gridplanner.scheme import Scheme
from gridplanner.staffing import staff
from gridplanner.units import derive_units
from layers.importing import prepare
from sample_maps.make import make


def scaled_plan(scale: int, work_a_unit: int = 100) -> Plan:
    """Draw the town ``scale`` times and plan it, with so many proposals a unit."""
    sample = sample_of("langao")
    counts = [count * scale for count in Scheme.parse(sample.scheme).counts]
    plan = Plan.new(Scheme.of(counts), sample.crs)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder)
        make("langao", source, scale=scale)
        files = source / "langao" if (source / "langao").is_dir() else source
        for layer in sample.about["layers"]:
            rows = prepare(plan, layer["kind"], files / layer["file"])
            plan = ImportRows(dict(rows.tables), file=layer["file"]).apply(plan)
    units = derive_units(plan)
    plan = AdoptUnits(units).apply(plan)
    options = PlanOptions(work=work_a_unit * len(units))
    plan = plan_grids(plan, options).proposal.apply(plan)
    plan = staff(plan).edit.apply(plan)
    plan = assign_captains(plan).edit.apply(plan)
    return Plan(plan.crs, plan.tables, plan.seq, plan.next_uid)
