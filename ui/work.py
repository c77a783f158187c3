"""What runs in the worker thread: functions over plans, without Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from gridplanner.captains import assign_captains
from gridplanner.changes import Change
from gridplanner.edits.base import Edit
from gridplanner.edits.previews import make_ready
from gridplanner.edits.together import Together
from gridplanner.history import History
from gridplanner.imported import imported_files
from gridplanner.jobs import OnProgress, Progress, tell
from gridplanner.ledger import story_of_history
from gridplanner.loads import loads
from gridplanner.locate import locate
from gridplanner.model import Plan
from gridplanner.planning import Planned, PlanOptions, plan_grids
from gridplanner.rebalancing import Rebalanced
from gridplanner.report import SUMS, Summary, summary
from gridplanner.rules import Finding, check
from gridplanner.rules.profile_edits import SetProfile
from gridplanner.rules.suggesting import profile_of
from gridplanner.staffing import staff
from gridplanner.store import Project, new_project
from layers.export_options import ExportOptions, WriteResult
from layers.importing import Prepared
from layers.taking import import_edit
from layers.writers import write


@dataclass(frozen=True, eq=False)
class Ready:
    """An edit whose result on one plan is known already; on another plan it is done anew.

    The worker has applied the edit for showing it; accepting must not take the time again.
    """

    edit: Edit
    before: Plan
    after: Plan

    @property
    def label(self) -> str:
        """Label of the edit."""
        return self.edit.label

    @property
    def facts(self) -> Mapping[str, Any]:
        """Facts of the edit."""
        return self.edit.facts

    def apply(self, plan: Plan) -> Plan:
        """Give the known result where it holds."""
        return self.after if plan is self.before else self.edit.apply(plan)


@dataclass(frozen=True, eq=False)
class Offer:
    """A proposal as the window shows it: today's plan, the proposed one, and the edit."""

    before: Plan
    after: Plan
    edit: Ready
    planned: Planned | Rebalanced


@dataclass(frozen=True, eq=False)
class Done:
    """What an edit in the background left: the change, and facts worth telling."""

    change: Change
    plan: Plan
    facts: Mapping[str, Any] = field(default_factory=dict)


#: From a plan to an edit and facts worth telling.
MakeEdit = Callable[[Plan, OnProgress], tuple[Edit, Mapping[str, Any]]]


def warm(plan: Plan) -> Plan:
    """Work out what all panels show, so that the window finds it kept with the plan."""
    loads(plan)
    summary(plan)
    return plan


def figuring(plan: Plan) -> Callable[[OnProgress], Summary]:
    """Make the job that works out the figures of a plan, and what gestures rest on.

    In the first step of a stroke, that took 60 ms at 2,000 leaves.
    """

    def work(_on_progress: OnProgress) -> Summary:
        found = summary(plan)
        if len(plan.leaves):
            make_ready(plan)
            profile_of(plan)
        return found

    return work


def skeleton(plan: Plan) -> pd.DataFrame:
    """Give the rows of :class:`Summary` ``.grids`` before the figures are known (absent)."""
    grids = plan.valid_grids.sort_values(["level", "code"])
    frame = pd.DataFrame(grids[["level", "code", "name", "parent", "kind", "lock"]])
    code = dict(zip(grids["uid"], grids["code"], strict=True))
    frame["parent_code"] = [code.get(p, "") if not pd.isna(p) else "" for p in frame["parent"]]
    for name in (*SUMS, "area_m2", "deviation"):
        frame[name] = np.nan
    return frame.set_axis(pd.Index(grids["uid"].to_numpy(), name="uid"))


def offer(plan: Plan, options: PlanOptions) -> Callable[[OnProgress], Offer]:
    """Make the job that plans all levels and applies the answer beside the plan."""

    def work(on_progress: OnProgress) -> Offer:
        planned = plan_grids(plan, options, on_progress)
        edit = Together((*planned.preparation, planned.proposal))
        after = warm(edit.apply(plan))
        return Offer(plan, after, Ready(edit, plan, after), planned)

    return work


def touched_by(change: Change) -> set[str]:
    """Name what a change touched: uids of grids as text, their codes, targets of duties."""
    found = {str(fid) for fid in change.fids("grids")}
    if "grids" in change.tables:
        # A finding of a grid that has a new code since still names the old one.
        grids = change.tables["grids"]
        found |= {*grids.old["code"].astype(str), *grids.new["code"].astype(str)}
    if "duties" in change.tables:
        rows = change.tables["duties"]
        found |= {*rows.old["target_id"], *rows.new["target_id"]}
    return found


def checking(plan: Plan) -> Callable[[OnProgress], list[Finding]]:
    """Make the job that looks for every fault."""

    def work(on_progress: OnProgress) -> list[Finding]:
        tell(on_progress, Progress("job.check"))
        return check(plan)

    return work


def locating(plan: Plan) -> Callable[[OnProgress], dict[str, int]]:
    """Make the job that finds the leaf of every household."""

    def work(on_progress: OnProgress) -> dict[str, int]:
        tell(on_progress, Progress("job.locate"))
        return locate(plan).counts(warm(plan))

    return work


def staffing(plan: Plan, on_progress: OnProgress) -> tuple[Edit, Mapping[str, Any]]:
    """Assign all workers."""
    tell(on_progress, Progress("job.staff"))
    found = staff(plan)
    return found.edit, {
        "placed": found.placed,
        "without": len(found.leaves_without),
        "kept": found.kept,
        "suited": found.suited,
        "most": found.max_per_worker,
        "least": found.min_per_worker,
    }


def captaining(plan: Plan, on_progress: OnProgress) -> tuple[Edit, Mapping[str, Any]]:
    """Find captains for all inhabited doors."""
    found = assign_captains(plan, on_progress=on_progress)
    return found.edit, {
        "doors": found.doors,
        "vacant": len(found.vacant),
        "captains": found.captains_used,
        "prefer": found.prefer,
    }


def editing(history: History, make: MakeEdit) -> Callable[[OnProgress], Done]:
    """Make the job that works an edit out and does it.

    No one else writes meanwhile: the window refuses edits while a job runs that writes.
    """

    def work(on_progress: OnProgress) -> Done:
        edit, facts = make(history.plan, on_progress)
        change = history.do(edit)
        return Done(change, warm(history.plan), facts)

    return work


#: Formats that tell what the journal says.
TOLD = ("ledger", "pack")


def exporting(
    history: History, name: str, out: Path, options: ExportOptions
) -> Callable[[OnProgress], WriteResult]:
    """Make the job that writes a file of the plan as it stands."""
    plan = history.plan

    def work(on_progress: OnProgress) -> WriteResult:
        nonlocal options
        tell(on_progress, Progress("job.export", None, {"file": out.name}))
        if name in TOLD and options.against is None:
            options = replace(options, story=story_of_history(history, None, on_progress))
        options = replace(options, imports=imported_files(history.entries))
        return write(name, plan, summary(plan), out, replace(options, on_progress=on_progress))

    return work


def creating(
    path: Path,
    scheme: str,
    crs: str,
    imports: Sequence[Prepared],
    *,
    profile: SetProfile | None = None,
    overwrite: bool = False,
) -> Callable[[OnProgress], Project]:
    """Make the job that writes a new project, what was prepared for it, and its limits."""

    def work(on_progress: OnProgress) -> Project:
        project = new_project(path, scheme, crs, overwrite=overwrite)
        try:
            for number, prepared in enumerate(imports):
                fraction = number / max(len(imports), 1)
                tell(on_progress, Progress("job.import", fraction, {"file": prepared.file}))
                project.history.do(import_edit(prepared))
            if profile is not None:
                project.history.do(profile)
            warm(project.plan)
        except BaseException:
            project.close()
            path.unlink(missing_ok=True)
            raise
        return project

    return work
