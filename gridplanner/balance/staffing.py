"""Workers on leaves: how many each leaf gets, on fixed borders or on borders to come."""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np

from gridplanner.balance.problem import Floats, Ints


@dataclass(frozen=True, eq=False)
class Staffing:
    """Workers placed on leaves.

    Attributes
    ----------
    leaf_of : int array (W,)
        Leaf of each worker.
    posts : int array (leaves,)
        Workers on each leaf.
    shares : float array (leaves,)
        Sum of their full-time shares.
    highest : float
        Highest load per full-time share.
    bound : float
        Proven lower limit of `highest` for these leaves and workers.
    """

    leaf_of: Ints
    posts: Ints
    shares: Floats
    highest: float
    bound: float


def staff_leaves(loads: Floats, staff: Floats) -> Staffing:
    """Place every worker so that the highest load per full-time share is low.

    The next worker, largest share first, goes to the leaf with the highest load per
    share, after each leaf has one. With equal shares this is the divisor method of
    smallest divisors (Adams), and no other placing has a lower maximum. With mixed shares
    it is good but not proven best; `bound` tells how far it can be.

    Parameters
    ----------
    loads : float array (leaves,)
    staff : float array (W,)
        Full-time shares, W ≥ leaves.

    Raises
    ------
    ValueError
        With fewer workers than leaves.
    """
    leaves, workers = len(loads), len(staff)
    if workers < leaves:
        raise ValueError("fewer workers than leaves")
    order = np.argsort(-staff, kind="stable")
    by_load = np.argsort(-loads, kind="stable")
    leaf_of = np.empty(workers, dtype=np.int64)
    shares = np.zeros(leaves)
    posts = np.zeros(leaves, dtype=np.int64)
    for worker, leaf in zip(order[:leaves], by_load, strict=True):
        leaf_of[worker] = leaf
        shares[leaf] += staff[worker]
        posts[leaf] += 1
    queue = [(-loads[leaf] / shares[leaf], int(leaf)) for leaf in range(leaves)]
    heapq.heapify(queue)
    for worker in order[leaves:]:
        _, leaf = heapq.heappop(queue)
        leaf_of[worker] = leaf
        shares[leaf] += staff[worker]
        posts[leaf] += 1
        heapq.heappush(queue, (-loads[leaf] / shares[leaf], leaf))
    highest = float((loads / shares).max())
    equal = bool(np.ptp(staff) <= 1e-12 * staff.max())
    bound = highest if equal else _lower_limit(loads, staff)
    return Staffing(leaf_of, posts, shares, highest, min(bound, highest))


def _lower_limit(loads: Floats, staff: Floats) -> float:
    """Return a limit that no placing goes under: the mean, and the heaviest leaves.

    The k heaviest leaves need together at least their load over the limit, and can have
    at most all workers but the smallest ones that the other leaves need, one each.
    """
    ascending = np.sort(staff)
    reserved = np.concatenate(([0.0], np.cumsum(ascending)))
    heavy = np.cumsum(np.sort(loads)[::-1])
    leaves = len(loads)
    others = leaves - np.arange(1, leaves + 1)
    return float(np.max(heavy / (staff.sum() - reserved[others])))


def bundles(staff: Floats, leaves: int, heavy: Floats) -> list[Floats]:
    """Group workers into one bundle a leaf, before borders are known.

    Bundles are as equal as can be (the next largest share joins the smallest bundle),
    but first a bundle is made for each unit that is heavier than the largest share.

    Parameters
    ----------
    staff : float array (W,), W ≥ leaves
    leaves : int
    heavy : float array
        Loads of the heaviest units, in the unit of the shares.

    Returns
    -------
    list of float array
        Shares in each bundle, those for heavy units first.
    """
    waiting = sorted((float(share) for share in staff), reverse=True)
    spare = len(waiting) - leaves
    made: list[list[float]] = []
    for load in sorted((float(x) for x in heavy), reverse=True):
        if spare <= 0 or len(made) >= leaves or not waiting or load <= waiting[0]:
            break
        bundle = [waiting.pop(0)]
        while spare > 0 and waiting:
            # The share that fits best, not the largest: 1.45 wants one and a half workers.
            gaps = [abs(load - sum(bundle) - share) for share in waiting]
            best = int(np.argmin(gaps))
            if gaps[best] >= abs(load - sum(bundle)) - 1e-12:
                break
            bundle.append(waiting.pop(best))
            spare -= 1
        made.append(bundle)
    rest = leaves - len(made)
    queue: list[tuple[float, int]] = []
    for _ in range(rest):
        made.append([waiting.pop(0)])
        heapq.heappush(queue, (made[-1][0], len(made) - 1))
    for share in waiting:
        if not queue:
            made[-1].append(share)
            continue
        total, at = heapq.heappop(queue)
        made[at].append(share)
        heapq.heappush(queue, (total + share, at))
    return [np.array(bundle) for bundle in made]
