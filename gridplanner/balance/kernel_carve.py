"""Carving leaves one by one out of ground where a few units weigh much.

A leaf is grown from a heavy unit by what still fits, and cut off only if what remains can
still be whole leaves; otherwise it is grown anew. Units that fit nowhere else are so taken
first, which cuts of random trees seldom do.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gridplanner.balance.jit import allocating, compiled
from gridplanner.balance.kernel_random import below, uniform

I4 = NDArray[np.int32]
F8 = NDArray[np.float64]

# times that one leaf is grown before all is begun anew
GROWN = 8


@compiled
def grow_leaf(
    first: I4, edges: I4, shared: F8, unit: F8, part: I4, which: int, goal: float, most: float,
    seed: NDArray[np.uint64], rim: I4, touch: F8,
) -> float:  # fmt: skip
    """Grow a connected leaf in the units without a part; returns its load, 0 if it fails.

    It begins with one of the heaviest and ends at `goal`; only the first may weigh more than
    `most`. Units that share much of their outline with it come sooner, so it gets round.
    `rim` and `touch` are room for the units around it and the border they share with it.
    """
    n = len(part)
    start = -1
    best = -1.0
    for u in range(n):
        touch[u] = -1.0
        if part[u] < 0:
            claim = unit[u, 0] * (0.4 + uniform(seed))
            if claim > best:
                best = claim
                start = u
    if start < 0:
        return 0.0
    load: float = 0.0
    length = 0
    fresh = start
    while True:
        part[fresh] = which
        load += unit[fresh, 0]
        if load >= goal:
            return load
        for e in range(first[fresh], first[fresh + 1]):
            v = edges[e, 0]
            if part[v] >= 0:
                continue
            if touch[v] < 0.0:
                touch[v] = 0.0
                if edges[e, 2] == 0:
                    touch[v] = -1.0
                    continue
                rim[length] = v
                length += 1
            touch[v] += shared[e]
        best = -1.0
        fresh = -1
        for q in range(length):
            v = rim[q]
            if part[v] >= 0 or load + unit[v, 0] > most:
                continue
            claim = (0.1 + touch[v] / max(unit[v, 2], 1e-9)) * uniform(seed)
            if claim > best:
                best = claim
                fresh = 0 + v
        if fresh < 0:
            return 0.0


@compiled
def whole_leaves(
    first: I4, edges: I4, unit: F8, part: I4, goal: float, near: float, left: int, equal: bool,
    mark: I4, queue: I4, now: int, slot: int, room: float,
) -> bool:  # fmt: skip
    """Whether each connected piece of the units without a part can be whole leaves.

    With equal shares each is a whole number of them. Pieces that are too light go to the
    leaf `slot` that cut them off, as long as it has room.
    """
    n = len(part)
    found = 0
    for start in range(n):
        if part[start] >= 0 or mark[start] == now:
            continue
        mark[start] = now
        queue[0] = start
        done = 0
        length = 1
        load = 0.0
        while done < length:
            x = queue[done]
            done += 1
            load += unit[x, 0]
            for e in range(first[x], first[x + 1]):
                v = edges[e, 0]
                if edges[e, 2] == 1 and part[v] < 0 and mark[v] != now:
                    mark[v] = now
                    queue[length] = v
                    length += 1
        if load < (1.0 - near) * goal:
            if load > room:
                return False
            room -= load
            for q in range(length):
                part[queue[q]] = slot
            continue
        whole = max(1, round(load / goal))
        if equal and abs(load - whole * goal) > near * goal * whole:
            return False
        found += whole if equal else 1
    return found == left if equal else found <= left


@allocating
def carve(
    first: I4, edges: I4, shared: F8, unit: F8, share: F8, near: float,
    seed: NDArray[np.uint64], tries: int,
) -> tuple[I4, int]:  # fmt: skip
    """Divide connected ground into len(share) connected parts, each near its share.

    Returns the part of each unit, int (n,), all −1 where no try came to an end; and the
    number of leaves grown.
    """
    n = len(unit)
    leaves = len(share)
    part = np.full(n, -1, dtype=np.int32)
    rim = np.empty(n, dtype=np.int32)
    touch = np.empty(n, dtype=np.float64)
    mark = np.zeros(n, dtype=np.int32)
    queue = np.empty(n, dtype=np.int32)
    slots = np.arange(leaves).astype(np.int32)
    total = 0.0
    for u in range(n):
        total += unit[u, 0]
    scale = total / share.sum()
    low = share.min()
    equal = share.max() - low < 1e-9
    grown = 0
    now = 0
    for _ in range(tries):
        for u in range(n):
            part[u] = -1
        for q in range(leaves - 1):
            r = q + below(seed, leaves - q)
            slots[q], slots[r] = slots[r], slots[q]
        made = 0
        while made < leaves - 1:
            slot = slots[made]
            goal = share[slot] * scale
            fits = False
            for _again in range(GROWN):
                grown += 1
                load = grow_leaf(
                    first, edges, shared, unit, part, slot, (1.0 - near) * goal,
                    (1.0 + near) * goal, seed, rim, touch,
                )  # fmt: skip
                if load > 0.0:
                    now += 1
                    fits = whole_leaves(
                        first, edges, unit, part, low * scale, near, leaves - made - 1, equal,
                        mark, queue, now, slot, (1.0 + near) * goal - load,
                    )  # fmt: skip
                if fits:
                    break
                for u in range(n):
                    if part[u] == slot:
                        part[u] = -1
            if not fits:
                break
            made += 1
        if made < leaves - 1:
            continue
        # what remains is in one piece: lighter pieces went to the leaves that cut them off
        last = slots[leaves - 1]
        load = 0.0
        for u in range(n):
            if part[u] < 0:
                load += unit[u, 0]
        if abs(load / (share[last] * scale) - 1.0) > near:
            continue
        for u in range(n):
            if part[u] < 0:
                part[u] = last
        return part, grown
    for u in range(n):
        part[u] = -1
    return part, grown
