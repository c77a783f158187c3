"""Options of ``export`` that concern printed sheets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

import click

from gridplanner.cli.output import Output
from gridplanner.ledger import Remark, signed, story_of_history, story_of_plans
from gridplanner.store import Project

F = TypeVar("F", bound=Callable[..., Any])

_KINDS = ("whole", "atlas", "grid", "pair", "poster")
_PAPERS = ("auto", "A0", "A1", "A2", "A3", "A4", "4K", "8K")
_OPTIONS = (
    click.option(
        "--sheet", type=click.Choice(_KINDS), default="whole", show_default=True,
        help="全图/图册/单网格图/对比图/公示牌 Kind of printed sheet.",
    ),
    click.option(
        "--paper", type=click.Choice(_PAPERS), default="auto", show_default=True,
        help="纸张（8K 八开，4K 四开） Paper.",
    ),
    click.option("--scale", type=int, help="比例尺分母 The n of 1:n; by itself where absent."),
    click.option(
        "--theme", type=click.Choice(["parent", "deviation", "kind"]), default="parent",
        show_default=True, help="着色 What the fills of a sheet tell.",
    ),
    click.option(
        "--grid", "codes", multiple=True, metavar="CODE",
        help="只出这些网格的图 Sheets of these grids only.",
    ),
    click.option(
        "--dpi", type=int, default=200, show_default=True,
        help="图片分辨率 Resolution of a picture.",
    ),
    click.option(
        "--since", type=int, metavar="SEQ",
        help="台账自日志第几号之后开始 Ledger after this edit; by itself after the last plan.",
    ),
    click.option("--document", default="", help="文号 Document that the changes rest on."),
    click.option("--effective", default="", help="生效日期 Date from which they are in force."),
    click.option("--reason", default="", help="调整原因 Reason, where the edits give none."),
    click.option("--title", help="图名 Title; the project's where absent."),
)  # fmt: skip


def SHEET(command: F) -> F:  # noqa: N802 - a decorator beside PROJECT and JSON
    """Add the options."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def sheet_options(out: Output, **asked: Any) -> dict[str, Any]:
    """Turn the options into arguments of :class:`layers.export_options.ExportOptions`."""
    from layers.sheet_wish import SheetWish

    return {
        "sheet": SheetWish(
            kind=asked["sheet"],
            paper=asked["paper"],
            scale=asked["scale"],
            theme=asked["theme"],
            codes=tuple(asked["codes"]),
            dpi=asked["dpi"],
        ),
        "title": asked["title"],
        "on_progress": out.progress,
    }


def story_told(opened: Project, options: Any, out: Output, **asked: Any) -> Any:
    """Tell what changed, from the other project or from the journal, with its papers.

    Raises
    ------
    UsageError
        ``ledger.since``.
    """
    if options.against is not None:
        story = story_of_plans(options.against[0], opened.plan)
    else:
        story = story_of_history(opened.history, asked["since"], out.progress)
    remark = Remark(asked["reason"], asked["document"], "", asked["effective"], "")
    return replace(options, story=replace(story, rows=signed(story.rows, remark)))
