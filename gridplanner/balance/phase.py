"""An annealing phase: the smoothing of a whole level while heat falls."""

from __future__ import annotations

import math
from dataclasses import dataclass

from gridplanner.balance.budget import Budget
from gridplanner.balance.kernel import NO_WIN, Ground, Parts, anneal, settle
from gridplanner.balance.kernel_random import Seed

CHUNK = 40_000


@dataclass(frozen=True)
class Course:
    """How heat falls and the weight of load grows in a phase.

    With `win`, the most that shape may win by a flip, hopeless flips are told sooner.
    """

    heat: tuple[float, float]
    weight: tuple[float, float]
    pair: float = 0.3
    win: float = NO_WIN


def run_phase(
    ground: Ground,
    parts: Parts,
    seed: Seed,
    budget: Budget,
    until: float,
    course: Course,
    most: int | None = None,
) -> None:
    """Anneal until a part of the budget is spent, in pieces short enough to be stopped.

    With `most`, no longer than so many proposals.
    """
    # kicks write labels and sums only; the lists follow them here
    settle(ground, parts, True)
    begin, before = budget.fraction, budget.done
    span = max(until - begin, 1e-9)
    while budget.ended_by is None and budget.fraction < until:
        now = (budget.fraction - begin) / span
        proposals = max(1, min(CHUNK, budget.guess(until - budget.fraction, 20_000)))
        step = now + proposals / max(budget.guess(span, 400_000), 1)
        if most is not None:
            done = budget.done - before
            if done >= most:
                break
            proposals = min(proposals, most - done)
            now, step = max(now, done / most), max(step, (done + proposals) / most)
        now, step = min(1.0, now), min(1.0, step)
        anneal(
            ground, parts, seed, proposals,
            (_between(course.heat, now), _between(course.heat, step)),
            (_between(course.weight, now), _between(course.weight, step)),
            course.pair, course.win,
        )  # fmt: skip
        budget.spend(proposals)


def _between(ends: tuple[float, float], part: float) -> float:
    return ends[0] * math.exp(part * math.log(ends[1] / ends[0]))
