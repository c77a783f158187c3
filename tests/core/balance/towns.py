"""Small towns for the tests, and checks that share no code with the solver."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gridplanner.balance import Problem

Ints = NDArray[np.integer[Any]]


def grid_edges(wide: int, high: int) -> Ints:
    """Return the borders of a chequered town."""
    number = np.arange(wide * high).reshape(high, wide)
    across = np.stack([number[:, :-1].ravel(), number[:, 1:].ravel()], axis=1)
    down = np.stack([number[:-1].ravel(), number[1:].ravel()], axis=1)
    return np.concatenate([across, down])


def grid_town(wide: int, high: int, counts: tuple[int, ...], seed: int = 0, **more: Any) -> Problem:
    """Return a chequered town of squares of 10 m with random loads, a third of them empty."""
    n = wide * high
    rng = np.random.default_rng(seed)
    edges = grid_edges(wide, high)
    loads = rng.random(n) * (rng.random(n) > 0.33) + 1e-3
    values: dict[str, Any] = {
        "edges": edges,
        "shared_m": np.full(len(edges), 10.0),
        "loads": loads,
        "areas_m2": np.full(n, 100.0),
        "perimeters_m": np.full(n, 40.0),
        "xy": np.stack([np.arange(n) % wide, np.arange(n) // wide], axis=1) * 10.0,
        "households": np.arange(n) % 5,
    }
    return Problem(counts=counts, **{**values, **more})


def pieces(members: set[int], edges: Ints, walk: NDArray[np.bool_]) -> int:
    """Count the connected pieces of some units by plain search."""
    near: dict[int, list[int]] = defaultdict(list)
    for (a, b), open_ in zip(edges.tolist(), walk.tolist(), strict=True):
        if open_ and a in members and b in members:
            near[a].append(b)
            near[b].append(a)
    left, count = set(members), 0
    while left:
        count += 1
        queue = [left.pop()]
        while queue:
            for other in near[queue.pop()]:
                if other in left:
                    left.remove(other)
                    queue.append(other)
    return count


def assert_sound(problem: Problem, labels: Ints, *, whole: bool = True) -> None:
    """Check complete labels, exact counts, nesting, given levels and connection."""
    assert labels.shape == (len(problem.loads), len(problem.counts))
    for level, count in enumerate(problem.counts):
        assert sorted(set(labels[:, level].tolist())) == list(range(count))
        if level:
            pairs = {tuple(pair) for pair in labels[:, level - 1 : level + 1].tolist()}
            assert len(pairs) == count, "a grid lies in two parents"
    if problem.given is not None:
        assert (labels[:, : problem.given.shape[1]] == problem.given).all()
    walk = np.ones(len(problem.edges), bool) if problem.passable is None else problem.passable
    for level, count in enumerate(problem.counts):
        if not whole and level < len(problem.counts) - 1:
            continue
        for label in range(count):
            members = set(np.flatnonzero(labels[:, level] == label).tolist())
            assert pieces(members, problem.edges, walk) == 1, (level, label)
