"""The annealing kernel: units flip between leaves, with exact deltas at every level.

The state is the leaf of each unit; each leaf has a fixed chain of parents, so nesting
holds by construction. A *node* is a grid of any level; all levels lie in one row of
node numbers. Connection is checked by walking, after a flip is wanted and before it is
made. Nothing here knows of households' names, codes or geometry.
"""

from __future__ import annotations

from math import exp, log, pi, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gridplanner.balance.jit import compiled
from gridplanner.balance.kernel_random import below, uniform

I4 = NDArray[np.int32]
F8 = NDArray[np.float64]
U1 = NDArray[np.uint8]
I8 = NDArray[np.int64]

NO_LOSS_BIT, NO_GAIN_BIT = 1, 2


# columns of a unit and of a node
LOAD, AREA, PERIMETER = 0, 1, 2
PRICE, HOUSE = 3, 4  # of a unit
TARGET, BY_LOAD, BY_SHAPE, STIFF, ROUND, HOUSES, LIMITED = 3, 4, 5, 6, 7, 8, 9  # of a node
OTHER, BORDER, WALK = 0, 1, 2  # of a directed edge
FIXED, HOME = 0, 1  # of a unit
SIZE, LEAST, KEEP, HEAD, BUNDLE = 0, 1, 2, 3, 4  # of a leaf
AFTER, BEFORE = 0, 1  # of a unit in the ring of its leaf
SQUARE, HINGE, SLACK, MOVED, MOST_MOVED, LIMITS = 0, 1, 2, 3, 4, 5  # of the knobs
# cost of the shape of a disc; it grows with the outline, not with its square (1 / PP), by which
# ragged grids take the heat that load needs: mean excess .50 instead of .57 %, parents rounder
OUTLINE = 2.8
# a flip may win any shape: all of them are looked at wholly
NO_WIN = 1e9
# cost of households beyond what is wanted, and beyond what is allowed, each as a part of it
BEYOND_WANTED, BEYOND_ALLOWED = 10.0, 3000.0


class Ground(NamedTuple):
    """Units and their borders, in rows of neighbours (directed edges).

    Few wide arrays and not many narrow ones: a kernel is compiled some times faster.
    """

    first: I4  # (n + 1,) where the row of each unit begins
    edge: I4  # (2m, 3) unit across, number of the border, 1 if it may be walked
    shared: F8  # (2m,) metres
    ends: I4  # (m, 2) the two units of a border
    unit: F8  # (n, 5) load (1 = a mean leaf, capped), area, perimeter, price, households
    tie: I4  # (n, 2) 1 = never moves; leaf in force, −1 = none


class Parts(NamedTuple):
    """The grids of all levels, and the lists that make flips quick."""

    label: I4  # (n,) leaf of each unit
    chain: I4  # (levels, leaves) node of each leaf at each level
    node: F8  # (nodes, 10) load, area, perimeter, target, two costs, two weights, households,
    #           1 where they have limits
    leaf: I4  # (leaves, 5) units, fewest units, bits of `keep`, head of ring, bundle
    share: F8  # (leaves,) target of each leaf
    ring: I4  # (n, 2) the units of a leaf, forth and back
    cut: I4  # (m,) borders between two movable leaves
    place: I4  # (m,) their place in `cut`, −1 = none
    tally: I8  # (2,) length of `cut`; stamp of `mark`
    mark: I8  # (n,)
    queue: I4  # (n,)
    knob: F8  # (9,) weights of d² and of |d| beyond the slack, slack, moved, most moved, and
    #           households of a leaf: least and most wanted, least and most allowed
    slip: F8  # (2, levels, 12) a flip as it would be


@compiled
def beyond(houses: float, least: float, most: float) -> float:
    """Return by which part households are beyond their limits."""
    if houses > most:
        return houses / most - 1.0
    if houses < least:
        return 1.0 - houses / least
    return 0.0


@compiled
def cost_node(
    p: Parts, i: int, load: float, area: float, perimeter: float, houses: float
) -> tuple[float, float]:
    """Return the load cost and the shape cost of a node with these sums."""
    d = load / p.node[i, TARGET] - 1.0
    far = abs(d) - p.knob[SLACK]
    by_load = p.knob[SQUARE] * d * d
    if far > 0.0:
        by_load += p.knob[HINGE] * far
    by_shape = p.node[i, ROUND] * OUTLINE * perimeter / (2.0 * sqrt(pi * max(area, 1e-9)))
    by_load *= p.node[i, STIFF]
    if p.node[i, LIMITED] > 0.0:
        by_load += BEYOND_WANTED * beyond(houses, p.knob[LIMITS], p.knob[LIMITS + 1])
        by_load += BEYOND_ALLOWED * beyond(houses, p.knob[LIMITS + 2], p.knob[LIMITS + 3])
    return by_load, by_shape


@compiled
def by_load_of(p: Parts, load: float, a: int, b: int) -> float:
    """Return what so much load costs more in leaf `b` than in `a`, with all grids above."""
    total = 0.0
    k = p.chain.shape[0] - 1
    while k >= 0 and p.chain[k, a] != p.chain[k, b]:
        for side in range(2):
            i = p.chain[k, a if side == 0 else b]
            before = abs(p.node[i, LOAD] / p.node[i, TARGET] - 1.0)
            after = p.node[i, LOAD] + (-load if side == 0 else load)
            after = abs(after / p.node[i, TARGET] - 1.0)
            more = p.knob[SQUARE] * (after * after - before * before)
            more += p.knob[HINGE] * max(after - p.knob[SLACK], 0.0)
            more -= p.knob[HINGE] * max(before - p.knob[SLACK], 0.0)
            total += more * p.node[i, STIFF]
        k -= 1
    return total


@compiled
def cost_all(p: Parts) -> float:
    """Work out the costs of all nodes anew and return their sum."""
    total = 0.0
    for i in range(len(p.node)):
        p.node[i, BY_LOAD], p.node[i, BY_SHAPE] = cost_node(
            p, i, p.node[i, LOAD], p.node[i, AREA], p.node[i, PERIMETER], p.node[i, HOUSES]
        )
        total += p.node[i, BY_LOAD] + p.node[i, BY_SHAPE]
    return total


@compiled
def settle(g: Ground, p: Parts, sums: bool) -> None:
    """Fill rings, cut list and, if asked, the sums of all nodes, from the labels."""
    n = len(p.label)
    levels = p.chain.shape[0]
    for a in range(len(p.leaf)):
        p.leaf[a, SIZE] = 0
        p.leaf[a, HEAD] = -1
    for u in range(n):
        a = p.label[u]
        if p.leaf[a, HEAD] < 0:
            p.leaf[a, HEAD] = u
            p.ring[u, AFTER] = u
            p.ring[u, BEFORE] = u
        else:
            h = p.leaf[a, HEAD]
            t = p.ring[h, BEFORE]
            p.ring[t, AFTER] = u
            p.ring[u, BEFORE] = t
            p.ring[u, AFTER] = h
            p.ring[h, BEFORE] = u
        p.leaf[a, SIZE] += 1
    if sums:
        for i in range(len(p.node)):
            for column in range(3):  # load, area, perimeter
                p.node[i, column] = 0.0
            p.node[i, HOUSES] = 0.0
        for u in range(n):
            for k in range(levels):
                i = p.chain[k, p.label[u]]
                for column in range(3):
                    p.node[i, column] += g.unit[u, column]
                p.node[i, HOUSES] += g.unit[u, HOUSE]
                for e in range(g.first[u], g.first[u + 1]):
                    if p.chain[k, p.label[g.edge[e, OTHER]]] == i:
                        p.node[i, PERIMETER] -= g.shared[e]
    for b in range(len(p.place)):
        p.place[b] = -1
    p.tally[0] = 0
    for u in range(n):
        for e in range(g.first[u], g.first[u + 1]):
            v = 0 + g.edge[e, OTHER]
            if v > u:
                touch(g, p, e, u, v)
    cost_all(p)


@compiled
def touch(g: Ground, p: Parts, e: int, u: int, v: int) -> None:
    """Enter the border in the cut list, or take it out, as the labels say."""
    b = g.edge[e, BORDER]
    is_cut = (
        g.edge[e, WALK] == 1
        and p.label[u] != p.label[v]
        and (g.tie[u, FIXED] == 0 or g.tie[v, FIXED] == 0)
        and p.leaf[p.label[u], KEEP] != 3
        and p.leaf[p.label[v], KEEP] != 3
    )
    at = p.place[b]
    if is_cut and at < 0:
        p.place[b] = p.tally[0]
        p.cut[p.tally[0]] = b
        p.tally[0] += 1
    elif at >= 0 and not is_cut:
        p.tally[0] -= 1
        last = p.cut[p.tally[0]]
        p.cut[at] = last
        p.place[last] = at
        p.place[b] = -1


@compiled
def propose(g: Ground, p: Parts, u: int, a: int, b: int, slot: int) -> tuple[int, float, float]:
    """Work out the flip of `u` from leaf `a` to `b` without making it.

    Returns the first level that changes, and the change of load and of shape cost.
    """
    k = p.chain.shape[0] - 1
    by_load = 0.0
    by_shape = 0.0
    while k >= 0:
        i = 0 + p.chain[k, a]
        j = 0 + p.chain[k, b]
        if i == j:
            break
        with_i = 0.0
        with_j = 0.0
        for e in range(g.first[u], g.first[u + 1]):
            node = p.chain[k, p.label[g.edge[e, OTHER]]]
            if node == i:
                with_i += g.shared[e]
            elif node == j:
                with_j += g.shared[e]
        s = p.slip[slot, k]
        s[0] = p.node[i, LOAD] - g.unit[u, LOAD]
        s[1] = p.node[i, AREA] - g.unit[u, AREA]
        s[2] = p.node[i, PERIMETER] - g.unit[u, PERIMETER] + 2.0 * with_i
        s[10] = p.node[i, HOUSES] - g.unit[u, HOUSE]
        s[3], s[4] = cost_node(p, i, s[0], s[1], s[2], s[10])
        s[5] = p.node[j, LOAD] + g.unit[u, LOAD]
        s[6] = p.node[j, AREA] + g.unit[u, AREA]
        s[7] = p.node[j, PERIMETER] + g.unit[u, PERIMETER] - 2.0 * with_j
        s[11] = p.node[j, HOUSES] + g.unit[u, HOUSE]
        s[8], s[9] = cost_node(p, j, s[5], s[6], s[7], s[11])
        by_load += s[3] + s[8] - p.node[i, BY_LOAD] - p.node[j, BY_LOAD]
        by_shape += s[4] + s[9] - p.node[i, BY_SHAPE] - p.node[j, BY_SHAPE]
        k -= 1
    return k + 1, by_load, by_shape


@compiled
def trade(p: Parts, a: int, b: int, top: int, slot: int) -> None:
    """Change the sums of the nodes for those in the slip; twice is an undo."""
    for k in range(top, p.chain.shape[0]):
        s = p.slip[slot, k]
        i = p.chain[k, a]
        j = p.chain[k, b]
        s[0], p.node[i, LOAD] = p.node[i, LOAD], s[0]
        s[1], p.node[i, AREA] = p.node[i, AREA], s[1]
        s[2], p.node[i, PERIMETER] = p.node[i, PERIMETER], s[2]
        s[3], p.node[i, BY_LOAD] = p.node[i, BY_LOAD], s[3]
        s[4], p.node[i, BY_SHAPE] = p.node[i, BY_SHAPE], s[4]
        s[5], p.node[j, LOAD] = p.node[j, LOAD], s[5]
        s[6], p.node[j, AREA] = p.node[j, AREA], s[6]
        s[7], p.node[j, PERIMETER] = p.node[j, PERIMETER], s[7]
        s[8], p.node[j, BY_LOAD] = p.node[j, BY_LOAD], s[8]
        s[9], p.node[j, BY_SHAPE] = p.node[j, BY_SHAPE], s[9]
        s[10], p.node[i, HOUSES] = p.node[i, HOUSES], s[10]
        s[11], p.node[j, HOUSES] = p.node[j, HOUSES], s[11]


@compiled
def holds(g: Ground, p: Parts, u: int, k: int, i: int) -> bool:
    """Whether node `i` of level `k` stays as connected as it was now that `u` left it.

    First only through the ring of units around `u` (nearly always enough), then by
    walking through the node until all old neighbours are met.
    """
    wanted = 0
    start = -1
    p.tally[1] += 2
    goal = p.tally[1]
    seen = goal + 1
    for e in range(g.first[u], g.first[u + 1]):
        v = g.edge[e, OTHER]
        if g.edge[e, WALK] == 1 and p.chain[k, p.label[v]] == i:
            p.mark[v] = goal
            wanted += 1
            start = v
    if wanted <= 1:
        return True
    for wide in range(2):
        met = 1
        p.queue[0] = start
        p.mark[start] = seen
        done = 0
        length = 1
        while done < length:
            x = p.queue[done]
            done += 1
            for e in range(g.first[x], g.first[x + 1]):
                v = g.edge[e, OTHER]
                if g.edge[e, WALK] == 0 or v == u or p.mark[v] == seen:
                    continue
                if p.mark[v] == goal:
                    met += 1
                    if met == wanted:
                        return True
                elif wide == 0 or p.chain[k, p.label[v]] != i:
                    continue
                p.mark[v] = seen
                p.queue[length] = v
                length += 1
        if wide == 0:
            # second round: the same goals, all of the node
            for q in range(length):
                p.mark[p.queue[q]] = goal
    return False


@compiled
def all_hold(g: Ground, p: Parts, u: int, a: int, top: int) -> bool:
    """Whether `u`, now labelled otherwise, left all nodes above leaf `a` connected."""
    k = p.chain.shape[0] - 1
    while k >= top:
        if not holds(g, p, u, k, 0 + p.chain[k, a]):
            return False
        k -= 1
    return True


@compiled
def commit(g: Ground, p: Parts, u: int, a: int, b: int) -> None:
    """Bring rings and cut list up to date after `u` went from `a` to `b`."""
    p.label[u] = b
    p.leaf[a, SIZE] -= 1
    p.leaf[b, SIZE] += 1
    if p.leaf[a, HEAD] == u:
        p.leaf[a, HEAD] = p.ring[u, AFTER]
    p.ring[p.ring[u, BEFORE], AFTER] = p.ring[u, AFTER]
    p.ring[p.ring[u, AFTER], BEFORE] = p.ring[u, BEFORE]
    h = p.leaf[b, HEAD]
    t = p.ring[h, BEFORE]
    p.ring[t, AFTER] = u
    p.ring[u, BEFORE] = t
    p.ring[u, AFTER] = h
    p.ring[h, BEFORE] = u
    for e in range(g.first[u], g.first[u + 1]):
        touch(g, p, e, u, 0 + g.edge[e, OTHER])


@compiled
def partner(
    g: Ground, p: Parts, seed: NDArray[np.uint64], u: int, a: int, b: int, back: bool
) -> tuple[int, int]:
    """Choose a unit of `b` to leave it again, and the leaf it goes to.

    It should weigh about as much as makes up for `u`: back to `a` (a swap), or on to a
    third leaf (a chain).
    """
    la = p.chain[p.chain.shape[0] - 1, a]
    lb = p.chain[p.chain.shape[0] - 1, b]
    over_a = p.node[la, LOAD] - p.node[la, TARGET]
    over_b = p.node[lb, LOAD] - p.node[lb, TARGET]
    # loads are those after the flip of `u`
    want = 0.5 * (over_b - over_a) if back else over_b
    want *= 0.6 + 0.8 * uniform(seed)
    best = 1e18
    unit = -1
    leaf = -1
    w = p.leaf[b, HEAD]
    for _ in range(min(p.leaf[b, SIZE], 64)):
        off = abs(g.unit[w, LOAD] - want)
        if off < best and w != u and g.tie[w, FIXED] == 0:
            length = g.first[w + 1] - g.first[w]
            turn = below(seed, length)
            for s in range(length):
                e = g.first[w] + (s + turn) % length
                c = p.label[g.edge[e, OTHER]]
                if (
                    g.edge[e, WALK] == 1
                    and c != b
                    and (c == a) == back
                    and p.leaf[c, KEEP] & NO_GAIN_BIT == 0
                    and g.edge[e, OTHER] != u
                ):
                    best = off
                    unit = w
                    leaf = c
                    break
        w = p.ring[w, AFTER]
    return unit, leaf


@compiled
def leaving(g: Ground, u: int, a: int, b: int) -> float:
    """Return 1 if `u` leaves home by going from `a` to `b`, −1 if it returns, else 0."""
    if g.tie[u, HOME] == a:
        return 1.0
    if g.tie[u, HOME] == b:
        return -1.0
    return 0.0


@compiled
def anneal(
    g: Ground,
    p: Parts,
    seed: NDArray[np.uint64],
    proposals: int,
    heat: tuple[float, float],
    weight: tuple[float, float],
    pair: float,
    win: float,
) -> int:
    """Make proposals while the heat falls and the weight of load grows, both evenly in log.

    `pair` is the chance that a flip that load forbids is tried again with a second flip
    that makes up for it. A flip is taken to win no more than `win` by shape and limits of
    households: where load and price forbid it even so, its neighbours are not looked at.
    Returns the number of flips made.
    """
    made = 0
    warm = heat[0]
    every = max(512, len(p.node) * 4)
    for step in range(proposals):
        if step % every == 0:
            done = step / proposals
            warm = heat[0] * exp(done * log(heat[1] / heat[0]))
            p.knob[SQUARE] = weight[0] * exp(done * log(weight[1] / weight[0]))
            cost_all(p)
        if p.tally[0] == 0:
            return made
        border = p.cut[below(seed, p.tally[0])]
        side = below(seed, 2)
        if g.tie[g.ends[border, side], FIXED] == 1:
            side = 1 - side
        # an index of 32 bits is widened (0 + x), lest each kernel be compiled for both
        u = 0 + g.ends[border, side]
        a = 0 + p.label[u]
        b = 0 + p.label[g.ends[border, 1 - side]]
        if (
            p.leaf[a, SIZE] <= p.leaf[a, LEAST]
            or p.leaf[a, KEEP] & NO_LOSS_BIT
            or p.leaf[b, KEEP] & NO_GAIN_BIT
        ):
            continue
        limit = -warm * log(uniform(seed) + 1e-300)
        hopeless = False
        if win < NO_WIN:
            price = leaving(g, u, a, b) * g.unit[u, PRICE]
            by_load = by_load_of(p, g.unit[u, LOAD], a, b)
            hopeless = price + by_load > limit + win
            if hopeless and (
                price > limit + win + 2.0 * warm
                or by_load < price
                or p.leaf[b, KEEP] & NO_LOSS_BIT
                or uniform(seed) >= pair
            ):
                continue
        total = 0.0
        gone = 0.0
        u1, a1, b1, top1 = u, a, b, 0
        # one flip; where load alone forbids it, a second one that makes up for it
        for turn in range(2):
            top, by_load, by_shape = propose(g, p, u, a, b, turn)
            away = leaving(g, u, a, b)
            gone += away * g.unit[u, HOUSE]
            by_shape += away * g.unit[u, PRICE]
            total += by_load + by_shape
            if total < limit and (gone <= 0.0 or p.knob[MOVED] + gone <= p.knob[MOST_MOVED]):
                fits = turn == 0 or all_hold(g, p, u1, a1, top1)
                p.label[u] = b
                if fits and all_hold(g, p, u, a, top):
                    trade(p, a, b, top, turn)
                    if turn == 1:
                        commit(g, p, u1, a1, b1)
                        made += 1
                    commit(g, p, u, a, b)
                    p.knob[MOVED] += gone
                    made += 1
                    break
                p.label[u] = a
                if turn == 1:
                    trade(p, a1, b1, top1, 0)
                    p.label[u1] = a1
                break
            if turn == 1:
                trade(p, a1, b1, top1, 0)
                p.label[u1] = a1
                break
            if (
                by_shape > limit + 2.0 * warm
                or p.leaf[b, KEEP] & NO_LOSS_BIT
                or (not hopeless and uniform(seed) >= pair)
            ):
                break
            trade(p, a, b, top, 0)
            p.label[u] = b
            w, c = partner(g, p, seed, u, a, b, uniform(seed) < 0.5)
            if w < 0:
                trade(p, a, b, top, 0)
                p.label[u] = a
                break
            top1 = top
            u, a, b = w, b, c
    return made
