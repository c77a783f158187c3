"""Typed errors: a code, the facts, and nothing said yet.

The sentences live in :mod:`gridplanner.wording`; one place in the window and one
in the command line show them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


class GridPlannerError(Exception):
    """Base of every error that a user may see.

    Parameters
    ----------
    code : str
        Key of the sentence in :mod:`gridplanner.wording`, such as ``"file.missing"``.
    facts : mapping
        Values the sentence names (file, row, column, value, …).
    hint : str, optional
        Key of a second sentence that says what to do; looked up the same way.
    """

    def __init__(
        self, code: str, facts: Mapping[str, Any] | None = None, hint: str | None = None
    ) -> None:
        self.code = code
        self.facts: dict[str, Any] = dict(facts or {})
        self.hint = hint
        super().__init__(code, self.facts)

    def __str__(self) -> str:
        detail = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code}({detail})"


class UsageError(GridPlannerError):
    """The request itself makes no sense (an unknown option value, a missing argument)."""


class InputError(GridPlannerError):
    """A file or a value given by the user cannot be used."""


class StoreError(GridPlannerError):
    """The project file cannot be opened, locked, read or written."""


class EditError(GridPlannerError):
    """An edit does not fit the plan it is applied to; the plan is unchanged."""


class Cancelled(GridPlannerError):  # noqa: N818
    """The user ended a job; nothing was changed."""

    def __init__(self) -> None:
        super().__init__("job.cancelled")


class Infeasible(GridPlannerError):  # noqa: N818
    """No answer keeps all the rules.

    Parameters
    ----------
    reasons : sequence of Reason
        Every rule that stands in the way, never only the first.
    """

    def __init__(self, reasons: Sequence[Reason]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("balance.infeasible", {"count": len(self.reasons)})


@dataclass(frozen=True)
class Reason:
    """Why a solve is impossible, or no better than it is: a code and its facts."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a file, with its place.

    ``row`` is the number that a person sees (1 = first line of the file or sheet),
    ``None`` where the fault is not in a row.
    """

    code: str
    file: str
    row: int | None = None
    column: str | None = None
    value: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


class FaultyInput(InputError):  # noqa: N818
    """A file with faults, all of them collected."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("input.faults", {"count": len(self.faults)})

    def __str__(self) -> str:
        return f"{super().__str__()}: {self.faults[:5]}"
