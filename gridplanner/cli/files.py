"""Commands that open and make projects: ``open``, ``new``."""

from __future__ import annotations

import importlib
import importlib.util
from pathlib import Path

import click

from gridplanner.cli.common import JSON, PROJECT, output
from gridplanner.cli.group import example
from gridplanner.cli.profile import AUTO, show_suggestion, title
from gridplanner.edits.rows import ImportRows
from gridplanner.errors import UsageError
from gridplanner.model import Plan
from gridplanner.rules.profile import PROFILES, profile_from
from gridplanner.rules.profile_edits import SetProfile
from gridplanner.rules.suggesting import profile_of, suggestion
from gridplanner.samples import make_sample, sample_names, sample_of
from gridplanner.scheme import Scheme
from gridplanner.store import Project, new_project


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
@click.option(
    "--profile", "profile_name", type=click.Choice([*PROFILES, AUTO]),
    help="规模标准；不选时按数据建议 Limits to check against; else what the data suggest.",
)  # fmt: skip
@click.option("--overwrite", is_flag=True, help="替换已有项目 Replace a project that is there.")
@JSON
def new(
    project: Path,
    scheme: str | None,
    boundary: Path | None,
    layer: str | None,
    crs: str | None,
    sample: str | None,
    profile_name: str | None,
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
            _choose(made, profile_name)
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
            _choose(made, profile_name)
            plan = made.plan
    out.end_progress()
    found, chosen = suggestion(plan), profile_of(plan)
    out.result(
        {
            "project": project, "crs": plan.crs, "scheme": str(plan.scheme),
            "profile": chosen.name, "suggested": found.profile.name,
        }
    )  # fmt: skip
    out.text("new.done", project=project, scheme=str(plan.scheme), crs=plan.crs)
    out.text("check.profile", name=title(chosen, out))
    show_suggestion(out, found)
    if plan.settings.get("sample_synthetic"):
        out.text("sample.synthetic", note=plan.settings[f"note_{out.language}"])
    return 0


def _choose(made: Project, name: str | None) -> None:
    """Store the profile that was asked for; none is stored where none was."""
    if name == AUTO:
        made.history.do(SetProfile(suggestion(made.plan).profile, "data"))
    elif name is not None:
        made.history.do(SetProfile(profile_from(name)))
