"""When actions are enabled: conditions of a session."""

from __future__ import annotations

from collections.abc import Callable

from gridplanner.scenarios import IN_FORCE, active_scenario
from ui.session import Session

When = Callable[[Session], bool]


def always(_session: Session) -> bool:
    """Enable always."""
    return True


def when_idle(session: Session) -> bool:
    """Enable while no job runs."""
    return session.idle


def when_open(session: Session) -> bool:
    """Enable while a project is open."""
    return session.is_open


def when_ready(session: Session) -> bool:
    """Enable while a project is open and no job runs."""
    return session.is_open and session.idle


def when_writable(session: Session) -> bool:
    """Enable while edits can be done."""
    return session.may_write


def when_gridded(session: Session) -> bool:
    """Enable while edits can be done and there are grids."""
    return session.may_write and session.has_grids


def when_one(session: Session) -> bool:
    """Enable while exactly one grid is selected."""
    return session.may_write and session.has_grids and len(session.selection) == 1


def when_leaf(session: Session) -> bool:
    """Enable while exactly one leaf is selected."""
    return session.may_write and len(session.leaves_selected()) == 1


def when_leaves(session: Session) -> bool:
    """Enable while several leaves are selected."""
    return session.may_write and len(session.leaves_selected()) > 1


def when_picked(session: Session) -> bool:
    """Enable while edits can be done and grids are selected."""
    return session.may_write and bool(session.selection)


def when_selected(session: Session) -> bool:
    """Enable while something is selected."""
    return bool(session.selection)


def when_offered(session: Session) -> bool:
    """Enable while a proposal is open."""
    return session.may_write and session.offer is not None


def when_checked(session: Session) -> bool:
    """Enable while there are findings."""
    return bool(session.findings)


def when_aside(session: Session) -> bool:
    """Enable while a scenario that is not in force is worked on."""
    return session.may_write and active_scenario(session.plan) != IN_FORCE


def when_running(session: Session) -> bool:
    """Enable while a job runs."""
    return not session.idle
