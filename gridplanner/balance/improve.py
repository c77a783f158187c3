"""Kicks: work on the worst leaf, or one by chance, with the leaves around."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from gridplanner.balance.budget import Budget
from gridplanner.balance.ground import cut_out
from gridplanner.balance.kernel import (
    AREA,
    BORDER,
    BUNDLE,
    BY_SHAPE,
    FIXED,
    HOME,
    HOUSE,
    HOUSES,
    KEEP,
    LOAD,
    MOST_MOVED,
    MOVED,
    OTHER,
    PERIMETER,
    PRICE,
    SQUARE,
    TARGET,
    WALK,
    Ground,
    Parts,
    anneal,
    cost_all,
    pieces,
    settle,
)
from gridplanner.balance.kernel_random import Seed, below, uniform
from gridplanner.balance.kernel_tree import split
from gridplanner.balance.problem import Bools, Floats, Ints
from gridplanner.balance.state import lists

# a kick's proposals for each unit, and its lowest heat at the start
EFFORT, HEAT = 150, 0.05
MELT = 8.0
# heat at the start of a kick that is to give units back, by chance between these
BACK = (0.05, 1.0)
# weights of load at the start of a kick: as a rule, and where a packing of towers just found
# must not melt again
LIGHT, FIRM = 40.0, 300.0
# how much each try in vain takes from the claim of a leaf to be next
PATIENCE = 0.9
# leaves less far off than this are worked on with their neighbours only
NEAR = 0.03
# below this no leaf is chosen for its load alone
CALM = 0.02


def deviation_of(parts: Parts) -> Floats:
    """Return |load / target − 1| of each leaf of a state."""
    node = parts.node[parts.chain[-1]]
    result: Floats = np.abs(node[:, LOAD] / node[:, TARGET] - 1.0)
    return result


class Clusters:
    """Improves the worst leaves of a state, each with its neighbourhood, one by one.

    A kick merges the worst leaf with some neighbours, divides them anew by random trees,
    anneals the leaves around, and is kept if the leaves around got better.
    """

    def __init__(
        self,
        ground: Ground,
        parts: Parts,
        seed: Seed,
        *,
        swaps: bool,
        limit: float | None = None,
    ) -> None:
        self.ground = ground
        self.parts = parts
        self.seed = seed
        self.swaps = swaps
        self.limit = limit
        self.tried = np.zeros(len(parts.share), dtype=np.int64)
        self.kept = 0
        self.kicks = 0
        self._near: list[list[int]] | None = None

    def deviation(self) -> Floats:
        """Return |load / target − 1| of each leaf."""
        return deviation_of(self.parts)

    def neighbours(self) -> list[list[int]]:
        """Return the leaves that each leaf can reach over one border."""
        if self._near is not None:
            return self._near
        ends = self.parts.label[self.ground.ends]
        walk = np.zeros(len(ends), dtype=bool)
        walk[self.ground.edge[:, BORDER]] = self.ground.edge[:, WALK] == 1
        pairs = ends[walk & (ends[:, 0] != ends[:, 1])].astype(np.int64)
        leaves = len(self.parts.share)
        key = np.unique(np.concatenate([pairs[:, 0] * leaves + pairs[:, 1],
                                        pairs[:, 1] * leaves + pairs[:, 0]]))  # fmt: skip
        result: list[list[int]] = [[] for _ in range(leaves)]
        for a, b in zip(key // leaves, key % leaves, strict=True):
            result[int(a)].append(int(b))
        self._near = result
        return result

    def worst(self) -> int:
        """Return the leaf to work on: far off, and not tried too often without success.

        Where none is far off, any leaf by chance, those that cost more more often: so shape
        gains too, and not only what a lighter load gives away.
        """
        off = self.deviation()
        frozen = self.parts.leaf[:, KEEP] == 3
        if self.limit is not None and off.max() <= self.limit:
            return self._paying()
        claim = np.where(frozen, -1.0, off * PATIENCE**self.tried)
        worst = int(np.argmax(claim))
        if claim[worst] > CALM or self.limit is not None:
            return worst
        cost = self.parts.node[self.parts.chain[-1], BY_SHAPE] + 3000.0 * off**2
        cost += np.maximum(100.0 * off - 1.0, 0.0) ** 2
        sums = np.cumsum(np.where(frozen, 0.0, cost - cost.min() + 0.1))
        return int(np.searchsorted(sums, uniform(self.seed) * sums[-1]))

    def _paying(self) -> int:
        """Return a leaf by chance, one that lost or won units at a high price more often."""
        home = self.ground.tie[:, HOME]
        away = np.flatnonzero((self.parts.label != home) & (home >= 0))
        price = self.ground.unit[away, PRICE]
        sums = np.bincount(self.parts.label[away], price, len(self.parts.share))
        sums += np.bincount(home[away], price, len(self.parts.share))
        sums = np.cumsum(np.where(self.parts.leaf[:, KEEP] == 3, 0.0, sums))
        if not len(away) or sums[-1] <= 0.0:
            return int(np.argmax(self.deviation()))
        return int(np.searchsorted(sums, uniform(self.seed) * sums[-1]))

    def cost(self) -> float:
        """Return what whole states are compared by: as a kick does, over all leaves."""
        away = self.parts.label != self.ground.tie[:, HOME]
        price = float(self.ground.unit[away, PRICE].sum())
        if self.limit is not None:
            over = np.maximum(self.deviation() - self.limit, 0.0)
            return cost_all(self.parts) + price + 10.0 * _surcharge(over + 0.01)
        self.parts.knob[SQUARE] = 3000.0
        return cost_all(self.parts) + price + _surcharge(self.deviation())

    def kick(self, budget: Budget) -> bool:
        """Work on the worst leaf once; whether the state changed."""
        self.kicks += 1
        parts = self.parts
        near = self.neighbours()
        centre = self.worst()
        # a leaf that resists is looked at from farther away
        stuck = int(self.tried[centre])
        far_off = bool(self.deviation()[centre] > NEAR)
        gives_back = self.limit is not None and bool(self.deviation().max() <= self.limit)
        region = ring(near, [centre], 1 + far_off + (stuck % 8 >= 5))
        region = region[parts.leaf[region, KEEP] != 3]
        merged = self._merge(near, centre, set(map(int, region)), 8 + min(stuck // 2, 8))
        inside = np.zeros(len(parts.share), dtype=bool)
        inside[region] = True
        ground, sub, units = self._extract(inside)
        before = self._worth(ground, sub, region)
        movable = np.flatnonzero(inside[sub.label] & (ground.tie[:, FIXED] == 0))
        work = 1000
        resists = far_off and stuck % 3 > 0 and self.limit is None
        if len(merged) > 1 and not gives_back and (resists or uniform(self.seed) < 0.8):
            work += self._resplit(ground, sub, units, merged)
        proposals = EFFORT * len(movable) + 4000
        hot = HEAT * 4.0 ** uniform(self.seed)
        heavy = LIGHT * 4.0 ** uniform(self.seed)
        if resists and stuck % 6 == 5:
            # melt the whole region: towers change places only where load is nearly free
            hot, heavy, proposals = 0.3, MELT, 3 * proposals
        elif resists:
            hot, heavy = 0.4 * hot, heavy * FIRM / LIGHT
        weight = (heavy, 3000.0)
        if self.limit is not None:
            # the price of moving holds units back
            hot, weight = 4.0 * hot, (0.5, 0.5)
        if gives_back:
            hot = BACK[0] * (BACK[1] / BACK[0]) ** uniform(self.seed)
        if sub.knob[MOVED] <= sub.knob[MOST_MOVED]:
            anneal(ground, sub, self.seed, proposals, (hot, 0.003), weight, 0.4)
        budget.spend(proposals + work)
        after = self._worth(ground, sub, region)
        if after >= before or sub.knob[MOVED] > sub.knob[MOST_MOVED]:
            self.tried[centre] += 1
            return False
        self.kept += 1
        self.tried[region] = np.maximum(self.tried[region] - 1, 0)
        self._write_back(sub, units)
        return True

    def _worth(self, ground: Ground, sub: Parts, region: Ints) -> float:
        """Return what a kick has to lower: costs, moves, and most of all leaves far off."""
        node = sub.chain[-1, region]
        off = np.abs(sub.node[node, LOAD] / sub.node[node, TARGET] - 1.0)
        price = float(
            ground.unit[
                (sub.label != ground.tie[:, HOME]) & (ground.tie[:, FIXED] == 0), PRICE
            ].sum()
        )
        if self.limit is None:
            sub.knob[SQUARE] = 3000.0
            return cost_all(sub) + price + _surcharge(off)
        return cost_all(sub) + price + 10.0 * _surcharge(np.maximum(off - self.limit, 0.0) + 0.01)

    def _merge(self, near: list[list[int]], centre: int, allowed: set[int], most: int) -> list[int]:
        """Return a random connected set of leaves with the centre and little surplus."""
        parts = self.parts
        node = parts.chain[-1]
        surplus = parts.node[node, LOAD] - parts.node[node, TARGET]
        best: list[int] = [centre]
        best_cost = np.inf
        for _ in range(12):
            size = 1 + below(self.seed, most)
            chosen = [centre]
            rim = [x for x in near[centre] if x in allowed and not parts.leaf[x, KEEP]]
            while rim and len(chosen) <= size:
                at = below(self.seed, len(rim))
                leaf = rim.pop(at)
                chosen.append(leaf)
                for x in near[leaf]:
                    if (
                        x in allowed
                        and x not in chosen
                        and x not in rim
                        and not parts.leaf[x, KEEP]
                    ):
                        rim.append(x)
            cost = abs(float(surplus[chosen].sum())) / len(chosen)
            if len(chosen) > 1 and cost < best_cost:
                best, best_cost = chosen, cost
        return [] if parts.leaf[centre, KEEP] else best

    def _extract(self, inside: Bools) -> tuple[Ground, Parts, Ints]:
        """Return the ground and state of some leaves with a rim of fixed units."""
        parts, whole = self.parts, self.ground
        member = inside[parts.label]
        ends = member[whole.ends]
        take = member.copy()
        rim = whole.ends[ends[:, 0] != ends[:, 1]]
        take[rim.ravel()] = True
        units = np.flatnonzero(take)
        ground = cut_out(whole, units, member[units])
        n, m = len(units), max(len(ground.ends), 1)
        leaf = parts.leaf.copy()
        leaf[~inside, KEEP] = 3
        sub = parts._replace(
            label=parts.label[units],
            node=parts.node.copy(),
            leaf=leaf,
            share=parts.share.copy(),
            knob=parts.knob.copy(),
            **lists(n, m),
        )
        settle(ground, sub, False)
        return ground, sub, units

    def _resplit(self, ground: Ground, sub: Parts, units: Ints, merged: list[int]) -> int:
        """Divide the ground of some leaves anew; returns the work."""
        leaves = np.array(merged)
        mine = np.isin(sub.label, leaves)
        if (ground.tie[mine, FIXED] == 1).any():
            return 0
        part = np.where(mine, 0, -1).astype(np.int32)
        tries = 80 + below(self.seed, 220)
        work = split(
            ground.first, ground.edge, np.ascontiguousarray(ground.unit[:, LOAD]), part, 0, 1,
            sub.share[leaves], self.seed, tries, 0.004,
        )  # fmt: skip
        if work < 0:
            return 0
        # new parts take the leaf they cover most; to stay in the parent weighs double
        new = part[mine] - 1
        old = np.searchsorted(np.sort(leaves), sub.label[mine])
        order = np.argsort(leaves)
        count = len(leaves)
        overlap = np.zeros((count, count))
        np.add.at(
            overlap, (new, order[old]), ground.unit[mine, AREA] / ground.unit[mine, AREA].sum()
        )
        if len(sub.chain) > 1:
            parent = sub.chain[-2, leaves]
            same = parent[:, None] == parent[None, :]
            overlap = overlap + 2.0 * overlap @ same
        equal = sub.share[leaves][:, None] == sub.share[leaves][None, :]
        if not self.swaps:
            overlap = np.where(equal, overlap, -1e6)
        row, column = linear_sum_assignment(overlap, maximize=True)
        to = np.empty(count, dtype=np.int64)
        to[row] = column
        label = sub.label.copy()
        label[mine] = leaves[to[new]]
        if self.swaps:
            share = sub.share[leaves].copy()
            bundle = sub.leaf[leaves, BUNDLE]
            for i in range(count):
                leaf = leaves[to[i]]
                for k in range(len(sub.chain)):
                    sub.node[sub.chain[k, leaf], TARGET] += share[i] - sub.share[leaf]
                sub.share[leaf] = share[i]
                sub.leaf[leaf, BUNDLE] = bundle[i]
        if not _stays_connected(self.ground, self.parts, units, label):
            self._restore(sub)
            return int(work) // 8
        _move_all(ground, sub, label)
        return int(work) // 8

    def _restore(self, sub: Parts) -> None:
        sub.node[:] = self.parts.node
        sub.share[:] = self.parts.share
        sub.leaf[:, BUNDLE] = self.parts.leaf[:, BUNDLE]

    def _write_back(self, sub: Parts, units: Ints) -> None:
        parts = self.parts
        self._near = None
        parts.label[units] = sub.label
        parts.node[:] = sub.node
        parts.share[:] = sub.share
        parts.leaf[:, BUNDLE] = sub.leaf[:, BUNDLE]
        parts.knob[MOVED] = sub.knob[MOVED]


def _surcharge(off: Floats) -> float:
    """Return the extra cost of leaves that are far off, steeper the farther."""
    return float((np.maximum(100.0 * off - 1.0, 0.0) ** 2).sum())


def ring(near: list[list[int]], centres: Sequence[int] | Ints, hops: int) -> Ints:
    """Return the leaves within some hops of one or several."""
    rim = [int(centre) for centre in centres]
    found = set(rim)
    for _ in range(hops):
        rim = [y for x in rim for y in near[x] if y not in found]
        found.update(rim)
    return np.array(sorted(found), dtype=np.int64)


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
