"""The way in: check, search from several starts, choose, and say what came out."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from gridplanner.balance.problem import Problem
from gridplanner.balance.solution import Solution
from gridplanner.errors import Cancelled, UsageError
from gridplanner.jobs import OnProgress, Progress


def default_work(units: int) -> int:
    """Return the proposals of a solve that is given neither work nor seconds."""
    return int(min(max(2_300 * units, 200_000), 60_000_000))


def solve(
    problem: Problem,
    *,
    max_deviation: float | None = None,
    max_moved: int | None = None,
    shape: float = 0.5,
    work: int | None = None,
    seconds: float | None = None,
    seed: int = 0,
    threads: int = 1,
    starts: int | None = None,
    on_progress: OnProgress | None = None,
    clock: Callable[[], float] = time.perf_counter,
) -> Solution:
    """Divide the town into nested, connected, compact grids of equal load.

    Without `problem.start` from nothing; with it from the plan in force.

    Parameters
    ----------
    problem : Problem
    max_deviation : float, optional
        Rebalance: bring each leaf within this deviation (0.10 = 10 %) and move as few
        households as can be.
    max_moved : int, optional
        Rebalance: never move more households than this, and balance as well as it allows.
    shape : float
        0 = balance only … 1 = compact first.
    work : int, optional
        Proposals to make, over all starts; ended so, the answer depends on nothing else.
    seconds : float, optional
        Time to use; with `work` only a ceiling.
    seed : int
    threads : int
        Starts that run side by side; the answer is the same for any number.
    starts : int, optional
        Independent searches, of which the best is kept; 1 by default.
    on_progress : callable, optional
        Told ``balance.compile`` and ``balance.solve`` (with a start ``balance.adjust``), and
        once there are leaves ``balance.solve_at`` (``balance.adjust_at``) with the current
        ``max_deviation`` and ``mean_deviation``; an answer of False ends the search with the
        best so far (``ended_by`` is ``cancel``).
    clock : callable
        What `seconds` are measured by: ``time.thread_time`` counts the search's own time
        on a busy machine.

    Raises
    ------
    Infeasible
        With all the reasons why no answer can keep the rules.
    UsageError
        For an option that makes no sense.
    Cancelled
        When stopped before there was any answer.
    """
    _check_options(problem, max_deviation, max_moved, shape, work, seconds, threads, starts)
    tell = _Teller(on_progress)
    tell(Progress("balance.compile", 0.0))
    # compiled code is loaded here and not with the package, which must be cheap to import
    from gridplanner.balance.budget import Budget
    from gridplanner.balance.case import make_case
    from gridplanner.balance.explain import bound_of, explain, freed
    from gridplanner.balance.figures import figures_of
    from gridplanner.balance.hemmed import hemmed_in
    from gridplanner.balance.kernel_random import seeded
    from gridplanner.balance.rebalance import run_from_start
    from gridplanner.balance.start import Outcome, run_start

    case = make_case(problem)
    step = "balance.solve" if problem.start is None else "balance.adjust"
    count = starts or 1
    if work is None and seconds is None:
        work = default_work(problem.size)
    rounds = -(-count // min(threads, count))
    shares = [None if work is None else max(1, work // count)] * count
    time_each = None if seconds is None else seconds / (1 if work is not None else rounds)
    done = [0.0] * count
    seen: list[dict[str, float]] = [{} for _ in range(count)]

    def run(index: int, stop: Callable[[float], bool]) -> Outcome:
        def look(fraction: float) -> bool:
            seen[index] = budget.figures
            return stop(fraction)

        budget = Budget(shares[index], time_each, look, clock)
        own = seeded(seed, index)
        if problem.start is not None:
            return run_from_start(case, own, budget, shape, max_deviation, max_moved)
        return run_start(case, own, budget, shape)

    outcomes: list[Outcome] = []
    stopped = False
    if threads == 1 or count == 1:
        for index in range(count):

            def stop(fraction: float, index: int = index) -> bool:
                return tell(_progress(step, (index + fraction) / count, seen))

            try:
                outcomes.append(run(index, stop))
            except Cancelled:
                stopped = True
            if stopped or outcomes[-1].ended_by == "cancel":
                break
    else:
        halt = threading.Event()

        def run_beside(index: int) -> Outcome:
            def stop(fraction: float) -> bool:
                done[index] = fraction
                return halt.is_set()

            return run(index, stop)

        with ThreadPoolExecutor(max_workers=threads) as pool:
            waiting = [pool.submit(run_beside, index) for index in range(count)]
            while not all(future.done() for future in waiting):
                time.sleep(0.02)
                if tell(_progress(step, sum(done) / count, seen)):
                    halt.set()
            for future in waiting:
                try:
                    outcomes.append(future.result())
                except Cancelled:
                    stopped = True
    if not outcomes:
        raise Cancelled
    best = min(range(len(outcomes)), key=lambda index: (outcomes[index].cost, index))
    found = outcomes[best]
    share, posts = case.restaffed(found.labels, found.share, found.posts)
    found = replace(found, share=share, posts=posts)
    ends = {outcome.ended_by for outcome in outcomes} | ({"cancel"} if stopped else set())
    ended_by = next(end for end in ("cancel", "clock", "work") if end in ends)
    figures = figures_of(problem, case.zones, found.labels, found.share, found.posts)
    total = float(problem.loads.sum())
    targets = found.share * (total / float(found.share.sum()))
    bound, reasons = bound_of(case)
    reasons = freed(case, found.labels, found.share, reasons)
    reasons += explain(case, found.labels, found.share, max_deviation)
    proven = hemmed_in(case, found.labels, found.share)
    if proven is not None:
        limit = float(proven.facts["deviation"])
        bound = max(bound, limit)
        # where all of it is proven, a guess at the same leaf is needless
        reasons = [
            proven,
            *(
                reason
                for reason in reasons
                if reason.code != "balance.whole_units"
                or float(reason.facts["deviation"]) > limit + 1e-6
            ),
        ]
    figures["bound"] = bound
    return Solution(
        labels=found.labels,
        posts=found.posts,
        targets=targets,
        figures=figures,
        bound=bound,
        reasons=reasons,
        ended_by=ended_by,
        work=sum(outcome.work for outcome in outcomes),
    )


def _progress(step: str, fraction: float, seen: Sequence[dict[str, float]]) -> Progress:
    """Say how far the search is, with the figures of the start that is ahead."""
    known = [figures for figures in seen if figures]
    if not known:
        return Progress(step, fraction)
    return Progress(f"{step}_at", fraction, min(known, key=lambda f: f["max_deviation"]))


class _Teller:
    """Passes progress on, not oftener than every 50 ms, and remembers a wish to stop."""

    def __init__(self, on_progress: OnProgress | None) -> None:
        self.on_progress = on_progress
        self.last = -1.0
        self.stopped = False

    def __call__(self, progress: Progress) -> bool:
        """Tell the listener; whether it wants the search to stop."""
        now = time.perf_counter()
        if self.on_progress is not None and not self.stopped and now - self.last >= 0.05:
            self.last = now
            self.stopped = self.on_progress(progress) is False
            if self.stopped and progress.code == "balance.compile":
                raise Cancelled
        return self.stopped


def _check_options(
    problem: Problem,
    max_deviation: float | None,
    max_moved: int | None,
    shape: float,
    work: int | None,
    seconds: float | None,
    threads: int,
    starts: int | None,
) -> None:
    """Raise UsageError for the first option that makes no sense."""
    wrong = {
        "max_deviation": max_deviation is not None and not max_deviation >= 0.0,
        "max_moved": max_moved is not None and max_moved < 0,
        "shape": not 0.0 <= shape <= 1.0,
        "work": work is not None and work < 1,
        "seconds": seconds is not None and not seconds > 0.0,
        "threads": threads < 1,
        "starts": starts is not None and starts < 1,
    }
    given = {
        "max_deviation": max_deviation, "max_moved": max_moved, "shape": shape, "work": work,
        "seconds": seconds, "threads": threads, "starts": starts,
    }  # fmt: skip
    for name, is_wrong in wrong.items():
        if is_wrong:
            raise UsageError("balance.option", {"option": name, "value": given[name]})
    if problem.start is None and (max_deviation is not None or max_moved is not None):
        raise UsageError("balance.needs_start")
    if max_moved is not None and problem.households is None:
        raise UsageError("balance.needs_households")
