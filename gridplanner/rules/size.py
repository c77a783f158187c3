"""``size.*``: households, persons, served area and workers outside the profile."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from gridplanner.edits.base import Edit
from gridplanner.edits.duties import WORKER
from gridplanner.geometry import Bools, Floats, Ints, sums
from gridplanner.in_force import InForce, texts
from gridplanner.locate import locate
from gridplanner.model import Plan
from gridplanner.rules.candidates import beside, merge
from gridplanner.rules.finding import Finding, Scope, Severity, found
from gridplanner.rules.profile import FIGURES, Limits
from gridplanner.served import served_area


def look(scope: Scope) -> list[Finding]:
    """Find grids that are too small or too large for their place."""
    plan = scope.plan
    result: list[Finding] = []
    # Where nothing is known of who lives there, every grid would be found empty.
    known = FIGURES if len(plan.tables["households"]) else ("workers",)
    depth = plan.scheme.depth
    held = _of_leaves(scope)
    for level in range(1, depth + 1):
        grids = scope.rows.on(level)
        if len(grids) == 0:
            continue
        top = _ancestors_on(scope, level)
        for figure in known:
            limits = {
                kind: scope.profile.limit(figure, level, depth, kind) for kind in set(grids.kinds)
            }
            if not any(limits.values()):
                continue
            if figure == "area":
                values = served_area(plan, grids.shapes)
            elif figure == "workers":
                values = _workers(scope, grids, top)
            else:
                values = _sums(grids, top, held[figure])
            for at in np.flatnonzero(_broken(values, grids, limits)).tolist():
                value, limit = float(values[at]), limits[grids.kinds[at]]
                # A grid without a worker is named by ``duty.grid_without_worker``.
                unasked = limit is None or (figure == "workers" and value == 0)
                severity = None if limit is None or unasked else breach(limit, value)
                if limit is not None and severity is not None:
                    facts = _facts(limit, value)
                    mergeable = level == depth and figure != "workers"
                    fixes = _merged(scope, grids, values, at, limit) if mergeable else []
                    code, shape = [grids.codes[at]], scope.middle(grids.shapes[at])
                    result.append(found(f"size.{figure}", severity, code, shape, facts, fixes))
    return result


def _merged(scope: Scope, grids: InForce, values: Floats, at: int, limits: Limits) -> list[Edit]:
    """Merge a leaf that is too small into one beside it, as far as both together fit.

    One that is too large needs a border moved, and where to is a planner's choice.
    """
    if limits.low is None or values[at] >= limits.low:
        return []
    most = min((end for end in (limits.high, limits.error_high) if end is not None), default=np.inf)
    alike = (grids.parents == grids.parents[at]) & (grids.parents > 0)
    alike &= grids.kinds == grids.kinds[at]
    fit = np.flatnonzero(alike & (values + values[at] <= most) & (np.arange(len(grids)) != at))
    shape, codes, boxes = grids.shapes[at], grids.codes, scope.boxes[fit]
    near = beside(shape, grids.shapes[fit], codes[fit], kept=scope.borders, boxes=boxes)
    return merge(str(codes[at]), near)


def _broken(values: Floats, grids: InForce, limits: Mapping[str, Limits | None]) -> Bools:
    """Tell the grids whose value breaks the limits of their kind."""
    broken = np.zeros(len(values), dtype=bool)
    for kind, limit in limits.items():
        if limit is not None:
            lows = [end for end in (limit.low, limit.error_low) if end is not None]
            highs = [end for end in (limit.high, limit.error_high) if end is not None]
            out = (values < max(lows, default=-np.inf)) | (values > min(highs, default=np.inf))
            broken |= out & (grids.kinds == kind)
    return broken


def breach(limits: Limits, value: float) -> Severity | None:
    """Tell how badly a value breaks its limits; ``None`` where it does not.

    >>> breach(Limits("households", 300, 500, 100, 800), 90)
    'error'
    >>> breach(Limits("households", None, 500), 501)
    'warning'
    """

    def outside(low: float | None, high: float | None) -> bool:
        return (low is not None and value < low) or (high is not None and value > high)

    if outside(limits.error_low, limits.error_high):
        return "error"
    return "warning" if outside(limits.low, limits.high) else None


def _facts(limits: Limits, value: float) -> dict[str, Any]:
    number: float = round(value, 1) if limits.figure == "area" else int(value)
    facts: dict[str, Any] = {"value": number, "span": limits.span}
    facts |= {key: end for key, end in (("low", limits.low), ("high", limits.high)) if end}
    return facts


def _of_leaves(scope: Scope) -> dict[str, Floats]:
    """Count the households and the persons of each leaf, in the order of their rows."""
    leaves, where = scope.ends, locate(scope.plan)
    row = pd.Index(leaves.uids).get_indexer(pd.Index(where.households))
    persons = scope.plan.tables["households"]["persons"].to_numpy(dtype=np.float64)
    row, persons = row[row >= 0], persons[row >= 0]
    count = sums(row, np.ones(len(row)), len(leaves))
    return {"households": count, "persons": sums(row, persons, len(leaves))}


def _sums(grids: InForce, top: Ints, of_leaves: Floats) -> Floats:
    """Sum a figure of leaves over the grids of a level."""
    row = pd.Index(grids.uids).get_indexer(pd.Index(top))
    return sums(row[row >= 0], of_leaves[row >= 0], len(grids))


def _workers(scope: Scope, grids: InForce, top: Ints) -> Floats:
    """Count the workers on duty in the grids of one level, everybody once a grid."""
    on_duty = scope.plan.derived("workers_by_target", _on_duty, ["duties"])
    there: dict[int, set[str]] = {}
    for leaf, uid in zip(scope.ends.uids.tolist(), top.tolist(), strict=True):
        there.setdefault(uid, set()).update(on_duty.get(str(leaf), ()))
    return np.array([len(there.get(uid, ())) for uid in grids.uids.tolist()], dtype=np.float64)


def _on_duty(plan: Plan) -> dict[str, set[str]]:
    """Give the workers on duty by the id of their grid; kept with the plan."""
    duties = plan.tables["duties"]
    kind, end, table = (texts(duties[name]) for name in ("kind", "valid_to", "target_table"))
    now = (end == "") & (kind == WORKER) & (table == "grids")
    found: dict[str, set[str]] = {}
    targets, persons = (texts(duties[name])[now] for name in ("target_id", "person"))
    for target, person in zip(targets.tolist(), persons.tolist(), strict=True):
        found.setdefault(target, set()).add(person)
    return found


def _ancestors_on(scope: Scope, level: int) -> Ints:
    """Give the uid of the grid above each leaf on a level, or of the leaf; 0 where none is."""
    every = scope.rows
    uids = pd.Index(every.uids)
    result = scope.ends.uids
    for _ in range(scope.plan.scheme.depth - level):
        row = uids.get_indexer(pd.Index(result))
        result = np.where(row >= 0, every.parents[row], 0)
    return result
