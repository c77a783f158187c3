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
