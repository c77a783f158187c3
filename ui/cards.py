"""What the 网格卡 says of one grid: plain values, worked out from plan and figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from gridplanner.captains import door_households
from gridplanner.edits.duties import CAPTAIN, HEAD, WORKER
from gridplanner.edits.duty_rows import running
from gridplanner.households import Rule, households_counted
from gridplanner.loads import loads
from gridplanner.locate import locate
from gridplanner.model import Plan


@dataclass(frozen=True)
class Part:
    """One factor's part in a load: its amount, and the workers' worth it makes."""

    factor: str
    amount: float
    load: float


@dataclass(frozen=True)
class Worker:
    """A worker of a grid."""

    id: str
    name: str
    phone: str
    fte: float
    head: bool


@dataclass(frozen=True)
class Door:
    """A door with the inhabited households behind it and its captain, if any."""

    id: str
    label: str
    households: int
    captain: str
    captain_name: str


@dataclass(frozen=True)
class Card:
    """Everything about one grid that is not in the table of figures."""

    uid: int
    bounds: tuple[float, float, float, float]
    parts: tuple[Part, ...]
    workers: tuple[Worker, ...]
    doors: tuple[Door, ...]
    leaves: tuple[int, ...]
    #: Households that are lived in, registered here, and counted by the load.
    occupied: int = 0
    registered: int = 0
    counted: int = 0

    @property
    def captains(self) -> dict[str, tuple[str, int, int]]:
        """Captain → name, doors, households."""
        found: dict[str, tuple[str, int, int]] = {}
        for door in self.doors:
            if door.captain:
                _, doors, households = found.get(door.captain, ("", 0, 0))
                found[door.captain] = (door.captain_name, doors + 1, households + door.households)
        return found


def leaves_under(plan: Plan, uid: int) -> list[int]:
    """List the leaves of a grid; itself where it is one."""
    grids = plan.valid_grids
    depth = plan.scheme.depth
    found, level = [uid], int(grids.loc[grids["uid"] == uid, "level"].iloc[0])
    for _ in range(level, depth):
        found = grids.loc[grids["parent"].isin(found), "uid"].tolist()
    return [int(leaf) for leaf in found]


def card_of(plan: Plan, uid: int) -> Card:
    """Gather a grid's card. The figures must be known, else this takes as long as they do.

    Raises
    ------
    KeyError
        No grid in force has this uid.
    """
    grids = plan.valid_grids.set_index("uid", drop=False)
    shape = grids.loc[uid, "geometry"]
    leaves = leaves_under(plan, uid)
    minx, miny, maxx, maxy = map(float, shape.bounds)
    return Card(
        uid,
        (minx, miny, maxx, maxy),
        _parts(plan, leaves),
        _workers(plan, leaves),
        _doors(plan, leaves),
        tuple(leaves),
        *_households(plan, leaves),
    )


def _households(plan: Plan, leaves: list[int]) -> tuple[int, int, int]:
    here = np.isin(locate(plan).households, leaves)
    rules: tuple[Rule | None, ...] = ("occupied", "registered", None)
    occupied, registered, counted = (
        int((households_counted(plan, rule) & here).sum()) for rule in rules
    )
    return occupied, registered, counted


def _parts(plan: Plan, leaves: list[int]) -> tuple[Part, ...]:
    figures = loads(plan)
    mixed = figures.blend
    rows = np.isin(figures.uids, leaves)
    if not mixed.names or not rows.any():
        return ()
    table = mixed.values  # noqa: PD011 - an array, no frame
    whole = table.sum(axis=0)
    total = float(mixed.loads.sum())
    found = []
    for at, name in enumerate(mixed.names):
        amount = float(table[rows, at].sum())
        found.append(Part(name, amount, total * float(mixed.weights[at]) * amount / whole[at]))
    return tuple(found)


def _workers(plan: Plan, leaves: list[int]) -> tuple[Worker, ...]:
    duties = plan.tables["duties"]
    here = duties[
        running(duties)
        & (duties["target_table"] == "grids")
        & duties["target_id"].isin([str(leaf) for leaf in leaves])
    ]
    heads = set(here.loc[here["kind"] == HEAD, "person"])
    people = plan.tables["persons"].drop_duplicates("id").set_index("id")
    found = []
    for person in dict.fromkeys(here.loc[here["kind"] == WORKER, "person"]):
        row = people.loc[person] if person in people.index else None
        found.append(
            Worker(
                person,
                str(row["name"]) if row is not None else person,
                str(row["phone"]) if row is not None else "",
                float(row["fte"]) if row is not None else 0.0,
                person in heads,
            )
        )
    return tuple(sorted(found, key=lambda worker: (not worker.head, worker.id)))


def door_labels(plan: Plan) -> pd.Series[Any]:
    """Name every door by compound, building and unit; index as the table of entrances."""

    def make(plan: Plan) -> pd.Series[Any]:
        doors = plan.tables["entrances"]
        buildings = plan.tables["buildings"].drop_duplicates("id").set_index("id")
        compounds = plan.tables["compounds"].drop_duplicates("id").set_index("id")["name"]
        known = buildings.reindex(doors["building"])
        named = known["compound"].map(compounds).astype(object)
        estate = named.fillna(known["compound"]).fillna("").astype(str)
        name = known["name"].fillna("").astype(str).to_numpy()
        parts = zip(estate.to_numpy(), name, doors["label"], doors["id"], strict=True)
        texts = [" ".join(dict.fromkeys(t for t in (a, b, c) if t)) or d for a, b, c, d in parts]
        return pd.Series(texts, index=doors.index, dtype="str")

    return plan.derived("ui.door_labels", make, ["entrances", "buildings", "compounds"])


def _doors(plan: Plan, leaves: list[int]) -> tuple[Door, ...]:
    doors = plan.tables["entrances"]
    rows = np.flatnonzero(np.isin(locate(plan).entrances, leaves))
    count = door_households(plan)
    duties = plan.tables["duties"]
    now = duties[running(duties) & (duties["kind"] == CAPTAIN)]
    captain = dict(zip(now["target_id"], now["person"], strict=True))
    names = dict(zip(plan.tables["persons"]["id"], plan.tables["persons"]["name"], strict=True))
    ids, labels = doors["id"].to_numpy(), door_labels(plan).to_numpy()
    found = []
    for row in rows:
        who = str(captain.get(ids[row], ""))
        if count[row] or who:
            found.append(
                Door(
                    str(ids[row]), str(labels[row]), int(count[row]), who, str(names.get(who, who))
                )
            )
    return tuple(sorted(found, key=lambda door: (bool(door.captain), door.label)))


def _tops(grids: pd.DataFrame) -> dict[int, int]:
    """Tell the top grid above each grid, by uid; a top grid has itself."""
    above = {
        int(uid): int(parent)
        for uid, parent in zip(grids.index, grids["parent"], strict=True)
        if not pd.isna(parent)
    }
    found: dict[int, int] = {}
    for uid in map(int, grids.index):
        top = uid
        while top in above:
            top = above[top]
        found[uid] = top
    return found


def short_codes(grids: pd.DataFrame) -> dict[int, str]:
    """Shorten codes by what the top grid's code says already.

    Parameters
    ----------
    grids : DataFrame
        As :attr:`gridplanner.report.Summary.grids`.
    """
    code = {int(uid): str(text) for uid, text in zip(grids.index, grids["code"], strict=True)}
    found: dict[int, str] = {}
    for uid, top in _tops(grids).items():
        stem = code.get(top, "")
        short = code[uid].removeprefix(stem) if top != uid and stem else code[uid]
        found[uid] = short or code[uid]
    return found


def top_names(grids: pd.DataFrame) -> dict[int, str]:
    """Name the top grid above each grid; empty for the top grids themselves.

    Parameters
    ----------
    grids : DataFrame
        As for :func:`short_codes`.
    """
    name = {int(uid): str(text) for uid, text in zip(grids.index, grids["name"], strict=True)}
    return {uid: name.get(top, "") if top != uid else "" for uid, top in _tops(grids).items()}
