"""Short ways to the solver for bare arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gridplanner.balance.problem import Floats, Ints, Problem
from gridplanner.balance.solver import solve


def partition(
    edges: ArrayLike,
    shared_m: ArrayLike,
    loads: ArrayLike,
    counts: Sequence[int] = (7, 35, 253),
    *,
    passable: ArrayLike | None = None,
    xy: ArrayLike | None = None,
    areas: ArrayLike | None = None,
    perimeters: ArrayLike | None = None,
    given: ArrayLike | None = None,
    seconds: float = 10.0,
    seed: int = 0,
) -> Ints:
    """Divide units into nested grids.

    Parameters
    ----------
    edges : int (m, 2)
    shared_m : float (m,)
        Metres.
    loads : float (n,)
    counts : sequence of int
        Grids at each level, from the top down.
    passable : bool (m,), optional
    xy : float (n, 2), optional
        Metres.
    areas, perimeters : float (n,), optional
        m² and m.
    given : int (n, K), optional
    seconds : float
    seed : int

    Returns
    -------
    int array (n, levels)

    Raises
    ------
    ProblemError, Infeasible

    >>> partition([[0, 1], [1, 2], [2, 3]], [1, 1, 1], [1, 1, 1, 1], (1, 2), seconds=0.05)[:, 0]
    array([0, 0, 0, 0])
    """
    problem = Problem(
        edges=_ints(edges), shared_m=_floats(shared_m), loads=_floats(loads),
        counts=tuple(counts), passable=_maybe(passable), xy=_maybe(xy),
        areas_m2=_maybe(areas), perimeters_m=_maybe(perimeters), given=_maybe(given),
    )  # fmt: skip
    return solve(problem, seconds=seconds, seed=seed).labels


def rebalance(
    edges: ArrayLike,
    shared_m: ArrayLike,
    loads: ArrayLike,
    labels: ArrayLike,
    households: ArrayLike,
    *,
    passable: ArrayLike | None = None,
    areas: ArrayLike | None = None,
    perimeters: ArrayLike | None = None,
    max_deviation: float = 0.10,
    max_moved: int | None = None,
    seconds: float = 10.0,
    seed: int = 0,
) -> Ints:
    """Bring a plan in force back into balance and move few households.

    Parameters
    ----------
    labels : int (n, levels)
        The plan in force; its highest labels are the counts.
    households : int (n,)
    max_deviation : float
        Leaves within it are left alone; not used when `max_moved` is given.
    max_moved : int, optional
        Most households to move.

    Others as in :func:`partition`.

    Returns
    -------
    int array (n, levels)
    """
    start = np.asarray(labels)
    counts = tuple(int(top) + 1 for top in start.max(axis=0))
    problem = Problem(
        edges=_ints(edges), shared_m=_floats(shared_m), loads=_floats(loads), counts=counts,
        passable=_maybe(passable), areas_m2=_maybe(areas), perimeters_m=_maybe(perimeters),
        start=start, households=_ints(households),
    )  # fmt: skip
    return solve(
        problem,
        max_deviation=max_deviation if max_moved is None else None,
        max_moved=max_moved,
        seconds=seconds,
        seed=seed,
    ).labels


def _ints(values: ArrayLike) -> Ints:
    return np.asarray(values)


def _floats(values: ArrayLike) -> Floats:
    return np.asarray(values, dtype=np.float64)


def _maybe(values: ArrayLike | None) -> NDArray[Any] | None:
    return None if values is None else np.asarray(values)
