"""Command ``rebalance``: bring the plan in force back into balance with few moves."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import click

from gridplanner.balance.repairs import LIMITS, Choice
from gridplanner.cli.common import JSON, PROJECT, duty_date, output, solver_options
from gridplanner.cli.group import example
from gridplanner.cli.output import Output, percent, plain
from gridplanner.loads import parse_weights
from gridplanner.rebalancing import Rebalanced, RebalanceOptions, rebalance_grids, trade_off
from gridplanner.store import open_project

#: Moves listed for people; ``--json`` lists all.
SHOWN = 20


def rebalance_data(answer: Rebalanced, options: RebalanceOptions, seconds: float) -> dict[str, Any]:
    """Put a rebalance's figures into the shape of ``rebalance --json``."""
    solution = answer.solution
    before = answer.before
    return {
        "levels": solution.figures["levels"],
        "per_worker": solution.figures["per_worker"],
        "factors": solution.figures["factors"],
        "before": {"max_deviation": before[0], "mean_deviation": before[1]},
        "moved_households": solution.figures["moved_households"],
        "moves": [move_data(answer, place) for place in range(len(answer.moves))],
        "opened": answer.opened,
        "bound": solution.bound,
        "reasons": [{"code": r.code, "facts": plain(r.facts)} for r in solution.reasons],
        "ended_by": solution.ended_by,
        "work": solution.work,
        "seconds": round(seconds, 2),
        "seed": options.seed,
    }


def move_data(answer: Rebalanced, place: int) -> dict[str, Any]:
    """Put one move into the shape of ``moves`` of ``rebalance --json``."""
    move = answer.moves[place]
    source, target = answer.standing.codes([move.source, move.target])
    x, y = answer.standing.place(move.units)
    return {
        "from": source, "to": target, "households": move.households, "units": len(move.units),
        "from_before": move.before[0], "from_after": move.after[0],
        "to_before": move.before[1], "to_after": move.after[1],
        "max_excess": move.max_excess, "needs": list(move.needs), "x": x, "y": y,
    }  # fmt: skip


def curve_data(choices: list[tuple[Choice, Rebalanced]]) -> list[dict[str, Any]]:
    """Put the trade-off into the shape of ``curve`` of ``rebalance --json``."""
    return [
        {
            "limit": choice.limit,
            "max_excess": choice.max_excess,
            "max_deviation": choice.max_deviation,
            "mean_deviation": answer.solution.figures["per_worker"]["mean_deviation"],
            "moved_households": choice.moved_households,
            "grids": len(answer.touched),
        }
        for choice, answer in choices
    ]


def show_rebalance(out: Output, answer: Rebalanced, data: dict[str, Any]) -> None:
    """Print the moves, what they come to, and what keeps the figure from being better."""
    moves = data["moves"]
    if moves:
        out.text("rebalance.moves", shown=min(SHOWN, len(moves)), count=len(moves))
        new = ("（新）", "(new)")[out.language == "en"]
        out.table(
            "",
            [("序号", "No."), ("从", "From"), ("到", "To"), ("户数", "Households"),
             ("调出偏差", "Deviation from"), ("调入偏差", "Deviation to"), ("须先做", "Needs")],
            [
                (
                    str(place), move["from"] or new, move["to"] or new, move["households"],
                    f"{percent(move['from_before'], True)} → {percent(move['from_after'], True)}",
                    f"{percent(move['to_before'], True)} → {percent(move['to_after'], True)}",
                    ", ".join(str(need + 1) for need in move["needs"][:3])
                    + (" …" if len(move["needs"]) > 3 else ""),
                )
                for place, move in enumerate(moves[:SHOWN], start=1)
            ],
        )  # fmt: skip
    out.text(
        "rebalance.done",
        moved=data["moved_households"], grids=len(answer.touched), opened=data["opened"],
        before=percent(data["before"]["max_deviation"]),
        after=percent(data["per_worker"]["max_deviation"]),
        mean=percent(data["per_worker"]["mean_deviation"]), seconds=f"{data['seconds']:.1f}",
    )  # fmt: skip
    for reason in data["reasons"]:
        out.text(reason["code"], **reason["facts"])


def show_curve(out: Output, curve: list[dict[str, Any]]) -> None:
    """Print what can be had for how many households."""
    out.text("rebalance.curve")
    out.table(
        "",
        [("偏差上限", "Limit"), ("达到", "Reached"), ("平均偏差", "Mean deviation"),
         ("移动户数", "Households moved"), ("涉及网格", "Grids")],
        [
            (percent(x["limit"]), percent(x["max_deviation"]), percent(x["mean_deviation"]),
             x["moved_households"], x["grids"])
            for x in curve
        ],
    )  # fmt: skip


@click.command(
    "rebalance", **example("gridplanner rebalance 城关镇.gpkg --max-deviation 0.10 --open 2")
)
@PROJECT
@click.option(
    "--max-deviation", type=click.FloatRange(0, 10),
    help="偏差上限，移动尽量少的户 Limit to come within, moving few households.  [default: 0.1]",
)  # fmt: skip
@click.option("--max-moved", type=click.IntRange(0), help="最多移动的户数 Most households to move.")
@click.option(
    "--open", "new_leaves", type=click.IntRange(0), default=0, show_default=True,
    help="新开的末级网格数 New leaf grids to open.",
)  # fmt: skip
@click.option(
    "--lock", multiple=True, metavar="CODE", help="保持不变的网格 Grids that stay as they are."
)
@click.option(
    "--curve", is_flag=True,
    help="只列出户数与偏差的取舍，不改项目 Only list the trade-off; the project is not changed.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="只看结果，不改项目 Show the result; change nothing.")
@click.option(
    "--by", type=click.Choice(["staff", "leaves"]), default="staff", show_default=True,
    help="按岗位或按网格均衡 Balance by posts or by grids.",
)  # fmt: skip
@click.option("--keep-levels", type=int, help="不跨越的上层数 Top levels no ground crosses.")
@solver_options
@JSON
def rebalance(
    project: Path,
    max_deviation: float | None,
    max_moved: int | None,
    new_leaves: int,
    lock: tuple[str, ...],
    curve: bool,
    dry_run: bool,
    by: str,
    weights: str | None,
    keep_levels: int | None,
    shape: float,
    seconds: float | None,
    work: int | None,
    seed: int,
    threads: int | None,
    as_json: bool,
) -> int:
    """再均衡。 Bring the grids in force back into balance; codes, people and posts stay."""
    out = output(as_json)
    limit = 0.10 if max_deviation is None and max_moved is None else max_deviation
    options = RebalanceOptions(
        max_deviation=limit,
        max_moved=max_moved,
        open=new_leaves,
        lock=lock,
        by="leaves" if by == "leaves" else "staff",
        weights=parse_weights(weights) if weights else None,
        keep_levels=keep_levels,
        shape=shape,
        work=work,
        seconds=seconds,
        seed=seed,
        threads=threads or os.cpu_count() or 1,
    )
    began = time.monotonic()
    with open_project(project, read_only=curve or dry_run) as opened:
        if curve:
            limits = None if max_deviation is None else sorted({*LIMITS, max_deviation})
            choices = trade_off(opened.plan, options, limits, on_progress=out.progress)
            out.end_progress()
            data = curve_data(choices)
            out.result({"curve": data, "seconds": round(time.monotonic() - began, 2)})
            show_curve(out, data)
            return 0
        answer = rebalance_grids(opened.plan, options, out.progress)
        if not dry_run and answer.moves:
            opened.history.do(answer.edit(date=duty_date(opened.plan)))
    out.end_progress()
    found = rebalance_data(answer, options, time.monotonic() - began)
    out.result(found)
    show_rebalance(out, answer, found)
    return 0
