"""The ledger of grid changes (网格调整台账): what became of each grid between two plans.

Rows come from comparing two plans, or from the journal, an edit after the other. Grids are
followed by their uid, else by their code; where one came from or went to is read from the
lineage, else from the households that went along, else from the ground.

Source of the columns and kinds: practice of 网格调整台账 (序号, 调整类型, 原网格, 新网格, 原因,
户/人 and 网格员 before and after, 文号, dates, 经办人).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import pandas as pd
import shapely

from gridplanner.changes import apply_change
from gridplanner.edits.duties import HEAD, WORKER
from gridplanner.edits.duty_rows import running
from gridplanner.errors import UsageError
from gridplanner.flow import Flow
from gridplanner.geometry import shapes_of
from gridplanner.history import Entry, History
from gridplanner.jobs import OnProgress, Progress, tell
from gridplanner.locate import locate
from gridplanner.model import Plan

Kind = Literal["added", "removed", "merged", "split", "border", "renamed", "people"]
KINDS: tuple[Kind, ...] = (
    "added", "removed", "merged", "split", "border", "renamed", "people",
)  # fmt: skip
#: Ground that may lie elsewhere before a border counts as moved.
SAME_M2 = 0.01
#: Edits that make a plan rather than change one: the ledger begins after the last of them.
_WHOLESALE = frozenset(
    {
        "edit.plan",
        "edit.import",
        "edit.assign_all",
        "edit.units",
        "edit.settings",
        "edit.scenario_copy",
        "edit.scenario_switch",
    }
)


@dataclass(frozen=True)
class Grid:
    """A grid as a ledger names it, with its figures at that time."""

    uid: int
    level: int
    code: str
    name: str
    households: int
    persons: int
    workers: tuple[str, ...]


@dataclass(frozen=True)
class Remark:
    """What is known of a change apart from the rows: reason, papers, dates, who did it."""

    reason: str = ""
    document: str = ""
    changed: str = ""
    effective: str = ""
    by: str = ""


@dataclass(frozen=True)
class LedgerRow:
    """One line of the ledger.

    Attributes
    ----------
    kind : str
        One of :data:`KINDS`.
    old, new : tuple of Grid
        The grids before and after; one of them is empty where a grid appears or vanishes.
    area_m2 : float
        Ground that changed hands.
    remark : Remark
    """

    kind: Kind
    old: tuple[Grid, ...]
    new: tuple[Grid, ...]
    area_m2: float
    remark: Remark = Remark()

    @property
    def households(self) -> tuple[int, int]:
        """Households before and after."""
        return sum(g.households for g in self.old), sum(g.households for g in self.new)

    @property
    def persons(self) -> tuple[int, int]:
        """Persons before and after."""
        return sum(g.persons for g in self.old), sum(g.persons for g in self.new)

    @property
    def workers(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Ids of the workers before and after, each once."""
        before, after = (
            tuple(dict.fromkeys(w for g in side for w in g.workers))
            for side in (self.old, self.new)
        )
        return before, after


@dataclass(frozen=True, eq=False)
class Story:
    """Two plans and the ledger of what happened between them."""

    before: Plan
    after: Plan
    rows: tuple[LedgerRow, ...]


def story_of_plans(before: Plan, after: Plan, remark: Remark | None = None) -> Story:
    """Tell what differs between two plans, such as two scenarios."""
    return Story(before, after, tuple(ledger(before, after, remark)))


def story_of_history(
    history: History, since: int | None = None, on_progress: OnProgress | None = None
) -> Story:
    """Tell what the edits in force have changed, one after the other.

    Parameters
    ----------
    since : int, optional
        Number of the edit after which the ledger begins, 0 for all; by default the last one
        that made the plan as a whole.

    Raises
    ------
    UsageError
        ``ledger.since``: no edit in force has this number.
    Cancelled
        ``on_progress`` said so.
    """
    done = [entry for entry in history.entries if not entry.undone]
    start = _start(done) if since is None else _place(done, since)
    told = done[start:]
    changes = [history.change_of(entry.seq) for entry in told]
    plan = history.plan
    for change in reversed(changes):
        plan = apply_change(plan, change.reversed())
    before, rows = plan, []
    for number, (entry, change) in enumerate(zip(told, changes, strict=True)):
        tell(on_progress, Progress("job.ledger", number / len(told), {"count": len(told)}))
        later = apply_change(plan, change)
        if {"grids", "duties", "households"} & set(change.tables):
            rows += ledger(plan, later, remark_of(entry))
        plan = later
    return Story(before, history.plan, tuple(rows))


def _start(done: Sequence[Entry]) -> int:
    places = [place for place, entry in enumerate(done) if entry.label in _WHOLESALE]
    return places[-1] + 1 if places else 0


def _place(done: Sequence[Entry], since: int) -> int:
    if since == 0:
        return 0
    for place, entry in enumerate(done):
        if entry.seq == since:
            return place + 1
    raise UsageError("ledger.since", {"value": since})


def remark_of(entry: Entry) -> Remark:
    """Read reason, document, dates and user from a line of the journal."""
    facts = entry.facts
    return Remark(
        str(facts.get("reason") or ""),
        str(facts.get("document") or ""),
        entry.time[:10],
        str(facts.get("date") or ""),
        entry.user,
    )


def ledger(before: Plan, after: Plan, remark: Remark | None = None) -> list[LedgerRow]:
    """List what became of each grid, by kind and code; equal grids are left out.

    Returns
    -------
    list of LedgerRow
        Empty for equal plans, and for plans without grids.
    """
    said = remark or Remark()
    old, new = _grids(before), _grids(after)
    shape_old, shape_new = _shapes(before), _shapes(after)
    pairs = _pairs(old, new, shape_old, shape_new)
    flow = Flow(before, after, old, new, shape_old, shape_new)
    partner = {b: a for a, b in pairs.items()}
    rows: list[LedgerRow] = []
    told_old: set[int] = set()
    told_new: set[int] = set()

    def add(kind: Kind, olds: Iterable[int], news: Iterable[int]) -> None:
        olds, news = list(olds), list(news)
        area = _moved_m2([shape_old[u] for u in olds], [shape_new[u] for u in news], kind)
        rows.append(
            LedgerRow(kind, tuple(old[u] for u in olds), tuple(new[u] for u in news), area, said)
        )
        told_old.update(olds)
        told_new.update(news)

    heirs: dict[int, list[int]] = {}
    for uid in sorted(set(old) - set(pairs), key=lambda u: old[u].code):
        heir = flow.heir(uid)
        if heir in partner and new[heir].level == old[uid].level:
            heirs.setdefault(heir, []).append(uid)
        else:
            add("removed", [uid], [])
    for heir, gone in heirs.items():
        add("merged", [partner[heir], *gone], [heir])
    origins: dict[int, list[int]] = {}
    for uid in sorted(set(new) - set(partner), key=lambda u: new[u].code):
        origin = flow.origin(uid)
        if origin in pairs and old[origin].level == new[uid].level and origin not in told_old:
            origins.setdefault(origin, []).append(uid)
        else:
            add("added", [], [uid])
    for origin, born in origins.items():
        add("split", [origin], [pairs[origin], *born])
    depth = after.scheme.depth
    for a, b in sorted(pairs.items(), key=lambda pair: new[pair[1]].code):
        if a in told_old or b in told_new:
            continue
        one, two = old[a], new[b]
        if two.level == depth and _area_between(shape_old[a], shape_new[b]) > SAME_M2:
            add("border", [a], [b])
        elif (one.code, one.name) != (two.code, two.name):
            add("renamed", [a], [b])
        elif set(one.workers) != set(two.workers):
            add("people", [a], [b])
    order = {kind: place for place, kind in enumerate(KINDS)}
    return sorted(rows, key=lambda row: (order[row.kind], (row.new or row.old)[0].code))


def signed(rows: Iterable[LedgerRow], remark: Remark) -> tuple[LedgerRow, ...]:
    """Fill what a remark says into rows that do not say it themselves."""

    def filled(row: LedgerRow) -> LedgerRow:
        own = row.remark
        given = {
            name: getattr(own, name) or getattr(remark, name)
            for name in ("reason", "document", "changed", "effective", "by")
        }
        return replace(row, remark=Remark(**given))

    return tuple(filled(row) for row in rows)


def _grids(plan: Plan) -> dict[int, Grid]:
    """Give all grids in force with their figures, a parent's as the sum of its leaves'."""
    frame = plan.valid_grids
    leaf = locate(plan).households
    persons = plan.tables["households"]["persons"].to_numpy()
    counts = pd.DataFrame({"leaf": leaf, "persons": persons}).groupby("leaf")["persons"]
    households, people = counts.size().to_dict(), counts.sum().to_dict()
    parent = {
        int(u): None if pd.isna(p) else int(p)
        for u, p in zip(frame["uid"], frame["parent"], strict=True)
    }
    sums: dict[int, list[int]] = {uid: [0, 0] for uid in parent}
    for uid in map(int, plan.leaves["uid"]):
        at: int | None = uid
        seen: set[int] = set()
        while at is not None and at in sums and at not in seen:
            seen.add(at)
            sums[at][0] += int(households.get(uid, 0))
            sums[at][1] += int(people.get(uid, 0))
            at = parent[at]
    workers = _workers(plan)
    counted = {uid: (sums[uid][0], sums[uid][1]) for uid in sums}
    return {
        int(uid): Grid(
            int(uid), int(level), code, name, *counted[int(uid)], workers.get(int(uid), ())
        )
        for uid, level, code, name in zip(
            map(int, frame["uid"]), frame["level"], frame["code"], frame["name"], strict=True
        )
    }


def _workers(plan: Plan) -> dict[int, tuple[str, ...]]:
    duties = plan.tables["duties"]
    now = duties[
        running(duties) & (duties["target_table"] == "grids") & duties["kind"].isin((WORKER, HEAD))
    ]
    found: dict[int, list[str]] = {}
    for person, target in dict.fromkeys(zip(now["person"], now["target_id"], strict=True)):
        if target.isdigit():
            found.setdefault(int(target), []).append(str(person))
    return {uid: tuple(sorted(people)) for uid, people in found.items()}


def _shapes(plan: Plan) -> dict[int, Any]:
    frame = plan.valid_grids
    return dict(zip(map(int, frame["uid"]), shapes_of(frame.geometry), strict=True))


def _pairs(
    old: Mapping[int, Grid],
    new: Mapping[int, Grid],
    shape_old: Mapping[int, Any],
    shape_new: Mapping[int, Any],
) -> dict[int, int]:
    """Find which grid is which: by uid where the ground agrees, else by level and code."""
    pairs = {
        uid: uid
        for uid in set(old) & set(new)
        if old[uid].level == new[uid].level
        and (
            old[uid].code == new[uid].code
            or bool(shapely.intersects(shape_old[uid], shape_new[uid]))
        )
    }
    taken = set(pairs.values())
    by_code = {(g.level, g.code): uid for uid, g in new.items() if uid not in taken}
    for uid, grid in old.items():
        other = by_code.get((grid.level, grid.code))
        if uid not in pairs and other is not None:
            pairs[uid] = other
    return pairs


def _area_between(a: Any, b: Any) -> float:
    if shapely.equals_exact(a, b):
        return 0.0
    return float(shapely.area(shapely.symmetric_difference(a, b)))


def _moved_m2(old: Sequence[Any], new: Sequence[Any], kind: Kind) -> float:
    """Measure the ground that changed hands: what went along, or what lies elsewhere."""
    if kind in ("added", "removed"):
        return round(float(sum(shapely.area(shape) for shape in (*old, *new))), 2)
    if kind == "merged":
        return round(float(sum(shapely.area(shape) for shape in old[1:])), 2)
    if kind == "split":
        return round(float(sum(shapely.area(shape) for shape in new[1:])), 2)
    return round(_area_between(old[0], new[0]), 2)
