"""The first division, from the top down: each level cut, then smoothed."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import breadth_first_order, dijkstra

from gridplanner.balance.case import Case
from gridplanner.balance.coarse import coarsen
from gridplanner.balance.kernel import LOAD, OTHER, WALK
from gridplanner.balance.kernel_random import Seed, below
from gridplanner.balance.kernel_tree import split
from gridplanner.balance.nodes import Node, children_counts, divide, roots
from gridplanner.balance.problem import Bools, Floats, Ints

# smooth(case, level, labels of the level, labels of the levels above, nodes)
# -> better labels, and what they cost
Smooth = Callable[[Case, int, Ints, list[Ints], list[Node]], tuple[Ints, float]]


class Bisector:
    """Cuts connected ground in two by the difference of distance from two far ends.

    A unit nearer to one end (by more than some difference) has its whole shortest way to
    that end on the same side, so both sides are connected; units of equal difference
    (a dead end behind a single neck) stay together.
    """

    def __init__(self, case: Case, seed: Seed, pause: Callable[[], None]) -> None:
        ground = case.ground
        self.pause = pause
        n = len(ground.unit)
        tail = np.repeat(np.arange(n), np.diff(ground.first))
        use = ground.edge[:, WALK] == 1
        xy = case.problem.xy
        if xy is not None:
            long = np.hypot(*(xy[tail] - xy[ground.edge[:, OTHER]]).T)
            long = np.maximum(long, 1e-3 * max(float(long.mean()) if len(long) else 1.0, 1e-9))
        else:
            long = np.ones(len(tail))
        self.graph = csr_matrix((long[use], (tail[use], ground.edge[:, OTHER][use])), shape=(n, n))
        self.ground = ground
        self.seed = seed

    def cut(self, units: Ints, part: float, low: tuple[int, int], tries: int = 6) -> Bools | None:
        """Return bool (units,): one side with about `part` of the load; None if none fits.

        Parameters
        ----------
        units : int array
            Connected.
        part : float
            Wanted share of the load, 0 to 1.
        low : tuple of int
            Fewest units on the side and off it.
        """
        graph = self.graph[units][:, units]
        load = self.ground.unit[units, LOAD]
        total = max(float(load.sum()), 1e-300)
        tail = np.repeat(np.arange(len(units)), np.diff(graph.indptr))
        best, best_cost = None, np.inf
        for attempt in range(tries):
            self.pause()
            root = below(self.seed, len(units))
            one = int(np.argmax(_reach(_away(graph, root))))
            from_one = _away(graph, one)
            two = int(np.argmax(_reach(from_one)))
            if attempt % 2:
                two = below(self.seed, len(units))
            if one == two:
                continue
            lean = from_one - _away(graph, two)
            lean = np.round(lean, 6)
            values, group = np.unique(lean, return_inverse=True)
            held = np.cumsum(np.bincount(group, weights=load)) / total
            size = np.cumsum(np.bincount(group))
            fits = (size >= low[0]) & (len(units) - size >= low[1])
            if len(values) < 2 or not fits.any():
                continue
            off = np.where(fits, np.abs(held - part), np.inf)
            at = int(np.argmin(off))
            side = group <= at
            cut = np.count_nonzero(side[tail] != side[graph.indices])
            cost = cut * (1.0 + 20.0 * off[at] / min(part, 1.0 - part))
            if cost < best_cost:
                best, best_cost = side, cost
        return best


def _away(graph: csr_matrix, root: int) -> Floats:
    """Return the length of the shortest way from one unit to each."""
    away: Floats = np.asarray(dijkstra(graph, indices=np.array([root])))[0]
    return away


def _reach(distance: Floats) -> Floats:
    return np.where(np.isfinite(distance), distance, -1.0)


def construct(
    case: Case,
    seed: Seed,
    smooth: Smooth,
    again: Callable[[int], bool],
    pause: Callable[[], None],
) -> Ints:
    """Return nested labels int (n, levels), connected within zones, with exact counts.

    Where units are many, upper levels are made on cells, several times anew as long as
    ``again(times)`` wants; the cheapest are smoothed once more on the units. Between cuts
    ``pause()`` is called, which may raise an exception to stop.
    """
    problem = case.problem
    above: list[Ints] = []
    if problem.given is not None:
        above = [np.ascontiguousarray(column) for column in problem.given.T]
    nodes = roots(case)
    last = problem.levels - 1
    cells = coarsen(case, seed) if problem.kept < last else None
    if cells is not None:
        coarse, cell = cells
        bisector = Bisector(coarse, seed, pause)
        given = [] if coarse.problem.given is None else list(coarse.problem.given.T)
        tries, best, top = 0, np.inf, nodes
        chosen: list[Ints] = []
        while tries == 0 or again(tries):
            tries += 1
            rough, made, cost = given, top, 0.0
            for level in range(problem.kept, last):
                rough, made, cost = divide_level(coarse, bisector, level, rough, made, smooth)
            if cost < best:
                best, chosen, nodes = cost, rough, made
        above = [*above[: problem.kept], *(labels[cell] for labels in chosen[problem.kept :])]
        above, _ = smooth_level(case, last - 1, above, nodes, smooth)
    bisector = Bisector(case, seed, pause)
    for level in range(len(above), problem.levels):
        above, nodes, _ = divide_level(case, bisector, level, above, nodes, smooth)
    # a leaf's label is the number of its slot, which its share belongs to
    slot = np.array([int(node.all_leaves[0]) for node in nodes])
    above[-1] = slot[above[-1]]
    return np.stack(above, axis=1)


def divide_level(
    case: Case,
    bisector: Bisector,
    level: int,
    above: list[Ints],
    nodes: list[Node],
    smooth: Smooth,
) -> tuple[list[Ints], list[Node], float]:
    """Divide all grids of a level among their children and smooth these."""
    problem = case.problem
    label = above[-1] if above else np.zeros(problem.size, dtype=np.int64)
    seats = (
        np.array([node.count for node in nodes])
        if level == problem.levels - 1
        else children_counts(nodes, problem.counts[level])
    )
    children: list[Node] = []
    new = np.full(problem.size, -1, dtype=np.int64)
    for index, (node, seat) in enumerate(zip(nodes, seats, strict=True)):
        for group in divide(node, int(seat), case):
            mine = np.isin(case.zones.of, list(group[0].leaves)) & (label == index)
            units = np.flatnonzero(mine)
            if len(group) == 1:
                new[units] = len(children)
                children += group
                continue
            made, kids = cut_group(case, bisector, units, group)
            new[units] = made + len(children)
            children += kids
    smoothed, cost = smooth_level(case, level, [*above, new], children, smooth)
    return smoothed, children, cost


def smooth_level(
    case: Case, level: int, labels: list[Ints], nodes: list[Node], smooth: Smooth
) -> tuple[list[Ints], float]:
    """Smooth the last of some levels; units that move take the parents of their new grid."""
    above, new = labels[:-1], labels[-1]
    lines = [np.zeros(len(nodes), dtype=np.int64) for _ in above]
    for line, parents in zip(lines, above, strict=True):
        line[new] = parents
    label, cost = smooth(case, level, new, above, nodes)
    return [*(line[label] for line in lines), label], cost


def cut_group(
    case: Case, bisector: Bisector, units: Ints, group: list[Node]
) -> tuple[Ints, list[Node]]:
    """Divide connected ground among children; returns the child of each unit."""
    result = np.zeros(len(units), dtype=np.int64)
    weights = np.array([case.share[child.all_leaves].sum() for child in group])
    counts = np.array([child.count for child in group])
    where = {int(u): i for i, u in enumerate(units)}
    stack = [(units, 0, len(group))]
    while stack:
        own, begin, end = stack.pop()
        if end - begin == 1:
            result[[where[int(u)] for u in own]] = begin
            continue
        middle = (begin + end) // 2
        part = float(weights[begin:middle].sum() / weights[begin:end].sum())
        low = (int(counts[begin:middle].sum()), int(counts[middle:end].sum()))
        # many small cuts are smoothed well enough afterwards; few large ones are not
        side = bisector.cut(own, part, low, tries=6 if len(own) > 1000 else 2)
        if side is None:
            return _cut_by_trees(case, bisector, units, group)
        stack += [(own[side], begin, middle), (own[~side], middle, end)]
    return result, group


def _cut_by_trees(
    case: Case, bisector: Bisector, units: Ints, group: list[Node]
) -> tuple[Ints, list[Node]]:
    """Divide by tree cuts; where even that fails, leaves first and grids from leaves."""
    ground = case.ground
    part = np.full(len(ground.unit), -1, dtype=np.int32)
    part[units] = 0
    weights = np.array([case.share[child.all_leaves].sum() for child in group])
    counts = np.array([child.count for child in group])
    done = split(
        ground.first, ground.edge, np.ascontiguousarray(ground.unit[:, LOAD]), part, 0, 1, weights,
        bisector.seed, 20, 0.01,
    )  # fmt: skip
    if done >= 0:
        made = part[units].astype(np.int64) - 1
        if (np.bincount(made, minlength=len(group)) >= counts).all():
            return made, group
    return shatter_group(bisector, units, group, ground.unit[:, LOAD])


def shatter_group(
    bisector: Bisector, units: Ints, group: list[Node], load: Floats
) -> tuple[Ints, list[Node]]:
    """Divide any connected ground of enough units: cut one tree into leaves, then group them."""
    leaves = np.concatenate([child.all_leaves for child in group])
    zone = next(iter(group[0].leaves))
    graph = bisector.graph[units][:, units]
    leaf = shatter(graph, load[units], len(leaves))
    tail = np.repeat(np.arange(len(units)), np.diff(graph.indptr))
    a, b = leaf[tail], leaf[graph.indices]
    quotient = csr_matrix((np.ones(len(a)), (a, b)), shape=(len(leaves), len(leaves)))
    quotient.setdiag(0)
    quotient.eliminate_zeros()
    child = shatter(quotient, np.ones(len(leaves)), len(group))
    kids = [Node({zone: np.sort(leaves[child == i])}) for i in range(len(group))]
    return child[leaf], kids


def shatter(graph: csr_matrix, load: Floats, count: int) -> Ints:
    """Cut one spanning tree of a connected graph into exactly `count` parts.

    Parts are closed from the far end when they hold their part of the load, or when no
    more units are left than parts.
    """
    n = graph.shape[0]
    order, before = breadth_first_order(graph, 0, directed=False)
    held = load.astype(np.float64) + 1e-9
    goal = held.sum() / count
    closed = np.zeros(n, dtype=bool)
    left, missing = n - 1, count - 1
    for u in order[:0:-1]:
        if missing and (held[u] >= goal or left <= missing):
            closed[u] = True
            missing -= 1
        else:
            held[before[u]] += held[u]
        left -= 1
    label = np.zeros(n, dtype=np.int64)
    fresh = 0
    for u in order[1:]:
        if closed[u]:
            fresh += 1
            label[u] = fresh
        else:
            label[u] = label[before[u]]
    return label
