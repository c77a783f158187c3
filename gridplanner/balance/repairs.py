"""What a rebalance offers to choose from: a curve, single moves, and new leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from gridplanner.balance.problem import Floats, Ints, Problem
from gridplanner.balance.solution import Solution
from gridplanner.balance.solver import solve
from gridplanner.balance.whole import Whole
from gridplanner.errors import Cancelled, UsageError
from gridplanner.jobs import OnProgress, Progress

LIMITS = (0.30, 0.20, 0.15, 0.10, 0.07, 0.05)
LOOSE = (1.0, 0.7, 0.5, 0.4)


def limits_below(deviation: float, most: int = 6) -> tuple[float, ...]:
    """Return limits worth trying for a plan with this highest deviation, the easiest first.

    >>> limits_below(0.12), limits_below(0.9)
    ((0.1, 0.07, 0.05), (0.7, 0.4, 0.3, 0.15, 0.1, 0.05))
    """
    below = [limit for limit in (*LOOSE, *LIMITS) if limit < deviation]
    if len(below) <= most:
        return tuple(below) or LIMITS[-1:]
    step = (len(below) - 1) / (most - 1)
    return tuple(below[round(step * place)] for place in range(most))


@dataclass(frozen=True, eq=False)
class Choice:
    """One point of the curve of households moved against deviation.

    Attributes
    ----------
    limit : float
        Deviation that was asked for.
    max_deviation, max_excess : float
        What was reached.
    moved_households, moved_units : int
    solution : Solution
    """

    limit: float
    max_deviation: float
    max_excess: float
    moved_households: int
    moved_units: int
    solution: Solution


@dataclass(frozen=True, eq=False)
class Move:
    """One move of a repair: connected units that go from one leaf to another.

    Moves are in an order in which each keeps all leaves connected; `needs` are the
    earlier moves that must be made for this one to keep them so.

    Attributes
    ----------
    units : int array
    source, target : int
        Leaf labels.
    households : int
    before, after : tuple of float
        Deviation load / target − 1 of source and target before and after this move.
    max_excess : float
        Highest excess of all leaves once this and all earlier moves are made.
    needs : tuple of int
        Places of earlier moves in the list. Two moves may be sound alone and not together:
        :func:`playable` tells which of some can be made.
    above : tuple of int
        Labels that the units get at the levels above the leaves, from the top down.
    """

    units: Ints
    source: int
    target: int
    households: int
    before: tuple[float, float]
    after: tuple[float, float]
    max_excess: float
    needs: tuple[int, ...] = ()
    above: tuple[int, ...] = ()


def curve(
    problem: Problem,
    limits: Sequence[float] = LIMITS,
    *,
    shape: float = 0.5,
    work: int | None = None,
    seconds: float | None = None,
    seed: int = 0,
    on_progress: OnProgress | None = None,
) -> list[Choice]:
    """Return what can be had for how many households moved, the easiest limit first.

    Choices that move more and reach no more than another are left out.

    Parameters
    ----------
    problem : Problem
        With `start` and `households`.
    limits : sequence of float
        Deviations to ask for.
    work : int, optional
        Proposals for each limit.
    seconds : float, optional
        Time for each limit; with `work` only a ceiling.

    Raises
    ------
    Infeasible, UsageError, Cancelled
    """
    choices: list[Choice] = []
    asked = sorted(limits, reverse=True)
    for index, limit in enumerate(asked):

        def tell(progress: Progress, index: int = index) -> bool | None:
            if on_progress is None:
                return None
            part = (index + (progress.fraction or 0.0)) / len(asked)
            return on_progress(Progress("balance.curve", part, {"limit": asked[index]}))

        found = solve(
            problem, max_deviation=limit, shape=shape, work=work, seconds=seconds, seed=seed,
            on_progress=tell,
        )  # fmt: skip
        if found.ended_by == "cancel":
            raise Cancelled
        figures = found.figures
        choices.append(
            Choice(
                limit=limit,
                max_deviation=figures["levels"][-1]["max_deviation"],
                max_excess=figures["levels"][-1]["max_excess"],
                moved_households=figures["moved_households"],
                moved_units=figures["moved_units"],
                solution=found,
            )
        )
    best: list[Choice] = []
    for choice in sorted(choices, key=lambda one: (one.moved_households, one.max_deviation)):
        if not best or choice.max_deviation < best[-1].max_deviation - 1e-12:
            best.append(choice)
    return best


def moves(problem: Problem, solution: Solution) -> list[Move]:
    """Return a rebalance as single moves, each with its figures, in a sound order.

    Empty where nothing moves. Moves that only hold together (each would cut a grid when
    made alone) come as the last ones with all the others as `needs`.
    """
    if problem.start is None:
        raise UsageError("balance.needs_start")
    label = problem.start[:, -1].copy()
    goal = solution.labels[:, -1]
    targets = solution.targets
    houses = problem.households if problem.households is not None else np.zeros(problem.size)
    chain = np.zeros((problem.levels, problem.leaves), dtype=np.int64)
    chain[:, goal] = solution.labels.T
    near = Whole(problem, chain)
    held = np.bincount(label, weights=problem.loads, minlength=problem.leaves).astype(np.float64)
    order = {
        at: (float(houses[units].sum()), int(units[0]), units)
        for at, units in enumerate(_groups(problem, label, goal))
    }
    sound: dict[int, bool] = {}
    made: list[Move] = []
    while order:
        for at, (_, _, units) in order.items():
            if at not in sound:
                sound[at] = near.keeps(label, units, int(goal[units[0]]))
        forced = not any(sound.values())
        place = min((at for at in order if forced or sound[at]), key=lambda at: order[at][:2])
        units = order.pop(place)[2]
        source, target = int(label[units[0]]), int(goal[units[0]])
        needs = tuple(range(len(made))) if forced else _needs(near, problem, units, target, made)
        before = _off(held, targets, source, target)
        label[units] = target
        load = float(problem.loads[units].sum())
        held[source] -= load
        held[target] += load
        made.append(
            Move(
                units=units,
                source=source,
                target=target,
                households=int(houses[units].sum()),
                before=before,
                after=_off(held, targets, source, target),
                max_excess=_excess(problem, label, held, targets),
                needs=needs,
                above=tuple(int(label) for label in chain[:-1, target]),
            )
        )
        # what is sound for a move changes only with the grids that it changes
        changed = near.changed(source, target)
        sound = {
            at: sound[at]
            for at, (_, _, some) in order.items()
            if not near.changed(int(label[some[0]]), int(goal[some[0]])) & changed
        }
    return made


def playable(problem: Problem, found: Sequence[Move], chosen: Sequence[int]) -> list[int]:
    """Return those of the chosen moves that can be made, so that each grid stays whole.

    Two moves that are sound alone may cut or empty a leaf together, or cut a grid above;
    then the later one is left out, unless another chosen one makes room for it. All moves
    together are always sound. A grid above the leaves that is in pieces in force (two banks
    of a river) never gets into more.

    Parameters
    ----------
    found : sequence of Move
        As :func:`moves` gives them.
    chosen : sequence of int
        Places in `found`.
    """
    assert problem.start is not None
    waiting = sorted(set(chosen))
    if len(waiting) == len(found):
        return waiting
    label = problem.start[:, -1].copy()
    chain = np.zeros((problem.levels, problem.leaves), dtype=np.int64)
    chain[:, label] = problem.start.T
    for move in found:
        chain[:, move.target] = (*move.above, move.target)
    near = Whole(problem, chain)
    made: list[int] = []
    going = True
    while going:
        going = False
        for place in list(waiting):
            move = found[place]
            if near.keeps(label, move.units, move.target):
                label[move.units] = move.target
                waiting.remove(place)
                made.append(place)
                going = True
    return sorted(made)


def with_new_leaves(problem: Problem, count: int, target: float | None = None) -> Problem:
    """Return the problem with `count` more leaves, to be opened where load is most.

    Solved beside the problem itself it gives the price of both ways. Where targets are
    set, a new leaf gets `target`, or their mean.
    """
    if problem.start is None:
        raise UsageError("balance.needs_start")
    if count < 1:
        raise UsageError("balance.option", {"option": "open", "value": count})
    targets, lock = problem.targets, problem.leaf_lock
    one = target if target is not None or targets is None else float(targets.mean())
    return replace(
        problem,
        counts=(*problem.counts[:-1], problem.leaves + count),
        targets=None if targets is None else np.append(targets, np.full(count, one)),
        leaf_lock=None if lock is None else np.append(lock, np.zeros(count, dtype=np.int64)),
    )


def _groups(problem: Problem, label: Ints, goal: Ints) -> list[Ints]:
    """Return the units that move, joined where they touch and go the same way."""
    from gridplanner.balance.ground import components

    moved = label != goal
    a, b = problem.edges[:, 0], problem.edges[:, 1]
    same = moved[a] & moved[b] & (label[a] == label[b]) & (goal[a] == goal[b])
    piece = components(problem.size, problem.edges[same & problem.walkable])
    units = np.flatnonzero(moved)
    return [units[piece[units] == number] for number in np.unique(piece[units])]


def _needs(
    near: Whole, problem: Problem, units: Ints, target: int, made: list[Move]
) -> tuple[int, ...]:
    """Return the earlier moves without which this one would cut a grid."""
    assert problem.start is not None
    label = problem.start[:, -1].copy()
    if near.keeps(label, units, target):
        return ()
    needs: list[int] = []
    changed = near.changed(int(label[units[0]]), target)
    for place, move in enumerate(made):
        if near.changed(move.source, move.target) & changed:
            needs.append(place)
            needs += [earlier for earlier in move.needs if earlier not in needs]
    return tuple(sorted(needs))


def _off(held: Floats, targets: Floats, *leaves: int) -> tuple[float, float]:
    first, second = (float(held[leaf] / targets[leaf] - 1.0) for leaf in leaves)
    return first, second


def _excess(problem: Problem, label: Ints, held: Floats, targets: Floats) -> float:
    heavy = np.zeros(problem.leaves)
    np.maximum.at(heavy, label, problem.loads)
    return float((np.abs(held - np.maximum(targets, heavy)) / targets).max())
