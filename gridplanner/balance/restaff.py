"""The last step by staff: borders stand, workers move between the leaves of a zone.

The search exchanges whole bundles and sees a leaf with a heavy unit as being in order,
since no border can lighten it. A half-time worker more can: here single workers move or
change places while the deviations per worker fall.
"""

from __future__ import annotations

import numpy as np

from gridplanner.balance.problem import Floats, Ints

#: High powers look at the worst first; parents weigh by their own deviation alike.
POWER = 6.0
#: Leaves looked at in one step: the worst ones, against all others.
WORST = 12
MAX_STEPS = 2000


def restaff(load: Floats, staff: Floats, leaf_of: Ints, parent: Ints) -> Ints:
    """Move workers between leaves while the highest deviations fall.

    Parameters
    ----------
    load : float array (l,)
        Loads of the leaves, in full-time shares.
    staff : float array (w,)
        Full-time share of each worker.
    leaf_of : int array (w,)
        Leaf of each worker; every leaf has one at least, and keeps one.
    parent : int array (l,)
        Parent of each leaf, 0 …; a parent's target is the sum of its leaves'.

    Returns
    -------
    int array (w,)
        Leaf of each worker; the sum of |load / share − 1| to the sixth power, of leaves
        and of parents, is not above that of ``leaf_of``.

    Examples
    --------
    >>> restaff(np.array([1.5, 1.0]), np.array([1.0, 1.0, 0.5]), np.array([0, 1, 1]),
    ...         np.array([0, 0])).tolist()
    [0, 1, 0]
    """
    leaf_of = leaf_of.copy()
    parent_load = np.bincount(parent, load).astype(np.float64)
    for _ in range(MAX_STEPS):
        share = np.bincount(leaf_of, staff, minlength=len(load)).astype(np.float64)
        count = np.bincount(leaf_of, minlength=len(load))
        worst = np.zeros(len(load), dtype=bool)
        worst[np.argsort(-np.abs(load / share - 1.0), kind="stable")[:WORST]] = True
        one, two, given, other = _steps(staff, leaf_of, count, worst)
        gain = _gain(load, share, one, two, given)
        parents = np.bincount(parent, share).astype(np.float64)
        apart = parent[one] != parent[two]
        gain[apart] += _gain(
            parent_load, parents, parent[one[apart]], parent[two[apart]], given[apart]
        )
        if len(gain) == 0 or gain.max() <= 1e-12:
            return leaf_of
        best = int(np.argmax(gain))
        mover, back = other[best]
        leaf_of[mover] = two[best]
        if back >= 0:
            leaf_of[back] = one[best]
    return leaf_of


def _steps(
    staff: Floats, leaf_of: Ints, count: Ints, worst: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> tuple[Ints, Ints, Floats, Ints]:
    """List moves and swaps that touch one of the worst leaves.

    Returns the leaf that gives and the one that takes, the share given (a swap gives the
    difference), and the workers: who goes, and who comes back (-1 for nobody).
    """
    leaves = np.arange(len(count))
    worker, target = (a.ravel() for a in np.meshgrid(np.arange(len(staff)), leaves, indexing="ij"))
    source = leaf_of[worker]
    moves = (source != target) & (count[source] > 1) & (worst[source] | worst[target])
    first, second = np.triu_indices(len(staff), 1)
    a, b = leaf_of[first], leaf_of[second]
    swaps = (a != b) & (worst[a] | worst[b]) & (staff[first] != staff[second])
    nobody = np.full(int(moves.sum()), -1, dtype=np.int64)
    return (
        np.concatenate([source[moves], a[swaps]]),
        np.concatenate([target[moves], b[swaps]]),
        np.concatenate([staff[worker[moves]], staff[first[swaps]] - staff[second[swaps]]]),
        np.concatenate(
            [
                np.stack([worker[moves], nobody], axis=1),
                np.stack([first[swaps], second[swaps]], axis=1),
            ]
        ).astype(np.int64),
    )


def _gain(load: Floats, share: Floats, one: Ints, two: Ints, given: Floats) -> Floats:
    """How much the cost falls when ``one`` gives a share to ``two``."""

    def cost(loads: Floats, shares: Floats) -> Floats:
        return np.abs(loads / shares - 1.0) ** POWER

    before = cost(load[one], share[one]) + cost(load[two], share[two])
    left, right = share[one] - given, share[two] + given
    return np.asarray(before - cost(load[one], left) - cost(load[two], right), dtype=np.float64)
