"""What every edit is: a frozen command with a label, applied to a plan to give a new one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, runtime_checkable

from gridplanner.model import Plan


@runtime_checkable
class Edit(Protocol):
    """A change that somebody wants, as a value.

    An edit is run first and stacked after: where :meth:`apply` raises, nothing has
    changed. The rows it touched are found by comparing the two plans
    (:func:`gridplanner.changes.difference`).
    """

    @property
    def label(self) -> str:
        """Key of the sentence in :mod:`gridplanner.wording`, such as ``"edit.split"``."""
        ...

    @property
    def facts(self) -> Mapping[str, Any]:
        """Values the label's sentence names; JSON-able, they are kept in the journal."""
        ...

    def apply(self, plan: Plan) -> Plan:
        """Make the new plan.

        Raises
        ------
        EditError
            The edit does not fit this plan.
        """
        ...
