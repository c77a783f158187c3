"""From the plan in force: local moves with a price for each household."""

from __future__ import annotations

import numpy as np

from gridplanner.balance.budget import Budget
from gridplanner.balance.case import Case
from gridplanner.balance.improve import Clusters, Course, run_phase
from gridplanner.balance.kernel import (
    FIXED,
    HINGE,
    HOME,
    HOUSE,
    LOAD,
    MOST_MOVED,
    MOVED,
    OTHER,
    PRICE,
    SLACK,
    WALK,
    Ground,
    Parts,
)
from gridplanner.balance.kernel_random import Seed
from gridplanner.balance.kernel_tree import split
from gridplanner.balance.problem import FROZEN, NO_LOSS, Ints
from gridplanner.balance.start import Outcome, chain_of, labels_of, shape_weight
from gridplanner.balance.state import make_parts

# what moving costs, against 1 for a |d| of 1: each household, and each unit beside
HOUSEHOLD_PRICE, UNIT_PRICE = 0.02, 0.1


def run_from_start(
    case: Case,
    seed: Seed,
    budget: Budget,
    shape: float,
    max_deviation: float | None,
    max_moved: int | None,
) -> Outcome:
    """Improve the plan in force.

    With `max_deviation` leaves are brought inside it with few households moved; with
    `max_moved` (households) balance is as good as that allows, and no more is moved ever.
    """
    problem = case.problem
    assert problem.start is not None
    label, parents = sound_start(case, seed)
    bounded = max_deviation is not None
    ground = case.ground._replace(unit=case.ground.unit.copy(), tie=case.ground.tie.copy())
    ground.tie[:, HOME] = problem.start[:, -1]
    if bounded or max_moved is not None:
        ground.unit[:, PRICE] = HOUSEHOLD_PRICE * ground.unit[:, HOUSE] + UNIT_PRICE
    keep = np.zeros(problem.leaves, dtype=np.uint8)
    if problem.leaf_lock is not None:
        keep[problem.leaf_lock == NO_LOSS] = 1
        keep[problem.leaf_lock == FROZEN] = 3
    parts = make_parts(
        ground, label, parents, case.share, keep=keep, shape=0.2 * shape_weight(shape)
    )
    if max_moved is not None:
        parts.knob[MOST_MOVED] = max_moved
    away = parts.label != ground.tie[:, HOME]
    parts.knob[MOVED] = ground.unit[away, HOUSE].sum()
    return improve_start(case, ground, parts, seed, budget, max_deviation, max_moved)


def improve_start(
    case: Case,
    ground: Ground,
    parts: Parts,
    seed: Seed,
    budget: Budget,
    max_deviation: float | None,
    max_moved: int | None,
) -> Outcome:
    """Anneal from the plan in force and work on leaves that stay over."""
    assert case.problem.start is not None
    clusters = Clusters(ground, parts, seed, swaps=False, limit=max_deviation)
    within = max_deviation is not None and clusters.deviation().max() <= max_deviation
    if within and (parts.label == ground.tie[:, HOME]).all():
        # nothing is asked for, so nothing is moved
        return Outcome(case.problem.start.copy(), parts.share, case.posts, 0.0, "work", 0)
    if max_deviation is not None:
        parts.knob[SLACK] = 0.97 * max_deviation
        parts.knob[HINGE] = 300.0
        # d² first spreads what is far over from leaf to leaf, then only the limit counts
        course = Course((0.05, 0.002), (300.0, 1.0))
    elif max_moved is not None:
        course = Course((0.01, 0.001), (300.0, 3000.0))
    else:
        course = Course((0.03, 0.003), (200.0, 3000.0))
    run_phase(ground, parts, seed, budget, 0.5, course)
    while budget.ended_by is None and budget.fraction < 0.8:
        if clusters.deviation().max() <= (max_deviation or 0.0) or len(parts.share) < 2:
            break
        clusters.kick(budget)
    run_phase(ground, parts, seed, budget, 1.0, Course((0.002, 0.0005), course.weight[1:] * 2))
    labels = labels_of(case, parts, np.arange(case.problem.leaves))
    return Outcome(
        labels, parts.share.copy(), case.posts, clusters.cost(), budget.ended_by or "work",
        budget.done,
    )  # fmt: skip


def sound_start(case: Case, seed: Seed) -> tuple[Ints, Ints]:
    """Return leaf labels in one piece each, none empty, and the chain of each leaf.

    Parts of a leaf that lie apart go to a neighbour; a leaf without units is opened by
    dividing the leaf that bears most.
    """
    problem, ground = case.problem, case.ground
    assert problem.start is not None
    label = problem.start[:, -1].copy()
    chain = chain_of(label, list(problem.start[:, :-1].T), problem.leaves)
    _join_pieces(case, label)
    free = ground.tie[:, FIXED] == 0
    for leaf in np.flatnonzero(np.bincount(label, minlength=problem.leaves) == 0):
        load = (
            np.bincount(label, weights=ground.unit[:, LOAD], minlength=problem.leaves) / case.share
        )
        size = np.bincount(label[free], minlength=problem.leaves)
        locked = problem.leaf_lock if problem.leaf_lock is not None else np.zeros(problem.leaves)
        held = np.bincount(label[~free], minlength=problem.leaves)
        open_leaves = (size > 1) & (locked == 0) & (held == 0)
        if not open_leaves.any():
            open_leaves = (size > 1) & (locked == 0)
        giver = int(np.argmax(np.where(open_leaves, load, -1.0)))
        part = np.where(label == giver, 0, -1).astype(np.int32)
        split(
            ground.first,
            ground.edge,
            np.ascontiguousarray(ground.unit[:, LOAD]), part, 0, 1,
            np.array([case.share[giver], case.share[leaf]]), seed, 200, 0.0,
        )  # fmt: skip
        label[part == 2] = leaf
        chain[:-1, leaf] = chain[:-1, giver]
    return label, chain


def _join_pieces(case: Case, label: Ints) -> None:
    """Give the smaller pieces of a leaf to the neighbour with the longest border."""
    ground = case.ground
    n = len(label)
    load = ground.unit[:, LOAD]
    for _ in range(n):
        piece = np.full(n, -1)
        pieces: list[Ints] = []
        for u in range(n):
            if piece[u] >= 0:
                continue
            piece[u] = len(pieces)
            queue = [u]
            for x in queue:
                for e in range(ground.first[x], ground.first[x + 1]):
                    v = int(ground.edge[e, OTHER])
                    if ground.edge[e, WALK] and piece[v] < 0 and label[v] == label[u]:
                        piece[v] = piece[u]
                        queue.append(v)
            pieces.append(np.array(queue))
        main: dict[int, int] = {}
        for number, units in enumerate(pieces):
            leaf = int(label[units[0]])
            if leaf not in main or load[units].sum() > load[pieces[main[leaf]]].sum():
                main[leaf] = number
        moved = False
        for number, units in enumerate(pieces):
            if main[int(label[units[0]])] == number:
                continue
            border: dict[int, float] = {}
            for x in units:
                for e in range(ground.first[x], ground.first[x + 1]):
                    other = int(label[ground.edge[e, OTHER]])
                    if ground.edge[e, WALK] and other != label[x]:
                        border[other] = border.get(other, 0.0) + float(ground.shared[e]) + 1e-6
            if border:
                label[units] = max(border, key=lambda leaf: border[leaf])
                moved = True
                break
        if not moved:
            return
