"""Workers to leaf grids: how many each leaf gets, and who goes where.

How many comes from the plan (``posts`` and ``fte``), or, where none is stored, from the
divisor rule that gives the next worker to the leaf with the highest load per full-time
share. Who goes where keeps present posts, then shortens the way from home; among ways that
are nearly alike, party members and skills go where a leaf asks for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely
from scipy.optimize import Bounds, LinearConstraint, linear_sum_assignment, milp

from gridplanner.aptitude import suits
from gridplanner.balance.staffing import staff_leaves
from gridplanner.edits.duties import HEAD, WORKER, AssignAll
from gridplanner.edits.duty_rows import Duty, running
from gridplanner.errors import EditError
from gridplanner.geometry import Floats, Ints, shapes_of
from gridplanner.loads import loads, workers_of
from gridplanner.model import Plan

#: A worker whose home is unknown counts as living this far off.
UNKNOWN_HOME_M = 3000.0
#: Keeping a present post is worth this much of a way, in metres: more than any.
KEEP_WORTH_M = 1.0e6
#: Membership or a skill that a leaf asks for outweighs so much more of a way.
SUITS_WORTH_M = 200.0


@dataclass(frozen=True, eq=False)
class Staffing:
    """Who works in which leaf.

    Attributes
    ----------
    edit : AssignAll
        Puts the duties into the plan: every worker, and one head for each leaf.
    placed : int
    leaves_without : tuple of str
        Codes of leaves with nobody, where there are fewer workers than leaves.
    max_per_worker, min_per_worker : float
        Load per full-time share, in workers' worth.
    kept : int
        Workers who stay where they are.
    from_posts : bool
        Whether headcounts came from the plan's posts.
    suited : int
        Party members and skills that are where a leaf asks for them.
    """

    edit: AssignAll
    placed: int
    leaves_without: tuple[str, ...]
    max_per_worker: float
    min_per_worker: float
    kept: int
    from_posts: bool
    suited: int = 0


def staff(plan: Plan, date: str = "") -> Staffing:
    """Assign all workers to the leaves.

    Parameters
    ----------
    plan : Plan
    date : str
        First day of new duties, ISO; ``""`` in a draft.

    Raises
    ------
    EditError
        The plan has no leaves or no workers.
    """
    workers = workers_of(plan).sort_values("id")
    figures = loads(plan)
    leaves = plan.leaves.set_index("uid", drop=False).loc[figures.uids]
    if len(leaves) == 0:
        raise EditError("plan.no_grids", hint="plan.no_grids.hint")
    if len(workers) == 0:
        raise EditError("staff.no_workers", hint="staff.no_workers.hint")
    fte = workers["fte"].to_numpy(dtype=float)
    slots, slot_fte, from_posts = _slots(leaves, figures.blend.loads, fte)
    chosen, seat, kept, suited = _who(plan, workers, leaves, slots, slot_fte)
    where = slots[seat]
    shares = np.bincount(where, fte[chosen], minlength=len(leaves))
    without = tuple(leaves["code"].to_numpy()[shares == 0])
    with np.errstate(divide="ignore", invalid="ignore"):
        per = figures.blend.loads / shares
    per = per[shares > 0]
    duties = _duties(plan, workers["id"].to_numpy()[chosen], leaves["uid"].to_numpy()[where])
    return Staffing(
        AssignAll(duties, (WORKER, HEAD), date),
        len(chosen),
        without,
        float(per.max()),
        float(per.min()),
        kept,
        from_posts,
        suited,
    )


def _slots(leaves: pd.DataFrame, load: Floats, fte: Floats) -> tuple[Ints, Floats, bool]:
    """Open a slot for each worker: its leaf and its full-time share."""
    count = len(leaves)
    if len(fte) < count:
        # One each, the heaviest leaves first; the others are named.
        order = np.argsort(-load, kind="stable")[: len(fte)]
        return order.astype(np.int64), np.sort(fte)[::-1], False
    posts = leaves["posts"]
    if not posts.isna().any() and int(posts.sum()) == len(fte):
        found = _decomposed(
            posts.to_numpy(dtype=np.int64), leaves["fte"].to_numpy(dtype=float), fte
        )
        if found is not None:
            return (*found, True)
    placed = staff_leaves(load, fte)
    return np.asarray(placed.leaf_of, dtype=np.int64), fte, False


def _decomposed(posts: Ints, wanted: Floats, fte: Floats) -> tuple[Ints, Floats] | None:
    """Choose kinds of workers for each leaf so that posts are met and shares nearly so.

    A small integer programme: how many workers of each full-time share each leaf gets.
    """
    kinds, have = np.unique(np.round(fte, 6), return_counts=True)
    n, k = len(posts), len(kinds)
    if k == 1:
        leaf = np.repeat(np.arange(n), posts)
        return leaf.astype(np.int64), np.full(len(leaf), kinds[0])
    goal = np.where(np.isnan(wanted), posts * fte.mean(), wanted)
    # Variables: number[leaf, kind], then the miss of each leaf.
    cost = np.r_[np.zeros(n * k), np.ones(n)]
    rows = np.kron(np.eye(n), np.ones(k))
    kind_rows = np.kron(np.ones(n), np.eye(k))
    share = np.kron(np.eye(n), kinds)
    constraints = [
        LinearConstraint(np.hstack([rows, np.zeros((n, n))]), posts, posts),
        LinearConstraint(np.hstack([kind_rows, np.zeros((k, n))]), have, have),
        LinearConstraint(np.hstack([share, -np.eye(n)]), -np.inf, goal),
        LinearConstraint(np.hstack([share, np.eye(n)]), goal, np.inf),
    ]
    integral = np.r_[np.ones(n * k, dtype=np.int64), np.zeros(n, dtype=np.int64)]
    answer = milp(
        cost, constraints=constraints, integrality=integral, bounds=Bounds(0, np.inf),
        options={"time_limit": 20.0},
    )  # fmt: skip
    if answer.x is None:
        return None
    number = np.round(answer.x[: n * k]).astype(np.int64).reshape(n, k)
    leaf = np.repeat(np.repeat(np.arange(n), k), number.ravel())
    return leaf.astype(np.int64), np.repeat(np.tile(kinds, n), number.ravel())


def _who(
    plan: Plan, workers: pd.DataFrame, leaves: pd.DataFrame, slots: Ints, slot_fte: Floats
) -> tuple[Ints, Ints, int, int]:
    """Match workers with slots of their full-time share: present posts, the way, what suits.

    Returns positions of workers, of their slots, how many stay, and how much suits.
    """
    homes = plan.tables["entrances"]
    row = pd.Index(homes["id"]).get_indexer(pd.Index(workers["home_entrance"]))
    points = shapes_of(homes["geometry"])
    home = np.full((len(workers), 2), np.nan)
    home[row >= 0] = shapely.get_coordinates(points[row[row >= 0]])
    centre = shapely.get_coordinates(shapely.point_on_surface(shapes_of(leaves["geometry"])))
    way = np.hypot(
        home[:, None, 0] - centre[None, slots, 0], home[:, None, 1] - centre[None, slots, 1]
    )
    cost = np.where(np.isnan(way), UNKNOWN_HOME_M, way)
    present = _present(plan)
    uids = leaves["uid"].to_numpy()
    stays = np.zeros_like(cost, dtype=bool)
    for at, person in enumerate(workers["id"]):
        if person in present:
            stays[at] = np.isin(uids[slots], list(present[person]))
    suited = suits(plan, workers, leaves)[:, slots]
    cost = np.where(stays, cost - KEEP_WORTH_M, cost) - SUITS_WORTH_M * suited
    # Only a worker of the share that the slot was made for; a large penalty, not infinity,
    # so that fewer slots than workers of a share still gives an answer.
    fte = workers["fte"].to_numpy(dtype=float)
    cost = cost + np.where(np.abs(fte[:, None] - slot_fte[None, :]) > 1e-6, 1.0e9, 0.0)
    person, slot = linear_sum_assignment(cost)
    return person, slot, int(stays[person, slot].sum()), int(suited[person, slot].sum())


def _present(plan: Plan) -> dict[str, set[int]]:
    duties = plan.tables["duties"]
    now = duties[running(duties) & (duties["kind"] == WORKER) & (duties["target_table"] == "grids")]
    found: dict[str, set[int]] = {}
    for person, target in zip(now["person"], now["target_id"], strict=True):
        found.setdefault(person, set()).add(int(target))
    return found


def _duties(plan: Plan, persons: Any, uids: Any) -> tuple[Duty, ...]:
    """Write the duties; the head of a grid is who was, else its first worker by id."""
    duties = plan.tables["duties"]
    heads = duties[running(duties) & (duties["kind"] == HEAD)]
    present = {(p, t) for p, t in zip(heads["person"], heads["target_id"], strict=True)}
    crew: dict[int, list[str]] = {}
    for person, uid in sorted(zip(persons, uids, strict=True)):
        crew.setdefault(int(uid), []).append(str(person))
    rows: list[Duty] = []
    for uid, people in sorted(crew.items()):
        head = next((p for p in people if (p, str(uid)) in present), people[0])
        rows += [(person, WORKER, "grids", str(uid)) for person in people]
        rows.append((head, HEAD, "grids", str(uid)))
    return tuple(rows)
