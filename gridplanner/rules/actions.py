"""What to open where a finding has no edit of its own that would mend it.

The same word stands in ``check --json`` and behind the window's *Fix*: a command of the
command line, which in the window is the dialog of that name.
"""

from __future__ import annotations

from collections.abc import Mapping

from gridplanner.rules.finding import Finding

#: Rule, or family of rules, → what helps. Where none is named, the map's tools do.
_HELP: Mapping[str, str] = {
    "load.deviation": "rebalance",
    "size.workers": "staff",
    "size": "rebalance",
    "hierarchy.count": "plan",
    "duty.grid_without_worker": "staff",
    "duty": "captains",
    "household": "worklist",
}


def action_of(finding: Finding) -> str | None:
    """Name the command that helps with a finding; ``None`` where only drawing does.

    Examples
    --------
    >>> action_of(Finding("load.deviation", "warning", ("T001",), None))
    'rebalance'
    >>> action_of(Finding("household.unlocated", "warning", ("H1",), None))
    'worklist'
    >>> action_of(Finding("code.order", "info", ("T001",), None)) is None
    True
    """
    return _HELP.get(finding.rule, _HELP.get(finding.rule.partition(".")[0]))
