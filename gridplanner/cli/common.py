"""Options and steps that several commands share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from gridplanner.cli.output import Output
from gridplanner.model import Plan

F = TypeVar("F", bound=Callable[..., Any])

PROJECT = click.argument("project", type=click.Path(path_type=Path))
JSON = click.option(
    "--json", "as_json", is_flag=True, help="只输出一个 JSON 对象 Print one JSON object."
)


def output(as_json: bool) -> Output:
    """Give this command's output, told whether JSON is asked for."""
    out = click.get_current_context().ensure_object(Output)
    out.as_json = as_json
    return out


def today() -> str:
    """ISO date of today where the user is."""
    return dt.datetime.now(tz=dt.UTC).astimezone().date().isoformat()


def duty_date(plan: Plan) -> str:
    """Date from which new duties run: today once grids are in force, none in a draft."""
    grids = plan.valid_grids
    return today() if (grids["valid_from"] != "").any() else ""


def solver_options(function: F) -> F:
    """Add the options that every solve takes: load, shape, when to end, chance, threads."""
    options = (
        click.option("--weights", help="权重 Weights, such as persons=0.7,area=0.3."),
        click.option(
            "--shape", type=click.FloatRange(0, 1), default=0.5, show_default=True,
            help="0 只求均衡，1 只求紧凑 From balance to compactness.",
        ),
        click.option(
            "--seconds", type=click.FloatRange(0, min_open=True), help="限时（秒） Time limit."
        ),
        click.option(
            "--work", type=click.IntRange(1), help="计算量 Proposals to try; repeatable."
        ),
        click.option(
            "--seed", type=int, default=0, show_default=True, help="随机种子 Seed of chance."
        ),
        click.option(
            "--threads", type=click.IntRange(1), help="线程数 Threads; changes no result."
        ),
    )  # fmt: skip
    for option in reversed(options):
        function = option(function)
    return function
