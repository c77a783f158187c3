"""Dividing connected ground into connected parts by cutting random spanning trees.

Both sides of a cut tree edge are connected, so every answer is valid; what chance gives
badly in shape is left to the annealing that follows.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gridplanner.balance.jit import allocating, compiled
from gridplanner.balance.kernel_random import below

I4 = NDArray[np.int32]
F8 = NDArray[np.float64]
U1 = NDArray[np.uint8]


@compiled
def grow(
    first: I4, edges: I4, part: I4, root: int, seed: NDArray[np.uint64],
    order: I4, parent: I4, edge: I4, tail: I4, stamp: I4, now: int,
) -> int:  # fmt: skip
    """Grow a random spanning tree over the part of `root`; returns the units reached.

    `order` receives the units from the root outwards, `parent` the unit before each.
    Every border between what is reached and what is not is as likely to be the next.
    """
    which = part[root]
    order[0] = root
    parent[root] = -1
    stamp[root] = now
    length = 1
    waiting = 0
    fresh = root
    while True:
        for e in range(first[fresh], first[fresh + 1]):
            v = edges[e, 0]
            if edges[e, 2] == 1 and part[v] == which and stamp[v] != now:
                edge[waiting] = e
                tail[waiting] = fresh
                waiting += 1
        fresh = -1
        while waiting > 0 and fresh < 0:
            at = below(seed, waiting)
            e = edge[at]
            u = tail[at]
            waiting -= 1
            edge[at] = edge[waiting]
            tail[at] = tail[waiting]
            if stamp[edges[e, 0]] != now:
                fresh = 0 + edges[e, 0]
                parent[fresh] = u
        if fresh < 0:
            return length
        stamp[fresh] = now
        order[length] = fresh
        length += 1


@compiled
def best_cut(
    load: F8, order: I4, parent: I4, length: int, share: F8, slots: I4, begin: int, end: int,
    below_load: F8, below_size: I4,
) -> tuple[float, int, int]:  # fmt: skip
    """Find the tree edge whose lower side is nearest to a run of whole leaves.

    `slots[begin:end]` are the leaves to be made, in the order in which they are cut off.
    Returns the error per leaf, the unit under the edge, and how many leaves go below.
    """
    for q in range(length):
        below_load[order[q]] = load[order[q]]
        below_size[order[q]] = 1
    for q in range(length - 1, 0, -1):
        u = order[q]
        below_load[parent[u]] += below_load[u]
        below_size[parent[u]] += below_size[u]
    whole = 0.0
    for q in range(begin, end):
        whole += share[slots[q]]
    total = below_load[order[0]]
    scale = total / whole
    best = 1e300
    unit = -1
    taken = 0
    for q in range(1, length):
        u = order[q]
        have = below_load[u]
        run = 0.0
        for i in range(begin, end - 1):
            run += share[slots[i]]
            count = i - begin + 1
            if below_size[u] < count or length - below_size[u] < end - begin - count:
                continue
            off = abs(have - run * scale) / (1e-12 + scale * min(run, whole - run))
            if off < best:
                best = off
                unit = u
                taken = count
            if run * scale > have + scale:
                break
    return best, unit, taken


@allocating
def split(
    first: I4, edges: I4, load: F8, part: I4, which: int, fresh: int,
    share: F8, seed: NDArray[np.uint64], tries: int, enough: float,
) -> int:  # fmt: skip
    """Divide one connected part into len(share) connected parts, in place.

    Units with ``part == which`` get numbers from `fresh` on: fresh + i for the leaf with
    share[i]. The error of a cut is carried: both sides are divided by what they hold.
    Returns the units visited (work), or −1 where cuts two by two lead nowhere.
    """
    n = len(part)
    leaves = len(share)
    order = np.empty(n, dtype=np.int32)
    mine = np.empty(n, dtype=np.int32)
    parent = np.empty(n, dtype=np.int32)
    edge = np.empty(len(edges), dtype=np.int32)
    tail = np.empty(len(edges), dtype=np.int32)
    stamp = np.zeros(n, dtype=np.int32)
    side = np.zeros(n, dtype=np.int32)
    best_side = np.zeros(n, dtype=np.int32)
    below_load = np.empty(n, dtype=np.float64)
    below_size = np.empty(n, dtype=np.int32)
    slots = np.empty(leaves, dtype=np.int32)
    best_slots = np.empty(leaves, dtype=np.int32)
    for q in range(leaves):
        slots[q] = q
    for u in range(n):
        if part[u] == which:
            part[u] = fresh
    now = 0
    work = 0
    # a stack of runs of `slots`; the run that begins at slot q is the part fresh + q
    stack = np.empty((leaves + 1, 2), dtype=np.int32)
    stack[0, 0] = 0
    stack[0, 1] = leaves
    depth = 1
    while depth > 0:
        depth -= 1
        begin = stack[depth, 0]
        end = stack[depth, 1]
        if end - begin == 1:
            continue
        own = 0
        for u in range(n):
            if part[u] == fresh + begin:
                mine[own] = u
                own += 1
        best = 1e300
        taken = 0
        for attempt in range(tries):
            if attempt > 1 and best <= enough:
                break
            for q in range(begin, end - 1):
                r = q + below(seed, end - q)
                slots[q], slots[r] = slots[r], slots[q]
            now += 1
            root = mine[below(seed, own)]
            length = grow(first, edges, part, root, seed, order, parent, edge, tail, stamp, now)
            if length != own:
                return -1
            work += length
            off, unit, count = best_cut(
                load, order, parent, length, share, slots, begin, end, below_load, below_size
            )
            if unit < 0 or off >= best:
                continue
            best = off
            taken = count
            for q in range(begin, end):
                best_slots[q] = slots[q]
            for q in range(length):
                u = order[q]
                side[u] = 1 if u == unit or (q > 0 and side[parent[u]] == 1) else 0
                best_side[u] = side[u]
        if taken == 0:
            return -1
        for q in range(begin, end):
            slots[q] = best_slots[q]
        for q in range(own):
            if best_side[mine[q]] == 0:
                part[mine[q]] = fresh + begin + taken
        stack[depth, 0] = begin
        stack[depth, 1] = begin + taken
        stack[depth + 1, 0] = begin + taken
        stack[depth + 1, 1] = end
        depth += 2
    for u in range(n):
        if part[u] >= fresh and part[u] < fresh + leaves:
            part[u] = fresh + slots[part[u] - fresh]
    return work
