"""What is to be divided: units, their borders, their loads, and the scheme."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gridplanner.errors import InputError, Reason

# any width: kernels fix theirs, everything else takes what numpy makes of it
Ints = NDArray[np.integer[Any]]
Floats = NDArray[np.floating[Any]]
Bools = NDArray[np.bool_]

OPEN, NO_LOSS, FROZEN = 0, 1, 2


class ProblemError(InputError):
    """Arrays that do not fit together; every fault is named.

    Parameters
    ----------
    faults : tuple of Reason
        One for each fault, with codes ``balance.*``.
    """

    def __init__(self, faults: tuple[Reason, ...]) -> None:
        self.faults = faults
        super().__init__(
            "balance.faulty_problem",
            {**faults[0].facts, "count": len(faults), "first": faults[0].code},
        )


@dataclass(frozen=True, eq=False)
class Problem:
    """A town of units to be divided into nested grids.

    Arrays are copied, converted and made read-only.

    Parameters
    ----------
    edges : int array (m, 2)
        All pairs of units that share a border or a crossing; each pair once.
    shared_m : float array (m,)
        Length of the common border in metres; 0 where only a crossing joins the two.
    loads : float array (n,)
        Load of each unit in workers' worth (or any unit: only shares count).
    counts : tuple of int
        Number of grids at each level, from the top down, such as (7, 35, 253).
    passable : bool array (m,), optional
        False across a barrier: the border counts for shape, not for connection.
    street_m : float array (m,), optional
        How much of each common border runs along a street: where grids should part.
    factors : float array (n, f), optional
        Columns that are reported one by one, such as persons and served area.
    factor_names : tuple of str, optional
        Names of those columns.
    areas_m2, perimeters_m : float array (n,), optional
        Needed for Polsby–Popper figures.
    xy : float array (n, 2), optional
        Centres in metres.
    given : int array (n, K), optional
        Labels 0…counts[k]−1 of the top K levels that never move, K < len(counts).
    targets : float array (leaves,), optional
        Wanted load of each leaf, in any unit: only shares count.
    staff : float array (W,), optional
        Full-time share of each worker; which leaves get how many is part of the answer.
    start : int array (n, levels), optional
        Labels in force. A leaf label that no unit bears is a leaf to be opened.
    households : int array (n,), optional
        Households in each unit; what a rebalance counts as moved.
    household_limits : tuple of four, optional
        Households of a leaf: least and most wanted (breaking them costs a little), least
        and most allowed (the search keeps to them before all else); ``None`` for no limit.
    unit_locked : bool array (n,), optional
        Units that stay in the leaf of `start`.
    leaf_lock : int array (leaves,), optional
        0 open, 1 may gain units and lose none, 2 frozen.

    Raises
    ------
    ProblemError
        With all the faults of the arrays.
    """

    edges: Ints
    shared_m: Floats
    loads: Floats
    counts: tuple[int, ...]
    passable: Bools | None = None
    street_m: Floats | None = None
    factors: Floats | None = None
    factor_names: tuple[str, ...] = ()
    areas_m2: Floats | None = None
    perimeters_m: Floats | None = None
    xy: Floats | None = None
    given: Ints | None = None
    targets: Floats | None = None
    staff: Floats | None = None
    start: Ints | None = None
    households: Ints | None = None
    household_limits: tuple[float | None, float | None, float | None, float | None] | None = None
    unit_locked: Bools | None = None
    leaf_lock: Ints | None = None
    _faults: list[Reason] = field(default_factory=list, repr=False, init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "counts", tuple(int(count) for count in self.counts))
        loads = self._take("loads", np.float64, (None,), low=0.0)
        n = len(loads) if loads is not None else 0
        edges = self._take("edges", np.int64, (None, 2), low=0, high=n - 1)
        m = len(edges) if edges is not None else 0
        leaves, levels = (self.counts[-1] if self.counts else 0), len(self.counts)
        self._take("shared_m", np.float64, (m,), low=0.0)
        self._take("passable", np.bool_, (m,))
        self._take("street_m", np.float64, (m,), low=0.0)
        self._take("factors", np.float64, (n, None), low=0.0)
        self._take("areas_m2", np.float64, (n,), low=0.0)
        self._take("perimeters_m", np.float64, (n,), low=0.0)
        self._take("xy", np.float64, (n, 2))
        given = self._take("given", np.int64, (n, None), low=0)
        self._take("targets", np.float64, (leaves,), low=0.0, above=True)
        self._take("staff", np.float64, (None,), low=0.0, above=True)
        start = self._take("start", np.int64, (n, levels), low=0)
        self._take("households", np.int64, (n,), low=0)
        self._take("unit_locked", np.bool_, (n,))
        self._take("leaf_lock", np.int64, (leaves,), low=OPEN, high=FROZEN)
        self._check_scheme(n, edges)
        self._check_labels("given", given)
        self._check_labels("start", start)
        if self.targets is not None and self.staff is not None:
            self._fault("balance.targets_and_staff")
        if self.household_limits is not None:
            self._check_limits()
        if start is None and self.has_locks:
            self._fault("balance.lock_without_start")
        if self._faults:
            raise ProblemError(tuple(self._faults))

    def _fault(self, code: str, **facts: Any) -> None:
        self._faults.append(Reason(code, facts))

    def _take(
        self,
        name: str,
        dtype: type[np.generic],
        shape: tuple[int | None, ...],
        *,
        low: float | None = None,
        high: float | None = None,
        above: bool = False,
    ) -> NDArray[Any] | None:
        """Convert one array in place and note what is wrong with it."""
        value = getattr(self, name)
        if value is None:
            return None
        raw = np.asarray(value)
        if raw.size == 0 and raw.ndim == 1 and len(shape) > 1:
            raw = raw.reshape(0, shape[1] or 0)
        if raw.ndim != len(shape) or any(
            want is not None and want != have for want, have in zip(shape, raw.shape, strict=True)
        ):
            want_text = "×".join("?" if size is None else str(size) for size in shape)
            have_text = "×".join(map(str, raw.shape))
            self._fault("balance.array_shape", array=name, expected=want_text, found=have_text)
            return None
        if raw.dtype.kind not in "biuf":
            self._fault("balance.array_type", array=name, found=str(raw.dtype))
            return None
        if raw.dtype.kind == "f":
            bad = ~np.isfinite(raw)
            if dtype is np.int64:
                bad |= raw != np.floor(raw)
            if bad.any():
                row = int(np.argwhere(bad)[0][0])
                self._fault("balance.array_value", array=name, count=int(bad.sum()), row=row)
                return None
        array: NDArray[Any] = raw.astype(dtype, copy=True)
        bad = np.zeros(array.shape, dtype=bool)
        if low is not None:
            bad |= array <= low if above else array < low
        if high is not None:
            bad |= array > high
        if bad.any():
            row = int(np.argwhere(bad)[0][0])
            self._fault("balance.array_value", array=name, count=int(bad.sum()), row=row)
        array.flags.writeable = False
        object.__setattr__(self, name, array)
        return array

    def _check_scheme(self, n: int, edges: NDArray[Any] | None) -> None:
        counts = self.counts
        if not counts or counts[0] < 1 or any(b < a for a, b in zip(counts, counts[1:])):  # noqa: B905, RUF007
            self._fault("balance.counts", counts="/".join(map(str, counts)))
        if self.given is not None and self.given.ndim == 2 and self.given.shape[1] >= len(counts):
            self._fault("balance.given_levels", levels=self.given.shape[1], scheme=len(counts))
        if n == 0 and not self._faults:
            self._fault("balance.no_units")
        if edges is not None and len(edges) and not self._faults:
            if (edges[:, 0] == edges[:, 1]).any():
                row = int(np.argmax(edges[:, 0] == edges[:, 1]))
                self._fault("balance.edge_to_itself", row=row)
            key = edges.min(axis=1) * n + edges.max(axis=1)
            twice = len(key) - len(np.unique(key))
            if twice:
                self._fault("balance.edge_twice", count=twice)
        if self.factor_names and (
            self.factors is None or len(self.factor_names) != self.factors.shape[1]
        ):
            self._fault("balance.factor_names", names=len(self.factor_names))

    def _check_labels(self, name: str, labels: NDArray[Any] | None) -> None:
        if labels is None or labels.ndim != 2:
            return
        for level in range(min(labels.shape[1], len(self.counts))):
            over = labels[:, level] >= self.counts[level]
            if over.any():
                row = int(np.argmax(over))
                self._fault(
                    "balance.label_range",
                    array=name, level=level + 1, row=row,
                    label=int(labels[row, level]), count=self.counts[level],
                )  # fmt: skip

    def _check_limits(self) -> None:
        if self.households is None:
            self._fault("balance.limits_without_households")
        low, high, least, most = self.limits or (0.0, 0.0, 0.0, 0.0)
        if not (0.0 <= low < high and 0.0 <= least < most):
            self._fault("balance.household_limits", low=low, high=high, least=least, most=most)

    @property
    def limits(self) -> tuple[float, float, float, float] | None:
        """Limits of households with 0 and infinity for those that are not set."""
        if self.household_limits is None:
            return None
        low, high, least, most = self.household_limits
        return (
            0.0 if low is None else float(low), np.inf if high is None else float(high),
            0.0 if least is None else float(least), np.inf if most is None else float(most),
        )  # fmt: skip

    @property
    def size(self) -> int:
        """Number of units."""
        return len(self.loads)

    @property
    def levels(self) -> int:
        """Number of levels of the scheme."""
        return len(self.counts)

    @property
    def leaves(self) -> int:
        """Number of leaf grids."""
        return self.counts[-1]

    @property
    def kept(self) -> int:
        """Number of top levels that are given."""
        return 0 if self.given is None else int(self.given.shape[1])

    @property
    def has_locks(self) -> bool:
        """Whether any unit or leaf is locked."""
        units = self.unit_locked is not None and bool(np.any(self.unit_locked))
        return units or (self.leaf_lock is not None and bool(np.any(self.leaf_lock)))

    @property
    def walkable(self) -> Bools:
        """Bool (m,): borders that join their two units."""
        if self.passable is None:
            return np.ones(len(self.edges), dtype=bool)
        return self.passable
