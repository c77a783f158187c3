"""Command ``export``: a project in one of the formats that can be written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from gridplanner.cli.common import JSON, PROJECT, output
from gridplanner.cli.group import example
from gridplanner.cli.output import Output
from gridplanner.report import summary
from gridplanner.store import open_project
from gridplanner.wording import say

FORMATS = ("html", "shp", "gpkg", "geojson", "kml", "xlsx")


@click.command("export", **example("gridplanner export 城关镇.gpkg html 网格图.html"))
@PROJECT
@click.argument("format_name", metavar="FORMAT", type=click.Choice(FORMATS))
@click.argument("out_file", metavar="OUT", type=click.Path(path_type=Path))
@click.option(
    "--profile", type=click.Choice(["public", "meeting", "internal"]), default="meeting",
    show_default=True, help="公开/会议/内部 Who may read the file.",
)  # fmt: skip
@click.option(
    "--encoding", type=click.Choice(["utf8", "gbk"]), default="utf8", show_default=True,
    help="Shapefile 文字编码 Encoding of a shapefile's texts.",
)  # fmt: skip
@click.option("--crs", help="成果坐标系 CRS of the coordinates, such as EPSG:4490.")
@click.option("--level", type=int, help="只输出这一层 Only this level (1 is the top).")
@JSON
def export(
    project: Path,
    format_name: str,
    out_file: Path,
    profile: str,
    encoding: str,
    crs: str | None,
    level: int | None,
    as_json: bool,
) -> int:
    """输出成果。 Write a meeting map, a shapefile pack, registers and more."""
    out = output(as_json)
    from layers.writers import ExportOptions, write

    asked: dict[str, Any] = {"profile": profile, "encoding": encoding}
    options = ExportOptions(crs=crs, level=level, language=out.language, **asked)
    with open_project(project, read_only=True) as opened:
        plan = opened.plan
    result = write(format_name, plan, summary(plan), out_file, options)
    out.result({"path": result.path, "rows": dict(result.rows), "notes": said(out, result)})
    out.text("export.done", path=result.path)
    for note in said(out, result):
        if not out.as_json:
            click.echo(f"  · {note}")
    return 0


def said(out: Output, result: Any) -> list[str]:
    """Say the notes of a written file."""
    return [say(note.code, note.facts, out.language) for note in result.notes]
