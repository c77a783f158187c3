"""Pairing neighbours, to make coarse ground of fewer and larger units."""

from __future__ import annotations

from math import pi

import numpy as np
from numpy.typing import NDArray

from gridplanner.balance.jit import allocating

I4 = NDArray[np.int32]
F8 = NDArray[np.float64]


@allocating
def match(
    first: I4, edge: I4, shared: F8, unit: F8, order: I4, most_load: float, most_area: float
) -> I4:
    """Pair units with the neighbour that makes the roundest pair.

    Parameters
    ----------
    order : int array (n,)
        In which units choose.
    most_load, most_area : float
        No pair exceeds either.

    Returns
    -------
    int array (n,)
        The other of each pair; a unit that stays alone is its own.
    """
    n = len(order)
    mate = np.full(n, -1, dtype=np.int32)
    for q in range(n):
        u = order[q]
        if mate[u] >= 0:
            continue
        best = 0.0
        chosen = u
        for e in range(first[u], first[u + 1]):
            v = edge[e, 0]
            if edge[e, 2] == 0 or mate[v] >= 0 or shared[e] <= 0.0:
                continue
            area = unit[u, 1] + unit[v, 1]
            if area > most_area or unit[u, 0] + unit[v, 0] > most_load:
                continue
            around = unit[u, 2] + unit[v, 2] - 2.0 * shared[e]
            round_ = 4.0 * pi * area / max(around * around, 1e-9) / (1.0 + area / most_area)
            if round_ > best:
                best = round_
                chosen = v
        mate[u] = chosen
        mate[chosen] = u
    return mate
