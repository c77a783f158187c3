"""Kicks: work on the worst leaf, or one by chance, with the leaves around."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gridplanner.balance.budget import Budget
from gridplanner.balance.ground import cut_out
from gridplanner.balance.kernel import (
    AREA,
    BORDER,
    BUNDLE,
    BY_SHAPE,
    FIXED,
    HOME,
    KEEP,
    LOAD,
    MOST_MOVED,
    MOVED,
    NO_WIN,
    PERIMETER,
    PRICE,
    SQUARE,
    TARGET,
    WALK,
    Ground,
    Parts,
    anneal,
    cost_all,
    settle,
)
from gridplanner.balance.kernel_random import Seed, below, uniform
from gridplanner.balance.problem import Bools, Floats, Ints
from gridplanner.balance.resplit import resplit
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
# part of the kicks for the leaf farthest off, however often it was tried
AGAIN = 0.1
# leaves less far off than this are worked on with their neighbours only
NEAR = 0.018
# below this no leaf is chosen for its load alone
CALM = 0.02
# part of the kicks that carve leaves instead of cutting trees, where nothing resists
CARVED = 0.5
# leaves divided by weight at once, and how many sets of them are tried: a trap of towers may
# need leaves ten borders away (town_1 of the benchmark, 10.6 %)
MOST_PACKED, PACKS = 14, 6
# what kicks are judged by beside the cost they anneal: (1 / Polsby–Popper − what is enough)²
# of a leaf. Annealed by it, leaves get neither rounder nor as even
RAGGED, ROUND_ENOUGH = 3.0, 2.3


def deviation_of(parts: Parts) -> Floats:
    """Return |load / target − 1| of each leaf of a state."""
    node = parts.node[parts.chain[-1]]
    result: Floats = np.abs(node[:, LOAD] / node[:, TARGET] - 1.0)
    return result


class Clusters:
    """Improves the worst leaves of a state, each with its neighbourhood, one by one.

    A kick merges the worst leaf with some neighbours, divides them anew by random trees or
    by what is heavy, anneals the leaves around, and is kept if the leaves around got better.
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
        farthest = int(np.argmax(np.where(frozen, -1.0, off)))
        if self.limit is None and off[farthest] > NEAR and uniform(self.seed) < AGAIN:
            return farthest
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
        return (
            cost_all(self.parts)
            + price
            + _surcharge(self.deviation())
            + _ragged(self.parts, self.parts.chain[-1])
        )

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
        resists = far_off and stuck > 0 and self.limit is None
        by_weight = stuck % 3 > 0 if resists else uniform(self.seed) < CARVED
        most = MOST_PACKED if resists and by_weight and stuck > 3 else 8 + min(stuck // 2, 8)
        merged = self._merge(near, centre, set(map(int, region)), most)
        inside = np.zeros(len(parts.share), dtype=bool)
        inside[region] = True
        ground, sub, units = self._extract(inside)
        before = self._worth(ground, sub, region)
        movable = np.flatnonzero(inside[sub.label] & (ground.tie[:, FIXED] == 0))
        work = 1000
        if len(merged) > 1 and not gives_back and (resists or uniform(self.seed) < 0.8):
            for _ in range(PACKS if resists and by_weight else 1):
                spent, divided = resplit(
                    self.ground, parts, ground, sub, units, merged, self.seed,
                    swaps=self.swaps, by_weight=by_weight,
                )  # fmt: skip
                work += spent
                if divided:
                    break
                merged = self._merge(near, centre, set(map(int, region)), most)
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
            anneal(ground, sub, self.seed, proposals, (hot, 0.003), weight, 0.4, NO_WIN)
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
            return cost_all(sub) + price + _surcharge(off) + _ragged(sub, node)
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

    def _write_back(self, sub: Parts, units: Ints) -> None:
        parts = self.parts
        self._near = None
        parts.label[units] = sub.label
        parts.node[:] = sub.node
        parts.share[:] = sub.share
        parts.leaf[:, BUNDLE] = sub.leaf[:, BUNDLE]
        parts.knob[MOVED] = sub.knob[MOVED]


def _ragged(parts: Parts, node: Ints) -> float:
    """Return the extra cost of nodes that are ragged, steeper the more."""
    inverse = parts.node[node, PERIMETER] ** 2 / (4.0 * np.pi * parts.node[node, AREA])
    return RAGGED * float((np.maximum(inverse - ROUND_ENOUGH, 0.0) ** 2).sum())


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
