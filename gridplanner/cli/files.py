"""Commands that open and make projects: ``open``, ``new``."""

from __future__ import annotations

import importlib
import importlib.util
from pathlib import Path

import click

from gridplanner.cli.common import JSON, PROJECT, output
from gridplanner.cli.group import example
from gridplanner.edits.rows import ImportRows
from gridplanner.errors import UsageError
from gridplanner.model import Plan
from gridplanner.samples import make_sample, sample_names, sample_of
from gridplanner.scheme import Scheme
from gridplanner.store import new_project


@click.command("open", **example("gridplanner open 城关镇.gpkg"))
@click.argument("project", required=False, type=click.Path(path_type=Path))
def open_window(project: Path | None) -> int:
    """打开窗口。 Open the window, with a project where one is named."""
    if importlib.util.find_spec("ui") is None or importlib.util.find_spec("ui.app") is None:
        raise UsageError("window.missing", hint="window.missing.hint")
    run = importlib.import_module("ui.app").run
    return int(run(None if project is None else str(project)))


@click.command(
    "new", **example("gridplanner new 城关镇.gpkg --scheme 7/35/253 --boundary 边界.shp")
)
@PROJECT
@click.option("--scheme", help="各层数量 Counts of the levels, such as 7/35/253.")
@click.option(
    "--boundary", type=click.Path(path_type=Path), help="边界文件 File with the boundary."
)
@click.option("--layer", help="边界文件的图层 Layer of that file.")
@click.option("--crs", help="项目坐标系 Metric CRS, such as EPSG:4545; else from the boundary.")
@click.option("--sample", type=click.Choice(sample_names()), help="示例数据 Sample data.")
@click.option("--overwrite", is_flag=True, help="替换已有项目 Replace a project that is there.")
@JSON
def new(
    project: Path,
    scheme: str | None,
    boundary: Path | None,
    layer: str | None,
    crs: str | None,
    sample: str | None,
    overwrite: bool,
    as_json: bool,
) -> int:
    """新建项目。 Make a project, empty, with a boundary, or from a sample."""
    out = output(as_json)
    from layers.importing import prepare, suggest_crs

    if sample is not None:
        if boundary or crs or (scheme and scheme != sample_of(sample).scheme):
            raise UsageError("new.sample_alone", {"sample": sample})
        with make_sample(sample, project, prepare, out.progress, overwrite=overwrite) as made:
            plan = made.plan
    else:
        if scheme is None:
            raise UsageError("new.scheme_missing")
        wanted = Scheme.parse(scheme)
        rows = None
        if boundary is not None:
            crs = crs or suggest_crs(boundary, layer=layer)
            rows = prepare(Plan.new(wanted, crs), "boundary", boundary, layer=layer)
        elif crs is None:
            raise UsageError("new.crs_missing")
        with new_project(project, wanted, crs, overwrite=overwrite) as made:
            if rows is not None:
                made.history.do(
                    ImportRows(dict(rows.tables), file=boundary.name if boundary else "")
                )
            plan = made.plan
    out.end_progress()
    out.result({"project": project, "crs": plan.crs, "scheme": str(plan.scheme)})
    out.text("new.done", project=project, scheme=str(plan.scheme), crs=plan.crs)
    if plan.settings.get("sample_synthetic"):
        out.text("sample.synthetic", note=plan.settings[f"note_{out.language}"])
    return 0
