"""What happened to one grid, or to one person: from journal, lineage and duties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pandas as pd
import shapely

from gridplanner.errors import EditError
from gridplanner.history import Entry, History
from gridplanner.jobs import OnProgress, Progress, tell
from gridplanner.model import Plan

#: Ground that may lie elsewhere before a border counts as moved.
SAME_M2 = 0.01
#: Columns of a grid whose changes are told, with the code of the sentence.
_TOLD = {
    "code": "story.code", "name": "story.name", "kind": "story.kind", "lock": "story.lock",
    "posts": "story.posts",
}  # fmt: skip


@dataclass(frozen=True)
class Event:
    """One thing that happened.

    Attributes
    ----------
    day : str
        ISO date; ``""`` for what has none, as duties of a draft.
    until : str
        Last day of a duty; ``""`` where it goes on, or for other events.
    code, facts : str, mapping
        Sentence of :mod:`gridplanner.wording`.
    by : str
        Who did it, where the journal tells.
    edit, edit_facts : str, mapping
        Sentence of the edit in which it happened; ``""`` for duties.
    """

    day: str
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    until: str = ""
    by: str = ""
    edit: str = ""
    edit_facts: Mapping[str, Any] = field(default_factory=dict)


def grid_events(history: History, uid: int, on_progress: OnProgress | None = None) -> list[Event]:
    """Tell what became of a grid: its ground, code and name, where it came from, who served.

    Parameters
    ----------
    history : History
        Edits that were undone are left out.
    uid : int
    on_progress : callable, optional

    Returns
    -------
    list of Event
        By day; of one day as it happened, duties last.

    Raises
    ------
    EditError
        ``grid.unknown``: there never was such a grid.
    Cancelled
        ``on_progress`` said so.
    """
    plan = history.plan
    done = [entry for entry in history.entries if not entry.undone]
    found: list[Event] = []
    # Grids of a draft leave no row behind: the journal alone knows their codes.
    codes: dict[int, str] = {}
    for number, entry in enumerate(done):
        tell(on_progress, Progress("job.ledger", number / len(done), {"count": len(done)}))
        tables = history.change_of(entry.seq).tables
        if "grids" in tables:
            for rows in (tables["grids"].old, tables["grids"].new):
                codes |= dict(zip(rows["uid"].astype(int), rows["code"].astype(str), strict=True))
            found += _of_rows(entry, tables["grids"].old, tables["grids"].new, uid)
    days = {entry.seq: _day(entry) for entry in done}
    known = (plan.tables["grids"]["uid"] == uid).any()
    if not found and not known:
        raise EditError("grid.unknown", {"code": uid})
    found += _of_lineage(plan, uid, days, codes)
    duties = plan.tables["duties"]
    here = duties[(duties["target_table"] == "grids") & (duties["target_id"] == str(uid))]
    found += _of_duties(plan, here, "story.served")
    return sorted(found, key=lambda event: event.day)


def person_events(plan: Plan, person: str) -> list[Event]:
    """Tell the duties of a person over time.

    Raises
    ------
    EditError
        ``duty.person``: there is no such person.
    """
    if person not in set(plan.tables["persons"]["id"]):
        raise EditError("duty.person", {"person": person})
    duties = plan.tables["duties"]
    mine = duties[duties["person"] == person]
    return sorted(_of_duties(plan, mine, "story.duty"), key=lambda event: event.day)


def _day(entry: Entry) -> str:
    return datetime.fromisoformat(entry.time).astimezone().date().isoformat()


def _of_rows(entry: Entry, old: pd.DataFrame, new: pd.DataFrame, uid: int) -> Iterator[Event]:
    """Tell how the row of a grid differs."""
    before, after = (rows[rows["uid"] == uid].to_dict("records") for rows in (old, new))
    said: list[tuple[str, dict[str, Any]]] = []
    if after and not before:
        said.append(("story.born", {"code": after[0]["code"], "area_m2": _area(after[0])}))
    elif before and not after:
        said.append(("story.gone", {"code": before[0]["code"]}))
    elif before and after:
        one, two = before[0], after[0]
        moved = shapely.area(shapely.symmetric_difference(one["geometry"], two["geometry"]))
        if moved > SAME_M2:
            facts = {"moved_m2": float(moved), "before_m2": _area(one), "after_m2": _area(two)}
            said.append(("story.border", facts))
        for column, code in _TOLD.items():
            if _text(one[column]) != _text(two[column]):
                said.append((code, {"old": _text(one[column]), "new": _text(two[column])}))
        if one["valid_to"] != two["valid_to"] and two["valid_to"]:
            said.append(("story.ended", {"date": two["valid_to"]}))
    for code, facts in said:
        yield Event(_day(entry), code, facts, "", entry.user, entry.label, entry.facts)


def _area(row: Mapping[Any, Any]) -> float:
    return float(shapely.area(row["geometry"]))


def _text(value: Any) -> str:
    return "–" if value is None or value == "" or pd.isna(value) else str(value)


def _of_lineage(
    plan: Plan, uid: int, days: Mapping[int, str], codes: Mapping[int, str]
) -> Iterator[Event]:
    """Tell from which grids households came, and to which they went."""
    grids = plan.tables["grids"]
    present = dict(zip(grids["uid"].astype(int), grids["code"].astype(str), strict=True))
    code = {**codes, **present}
    for row in plan.tables["lineage"].to_dict("records"):
        old, new = (None if pd.isna(row[c]) else int(row[c]) for c in ("old_uid", "new_uid"))
        if old is None or new is None or old == new or uid not in (old, new):
            continue
        other = new if uid == old else old
        facts = {"code": code.get(other, f"#{other}"), "households": int(row["households"])}
        day = days.get(int(row["journal_seq"]), "")
        yield Event(day, "story.into" if uid == old else "story.from", facts)


def _of_duties(plan: Plan, duties: pd.DataFrame, code: str) -> Iterator[Event]:
    persons, grids, doors = (plan.tables[name] for name in ("persons", "grids", "entrances"))
    names = dict(zip(persons["id"], persons["name"], strict=True))
    codes = dict(zip(grids["uid"].astype(str), grids["code"].astype(str), strict=True))
    buildings = dict(zip(plan.tables["buildings"]["id"], plan.tables["buildings"]["name"],
                         strict=True))  # fmt: skip
    labels = {
        door: f"{buildings.get(building) or building} {label}".strip() or door
        for door, building, label in zip(
            doors["id"], doors["building"], doors["label"], strict=True
        )
    }
    for row in duties.to_dict("records"):
        target = str(row["target_id"])
        known = codes if row["target_table"] == "grids" else labels
        facts = {
            "name": names.get(row["person"]) or row["person"], "kind": row["kind"],
            "target": known.get(target, target),
        }  # fmt: skip
        yield Event(str(row["valid_from"]), code, facts, str(row["valid_to"]))
