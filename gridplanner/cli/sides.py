"""The command ``sides``: 四至 of the grids in words, generated or written by a planner."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from gridplanner.cli.common import JSON, PROJECT, output
from gridplanner.cli.group import example
from gridplanner.edits.sides import SetSides, sides_moved
from gridplanner.errors import UsageError
from gridplanner.model import Plan
from gridplanner.store import open_project
from gridplanner.wording import Language, say

SHOWN = 30


def sides_data(plan: Plan, texts: dict[int, str]) -> dict[str, Any]:
    """Put the four sides of all grids in force into the shape of ``sides --json``."""
    moved = set(sides_moved(plan.valid_grids))
    return {
        "grids": [
            {
                "code": row["code"],
                "level": int(row["level"]),
                "sides": texts[int(row["uid"])],
                "written": bool(row["sides"]),
                "border_moved_since": int(row["uid"]) in moved,
            }
            for row in plan.valid_grids.sort_values(["level", "code"]).to_dict("records")
        ]
    }


@click.command(
    "sides", **example('gridplanner sides 城关镇.gpkg --grid 610925100001001 --text "…"')
)
@PROJECT
@click.option("--grid", "code", help="要改写的网格编码 Code of the grid to write for.")
@click.option("--text", help="改写成的文字 The four sides in your own words.")
@click.option("--reset", is_flag=True, help="恢复自动生成 Let the program say them again.")
@JSON
def sides(project: Path, code: str | None, text: str | None, reset: bool, as_json: bool) -> int:
    """四至。 Say what each grid reaches to, east, south, west, north; write it for one."""
    out = output(as_json)
    from layers.sides import sides_by_uid

    wanted = "" if reset else (text or "").strip()
    if (code is None) != (not reset and not wanted) or (reset and text):
        raise UsageError("sides.usage")
    language: Language = out.language
    with open_project(project, read_only=code is None) as opened:
        if code is not None:
            opened.history.do(SetSides(code, wanted))
        data = sides_data(opened.plan, sides_by_uid(opened.plan, language))
    out.result(data)
    rows = [row for row in data["grids"] if code is None or row["code"] == code]
    states = [
        "sides.moved" if row["border_moved_since"]
        else "sides.written" if row["written"] else "sides.generated"
        for row in rows
    ]  # fmt: skip
    out.table(
        "",
        [("编码", "Code"), ("四至", "Four sides"), ("来源", "Source")],
        [
            (row["code"], row["sides"], say(state, None, language))
            for row, state in list(zip(rows, states, strict=True))[-SHOWN:]
        ],
    )
    return 0
