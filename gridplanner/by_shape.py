"""Results kept by the very geometry they were worked out for.

Plans share the geometry of rows that an edit did not touch. What was measured on it holds
as long as it is the same object, so that after an edit only the leaves around it are
measured anew.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

import numpy as np

from gridplanner.geometry import Shapes

T = TypeVar("T")
#: Results of more shapes than this are dropped, but those asked for last.
MOST = 5_000


class ByShape(Generic[T]):
    """A store of results; kept with a plan by :meth:`gridplanner.model.Plan.derived`."""

    def __init__(self) -> None:
        # A shape is held on to, so that its id is never another's.
        self._kept: dict[int, tuple[Any, T]] = {}

    def of(self, shapes: Shapes, make: Callable[[Shapes], Sequence[T]]) -> list[T]:
        """Give the result of each shape, working out those that are not there.

        Parameters
        ----------
        shapes : array of geometry, shape (n,)
        make : callable
            Gets the shapes that are missing, gives a result for each.
        """
        kept = self._kept
        missing = np.array([at for at, s in enumerate(shapes) if id(s) not in kept], dtype=int)
        if len(missing):
            fresh = make(shapes[missing])
            kept |= {
                id(shapes[at]): (shapes[at], one) for at, one in zip(missing, fresh, strict=True)
            }
        found = [kept[id(shape)][1] for shape in shapes]
        if len(kept) > max(MOST, 2 * len(shapes)):
            self._kept = {id(shape): kept[id(shape)] for shape in shapes}
        return found
