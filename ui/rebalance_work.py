"""What a rebalance does in the worker thread: functions over plans, without Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from gridplanner.errors import UsageError
from gridplanner.jobs import OnProgress, Progress, tell
from gridplanner.model import Plan
from gridplanner.rebalancing import Rebalanced, RebalanceOptions, trade_off
from ui.work import Offer, Ready, warm


@dataclass(frozen=True, eq=False)
class Way:
    """One way to rebalance: a point of the curve.

    Attributes
    ----------
    limit : float
        Deviation that was asked for.
    answer : Rebalanced
    """

    limit: float
    answer: Rebalanced

    @property
    def deviation(self) -> float:
        """Highest deviation that is reached."""
        return float(self.answer.solution.figures["per_worker"]["max_deviation"])

    @property
    def mean(self) -> float:
        """Mean deviation that is reached."""
        return float(self.answer.solution.figures["per_worker"]["mean_deviation"])

    @property
    def households(self) -> int:
        """Households that change their grid."""
        return int(self.answer.solution.figures["moved_households"])


@dataclass(frozen=True, eq=False)
class Ways:
    """All ways that were found for one plan.

    Attributes
    ----------
    plan : Plan
        In force when they were worked out.
    before : tuple of float
        Its highest and mean deviation.
    ways : tuple of Way
        Few households first; without new grids, then with.
    """

    plan: Plan
    before: tuple[float, float]
    ways: tuple[Way, ...]


def pricing(
    plan: Plan, options: RebalanceOptions, opened: Sequence[int]
) -> Callable[[OnProgress], Ways]:
    """Make the job that works out the curve, with and without new grids."""

    def work(on_progress: OnProgress) -> Ways:
        found = trade_off(plan, options, opened=opened, on_progress=on_progress)
        ways = tuple(Way(choice.limit, answer) for choice, answer in found)
        if not ways:
            raise UsageError("rebalance.nothing")
        return Ways(plan, ways[0].answer.before, ways)

    return work


def offering(
    ways: Ways, way: Way, chosen: Sequence[int] | None, date: str
) -> Callable[[OnProgress], Offer]:
    """Make the job that applies a way, or some of its moves, beside the plan."""

    def work(on_progress: OnProgress) -> Offer:
        tell(on_progress, Progress("job.rebalance_show"))
        answer = way.answer if chosen is None else part(way.answer, chosen)
        edit = way.answer.edit(chosen, date)
        after = warm(edit.apply(ways.plan))
        return Offer(ways.plan, after, Ready(edit, ways.plan, after), answer)

    return work


def part(answer: Rebalanced, chosen: Sequence[int]) -> Rebalanced:
    """Give the answer with some of its moves alone, as they can be made."""
    made = answer.made(chosen)
    place = {old: new for new, old in enumerate(made)}
    moves = [
        replace(
            answer.moves[old],
            needs=tuple(place[need] for need in answer.moves[old].needs if need in place),
        )
        for old in made
    ]
    highest, mean = answer.after(made)
    figures = {
        **answer.solution.figures,
        "moved_households": sum(move.households for move in moves),
        "per_worker": {"max_deviation": highest, "mean_deviation": mean},
    }
    # What the whole answer could not do says nothing of a part of it.
    solution = replace(
        answer.solution, labels=answer.labels(made), figures=figures, reasons=[], bound=0.0
    )
    return replace(answer, solution=solution, moves=moves)
