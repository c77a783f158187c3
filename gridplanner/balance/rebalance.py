"""From the plan in force: local moves with a price for each household."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from gridplanner.balance.budget import Budget
from gridplanner.balance.case import Case
from gridplanner.balance.improve import Clusters, deviation_of, ring
from gridplanner.balance.kernel import (
    FIXED,
    HINGE,
    HOME,
    HOUSE,
    KEEP,
    LOAD,
    MOST_MOVED,
    MOVED,
    NO_WIN,
    OTHER,
    PRICE,
    SLACK,
    SQUARE,
    TARGET,
    WALK,
    Ground,
    Parts,
    settle,
)
from gridplanner.balance.kernel_flow import flow
from gridplanner.balance.kernel_random import Seed
from gridplanner.balance.kernel_tree import split
from gridplanner.balance.phase import Course, run_phase
from gridplanner.balance.problem import FROZEN, NO_LOSS, Ints
from gridplanner.balance.start import Outcome, chain_of, labels_of, shape_weight
from gridplanner.balance.state import make_parts
from gridplanner.errors import Infeasible, Reason

# what moving costs, each household and each unit beside, against 1 for a |d| of 1: where a
# number of households is asked for prices only break ties
TIE_PRICES = (0.02, 0.1)


@dataclass(frozen=True)
class Try:
    """One way from the plan in force.

    Attributes
    ----------
    course : Course
        Of the first phase; the square's last weight stays.
    hinge : float
        Cost of a |d| of 1 beyond the limit.
    prices : tuple of float
        Of a household and of a unit.
    ends : tuple of float
        Parts of the budget at which the phase, the kicks, and the last cooling end.
    back : float
        Part of the budget until which, with all leaves within the limit, leaves that lost or
        won units are worked on to give some back.
    soft : float
        What of `hinge` counts at the start of the phase; it grows evenly in log.
    hops : int or None
        How far from a leaf beyond the limit leaves may change, or farther until there is
        room; None = all may.
    flows : bool
        Whether load flows off leaves beyond the limit before the phase too, not only after it.
    """

    course: Course
    hinge: float
    prices: tuple[float, float]
    ends: tuple[float, float, float]
    back: float = 0.0
    soft: float = 1.0
    hops: int | None = None
    flows: bool = False


# steps in which a soft hinge hardens
STAGES = 10
# leaves are brought a little farther down than to the limit, so that none ends just over it
CLOSE = 0.985
# A flip that load and price forbid is looked at no further if shape would have to win more:
# most are forbidden by far
WIN = 0.3
# A cold start mends a leaf or two with the smallest of moves; where towers must change
# places a hot one moves fewer households. Both are made, and the cheaper is kept.
BOUNDED = (
    Try(
        Course((0.05, 0.002), (300.0, 1.0)),
        300.0,
        (0.02, 0.1),
        (0.05, 0.07, 0.08),
        flows=True,
    ),
    Try(
        Course((1.0, 0.04), (0.5, 0.1), 0.3, WIN),
        600.0,
        (0.05, 0.03),
        (0.85, 0.97, 1.0),
        back=0.98,
        soft=0.03,
        hops=4,
    ),
)
FEW_MOVED = Try(Course((0.01, 0.001), (300.0, 3000.0)), 0.0, TIE_PRICES, (0.5, 0.8, 1.0))
FREE = Try(Course((0.03, 0.003), (200.0, 3000.0)), 0.0, (0.0, 0.0), (0.5, 0.8, 1.0))
# load is let flow at most until this part of a try's time
MEND = 0.3
# units looked at in one go, so that a search can be stopped, and what that is in proposals
GLANCE, LOOK = 400_000, 12


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
    ground = case.ground._replace(unit=case.ground.unit.copy(), tie=case.ground.tie.copy())
    ground.tie[:, HOME] = problem.start[:, -1]
    keep = np.zeros(problem.leaves, dtype=np.uint8)
    if problem.leaf_lock is not None:
        keep[problem.leaf_lock == NO_LOSS] = 1
        keep[problem.leaf_lock == FROZEN] = 3
    away = label != problem.start[:, -1]
    if max_moved is not None and problem.households is not None:
        # what makes the start sound counts as moved too
        gone = int(problem.households[away].sum())
        if gone > max_moved:
            facts = {"households": gone, "most": max_moved}
            raise Infeasible([Reason("balance.more_moved_than_allowed", facts)])

    def fresh(hops: int | None = None) -> Parts:
        parts = make_parts(
            ground,
            label,
            parents,
            case.share,
            keep=keep,
            shape=0.25 * shape_weight(shape),
            limits=problem.limits,
        )
        if max_moved is not None:
            parts.knob[MOST_MOVED] = max_moved
        parts.knob[MOVED] = ground.unit[away, HOUSE].sum()
        if hops is not None and max_deviation is not None:
            parts.leaf[_far(ground, parts, max_deviation, hops, seed), KEEP] = 3
            settle(ground, parts, True)
        return parts

    if max_deviation is not None and not away.any():
        clusters = Clusters(ground, fresh(), seed, swaps=False, limit=max_deviation)
        if clusters.deviation().max() <= max_deviation:
            # nothing is asked for, so nothing is moved
            return Outcome(problem.start.copy(), case.share, case.posts, 0.0, "work", 0)
    tries = BOUNDED if max_deviation is not None else (FREE if max_moved is None else FEW_MOVED,)
    best: Outcome | None = None
    for one in tries:
        # limits of households may allow what load forbids: nothing is passed over then
        course = one.course if problem.limits is None else replace(one.course, win=NO_WIN)
        one = replace(one, course=course)
        parts = fresh(one.hops)
        found = improve_start(case, ground, parts, seed, budget, max_deviation, one)
        if best is None or found.cost < best.cost:
            best = found
        if budget.ended_by is not None:
            break
    assert best is not None
    return replace(best, ended_by=budget.ended_by or "work", work=budget.done)


def improve_start(
    case: Case,
    ground: Ground,
    parts: Parts,
    seed: Seed,
    budget: Budget,
    limit: float | None,
    how: Try,
) -> Outcome:
    """Anneal from the plan in force and work on leaves that stay over."""
    clusters = Clusters(ground, parts, seed, swaps=False, limit=limit)
    budget.deviation = clusters.deviation

    def price(prices: tuple[float, float]) -> None:
        ground.unit[:, PRICE] = prices[0] * ground.unit[:, HOUSE] + prices[1]

    price(how.prices)
    if limit is not None:
        parts.knob[SLACK] = CLOSE * limit
    begin, stages = budget.fraction, 1 if how.soft == 1.0 else STAGES
    if how.flows and limit is not None:
        clusters = mend(clusters, budget, begin + MEND * (how.ends[0] - begin))
        begin = budget.fraction
    heat, weight = (
        np.geomspace(*ends, stages + 1) for ends in (how.course.heat, how.course.weight)
    )
    for stage in range(stages):
        # while it is hot, leaves beyond the limit cost little, or no unit could pass through
        parts.knob[HINGE] = how.hinge * how.soft ** (1.0 - stage / max(stages - 1, 1))
        until = begin + (how.ends[0] - begin) * (stage + 1) / stages
        course = replace(
            how.course,
            heat=(heat[stage], heat[stage + 1]),
            weight=(weight[stage], weight[stage + 1]),
        )
        run_phase(ground, parts, seed, budget, until, course)
    parts.knob[HINGE] = how.hinge
    if limit is not None:
        clusters = mend(clusters, budget, how.ends[1])
    while budget.ended_by is None and budget.fraction < how.ends[1]:
        if clusters.deviation().max() <= (limit or 0.0) or len(parts.share) < 2:
            break
        clusters.kick(budget)
    if limit is not None:
        clusters = mend(clusters, budget, max(how.back, how.ends[1]))
    while budget.ended_by is None and budget.fraction < how.back and len(parts.share) > 1:
        clusters.kick(budget)
    last = how.course.weight[1]
    cooling = Course((0.002, 0.0005), (last, last) if limit is not None else (last, 2 * last))
    run_phase(ground, parts, seed, budget, how.ends[2], cooling)
    labels = labels_of(case, parts, np.arange(case.problem.leaves))
    if limit is not None:
        # all tries are compared by the same prices
        price(BOUNDED[-1].prices)
        parts.knob[HINGE], parts.knob[SQUARE] = BOUNDED[-1].hinge, BOUNDED[-1].course.weight[1]
    return Outcome(labels, parts.share.copy(), case.posts, clusters.cost(), "work", 0)


def mend(clusters: Clusters, budget: Budget, until: float) -> Clusters:
    """Let load flow off leaves beyond the limit, in pieces short enough to be stopped.

    Where nothing is gained (a lock or a tower may leave no way) all stays as it was. Returns
    the clusters of the leaves as they then are.
    """
    ground, parts = clusters.ground, clusters.parts
    if _within(parts):
        return clusters
    settle(ground, parts, True)
    label, moved, before = parts.label.copy(), parts.knob[MOVED], clusters.cost()
    tired = np.zeros(len(label), dtype=np.int32)
    most = max(1, GLANCE // len(label))
    made = most
    while made == most and budget.ended_by is None and budget.fraction < until:
        made = flow(ground, parts, tired, float(parts.knob[SLACK]), most)
        budget.spend((made + 1) * len(label) // LOOK)
    settle(ground, parts, True)
    if clusters.cost() > before:
        parts.label[:], parts.knob[MOVED] = label, moved
        settle(ground, parts, True)
    return Clusters(ground, parts, clusters.seed, swaps=False, limit=clusters.limit)


def _within(parts: Parts) -> bool:
    """Whether no leaf is beyond the slack."""
    return bool(deviation_of(parts).max() <= parts.knob[SLACK])


def _far(ground: Ground, parts: Parts, limit: float, hops: int, seed: Seed) -> Ints:
    """Return the leaves so far from all beyond the limit that proposals there are wasted."""
    clusters = Clusters(ground, parts, seed, swaps=False)
    over = np.flatnonzero(clusters.deviation() > limit)
    node = parts.node[parts.chain[-1]]
    off = node[:, LOAD] - node[:, TARGET]
    around = ring(clusters.neighbours(), over, hops)
    while True:
        room = abs(float(off[around].sum())) <= 0.5 * limit * float(node[around, TARGET].sum())
        wider = ring(clusters.neighbours(), around, 1)
        if room or len(wider) == len(around):
            return np.setdiff1d(np.arange(len(parts.share)), around)
        around = wider


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
