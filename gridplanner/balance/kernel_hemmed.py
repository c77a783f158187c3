"""All leaves that could hold a unit, tried one by one: how near the best comes to its target.

Where a few towers stand side by side, whatever leaf one of them lies in weighs too much or
too little, or cuts off neighbours that weigh too little by themselves. There are few such
leaves, so all can be tried, and what the best of them is off is a proven limit.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gridplanner.balance.jit import compiled

I4 = NDArray[np.int32]
F8 = NDArray[np.float64]
U1 = NDArray[np.uint8]

# a unit that may still come in, one of the leaf, one that stays out
OPEN, INSIDE, OUTSIDE = 0, 1, 2
# what an unfinished leaf is off, and one that can no longer be finished
UNKNOWN, DEAD = 1e9, 2e9


@compiled
def off_target(load: float, goals: F8) -> float:
    """Return the least |load / goal − 1| over all goals."""
    best = UNKNOWN
    for q in range(len(goals)):
        off = abs(load / goals[q] - 1.0)
        if off < best:
            best = off
    return best


@compiled
def off_around(
    first: I4, edge: I4, load: F8, state: U1, members: I4, count: int, goal: float, best: float,
    now: int, mark: I4, queue: I4,
) -> float:  # fmt: skip
    """Look at the ground that borders on a leaf, piece by piece, for pieces too light for one.

    Returns what the lightest piece is below the goal, 0 where each weighs as much; ``UNKNOWN``
    where one is farther below it than `best` but could still be taken in, ``DEAD`` where it
    holds a unit that stays out.
    """
    result = 0.0
    for q in range(count):
        w = members[q]
        for e in range(first[w], first[w + 1]):
            start = edge[e, 0]
            if edge[e, 2] == 0 or state[start] == INSIDE or mark[start] >= now:
                continue
            # marks: now = seen in this piece, now + 1 = of a piece that is heavy enough
            mark[start] = now
            queue[0] = start
            done = 0
            length = 1
            weight = 0.0
            closed = False
            enough = False
            while done < length and not enough:
                x = queue[done]
                done += 1
                weight += load[x]
                closed = closed or state[x] == OUTSIDE
                if weight >= goal:
                    enough = True
                for f in range(first[x], first[x + 1]):
                    v = edge[f, 0]
                    if edge[f, 2] == 0 or state[v] == INSIDE or mark[v] == now:
                        continue
                    if mark[v] == now + 1:
                        enough = True
                        break
                    mark[v] = now
                    queue[length] = v
                    length += 1
            if enough:
                for r in range(length):
                    mark[queue[r]] = now + 1
                continue
            short = 1.0 - weight / goal
            if short >= best:
                if closed:
                    return DEAD
                short = UNKNOWN
            if short > result:
                result = short
            # an open piece is not looked at again
            for r in range(length):
                mark[queue[r]] = now + 1
    return result


@compiled
def least_off(
    first: I4, edge: I4, load: F8, unit: int, goals: F8, known: float, tries: int, state: U1,
    room: I4,
) -> tuple[float, int]:  # fmt: skip
    """Return what the best leaf that holds a unit is off, and the leaves tried.

    Parameters
    ----------
    first, edge : array
        Rows of neighbours, as in :class:`gridplanner.balance.kernel.Ground`.
    load : float array (n,)
    unit : int
    goals : float array
        Loads that a leaf may be wanted to have, rising.
    known : float
        What a leaf that is known is off; only better ones are looked for.
    tries : int
        Most leaves to try; where they do not do, the first figure is 0: nothing is proven.
    state : uint8 array (n,), of zeros
    room : int array (6, n), of zeros but for the first row, which is −1
    """
    mark, queue, members = room[0], room[1], room[2]
    # units met so far, each decided once, in the order it was met; and how many were met
    # before the unit at a place was decided
    met, before = room[3], room[4]
    listed = room[5]
    smallest, largest = goals[0], goals[len(goals) - 1]
    best = known
    state[unit] = INSIDE
    listed[unit] = 1
    members[0] = unit
    count = 1
    held = load[unit]
    length = 0
    at = -1
    fresh = unit
    for step in range(tries):
        around = off_around(
            first, edge, load, state, members, count, smallest, best, 2 * step, mark, queue,
        )  # fmt: skip
        if around < UNKNOWN:
            off = max(off_target(held, goals), around)
            if off < best:
                best = off
        if around < DEAD and fresh >= 0:
            for e in range(first[fresh], first[fresh + 1]):
                w = edge[e, 0]
                if edge[e, 2] == 1 and listed[w] == 0:
                    listed[w] = 1
                    met[length] = w
                    length += 1
        if around < DEAD and at + 1 < length:
            at += 1
            v = met[at]
            before[at] = length
            fresh = -1
            state[v] = OUTSIDE
            if held + load[v] < (1.0 + best) * largest:
                fresh = 0 + v
                state[v] = INSIDE
                held += load[v]
                members[count] = v
                count += 1
            continue
        # nothing more comes of this: the last unit taken in stays out
        while at >= 0 and state[met[at]] == OUTSIDE:
            state[met[at]] = OPEN
            at -= 1
        if at < 0:
            return best, step + 1
        v = met[at]
        for q in range(before[at], length):
            listed[met[q]] = 0
        length = before[at]
        state[v] = OUTSIDE
        held -= load[v]
        count -= 1
        fresh = -1
    return 0.0, tries
