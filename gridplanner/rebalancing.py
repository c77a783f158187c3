"""What the command *rebalance* does: an answer, its single moves, and what else could be had."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from gridplanner.balance import Problem, Solution, solve
from gridplanner.balance.problem import Ints
from gridplanner.balance.repairs import Choice, Move, curve, limits_below, moves, playable
from gridplanner.balance.solver import default_work
from gridplanner.edits.base import Edit
from gridplanner.errors import Infeasible, Reason
from gridplanner.jobs import OnProgress, Progress
from gridplanner.model import Plan
from gridplanner.planning import PlanOptions, place_of_unit
from gridplanner.standing import Standing, standing_of


@dataclass(frozen=True)
class RebalanceOptions(PlanOptions):
    """What a planner asks of a rebalance, beside what is asked of every solve.

    Attributes
    ----------
    max_deviation : float or None
        Leaves are brought inside it with few households moved.
    max_moved : int or None
        Most households that may change their leaf.
    open : int
        Leaves to be opened, where load is most.
    lock : tuple of str
        Codes of grids (of any level) that stay as they are, beside those locked in the plan.
    """

    max_deviation: float | None = 0.10
    max_moved: int | None = None
    open: int = 0
    lock: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Rebalanced:
    """A rebalance's answer.

    Attributes
    ----------
    standing : Standing
    problem : Problem
        As it was solved, with leaves to be opened.
    solution : Solution
    moves : list of Move
    notes : mapping
        Facts worth telling.
    """

    standing: Standing
    problem: Problem
    solution: Solution
    moves: list[Move]
    notes: Mapping[str, Any] = field(default_factory=dict)

    @property
    def opened(self) -> int:
        """Leaves that are opened."""
        return self.problem.leaves - self.standing.problem.leaves

    @property
    def touched(self) -> list[str]:
        """Codes of the leaves in force that change."""
        labels = sorted({leaf for move in self.moves for leaf in (move.source, move.target)})
        return [code for code in self.standing.codes(labels) if code]

    @property
    def before(self) -> tuple[float, float]:
        """Highest and mean deviation of the leaves in force."""
        return deviation_of(self.standing.problem, self.standing.problem.start)

    def made(self, chosen: Sequence[int]) -> list[int]:
        """Return the moves made when some are chosen: what they need too, no torn leaf."""
        return playable(self.problem, self.moves, with_needs(self.moves, chosen))

    def after(self, chosen: Sequence[int]) -> tuple[float, float]:
        """Return highest and mean deviation once some moves are made."""
        return deviation_of(self.problem, self.labels(chosen))

    def edit(self, chosen: Sequence[int] | None = None, date: str = "") -> Edit:
        """Return the edit of all moves, or of some as :meth:`made` gives them.

        Parameters
        ----------
        chosen : sequence of int, optional
            Places in `moves`.
        date : str
            First day of opened leaves, ISO; ``""`` in a draft.
        """
        made = range(len(self.moves)) if chosen is None else self.made(chosen)
        households = sum(self.moves[place].households for place in made)
        return self.standing.edit(self.labels(made), households, date)

    def labels(self, made: Sequence[int]) -> Ints:
        """Return the labels once some moves are made, int (n, levels)."""
        assert self.problem.start is not None
        labels: Ints = self.problem.start.copy()
        for place in made:
            units = self.moves[place].units
            labels[units] = self.solution.labels[units]
        return labels


def deviation_of(problem: Problem, labels: Ints | None) -> tuple[float, float]:
    """Return highest and mean deviation of the leaves that have ground, targets as set."""
    assert labels is not None
    assert problem.targets is not None
    leaf = labels[:, -1]
    there = np.bincount(leaf, minlength=problem.leaves) > 0
    load = np.bincount(leaf, weights=problem.loads, minlength=problem.leaves)[there]
    target = problem.targets[there]
    off = np.abs(load / (target * (problem.loads.sum() / target.sum())) - 1.0)
    return float(off.max()), float(off.mean())


def with_needs(found: Sequence[Move], chosen: Sequence[int]) -> list[int]:
    """Return the chosen moves with all that they need, in order."""
    wanted = set(chosen)
    for place in chosen:
        wanted |= set(found[place].needs)
    return sorted(wanted)


def rebalance_grids(
    plan: Plan, options: RebalanceOptions, on_progress: OnProgress | None = None
) -> Rebalanced:
    """Bring the plan in force back into balance and move few households.

    Raises
    ------
    Infeasible
        No answer keeps all the rules and locks; every reason is named.
    EditError, UsageError
        As :func:`gridplanner.standing.standing_of`.
    """
    standing = _standing(plan, options, on_progress)
    return _solved(standing, options, on_progress)


def trade_off(
    plan: Plan,
    options: RebalanceOptions,
    limits: Sequence[float] | None = None,
    opened: Sequence[int] | None = None,
    on_progress: OnProgress | None = None,
) -> list[tuple[Choice, Rebalanced]]:
    """Return what can be had for how many households moved, with and without new leaves.

    The work or time asked for is shared out among the limits; by default each gets a third
    of what a solve would take. Choices that move more and reach no more than another with
    as many new leaves are left out.

    Parameters
    ----------
    plan : Plan
    options : RebalanceOptions
    limits : sequence of float, optional
        Deviations to ask for; some below today's by default.
    opened : sequence of int, optional
        Numbers of leaves to be opened that are priced beside each other; by default the
        one of `options`.

    Returns
    -------
    list of (Choice, Rebalanced)
        By leaves to be opened, then the easiest limit first.

    Raises
    ------
    Infeasible, EditError, UsageError, Cancelled
    """
    standing = _standing(plan, options, on_progress)
    if limits is None:
        limits = limits_below(deviation_of(standing.problem, standing.problem.start)[0])
    counts = (options.open,) if opened is None else tuple(opened)
    runs = len(limits) * len(counts)
    work, seconds = options.work, options.seconds
    if work is not None:
        work = max(1, work // runs)
    elif seconds is None:
        work = default_work(standing.problem.size) // 3
    found: list[tuple[Choice, Rebalanced]] = []
    for place, count in enumerate(counts):
        problem = standing.with_new_leaves(count)

        def said(step: Progress, place: int = place, count: int = count) -> bool | None:
            if on_progress is None:
                return None
            part = (place + (step.fraction or 0.0)) / len(counts)
            code = "balance.curve_open" if count else step.code
            return on_progress(Progress(code, part, {**step.facts, "open": count}))

        try:
            choices = curve(
                problem, limits, shape=options.shape, work=work,
                seconds=None if seconds is None else seconds / runs, seed=options.seed,
                on_progress=said,
            )  # fmt: skip
        except Infeasible as refusal:
            raise _said(standing, refusal) from refusal
        found += [(choice, _answer(standing, problem, choice.solution)) for choice in choices]
    return found


def _standing(plan: Plan, options: RebalanceOptions, on_progress: OnProgress | None) -> Standing:
    return standing_of(
        plan, by_staff=options.by == "staff", weights=options.weights,
        keep_levels=options.keep_levels, lock=options.lock, on_progress=on_progress,
    )  # fmt: skip


def _solved(
    standing: Standing, options: RebalanceOptions, on_progress: OnProgress | None
) -> Rebalanced:
    problem = standing.with_new_leaves(options.open)
    try:
        solution = solve(
            problem,
            max_deviation=options.max_deviation,
            max_moved=options.max_moved,
            shape=options.shape,
            work=options.work,
            seconds=options.seconds,
            seed=options.seed,
            threads=options.threads,
            on_progress=on_progress,
        )
    except Infeasible as refusal:
        raise _said(standing, refusal) from refusal
    return _answer(standing, problem, solution)


def _answer(standing: Standing, problem: Problem, solution: Solution) -> Rebalanced:
    solution = replace(solution, reasons=[_named(standing, r) for r in solution.reasons])
    return Rebalanced(standing, problem, solution, moves(problem, solution))


def _said(standing: Standing, refusal: Infeasible) -> Infeasible:
    return Infeasible([_named(standing, reason) for reason in refusal.reasons])


def _named(standing: Standing, reason: Reason) -> Reason:
    """Say which grid or place a reason speaks of: the solver knows only numbers."""
    facts = dict(reason.facts)
    if "label" in facts and "level" not in facts:
        facts["label"] = standing.codes([int(facts["label"])])[0]
    if "unit" in facts:
        units = standing.pieces.units.iloc[standing.rows]
        facts["place"] = place_of_unit(standing.plan, units, int(facts["unit"]))
    if "area" in facts and standing.problem.given is not None:
        facts["place"] = standing.kept_name(int(facts["area"]))
    return Reason(reason.code, facts)
