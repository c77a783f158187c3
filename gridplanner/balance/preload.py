"""Loading the kernels before somebody waits for them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gridplanner.balance.case import make_case
from gridplanner.balance.hemmed import hemmed_in
from gridplanner.balance.kernel_random import seeded
from gridplanner.balance.pack import pack
from gridplanner.balance.problem import Problem
from gridplanner.balance.solver import solve

#: A field of so many units a side has all that a search looks at.
SIDE = 8
WORK = 2000


def preload() -> None:
    """Load every kernel, by counts and by staff, on a field of 8 × 8 units.

    Takes about 0.1 s beyond the imports where the kernels lie compiled on the disk, and
    some five seconds of one core where they do not, as after an installation.

    Examples
    --------
    >>> preload()
    """
    units = np.arange(SIDE * SIDE).reshape(SIDE, SIDE)
    edges = np.vstack(
        [
            np.column_stack([units[:, :-1].ravel(), units[:, 1:].ravel()]),
            np.column_stack([units[:-1].ravel(), units[1:].ravel()]),
        ]
    )
    size = units.size
    field = Problem(
        edges=edges,
        shared_m=np.ones(len(edges)),
        loads=np.ones(size),
        areas_m2=np.ones(size),
        perimeters_m=np.full(size, 4.0),
        counts=(2, 4),
    )
    solve(field, work=WORK)
    case = make_case(field)
    pack(case.ground, np.arange(size), np.ones(4), seeded(0), 0.1)
    # leaves so uneven that a proof is looked for
    hemmed_in(case, np.minimum(np.arange(size), 3)[:, None], case.share)
    staffed = replace(field, staff=np.ones(5))
    divided = solve(staffed, work=WORK)
    # loads that changed, or nothing would be beyond the limit
    grown = np.linspace(1.0, 3.0, size)
    solve(replace(field, loads=grown, start=divided.labels), max_deviation=0.1, work=WORK)
