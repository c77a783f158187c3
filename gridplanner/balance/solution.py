"""The answer of a solve: labels with their figures, and why they are no better."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from gridplanner.balance.problem import Floats, Ints
from gridplanner.errors import Reason


@dataclass(frozen=True, eq=False)
class Solution:
    """Nested labels and what they are worth.

    Attributes
    ----------
    labels : int array (n, levels)
        Labels 0…counts[k]−1 of each unit at each level, nested.
    posts : int array (leaves,)
        Workers planned on each leaf; all 1 where no staff was given.
    targets : float array (leaves,)
        Wanted load of each leaf, in the unit of the loads; they sum to the town's load.
    figures : dict
        ``levels`` (list of level, count, max_deviation, mean_deviation, max_excess,
        connected, polsby_popper), ``per_worker``, ``factors``, ``on_street`` (part of the
        borders between leaves that runs along streets, where known), ``moved_households``
        and ``moved_units`` where a start was given. Fractions, not per cent.
    bound : float
        Proven lower limit of the leaves' highest deviation; 0 where none is known.
    reasons : list of Reason
        What keeps the figure from being better.
    ended_by : str
        ``work``, ``clock`` or ``cancel``.
    work : int
        Proposals made.
    """

    labels: Ints
    posts: Ints
    targets: Floats
    figures: dict[str, Any]
    bound: float = 0.0
    reasons: list[Reason] = field(default_factory=list)
    ended_by: str = "work"
    work: int = 0
