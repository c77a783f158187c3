"""楼门长: captains for entrance doors, exactly solved for each leaf grid.

For each leaf: doors with their inhabited households, candidates with a capacity. Every
door that can have a captain gets one within capacity; first as many households as
possible have a captain, then present captains keep a post and the doors they have, then, by
the planner's choice, the fewest captains serve or the nearest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

import numpy as np
import pandas as pd
import shapely
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_matrix

from gridplanner.edits.duties import CAPTAIN, AssignAll
from gridplanner.edits.duty_rows import Duty, running
from gridplanner.errors import UsageError
from gridplanner.geometry import Floats, Ints, shapes_of
from gridplanner.jobs import OnProgress, Progress, tell
from gridplanner.locate import locate, rows_named
from gridplanner.model import Plan

#: Households a captain cares for where nothing else is said (spans of 20 to 100 are seen).
DEFAULT_CAPACITY = 60
#: Roles of persons who may be captain.
CANDIDATE_ROLES = ("楼门长", "楼门长候选", "楼栋长", "单元长")
SECONDS_A_LEAF = 5.0
Prefer = Literal["fewest", "nearest"]
#: Names of the settings that hold the planner's wish.
PREFER, CAPACITY = "captains_prefer", "captains_capacity"


@dataclass(frozen=True, eq=False)
class Captains:
    """Which captain cares for which door.

    Attributes
    ----------
    edit : AssignAll
    doors : int
        Inhabited doors.
    vacant : tuple of (entrance id, leaf code, households)
        Doors without a captain.
    captains_used : int
    optimal : bool
        Whether every leaf was solved to proven optimality.
    present, stay, kept_doors, held_doors : int
        Captains who serve now, and who of them keep a post; doors that keep their captain,
        of those that are inhabited and have one.
    prefer, capacity
        What was asked for.
    """

    edit: AssignAll
    doors: int
    vacant: tuple[tuple[str, str, int], ...]
    captains_used: int
    optimal: bool
    present: int = 0
    stay: int = 0
    kept_doors: int = 0
    held_doors: int = 0
    prefer: Prefer = "fewest"
    capacity: int = DEFAULT_CAPACITY


def door_households(plan: Plan) -> Ints:
    """Count the inhabited households behind each entrance.

    A household without persons (an empty dwelling) needs no captain.
    """
    households = plan.tables["households"]
    lived = households["persons"].to_numpy() > 0
    row = rows_named(plan, "entrances").get_indexer(pd.Index(households["entrance"]))[lived]
    return np.bincount(row[row >= 0], minlength=len(plan.tables["entrances"])).astype(np.int64)


def checked_wish(prefer: object, capacity: int | None) -> None:
    """Refuse a preference or a capacity that is none; ``None`` is no wish.

    Raises
    ------
    UsageError
        ``captains.prefer``, ``captains.capacity``.
    """
    if prefer is not None and prefer not in get_args(Prefer):
        raise UsageError("captains.prefer", {"value": prefer})
    if capacity is not None and capacity < 1:
        raise UsageError("captains.capacity", {"value": capacity})


def wish_of(plan: Plan) -> tuple[Prefer, int]:
    """Give preference and capacity of the plan: what was set, else the fewest and 60.

    Raises
    ------
    UsageError
        What is set is no preference, or no capacity.
    """
    prefer = plan.settings.get(PREFER) or "fewest"
    capacity = int(plan.settings.get(CAPACITY) or DEFAULT_CAPACITY)
    checked_wish(prefer, capacity)
    return cast("Prefer", prefer), capacity


def assign_captains(
    plan: Plan,
    capacity: int | None = None,
    date: str = "",
    on_progress: OnProgress | None = None,
    prefer: Prefer | None = None,
) -> Captains:
    """Find captains for all inhabited doors.

    Parameters
    ----------
    plan : Plan
        With leaves, entrances, households and candidates.
    capacity : int, optional
        Households a captain may care for, for candidates who bring no figure of their own;
        by default the plan's own wish.
    date : str
        First day of new duties, ISO; ``""`` in a draft.

    prefer : {"fewest", "nearest"}, optional
        Few captains with many doors, or each door the captain who lives nearest; by default
        the plan's own wish.

    Raises
    ------
    UsageError
        The capacity is under 1, or the preference is none of the two.
    """
    checked_wish(prefer, capacity)
    wished, usual = wish_of(plan)
    prefer, capacity = prefer or wished, capacity or usual
    entrances = plan.tables["entrances"]
    where = locate(plan)
    weight = door_households(plan)
    inhabited = np.flatnonzero(weight > 0)
    persons = plan.tables["persons"]
    people = persons[persons["role"].isin(CANDIDATE_ROLES)].sort_values("id")
    home = pd.Index(entrances["id"]).get_indexer(pd.Index(people["home_entrance"]))
    room = people["capacity"].fillna(capacity).to_numpy(dtype=np.int64)
    held = _held(plan, people["id"].to_numpy(), entrances)
    leaf_home = (
        np.where(home >= 0, where.entrances[np.maximum(home, 0)], 0)
        if len(entrances)
        else np.zeros(len(people), dtype=np.int64)
    )
    # A present captain serves in the leaf of most of the doors held, wherever home is.
    for person, doors in held.items():
        present, count = np.unique(where.entrances[doors], return_counts=True)
        leaf_home[person] = present[np.argmax(count)]
    xy = shapely.get_coordinates(shapes_of(entrances["geometry"]))
    codes = dict(zip(plan.leaves["uid"], plan.leaves["code"], strict=True))
    duties: list[Duty] = []
    vacant: list[tuple[str, str, int]] = []
    used, optimal, kept, serving = 0, True, 0, set[int]()
    leaves = np.unique(where.entrances[inhabited])
    ids, names = entrances["id"].to_numpy(), people["id"].to_numpy()
    for number, leaf in enumerate(map(int, leaves)):
        tell(on_progress, Progress("job.captains", number / len(leaves)))
        doors = inhabited[where.entrances[inhabited] == leaf]
        who = np.flatnonzero(leaf_home == leaf) if leaf else np.empty(0, dtype=np.int64)
        keep = np.zeros((len(who), len(doors)), dtype=bool)
        for row, candidate in enumerate(who):
            keep[row] = np.isin(doors, held.get(int(candidate), []))
        way = _ways(xy, home[who], doors)
        own = home[who][:, None] == doors[None, :]
        choice, proven = solve_leaf(weight[doors], room[who], way, keep, own, prefer)
        optimal &= proven
        used += len(np.unique(choice[choice >= 0]))
        given = np.flatnonzero(choice >= 0)
        serving.update(int(who[captain]) for captain in choice[given])
        kept += int(keep[choice[given], given].sum())
        for door, captain in zip(doors, choice, strict=True):
            if captain < 0:
                vacant.append((str(ids[door]), codes.get(int(leaf), ""), int(weight[door])))
            else:
                duties.append((str(names[who[captain]]), CAPTAIN, "entrances", str(ids[door])))
    return Captains(
        AssignAll(tuple(sorted(duties)), (CAPTAIN,), date),
        len(inhabited),
        tuple(sorted(vacant)),
        used,
        optimal,
        len(held),
        len(serving & set(held)),
        kept,
        len({door for doors in held.values() for door in doors} & set(inhabited.tolist())),
        prefer,
        capacity,
    )


def solve_leaf(
    weight: Ints,
    room: Ints,
    way_m: Floats,
    keep: Any,
    own: Any = None,
    prefer: Prefer = "fewest",
) -> tuple[Ints, bool]:
    """Give each door of one leaf a captain, or none.

    Parameters
    ----------
    weight : int array, shape (d,)
        Households behind each door.
    room : int array, shape (c,)
        Households each candidate may care for.
    way_m : float array, shape (c, d)
        Way from the candidate's own door.
    keep : bool array, shape (c, d)
        Doors that a candidate has now.
    own : bool array, shape (c, d), optional
        Door behind which a candidate lives; by default none does.
    prefer : {"fewest", "nearest"}

    Returns
    -------
    int array, shape (d,)
        Candidate of each door, -1 for none.
    bool
        Whether the answer is proven best.

    Notes
    -----
    In order: households with a captain, present captains with a post, doors that keep
    theirs; then the fewest captains, captains who live behind a door of theirs, metres (or
    metres, then the fewest captains); each aim is held while the next is sought. A door
    heavier than a captain's room may still be the only one of a captain: nobody could have
    it otherwise, and the finding *captain_over_capacity* says so. Who has room for nobody
    gets no door.
    """
    doors, people = len(weight), len(room)
    nobody = np.full(doors, -1, dtype=np.int64)
    own = np.zeros((people, doors), dtype=bool) if own is None else own
    able = np.flatnonzero(room > 0)
    if len(able) < people:
        choice, proven = solve_leaf(weight, room[able], way_m[able], keep[able], own[able], prefer)
        return (np.where(choice >= 0, able[choice], -1) if len(able) else choice), proven
    if people == 0 or doors == 0:
        return nobody, True
    pairs = people * doors
    size = pairs + people
    door = np.tile(np.arange(doors), people)
    captain = np.repeat(np.arange(people), doors)
    # A door heavier than a captain's room counts as just that room: alone it fits.
    need = np.minimum(weight[door], room[captain]).astype(float)
    one_each = coo_matrix((np.ones(pairs), (door, np.arange(pairs))), (doors, size))
    load = coo_matrix(
        (
            np.r_[need, -room.astype(float)],
            (np.r_[captain, np.arange(people)], np.arange(size)),
        ),
        (people, size),
    )
    # Nobody counts as serving who has no door.
    idle = coo_matrix(
        (
            np.r_[-np.ones(pairs), np.ones(people)],
            (np.r_[captain, np.arange(people)], np.arange(size)),
        ),
        (people, size),
    )
    rules = [LinearConstraint(one_each, -np.inf, 1.0), LinearConstraint(load, -np.inf, 0.0)]
    rules.append(LinearConstraint(idle, -np.inf, 0.0))
    none, nothing = np.zeros(pairs), np.zeros(people)
    fewest, metres = np.r_[none, np.ones(people)], np.r_[way_m.ravel(), nothing]
    at_home = np.r_[-own.astype(float).ravel(), nothing]
    aims = (
        np.r_[-weight[door].astype(float), nothing],
        np.r_[none, -keep.any(axis=1).astype(float)],
        np.r_[-keep.astype(float).ravel(), nothing],
        *((fewest, at_home, metres) if prefer == "fewest" else (metres, fewest)),
    )
    # One aim after the other, each held while the next is sought: as one weighted sum the
    # metres would drown in the solver's tolerance.
    found, proven = None, True
    for aim in aims:
        if not aim.any():
            continue
        if found is None or aim @ found > _least(aim, door, pairs) + 1e-9:
            answer = milp(
                aim,
                constraints=rules,
                integrality=np.ones(size, dtype=np.int64),
                bounds=Bounds(0, 1),
                options={"time_limit": SECONDS_A_LEAF, "mip_rel_gap": 0.0},
            )
            if answer.x is None:
                proven = False
                break
            found = np.round(answer.x)
            proven &= bool(answer.status == 0)
        rules.append(LinearConstraint(aim[None, :], -np.inf, float(aim @ found) + 1e-6))
    if found is None:
        return nobody, False
    taken = found[:pairs].reshape(people, doors)
    return np.where(taken.any(axis=0), taken.argmax(axis=0), -1).astype(np.int64), proven


def _least(aim: Floats, door: Ints, pairs: int) -> float:
    """Give a figure that no answer is below: each door its best captain, all rest at its best."""
    of_doors = np.zeros(int(door.max()) + 1)
    np.minimum.at(of_doors, door, aim[:pairs])
    return float(of_doors.sum() + np.minimum(aim[pairs:], 0).sum())


def _ways(xy: Floats, home: Ints, doors: Ints) -> Floats:
    if len(home) == 0 or len(doors) == 0:
        return np.zeros((len(home), len(doors)))
    from_xy = np.where((home >= 0)[:, None], xy[np.maximum(home, 0)], np.nan)
    way = np.hypot(
        from_xy[:, None, 0] - xy[None, doors, 0], from_xy[:, None, 1] - xy[None, doors, 1]
    )
    return cast("Floats", np.where(np.isnan(way), 500.0, np.round(way, 1)))


def _held(plan: Plan, people: Any, entrances: pd.DataFrame) -> dict[int, list[int]]:
    duties = plan.tables["duties"]
    now = duties[running(duties) & (duties["kind"] == CAPTAIN)]
    person = pd.Index(people).get_indexer(pd.Index(now["person"]))
    door = pd.Index(entrances["id"]).get_indexer(pd.Index(now["target_id"]))
    found: dict[int, list[int]] = {}
    for p, e in zip(person, door, strict=True):
        if p >= 0 and e >= 0:
            found.setdefault(int(p), []).append(int(e))
    return found
