"""Rows of the duty table: beginning, ending, and moving to another grid."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from gridplanner.errors import EditError
from gridplanner.model import Plan

Duty = tuple[str, str, str, str]


def running(duties: pd.DataFrame) -> pd.Series[bool]:
    """Tell which duties have no end."""
    return duties["valid_to"] == ""


def begun(plan: Plan, duties: pd.DataFrame, rows: Sequence[Duty], date: str) -> pd.DataFrame:
    """Append duties (person, kind, target table, target id) that begin on a date."""
    if not rows:
        return duties
    # Above every row of the plan too: rows that this edit drops keep their numbers.
    highest = max([0, *map(int, duties.index), *map(int, plan.tables["duties"].index)])
    frame = pd.DataFrame(
        {
            "person": pd.Series([r[0] for r in rows], dtype="str"),
            "kind": pd.Series([r[1] for r in rows], dtype="str"),
            "target_table": pd.Series([r[2] for r in rows], dtype="str"),
            "target_id": pd.Series([r[3] for r in rows], dtype="str"),
            "valid_from": pd.Series([date] * len(rows), dtype="str"),
            "valid_to": pd.Series([""] * len(rows), dtype="str"),
        }
    ).set_axis(pd.RangeIndex(highest + 1, highest + 1 + len(rows), name="fid"))
    both = pd.concat([duties, frame]) if len(duties) else frame
    return both.rename_axis("fid")


def ended(duties: pd.DataFrame, which: pd.Series[bool], date: str) -> pd.DataFrame:
    """End duties on a date; without one those of a draft are dropped.

    Raises
    ------
    EditError
        A duty that has begun would end without a date.
    """
    if not which.any():
        return duties
    if not date:
        begun_ones = duties[which & (duties["valid_from"] != "")]
        if len(begun_ones):
            person = str(begun_ones["person"].iloc[0])
            raise EditError("duty.no_date", {"person": person, "count": len(begun_ones)})
        return duties[~which]
    changed = duties.copy(deep=False)
    changed["valid_to"] = duties["valid_to"].where(~which, date)
    return changed


def moved(plan: Plan, duties: pd.DataFrame, old_uid: int, new_uid: int, date: str) -> pd.DataFrame:
    """Let the people of one grid serve in another; a head of grid goes as a worker."""
    which = (
        running(duties)
        & (duties["target_table"] == "grids")
        & (duties["target_id"] == str(old_uid))
    )
    # Who is away or covers stays so; a head of grid goes as a worker.
    posts = which & duties["kind"].isin(("网格员", "网格长"))
    people = list(dict.fromkeys(duties.loc[posts, "person"]))
    others = duties[which & ~posts]
    there = set(
        duties.loc[
            running(duties)
            & (duties["target_table"] == "grids")
            & (duties["target_id"] == str(new_uid)),
            "person",
        ]
    )
    rest = ended(duties, which, date)
    rows = [(p, "网格员", "grids", str(new_uid)) for p in people if p not in there]
    rows += [
        (person, kind, "grids", str(new_uid))
        for person, kind in zip(others["person"], others["kind"], strict=True)
    ]
    return begun(plan, rest, rows, date)
