"""Running the command line in this process, as a program would see it."""

from __future__ import annotations

import contextlib
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from gridplanner import new_project
from gridplanner.cli import main
from gridplanner.edits import ImportRows
from gridplanner.model import Plan


@dataclass(frozen=True)
class Run:
    """Exit code and what was printed."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> dict[str, Any]:
        """The one JSON object on stdout."""
        return dict(json.loads(self.out))


def run(*arguments: object) -> Run:
    """Run one command."""
    out, err = io.StringIO(), io.StringIO()
    with (
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        pytest.raises(SystemExit) as leaving,
    ):
        main([str(argument) for argument in arguments])
    return Run(int(leaving.value.code or 0), out.getvalue(), err.getvalue())


def refused(result: Run, *words: str) -> str:
    """Assert that a command was refused in a sentence, with exit code 2 and no traceback."""
    assert result.code == 2, (result.out, result.err)
    assert "Traceback" not in result.err
    assert result.out == ""
    sentence = result.err.strip()
    assert sentence
    for word in words:
        assert word in sentence, sentence
    return sentence


def project_of(plan: Plan, path: Path) -> Path:
    """Write a project with the tables of a plan."""
    tables = {name: frame for name, frame in plan.tables.items() if len(frame) and name != "scheme"}
    with new_project(path, plan.scheme, plan.crs) as made:
        made.history.do(ImportRows(tables, replace=True))
    return path
