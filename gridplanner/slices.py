"""Long work on arrays in slices, so that nobody else waits for Python's lock, or in threads.

Queries of a tree and functions that make geometries keep the lock until they are through.
A window whose background job asks for a whole town at once would stand still for a tenth
of a second.
"""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import numpy.typing as npt
from shapely import STRtree

Array = npt.NDArray[Any]
#: A slice is made larger while one takes less than this, and smaller when it takes longer.
SLICE_S = 0.004
#: A slice many times as long as one that was quick may not be quick itself.
MOST = 1_000
#: What two threads do at the same time should take milliseconds: starting them takes one half.
FEW, MOST_THREADS = 500, 4


def slices(count: int) -> Iterator[slice]:
    """Cut so many rows into slices by how long each of them takes whoever asks."""
    start, size = 0, 1
    while start < count:
        begun = time.perf_counter()
        yield slice(start, start + size)
        start += size
        quick = time.perf_counter() - begun < SLICE_S
        size = min(size * 2, MOST) if quick else max(size // 2, 1)


def in_slices(work: Callable[[Array], Any], rows: Array) -> Array:
    """Do work that goes row by row, and put the results together.

    Parameters
    ----------
    work : callable
        From some rows to as many results.
    rows : array, shape (n, …)

    Returns
    -------
    array, shape (n,)
        Empty, of objects, for no rows.
    """
    found = [work(rows[part]) for part in slices(len(rows))]
    return np.concatenate(found) if found else np.empty(0, dtype=object)


def side_by_side(work: Callable[[slice], Array], cuts: Sequence[int]) -> Array:
    """Do work on slices at the same time, each in a thread of its own.

    Gains something where the work lets go of Python's lock, as shapely's predicates do. A
    shape that is prepared must not be asked in two of the slices: that crashes the process.

    Parameters
    ----------
    work : callable
        From a slice to its results.
    cuts : sequence of int
        Where the slices begin, and where the last one ends.

    Returns
    -------
    array
        The results one behind the other.
    """
    parts = [slice(a, b) for a, b in itertools.pairwise(cuts)]
    if len(parts) == 1:
        return work(parts[0])
    with ThreadPoolExecutor(max_workers=len(parts)) as pool:
        return np.concatenate(list(pool.map(work, parts)))


def even_cuts(count: int) -> list[int]:
    """Cut so many rows into slices of the same size, one for each core; few into one."""
    parts = min(os.cpu_count() or 1, MOST_THREADS, count // FEW + 1)
    return [count * at // parts for at in range(parts + 1)]


def matches(
    tree: STRtree, shapes: npt.NDArray[np.object_], predicate: Any, distance_m: Any = None
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Find what shapes meet in a tree.

    Parameters
    ----------
    tree : STRtree
    shapes : array of geometry, shape (n,)
    predicate : str
        As :meth:`shapely.STRtree.query` has them.
    distance_m : float, optional
        For ``dwithin``.

    Returns
    -------
    array of int, array of int
        Positions in ``shapes``, ascending, and in the tree; empty for no shapes.
    """
    asked = [np.empty(0, dtype=np.int64)]
    met = [np.empty(0, dtype=np.int64)]
    for part in slices(len(shapes)):
        a, b = tree.query(shapes[part], predicate=predicate, distance=distance_m)
        asked.append(a + part.start)
        met.append(b)
    return np.concatenate(asked), np.concatenate(met)


def grouped(
    tree: STRtree, shapes: npt.NDArray[np.object_], predicate: Any
) -> list[npt.NDArray[np.int64]]:
    """Find what each shape meets in a tree.

    Returns
    -------
    list of int array, length n
        Positions in the tree, ascending, for each shape.
    """
    asked, met = matches(tree, shapes, predicate)
    starts = np.searchsorted(asked, np.arange(len(shapes) + 1))
    return [np.sort(met[starts[at] : starts[at + 1]]) for at in range(len(shapes))]
