"""Command ``import``: a file's rows into a table, or what that would do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from gridplanner.cli.common import JSON, PROJECT, output
from gridplanner.cli.group import example
from gridplanner.cli.output import Output
from gridplanner.edits.rows import ImportRows
from gridplanner.errors import UsageError
from gridplanner.store import open_project
from gridplanner.tables import TABLES
from gridplanner.wording import say

KINDS = (
    "boundary",
    "areas",
    "grids",
    "buildings",
    "entrances",
    "households",
    "compounds",
    "gates",
    "streets",
    "water",
    "mask",
    "persons",
    "places",
)
SHOWN = 20


@click.command(
    "import",
    **example(
        "gridplanner import 城关镇.gpkg households 住户.xlsx --column persons=人口数 --dry-run"
    ),
)
@PROJECT
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--layer", help="图层或工作表 Layer of the file, or sheet of the workbook.")
@click.option(
    "--column", "columns", multiple=True, metavar="OURS=THEIRS",
    help="列的对应关系，可重复 Which of their columns is ours.",
)  # fmt: skip
@click.option("--encoding", help="文字编码，如 gb18030 Encoding of texts.")
@click.option(
    "--datum", type=click.Choice(["cgcs2000", "wgs84", "gcj02", "bd09"]),
    help="坐标基准 Datum of the coordinates.",
)  # fmt: skip
@click.option("--crs", help="文件的坐标系 CRS of the file, such as EPSG:4545.")
@click.option("--replace", is_flag=True, help="替换原有各行 Put the rows in place of those there.")
@click.option("--dry-run", is_flag=True, help="只说明会怎样 Only say what would happen.")
@JSON
def import_file(
    project: Path,
    kind: str,
    file: Path,
    layer: str | None,
    columns: tuple[str, ...],
    encoding: str | None,
    datum: str | None,
    crs: str | None,
    replace: bool,
    dry_run: bool,
    as_json: bool,
) -> int:
    """导入数据。 Import a file; rows that do not fit are listed, never lost."""
    out = output(as_json)
    from layers.importing import prepare

    pairs = {}
    for pair in columns:
        ours, equals, theirs = pair.partition("=")
        if not equals:
            raise UsageError("import.column_syntax", {"value": pair})
        pairs[ours.strip()] = theirs.strip()
    with open_project(project, read_only=dry_run) as opened:
        found = prepare(
            opened.plan, kind, file, layer=layer, columns=pairs, encoding=encoding, datum=datum,
            crs=crs, on_progress=out.progress,
        )  # fmt: skip
        if not dry_run:
            edit = ImportRows(dict(found.every_row), file=file.name, replace=replace)
            opened.history.do(edit)
    out.end_progress()
    _show(out, found, dry_run)
    return 0


def _show(out: Output, found: Any, dry_run: bool) -> None:
    notes = [say(note.code, note.facts, out.language) for note in found.notes]
    listed = found.worklist.to_dict("records")
    out.result(
        {
            "kind": found.kind,
            "rows_in": found.rows_in,
            "rows_ok": found.rows_ok,
            "tables": {name: len(frame) for name, frame in found.every_row.items()},
            "mapping": {ours: match.theirs for ours, match in found.mapping.items()},
            "encoding": found.encoding,
            "crs": found.crs,
            "datum": found.datum,
            "sums": dict(found.sums),
            "notes": notes,
            "worklist": listed,
            "dry_run": dry_run,
        }
    )
    out.text(
        "import.would" if dry_run else "import.done",
        file=found.file, rows_ok=found.rows_ok, rows_in=found.rows_in,
        table=TABLES[found.kind].zh if out.language == "zh" else TABLES[found.kind].en,
    )  # fmt: skip
    for note in notes:
        if not out.as_json:
            click.echo(f"  · {note}")
    if listed:
        shown = [
            (row["sheet"], row["row"], row["column"], str(row["value"]),
             say(row["reason"], row, out.language))
            for row in listed[:SHOWN]
        ]  # fmt: skip
        out.table(
            say("import.worklist", {"count": len(listed), "shown": len(shown)}, out.language),
            [("表", "Sheet"), ("行", "Row"), ("列", "Column"), ("值", "Value"), ("原因", "Reason")],
            shown,
        )
