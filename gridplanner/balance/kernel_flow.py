"""What single flips cannot: load flows off leaves beyond the limit, along the cheapest way.

A way leads over the borders of leaves to the nearest leaf with room. Each of its steps costs
what the cheapest unit at that border costs for its load (Bellman and Ford). Unit by unit the
load goes one step, and the leaf that is then beyond the limit is next. No kernel of another
file is called, so that each disk cache stays true; see :mod:`gridplanner.balance.jit`.
"""

from __future__ import annotations

from math import pi

import numpy as np

from gridplanner.balance.jit import allocating, compiled
from gridplanner.balance.kernel import (
    AREA,
    F8,
    FIXED,
    HOME,
    HOUSE,
    I4,
    I8,
    KEEP,
    LEAST,
    LIMITS,
    LOAD,
    MOST_MOVED,
    MOVED,
    OTHER,
    PERIMETER,
    PRICE,
    ROUND,
    WALK,
    Ground,
    Parts,
)

NO_WAY = 1e18
# a way ends at a leaf with at least so much room, a part of its target
ROOM = 0.002
# each step of a way costs this a load, so that short ways are taken
STEP = 0.05
# what a unit costs more each time it has moved, a load: nothing goes round for ever
TIRE = 4.0
# moves off one leaf that are tried before it is given up
TRIES = 60


@compiled
def bordering(g: Ground, p: Parts, tired: I4, arc: I4, cost: F8) -> int:
    """List each unit at a border with a leaf it may go to, and what that costs.

    Returns their number; a row of `arc` is unit, leaf left, leaf entered.
    """
    count = 0
    top = p.chain.shape[0] - 1
    for u in range(len(p.label)):
        a = 0 + p.label[u]
        if g.tie[u, FIXED] == 1 or p.leaf[a, KEEP] & 1:
            continue
        begin = count
        for e in range(g.first[u], g.first[u + 1]):
            b = 0 + p.label[g.edge[e, OTHER]]
            if b == a or g.edge[e, WALK] == 0 or p.leaf[b, KEEP] & 2:
                continue
            known = False
            for k in range(begin, count):
                if arc[k, 2] == b:
                    known = True
            if known:
                continue
            own = 0.0
            new = 0.0
            for f in range(g.first[u], g.first[u + 1]):
                if p.label[g.edge[f, OTHER]] == a:
                    own += g.shared[f]
                elif p.label[g.edge[f, OTHER]] == b:
                    new += g.shared[f]
            price = TIRE * tired[u] * g.unit[u, LOAD]
            if g.tie[u, HOME] == a:
                price += g.unit[u, PRICE]
            elif g.tie[u, HOME] == b:
                price -= g.unit[u, PRICE]
            for side in range(2):
                i = p.chain[top, a if side == 0 else b]
                sign = -1.0 if side == 0 else 1.0
                inner = own if side == 0 else new
                area = max(p.node[i, AREA] + sign * g.unit[u, AREA], 1e-9)
                around = p.node[i, PERIMETER] + sign * (g.unit[u, PERIMETER] - 2.0 * inner)
                old = p.node[i, PERIMETER] ** 2 / max(p.node[i, AREA], 1e-9)
                price += p.node[i, ROUND] * (around**2 / area - old) / (4.0 * pi)
            arc[count, 0] = u
            arc[count, 1] = a
            arc[count, 2] = b
            cost[count] = price
            count += 1
    return count


@compiled
def measure(
    g: Ground, arc: I4, cost: F8, count: int, held: F8, share: F8, slack: float, sign: float,
    way: F8,
) -> None:  # fmt: skip
    """Fill in what a load costs on its cheapest way from each leaf to one with room.

    With `sign` −1 the way is that of a load that comes, from a leaf that can spare it.
    """
    for i in range(len(way)):
        room = share[i] * (1.0 + sign * slack) - held[i]
        way[i] = 0.0 if sign * room > ROOM * share[i] else NO_WAY
    changed = True
    while changed:
        changed = False
        for k in range(count):
            i = arc[k, 1] if sign > 0.0 else arc[k, 2]
            j = arc[k, 2] if sign > 0.0 else arc[k, 1]
            if way[j] < NO_WAY:
                step = max(cost[k], 0.0) / max(g.unit[arc[k, 0], LOAD], 1e-6) + STEP
                if way[j] + step < way[i] - 1e-12:
                    way[i] = way[j] + step
                    changed = True


@compiled
def stays_whole(g: Ground, p: Parts, u: int, a: int, b: int, mark: I8, queue: I4) -> bool:
    """Whether all grids that `u` leaves with leaf `a`, now labelled `b`, stay as connected.

    ``mark[-1]`` is the last stamp used.
    """
    k = p.chain.shape[0] - 1
    while k >= 0 and p.chain[k, a] != p.chain[k, b]:
        i = p.chain[k, a]
        mark[-1] += 2
        goal = mark[-1]
        wanted = 0
        start = -1
        for e in range(g.first[u], g.first[u + 1]):
            v = g.edge[e, OTHER]
            if g.edge[e, WALK] == 1 and p.chain[k, p.label[v]] == i and mark[v] != goal:
                mark[v] = goal
                wanted += 1
                start = v
        if wanted > 1:
            met = 1
            queue[0] = start
            mark[start] = goal + 1
            done = 0
            length = 1
            while done < length and met < wanted:
                x = queue[done]
                done += 1
                for e in range(g.first[x], g.first[x + 1]):
                    v = g.edge[e, OTHER]
                    if g.edge[e, WALK] == 0 or v == u or mark[v] == goal + 1:
                        continue
                    if p.chain[k, p.label[v]] != i:
                        continue
                    if mark[v] == goal:
                        met += 1
                    mark[v] = goal + 1
                    queue[length] = v
                    length += 1
            if met < wanted:
                return False
        k -= 1
    return True


@allocating
def flow(g: Ground, p: Parts, tired: I4, slack: float, most: int) -> int:
    """Move units until no leaf is beyond the slack, or no way is left; returns the moves.

    `tired` counts how often each unit has moved. Of the state labels, the count of moved
    households, and area and perimeter of the leaves follow; all else has to be settled
    afterwards. Limits of households that are allowed hold.
    """
    n = len(p.label)
    leaves = len(p.share)
    top = p.chain.shape[0] - 1
    held = np.zeros(leaves)
    houses = np.zeros(leaves)
    size = np.zeros(leaves, dtype=np.int32)
    for u in range(n):
        held[p.label[u]] += g.unit[u, LOAD]
        houses[p.label[u]] += g.unit[u, HOUSE]
        size[p.label[u]] += 1
    mark = np.zeros(n + 1, dtype=np.int64)
    queue = np.empty(n, dtype=np.int32)
    arc = np.empty((max(len(g.edge), 1), 3), dtype=np.int32)
    cost = np.empty(max(len(g.edge), 1))
    way = np.empty(leaves)
    stuck = np.zeros(leaves, dtype=np.uint8)
    made = 0
    while made < most:
        # the leaf farthest beyond: too much bears sign 1, too little −1
        a = -1
        beyond = 1e-9
        sign = 1.0
        for i in range(leaves):
            d = held[i] - p.share[i]
            far = abs(d) - slack * p.share[i]
            if far > beyond and stuck[i] == 0 and p.leaf[i, KEEP] != 3:
                a = i
                beyond = far
                sign = 1.0 if d > 0.0 else -1.0
        if a < 0:
            break
        count = bordering(g, p, tired, arc, cost)
        measure(g, arc, cost, count, held, p.share, slack, sign, way)
        moved = False
        for _ in range(TRIES):
            best = NO_WAY
            at = -1
            for k in range(count):
                near = arc[k, 1] if sign > 0.0 else arc[k, 2]
                next_ = arc[k, 2] if sign > 0.0 else arc[k, 1]
                load = g.unit[arc[k, 0], LOAD]
                if near != a or cost[k] >= NO_WAY or way[next_] >= NO_WAY or load <= 0.0:
                    continue
                worth = (cost[k] + way[next_] * load) / min(load, beyond)
                if worth < best:
                    best = worth
                    at = k
            if at < 0:
                break
            u = 0 + arc[at, 0]
            i = 0 + arc[at, 1]
            j = 0 + arc[at, 2]
            cost[at] = NO_WAY
            gone = 0.0
            if g.tie[u, HOME] == i:
                gone = g.unit[u, HOUSE]
            elif g.tie[u, HOME] == j:
                gone = -g.unit[u, HOUSE]
            if size[i] <= p.leaf[i, LEAST]:
                continue
            if gone > 0.0 and p.knob[MOVED] + gone > p.knob[MOST_MOVED]:
                continue
            here = g.unit[u, HOUSE]
            if here > 0.0 and (
                houses[j] + here > p.knob[LIMITS + 3] or houses[i] - here < p.knob[LIMITS + 2]
            ):
                continue
            p.label[u] = j
            if not stays_whole(g, p, u, i, j, mark, queue):
                p.label[u] = i
                continue
            for e in range(g.first[u], g.first[u + 1]):
                v = p.label[g.edge[e, OTHER]]
                if v == i:
                    p.node[p.chain[top, i], PERIMETER] += 2.0 * g.shared[e]
                elif v == j:
                    p.node[p.chain[top, j], PERIMETER] -= 2.0 * g.shared[e]
            for column in (AREA, PERIMETER):
                p.node[p.chain[top, i], column] -= g.unit[u, column]
                p.node[p.chain[top, j], column] += g.unit[u, column]
            held[i] -= g.unit[u, LOAD]
            held[j] += g.unit[u, LOAD]
            houses[i] -= here
            houses[j] += here
            size[i] -= 1
            size[j] += 1
            p.knob[MOVED] += gone
            tired[u] += 1
            made += 1
            moved = True
            break
        if moved:
            stuck[:] = 0
        else:
            stuck[a] = 1
    return made
