"""``size.*``: households, persons, served area and workers outside the profile."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from gridplanner.edits.base import Edit
from gridplanner.edits.duties import WORKER
from gridplanner.edits.duty_rows import running
from gridplanner.geometry import Floats, shapes_of
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
    for level in range(1, depth + 1):
        grids = scope.grids[(scope.grids["level"] == level).to_numpy()]
        if len(grids) == 0:
            continue
        top = _ancestor_on(plan, level)
        for figure in known:
            limits = {
                kind: scope.profile.limit(figure, level, depth, kind)
                for kind in grids["kind"].unique()
            }
            if not any(limits.values()):
                continue
            values = _values(plan, grids, figure, top)
            for at, (code, kind, shape, value) in enumerate(
                zip(grids["code"], grids["kind"], grids.geometry, values, strict=True)
            ):
                limit = limits[kind]
                # A grid without a worker is named by ``duty.grid_without_worker``.
                unasked = limit is None or (figure == "workers" and value == 0)
                severity = None if limit is None or unasked else breach(limit, float(value))
                if limit is not None and severity is not None:
                    facts = _facts(limit, float(value))
                    mergeable = level == depth and figure != "workers"
                    fixes = _merged(grids, values, at, limit) if mergeable else []
                    result.append(found(f"size.{figure}", severity, [code], shape, facts, fixes))
    return result


def _merged(grids: pd.DataFrame, values: Floats, at: int, limits: Limits) -> list[Edit]:
    """Merge a leaf that is too small into one beside it, as far as both together fit.

    One that is too large needs a border moved, and where to is a planner's choice.
    """
    if limits.low is None or values[at] >= limits.low:
        return []
    most = min((end for end in (limits.high, limits.error_high) if end is not None), default=np.inf)
    alike = (grids["parent"] == grids["parent"].iloc[at]).fillna(False).to_numpy(dtype=bool)
    alike &= (grids["kind"] == grids["kind"].iloc[at]).to_numpy()
    fit = np.flatnonzero(alike & (values + values[at] <= most) & (np.arange(len(grids)) != at))
    shapes, codes = shapes_of(grids["geometry"]), grids["code"].to_numpy()
    return merge(str(codes[at]), beside(shapes[at], shapes[fit], codes[fit]))


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


def _values(plan: Plan, grids: pd.DataFrame, figure: str, top: dict[int, int]) -> Floats:
    """Measure a figure on the grids of one level: their leaves' sum."""
    if figure == "area":
        return served_area(plan, shapes_of(grids["geometry"]))
    if figure == "workers":
        return _workers(plan, grids, top)
    households = plan.tables["households"]
    each = (
        households["persons"].to_numpy(dtype=float)
        if figure == "persons"
        else np.ones(len(households))
    )
    leaf = np.array(list(top), dtype=np.int64)
    above = np.array(list(top.values()), dtype=np.int64)
    order = np.argsort(leaf)
    home = locate(plan).households
    at = np.minimum(np.searchsorted(leaf[order], home), max(len(leaf) - 1, 0))
    held = leaf[order][at] == home if len(leaf) else np.zeros(len(home), dtype=bool)
    uid = grids["uid"].to_numpy(dtype=np.int64)
    position = pd.Index(uid).get_indexer(pd.Index(above[order][at[held]]))
    known = position >= 0
    return np.bincount(position[known], each[held][known], minlength=len(uid)).astype(np.float64)


def _workers(plan: Plan, grids: pd.DataFrame, top: dict[int, int]) -> Floats:
    """Count the workers on duty in the grids of one level, everybody once a grid."""
    duties = plan.tables["duties"]
    now = duties[running(duties) & (duties["kind"] == WORKER) & (duties["target_table"] == "grids")]
    above = now["target_id"].map({str(leaf): uid for leaf, uid in top.items()})
    count = now.assign(above=above).groupby("above")["person"].nunique()
    return np.asarray(count.reindex(grids["uid"].to_numpy()).fillna(0), dtype=np.float64)


def _ancestor_on(plan: Plan, level: int) -> dict[int, int]:
    """Map each leaf's uid to the uid of the grid above it on a level (or to itself)."""
    grids = plan.valid_grids
    parent = {
        int(uid): int(above)
        for uid, above in zip(grids["uid"], grids["parent"].fillna(0), strict=True)
    }
    result = {}
    for leaf in map(int, plan.leaves["uid"]):
        uid = leaf
        for _ in range(plan.scheme.depth - level):
            uid = parent.get(uid, 0)
        result[leaf] = uid
    return result
