"""Which polygon holds most of a shape: for buildings against leaves, compounds, areas, units."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import cached_property
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
import shapely
from shapely import STRtree

from gridplanner.by_shape import ByShape, ByShapes
from gridplanner.clearance import NEAR, Outlines
from gridplanner.geometry import Bools, Ints, Shapes, prepared, shapes_of, sound_shapes
from gridplanner.slices import even_cuts, matches, side_by_side

#: Mark of a shape that has not been asked yet.
_UNSEEN = -2

#: With so many shapes a polygon, those that stand clear of all outlines are told apart first.
MANY = 8


def main_owners(shapes: Shapes, polygons: Shapes) -> Ints:
    """Tell for each shape the polygon that holds most of it.

    Points and lines count by where they lie; ties go to the polygon that comes first. Where
    polygons overlap and several hold more than half of a shape, it may be any of these.

    Returns
    -------
    array of int
        Position in ``polygons``, -1 where none holds a part of the shape. A polygon that
        only shares a border with a shape holds nothing of it.
    """
    found = np.full(len(shapes), -1, dtype=np.int64)
    if len(shapes) == 0 or len(polygons) == 0:
        return found
    # The polygons ask, as they are prepared once each and most shapes lie wholly in one; the
    # tree leaves out what is missing or empty.
    tree = STRtree(shapes)
    try:
        polygon, shape = matches(tree, polygons, "covers")
    except shapely.errors.GEOSException:
        polygons = sound_shapes(polygons)
        polygon, shape = matches(tree, polygons, "covers")
    owner = np.full(len(shapes), len(polygons), dtype=np.int64)
    np.minimum.at(owner, shape, polygon)
    whole = owner < len(polygons)
    found[whole] = owner[whole]
    rest = np.flatnonzero(~whole)
    rest = rest[~(shapely.is_missing(shapes[rest]) | shapely.is_empty(shapes[rest]))]
    if len(rest):
        found[rest] = _cut_owners(shapes[rest], polygons)
    return found


class KeptOwners:
    """Owners of shapes that come and go, in polygons that stay; kept by the shape.

    The same answers as :func:`main_owners`, but only shapes not seen before are asked. Kept
    with a plan by :meth:`gridplanner.model.Plan.derived`.

    Parameters
    ----------
    polygons : array of Polygon, shape (m,)
    """

    def __init__(self, polygons: Shapes) -> None:
        self._polygons = polygons
        self._kept: dict[int, int] = {}
        # Shapes are held on to, so that an id is never another's.
        self._shapes: dict[int, shapely.Geometry] = {}

    def of(self, shapes: Shapes) -> Ints:
        """Tell for each shape the polygon that holds most of it; -1 for none."""
        ids = list(map(id, shapes))
        found = np.fromiter(map(self._kept.get, ids, repeat(_UNSEEN)), np.int64, len(ids))
        fresh = np.flatnonzero(found == _UNSEEN)
        if len(fresh):
            if len(self._kept) > 2 * len(ids):
                self._kept, self._shapes = {}, {}
            found[fresh] = main_owners(shapes[fresh], self._polygons)
            for at, owner in zip(fresh.tolist(), found[fresh].tolist(), strict=True):
                self._kept[ids[at]], self._shapes[ids[at]] = owner, shapes[at]
        return found


class _Held(NamedTuple):
    """Which of the shapes a polygon covers, of which it covers the core, and which it may meet.

    Of ``alone`` nobody else had a point of the core; whether it covers them was not asked.
    """

    covered: Ints
    alone: Ints
    most: Ints
    met: Ints


class Owners:
    """Owners of shapes that stay while the polygons change, leaf by leaf.

    The same answers as :func:`main_owners`, but what a polygon holds is kept by the
    polygon: after an edit only the leaves that it changed are asked. Kept with a plan by
    :meth:`gridplanner.model.Plan.derived`.

    Parameters
    ----------
    shapes : array of geometry, shape (n,)
    """

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes
        self._held = ByShape[_Held]()
        self._walls = ByShape[Ints]()
        self._cut = ByShapes[int]()
        self._sound = ByShape[Any]()

    def whole(self, polygons: Shapes) -> Bools:
        """Tell for each shape whether the polygon that holds most of it covers it."""
        whole = np.zeros(len(self._shapes), dtype=bool)
        if len(polygons) and len(whole):
            held = self._held.of(polygons, self._look)
            whole[_flat([each.covered for each in held])[0]] = True
            whole[_flat(self._walls.of(polygons, self._within))[0]] = True
        return whole

    def of(self, polygons: Shapes) -> Ints:
        """Tell for each shape the polygon that holds most of it.

        Returns
        -------
        int array, shape (n,)
            Position in ``polygons``, -1 where none holds a part of the shape.
        """
        owner = np.full(len(self._shapes), -1, dtype=np.int64)
        if len(polygons) == 0 or len(owner) == 0:
            return owner
        held = self._held.of(polygons, self._look)
        covered, at = _flat([each.covered for each in held])
        # Of several the first: what is written last stays.
        owner[covered[::-1]] = at[::-1]
        alone, at = _flat([each.alone for each in held])
        cut = owner[alone] < 0
        owner[alone[cut][::-1]] = at[cut][::-1]
        self._settle(owner, polygons, held)
        known = owner >= 0
        most, at = _flat([each.most for each in held])
        cut = ~known[most]
        owner[most[cut][::-1]] = at[cut][::-1]
        met, at = _flat([each.met for each in held])
        cut = owner[met] < 0
        met, at = met[cut], at[cut]
        order = np.lexsort((at, met))
        rows, begins = np.unique(met[order], return_index=True)
        choice = _slices(at[order], [*begins.tolist(), len(order)])
        keys = [
            (self._shapes[row], *polygons[near]) for row, near in zip(rows, choice, strict=True)
        ]

        def largest(missing: Ints) -> list[int]:
            asked = np.unique(np.concatenate([choice[n] for n in missing]))
            best = _overlaid(self._shapes[rows[missing]], self._made_sound(polygons[asked]))
            return [
                int(np.searchsorted(choice[n], asked[b])) if b >= 0 else -1
                for n, b in zip(missing, best, strict=True)
            ]

        for row, near, best in zip(rows, choice, self._cut.of(keys, largest), strict=True):
            owner[row] = near[best] if best >= 0 else -1
        return owner

    def _settle(self, owner: Ints, polygons: Shapes, held: list[_Held]) -> None:
        """Decide again who has shapes whose core lay in one polygon until another came over it.

        Of that polygon it was not asked whether it covers them, and covering goes first.
        """
        shape, place = _flat([each.alone for each in held])
        covered, by = _flat([each.covered for each in held])
        most, core_by = _flat([each.most for each in held])
        times = np.bincount(np.concatenate([shape, covered, most]), minlength=len(owner))
        mine = times[shape] > 1
        if not mine.any():
            return
        contested = np.zeros(len(owner), dtype=bool)
        contested[shape[mine]] = True
        owner[contested] = -1
        within, within_by = _flat(self._walls.of(polygons, self._within))
        for rows, at in (
            (np.r_[covered, within], np.r_[by, within_by]),
            (np.r_[shape, most], np.r_[place, core_by]),
        ):
            open_ = contested[rows] & (owner[rows] < 0)
            rows, at = rows[open_], at[open_]
            last_first = np.argsort(-at, kind="stable")
            owner[rows[last_first]] = at[last_first]

    @cached_property
    def _tree(self) -> STRtree:
        """Of all shapes, for when few polygons ask, or about few shapes."""
        return STRtree(self._shapes)

    def _look(self, polygons: Shapes) -> list[_Held]:
        clear, alone, polygon, shape = self._pairs(polygons)
        count = len(polygons)
        covers, core = self._covered(polygons, polygon, shape)
        lies, most = np.flatnonzero(clear >= 0), np.flatnonzero(core & ~covers)
        by_core = np.flatnonzero(alone >= 0)
        return list(
            map(
                _Held,
                _split(np.r_[shape[covers], lies], np.r_[polygon[covers], clear[lies]], count),
                _split(by_core, alone[by_core], count),
                _split(shape[most], polygon[most], count),
                _split(shape[~covers], polygon[~covers], count),
            )
        )

    def _within(self, polygons: Shapes) -> list[Ints]:
        """Tell which shapes that a polygon was found alone to hold the core of it covers."""
        held = self._held.of(polygons, self._look)
        shape, polygon = _flat([each.alone for each in held])
        covers, _ = self._covered(polygons, polygon, shape, cores=False)
        return _split(shape[covers], polygon[covers], len(polygons))

    def _covered(
        self, polygons: Shapes, polygon: Ints, shape: Ints, cores: bool = True
    ) -> tuple[Bools, Bools]:
        """Tell of pairs whether the polygon covers the shape, and its core if no one covers it."""
        asked, polygon = np.unique(polygon, return_inverse=True)
        polygons = polygons[asked]
        ready = prepared(polygons)
        try:
            covers = _covers(ready, self._shapes, polygon, shape)
        except shapely.errors.GEOSException:
            polygons = self._made_sound(polygons)
            ready = prepared(polygons)
            covers = _covers(ready, self._shapes, polygon, shape)
        whole = np.zeros(len(self._shapes), dtype=bool)
        whole[shape[covers]] = True
        # Testing a leaf takes as long as placing five houses: only where a border cuts one. What
        # a polygon covers it covers too once it is made valid; a spur across a shape hides that.
        cut = np.flatnonzero(~whole[shape])
        asked, place = np.unique(polygon[cut], return_inverse=True)
        sound = self._made_sound(polygons[asked])
        mended = np.flatnonzero([a is not b for a, b in zip(sound, polygons[asked], strict=True)])
        ready[asked[mended]] = prepared(sound[mended])
        again = cut[np.isin(place, mended)]
        covers[again] = shapely.covers(ready[polygon[again]], self._shapes[shape[again]])
        core = np.zeros(len(covers), dtype=bool)
        if cores:
            rows, of = np.unique(shape[cut], return_inverse=True)
            core[cut] = shapely.covers(ready[polygon[cut]], _cores(self._shapes[rows])[of])
        return covers, core

    def _pairs(self, polygons: Shapes) -> tuple[Ints, Ints, Ints, Ints]:
        """Tell what stands clear of all outlines, and which polygons may meet which of the rest.

        Returns
        -------
        int array, shape (n,)
            The one polygon that has anything of a shape, below 0 for none or not known.
        int array, shape (n,)
            The one polygon that has anything of its core, below 0 for none or not known.
        two int arrays
            Position of the polygon, ascending, and of the shape.
        """
        clear, alone = np.full((2, len(self._shapes)), NEAR, dtype=np.int64)
        if len(self._shapes) < MANY * len(polygons):
            return clear, alone, *matches(self._tree, polygons, None)
        outlines = Outlines.of(polygons)
        if outlines is None:  # all polygons are empty
            none = np.empty(0, dtype=np.int64)
            return np.full_like(clear, -1), alone, none, none
        clear, alone = outlines.owners(self._shapes)
        alone[clear != NEAR] = NEAR
        near = np.flatnonzero((clear == NEAR) & (alone < 0))
        polygon, shape = matches(STRtree(self._shapes[near]), polygons, None)
        return clear, alone, polygon, near[shape]

    def _made_sound(self, polygons: Shapes) -> Shapes:
        def make(missing: Shapes) -> list[Any]:
            cuts = even_cuts(len(missing))
            return list(side_by_side(lambda part: sound_shapes(missing[part]), cuts))

        return shapes_of(self._sound.of(polygons, make))


def _covers(ready: Shapes, shapes: Shapes, polygon: Ints, shape: Ints) -> Bools:
    """Tell of pairs whether the polygon covers the shape; pairs of a polygon lie together."""
    # No prepared polygon may be asked in two threads.
    cuts = even_cuts(len(polygon))
    cuts[1:-1] = np.searchsorted(polygon, polygon[cuts[1:-1]]).tolist()
    return side_by_side(
        lambda part: np.asarray(shapely.covers(ready[polygon[part]], shapes[shape[part]])), cuts
    )


def _split(members: Ints, group: Ints, count: int) -> list[Ints]:
    """Put members into groups, each in the order that they are given in."""
    order = np.argsort(group, kind="stable")
    return _slices(members[order], np.searchsorted(group[order], np.arange(count + 1)).tolist())


def _slices(array: Ints, cuts: Sequence[int]) -> list[Ints]:
    return [array[a:b] for a, b in itertools.pairwise(cuts)]


def _flat(groups: Sequence[Ints]) -> tuple[Ints, Ints]:
    """Put groups behind one another, and tell the group of each member."""
    return np.concatenate(groups), np.repeat(np.arange(len(groups)), list(map(len, groups)))


def _cut_owners(shapes: Shapes, polygons: Shapes) -> Ints:
    """Tell the polygon that holds most of each shape, of shapes that none holds whole."""
    found = np.full(len(shapes), -1, dtype=np.int64)
    # Where a core lies there lies more than half: most need no overlay.
    polygon, core = matches(STRtree(_cores(shapes)), polygons, "covers")
    found[core[::-1]] = polygon[::-1]
    rest = np.flatnonzero(found < 0)
    if len(rest):
        shapes = shapes[rest]
        measured = np.unique(matches(STRtree(shapes), polygons, None)[0])
        polygons = polygons.copy()
        polygons[measured] = sound_shapes(polygons[measured])
        found[rest] = _overlaid(shapes, polygons)
    return found


def _cores(shapes: Shapes) -> Shapes:
    """Draw convex polygons in to 3/4 round a point inside: 9/16 of their area; None for others."""
    found = np.full(len(shapes), None, dtype=object)
    size = shapely.area(shapes)
    convex = (size > 0) & (shapely.area(shapely.convex_hull(shapes)) <= size * (1 + 1e-9))
    rows = np.flatnonzero(convex & (shapely.get_num_geometries(shapes) == 1))
    xy, shape = shapely.get_coordinates(shapes[rows], return_index=True)
    if len(rows):
        count = np.bincount(shape)
        middle = np.column_stack([np.bincount(shape, xy[:, axis]) / count for axis in (0, 1)])
        middle = middle[shape]
        found[rows] = shapely.set_coordinates(shapes[rows], middle + 0.75 * (xy - middle))
    return found


def _overlaid(shapes: Shapes, polygons: Shapes) -> Ints:
    """Tell by overlays which (valid) polygon has the largest share of each shape; -1 for none."""
    shapes = sound_shapes(shapes)
    polygon, shape = matches(STRtree(shapes), polygons, None)
    found = np.full(len(shapes), -1, dtype=np.int64)
    if len(shape) == 0:
        return found
    common = shapely.intersection(shapes[shape], polygons[polygon])
    flat = shapely.get_dimensions(shapes[shape]) == 2
    share = np.where(flat, shapely.area(common), shapely.length(common))
    real = np.where(flat, share > 1e-6, ~shapely.is_empty(common))
    shape, polygon, share = shape[real], polygon[real], share[real]
    # Rounded to a square millimetre: an exact half must go to the first, not to noise.
    order = np.lexsort((polygon, -np.round(share, 6), shape))
    leads = np.r_[True, np.diff(shape[order]) != 0][: len(order)]
    found[shape[order][leads]] = polygon[order][leads]
    return found
