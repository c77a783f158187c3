"""Results kept by the very geometry they were worked out for.

Plans share the geometry of rows that an edit did not touch. What was measured on it holds
as long as it is the same object, so that after an edit only the leaves around it are
measured anew.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, Generic, TypeVar

import numpy as np

from gridplanner.geometry import Ints, Shapes, shapes_of

T = TypeVar("T")
#: Results of more shapes than this are dropped, but those asked for last.
MOST = 5_000


class ByShapes(Generic[T]):
    """Results by several shapes at once, such as a leaf and a compound.

    Beside shapes a key may hold plain values: numbers and texts. Kept with a plan by
    :meth:`gridplanner.model.Plan.derived`.
    """

    def __init__(self) -> None:
        # Shapes are held on to, so that an id is never another's.
        self._kept: dict[tuple[Hashable, ...], tuple[Sequence[Any], T]] = {}

    def of(self, keys: Sequence[Sequence[Any]], make: Callable[[Ints], Sequence[T]]) -> list[T]:
        """Give the result of each key, working out those that are not there.

        Parameters
        ----------
        keys : sequence of sequences of geometry, number or text, length n
        make : callable
            Gets the positions in ``keys`` that are missing, gives a result for each.
        """
        kept = self._kept
        ids = [tuple(map(_mark, key)) for key in keys]
        missing = [at for at, one in enumerate(ids) if one not in kept]
        if missing:
            made = make(np.array(missing, dtype=np.int64))
            kept |= {ids[at]: (keys[at], result) for at, result in zip(missing, made, strict=True)}
        found = [kept[one][1] for one in ids]
        if len(kept) > max(MOST, 2 * len(ids)):
            self._kept = {one: kept[one] for one in ids}
        return found


def _mark(part: Any) -> Hashable:
    return part if isinstance(part, (int, float, str, bytes)) else ("shape", id(part))


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
        ids = list(map(id, shapes))
        missing = [at for at, one in enumerate(ids) if one not in kept]
        if missing:
            fresh = make(shapes_of(shapes[missing]))
            kept |= {
                ids[at]: (shapes[at], result) for at, result in zip(missing, fresh, strict=True)
            }
        found = [kept[one][1] for one in ids]
        if len(kept) > max(MOST, 2 * len(ids)):
            self._kept = {one: kept[one] for one in ids}
        return found
