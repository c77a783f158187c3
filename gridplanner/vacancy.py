"""The vacancy drill: one worker is away; who takes over, and what do they then bear.

Nothing is changed. Colleagues in the same leaf take all of it; where there are none, the
leaf's load is poured over the leaves one can walk to, so that the highest load for a full-time
share among them rises as little as can be.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from gridplanner.edits.duties import WORKER
from gridplanner.edits.duty_rows import running
from gridplanner.errors import EditError
from gridplanner.geometry import Floats, Ints, shapes_of, shared_borders
from gridplanner.loads import loads
from gridplanner.model import Plan
from gridplanner.neighbours import neighbours, unit_owners

#: Kinds of temporary duties: a worker is away; another one covers a grid meanwhile.
ABSENT, COVER = "缺岗", "代管"


def covering(plan: Plan, day: str = "") -> pd.DataFrame:
    """Give the temporary duties in force on a day, of both kinds.

    Parameters
    ----------
    plan : Plan
    day : str
        ISO date; ``""`` for those without an end.
    """
    duties = plan.tables["duties"]
    now = duties["kind"].isin((ABSENT, COVER)) & (duties["valid_from"] <= (day or "9999"))
    lasts = (duties["valid_to"] == "") | ((duties["valid_to"] >= day) if day else False)
    return duties[now & lasts]


def away(plan: Plan, day: str = "") -> set[str]:
    """Tell who is away on a day."""
    now = covering(plan, day)
    return set(now.loc[now["kind"] == ABSENT, "person"].astype(str))


def borne_by(plan: Plan, load: pd.Series[float], day: str = "") -> dict[str, float]:
    """Tell the load each worker bears: the leaf's, by full-time shares.

    Who is away bears nothing; colleagues take that part over, or else those who cover, so
    that the highest load for a full-time share rises as little as can be.

    Parameters
    ----------
    plan : Plan
    load : Series of float
        Load of the grids, index uid.
    day : str
        ISO date on which people are away; ``""`` for absences without an end.
    """
    persons = plan.tables["persons"]
    share = dict(zip(persons["id"], persons["fte"].fillna(0.0).clip(lower=0.0), strict=True))
    now, gone = covering(plan, day), away(plan, day)
    helpers = now[now["kind"] == COVER].groupby("target_id")["person"].agg(list).to_dict()
    found: dict[str, float] = {}
    open_loads: list[tuple[float, list[str]]] = []
    for uid, crew in _crew(plan).items():
        if uid not in load.index or not crew:
            continue
        here = [who for who in crew if who not in gone]
        force = sum(share[who] for who in here)
        found |= {who: found.get(who, 0.0) for who in crew}
        if force <= 0 and gone.intersection(crew):
            open_loads.append((float(load[uid]), list(helpers.get(str(uid), []))))
        for who in here if force > 0 else ():
            found[who] += float(load[uid]) * share[who] / force
    for amount, who_helps in open_loads:
        known = [who for who in dict.fromkeys(who_helps) if share.get(who, 0.0) > 0]
        if known:
            borne = np.array([found.get(who, 0.0) for who in known])
            parts = pour(amount, borne, np.array([share[who] for who in known]))
            found |= {who: b + p for who, b, p in zip(known, borne, parts.tolist(), strict=True)}
    return found


@dataclass(frozen=True)
class Share:
    """A part of the missing worker's load, and who bears it for the time being.

    Attributes
    ----------
    code : str
        Leaf that is left.
    by : str
        Leaf whose workers take the part; the same where colleagues are there.
    workers : tuple of str
        Ids of these workers.
    load : float
        What they take over, in workers' worth.
    share : float
        The same as a part of the leaf's load that was the missing worker's.
    before, after : float
        Their load for each full-time share, now and then.
    """

    code: str
    by: str
    workers: tuple[str, ...]
    load: float
    share: float
    before: float
    after: float


@dataclass(frozen=True)
class Vacancy:
    """What a worker's absence does.

    Attributes
    ----------
    person : str
    leaves : tuple of str
        Codes of the leaves where the worker serves.
    shares : tuple of Share
        By leaf, the largest part first.
    uncovered : tuple of str
        Leaves for which there is nobody near.
    """

    person: str
    leaves: tuple[str, ...]
    shares: tuple[Share, ...]
    uncovered: tuple[str, ...]

    @property
    def worst(self) -> float:
        """Highest load for a full-time share among those who help, while they do."""
        return max((share.after for share in self.shares), default=0.0)


def pour(load: float, borne: Floats, fte: Floats) -> Floats:
    """Divide a load so that the highest load for a full-time share rises as little as can be.

    Parameters
    ----------
    load : float
        To be divided.
    borne, fte : float arrays, shape (n,)
        What each bears already, and its full-time shares (above 0).

    Returns
    -------
    float array, shape (n,)
        Parts that sum to ``load``; who bears more than the common level gets none.

    Examples
    --------
    >>> pour(1.0, np.array([1.0, 0.5, 3.0]), np.array([1.0, 1.0, 1.0])).tolist()
    [0.25, 0.75, 0.0]
    """
    order = np.argsort(borne / fte, kind="stable")
    height, width = (borne / fte)[order], np.cumsum(fte[order])
    filled = np.cumsum(borne[order])
    # The level that water would reach in the first 1, 2, … vessels.
    level = (load + filled) / width
    next_rim = np.r_[height[1:], np.inf]
    at = int(np.flatnonzero(level <= next_rim)[0])
    parts: Floats = np.maximum(level[at] * fte - borne, 0.0)
    return parts


def drill(plan: Plan, person: str) -> Vacancy:
    """Say who takes over where a worker serves, if the worker is away.

    Parameters
    ----------
    plan : Plan
    person : str
        Id of a worker with a post.

    Raises
    ------
    EditError
        ``vacancy.no_post``: the person serves in no grid.
    """
    figures = loads(plan)
    leaves = plan.leaves.set_index("uid", drop=False).loc[figures.uids]
    crew = _crew(plan)
    mine = [int(uid) for uid in figures.uids if person in crew.get(int(uid), ())]
    if not mine:
        raise EditError("vacancy.no_post", {"person": person})
    fte = dict(zip(plan.tables["persons"]["id"], plan.tables["persons"]["fte"], strict=True))
    codes = dict(zip(leaves["uid"].astype(int), leaves["code"].astype(str), strict=True))
    borne = dict(zip(figures.uids.astype(int).tolist(), figures.blend.loads, strict=True))
    beside = _beside(plan, leaves)
    shares: list[Share] = []
    uncovered: list[str] = []
    for uid in mine:
        strong = {
            other: sum(float(fte[who]) for who in people if who != person and fte[who] > 0)
            for other, people in crew.items()
        }
        own = float(fte[person]) + strong[uid]
        helpers = [uid] if strong[uid] > 0 else [n for n in beside[uid] if strong.get(n, 0) > 0]
        if not helpers:
            uncovered.append(codes[uid])
            continue
        left = borne[uid] * float(fte[person]) / own if own > 0 else borne[uid]
        there = np.array([borne[n] - (left if n == uid else 0.0) for n in helpers])
        force = np.array([strong[n] for n in helpers])
        parts = pour(left, there, force)
        for other, base, hands, part in zip(helpers, there, force, parts, strict=True):
            if part > 1e-9:
                people = tuple(who for who in crew[other] if who != person)
                shares.append(
                    Share(
                        codes[uid], codes[other], people, float(part),
                        float(part / left) if left > 0 else 0.0,
                        float(base / hands), float((base + part) / hands),
                    )
                )  # fmt: skip
    shares.sort(key=lambda share: (share.code, -share.load, share.by))
    return Vacancy(person, tuple(codes[uid] for uid in mine), tuple(shares), tuple(uncovered))


def _crew(plan: Plan) -> dict[int, list[str]]:
    """Give the workers of each leaf, by uid, in the order of their ids."""
    duties = plan.tables["duties"]
    now = duties[running(duties) & (duties["kind"] == WORKER) & (duties["target_table"] == "grids")]
    known = set(plan.tables["persons"]["id"])
    found: dict[int, list[str]] = {int(uid): [] for uid in plan.leaves["uid"]}
    for who, target in sorted(zip(now["person"], now["target_id"], strict=True)):
        if who in known and int(target) in found:
            found[int(target)].append(str(who))
    return found


def _beside(plan: Plan, leaves: pd.DataFrame) -> dict[int, list[int]]:
    """Give the leaves that one can walk to from each leaf; by borders alone without units."""
    shapes = shapes_of(leaves["geometry"])
    uids = leaves["uid"].to_numpy(dtype=np.int64)
    pairs: Ints
    if len(plan.tables["units"]):
        graph = neighbours(plan)
        owner = unit_owners(plan, shapes)
        a, b = owner[graph.edges[graph.passable]].T
        pairs = np.stack([a, b], axis=1)[(a != b) & (a >= 0) & (b >= 0)]
    else:
        borders = shared_borders(shapes)
        pairs = np.stack([borders.a, borders.b], axis=1)
    found: dict[int, set[int]] = {int(uid): set() for uid in uids}
    for a, b in pairs.tolist():
        found[int(uids[a])].add(int(uids[b]))
        found[int(uids[b])].add(int(uids[a]))
    return {uid: sorted(others) for uid, others in found.items()}
