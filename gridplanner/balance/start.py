"""One start of a search: from nothing to the best division its budget allows."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from gridplanner.balance.budget import Budget
from gridplanner.balance.case import Case
from gridplanner.balance.construct import construct
from gridplanner.balance.improve import Clusters, deviation_of
from gridplanner.balance.kernel import BUNDLE, SQUARE, Parts, cost_all
from gridplanner.balance.kernel_random import Seed
from gridplanner.balance.nodes import Node
from gridplanner.balance.phase import Course, run_phase
from gridplanner.balance.problem import Floats, Ints
from gridplanner.balance.regroup import regroup
from gridplanner.balance.state import make_parts, weigh

# parts of the budget at which smoothing on cells, of the parents, of the leaves, and kicks end
CELLS, PARENTS, LEAVES, KICKS = 0.12, 0.2, 0.5, 1.0
# proposals for each cell at each level, and the most divisions on cells to choose from
CELL_EFFORT, MOST_TRIES = 500, 12
# weights of load and of shape by height: more than for a plan in force, whose borders stand
BY_HEIGHT = ((1.0, 2.0, 1.0), (1.0, 3.0, 3.0))
# the same while kicks look at leaves far off: shape of upper grids weighs more still
KICKED = ((1.0, 3.0, 1.0), (1.0, 5.0, 5.0))
# part of the budget between two tries to give leaves other parents
REGROUP = 0.08

CELL_COURSE = Course((1.0, 0.02), (3.0, 150.0))
UNIT_COURSE = Course((0.2, 0.01), (100.0, 400.0))
LEAF_COURSE = Course((0.3, 0.004), (60.0, 3000.0), 0.5)


@dataclass(frozen=True, eq=False)
class Outcome:
    """What one start found.

    Attributes
    ----------
    labels : int array (n, levels)
    share, posts : array (leaves,)
    cost : float
        What starts are compared by.
    ended_by, work : str, int
    """

    labels: Ints
    share: Floats
    posts: Ints
    cost: float
    ended_by: str
    work: int


def run_start(case: Case, seed: Seed, budget: Budget, shape: float) -> Outcome:
    """Divide the town from nothing."""
    problem = case.problem
    pull = shape_weight(shape)
    free = problem.levels - problem.kept
    last: list[Parts] = []

    def smooth(
        here: Case, level: int, label: Ints, above: list[Ints], nodes: list[Node]
    ) -> tuple[Ints, float]:
        chain = chain_of(label, above, len(nodes))
        share = np.array([case.share[node.all_leaves].sum() for node in nodes])
        at_leaves = level == problem.levels - 1
        least = np.array([1 if at_leaves else node.count for node in nodes])
        parts = make_parts(
            here.ground,
            label,
            chain,
            share,
            least=least,
            shape=pull,
            limits=problem.limits if at_leaves else None,
            by_height=BY_HEIGHT,
        )
        # the more units a grid has the less one flip changes its shape
        cool = math.sqrt(29.0 * len(nodes) / max(here.problem.size, 1))
        step = level + 1 - problem.kept
        most = None
        if at_leaves:
            until, course = LEAVES, LEAF_COURSE
        elif here is not case:
            until, course = CELLS * min(1.0, step / (free - 1)), CELL_COURSE
            if budget.fraction > 0.8 * until:
                # a further division takes what it needs to be as good as the first
                until = CELLS
            most = CELL_EFFORT * here.problem.size
        else:
            until, course = PARENTS * min(1.0, step / (free - 1)), UNIT_COURSE
        if not at_leaves:
            course = Course(course.heat, tuple(w * share.mean() for w in course.weight))
        course = replace(course, heat=(course.heat[0] * cool, course.heat[1] * cool))
        if at_leaves:
            last[:] = [parts]
            budget.deviation = partial(deviation_of, parts)
        run_phase(here.ground, parts, seed, budget, until, course, most)
        parts.knob[SQUARE] = course.weight[1]
        return parts.label.astype(np.int64), cost_all(parts)

    def again(tries: int) -> bool:
        each = budget.fraction / tries
        return (
            budget.ended_by is None and tries < MOST_TRIES and budget.fraction + 0.7 * each < CELLS
        )

    labels = construct(case, seed, smooth, again, budget.pause)
    parts = last[0]
    # construct has renamed the leaves to their slots; the state still has its own numbers
    slot = np.zeros(len(parts.share), dtype=np.int64)
    slot[parts.label] = labels[:, -1]
    weigh(parts, pull, KICKED)
    clusters = Clusters(case.ground, parts, seed, swaps=case.swaps)
    due = budget.fraction
    while budget.ended_by is None and budget.fraction < KICKS and len(parts.share) > 1:
        if budget.fraction >= due and problem.kept < problem.levels - 1:
            regroup(case.ground, parts, seed, budget, pull, KICKED)
            due = budget.fraction + REGROUP
        clusters.kick(budget)
    labels = labels_of(case, parts, slot)
    share, posts = np.empty(problem.leaves), np.empty(problem.leaves, dtype=np.int64)
    share[slot] = parts.share
    posts[slot] = case.posts[slot[parts.leaf[:, BUNDLE]]]
    return Outcome(labels, share, posts, clusters.cost(), budget.ended_by or "work", budget.done)


def chain_of(label: Ints, above: list[Ints], count: int) -> Ints:
    """Return the label of each leaf at each level, from the labels of the units."""
    chain = np.zeros((len(above) + 1, count), dtype=np.int64)
    for row, labels in zip(chain, above, strict=False):
        row[label] = labels
    chain[-1] = np.arange(count)
    return chain


def labels_of(case: Case, parts: Parts, slot: Ints) -> Ints:
    """Return labels of all levels from the leaves of a state."""
    levels = len(parts.chain)
    result = np.empty((len(parts.label), levels), dtype=np.int64)
    for level in range(levels - 1):
        row = parts.chain[level]
        result[:, level] = row[parts.label] - row.min()
    result[:, -1] = slot[parts.label]
    if case.problem.given is not None:
        result[:, : case.problem.kept] = case.problem.given
    return result


def shape_weight(shape: float) -> float:
    """Return the weight of shape for the dial 0 (balance) … 1 (shape); 0.5 is 1."""
    return float(10.0 ** (2.0 * (min(max(shape, 0.0), 1.0) - 0.5)))
