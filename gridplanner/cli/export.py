"""Command ``export``: a project in one of the formats that can be written."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from gridplanner.cli.common import JSON, PROJECT, output
from gridplanner.cli.group import example
from gridplanner.cli.output import Output
from gridplanner.cli.sheet_options import SHEET, sheet_options, story_told
from gridplanner.edits import ChangeSettings, LogExport
from gridplanner.errors import UsageError
from gridplanner.imported import imported_files
from gridplanner.model import Plan
from gridplanner.report import Summary, summary
from gridplanner.scenarios import IN_FORCE, scenario_plan, scenarios_of
from gridplanner.store import open_project
from gridplanner.wording import Language, say

FORMATS = (
    "html",
    "shp",
    "gpkg",
    "geojson",
    "kml",
    "dxf",
    "xlsx",
    "pdf",
    "png",
    "ledger",
    "pack",
    "quality",
    "quality_xlsx",
)
#: Formats that are registered by the printed sheets.
DRAWN = ("pdf", "png", "ledger", "pack")
#: Formats that tell what changed.
TOLD = ("ledger", "pack")


@click.command("export", **example("gridplanner export 城关镇.gpkg html 网格图.html"))
@PROJECT
@click.argument("format_name", metavar="FORMAT", type=click.Choice(FORMATS))
@click.argument("out_file", metavar="OUT", type=click.Path(path_type=Path))
@click.option(
    "--profile", type=click.Choice(["public", "meeting", "internal"]), default="meeting",
    show_default=True,
    help="公开/会议/内部；写明时附人员表；公开的电话只取人员表的“工作电话”列 Who may read it; when "
    "given, tables of people are added; public phones come from a column 工作电话 or work_phone.",
)  # fmt: skip
@click.option("--yes", is_flag=True, help="确认内部导出 Confirm an export with personal data.")
@click.option(
    "--encoding", type=click.Choice(["utf8", "gbk"]), default="utf8", show_default=True,
    help="Shapefile 文字编码 Encoding of a shapefile's texts.",
)  # fmt: skip
@click.option(
    "--crs",
    help="成果坐标系 CRS of the coordinates: EPSG:4490, EPSG:4545, EPSG:4524, … or GCJ02.",
)
@click.option(
    "--names", type=click.Choice(["ascii", "zh"]), default="ascii", show_default=True,
    help="Shapefile 字段名 Names of a shapefile's fields.",
)  # fmt: skip
@click.option(
    "--mapping", type=click.Path(path_type=Path),
    help="改好的字段对照表.csv Field table with the receiving system's names.",
)  # fmt: skip
@click.option(
    "--system", metavar="NAME",
    help="接收系统：与 --mapping 同用则保存，单用则取已存的字段名 Receiving system: saves "
    "the --mapping under its name, or uses the one saved.",
)  # fmt: skip
@click.option(
    "--gpkg/--no-gpkg", "beside", default=True,
    help="Shapefile 旁另写 GeoPackage A GeoPackage beside the shapefiles.",
)  # fmt: skip
@click.option("--level", type=int, help="只输出这一层 Only this level (1 is the top).")
@click.option(
    "--against", metavar="SCENARIO|PROJECT",
    help="与另一方案（如 现行方案）或另一项目对比 Compare with a scenario or a project: "
    "map, sheets, ledger, pack.",
)  # fmt: skip
@click.option(
    "--basemap", type=click.Path(path_type=Path),
    help="网页地图底图：MBTiles、GeoTIFF 或带坐标文件的图片；过大则缩小 "
    "Web map: MBTiles, GeoTIFF, or an image with world file; made smaller where it must.",
)  # fmt: skip
@click.option(
    "--budget", type=click.FloatRange(min=0.1), metavar="MB",
    help="网页地图超过此大小则按总网格分幅 Web map: split by total grid over this size.",
)  # fmt: skip
@SHEET
@JSON
@click.pass_context
def export(
    ctx: click.Context,
    /,
    project: Path,
    format_name: str,
    out_file: Path,
    profile: str,
    yes: bool,
    encoding: str,
    crs: str | None,
    names: str,
    mapping: Path | None,
    system: str | None,
    beside: bool,
    level: int | None,
    against: str | None,
    basemap: Path | None,
    budget: float | None,
    as_json: bool,
    **sheet: Any,
) -> int:
    """输出成果。 Write a meeting map, a shapefile pack, registers and more."""
    out = output(as_json)
    from layers.export_options import ExportOptions
    from layers.field_mapping import FieldMapping, read_mapping, system_of, with_system
    from layers.writers import write

    inside = profile == "internal"
    if inside:
        _confirm(out, out_file, yes)
    asked: dict[str, Any] = {"profile": profile, "encoding": encoding}
    fields = None if mapping is None else read_mapping(mapping)
    saves = fields is not None and system is not None
    given = ctx.get_parameter_source("profile") is not ParameterSource.DEFAULT
    options = ExportOptions(
        crs=crs, level=level, language=out.language, people=given,
        basemap=basemap, beside=beside and format_name == "shp",
        budget_bytes=None if budget is None else round(budget * 1e6), **asked,
        **sheet_options(out, **sheet),
    )  # fmt: skip
    if format_name in DRAWN:
        from ui.sheet.register import register_sheets

        register_sheets()
    if basemap is not None:
        from ui.sheet.redraw import redraw

        options = replace(options, redraw=redraw)
    with open_project(project, read_only=not (inside or saves)) as opened:
        plan = opened.plan
        if saves and fields is not None and system is not None:
            opened.history.do(ChangeSettings(with_system(plan, system, fields)))
        elif system is not None:
            fields = system_of(plan, system)
        elif fields is None and names == "zh":
            fields = FieldMapping(base="zh")
        options = replace(
            options, mapping=fields, against=_against(plan, against),
            imports=imported_files(opened.history.entries),
        )  # fmt: skip
        if inside:
            # Before the file: an export that cannot be noted is none.
            opened.history.do(LogExport(out_file.name, format_name, profile))
        if format_name in TOLD:
            options = story_told(opened, options, out, **sheet)
        result = write(format_name, plan, summary(plan), out_file, options)
    out.result({"path": result.path, "rows": dict(result.rows), "notes": said(out, result)})
    out.text("export.done", path=result.path)
    for note in said(out, result):
        if not out.as_json:
            click.echo(f"  · {note}")
    return 0


def _confirm(out: Output, out_file: Path, yes: bool) -> None:
    """Ask at a terminal; elsewhere ``--yes`` must have been said."""
    if yes:
        return
    question = say("export.internal_ask", {"file": out_file.name}, out.language)
    if not sys.stdin.isatty() or not click.confirm(question, err=True):
        raise UsageError("export.internal_unconfirmed", hint="export.internal_unconfirmed.hint")


def _against(plan: Plan, wanted: str | None) -> tuple[Plan, Summary] | None:
    """Give the plan of today and its numbers: a scenario by name, else a project file."""
    if wanted is None:
        return None
    spoken: tuple[Language, ...] = ("zh", "en")
    names = {say("scenario.plan_in_force", None, language): IN_FORCE for language in spoken}
    names |= {scenario.name: scenario.name for scenario in scenarios_of(plan)}
    if wanted in names and not Path(wanted).exists():
        other = scenario_plan(plan, names[wanted])
        return other, summary(other)
    with open_project(Path(wanted), read_only=True) as opened:
        return opened.plan, summary(opened.plan)


def said(out: Output, result: Any) -> list[str]:
    """Say the notes of a written file."""
    return [say(note.code, note.facts, out.language) for note in result.notes]
