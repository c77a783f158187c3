"""How much a search may still do, counted in proposals or by the clock."""

from __future__ import annotations

import time
from collections.abc import Callable

from gridplanner.balance.problem import Floats
from gridplanner.errors import Cancelled


class Budget:
    """Work or time that a search may spend.

    Parameters
    ----------
    work : int or None
        Proposals. When given, the course of the search depends on proposals alone, so
        the answer is the same on any machine.
    seconds : float or None
        With `work` only a ceiling.
    stop : callable, optional
        Asked now and then; True ends the search.
    clock : callable
        What seconds are measured by.
    """

    def __init__(
        self,
        work: int | None,
        seconds: float | None,
        stop: Callable[[float], bool] | None = None,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self.work = work
        self.seconds = seconds
        self.done = 0
        self._clock = clock
        self.begun = clock()
        self._stop = stop
        self._ended: str | None = None
        #: Gives |load / target − 1| of each leaf as the search has it; None before that.
        self.deviation: Callable[[], Floats] | None = None

    @property
    def figures(self) -> dict[str, float]:
        """``max_deviation`` and ``mean_deviation`` of the leaves now; empty before the first."""
        if self.deviation is None:
            return {}
        off = self.deviation()
        return {"max_deviation": float(off.max()), "mean_deviation": float(off.mean())}

    def spend(self, work: int) -> None:
        """Count work that was done and look whether that was all."""
        self.done += work
        if self._ended is None:
            if self.work is not None and self.done >= self.work:
                self._ended = "work"
            elif self.seconds is not None and self.elapsed >= self.seconds:
                self._ended = "clock"
        # what must be done beyond the budget can be stopped too
        if self._ended != "cancel" and self._stop is not None and self._stop(self.fraction):
            self._ended = "cancel"

    def pause(self) -> None:
        """Look whether to stop, where there is no answer yet.

        Raises
        ------
        Cancelled
        """
        self.spend(0)
        if self._ended == "cancel":
            raise Cancelled

    @property
    def elapsed(self) -> float:
        """Seconds since the search began."""
        return self._clock() - self.begun

    @property
    def ended_by(self) -> str | None:
        """``work``, ``clock`` or ``cancel``; None while there is some left."""
        if self._ended is None and self.seconds is not None and self.elapsed >= self.seconds:
            # time also runs out between two pieces of work
            self._ended = "clock"
        return self._ended

    @property
    def fraction(self) -> float:
        """Part that is spent, 0 to 1."""
        if self.work is not None:
            return min(1.0, self.done / max(self.work, 1))
        if self.seconds is not None:
            return min(1.0, self.elapsed / max(self.seconds, 1e-9))
        return 0.0

    def guess(self, fraction: float, otherwise: int = 50_000) -> int:
        """Return about how many proposals make up this part of the budget."""
        if self.work is not None:
            return max(1, int(self.work * fraction))
        if self.seconds is not None and self.done and self.fraction > 0.01:
            return max(1, int(self.done / self.fraction * fraction))
        return otherwise
