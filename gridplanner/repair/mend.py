"""Mending a coverage: faults up to a tolerance are closed, larger ones are left alone.

A face that nobody or several hold, or that sticks out of the boundary, goes to one leaf
(or to none) where no border moves further than the tolerance for it. A long strip beside
several leaves is cut into triangles between its own corners first (a constrained Delaunay
triangulation adds no vertex, so everything stays noded), else a leaf would grow a long arm.
GEOS's ``coverage_clean`` was tried: it does close gaps and overlaps, but knows no boundary,
gives a strip along several leaves to one of them, and does not say how far a border moved.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from gridplanner.geometry import Bools, Ints, Shapes, same_nodes
from gridplanner.repair.patchwork import (
    Patchwork,
    made_valid,
    patchwork,
    renoded_boundary,
)
from gridplanner.seams import repeated_points, unmatched


@dataclass(frozen=True)
class Mended:
    """Leaves after mending.

    Attributes
    ----------
    shapes : array of Polygon or MultiPolygon, shape (n,)
        Those that did not change are the very objects that came.
    ground : array of Polygon
        Faces whose union is the boundary with the leaves' corners on it; empty where
        nothing changed.
    valid : bool array, shape (n,)
        Whether a leaf was made valid.
    filled_m2, shared_m2, clipped_m2 : float
        Ground that nobody held, that several held, and that lay outside.
    left : int
        Faces that are too large for the tolerance.
    """

    shapes: Shapes
    ground: Shapes
    valid: Bools
    filled_m2: float = 0.0
    shared_m2: float = 0.0
    clipped_m2: float = 0.0
    left: int = 0


def mend(boundary: Any, leaves: Shapes, tolerance_m: float) -> Mended:
    """Close gaps, overlaps and what sticks out, up to a tolerance.

    Parameters
    ----------
    boundary : Polygon or MultiPolygon
    leaves : array of Polygon or MultiPolygon, shape (n,)
        As they come; may be invalid.
    tolerance_m : float
        No border is moved further than this.
    """
    broken = ~shapely.is_valid(leaves) | (repeated_points(leaves) > 0)
    sound = leaves.copy()
    for at in np.flatnonzero(broken).tolist():
        sound[at] = made_valid(leaves[at])
    usable = ~shapely.is_empty(sound)
    rings = np.concatenate([sound, [boundary]])
    open_edges = unmatched(rings)[:-1]
    parted = shapely.get_num_geometries(sound) > 1
    if parted.any():
        # A crumb beside its leaf goes to a neighbour: those that border a leaf in parts are
        # looked at too, though edge lies against edge.
        rings[:-1][parted] = shapely.Polygon()
        open_edges |= parted | unmatched(rings)[:-1]
    suspect = np.flatnonzero((open_edges | broken) & usable)
    if len(suspect) == 0:
        return Mended(sound, sound[:0], broken)
    work = patchwork(boundary, sound, suspect)
    mender = _Mender(work, sound, tolerance_m)
    mender.run()
    made = work.shapes()
    result = sound.copy()
    for row, shape in made.items():
        # A leaf is never emptied: what would be is another's fault, and is left as it is.
        if not same_nodes(shape, sound[row]) and not shape.is_empty:
            result[row] = shape
    return Mended(
        result, renoded_boundary(work), broken,
        mender.filled_m2, mender.shared_m2, mender.clipped_m2, mender.left,
    )  # fmt: skip


class _Mender:
    """Gives each wrong face to whom it is nearest."""

    def __init__(self, work: Patchwork, leaves: Shapes, tolerance_m: float) -> None:
        self.work = work
        self.outlines = shapely.boundary(leaves)
        self.tolerance_m = tolerance_m
        self.filled_m2 = self.shared_m2 = self.clipped_m2 = 0.0
        self.left = 0
        sole = [next(iter(held)) for held in work.owners if len(held) == 1]
        self.sole = np.bincount(sole, minlength=len(leaves))

    def run(self) -> None:
        """Settle what several hold, what lies outside, what nobody holds, then loose crumbs."""
        work = self.work
        for at in range(len(work.faces)):
            if work.kept[at] and not work.inside[at] and work.owners[at]:
                self._clip(at)
        for at in range(len(work.faces)):
            if work.kept[at] and work.inside[at] and len(work.owners[at]) > 1:
                self._settle(at, sorted(work.owners[at]))
        # A gap may lie beside another one: what is filled first makes a neighbour.
        gaps = [at for at in range(len(work.faces))
                if work.kept[at] and work.inside[at] and not work.owners[at]]  # fmt: skip
        while gaps:
            still = [at for at in gaps if not self._settle(at, self._neighbours(at), count=False)]
            if len(still) == len(gaps):
                self.left += len(still)
                break
            gaps = still
        self._crumbs()

    def _clip(self, face: int) -> None:
        area = float(shapely.area(self.work.faces[face]))
        if all(self._near(face, leaf) for leaf in self.work.owners[face]):
            self.clipped_m2 += area
            self.work.owners[face] = set()
        else:
            self.left += 1

    def _neighbours(self, face: int) -> list[int]:
        """Leaves beside a face, the one with the longest common border first."""
        length: dict[int, float] = {}
        for other, shared in self.work.beside(face):
            if len(self.work.owners[other]) == 1 and self.work.kept[other]:
                leaf = next(iter(self.work.owners[other]))
                length[leaf] = length.get(leaf, 0.0) + shared
        return sorted(length, key=lambda leaf: (-round(length[leaf], 6), leaf))

    def _fits(self, face: int, winner: int, held: Iterable[int]) -> bool:
        """Whether nobody's border moves too far when one leaf takes a face from the others."""
        losers = [leaf for leaf in held if leaf != winner]
        if not losers and winner not in set(held):
            return self._near(face, winner)
        return all(self._near(face, leaf) for leaf in losers)

    def _near(self, face: int, leaf: int) -> bool:
        """Whether a whole face lies within the tolerance of a leaf's old outline."""
        shape = self.work.faces[face]
        room = self.tolerance_m * 2
        west, south, east, north = shapely.bounds(shape)
        line = shapely.clip_by_rect(
            self.outlines[leaf], west - room, south - room, east + room, north + room
        )
        if line.is_empty:
            return False
        return bool(shapely.covers(shapely.buffer(line, self.tolerance_m, quad_segs=16), shape))

    def _settle(self, face: int, candidates: list[int], *, count: bool = True) -> bool:
        """Give a face to one leaf, or its triangles to several; whether it worked."""
        held = set(self.work.owners[face])
        area = float(shapely.area(self.work.faces[face]))
        # Who holds nothing else would be emptied, and comes first.
        order = sorted(candidates, key=lambda leaf: bool(self.sole[leaf])) if held else candidates
        winner = next((leaf for leaf in order if self._fits(face, leaf, held)), None)
        done = winner is not None
        if winner is not None:
            self.work.owners[face] = {winner}
        elif len(candidates) > 1:
            done = self._share(face, candidates, held)
        if done and held:
            self.shared_m2 += area
        elif done:
            self.filled_m2 += area
        elif count:
            self.left += 1
        return done

    def _share(self, face: int, candidates: list[int], held: set[int]) -> bool:
        """Cut a face between its corners and give each triangle to a leaf it lies beside."""
        work = self.work
        parts = np.asarray(
            shapely.get_parts(shapely.constrained_delaunay_triangles(work.faces[face])), object
        )
        if len(parts) < 2:
            return False
        before = (work.faces.copy(), work.inside.copy(), [set(h) for h in work.owners],
                  work.kept.copy())  # fmt: skip
        rows = work.split(face, parts)
        for row in rows:
            work.owners[row] = set()
        fits = {leaf: {row for row in rows if self._fits(row, leaf, held)} for leaf in candidates}
        open_rows = set(rows)
        size = shapely.area(work.faces)
        for leaf in sorted(candidates, key=lambda c: -sum(size[r] for r in fits[c])):
            grown = True
            while grown:
                grown = False
                for row in sorted(open_rows & fits[leaf]):
                    if any(leaf in work.owners[other] for other, _ in work.beside(row)):
                        work.owners[row] = {leaf}
                        open_rows.discard(row)
                        grown = True
        if open_rows:
            work.faces, work.inside, work.owners, work.kept = before
            work.forget_borders()
            return False
        return True

    def _crumbs(self) -> None:
        """Give detached crumbs of a leaf to the leaf around them."""
        work = self.work
        mine: dict[int, list[int]] = {}
        for at in np.flatnonzero(work.kept):
            if len(work.owners[at]) == 1 and work.inside[at]:
                mine.setdefault(next(iter(work.owners[at])), []).append(int(at))
        for leaf, rows in mine.items():
            parts = self._connected(rows)
            if len(parts) < 2:
                continue
            area = [float(shapely.area(work.faces[part]).sum()) for part in parts]
            for part in parts:
                if part is parts[int(np.argmax(area))]:
                    continue
                others: dict[int, float] = {}
                for row in part:
                    for other, shared in work.beside(row):
                        for owner in work.owners[other] - {leaf}:
                            others[owner] = others.get(owner, 0.0) + shared
                for owner in sorted(others, key=lambda o: (-round(others[o], 6), o)):
                    if all(self._near(row, owner) for row in part):
                        for row in part:
                            work.owners[row] = {owner}
                        break

    def _connected(self, rows: list[int]) -> list[list[int]]:
        left, parts = set(rows), []
        while left:
            part, todo = [], [left.pop()]
            while todo:
                row = todo.pop()
                part.append(row)
                for other, _ in self.work.beside(row):
                    if other in left:
                        left.discard(other)
                        todo.append(other)
            parts.append(sorted(part))
        return parts


def moved_m(before: Any, after: Any) -> float:
    """Measure how far the outline of a leaf has moved: the farthest that new lies from old.

    Returns
    -------
    float
        Metres; 0 where nothing moved or the leaf was or is empty.
    """
    if before is after or shapely.is_empty(before) or shapely.is_empty(after):
        return 0.0
    old, new = shapely.boundary(before), shapely.boundary(after)
    fresh = shapely.difference(new, old)
    if fresh.is_empty:
        return 0.0
    points = shapely.points(shapely.get_coordinates(shapely.segmentize(fresh, 1.0)))
    shapely.prepare(old)
    return float(np.max(shapely.distance(points, old)))


def rows_changed(before: Shapes, after: Shapes) -> Ints:
    """Positions whose shape is another object."""
    return np.array([at for at, (a, b) in enumerate(zip(before, after, strict=True))
                     if a is not b], dtype=np.int64)  # fmt: skip
