"""How much effort a long test takes: a small share in ``make test``, all of it in ``make fuzz``."""

from __future__ import annotations

import os

#: Times the examples or rounds of ``make test``.
EFFORT = max(1, int(os.environ.get("GRIDPLANNER_EFFORT", "1")))


def rounds(few: int) -> int:
    """Give the number of examples or rounds, from the few that ``make test`` has time for."""
    return few * EFFORT
