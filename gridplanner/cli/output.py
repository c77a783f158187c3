"""What the command line prints: tables for people, one JSON object for programs."""

from __future__ import annotations

import dataclasses
import json
import math
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click
import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table

from gridplanner.errors import GridPlannerError
from gridplanner.jobs import Progress
from gridplanner.wording import Language, explain, say

#: Where stderr is no terminal, the same step is told again only after this many seconds.
QUIET_S = 2.0


@dataclasses.dataclass
class Output:
    """Where results, progress and errors of one command go.

    Attributes
    ----------
    language : {"zh", "en"}
    as_json : bool
        One JSON object on stdout and nothing else there.
    """

    language: Language = "zh"
    as_json: bool = False
    _last: str = ""
    _told: float = 0.0

    def result(self, data: Mapping[str, Any]) -> None:
        """Print the result as JSON, where that is asked for."""
        if self.as_json:
            click.echo(json.dumps(plain(data), ensure_ascii=False))

    def text(self, code: str, **facts: Any) -> None:
        """Print a sentence for people."""
        if not self.as_json:
            click.echo(say(code, facts, self.language))

    def table(
        self, title: str, columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[Any]]
    ) -> None:
        """Print a table for people; columns are (Chinese, English) titles.

        Numbers go to the right. Nothing is cut where the output is no terminal.
        """
        if self.as_json:
            return
        shown = [[cell if isinstance(cell, str) else f"{cell:,}" for cell in row] for row in rows]
        table = Table(title=title or None, title_justify="left", header_style="bold")
        for number, (zh, en) in enumerate(columns):
            right = bool(shown) and all(_numeric(row[number]) for row in shown)
            table.add_column(
                zh if self.language == "zh" else en, justify="right" if right else "left"
            )
        for row in shown:
            table.add_row(*row)
        wide = None if sys.stdout.isatty() else 160
        Console(file=sys.stdout, width=wide, highlight=False, soft_wrap=False).print(table)

    def progress(self, step: Progress) -> bool | None:
        """Say on stderr how far a job is; on a terminal in one line."""
        words = say(step.code, step.facts, self.language)
        share = "" if step.fraction is None else f" {math.floor(step.fraction * 100)} %"
        if sys.stderr.isatty():
            click.echo(f"\r\x1b[K{words}{share}", nl=False, err=True)
        elif step.code != self._last or time.monotonic() - self._told > QUIET_S:
            click.echo(f"{words}{share}", err=True)
            self._told = time.monotonic()
        self._last = step.code
        return None

    def end_progress(self) -> None:
        """Leave the progress line."""
        if self._last and sys.stderr.isatty():
            click.echo("\r\x1b[K", nl=False, err=True)
        self._last = ""

    def failure(self, error: GridPlannerError) -> None:
        """Say an error on stderr, and with JSON as an object on stdout too."""
        self.end_progress()
        sentences = explain(error, self.language)
        for sentence in sentences:
            click.echo(sentence, err=True)
        if self.as_json:
            facts = plain({**error.facts})
            click.echo(
                json.dumps(
                    {"error": {"code": error.code, "facts": facts, "sentences": sentences}},
                    ensure_ascii=False,
                )
            )


def plain(value: Any) -> Any:
    """Turn numpy, pandas, paths and dataclasses into what JSON knows; no number is NaN."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, np.generic):
        value = value.item()
    if value is pd.NA or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if isinstance(value, Path):
        return str(value)
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return str(value)


def percent(fraction: float, signed: bool = False) -> str:
    """Write a fraction for people.

    >>> percent(0.0534), percent(0.12, signed=True), percent(-0.12, signed=True)
    ('5.3 %', '+12.0 %', '−12.0 %')
    """
    text = f"{100 * fraction:+.1f} %" if signed else f"{100 * fraction:.1f} %"
    return text.replace("-", "−")


def _numeric(cell: str) -> bool:
    return (
        cell.replace(",", "")
        .replace("%", "")
        .replace("+", "")
        .replace("-", "")
        .replace(".", "")
        .strip()
        .isdigit()
    )
