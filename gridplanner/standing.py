"""The plan in force as a problem for the solver, and its answer as an edit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from gridplanner.balance import Problem
from gridplanner.balance.problem import FROZEN, NO_LOSS, OPEN
from gridplanner.balance.problem import Ints as Labels
from gridplanner.balance.repairs import with_new_leaves
from gridplanner.edits.base import Edit
from gridplanner.edits.grid_rows import ancestors_of
from gridplanner.edits.ground import MoveGround, Opened
from gridplanner.edits.rows import ChangeSettings
from gridplanner.edits.together import Together
from gridplanner.errors import EditError, UsageError
from gridplanner.geometry import Bools, Floats, Ints, shapes_of
from gridplanner.jobs import OnProgress, Progress, tell
from gridplanner.loads import blend, factors_on, loads, weights_of
from gridplanner.model import Plan
from gridplanner.neighbours import neighbours
from gridplanner.pieces import Pieces, pieces_of
from gridplanner.planning import covered_levels, household_limits, unit_households
from gridplanner.units import derive_units

LOCKS: Mapping[str, int] = {"open": OPEN, "no_loss": NO_LOSS, "frozen": FROZEN}


@dataclass(frozen=True, eq=False)
class Standing:
    """The plan in force as a problem.

    Attributes
    ----------
    plan : Plan
        With the weights that are asked for.
    preparation : tuple of Edit
        Edits to apply first.
    pieces : Pieces
        All ground of the boundary.
    rows : int array (n,)
        Pieces that take part: those of leaves with a target.
    uids : int array (leaves,)
        Leaf of each label; labels beyond are leaves to be opened.
    problem : Problem
        With start, households and targets; without leaves to be opened.
    staffed : bool
        Whether targets go by posts.
    """

    plan: Plan
    preparation: tuple[Edit, ...]
    pieces: Pieces
    rows: Ints
    uids: Ints
    problem: Problem
    staffed: bool

    @property
    def new_target(self) -> float:
        """Target of a leaf to be opened: one worker's worth, or that of a leaf."""
        assert self.problem.targets is not None
        return 1.0 if self.staffed else float(self.problem.targets.mean())

    def with_new_leaves(self, count: int) -> Problem:
        """Return the problem with some leaves to be opened, 0 or more."""
        if count == 0:
            return self.problem
        return with_new_leaves(self.problem, count, self.new_target)

    def edit(self, labels: Labels, households: int, date: str = "") -> Edit:
        """Return the edit that gives each piece the leaf of its label.

        Parameters
        ----------
        labels : int array (n, levels)
            Of the pieces that take part.
        households : int
            How many move, for the journal.
        date : str
            First day of opened leaves, ISO; ``""`` in a draft.
        """
        leaf = labels[:, -1]
        new = np.unique(leaf[leaf >= len(self.uids)])
        number = np.concatenate([np.arange(len(self.uids)), new])
        uid = np.concatenate([self.uids, -np.arange(1, len(new) + 1)])
        after = self.pieces.leaf.copy()
        after[self.rows] = uid[np.searchsorted(number, leaf)]
        opened = tuple(self._opened(labels, int(label)) for label in new)
        move = MoveGround(self.pieces.shapes, self.pieces.leaf, after, opened, households, date)
        return Together((*self.preparation, move)) if self.preparation else move

    def _opened(self, labels: Labels, label: int) -> Opened:
        """Describe a leaf to be opened: under the parent of the leaves beside it."""
        posts, fte = (1, self.new_target) if self.staffed else (None, None)
        if labels.shape[1] == 1:
            return Opened(None, posts, fte)
        assert self.problem.start is not None
        parent = labels[labels[:, -1] == label][0, -2]
        mate = int(self.problem.start[self.problem.start[:, -2] == parent][0, -1])
        chain = ancestors_of(self.plan.tables["grids"], int(self.uids[mate]))
        return Opened(chain[-1], posts, fte)

    def codes(self, labels: Sequence[int]) -> list[str]:
        """Return the codes of leaves by label, ``""`` for one to be opened."""
        code = self.plan.tables["grids"]["code"]
        known = len(self.uids)
        return [str(code[int(self.uids[i])]) if i < known else "" for i in labels]

    def kept_name(self, label: int) -> str:
        """Return the name, or else the code, of a grid of the deepest kept level."""
        assert self.problem.given is not None
        assert self.problem.start is not None
        level = self.problem.given.shape[1]
        leaf = int(self.problem.start[self.problem.given[:, -1] == label][0, -1])
        grids = self.plan.tables["grids"]
        row = grids.loc[ancestors_of(grids, int(self.uids[leaf]))[level - 1]]
        return str(row["name"] or row["code"])

    def place(self, units: Labels) -> tuple[float, float]:
        """Return a point in the largest of some pieces, in the plan's CRS."""
        shapes = self.pieces.shapes[self.rows[units]]
        point = shapely.point_on_surface(shapes[int(np.argmax(shapely.area(shapes)))])
        return float(shapely.get_x(point)), float(shapely.get_y(point))


def standing_of(
    plan: Plan,
    *,
    by_staff: bool = True,
    weights: Mapping[str, float] | None = None,
    keep_levels: int | None = None,
    lock: Sequence[str] = (),
    on_progress: OnProgress | None = None,
) -> Standing:
    """Put the plan in force into arrays.

    Parameters
    ----------
    plan : Plan
    by_staff : bool
        Targets by the posts of the leaves, or the same for all leaves.
    weights : mapping, optional
        Weights of the load factors; those in force by default.
    keep_levels : int, optional
        Top levels whose borders no household crosses; by default those that given areas
        cover.
    lock : sequence of str
        Codes of grids (of any level) that stay as they are, beside those locked in the plan.

    Raises
    ------
    EditError
        There are no grids, a leaf has no parent, a code to be locked is unknown, or there is
        nothing to share out.
    UsageError
        More levels are to be kept than the plan has above its leaves.
    """
    tell(on_progress, Progress("job.rebalance"))
    if len(plan.leaves) == 0:
        raise EditError("plan.no_grids", hint="plan.no_grids.hint")
    preparation: list[Edit] = []
    if weights is not None and dict(weights) != weights_of(plan):
        edit = ChangeSettings({"weights": dict(weights)})
        plan = edit.apply(plan)
        preparation.append(edit)
    # Units that the plan does not have are used and not kept: they would node its boundary.
    units = plan.layer("units")
    if len(units) == 0:
        units = derive_units(plan, on_progress)
    figures = loads(plan)
    uids = figures.uids[figures.target > 0]
    if len(uids) == 0:
        raise EditError("plan.no_load", hint="plan.no_load.hint")
    target = figures.target[figures.target > 0] if by_staff else np.ones(len(uids))
    chain = _chain(plan, uids)
    keep = covered_levels(plan) if keep_levels is None else keep_levels
    if not 0 <= keep < chain.shape[1]:
        raise UsageError("plan.keep_levels", {"asked": keep, "given": chain.shape[1] - 1})
    pieces = pieces_of(plan, units)
    rows = np.flatnonzero(np.isin(pieces.leaf, uids))
    order = np.argsort(uids)
    start = chain[order[np.searchsorted(uids[order], pieces.leaf[rows])]]
    lock_of = _locks(plan, uids, lock)
    problem = _problem(plan, pieces, rows, start, target, keep, lock_of)
    return Standing(
        plan, tuple(preparation), pieces, rows, uids, problem, by_staff and figures.by_staff
    )


def _problem(
    plan: Plan, pieces: Pieces, rows: Ints, start: Ints, target: Floats, keep: int, lock: Ints
) -> Problem:
    """Fill the arrays: what is asked of units elsewhere is asked of pieces here."""
    cut = plan.with_tables(units=pieces.units)
    household, held = _households(cut, pieces)
    counted = np.isin(np.arange(len(pieces.leaf)), rows)
    values = factors_on(cut, pieces.shapes, household)
    mixed = blend(values, weights_of(plan), float(target.sum()), counted)
    if not mixed.names:
        raise EditError("plan.no_load", hint="plan.no_load.hint")
    graph = neighbours(cut)
    place = np.full(len(pieces.leaf), -1, dtype=np.int64)
    place[rows] = np.arange(len(rows))
    ends = place[graph.edges]
    inside = (ends >= 0).all(axis=1)
    shapes = pieces.shapes[rows]
    return Problem(
        edges=ends[inside],
        shared_m=graph.shared_m[inside],
        passable=graph.passable[inside],
        street_m=graph.street_m[inside],
        loads=mixed.loads[rows],
        factors=mixed.values[rows],
        factor_names=mixed.names,
        areas_m2=shapely.area(shapes),
        perimeters_m=shapely.length(shapes),
        xy=shapely.get_coordinates(shapely.centroid(shapes)),
        counts=tuple(int(column.max()) + 1 for column in start.T),
        given=start[:, :keep] if keep else None,
        targets=target,
        start=start,
        households=np.bincount(household[household >= 0], minlength=len(place))[rows],
        household_limits=household_limits(plan),
        unit_locked=(held | pieces.units["locked"].to_numpy(dtype=bool))[rows],
        leaf_lock=lock,
    )


def _households(cut: Plan, pieces: Pieces) -> tuple[Ints, Bools]:
    """Tell the piece of each household, and the pieces that pins hold fast.

    A household that is pinned to a leaf counts in that leaf wherever its ground goes: in
    the piece of the leaf that is nearest to it, which therefore stays.
    """
    found = unit_households(cut)
    households = cut.tables["households"]
    pins = households["pinned"].fillna(0).to_numpy(dtype=np.int64)
    held = np.zeros(len(pieces.leaf), dtype=bool)
    points = shapes_of(households["geometry"])
    for at in np.flatnonzero((pins > 0) & np.isin(pins, pieces.leaf)):
        own = np.flatnonzero(pieces.leaf == pins[at])
        gap = np.nan_to_num(shapely.distance(pieces.shapes[own], points[at]))
        found[at] = own[int(np.argmin(gap))]
        held[found[at]] = True
    return found, held


def _chain(plan: Plan, uids: Ints) -> Ints:
    """Return the label of each leaf at each level, int (leaves, levels), parents by code.

    Raises
    ------
    EditError
        A leaf has no chain of parents up to the top.
    """
    grids = plan.tables["grids"]
    depth = plan.scheme.depth
    above = np.zeros((len(uids), depth), dtype=np.int64)
    for place, uid in enumerate(uids):
        chain = ancestors_of(grids, int(uid))
        if len(chain) != depth - 1:
            raise EditError("rebalance.orphan", {"code": str(grids.loc[uid, "code"])})
        above[place] = [*chain, uid]
    labels = np.zeros_like(above)
    for level in range(depth - 1):
        known = np.unique(above[:, level])
        rank = np.argsort(np.argsort(grids.loc[known, "code"].to_numpy(dtype=str)))
        labels[:, level] = rank[np.searchsorted(known, above[:, level])]
    labels[:, -1] = np.arange(len(uids))
    return labels


def _locks(plan: Plan, uids: Ints, codes: Sequence[str]) -> Ints:
    """Return the lock of each leaf: its own or that of a grid above it, and those asked for."""
    grids = plan.tables["grids"]
    asked = {plan.uid_of(code) for code in codes}
    lock = np.zeros(len(uids), dtype=np.int64)
    for place, uid in enumerate(uids):
        line = [*ancestors_of(grids, int(uid)), int(uid)]
        kinds = [LOCKS.get(str(grids.loc[one, "lock"]), OPEN) for one in line]
        lock[place] = FROZEN if asked & set(line) else max(kinds)
    return lock
