"""Packing of heavy units: a few leaves divided anew where light ground weighs little.

Where towers stand side by side, which of them share a leaf decides how well the leaves
around can be balanced, and light units only fill what is left. So light units are joined
to cells first; then many divisions are made on the few cells that remain, and the one is
taken whose leaves fit best all together.
"""

from __future__ import annotations

import numpy as np

from gridplanner.balance.coarse import contract
from gridplanner.balance.ground import cut_out
from gridplanner.balance.kernel import Ground
from gridplanner.balance.kernel_carve import carve
from gridplanner.balance.kernel_match import match
from gridplanner.balance.kernel_random import Seed, below, uniform
from gridplanner.balance.problem import Floats, Ints

# light units are joined up to a load between these, in so many rounds of pairs: finer cells
# fill what towers leave over, coarser ones are divided sooner
LIGHT, PAIRINGS = (0.012, 0.06), 4
# times that carving begins anew
ROUNDS = 100
ANY_AREA = 1e30


def pack(
    ground: Ground, units: Ints, share: Floats, seed: Seed, near: float
) -> tuple[Ints | None, int]:
    """Divide connected units among leaves of these shares, the heavy ones first.

    Parameters
    ----------
    units : int array (m,)
        Connected over borders that may be walked.
    share : float array (leaves,)
    near : float
        Deviation from its share of what is there that a leaf may have; what is left is for
        light units to smooth.

    Returns
    -------
    parts : int array (m,) or None
        The leaf of each unit, 0 … leaves − 1; None where no division was found.
    work : int
        Units visited.

    Examples
    --------
    Four houses in a row, the second a tower; no other cut is even:

    >>> import numpy as np
    >>> from gridplanner.balance.ground import make_ground
    >>> from gridplanner.balance.kernel_random import seeded
    >>> from gridplanner.balance.problem import Problem
    >>> load = np.array([0.2, 0.8, 0.5, 0.5])
    >>> row = Problem(
    ...     edges=np.array([[0, 1], [1, 2], [2, 3]]), shared_m=np.ones(3), loads=load, counts=(2,)
    ... )
    >>> ground = make_ground(row, np.ones(3, dtype=bool), load)
    >>> parts, _ = pack(ground, np.arange(4), np.ones(2), seeded(0, 0), 0.02)
    >>> bool(parts[0] == parts[1] != parts[2] == parts[3])
    True
    """
    here = cut_out(ground, units, np.ones(len(units), dtype=bool))
    cell = np.arange(len(units))
    light = LIGHT[0] * (LIGHT[1] / LIGHT[0]) ** uniform(seed)
    for _ in range(PAIRINGS):
        n = len(here.unit)
        order = np.random.default_rng(below(seed, 1 << 31)).permutation(n).astype(np.int32)
        mate = match(here.first, here.edge, here.shared, here.unit, order, light, ANY_AREA)
        _, number = np.unique(np.minimum(mate, np.arange(n)), return_inverse=True)
        here = contract(here, number)
        cell = number[cell]
    part, grown = carve(
        here.first, here.edge, here.shared, here.unit, share.astype(np.float64), near, seed, ROUNDS
    )
    work = int(grown) * len(here.unit) + PAIRINGS * len(units)
    return (None if part[0] < 0 else part[cell].astype(np.int64)), work
