"""Command ``import``: a file's rows into a table, or what that would do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from gridplanner.cli.common import JSON, PROJECT, duty_date, output
from gridplanner.cli.group import example
from gridplanner.cli.handoff import import_handoff
from gridplanner.cli.output import Output
from gridplanner.cli.repair import TOLERANCE, fixed_data, show_fixed
from gridplanner.errors import UsageError
from gridplanner.rules import Fixed, fix_all
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
    "handoff",
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
@click.option(
    "--same", multiple=True, metavar="WRITTEN=NAME",
    help="确认一个写错的名称，可重复 A misspelt name, and the one that is meant.",
)  # fmt: skip
@click.option("--mapping", help="用以前记住的列对应 Columns, datum … as remembered by this name.")
@click.option("--remember", metavar="NAME", help="记住这次的列对应 Remember columns, datum ….")
@click.option("--replace", is_flag=True, help="替换原有各行 Put the rows in place of those there.")
@click.option(
    "--take", metavar="N,N…|all",
    help="handoff：采用这些差异 Differences of what came back that are taken.",
)  # fmt: skip
@click.option(
    "--repair", "mend", is_flag=True,
    help="grids：随即修复边线和编码 Mend borders and codes at once, with a report.",
)  # fmt: skip
@TOLERANCE
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
    same: tuple[str, ...],
    mapping: str | None,
    remember: str | None,
    replace: bool,
    take: str | None,
    mend: bool,
    tolerance: float,
    dry_run: bool,
    as_json: bool,
) -> int:
    """导入数据。 Import a file; rows that do not fit are listed, never lost.

    handoff：读回交出去的文件，列出差异，用 --take 逐条采用。
    A file that was handed over and came back: its differences, taken by --take.
    """
    out = output(as_json)
    if kind == "handoff":
        return import_handoff(
            out, project, file, takes=take, dry_run=dry_run, encoding=encoding, crs=crs
        )
    if mend and (kind != "grids" or dry_run):
        raise UsageError("import.repair_alone")
    from layers.importing import prepare
    from layers.taking import Remembered, import_edit, remember_edit, remembered

    with open_project(project, read_only=dry_run) as opened:
        kept = remembered(opened.plan, kind, mapping) if mapping else Remembered(kind)
        found = prepare(
            opened.plan, kind, file, layer=layer,
            columns={**kept.columns, **_pairs(columns, "import.column_syntax")},
            encoding=encoding or kept.encoding, datum=datum or kept.datum, crs=crs or kept.crs,
            same=_pairs(same, "import.same_syntax"), on_progress=out.progress,
        )  # fmt: skip
        if not dry_run:
            opened.history.do(import_edit(found, replace=replace))
            if remember:
                told = Remembered.of(found, encoding or kept.encoding, crs or kept.crs)
                opened.history.do(remember_edit(opened.plan, remember, told))
        fixed: Fixed | None = None
        if mend:
            fixed = fix_all(
                opened.plan, tolerance_m=tolerance, date=duty_date(opened.plan),
                on_progress=out.progress,
            )  # fmt: skip
            if fixed.edit is not None:
                opened.history.do(fixed.edit)
    out.end_progress()
    _show(out, found, dry_run, fixed)
    if fixed is not None:
        show_fixed(out, fixed)
    return 1 if fixed is not None and fixed.report.left else 0


def _pairs(given: tuple[str, ...], code: str) -> dict[str, str]:
    """Read ``A=B`` options."""
    pairs = {}
    for pair in given:
        first, equals, second = pair.partition("=")
        if not equals:
            raise UsageError(code, {"value": pair})
        pairs[first.strip()] = second.strip()
    return pairs


def _show(out: Output, found: Any, dry_run: bool, fixed: Fixed | None) -> None:
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
            "candidates": [
                {
                    "written": c.written,
                    "proposed": c.proposed,
                    "rows": len(c.rows),
                    "score": round(c.score, 3),
                    "example": c.example,
                }
                for c in found.candidates
            ],
            "dry_run": dry_run,
            **({} if fixed is None else fixed_data(fixed)),
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
    if found.candidates:
        out.table(
            say("import.candidates", {"count": len(found.candidates)}, out.language),
            [("写的是", "Written"), ("也许是", "Perhaps"), ("户", "Rows"), ("例", "Example")],
            [(c.written, c.proposed, len(c.rows), c.example) for c in found.candidates[:SHOWN]],
        )
