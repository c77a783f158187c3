"""Whole numbers by shares: leaves to areas, workers to leaves.

Source: M. L. Balinski, H. P. Young: Fair Representation (1982), divisor methods.
"""

from __future__ import annotations

import heapq

import numpy as np

from gridplanner.balance.problem import Floats, Ints


def apportion(
    total: int,
    loads: Floats,
    least: Ints | None = None,
    most: Ints | None = None,
) -> Ints:
    """Divide `total` seats so that no seat's load is far from the mean.

    The narrowest band of load per seat that some division keeps is found first; inside
    that band seats go by the divisor method of major fractions (Webster).

    Parameters
    ----------
    total : int
        Seats to divide.
    loads : float array (n,)
        Load of each party.
    least, most : int array (n,), optional
        Bounds for each party; at least 1 and no upper bound by default.

    Returns
    -------
    int array (n,)
        Seats, summing to `total`.

    Raises
    ------
    ValueError
        When the bounds do not let `total` be divided.

    >>> apportion(10, np.array([6.0, 3.0, 1.0]))
    array([6, 3, 1])
    """
    n = len(loads)
    low: Ints = np.ones(n, dtype=np.int64) if least is None else np.asarray(least, dtype=np.int64)
    high: Ints = (
        np.full(n, total, dtype=np.int64) if most is None else np.asarray(most, dtype=np.int64)
    )
    if low.sum() > total or high.sum() < total or (low > high).any():
        raise ValueError("the bounds leave no division")
    quota = loads * (total / max(float(loads.sum()), 1e-300))

    def band(width: float) -> tuple[Ints, Ints]:
        fewest = np.ceil(quota / (1.0 + width) - 1e-9)
        many = np.floor(quota / max(1.0 - width, 1e-9) + 1e-9)
        return (
            np.clip(fewest, low, high).astype(np.int64),
            np.clip(np.minimum(many, total), low, high).astype(np.int64),
        )

    under, over = 0.0, 1.0
    seats_low, seats_high = low, high
    if _fits(total, *band(1.0)):
        for _ in range(50):
            middle = 0.5 * (under + over)
            if _fits(total, *band(middle)):
                over = middle
            else:
                under = middle
        seats_low, seats_high = band(over)
    seats = seats_low.copy()
    queue = [(-quota[i] / (2 * seats[i] + 1), i) for i in range(n) if seats[i] < seats_high[i]]
    heapq.heapify(queue)
    for _ in range(total - int(seats.sum())):
        _, i = heapq.heappop(queue)
        seats[i] += 1
        if seats[i] < seats_high[i]:
            heapq.heappush(queue, (-quota[i] / (2 * seats[i] + 1), i))
    return seats


def _fits(total: int, low: Ints, high: Ints) -> bool:
    return bool((low <= high).all() and low.sum() <= total <= high.sum())
