"""Grids in force as plain arrays: what figures and rules read anew after each edit.

Picking rows and columns out of a frame costs milliseconds; a check asks for them dozens
of times.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from gridplanner.by_shape import ByShape
from gridplanner.geometry import Bools, Floats, Ints, Shapes, shapes_of, sound_shapes
from gridplanner.model import Plan

Texts = npt.NDArray[np.object_]


@dataclass(frozen=True, eq=False)
class InForce:
    """Columns of some grids, in the order of their rows.

    Attributes
    ----------
    fids, uids, levels : int arrays, shape (n,)
    parents : int array, shape (n,)
        Uid of the grid above; 0 for none.
    codes, kinds, valid_from : arrays of str, shape (n,)
    posts, fte : float arrays, shape (n,)
        Workers planned, as heads and as full-time shares; nan where none are.
    shapes : array of geometry, shape (n,)
    """

    fids: Ints
    uids: Ints
    levels: Ints
    parents: Ints
    codes: Texts
    kinds: Texts
    valid_from: Texts
    posts: Floats
    fte: Floats
    shapes: Shapes

    def __len__(self) -> int:
        return len(self.uids)

    def take(self, rows: Ints | Bools) -> InForce:
        """Give some of the rows."""
        return InForce(*(getattr(self, each.name)[rows] for each in fields(self)))

    def on(self, level: int) -> InForce:
        """Give the grids of one level."""
        return self.take(np.flatnonzero(self.levels == level))

    def by_code(self) -> Ints:
        """Positions in the order of codes, rows with the same code as they are."""
        return np.argsort(self.codes, kind="stable")


def grids_in_force(plan: Plan) -> InForce:
    """Give the grids in force of all levels; kept with the plan."""

    def make(plan: Plan) -> InForce:
        grids = plan.tables["grids"]
        every = InForce(
            grids.index.to_numpy(dtype=np.int64),
            grids["uid"].to_numpy(dtype=np.int64),
            grids["level"].to_numpy(dtype=np.int64),
            grids["parent"].to_numpy(dtype=np.int64, na_value=0),
            texts(grids["code"]),
            texts(grids["kind"]),
            texts(grids["valid_from"]),
            grids["posts"].to_numpy(dtype=np.float64, na_value=np.nan),
            grids["fte"].to_numpy(dtype=np.float64),
            shapes_of(grids["geometry"]),
        )
        return every.take(np.flatnonzero(texts(grids["valid_to"]) == ""))

    return plan.derived("in_force", make, ["grids"])


def leaves_in_force(plan: Plan) -> InForce:
    """Give the leaves in force; kept with the plan."""

    def make(plan: Plan) -> InForce:
        return grids_in_force(plan).on(plan.scheme.depth)

    return plan.derived("leaves_in_force", make, ["grids", "scheme"])


def sound_kept(plan: Plan, shapes: Shapes) -> Shapes:
    """Give shapes that overlays take, as :func:`gridplanner.geometry.sound_shapes`; kept by shape.

    Shapes that are valid are given back as the same objects.
    """
    kept = plan.derived("sound", lambda _: ByShape[Any](), ())
    return shapes_of(kept.of(shapes, lambda missing: list(sound_shapes(missing))))


def ancestors(parent_of: Mapping[int, int], uid: int) -> list[int]:
    """Give the uids of a grid's ancestors, the top first.

    Parameters
    ----------
    parent_of : mapping of int to int
        Uid to the uid above, 0 for none.

    Examples
    --------
    >>> ancestors({3: 2, 2: 1, 1: 0}, 3)
    [1, 2]
    """
    chain: list[int] = []
    above = parent_of.get(uid, 0)
    # A file edited elsewhere may name a parent that is not there, or go round in a circle.
    while above in parent_of and above not in chain:
        chain.insert(0, above)
        above = parent_of[above]
    return chain


def texts(column: pd.Series[str]) -> Texts:
    """Give a column of text as a plain array of str."""
    return np.asarray(column.to_numpy(dtype=object))
