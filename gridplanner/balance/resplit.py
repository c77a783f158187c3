"""Some leaves of a state divided anew: the new parts take the names of the old leaves."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.optimize import linear_sum_assignment

from gridplanner.balance.kernel import (
    AREA,
    BUNDLE,
    FIXED,
    HOME,
    HOUSE,
    HOUSES,
    LOAD,
    MOVED,
    OTHER,
    PERIMETER,
    TARGET,
    Ground,
    Parts,
    settle,
)
from gridplanner.balance.kernel_pieces import pieces
from gridplanner.balance.kernel_random import Seed, below, uniform
from gridplanner.balance.kernel_tree import split
from gridplanner.balance.pack import pack
from gridplanner.balance.problem import Bools, Ints

# leaves carved by weight come this near to their share: parts of the worst of them now, and
# at least and most
CLOSE, NEAREST, FARTHEST = (0.4, 0.9), 0.012, 0.06
# namings tried until no parent is in pieces, and how much more chance counts in each
NAMINGS, NOISE = 20, 0.1
# a unit visited is so much of a proposal
VISIT = 8


def resplit(
    whole: Ground,
    parts: Parts,
    ground: Ground,
    sub: Parts,
    units: Ints,
    merged: list[int],
    seed: Seed,
    *,
    swaps: bool,
    by_weight: bool,
) -> tuple[int, bool]:
    """Divide the ground of some leaves anew.

    Parameters
    ----------
    whole, parts : Ground, Parts
        All of the town, as it was.
    ground, sub : Ground, Parts
        The units looked at, with a state of their own, which is changed.
    units : int array
        Their numbers in the town.
    merged : list of int
        The leaves.
    swaps : bool
        Whether leaves may exchange their shares.
    by_weight : bool
        Carve leaves by what is heavy instead of cutting random trees.

    Returns
    -------
    work : int
        In proposals.
    divided : bool
        False where no division was found that leaves the parents whole.
    """
    leaves = np.array(merged)
    mine = np.isin(sub.label, leaves)
    if (ground.tie[mine, FIXED] == 1).any():
        return 0, False
    new, work = _divide(ground, sub, mine, leaves, seed, by_weight)
    if new is None:
        return work // VISIT, False
    label = sub.label.copy()
    for to in _namings(ground, sub, mine, leaves, new, seed, swaps):
        label[mine] = leaves[to[new]]
        if _stays_connected(whole, parts, units, label):
            break
    else:
        return work // VISIT, False
    if swaps:
        share = sub.share[leaves].copy()
        bundle = sub.leaf[leaves, BUNDLE]
        for i in range(len(leaves)):
            leaf = leaves[to[i]]
            for k in range(len(sub.chain)):
                sub.node[sub.chain[k, leaf], TARGET] += share[i] - sub.share[leaf]
            sub.share[leaf] = share[i]
            sub.leaf[leaf, BUNDLE] = bundle[i]
    _move_all(ground, sub, label)
    return work // VISIT, True


def _divide(
    ground: Ground, sub: Parts, mine: Bools, leaves: Ints, seed: Seed, by_weight: bool
) -> tuple[Ints | None, int]:
    """Return the part of each unit of some leaves, and the units visited."""
    share = sub.share[leaves]
    if by_weight:
        node = sub.chain[-1, leaves]
        off = np.abs(sub.node[node, LOAD] / sub.node[node, TARGET] - 1.0).max()
        near = off * (CLOSE[0] + (CLOSE[1] - CLOSE[0]) * uniform(seed))
        return pack(ground, np.flatnonzero(mine), share, seed, min(max(near, NEAREST), FARTHEST))
    part = np.where(mine, 0, -1).astype(np.int32)
    tries = 80 + below(seed, 220)
    work = split(
        ground.first, ground.edge, np.ascontiguousarray(ground.unit[:, LOAD]), part, 0, 1,
        share, seed, tries, 0.004,
    )  # fmt: skip
    return (None, 0) if work < 0 else (part[mine] - 1, int(work))


def _namings(
    ground: Ground, sub: Parts, mine: Bools, leaves: Ints, new: Ints, seed: Seed, swaps: bool
) -> Iterator[Ints]:
    """Yield which leaf each new part becomes, int (leaves,): first those they cover most."""
    count = len(leaves)
    order = np.argsort(leaves)
    old = order[np.searchsorted(leaves[order], sub.label[mine])]
    overlap = np.zeros((count, count))
    area = ground.unit[mine, AREA]
    np.add.at(overlap, (new, old), area / area.sum())
    if len(sub.chain) > 1:
        # to stay in the parent weighs double
        parent = sub.chain[-2, leaves]
        overlap = overlap + 2.0 * overlap @ (parent[:, None] == parent[None, :])
    if not swaps:
        share = sub.share[leaves]
        overlap = np.where(share[:, None] == share[None, :], overlap, -1e6)
    to = np.empty(count, dtype=np.int64)
    for attempt in range(NAMINGS):
        noise = np.array([uniform(seed) for _ in range(count * count)]).reshape(count, count)
        row, column = linear_sum_assignment(overlap + attempt * NOISE * noise, maximize=True)
        to[row] = column
        yield to


def _move_all(ground: Ground, sub: Parts, label: Ints) -> None:
    """Give many units new leaves at once and correct all sums by the difference."""
    old = sub.label.copy()
    away = (label != ground.tie[:, HOME]).astype(np.float64) - (old != ground.tie[:, HOME])
    sub.knob[MOVED] += float((away * ground.unit[:, HOUSE]).sum())
    for row in sub.chain:
        for labels, sign in ((old, -1.0), (label, 1.0)):
            node = row[labels]
            for column in (LOAD, AREA, PERIMETER):
                np.add.at(sub.node[:, column], node, sign * ground.unit[:, column])
            np.add.at(sub.node[:, HOUSES], node, sign * ground.unit[:, HOUSE])
            tail = np.repeat(np.arange(len(label)), np.diff(ground.first))
            same = node[tail] == node[ground.edge[:, OTHER]]
            np.add.at(sub.node[:, PERIMETER], node[tail[same]], -sign * ground.shared[same])
    sub.label[:] = label
    settle(ground, sub, False)


def _stays_connected(whole: Ground, parts: Parts, units: Ints, label: Ints) -> bool:
    """Whether all parents stay in as few pieces when these units get these leaves."""
    old = parts.label
    changed = old[units] != label
    new = old.copy()
    new[units] = label
    for row in parts.chain[:-1]:
        wanted = np.zeros(len(parts.node), dtype=np.uint8)
        crossing = row[old[units]] != row[label]
        if not (crossing & changed).any():
            continue
        wanted[row[old[units][crossing]]] = 1
        wanted[row[label[crossing]]] = 1
        if (pieces(whole, row[new], wanted) > pieces(whole, row[old], wanted)).any():
            return False
    return True
