"""Which grids' counts a public file withholds; the same for every format."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from gridplanner.model import Plan
from layers.export_options import ExportOptions, Summary
from layers.privacy import SMALL_COUNT, withheld

#: Counts of people: where one is small, it is withheld.
RESIDENTS: tuple[str, ...] = ("households", "persons")
#: What is left blank where a count of people is withheld. Doors can be counted from the street:
#: few of them betray nobody, but beside a hidden count they would say how many live there.
COUNTS: tuple[str, ...] = (*RESIDENTS, "doors")


def hidden_uids(plan: Plan, summary: Summary, options: ExportOptions) -> frozenset[int]:
    """List the grids in force whose counts stay out; none but in a public file.

    Those with 1 to 4 households or persons, and of each sum that would give one away the
    smallest other term. Worked out over the whole plan, so that a part of a map, or a poster
    beside it, hides what the whole hides.
    Beside another plan, grids are hidden in both where one hides them, or where the count
    differs by less than the limit: the difference is a count too.

    Parameters
    ----------
    plan, summary
        The plan to be written, or the one it is compared with.
    options : ExportOptions
    """
    if options.profile != "public":
        return frozenset()
    own = _hidden(plan, summary, ())
    other = options.against
    if other is None:
        return frozenset(own)
    here, there = _counts(plan, summary), _counts(*other)
    if other[0] is plan:
        return frozenset(own)
    theirs = _codes(other[0], _hidden(*other, ()))
    also = {key for key in here if key in theirs or _close(here[key], there.get(key))}
    uid_of = _uids(plan)
    return frozenset(_hidden(plan, summary, tuple(uid_of[key] for key in also)) | own)


def _hidden(plan: Plan, summary: Summary, also: tuple[int, ...]) -> set[int]:
    grids = plan.valid_grids.sort_values(["level", "code", "uid"])
    uids = [int(uid) for uid in grids["uid"]]
    place_of = {uid: n for n, uid in enumerate(uids)}
    parents = [
        -1 if pd.isna(parent) else place_of.get(int(parent), -1) for parent in grids["parent"]
    ]
    groups = list(zip(grids["level"].astype(int), parents, strict=True))
    # A row is blank in all its counts: what one column withholds covers the other as well, so
    # each begins with what is hidden already, until neither asks for more.
    hidden = np.isin(uids, list(also))
    columns = [_column(summary, uids, name) for name in RESIDENTS]
    while True:
        before = int(hidden.sum())
        for values in columns:
            hidden = withheld(values, groups, parents=parents, limit=SMALL_COUNT, also=hidden)
        if int(hidden.sum()) == before:
            break
    return {uid for uid, is_hidden in zip(uids, hidden, strict=True) if is_hidden}


def _column(summary: Summary, uids: list[int], name: str) -> npt.NDArray[np.float64]:
    frame = summary.grids.reindex(uids)
    if name not in frame.columns:
        return np.full(len(uids), np.nan)
    values: Any = frame[name].astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan)
    return np.asarray(values, dtype=np.float64)


def _uids(plan: Plan) -> dict[tuple[int, str], int]:
    grids = plan.valid_grids
    return {
        (int(level), code): int(uid)
        for level, code, uid in zip(grids["level"], grids["code"], grids["uid"], strict=True)
    }


def _codes(plan: Plan, uids: set[int]) -> set[tuple[int, str]]:
    return {key for key, uid in _uids(plan).items() if uid in uids}


def _counts(plan: Plan, summary: Summary) -> dict[tuple[int, str], list[float]]:
    keys = _uids(plan)
    columns = [_column(summary, list(keys.values()), name) for name in RESIDENTS]
    return {key: [float(c[n]) for c in columns] for n, key in enumerate(keys)}


def _close(a: list[float], b: list[float] | None) -> bool:
    if b is None:
        return False
    return any(0 < abs(x - y) < SMALL_COUNT for x, y in zip(a, b, strict=True))
