"""``duty.*``: leaves without a worker, doors without a captain, captains overloaded."""

from __future__ import annotations

import numpy as np
import pandas as pd

from gridplanner.captains import DEFAULT_CAPACITY, door_households
from gridplanner.edits.duties import CAPTAIN, WORKER
from gridplanner.edits.duty_rows import running
from gridplanner.geometry import Ints, shapes_of
from gridplanner.locate import locate
from gridplanner.model import Plan
from gridplanner.rules.duty_fixes import Posts
from gridplanner.rules.finding import Finding, Scope, found


def look(scope: Scope) -> list[Finding]:
    """Find posts that nobody holds, or that are held as they should not be."""
    plan = scope.plan
    result: list[Finding] = []
    table = plan.tables["duties"]
    now = table[running(table)]
    leaves = scope.leaves
    if len(leaves) == 0:
        return result
    weight = door_households(plan)
    posts = Posts(plan, now, weight)
    staffed = set(now.loc[now["kind"] == WORKER, "target_id"])
    for uid, code, shape in zip(leaves["uid"], leaves["code"], leaves.geometry, strict=True):
        if str(uid) not in staffed:
            fixes = posts.for_grid(int(uid), str(code))
            result.append(
                found("duty.grid_without_worker", scope.draft, [code], shape, None, fixes)
            )
    entrances = plan.tables["entrances"]
    captains = now[now["kind"] == CAPTAIN]
    points, doors = shapes_of(entrances["geometry"]), entrances["id"].to_numpy()
    per_door = captains.groupby("target_id").size()
    vacant = (weight > 0) & ~entrances["id"].isin(per_door.index).to_numpy()
    for at in np.flatnonzero(vacant):
        facts = {"households": int(weight[at])}
        result.append(
            found(
                "duty.entrance_without_captain",
                "warning",
                [doors[at]],
                points[at],
                facts,
                posts.for_door(str(doors[at]), int(weight[at])),
            )
        )
    row = pd.Index(doors)
    for door, count in per_door[per_door > 1].items():
        here = int(row.get_indexer(pd.Index([door]))[0])
        place = points[here] if here >= 0 else None
        both = captains.loc[captains["target_id"] == door, "person"].astype(str).tolist()
        facts = {"count": int(count)}
        fixes = posts.one_only(str(door), both)
        result.append(found("duty.two_captains", "error", [door], place, facts, fixes))
    return result + _captains(plan, captains, weight, posts)


def _captains(plan: Plan, captains: pd.DataFrame, weight: Ints, posts: Posts) -> list[Finding]:
    """Captains over capacity, in several leaves, or living behind none of their doors."""
    result: list[Finding] = []
    entrances = plan.tables["entrances"]
    persons = plan.tables["persons"].drop_duplicates("id")
    ids = persons["id"].tolist()
    capacity = dict(zip(ids, persons["capacity"].fillna(DEFAULT_CAPACITY).astype(int).tolist(),
                        strict=True))  # fmt: skip
    homes = dict(zip(ids, persons["home_entrance"].tolist(), strict=True))
    where = locate(plan).entrances
    points = shapes_of(entrances["geometry"])
    door = pd.Index(entrances["id"]).get_indexer(pd.Index(captains["target_id"]))
    known = door >= 0
    doors_of: dict[str, list[int]] = {}
    for person, at_door in zip(captains["person"].to_numpy()[known], door[known], strict=True):
        doors_of.setdefault(str(person), []).append(int(at_door))
    door_ids = entrances["id"].to_numpy()
    for person, mine in sorted(doors_of.items()):
        if person not in homes:
            continue
        room = capacity[person]
        bears = int(weight[mine].sum())
        at = points[mine[0]]
        doors = {str(door_ids[door]): int(weight[door]) for door in mine}
        if bears > room:
            facts = {"households": bears, "capacity": room}
            fixes = posts.relieve(person, doors, room)
            result.append(
                found("duty.captain_over_capacity", "warning", [person], at, facts, fixes)
            )
        if len(set(where[mine])) > 1:
            grids = {"grids": len(set(where[mine]))}
            fixes = posts.gather(person, doors)
            result.append(found("duty.captain_spans_grids", "warning", [person], at, grids, fixes))
        home = str(homes[person])
        if home and home not in doors:
            fixes = posts.at_home(person, doors)
            result.append(found("duty.captain_lives_elsewhere", "info", [person], at, None, fixes))
    return result
